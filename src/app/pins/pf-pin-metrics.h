/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *pf_pin_metrics_words (const char *json, const char *period);

G_END_DECLS
