/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_SECTION_DIALOG (pf_section_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PfSectionDialog, pf_section_dialog, PF, SECTION_DIALOG, AdwWindow)

PfSectionDialog *pf_section_dialog_new (PfWindow *window,
                                        PfConnection *connection,
                                        const char *board_uuid,
                                        PfSectionItem *section);

G_END_DECLS
