/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_intake_choose (PfWindow *window, const char *board_uuid);
void pf_intake_paste (PfWindow *window, const char *board_uuid);
void pf_intake_drop (PfWindow *window,
                     GdkDrop *drop,
                     PfConnection *connection,
                     const char *board_uuid,
                     const char *section_uuid);
void pf_intake_files (PfWindow *window, GListModel *files, const char *board_uuid);
void pf_intake_open (PfWindow *window, GListModel *files);
void pf_intake_bytes (PfWindow *window, GBytes *bytes, const char *board_uuid);

G_END_DECLS
