/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-go-live.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_GO_LIVE_GROUP (pf_go_live_group_get_type ())
G_DECLARE_FINAL_TYPE (PfGoLiveGroup, pf_go_live_group, PF, GO_LIVE_GROUP, AdwPreferencesGroup)

GtkWidget *pf_go_live_group_new (PfWorkspace *workspace);

G_END_DECLS
