/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-card.h"

#include "app/widgets/chart/pf-sparkline.h"
#include "app/widgets/pf-text.h"

#include "core/insights/pf-insight-range.h"

#include <glib/gi18n.h>
#include <math.h>

/* GDate's number of 1970-01-01. */
#define JULIAN_EPOCH 719163

struct _PfHomeCard
{
  AdwBin parent;
  GtkLabel *number;
  GtkLabel *change;
  PfSparkline *line;
  char *metric;
};

G_DEFINE_FINAL_TYPE (PfHomeCard, pf_home_card, ADW_TYPE_BIN)

static PfChartData *
create_data (PfHomeCard *self, const PfMetricTable *table, PfDay from, PfDay to)
{
  g_autoptr (PfSeries) series = pf_series_new (table, self->metric, from, to);
  g_autofree char *title = pf_metric_dup_title (self->metric);
  g_autofree double *values = g_new (double, series->n_points + 1);
  g_autofree gboolean *estimates = g_new (gboolean, series->n_points + 1);
  PfChartData *data
      = pf_chart_data_new_days (title, (guint32)(from + JULIAN_EPOCH), series->n_points);

  for (guint i = 0; i < series->n_points; i++)
    {
      values[i] = series->points[i].value;
      estimates[i] = series->points[i].kind == PF_POINT_ESTIMATE;
    }
  pf_chart_data_add_series (data, title, values, estimates);
  return data;
}

/**
 * pf_home_card_show:
 * @self: a card
 * @table: (nullable): the days; %NULL while nothing is known of them
 * @from: first day
 * @to: last day
 *
 * Shows the sum from @from to @to, beside as many days before. What is not known is no zero.
 */
void
pf_home_card_show (PfHomeCard *self, const PfMetricTable *table, PfDay from, PfDay to)
{
  g_autofree char *title = pf_metric_dup_title (self->metric);
  g_autofree char *number = NULL;
  g_autofree char *change_words = NULL;
  g_autofree char *label = NULL;
  g_autoptr (PfChartData) data = table != NULL ? create_data (self, table, from, to) : NULL;
  PfDay old_from = from, old_to = to;
  PfSum now, before;
  PfChange change;

  pf_insight_range_before (&old_from, &old_to);
  pf_metric_sum (table, self->metric, from, to, &now);
  pf_metric_sum (table, self->metric, old_from, old_to, &before);
  pf_metric_compare (self->metric, &now, &before, &change);
  number
      = pf_metric_format_value (self->metric,
                                now.known || now.n_estimated > 0 ? now.total + now.estimate : NAN);
  change_words = change.known ? pf_change_format (&change) : NULL;
  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->change, change_words != NULL ? change_words : "");
  pf_sparkline_set_data (self->line, data);
  label = change_words != NULL ? g_strdup_printf ("%s: %s, %s", title, number, change_words)
                               : g_strdup_printf ("%s: %s", title, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
pf_home_card_finalize (GObject *object)
{
  g_free (PF_HOME_CARD (object)->metric);
  G_OBJECT_CLASS (pf_home_card_parent_class)->finalize (object);
}

static void
pf_home_card_class_init (PfHomeCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_home_card_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  pf_label_set_tooltip_when_cut (GTK_LABEL (label));
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
pf_home_card_init (PfHomeCard *self)
{
}

/**
 * pf_home_card_new:
 * @metric: its name at the service
 *
 * Returns: (transfer floating): a card that knows no number yet
 */
GtkWidget *
pf_home_card_new (const char *metric)
{
  PfHomeCard *self = g_object_new (PF_TYPE_HOME_CARD, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *title = pf_metric_dup_title (metric);
  GtkLabel *heading = add_label (box, "caption-heading");

  self->metric = g_strdup (metric);
  gtk_label_set_label (heading, title);
  gtk_widget_add_css_class (GTK_WIDGET (heading), "dim-label");
  self->number = add_label (box, "title-2");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "numeric");
  self->change = add_label (box, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->change), "dim-label");
  self->line = PF_SPARKLINE (pf_sparkline_new ());
  gtk_widget_set_margin_top (GTK_WIDGET (self->line), 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->line));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "home-card");
  gtk_widget_set_size_request (GTK_WIDGET (self), 144, -1);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}
