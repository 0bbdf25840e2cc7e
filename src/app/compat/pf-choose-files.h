/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @files: (nullable): %NULL when nothing was chosen; called exactly once */
typedef void (*PfChooseFunc) (GListModel *files, gpointer user_data);

void pf_choose_place (GtkWindow *parent,
                      const char *title,
                      const char *name,
                      PfChooseFunc chosen,
                      gpointer user_data);
void pf_choose_pictures (GtkWindow *parent, PfChooseFunc chosen, gpointer user_data);

G_END_DECLS
