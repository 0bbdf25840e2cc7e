/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_WRAP_BOX (pf_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (PfWrapBox, pf_wrap_box, PF, WRAP_BOX, GtkWidget)

GtkWidget *pf_wrap_box_new (int spacing);
void pf_wrap_box_append (PfWrapBox *self, GtkWidget *child);

G_END_DECLS
