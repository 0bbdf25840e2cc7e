/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_TIDY_PAGE (pf_tidy_page_get_type ())
G_DECLARE_FINAL_TYPE (PfTidyPage, pf_tidy_page, PF, TIDY_PAGE, PfView)

/* Opens "Tidy Up" over the page somebody looks at. */
void pf_tidy_page_open (PfWindow *window);

G_END_DECLS
