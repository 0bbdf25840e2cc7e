/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_analytics_open_pin (PfWindow *window, PfConnection *connection, const char *pin_id);

G_END_DECLS
