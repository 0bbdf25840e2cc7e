/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_SECTION_HEADER (pf_section_header_get_type ())
G_DECLARE_FINAL_TYPE (PfSectionHeader, pf_section_header, PF, SECTION_HEADER, AdwBin)

GtkWidget *pf_section_header_new (PfWindow *window, PfConnection *connection);
/* @n_pins: -1 when not all of them are known */
void pf_section_header_set_section (PfSectionHeader *self,
                                    PfBoardItem *board,
                                    PfSectionItem *section,
                                    int n_pins);

G_END_DECLS
