/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-range.h"
#include "app/widgets/chart/pf-chart.h"

G_BEGIN_DECLS

/*
 * A chart that can be looked at closely: by pointer (hover, drag, scroll, pinch) and by
 * keyboard. pf-chart.c holds it together, pf-chart-keys.c and pf-chart-pointer.c are the hands,
 * pf-chart-cursor.c draws what is read.
 */
struct _PfChart
{
  GtkWidget parent;

  PfChartKind kind;
  PfChartData *data; /* (nullable) */
  PfChartRange range;
  guint64 hidden;
  int cursor;   /* -1 for none */
  guint series; /* which is read first */

  PfChartText *text;    /* (nullable): made when it is needed */
  GskRenderNode *layer; /* (nullable): what is drawn but the cursor */
  int layer_width, layer_height, layer_scale;
  PfChartPlot plot; /* where it is drawn, of that size */

  /* What stands beside the cursor, laid out once for each point. */
  GPtrArray *lines; /* (nullable) (element-type PangoLayout) */
  GArray *inks;     /* (element-type guint): series of each line */
  int lines_for;
  guint64 lines_hidden;
  double lines_width, lines_height;

  double drag_from, pinch;
};

void pf_chart_redraw (PfChart *self);
void pf_chart_range_moved (PfChart *self);
void pf_chart_set_first (PfChart *self, guint series);
void pf_chart_activate (PfChart *self, int point);
void pf_chart_draw_cursor (PfChart *self,
                           const PfChartScene *scene,
                           const PfChartPlot *plot,
                           GtkSnapshot *snapshot);
void pf_chart_clear_cursor (PfChart *self);
void pf_chart_add_pointer (PfChart *self);
void pf_chart_class_add_keys (GtkWidgetClass *klass);

G_END_DECLS
