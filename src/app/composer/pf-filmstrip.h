/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"
#include "core/store/pf-draft.h"

G_BEGIN_DECLS

/**
 * PfStripState:
 * @PF_STRIP_READY: it can be pinned
 * @PF_STRIP_LACKING: something is missing
 * @PF_STRIP_PINNING: the outbox has it
 * @PF_STRIP_PINNED: it is on Pinterest
 * @PF_STRIP_FAILED: it was refused
 *
 * Where a draft of the strip stands.
 */
typedef enum
{
  PF_STRIP_READY,
  PF_STRIP_LACKING,
  PF_STRIP_PINNING,
  PF_STRIP_PINNED,
  PF_STRIP_FAILED,
} PfStripState;

#define PF_TYPE_FILMSTRIP (pf_filmstrip_get_type ())
G_DECLARE_FINAL_TYPE (PfFilmstrip, pf_filmstrip, PF, FILMSTRIP, GtkWidget)

void pf_filmstrip_set_loader (PfFilmstrip *self, PfPictureLoader *loader);
guint pf_filmstrip_get_n (PfFilmstrip *self);
PfDraft *pf_filmstrip_get_draft (PfFilmstrip *self, guint position);
PfStripState pf_filmstrip_get_state (PfFilmstrip *self, guint position);
const char *pf_filmstrip_get_words (PfFilmstrip *self, guint position);
gboolean pf_filmstrip_find (PfFilmstrip *self, const char *uuid, guint *position);
void pf_filmstrip_insert (PfFilmstrip *self, guint position, PfDraft *draft);
void pf_filmstrip_remove (PfFilmstrip *self, guint position);
void
pf_filmstrip_set_state (PfFilmstrip *self, guint position, PfStripState state, const char *words);
void pf_filmstrip_refresh (PfFilmstrip *self, guint position);
guint pf_filmstrip_get_current (PfFilmstrip *self);
void pf_filmstrip_set_current (PfFilmstrip *self, guint position);
GtkBitset *pf_filmstrip_get_selection (PfFilmstrip *self);

G_END_DECLS
