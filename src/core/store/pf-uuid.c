/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-private.h"

#include <string.h>

/**
 * pf_mirror_uuid: (skip)
 * @uuid: (out caller-allocates) (array fixed-size=16): the UUID
 * @connection_id: of whom
 * @kind: boards, sections or pins
 * @id: at the service
 *
 * The UUID that a remote thing has here, always the same one. Made as RFC 4122
 * section 4.3 makes name-based UUIDs (version 5).
 */
void
pf_mirror_uuid (guint8 *uuid, const char *connection_id, const char *kind, const char *id)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  /* With the NULs between, so that no two triples run into the same bytes. */
  g_checksum_update (sum, (const guchar *)connection_id, (gssize)strlen (connection_id) + 1);
  g_checksum_update (sum, (const guchar *)kind, (gssize)strlen (kind) + 1);
  g_checksum_update (sum, (const guchar *)id, (gssize)strlen (id) + 1);
  g_checksum_get_digest (sum, digest, &length);
  memcpy (uuid, digest, PF_UUID_BYTES);
  uuid[6] = (guint8)((uuid[6] & 0x0f) | 0x50);
  uuid[8] = (guint8)((uuid[8] & 0x3f) | 0x80);
}

/**
 * pf_uuid_to_text: (skip)
 * @uuid: (array fixed-size=16): a UUID
 *
 * Returns: (transfer full): its usual form
 */
char *
pf_uuid_to_text (const guint8 *uuid)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (37);
  int at = 0;

  for (int i = 0; i < PF_UUID_BYTES; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        text[at++] = '-';
      text[at++] = digits[uuid[i] >> 4];
      text[at++] = digits[uuid[i] & 15];
    }
  text[at] = '\0';
  return text;
}

/**
 * pf_uuid_from_text: (skip)
 * @uuid: (out caller-allocates) (array fixed-size=16): the UUID
 * @text: (nullable): its usual form
 *
 * Returns: whether @text is a UUID
 */
gboolean
pf_uuid_from_text (guint8 *uuid, const char *text)
{
  if (text == NULL || strlen (text) != 36)
    return FALSE;
  for (int i = 0, at = 0; i < PF_UUID_BYTES; i++, at += 2)
    {
      int high, low;

      if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-')
        return FALSE;
      high = g_ascii_xdigit_value (text[at]);
      low = g_ascii_xdigit_value (text[at + 1]);
      if (high < 0 || low < 0)
        return FALSE;
      uuid[i] = (guint8)(high << 4 | low);
    }
  return TRUE;
}

/**
 * pf_mirror_make_uuid:
 * @connection_id: of whom
 * @kind: "boards", "sections" or "pins"
 * @remote_id: at the service
 *
 * The same for the same, always. Accounts get theirs so too: of a service, of kind "account".
 *
 * Returns: (transfer full): the local UUID of a remote thing that no outbox row
 *   has given one
 */
char *
pf_mirror_make_uuid (const char *connection_id, const char *kind, const char *remote_id)
{
  guint8 uuid[PF_UUID_BYTES];

  pf_mirror_uuid (uuid, connection_id, kind, remote_id);
  return pf_uuid_to_text (uuid);
}
