/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *pf_trend_region_get_title (const char *region);
const char *pf_trend_type_get_title (const char *type);
const char *pf_trend_type_get_words (const char *type);

G_END_DECLS
