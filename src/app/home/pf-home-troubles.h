/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_HOME_TROUBLES (pf_home_troubles_get_type ())
G_DECLARE_FINAL_TYPE (PfHomeTroubles, pf_home_troubles, PF, HOME_TROUBLES, AdwBin)

/* What failed or asks for a word, with what can be done about it; hidden when there is nothing. */
GtkWidget *pf_home_troubles_new (PfWindow *window);

G_END_DECLS
