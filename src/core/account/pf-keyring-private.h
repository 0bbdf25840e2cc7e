/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void pf_keyring_helper_async (const char *program,
                              const char *what,
                              const char *name,
                              const char *label,
                              PfSecret *secret,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PfSecret *pf_keyring_helper_finish (GAsyncResult *result, GError **error);

G_END_DECLS
