/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-day.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_DAY_ROW (pf_day_row_get_type ())
G_DECLARE_FINAL_TYPE (PfDayRow, pf_day_row, PF, DAY_ROW, AdwEntryRow)

/* A day that is typed, as 2026-09-30, or picked in a calendar. */
void pf_day_row_set_day (PfDayRow *self, PfDay day);
gboolean pf_day_row_get_day (PfDayRow *self, PfDay *day);

G_END_DECLS
