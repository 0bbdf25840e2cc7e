/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PfSecret:
 *
 * A token, key or password: bytes in locked memory where the system allows it
 * (safety.md SE-8), zeroed when the last reference goes. Reference counted,
 * immutable, safe to share between threads. Always NUL-terminated behind its
 * length.
 */
typedef struct _PfSecret PfSecret;

#define PF_TYPE_SECRET (pf_secret_get_type ())
GType pf_secret_get_type (void);

PfSecret *pf_secret_new (const void *bytes, gssize length);
PfSecret *pf_secret_new_take_zeroing (char *text);
PfSecret *pf_secret_ref (PfSecret *self);
void pf_secret_unref (PfSecret *self);
const char *pf_secret_peek (const PfSecret *self);
gsize pf_secret_get_length (const PfSecret *self);
gboolean pf_secret_equal (const PfSecret *a, const PfSecret *b);
void pf_secret_zero (void *memory, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfSecret, pf_secret_unref)

G_END_DECLS
