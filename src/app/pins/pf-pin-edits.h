/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

/*
 * What somebody typed into pins and did not save, by pin. It is in the store as it is typed, so
 * that neither another pin, nor a closed window, nor a crash costs a word.
 */
#define PF_TYPE_PIN_EDITS (pf_pin_edits_get_type ())
G_DECLARE_FINAL_TYPE (PfPinEdits, pf_pin_edits, PF, PIN_EDITS, GObject)

PfPinEdits *pf_pin_edits_get (PfWindow *window);
const PfChanges *
pf_pin_edits_find (PfPinEdits *self, PfConnection *connection, const char *pin_uuid);
void pf_pin_edits_set (PfPinEdits *self,
                       PfConnection *connection,
                       const char *pin_uuid,
                       const PfChanges *changes);

G_END_DECLS
