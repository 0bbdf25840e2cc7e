/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfPresence:
 *
 * This process among those that have pinfold.db open: a locked file in a folder
 * that they share. A file that nobody locks is of a process that stopped
 * uncleanly. Writing one's own file is the stamp that the others watch for.
 */
typedef struct _PfPresence PfPresence;

PfPresence *
pf_presence_enter (const char *folder, gboolean *unclean, gboolean *in_use, GError **error);
const char *pf_presence_get_folder (PfPresence *self);
const char *pf_presence_get_name (PfPresence *self);
gboolean pf_presence_is_alive (const char *folder, const char *name);
gboolean pf_presence_is_mine (PfPresence *self, const char *name);
void pf_presence_stamp (PfPresence *self);
void pf_presence_forget_dead (PfPresence *self);
void pf_presence_leave (PfPresence *self, gboolean unclean);
void pf_presence_free (PfPresence *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPresence, pf_presence_free)

G_END_DECLS
