/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_HOME_PAGE (pf_home_page_get_type ())
G_DECLARE_FINAL_TYPE (PfHomePage, pf_home_page, PF, HOME_PAGE, PfView)

PfView *pf_home_page_new (PfWindow *window);

G_END_DECLS
