/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_DROP_HINT (pf_drop_hint_get_type ())
G_DECLARE_FINAL_TYPE (PfDropHint, pf_drop_hint, PF, DROP_HINT, AdwBin)

void pf_drop_hint_show (PfDropHint *self, const char *text, PfConnection *connection);

G_END_DECLS
