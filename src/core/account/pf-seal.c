/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-seal.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

/* A sealed record: these five bytes, the nonce, the ciphertext, the tag. */
static const char magic[] = "PFS1";
#define HEADER_LENGTH (sizeof magic + PF_SEAL_NONCE_LENGTH)

static void
set_failed (GError **error)
{
  g_set_error_literal (error, PF_ERROR, PF_ERROR_SECRET,
                       _ ("A sealed record cannot be opened: it was changed, or its key was."));
}

/* The label is the record's kind, id and format: a record moved into another's place, or
 * one of another format, does not open. */
static GBytes *
make_associated (const char *label)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *)magic, sizeof magic);
  g_byte_array_append (bytes, (const guint8 *)label, (guint)strlen (label));
  return g_byte_array_free_to_bytes (bytes);
}

static gnutls_aead_cipher_hd_t
open_cipher (PfSecret *key)
{
  gnutls_aead_cipher_hd_t cipher = NULL;
  gnutls_datum_t datum
      = { (unsigned char *)pf_secret_peek (key), (unsigned)pf_secret_get_length (key) };

  if (pf_secret_get_length (key) != PF_SEAL_KEY_LENGTH
      || gnutls_aead_cipher_init (&cipher, GNUTLS_CIPHER_AES_256_GCM, &datum) != 0)
    return NULL;
  return cipher;
}

/**
 * pf_seal_make_key:
 * @random: the kernel's random source
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a fresh AES-256 key
 */
PfSecret *
pf_seal_make_key (PfRandom *random, GError **error)
{
  guint8 bytes[PF_SEAL_KEY_LENGTH];
  PfSecret *key;

  if (!pf_random_fill (random, bytes, sizeof bytes, error))
    return NULL;
  key = pf_secret_new (bytes, sizeof bytes);
  pf_secret_zero (bytes, sizeof bytes);
  return key;
}

/**
 * pf_seal_make_nonce:
 * @random: the kernel's random source
 * @nonce: (array fixed-size=12): filled
 * @error: return location for an error
 *
 * A random 96-bit nonce (NIST SP 800-38D section 8.2.2). It needs no memory, so several
 * processes and restored backups cannot make it repeat. Each record has a key of its own and is
 * sealed a few times a month: even after 2^32 seals, the limit of section 8.3, the chance of
 * a repetition is below 2^-32; after 10^6 it is below 2^-56.
 *
 * Returns: whether there was randomness
 */
gboolean
pf_seal_make_nonce (PfRandom *random, guint8 *nonce, GError **error)
{
  return pf_random_fill (random, nonce, PF_SEAL_NONCE_LENGTH, error);
}

/**
 * pf_seal_encrypt:
 * @key: 32 bytes
 * @nonce: (array fixed-size=12): used once with this key
 * @associated: what is bound to it without being hidden
 * @plain: what is hidden
 * @error: return location for an error
 *
 * AES-256-GCM.
 *
 * Returns: (transfer full) (nullable): ciphertext and tag; PF_ERROR_SECRET
 */
GBytes *
pf_seal_encrypt (
    PfSecret *key, const guint8 *nonce, GBytes *associated, PfSecret *plain, GError **error)
{
  gnutls_aead_cipher_hd_t cipher = open_cipher (key);
  size_t length = pf_secret_get_length (plain) + PF_SEAL_TAG_LENGTH;
  g_autofree guint8 *out = g_malloc (length);
  gsize n_associated;
  const void *bytes = g_bytes_get_data (associated, &n_associated);
  int code;

  if (cipher == NULL)
    {
      set_failed (error);
      return NULL;
    }
  code = gnutls_aead_cipher_encrypt (cipher, nonce, PF_SEAL_NONCE_LENGTH, bytes, n_associated,
                                     PF_SEAL_TAG_LENGTH, pf_secret_peek (plain),
                                     pf_secret_get_length (plain), out, &length);
  gnutls_aead_cipher_deinit (cipher);
  if (code != 0)
    {
      set_failed (error);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&out), length);
}

/**
 * pf_seal_close:
 * @key: 32 bytes
 * @random: the kernel's random source
 * @label: what this record is; needed again to open it
 * @plain: what is hidden
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the sealed record; PF_ERROR_SECRET
 */
GBytes *
pf_seal_close (PfSecret *key, PfRandom *random, const char *label, PfSecret *plain, GError **error)
{
  g_autoptr (GBytes) associated = make_associated (label);
  g_autoptr (GBytes) body = NULL;
  guint8 nonce[PF_SEAL_NONCE_LENGTH];
  GByteArray *sealed;

  if (!pf_seal_make_nonce (random, nonce, error))
    return NULL;
  body = pf_seal_encrypt (key, nonce, associated, plain, error);
  if (body == NULL)
    return NULL;
  sealed = g_byte_array_new ();
  g_byte_array_append (sealed, (const guint8 *)magic, sizeof magic);
  g_byte_array_append (sealed, nonce, sizeof nonce);
  g_byte_array_append (sealed, g_bytes_get_data (body, NULL), (guint)g_bytes_get_size (body));
  return g_byte_array_free_to_bytes (sealed);
}

/**
 * pf_seal_open:
 * @key: 32 bytes
 * @label: as it was closed with
 * @sealed: a sealed record
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what was hidden; PF_ERROR_SECRET when a single bit of key,
 *   label or record is another
 */
PfSecret *
pf_seal_open (PfSecret *key, const char *label, GBytes *sealed, GError **error)
{
  g_autoptr (GBytes) associated = make_associated (label);
  gsize n_associated;
  const void *bound = g_bytes_get_data (associated, &n_associated);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (sealed, &length);
  gnutls_aead_cipher_hd_t cipher;
  g_autofree guint8 *out = NULL;
  size_t n_out;
  PfSecret *plain = NULL;
  int code;

  if (length < HEADER_LENGTH + PF_SEAL_TAG_LENGTH || memcmp (bytes, magic, sizeof magic) != 0
      || (cipher = open_cipher (key)) == NULL)
    {
      set_failed (error);
      return NULL;
    }
  n_out = length - HEADER_LENGTH;
  out = g_malloc0 (n_out);
  code = gnutls_aead_cipher_decrypt (cipher, bytes + sizeof magic, PF_SEAL_NONCE_LENGTH, bound,
                                     n_associated, PF_SEAL_TAG_LENGTH, bytes + HEADER_LENGTH,
                                     length - HEADER_LENGTH, out, &n_out);
  gnutls_aead_cipher_deinit (cipher);
  if (code == 0)
    plain = pf_secret_new (out, (gssize)n_out);
  else
    set_failed (error);
  pf_secret_zero (out, length - HEADER_LENGTH);
  return plain;
}
