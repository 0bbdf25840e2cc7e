/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_RECENT_BOARDS_MAX 5

char **pf_recent_boards_get (GSettings *settings, const char *connection_id);
void pf_recent_boards_add (GSettings *settings, const char *connection_id, const char *board_uuid);

G_END_DECLS
