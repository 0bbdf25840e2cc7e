/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-troubles.h"

#include "app/activity/pf-activity-batch.h"
#include "app/activity/pf-activity-entries.h"
#include "app/activity/pf-activity-row.h"
#include "app/activity/pf-row-words.h"
#include "app/home/pf-home-section.h"

#include <glib/gi18n.h>

/* Activity has all of them. */
#define MOST_ROWS 5

struct _PfHomeTroubles
{
  AdwBin parent;
  GtkListBox *list;
  GtkLabel *more;
  GtkFilter *filter;         /* (unowned): of the model */
  GtkFilterListModel *model; /* (owned) */
  GtkSliceListModel *slice;  /* (owned) */
  PfWindow *window;          /* (unowned): it is in it */
};

G_DEFINE_FINAL_TYPE (PfHomeTroubles, pf_home_troubles, ADW_TYPE_BIN)

static gboolean
is_trouble (gpointer item, gpointer unused)
{
  PfActivityEntry *entry = item;
  GPtrArray *troubles = pf_activity_entry_get_troubles (entry);

  if (pf_activity_entry_get_progress (entry) != NULL)
    return troubles != NULL && troubles->len > 0;
  return pf_row_needs_person (pf_activity_entry_get_row (entry));
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  PfHomeTroubles *self = data;
  GtkWidget *row = pf_activity_entry_get_progress (item) != NULL
                       ? pf_activity_batch_new (self->window, item)
                       : pf_activity_row_new (self->window, pf_activity_entry_get_row (item));

  gtk_widget_add_css_class (row, "home-trouble");
  return row;
}

static void
entry_changed (PfHomeTroubles *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
watch (PfHomeTroubles *self, guint position, guint removed, guint added, GListModel *entries)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GObject) entry = g_list_model_get_item (entries, i);

      g_signal_handlers_disconnect_by_func (entry, entry_changed, self);
      g_signal_connect_object (entry, "changed", G_CALLBACK (entry_changed), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
update (PfHomeTroubles *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n > MOST_ROWS);
  if (n > MOST_ROWS)
    {
      g_autofree char *words
          = g_strdup_printf (ngettext ("%u more in Activity", "%u more in Activity", n - MOST_ROWS),
                             n - MOST_ROWS);

      gtk_label_set_label (self->more, words);
    }
}

static void
pf_home_troubles_dispose (GObject *object)
{
  PfHomeTroubles *self = PF_HOME_TROUBLES (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->slice);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (pf_home_troubles_parent_class)->dispose (object);
}

static void
pf_home_troubles_class_init (PfHomeTroublesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_home_troubles_dispose;
}

static void
pf_home_troubles_init (PfHomeTroubles *self)
{
  GtkWidget *section = pf_home_section_new (_ ("Needs Your Attention"));

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Needs Your Attention"), -1);
  self->more = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->more, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "dim-label");
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->more));
  adw_bin_set_child (ADW_BIN (self), section);
}

/**
 * pf_home_troubles_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): what failed, or asks
 */
GtkWidget *
pf_home_troubles_new (PfWindow *window)
{
  PfHomeTroubles *self = g_object_new (PF_TYPE_HOME_TROUBLES, NULL);
  GListModel *entries = pf_activity_get_entries (pf_window_get_activity (window));

  self->window = window;
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_trouble, NULL, NULL));
  self->model = gtk_filter_list_model_new (g_object_ref (entries), self->filter);
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->model)), 0, MOST_ROWS);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_object (entries, "items-changed", G_CALLBACK (watch), self, G_CONNECT_SWAPPED);
  watch (self, 0, 0, g_list_model_get_n_items (entries), entries);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->slice), create_row, self, NULL);
  update (self);
  return GTK_WIDGET (self);
}
