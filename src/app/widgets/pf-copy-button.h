/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_COPY_BUTTON (pf_copy_button_get_type ())
G_DECLARE_FINAL_TYPE (PfCopyButton, pf_copy_button, PF, COPY_BUTTON, GtkWidget)

GtkWidget *pf_copy_button_new (const char *what, const char *text);
GtkWidget *pf_copy_button_new_for_editable (const char *what, GtkEditable *editable);
GtkWidget *pf_copy_button_new_for_buffer (const char *what, GtkTextBuffer *buffer);

G_END_DECLS
