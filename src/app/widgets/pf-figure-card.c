/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-figure-card"

#include "config.h"

#include "app/widgets/pf-figure-card.h"

#include "app/widgets/chart/pf-sparkline.h"
#include "app/widgets/pf-series-data.h"
#include "app/widgets/pf-text.h"

#define NARROWEST 132
#define MOST_IN_A_ROW 4

struct _PfFigureCard
{
  GtkButton parent;

  char *metric;
  GtkLabel *title;
  GtkLabel *value;
  GtkLabel *change;
  PfSparkline *line;
};

G_DEFINE_FINAL_TYPE (PfFigureCard, pf_figure_card, GTK_TYPE_BUTTON)

static void
pf_figure_card_finalize (GObject *object)
{
  g_free (PF_FIGURE_CARD (object)->metric);
  G_OBJECT_CLASS (pf_figure_card_parent_class)->finalize (object);
}

static void
pf_figure_card_class_init (PfFigureCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_figure_card_finalize;
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
pf_figure_card_init (PfFigureCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->title = add_label (box, "caption-heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  self->value = add_label (box, "title-2");
  gtk_widget_add_css_class (GTK_WIDGET (self->value), "numeric");
  self->change = add_label (box, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->change), "dim-label");
  self->line = PF_SPARKLINE (pf_sparkline_new ());
  gtk_widget_set_margin_top (GTK_WIDGET (self->line), 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->line));
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_set_size_request (GTK_WIDGET (self), NARROWEST, -1);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "figure-card");
}

static PfChartData *
create_data (PfFigureCard *self, const PfMetricTable *table, PfDay from, PfDay to)
{
  g_autoptr (PfSeries) series = pf_series_new (table, self->metric, from, to);

  return pf_series_data_new (gtk_label_get_text (self->title), series);
}

/**
 * pf_figure_card_show:
 * @self: the card
 * @table: (nullable): the days; %NULL while nothing is known of them
 * @from: first day
 * @to: last day
 *
 * Shows the number of the days from @from to @to, and how it changed (pf_metric_figure()).
 */
void
pf_figure_card_show (PfFigureCard *self, const PfMetricTable *table, PfDay from, PfDay to)
{
  pf_figure_card_show_against (self, table, from, to, from - (to - from + 1), from - 1);
}

/**
 * pf_figure_card_show_against:
 * @self: the card
 * @table: (nullable): the days; %NULL while nothing is known of them
 * @from: first day
 * @to: last day
 * @before_from: first day of what it is compared with; #PF_DAY_NONE for nothing
 * @before_to: last day of that
 *
 * As pf_figure_card_show(), against any other days (pf_metric_figure_against()).
 */
void
pf_figure_card_show_against (PfFigureCard *self,
                             const PfMetricTable *table,
                             PfDay from,
                             PfDay to,
                             PfDay before_from,
                             PfDay before_to)
{
  g_autoptr (PfChartData) data = table != NULL ? create_data (self, table, from, to) : NULL;
  g_autofree char *value = NULL;
  g_autofree char *change = NULL;
  g_autofree char *words = NULL;
  PfFigure figure;

  g_return_if_fail (PF_IS_FIGURE_CARD (self));

  pf_metric_figure_against (table, self->metric, from, to, before_from, before_to, &figure);
  value = table != NULL ? pf_figure_format (self->metric, &figure) : g_strdup ("–");
  change = figure.change.known ? pf_change_format (&figure.change) : NULL;
  gtk_label_set_text (self->value, value);
  gtk_label_set_text (self->change, change != NULL ? change : "");
  pf_sparkline_set_data (self->line, data);
  words = g_strdup_printf ("%s: %s%s%s", gtk_label_get_text (self->title), value,
                           change != NULL ? ", " : "", change != NULL ? change : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/**
 * pf_figure_card_get_value:
 * @self: the card
 *
 * Returns: (transfer none): the number in words
 */
const char *
pf_figure_card_get_value (PfFigureCard *self)
{
  g_return_val_if_fail (PF_IS_FIGURE_CARD (self), NULL);

  return gtk_label_get_text (self->value);
}

/**
 * pf_figure_card_get_change:
 * @self: the card
 *
 * Returns: (transfer none): how it changed, in words; "" when that is not known
 */
const char *
pf_figure_card_get_change (PfFigureCard *self)
{
  g_return_val_if_fail (PF_IS_FIGURE_CARD (self), NULL);

  return gtk_label_get_text (self->change);
}

/**
 * pf_figure_card_new:
 * @metric: its name at the service
 *
 * Returns: (transfer floating): a card without a number yet
 */
GtkWidget *
pf_figure_card_new (const char *metric)
{
  PfFigureCard *self = g_object_new (PF_TYPE_FIGURE_CARD, NULL);
  g_autofree char *title = pf_metric_dup_title (metric);
  g_autofree char *explanation = pf_metric_dup_explanation (metric);

  self->metric = g_strdup (metric);
  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), explanation);
  pf_figure_card_show (self, NULL, 0, 0);
  return GTK_WIDGET (self);
}

/**
 * pf_figure_row_new:
 * @label: what the numbers are of, to assistive technology
 *
 * Returns: (transfer floating): a box for cards
 */
GtkWidget *
pf_figure_row_new (const char *label)
{
  GtkWidget *row = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (row), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (row), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (row), MOST_IN_A_ROW);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (row), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (row), 12);
  gtk_widget_add_css_class (row, "figure-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return row;
}

/**
 * pf_figure_row_add:
 * @row: a box for cards
 * @card: a card
 *
 * Adds a card. It is what can be chosen, not the place it stands in.
 */
void
pf_figure_row_add (GtkWidget *row, GtkWidget *card)
{
  GtkWidget *place = gtk_flow_box_child_new ();

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (place), card);
  gtk_widget_set_focusable (place, FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (place), GTK_ACCESSIBLE_RELATION_LABELLED_BY, card,
                                  NULL, -1);
  gtk_flow_box_insert (GTK_FLOW_BOX (row), place, -1);
}
