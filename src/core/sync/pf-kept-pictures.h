/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/pf-sync-run.h"

G_BEGIN_DECLS

/* What the pictures of one account may take on the disk, in bytes. */
#define PF_KEPT_PICTURES_LIMIT (G_GUINT64_CONSTANT (1) << 30)

#define PF_TYPE_KEPT_PICTURES (pf_kept_pictures_get_type ())
G_DECLARE_FINAL_TYPE (PfKeptPictures, pf_kept_pictures, PF, KEPT_PICTURES, GObject)

/*
 * The pictures of a kept copy, newest pins first, until the limit is met. Properties, of which
 * "notify" tells: "state" (a PfSyncRunState, int), "n-done", "n-total" (guint: pins; 0 while it is
 * not known), "n-pictures" (guint) and "n-bytes" (guint64) of what is there, "full" (gboolean:
 * the limit kept some out), "error" (boxed GError, nullable). Begins by itself when the pass over
 * the pins is done.
 */
PfKeptPictures *pf_kept_pictures_new (PfContext *context,
                                      PfMirror *mirror,
                                      PfConnection *connection,
                                      PfSyncRun *pins);
void pf_kept_pictures_set_enabled (PfKeptPictures *self, gboolean enabled);
void pf_kept_pictures_set_limit (PfKeptPictures *self, guint64 n_bytes);
void pf_kept_pictures_measure (PfKeptPictures *self);
void pf_kept_pictures_begin (PfKeptPictures *self);
void pf_kept_pictures_cancel (PfKeptPictures *self);
PfSyncRunState pf_kept_pictures_get_state (PfKeptPictures *self);
const GError *pf_kept_pictures_get_error (PfKeptPictures *self);
const char *pf_kept_pictures_get_folder (PfKeptPictures *self);

G_END_DECLS
