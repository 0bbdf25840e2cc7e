/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_AVATAR (pf_avatar_get_type ())
G_DECLARE_FINAL_TYPE (PfAvatar, pf_avatar, PF, AVATAR, AdwBin)

GtkWidget *pf_avatar_new (int size);
void pf_avatar_set_connection (PfAvatar *self, PfConnection *connection);

G_END_DECLS
