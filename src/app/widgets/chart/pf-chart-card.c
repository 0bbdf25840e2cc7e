/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-card.h"

#include "app/widgets/chart/pf-chart-legend.h"
#include "app/widgets/chart/pf-chart-table.h"
#include "app/widgets/chart/pf-chart-take.h"
#include "app/widgets/pf-tab-stop.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/*
 * A chart with all that belongs to it: what it is called, its legend, its table one key away
 * (T), and the ways to take it away.
 */
struct _PfChartCard
{
  GtkWidget parent;

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *caption;
  GtkWidget *whole; /* see all of it again */
  GtkStack *stack;
  PfChart *chart;
  PfChartTable *table; /* (nullable): made when it is first wanted */
  GtkLabel *words;     /* in place of a chart */
  GtkToggleButton *table_button;
  GtkWidget *menu;
  GtkWidget *legend;
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfChartCard, pf_chart_card, GTK_TYPE_WIDGET)

static void
point_activated (gpointer source, guint point, PfChartCard *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, point);
}

static void
range_changed (PfChart *chart, PfChartCard *self)
{
  PfChartData *data = pf_chart_get_data (chart);
  double from, to;

  pf_chart_get_range (chart, &from, &to);
  gtk_widget_set_visible (self->whole,
                          data != NULL && to - from < pf_chart_data_get_n_points (data));
}

static void
see_whole (GtkButton *button, PfChartCard *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->chart));
  pf_chart_zoom (self->chart, 0, 0);
}

static void
table_toggled (GtkToggleButton *button, PfChartCard *self)
{
  pf_chart_card_set_table_shown (self, gtk_toggle_button_get_active (button));
}

/**
 * pf_chart_card_set_table_shown:
 * @self: the card
 * @shown: whether the numbers are shown as a table rather than drawn
 *
 * The focus goes along if it was in there, to the same point.
 */
void
pf_chart_card_set_table_shown (PfChartCard *self, gboolean shown)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (GTK_ROOT (root)) : NULL;
  gboolean inside = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));

  g_return_if_fail (PF_IS_CHART_CARD (self));

  if (pf_chart_card_get_table_shown (self) == !!shown)
    return;
  if (shown && self->table == NULL)
    {
      self->table = PF_CHART_TABLE (pf_chart_table_new ());
      g_signal_connect (self->table, "activated", G_CALLBACK (point_activated), self);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->table), "table");
    }
  if (shown)
    {
      int point = pf_chart_get_cursor (self->chart);

      pf_chart_table_set_data (self->table, pf_chart_get_data (self->chart));
      gtk_stack_set_visible_child_name (self->stack, "table");
      pf_chart_table_select (self->table, point);
    }
  else
    gtk_stack_set_visible_child_name (self->stack, "chart");
  gtk_toggle_button_set_active (self->table_button, shown);
  gtk_widget_set_visible (self->legend, !shown);
  if (!inside)
    return;
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack));
  if (!shown)
    pf_chart_set_cursor (self->chart, pf_chart_table_get_selected (self->table));
}

/**
 * pf_chart_card_get_table_shown:
 * @self: the card
 *
 * Returns: whether its numbers are shown as a table
 */
gboolean
pf_chart_card_get_table_shown (PfChartCard *self)
{
  g_return_val_if_fail (PF_IS_CHART_CARD (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0;
}

static void
action_table (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PfChartCard *self = PF_CHART_CARD (widget);

  pf_chart_card_set_table_shown (self, !pf_chart_card_get_table_shown (self));
}

static void
action_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pf_chart_copy_table (PF_CHART_CARD (widget)->chart);
}

static void
action_save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pf_chart_save (PF_CHART_CARD (widget)->chart, g_variant_get_string (parameter, NULL));
}

static void
pf_chart_card_dispose (GObject *object)
{
  g_clear_pointer (&PF_CHART_CARD (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pf_chart_card_parent_class)->dispose (object);
}

static gboolean
pf_chart_card_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_stack_get_visible_child (PF_CHART_CARD (widget)->stack));
}

