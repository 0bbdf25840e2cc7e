/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

/* What can be done with a board, from every place that shows one. */
GtkWidget *pf_board_menu_new (PfWindow *window, PfConnection *connection, PfBoardItem *board);

/**
 * PfBoardMenuFind:
 * @widget: a widget of the list, from the inside out
 *
 * Returns: (transfer none) (nullable): local UUID of the board it stands for
 */
typedef const char *(*PfBoardMenuFind) (GtkWidget *widget);

/* Menus, F2 and Delete for the boards of a list. */
void pf_board_menu_add (GtkWidget *list, PfBoardMenuFind find);

/* The single ones; each says in a toast why not when it cannot. */
void pf_board_edit (PfWindow *window, PfConnection *connection, PfBoardItem *board);
void pf_board_delete (PfWindow *window, PfConnection *connection, PfBoardItem *board);
void pf_board_merge (PfWindow *window, PfConnection *connection, PfBoardItem *board);
void pf_board_open_on_web (PfWindow *window, PfBoardItem *board);

G_END_DECLS
