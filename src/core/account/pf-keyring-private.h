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

gboolean pf_keyring_is_in_sandbox (void);
gboolean pf_keyring_portal_has_kept (void);
void pf_keyring_find_portal_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean pf_keyring_find_portal_finish (GAsyncResult *result);

G_END_DECLS
