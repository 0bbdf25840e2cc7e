/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/account/pf-harden.h"
#include "core/account/pf-seal.h"
#include "core/account/pf-token-record.h"
#include "core/base/pf-error.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static GBytes *
from_hex (const char *hex)
{
  gsize length = strlen (hex) / 2;
  guint8 *bytes = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    bytes[i]
        = (guint8)(g_ascii_xdigit_value (hex[2 * i]) * 16 + g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new_take (bytes, length);
}

static PfSecret *
secret_from_hex (const char *hex)
{
  g_autoptr (GBytes) bytes = from_hex (hex);

  return pf_secret_new (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
}

/* McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, test cases 13 to 16
 * (AES-256), which NIST SP 800-38D refers to. */
static const struct
{
  const char *key, *nonce, *plain, *bound, *sealed;
} vectors[] = {
  { "0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000",
    "", "", "530f8afbc74536b9a963b4f1c4cb738b" },
  { "0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000",
    "00000000000000000000000000000000", "",
    "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919" },
  { "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
    "",
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
    "b094dac5d93471bdec1a502270e3cc6c" },
  { "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b" },
};

static void
test_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (PfSecret) key = secret_from_hex (vectors[i].key);
      g_autoptr (PfSecret) plain = secret_from_hex (vectors[i].plain);
      g_autoptr (GBytes) nonce = from_hex (vectors[i].nonce);
      g_autoptr (GBytes) bound = from_hex (vectors[i].bound);
      g_autoptr (GBytes) expected = from_hex (vectors[i].sealed);
      g_autoptr (GBytes) sealed
          = pf_seal_encrypt (key, g_bytes_get_data (nonce, NULL), bound, plain, NULL);

      g_assert_true (g_bytes_equal (sealed, expected));
    }
}

typedef struct
{
  PfRandom *random;
  PfSecret *key;
  PfSecret *plain;
  GBytes *sealed;
} Fixture;

#define LABEL "pinfold tokens 6f1e7f2e-7a0e-4d0a-9a3c-0d5f6a7b8c9d 1"

static void
set_up (Fixture *f, gconstpointer data)
{
  f->random = pf_random_kernel_new ();
  f->key = pf_seal_make_key (f->random, NULL);
  f->plain = pf_secret_new ("pina_0123456789abcdef pinr_fedcba9876543210", -1);
  f->sealed = pf_seal_close (f->key, f->random, LABEL, f->plain, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->random);
  pf_secret_unref (f->key);
  pf_secret_unref (f->plain);
  g_bytes_unref (f->sealed);
}

static void
assert_refused (PfSecret *key, const char *label, GBytes *sealed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pf_seal_open (key, label, sealed, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SECRET);
}

static void
test_bit_flips (Fixture *f, gconstpointer data)
{
  gsize length = g_bytes_get_size (f->sealed);
  g_autoptr (PfSecret) whole = pf_seal_open (f->key, LABEL, f->sealed, NULL);

  g_assert_true (pf_secret_equal (whole, f->plain));
  for (gsize bit = 0; bit < length * 8; bit++)
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (f->sealed, NULL), length);
      g_autoptr (GBytes) flipped = NULL;

      copy[bit / 8] ^= (guint8)(1 << (bit % 8));
      flipped = g_bytes_new_take (copy, length);
      assert_refused (f->key, LABEL, flipped);
    }
  for (gsize bit = 0; bit < strlen (LABEL) * 8; bit++)
    {
      g_autofree char *label = g_strdup (LABEL);

      label[bit / 8] ^= (char)(1 << (bit % 8));
      if (label[bit / 8] != '\0')
        assert_refused (f->key, label, f->sealed);
    }
  for (gsize bit = 0; bit < PF_SEAL_KEY_LENGTH * 8; bit++)
    {
      guint8 bytes[PF_SEAL_KEY_LENGTH];
      g_autoptr (PfSecret) key = NULL;

      memcpy (bytes, pf_secret_peek (f->key), sizeof bytes);
      bytes[bit / 8] ^= (guint8)(1 << (bit % 8));
      key = pf_secret_new (bytes, sizeof bytes);
      assert_refused (key, LABEL, f->sealed);
    }
}

