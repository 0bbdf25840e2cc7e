/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-figure-card.h"

#include "app/widgets/chart/pf-sparkline.h"

/* One number, how it changed, and the line it came along. A button: it leads to the chart of it. */
struct _PfFigureCard
{
  GtkButton parent;

  GtkLabel *title;
  GtkLabel *value;
  GtkLabel *change;
  PfSparkline *line;
};

G_DEFINE_FINAL_TYPE (PfFigureCard, pf_figure_card, GTK_TYPE_BUTTON)

static void
pf_figure_card_class_init (PfFigureCardClass *klass)
{
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
pf_figure_card_init (PfFigureCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->title = add_label (box, "caption-heading");
  self->value = add_label (box, "title-1");
  gtk_widget_add_css_class (GTK_WIDGET (self->value), "numeric");
  self->change = add_label (box, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->change), "dim-label");
  self->line = PF_SPARKLINE (pf_sparkline_new ());
  gtk_widget_set_margin_top (GTK_WIDGET (self->line), 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->line));
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "figure-card");
}

/**
 * pf_figure_card_set:
 * @self: the card
 * @value: the number in words, or that it is not known
 * @change: (nullable): how it changed
 * @data: (nullable): how it came to be
 */
void
pf_figure_card_set (PfFigureCard *self, const char *value, const char *change, PfChartData *data)
{
  g_autofree char *words = NULL;

  g_return_if_fail (PF_IS_FIGURE_CARD (self));

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
 * pf_figure_card_new:
 * @title: what is counted
 * @explanation: (nullable): what that means
 *
 * Returns: (transfer floating): a card without a number yet
 */
GtkWidget *
pf_figure_card_new (const char *title, const char *explanation)
{
  PfFigureCard *self = g_object_new (PF_TYPE_FIGURE_CARD, NULL);

  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), explanation);
  pf_figure_card_set (self, "–", NULL, NULL);
  return GTK_WIDGET (self);
}
