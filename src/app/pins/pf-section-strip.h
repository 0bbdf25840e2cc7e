/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_SECTION_STRIP (pf_section_strip_get_type ())
G_DECLARE_FINAL_TYPE (PfSectionStrip, pf_section_strip, PF, SECTION_STRIP, AdwBin)

/* The sections of a board as chips, each a place to drop on. Signal "chosen" (section uuid). */
GtkWidget *pf_section_strip_new (PfWindow *window, PfConnection *connection);
void
pf_section_strip_set_sections (PfSectionStrip *self, PfBoardItem *board, PfSectionList *sections);

G_END_DECLS