static void
test_cut (Fixture *f, gconstpointer data)
{
  for (gsize n = 0; n < g_bytes_get_size (f->sealed); n++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (f->sealed, 0, n);

      assert_refused (f->key, LABEL, cut);
    }
}

/* Even under the same key a record opens in its own place only. */
static void
test_swapped (Fixture *f, gconstpointer data)
{
  assert_refused (f->key, "pinfold tokens 00000000-7a0e-4d0a-9a3c-0d5f6a7b8c9d 1", f->sealed);
  assert_refused (f->key, "pinfold app 6f1e7f2e-7a0e-4d0a-9a3c-0d5f6a7b8c9d 1", f->sealed);
}

static guint
nonce_hash (gconstpointer key)
{
  guint hash;

  memcpy (&hash, key, sizeof hash);
  return hash;
}

static gboolean
nonce_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, PF_SEAL_NONCE_LENGTH) == 0;
}

static void
test_nonces (Fixture *f, gconstpointer data)
{
  const guint n = 1000000;
  g_autofree guint8 *nonces = g_malloc ((gsize)n * PF_SEAL_NONCE_LENGTH);
  g_autoptr (GHashTable) seen = g_hash_table_new (nonce_hash, nonce_equal);

  for (guint i = 0; i < n; i++)
    {
      guint8 *nonce = nonces + (gsize)i * PF_SEAL_NONCE_LENGTH;

      g_assert_true (pf_seal_make_nonce (f->random, nonce, NULL));
      g_assert_true (g_hash_table_add (seen, nonce));
    }
}

static void
test_record (void)
{
  PfTokenRecord record = { .access_token = pf_secret_new ("pina_x", -1),
                           .refresh_token = pf_secret_new ("pinr_y", -1),
                           .access_expires_at = 1,
                           .refresh_expires_at = G_MAXINT64,
                           .obtained_at = -3,
                           .tries = 2 };
  g_autoptr (PfSecret) plain = pf_token_record_write (&record);
  g_autoptr (PfTokenRecord) back = pf_token_record_read (plain, NULL);

  g_assert_true (pf_secret_equal (back->access_token, record.access_token));
  g_assert_true (pf_secret_equal (back->refresh_token, record.refresh_token));
  g_assert_cmpint (back->refresh_expires_at, ==, G_MAXINT64);
  g_assert_cmpint (back->obtained_at, ==, -3);
  g_assert_cmpuint (back->tries, ==, 2);
  for (gsize n = 0; n < pf_secret_get_length (plain); n++)
    {
      g_autoptr (PfSecret) cut = pf_secret_new (pf_secret_peek (plain), (gssize)n);

      g_assert_null (pf_token_record_read (cut, NULL));
    }
  pf_secret_unref (record.access_token);
  pf_secret_unref (record.refresh_token);
}

static void
test_harden (void)
{
  struct rlimit limit;

  pf_harden_process ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
  /* Portals need to look into the process of an ordinary user. */
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 1);
#ifndef __SANITIZE_ADDRESS__
  /* AddressSanitizer makes mlock() do nothing. */
  {
    g_autoptr (PfSecret) secret = pf_secret_new ("x", 1);
    g_autofree char *status = NULL;

    g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
    g_assert_nonnull (strstr (status, "VmLck:"));
    g_assert_null (strstr (status, "VmLck:\t       0 kB"));
  }
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  g_test_add_func ("/account/seal/SE-1+MO-16/gcm-vectors", test_vectors);
  ADD ("/account/seal/SE-1/every-bit", test_bit_flips);
  ADD ("/account/seal/SE-1/every-cut", test_cut);
  ADD ("/account/seal/SE-1/swapped", test_swapped);
  ADD ("/account/seal/SE-2/million-nonces", test_nonces);
  g_test_add_func ("/account/seal/SE-1/record", test_record);
  g_test_add_func ("/account/seal/SE-8/core-and-memory", test_harden);
  return g_test_run ();
}
