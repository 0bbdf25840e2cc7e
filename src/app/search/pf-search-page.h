/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_SEARCH_PAGE (pf_search_page_get_type ())
G_DECLARE_FINAL_TYPE (PfSearchPage, pf_search_page, PF, SEARCH_PAGE, PfView)

/* Opens the search over the page somebody looks at, in @board (nullable) at first; returns whether
 * there is an account. */
gboolean pf_search_page_open (PfWindow *window, PfBoardItem *board);

G_END_DECLS
