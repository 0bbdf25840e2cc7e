/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-hygiene.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_TIDY_ROW (pf_tidy_row_get_type ())
G_DECLARE_FINAL_TYPE (PfTidyRow, pf_tidy_row, PF, TIDY_ROW, AdwActionRow)

GtkWidget *pf_tidy_row_new (PfHygieneKind kind);
PfHygieneKind pf_tidy_row_get_kind (PfTidyRow *self);
void pf_tidy_row_set_count (PfTidyRow *self, int n_found);
/* Before the count. @button: (transfer floating) */
void pf_tidy_row_set_button (PfTidyRow *self, GtkWidget *button);

G_END_DECLS
