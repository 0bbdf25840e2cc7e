/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_section_deletion_ask (PfWindow *window,
                              PfConnection *connection,
                              PfBoardItem *board,
                              PfSectionItem *section);

G_END_DECLS
