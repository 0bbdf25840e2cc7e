/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_HOME_STEPS (pf_home_steps_get_type ())
G_DECLARE_FINAL_TYPE (PfHomeSteps, pf_home_steps, PF, HOME_STEPS, AdwBin)

/* What newcomers may do first, until it is done or dismissed. */
GtkWidget *pf_home_steps_new (PfWindow *window);

G_END_DECLS
