/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connections.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ACCOUNT_CHOICE (pf_account_choice_get_type ())
G_DECLARE_FINAL_TYPE (PfAccountChoice, pf_account_choice, PF, ACCOUNT_CHOICE, AdwBin)

void pf_account_choice_set_connections (PfAccountChoice *self, PfConnections *connections);
PfConnection *pf_account_choice_get_selected (PfAccountChoice *self);
void pf_account_choice_set_selected (PfAccountChoice *self, PfConnection *connection);

G_END_DECLS
