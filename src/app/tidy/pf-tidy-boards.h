/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_TIDY_BOARDS (pf_tidy_boards_get_type ())
G_DECLARE_FINAL_TYPE (PfTidyBoards, pf_tidy_boards, PF, TIDY_BOARDS, PfView)

PfView *pf_tidy_boards_new (PfWindow *window, PfConnection *connection, GPtrArray *uuids);

G_END_DECLS
