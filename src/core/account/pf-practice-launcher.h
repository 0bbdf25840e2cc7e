/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-context.h"

G_BEGIN_DECLS

/* App ID and secret of the pretend service; it belongs to nobody. */
#define PF_PRACTICE_APP_ID "1234567"

guint16 pf_practice_ensure (PfContext *context, GCancellable *cancellable, GError **error);

G_END_DECLS
