/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *pf_media_strip (GBytes *data, GError **error);

G_END_DECLS
