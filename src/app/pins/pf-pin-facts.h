/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *pf_pin_facts_new_row (const char *title, const char *value);
void pf_pin_facts_fill (GtkListBox *list, PfPinItem *item);
GtkWidget *pf_link_row_new (const char *title, const char *link);

G_END_DECLS
