/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

/* pf-window-pages.c: one line a page */
void pf_window_add_pages (PfWindow *self);
void pf_window_fill_sidebar (PfWindow *self);

/* pf-window-connect.c: the actions about connections */
void pf_window_install_connect_actions (GtkWidgetClass *widget_class);

/* pf-window-pins.c: the actions about boards and pins */
void pf_window_install_pin_actions (GtkWidgetClass *widget_class);

/* pf-window-rescue.c: what can be done about a damaged database */
void pf_window_install_rescue_actions (GtkWidgetClass *widget_class);

G_END_DECLS
