/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-token-record.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Little-endian: three times of 8 bytes, tries and two lengths of 4 bytes, the two texts. */
#define FIXED_LENGTH (3 * 8 + 3 * 4)

static guint8 *
put_64 (guint8 *at, gint64 value)
{
  gint64 little = GINT64_TO_LE (value);

  memcpy (at, &little, sizeof little);
  return at + sizeof little;
}

static guint8 *
put_32 (guint8 *at, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  memcpy (at, &little, sizeof little);
  return at + sizeof little;
}

static gint64
get_64 (const guint8 *at)
{
  gint64 little;

  memcpy (&little, at, sizeof little);
  return GINT64_FROM_LE (little);
}

static guint32
get_32 (const guint8 *at)
{
  guint32 little;

  memcpy (&little, at, sizeof little);
  return GUINT32_FROM_LE (little);
}

/**
 * pf_token_record_write:
 * @self: a record
 *
 * Returns: (transfer full): its bytes, for sealing
 */
PfSecret *
pf_token_record_write (const PfTokenRecord *self)
{
  gsize n_access = pf_secret_get_length (self->access_token);
  gsize n_refresh = self->refresh_token != NULL ? pf_secret_get_length (self->refresh_token) : 0;
  gsize length = FIXED_LENGTH + n_access + n_refresh;
  g_autofree guint8 *bytes = g_malloc (length);
  guint8 *at = bytes;
  PfSecret *plain;

  at = put_64 (at, self->access_expires_at);
  at = put_64 (at, self->refresh_expires_at);
  at = put_64 (at, self->obtained_at);
  at = put_32 (at, self->tries);
  at = put_32 (at, (guint32)n_access);
  at = put_32 (at, (guint32)n_refresh);
  memcpy (at, pf_secret_peek (self->access_token), n_access);
  if (n_refresh > 0)
    memcpy (at + n_access, pf_secret_peek (self->refresh_token), n_refresh);
  plain = pf_secret_new (bytes, (gssize)length);
  pf_secret_zero (bytes, length);
  return plain;
}

/**
 * pf_token_record_read:
 * @plain: bytes of an opened record
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the record; PF_ERROR_SECRET
 */
PfTokenRecord *
pf_token_record_read (PfSecret *plain, GError **error)
{
  const guint8 *bytes = (const guint8 *)pf_secret_peek (plain);
  gsize length = pf_secret_get_length (plain);
  PfTokenRecord *self;
  guint64 n_access, n_refresh;

  if (length < FIXED_LENGTH || (n_access = get_32 (bytes + 28)) == 0
      || n_access + (n_refresh = get_32 (bytes + 32)) != length - FIXED_LENGTH)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_SECRET,
                           _ ("A sealed record holds something else than expected."));
      return NULL;
    }
  self = g_new0 (PfTokenRecord, 1);
  self->access_expires_at = get_64 (bytes);
  self->refresh_expires_at = get_64 (bytes + 8);
  self->obtained_at = get_64 (bytes + 16);
  self->tries = get_32 (bytes + 24);
  self->access_token = pf_secret_new (bytes + FIXED_LENGTH, (gssize)n_access);
  if (n_refresh > 0)
    self->refresh_token = pf_secret_new (bytes + FIXED_LENGTH + n_access, (gssize)n_refresh);
  return self;
}

/**
 * pf_token_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): the same; the secrets are shared
 */
PfTokenRecord *
pf_token_record_copy (const PfTokenRecord *self)
{
  PfTokenRecord *copy = g_memdup2 (self, sizeof *self);

  pf_secret_ref (copy->access_token);
  if (copy->refresh_token != NULL)
    pf_secret_ref (copy->refresh_token);
  return copy;
}

/**
 * pf_token_record_free:
 * @self: (transfer full) (nullable): a record
 *
 * Frees it; the secrets are wiped with their last reference.
 */
void
pf_token_record_free (PfTokenRecord *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->access_token, pf_secret_unref);
  g_clear_pointer (&self->refresh_token, pf_secret_unref);
  g_free (self);
}
