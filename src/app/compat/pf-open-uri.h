/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean pf_open_uri_is_web (const char *uri);
void pf_open_uri_async (GtkWidget *near,
                        const char *uri,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean pf_open_uri_finish (GAsyncResult *result, GError **error);

G_END_DECLS
