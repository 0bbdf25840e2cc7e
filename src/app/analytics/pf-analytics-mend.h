/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-pin-walk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the pins lack that would bring more of these numbers; leads to Tidy Up. */
GtkWidget *pf_analytics_mend_new (void);
void pf_analytics_mend_show (GtkWidget *mend, PfPinWalk *walk);

G_END_DECLS
