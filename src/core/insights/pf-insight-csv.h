/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-insight-reply.h"
#include "core/insights/pf-series.h"

G_BEGIN_DECLS

/*
 * What is shown, as a table for spreadsheets: UTF-8, commas, CRLF (RFC 4180). Texts that a
 * spreadsheet would take for a formula are disarmed (safety.md UI-9) unless @raw; numbers are
 * written with a point. A gap is an empty cell, an estimate says so in a column of its own.
 */
/* Date, then for each series its value and, if there is any estimate or gap, its status. */
char *pf_insight_csv_series (PfSeries *const *series, guint n_series, gboolean raw);
/* The same table with tabs, for the clipboard. */
char *pf_insight_tsv_series (PfSeries *const *series, guint n_series);
/* Of a top list. @titles: (nullable) (element-type utf8 utf8): titles of pins by id */
char *pf_insight_csv_top (const PfTopPins *top, GHashTable *titles, gboolean raw);
char *pf_insight_csv_trends (GPtrArray *trends, gboolean raw);

G_END_DECLS
