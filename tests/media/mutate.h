/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pictures of every kind, spoiled in every way: cut, flipped, overwritten, doubled, spliced into
 * each other, with sizes that lie, with strange company before and behind, and bombs. Each number
 * gives the same file every time. */
typedef struct _Mutator Mutator;

Mutator *mutator_new (void);
void mutator_free (Mutator *self);
/* @what: (out): a few static words for a failure's message */
GBytes *mutator_make (Mutator *self, guint32 number, const char **what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mutator, mutator_free)

G_END_DECLS
