/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

/* What can be done with a section. */
GtkWidget *pf_section_menu_new (PfWindow *window,
                                PfConnection *connection,
                                PfBoardItem *board,
                                PfSectionItem *section);

/* The single ones; each says in a toast why not when it cannot. */
void pf_section_rename (PfWindow *window,
                        PfConnection *connection,
                        PfBoardItem *board,
                        PfSectionItem *section);
void pf_section_delete (PfWindow *window,
                        PfConnection *connection,
                        PfBoardItem *board,
                        PfSectionItem *section);

G_END_DECLS
