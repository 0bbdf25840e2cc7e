/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-draft.h"

G_BEGIN_DECLS

void pf_import_into_async (PfStore *store,
                           const PfDraft *draft,
                           GFile *file,
                           GBytes *bytes,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
PfDraft *pf_import_finish (GAsyncResult *result, GError **error);

G_END_DECLS
