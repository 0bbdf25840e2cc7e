/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-random.h"

#include <errno.h>
#include <gio/gio.h>
#include <sys/random.h>

G_DEFINE_INTERFACE (PfRandom, pf_random, G_TYPE_OBJECT)

static void
pf_random_default_init (PfRandomInterface *iface)
{
}

/**
 * pf_random_fill:
 * @self: a source of chance
 * @buffer: (array length=length): where to
 * @length: bytes
 * @error: location for an error
 *
 * Any thread.
 *
 * Returns: %FALSE when the kernel gave none; never use @buffer then
 */
gboolean
pf_random_fill (PfRandom *self, guint8 *buffer, gsize length, GError **error)
{
  return PF_RANDOM_GET_IFACE (self)->fill (self, buffer, length, error);
}

/**
 * pf_random_unit:
 * @self: a source of chance
 *
 * For jitter, not for secrets.
 *
 * Returns: a number from 0 up to, but not including, 1
 */
double
pf_random_unit (PfRandom *self)
{
  guint64 bits = 0;

  if (!pf_random_fill (self, (guint8 *)&bits, sizeof bits, NULL))
    return 0.5;
  return (double)(bits >> 11) / 9007199254740992.0;
}

/**
 * pf_random_uuid:
 * @self: a source of chance
 *
 * Returns: (transfer full): a random UUID, version 4 of RFC 9562
 */
char *
pf_random_uuid (PfRandom *self)
{
  guint8 b[16];
  g_autoptr (GError) error = NULL;

  /* Two things with one UUID would be one thing: better to stop. */
  if (!pf_random_fill (self, b, sizeof b, &error))
    g_error ("%s", error->message);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}

#define PF_TYPE_KERNEL_RANDOM (pf_kernel_random_get_type ())
G_DECLARE_FINAL_TYPE (PfKernelRandom, pf_kernel_random, PF, KERNEL_RANDOM, GObject)

struct _PfKernelRandom
{
  GObject parent_instance;
};

static gboolean
kernel_fill (PfRandom *random, guint8 *buffer, gsize length, GError **error)
{
  while (length > 0)
    {
      ssize_t n = getrandom (buffer, MIN (length, 256), 0);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          int saved = errno;
          g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (saved),
                       "The kernel gave no random bytes: %s", g_strerror (saved));
          return FALSE;
        }
      buffer += n;
      length -= (gsize)n;
    }
  return TRUE;
}

static void
pf_kernel_random_iface_init (PfRandomInterface *iface)
{
  iface->fill = kernel_fill;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfKernelRandom,
                               pf_kernel_random,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_RANDOM, pf_kernel_random_iface_init))

static void
pf_kernel_random_class_init (PfKernelRandomClass *klass)
{
}

static void
pf_kernel_random_init (PfKernelRandom *self)
{
}

/**
 * pf_random_kernel_new:
 *
 * Returns: (transfer full): the kernel's random numbers, getrandom(2)
 */
PfRandom *
pf_random_kernel_new (void)
{
  return g_object_new (PF_TYPE_KERNEL_RANDOM, NULL);
}

#define PF_TYPE_SEEDED_RANDOM (pf_seeded_random_get_type ())
G_DECLARE_FINAL_TYPE (PfSeededRandom, pf_seeded_random, PF, SEEDED_RANDOM, GObject)

struct _PfSeededRandom
{
  GObject parent_instance;
  GMutex lock;
  guint64 state;
};

/* splitmix64: one addition and three shifts a word, good enough to replay a world. */
static gboolean
seeded_fill (PfRandom *random, guint8 *buffer, gsize length, GError **error)
{
  PfSeededRandom *self = PF_SEEDED_RANDOM (random);

  g_mutex_lock (&self->lock);
  for (gsize i = 0; i < length; i += 8)
    {
      guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

      z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      z ^= z >> 31;
      for (gsize k = 0; k < 8 && i + k < length; k++)
        buffer[i + k] = (guint8)(z >> (8 * k));
    }
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static void
pf_seeded_random_iface_init (PfRandomInterface *iface)
{
  iface->fill = seeded_fill;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfSeededRandom,
                               pf_seeded_random,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_RANDOM, pf_seeded_random_iface_init))

static void
pf_seeded_random_finalize (GObject *object)
{
  g_mutex_clear (&PF_SEEDED_RANDOM (object)->lock);
  G_OBJECT_CLASS (pf_seeded_random_parent_class)->finalize (object);
}

static void
pf_seeded_random_class_init (PfSeededRandomClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_seeded_random_finalize;
}

static void
pf_seeded_random_init (PfSeededRandom *self)
{
  g_mutex_init (&self->lock);
}

/**
 * pf_random_seeded_new:
 * @seed: any number
 *
 * For simulations: repeats from its seed. Never for secrets.
 *
 * Returns: (transfer full): a source of chance
 */
PfRandom *
pf_random_seeded_new (guint64 seed)
{
  PfSeededRandom *self = g_object_new (PF_TYPE_SEEDED_RANDOM, NULL);

  self->state = seed;
  return PF_RANDOM (self);
}
