/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_EDITOR (pf_pin_editor_get_type ())
G_DECLARE_FINAL_TYPE (PfPinEditor, pf_pin_editor, PF, PIN_EDITOR, AdwBin)

void pf_pin_editor_set_pin (PfPinEditor *self,
                            PfWindow *window,
                            PfConnection *connection,
                            PfPinItem *item,
                            const char *board_uuid,
                            const char *section_uuid);
gboolean pf_pin_editor_is_changed (PfPinEditor *self);

G_END_DECLS
