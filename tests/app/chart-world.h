/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-scene.h"

G_BEGIN_DECLS

/* Words as boxes of a known size: pictures do not depend on the fonts of a machine. */
PfChartText *chart_world_text (void);

/* Believable days from a seed: weekly waves, a spike, a gap, estimates at the end. */
PfChartData *chart_world_days (const char *title, guint n_days, guint n_series, guint seed);
PfChartData *chart_world_things (const char *title, guint n, guint n_series);

cairo_surface_t *chart_world_picture (const PfChartScene *scene, double scale);

/* The part of pixels, 0 to 1, that differ more than an eye forgives. 1 for other sizes. */
double chart_world_compare (cairo_surface_t *a, cairo_surface_t *b);

G_END_DECLS
