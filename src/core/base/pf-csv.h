/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cells of a table as RFC 4180 has them, disarmed against formulas (safety.md UI-9). */
void pf_csv_append_text (GString *csv, const char *text, gboolean raw);
void pf_csv_append_number (GString *csv, double value);
void pf_csv_next_cell (GString *csv);
void pf_csv_end_row (GString *csv);
/* (element-type GStrv): rows of cells, disarmed ones as they were before. */
GPtrArray *pf_csv_parse (const char *csv, gboolean raw);
char *pf_csv_arm (const char *cell);
char *pf_csv_disarm (const char *text);

G_END_DECLS
