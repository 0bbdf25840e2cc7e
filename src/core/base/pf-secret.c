/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-secret.h"

#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Whole pages of their own, so that locking one secret locks nothing else and
 * unlocking one never unlocks a neighbour. */
struct _PfSecret
{
  gatomicrefcount refs;
  gsize length;
  gsize mapped;
  char *bytes;
};

G_DEFINE_BOXED_TYPE (PfSecret, pf_secret, pf_secret_ref, pf_secret_unref)

/**
 * pf_secret_zero:
 * @memory: what to wipe
 * @length: bytes
 *
 * Overwrites with zeros in a way the compiler may not leave out.
 */
void
pf_secret_zero (void *memory, gsize length)
{
  if (memory != NULL && length > 0)
    explicit_bzero (memory, length);
}

/**
 * pf_secret_new:
 * @bytes: what to keep; copied
 * @length: bytes, or -1 for a NUL-terminated text
 *
 * Returns: (transfer full): a new secret
 */
PfSecret *
pf_secret_new (const void *bytes, gssize length)
{
  PfSecret *self = g_new0 (PfSecret, 1);
  gsize page = (gsize)sysconf (_SC_PAGESIZE);

  g_atomic_ref_count_init (&self->refs);
  self->length = length < 0 ? strlen (bytes) : (gsize)length;
  self->mapped = (self->length + 1 + page - 1) / page * page;
  self->bytes
      = mmap (NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->bytes == MAP_FAILED)
    g_error ("No memory for a secret");
  /* RLIMIT_MEMLOCK may refuse; the secret is then merely not locked. */
  (void)mlock (self->bytes, self->mapped);
  (void)madvise (self->bytes, self->mapped, MADV_DONTDUMP);
  memcpy (self->bytes, bytes, self->length);
  return self;
}

/**
 * pf_secret_new_take_zeroing:
 * @text: (transfer full): a text; wiped and freed
 *
 * Returns: (transfer full): a new secret
 */
PfSecret *
pf_secret_new_take_zeroing (char *text)
{
  PfSecret *self = pf_secret_new (text, -1);

  pf_secret_zero (text, strlen (text));
  g_free (text);
  return self;
}

/**
 * pf_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self
 */
PfSecret *
pf_secret_ref (PfSecret *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_secret_unref:
 * @self: a secret
 *
 * Drops a reference; the last one wipes the bytes.
 */
void
pf_secret_unref (PfSecret *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  pf_secret_zero (self->bytes, self->mapped);
  munmap (self->bytes, self->mapped);
  g_free (self);
}

/**
 * pf_secret_peek:
 * @self: a secret
 *
 * Returns: (transfer none): the bytes, NUL-terminated behind their length
 */
const char *
pf_secret_peek (const PfSecret *self)
{
  return self->bytes;
}

/**
 * pf_secret_get_length:
 * @self: a secret
 *
 * Returns: bytes, without the final NUL
 */
gsize
pf_secret_get_length (const PfSecret *self)
{
  return self->length;
}

/**
 * pf_secret_equal:
 * @a: a secret
 * @b: another
 *
 * Compares in a time that depends on the length alone.
 *
 * Returns: whether they are the same bytes
 */
gboolean
pf_secret_equal (const PfSecret *a, const PfSecret *b)
{
  return a->length == b->length && gnutls_memcmp (a->bytes, b->bytes, a->length) == 0;
}
