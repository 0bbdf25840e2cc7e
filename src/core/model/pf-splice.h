/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void pf_splice (GListModel *model, GPtrArray **items, GPtrArray *now);

G_END_DECLS
