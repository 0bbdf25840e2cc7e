/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ACTIVITY (pf_activity_get_type ())
G_DECLARE_FINAL_TYPE (PfActivity, pf_activity, PF, ACTIVITY, GObject)

PfActivity *pf_activity_new (GtkWidget *window, PfOutbox *outbox);
GListModel *pf_activity_get_entries (PfActivity *self);
guint pf_activity_get_n_pending (PfActivity *self);
guint pf_activity_get_n_problems (PfActivity *self);

G_END_DECLS
