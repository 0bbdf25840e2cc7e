/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_HOME_NUMBERS (pf_home_numbers_get_type ())
G_DECLARE_FINAL_TYPE (PfHomeNumbers, pf_home_numbers, PF, HOME_NUMBERS, AdwBin)

/* Four numbers of the last 30 days, with how they came to be. */
GtkWidget *pf_home_numbers_new (PfWindow *window);
void pf_home_numbers_set_connection (PfHomeNumbers *self, PfConnection *connection);
void pf_home_numbers_refresh (PfHomeNumbers *self);

G_END_DECLS
