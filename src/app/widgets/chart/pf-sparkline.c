/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-sparkline.h"

#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/chart/pf-chart-look.h"
#include "app/widgets/chart/pf-chart-scene.h"

/*
 * A line as large as a word: how a number came to be what it is. Nothing to point at; assistive
 * technology is told the trend.
 */
struct _PfSparkline
{
  GtkWidget parent;

  PfChartData *data; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PfSparkline, pf_sparkline, GTK_TYPE_WIDGET)

static void
pf_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfSparkline *self = PF_SPARKLINE (widget);
  float width = (float)gtk_widget_get_width (widget),
        height = (float)gtk_widget_get_height (widget);
  PfChartScene scene = { .kind = PF_CHART_SPARK, .data = self->data };
  g_autoptr (PfChartText) text = NULL;
  cairo_t *cr;

  if (self->data == NULL || width < 1 || height < 1)
    return;
  text = pf_chart_text_new (gtk_widget_get_pango_context (widget));
  scene.text = text;
  scene.width = (double)width;
  scene.height = (double)height;
  scene.rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  pf_chart_look_get_style (&scene.style);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  pf_chart_draw (&scene, cr);
  cairo_destroy (cr);
}

static void
pf_sparkline_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 48 : 32;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 36;
}

static void
pf_sparkline_dispose (GObject *object)
{
  g_clear_object (&PF_SPARKLINE (object)->data);
  G_OBJECT_CLASS (pf_sparkline_parent_class)->dispose (object);
}

static void
pf_sparkline_class_init (PfSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_sparkline_dispose;
  widget_class->snapshot = pf_sparkline_snapshot;
  widget_class->measure = pf_sparkline_measure;
  gtk_widget_class_set_css_name (widget_class, "pfsparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pf_sparkline_init (PfSparkline *self)
{
  pf_chart_look_follow (GTK_WIDGET (self), gtk_widget_queue_draw);
}

/**
 * pf_sparkline_set_data:
 * @self: the line
 * @data: (nullable): what it shows: its first series; what is not known is left out
 */
void
pf_sparkline_set_data (PfSparkline *self, PfChartData *data)
{
  g_autofree char *summary = NULL;

  g_return_if_fail (PF_IS_SPARKLINE (self));

  if (!g_set_object (&self->data, data))
    return;
  summary = data != NULL ? pf_chart_dup_summary (data) : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  data != NULL ? pf_chart_data_get_title (data) : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pf_sparkline_get_data:
 * @self: the line
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PfChartData *
pf_sparkline_get_data (PfSparkline *self)
{
  g_return_val_if_fail (PF_IS_SPARKLINE (self), NULL);

  return self->data;
}

/**
 * pf_sparkline_new:
 *
 * Returns: (transfer floating): a line without numbers yet
 */
GtkWidget *
pf_sparkline_new (void)
{
  return g_object_new (PF_TYPE_SPARKLINE, NULL);
}
