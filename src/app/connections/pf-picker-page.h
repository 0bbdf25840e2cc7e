/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-view.h"
#include "core/account/pf-connections.h"

G_BEGIN_DECLS

#define PF_TYPE_PICKER_PAGE (pf_picker_page_get_type ())
G_DECLARE_FINAL_TYPE (PfPickerPage, pf_picker_page, PF, PICKER_PAGE, PfView)

PfView *pf_picker_page_new (PfConnections *connections);

G_END_DECLS
