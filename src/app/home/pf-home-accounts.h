/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_HOME_ACCOUNTS (pf_home_accounts_get_type ())
G_DECLARE_FINAL_TYPE (PfHomeAccounts, pf_home_accounts, PF, HOME_ACCOUNTS, AdwBin)

GtkWidget *pf_home_accounts_new (PfWindow *window);

G_END_DECLS