static void
pf_chart_card_class_init (PfChartCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_chart_card_dispose;
  widget_class->grab_focus = pf_chart_card_grab_focus;
  widget_class->focus = pf_tab_through_bin;
  /**
   * PfChartCard::activated:
   * @self: the card
   * @point: which was chosen, in the chart or in the table
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", PF_TYPE_CHART_CARD, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pfchartcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "chart.table", NULL, action_table);
  gtk_widget_class_install_action (widget_class, "chart.copy", NULL, action_copy);
  gtk_widget_class_install_action (widget_class, "chart.save", "s", action_save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "chart.table", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy",
                                       NULL);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) save = g_menu_new ();

  g_menu_append (save, _ ("Save as Picture…"), "chart.save::png");
  g_menu_append (save, _ ("Save as Drawing (SVG)…"), "chart.save::svg");
  g_menu_append (save, _ ("Save as Table (CSV)…"), "chart.save::csv");
  g_menu_append (menu, _ ("Copy as Table"), "chart.copy");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (save));
  return G_MENU_MODEL (menu);
}

static GtkWidget *
make_head (PfChartCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GMenuModel) model = make_menu ();

  self->menu = gtk_menu_button_new ();
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->caption = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dim-label");
  gtk_label_set_wrap (self->caption, TRUE);
  gtk_label_set_xalign (self->caption, 0);
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_wrap_mode (self->title, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), FALSE);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->caption));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  self->whole = gtk_button_new_from_icon_name ("zoom-original-symbolic");
  gtk_widget_set_tooltip_text (self->whole, _ ("Show All Days"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->whole), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show All Days"), -1);
  gtk_widget_set_visible (self->whole, FALSE);
  g_signal_connect (self->whole, "clicked", G_CALLBACK (see_whole), self);
  self->table_button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (self->table_button), "view-list-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->table_button), _ ("Show as Table (T)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Show as Table"), -1);
  g_signal_connect (self->table_button, "toggled", G_CALLBACK (table_toggled), self);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu), model);
  gtk_widget_set_tooltip_text (self->menu, _ ("Take This Chart Away"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Take This Chart Away"), -1);
  gtk_box_append (GTK_BOX (head), words);
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *button = i == 0   ? self->whole
                          : i == 1 ? GTK_WIDGET (self->table_button)
                                   : self->menu;

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_valign (button, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (head), button);
    }
  return head;
}

static void
pf_chart_card_init (PfChartCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (self->box, "chart-card");
  self->chart = PF_CHART (pf_chart_new (PF_CHART_LINE));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->chart), "chart");
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_label_set_wrap_mode (self->words, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "chart-words");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->words), "words");
  self->legend = pf_chart_legend_new (self->chart);
  g_signal_connect (self->chart, "activated", G_CALLBACK (point_activated), self);
  g_signal_connect (self->chart, "range-changed", G_CALLBACK (range_changed), self);
  gtk_box_append (GTK_BOX (self->box), make_head (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (self->box), self->legend);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* Whether there is a chart to be taken away, or only words. */
static void
set_drawn (PfChartCard *self, gboolean drawn)
{
  gtk_widget_set_visible (GTK_WIDGET (self->table_button), drawn);
  gtk_widget_set_visible (self->menu, drawn);
  if (!drawn || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "words") == 0)
    gtk_stack_set_visible_child_name (self->stack, drawn ? "chart" : "words");
}

/**
 * pf_chart_card_set_words:
 * @self: the card
 * @title: what would be shown
 * @words: why it is not: it is asked for, or cannot be had
 *
 * Words in place of a chart: nothing is drawn that is not known.
 */
void
pf_chart_card_set_words (PfChartCard *self, const char *title, const char *words)
{
  g_return_if_fail (PF_IS_CHART_CARD (self));

  pf_chart_card_set_data (self, NULL);
  pf_chart_card_set_caption (self, NULL);
  gtk_toggle_button_set_active (self->table_button, FALSE);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  set_drawn (self, FALSE);
}

/**
 * pf_chart_card_set_data:
 * @self: the card
 * @data: (nullable): what it shows, its title is the card's
 */
void
pf_chart_card_set_data (PfChartCard *self, PfChartData *data)
{
  g_return_if_fail (PF_IS_CHART_CARD (self));

  pf_chart_set_data (self->chart, data);
  set_drawn (self, TRUE);
  if (self->table != NULL && pf_chart_card_get_table_shown (self))
    pf_chart_table_set_data (self->table, data);
  gtk_label_set_text (self->title, data != NULL ? pf_chart_data_get_title (data) : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  data != NULL ? pf_chart_data_get_title (data) : "", -1);
  pf_chart_legend_refresh (self->legend);
}

/**
 * pf_chart_card_set_caption:
 * @self: the card
 * @caption: (nullable): what has to be known to read it rightly
 */
void
pf_chart_card_set_caption (PfChartCard *self, const char *caption)
{
  g_return_if_fail (PF_IS_CHART_CARD (self));

  gtk_label_set_text (self->caption, caption != NULL ? caption : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), caption != NULL);
}

/**
 * pf_chart_card_get_chart:
 * @self: the card
 *
 * Returns: (transfer none): the chart in it
 */
PfChart *
pf_chart_card_get_chart (PfChartCard *self)
{
  g_return_val_if_fail (PF_IS_CHART_CARD (self), NULL);

  return self->chart;
}

/**
 * pf_chart_card_new:
 * @kind: how its chart is drawn
 *
 * Returns: (transfer floating): a card without data
 */
GtkWidget *
pf_chart_card_new (PfChartKind kind)
{
  PfChartCard *self = g_object_new (PF_TYPE_CHART_CARD, NULL);

  pf_chart_set_kind (self->chart, kind);
  return GTK_WIDGET (self);
}
