/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfIncoming:
 * @files: (nullable): local files, a list model of #GFile
 * @bytes: (nullable): or the bytes of one picture, still unlooked at
 *
 * What a drop or the clipboard brings.
 */
typedef struct
{
  GListModel *files;
  GBytes *bytes;
} PfIncoming;

void pf_incoming_free (PfIncoming *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfIncoming, pf_incoming_free)

GdkContentFormats *pf_incoming_get_formats (void);
void pf_incoming_read_async (GObject *source,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
PfIncoming *pf_incoming_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
