/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef void (*PfAskFunc) (gpointer user_data);

void pf_ask (GtkWidget *near,
             const char *heading,
             const char *body,
             const char *label,
             gboolean destructive,
             GtkWidget *extra,
             PfAskFunc confirmed,
             gpointer user_data,
             GDestroyNotify destroy);
void pf_tell (GtkWidget *near, const char *heading, const char *body);

G_END_DECLS
