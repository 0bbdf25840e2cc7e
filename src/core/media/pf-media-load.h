/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void pf_media_load_async (GFile *file,
                          guint64 max_bytes,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
GBytes *pf_media_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
