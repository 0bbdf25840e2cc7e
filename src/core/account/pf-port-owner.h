/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *pf_port_owner_find (guint16 port, int *pid);

G_END_DECLS
