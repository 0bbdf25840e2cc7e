/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-store.h"

G_BEGIN_DECLS

void pf_store_run_in_turn (PfStore *self, GTask *task, GTaskThreadFunc func);

G_END_DECLS
