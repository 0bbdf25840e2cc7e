/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

G_BEGIN_DECLS

/* Pictures of pins as files, for other applications. */
char *pf_pin_files_name (const char *title, const char *extension);
void pf_pin_files_write_async (PfContext *context,
                               const char *folder,
                               const char *title,
                               GBytes *picture,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GFile *pf_pin_files_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
