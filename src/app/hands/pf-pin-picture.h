/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

G_BEGIN_DECLS

/* The largest picture of a pin, as bytes: of the account's own pins only. */
void pf_pin_picture_fetch_async (PfConnection *connection,
                                 const PfPin *pin,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GBytes *pf_pin_picture_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
