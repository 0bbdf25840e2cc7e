/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-table.h"

#include "app/compat/pf-cell-label.h"
#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/pf-tab-stop.h"

#include <glib/gi18n.h>
#include <math.h>

/* What a chart shows, as a table: for people who would rather read it, or who cannot see it. */
struct _PfChartTable
{
  GtkWidget parent;

  GtkWidget *scrolled;
  GtkColumnView *view;
  GtkSingleSelection *selection;
  PfChartData *data; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PfChartTable, pf_chart_table, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A row is its number: the cells read the data. */
#define TYPE_ROW (row_get_type ())
G_DECLARE_FINAL_TYPE (Row, row, PF, CHART_ROW, GObject)

struct _Row
{
  GObject parent;

  guint point;
};

G_DEFINE_FINAL_TYPE (Row, row, G_TYPE_OBJECT)

static void
row_class_init (RowClass *klass)
{
}

static void
row_init (Row *self)
{
}

static char *
cell_words (PfChartTable *self, guint point, int series)
{
  double value;
  g_autofree char *number = NULL;

  if (series < 0)
    return pf_chart_data_dup_label (self->data, point);
  value = pf_chart_data_get_value (self->data, (guint)series, point);
  number = pf_chart_format_value (pf_chart_data_get_unit (self->data), value);
  if (pf_chart_data_is_estimate (self->data, (guint)series, point))
    /* Translators: in a table: a number that may still change */
    return g_strdup_printf (_ ("about %s"), number);
  return g_steal_pointer (&number);
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer series)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_INT (series) < 0 ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (series) < 0 ? 12 : 6);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (cell, label);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer series)
{
  GtkWidget *label = gtk_list_item_get_child (cell);
  PfChartTable *self = PF_CHART_TABLE (gtk_widget_get_ancestor (label, PF_TYPE_CHART_TABLE));
  Row *row = gtk_list_item_get_item (cell);
  g_autofree char *words = NULL;

  if (self == NULL || self->data == NULL)
    return;
  words = cell_words (self, row->point, GPOINTER_TO_INT (series));
  gtk_label_set_text (GTK_LABEL (label), words);
  if (isnan (
          GPOINTER_TO_INT (series) < 0
              ? 0
              : pf_chart_data_get_value (self->data, (guint)GPOINTER_TO_INT (series), row->point)))
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("not known"), -1);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                    -1);
}

static void
activated (GtkColumnView *view, guint position, PfChartTable *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, position);
}

static void
pf_chart_table_dispose (GObject *object)
{
  PfChartTable *self = PF_CHART_TABLE (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->data);
  G_OBJECT_CLASS (pf_chart_table_parent_class)->dispose (object);
}

static gboolean
pf_chart_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PF_CHART_TABLE (widget)->view));
}

static void
pf_chart_table_class_init (PfChartTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_chart_table_dispose;
  widget_class->grab_focus = pf_chart_table_grab_focus;
  widget_class->focus = pf_tab_through_bin;
  /**
   * PfChartTable::activated:
   * @self: the table
   * @point: the row that was chosen
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", PF_TYPE_CHART_TABLE, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pfcharttable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pf_chart_table_init (PfChartTable *self)
{
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view = GTK_COLUMN_VIEW (
      gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection))));
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  g_signal_connect (self->view, "activate", G_CALLBACK (activated), self);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled), 220);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

static void
add_column (PfChartTable *self, const char *title, int series)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), GINT_TO_POINTER (series));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), GINT_TO_POINTER (series));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, series < 0);
  gtk_column_view_append_column (self->view, column);
}

/**
 * pf_chart_table_set_data:
 * @self: the table
 * @data: (nullable): what it shows, all of its series
 */
void
pf_chart_table_set_data (PfChartTable *self, PfChartData *data)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GListStore) rows = g_list_store_new (TYPE_ROW);

  g_return_if_fail (PF_IS_CHART_TABLE (self));

  if (self->data == data)
    return;
  gtk_single_selection_set_model (self->selection, NULL);
  for (guint i = g_list_model_get_n_items (columns); i-- > 0;)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      gtk_column_view_remove_column (self->view, column);
    }
  g_set_object (&self->data, data);
  if (data == NULL)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pf_chart_data_get_title (data), -1);
  add_column (self, pf_chart_data_has_days (data) ? _ ("Day") : _ ("Name"), -1);
  for (guint s = 0; s < pf_chart_data_get_n_series (data); s++)
    add_column (self, pf_chart_data_get_name (data, s), (int)s);
  for (guint i = 0; i < pf_chart_data_get_n_points (data); i++)
    {
      g_autoptr (Row) row = g_object_new (TYPE_ROW, NULL);

      row->point = i;
      g_list_store_append (rows, row);
    }
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (rows));
}

/**
 * pf_chart_table_select:
 * @self: the table
 * @point: the row to go to, or -1 for none
 */
void
pf_chart_table_select (PfChartTable *self, int point)
{
  gtk_single_selection_set_selected (self->selection,
                                     point < 0 ? GTK_INVALID_LIST_POSITION : (guint)point);
  if (point >= 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", (guint)point);
}

/**
 * pf_chart_table_get_selected:
 * @self: the table
 *
 * Returns: the row that is selected, or -1
 */
int
pf_chart_table_get_selected (PfChartTable *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  return selected == GTK_INVALID_LIST_POSITION ? -1 : (int)selected;
}

/**
 * pf_chart_table_new:
 *
 * Returns: (transfer floating): a table without data
 */
GtkWidget *
pf_chart_table_new (void)
{
  return g_object_new (PF_TYPE_CHART_TABLE, NULL);
}
