/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart.h"

G_BEGIN_DECLS

void pf_chart_copy_table (PfChart *chart);
void pf_chart_save (PfChart *chart, const char *form);
void pf_chart_save_to (PfChart *chart,
                       const char *form,
                       GFile *file,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
gboolean pf_chart_save_to_finish (PfChart *chart, GAsyncResult *result, GError **error);

G_END_DECLS
