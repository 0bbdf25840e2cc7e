/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-pkce.h"

#include "core/base/pf-secret.h"

#include <string.h>

#define TOKEN_BYTES 32

/* RFC 4648 section 5, without padding. */
static char *
base64_url (const guint8 *bytes, gsize length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/**
 * pf_pkce_make_token:
 * @random: the kernel's random source
 * @error: return location for an error
 *
 * Makes a `state` (RFC 6749 section 10.12) or a code verifier (RFC 7636 section 4.1):
 * 256 random bits as 43 unreserved characters.
 *
 * Returns: (transfer full) (nullable): the text; wipe it after use
 */
char *
pf_pkce_make_token (PfRandom *random, GError **error)
{
  guint8 bytes[TOKEN_BYTES];
  char *text;

  if (!pf_random_fill (random, bytes, sizeof bytes, error))
    return NULL;
  text = base64_url (bytes, sizeof bytes);
  pf_secret_zero (bytes, sizeof bytes);
  return text;
}

/**
 * pf_pkce_make_challenge:
 * @verifier: the code verifier
 *
 * Returns: (transfer full): the S256 code challenge (RFC 7636 section 4.2)
 */
char *
pf_pkce_make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *)verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return base64_url (digest, length);
}
