/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-view.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARDS_PAGE (pf_boards_page_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardsPage, pf_boards_page, PF, BOARDS_PAGE, PfView)

PfView *pf_boards_page_new (void);

G_END_DECLS
