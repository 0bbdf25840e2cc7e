/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-choices.h"
#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/* "Keep a copy on this computer", carried out for the workspace. */
void pf_kept_open_async (PfMirror *mirror,
                         PfStore *store,
                         GHashTable *kept,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
void pf_kept_set_async (PfMirror *mirror,
                        PfStore *store,
                        const char *connection_id,
                        PfKeep keep,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* Of both. */
gboolean pf_kept_finish (GAsyncResult *result, GError **error);

G_END_DECLS
