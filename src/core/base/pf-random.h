/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PF_TYPE_RANDOM (pf_random_get_type ())
G_DECLARE_INTERFACE (PfRandom, pf_random, PF, RANDOM, GObject)

/**
 * PfRandomInterface:
 * @fill: fills @buffer with @length random bytes
 *
 * Chance. In the product it is the kernel's (safety.md OA-1); a simulation
 * gives one that repeats from a seed.
 */
struct _PfRandomInterface
{
  GTypeInterface parent;
  gboolean (*fill) (PfRandom *self, guint8 *buffer, gsize length, GError **error);
};

gboolean pf_random_fill (PfRandom *self, guint8 *buffer, gsize length, GError **error);
double pf_random_unit (PfRandom *self);
char *pf_random_uuid (PfRandom *self);

PfRandom *pf_random_kernel_new (void);
PfRandom *pf_random_seeded_new (guint64 seed);

G_END_DECLS
