/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ACTIVITY_BUTTON (pf_activity_button_get_type ())
G_DECLARE_FINAL_TYPE (PfActivityButton, pf_activity_button, PF, ACTIVITY_BUTTON, AdwBin)

void pf_activity_button_open (PfActivityButton *self);

G_END_DECLS
