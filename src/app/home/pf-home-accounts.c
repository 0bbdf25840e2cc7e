/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-accounts.h"

#include "app/connections/pf-connection-words.h"
#include "app/home/pf-home-section.h"
#include "app/widgets/pf-avatar.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

#define AVATAR 40

/* How connections are: that of the account shown, and any other with which something is to be
 * done. One line and one next step each; the rest is on the Connections page. */
struct _PfHomeAccounts
{
  AdwBin parent;
  GtkListBox *list;
  PfWindow *window;           /* (unowned): it is in it */
  PfConnections *connections; /* (owned) */
  GPtrArray *watched;         /* (owned): connections whose state is watched */
  guint updating;             /* source id */
};

G_DEFINE_FINAL_TYPE (PfHomeAccounts, pf_home_accounts, ADW_TYPE_BIN)

static GtkWidget *
create_state (PfConnection *connection, const PfConnectionWords *words)
{
  g_autofree char *state = pf_connection_describe (connection);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *dot = gtk_image_new_from_icon_name (words->icon_name);
  GtkWidget *label = gtk_label_new (state);

  gtk_image_set_pixel_size (GTK_IMAGE (dot), 12);
  gtk_widget_add_css_class (dot, "pinfold-state");
  gtk_widget_add_css_class (dot, words->style);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  pf_label_set_tooltip_when_cut (GTK_LABEL (label));
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (line), dot);
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

static GtkWidget *
create_step (PfConnection *connection, const PfConnectionWords *words)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (words->label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    pf_connection_get_id (connection));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), words->action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
add_row (PfHomeAccounts *self, PfConnection *connection, const PfConnectionWords *words)
{
  g_autofree char *name = pf_text_clean (pf_connection_get_display_name (connection));
  g_autofree char *label = g_strdup_printf ("%s, %s", name, words->word);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *avatar = pf_avatar_new (AVATAR);
  GtkWidget *title = gtk_label_new (name);

  pf_avatar_set_connection (PF_AVATAR (avatar), connection);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  pf_label_set_tooltip_when_cut (GTK_LABEL (title));
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), title);
  gtk_box_append (GTK_BOX (column), create_state (connection, words));
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), column);
  if (words->label != NULL)
    gtk_box_append (GTK_BOX (box), create_step (connection, words));
  gtk_widget_add_css_class (box, "home-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  pf_wrap_buttons (row);
  gtk_list_box_append (self->list, row);
}

static void
update (gpointer data)
{
  PfHomeAccounts *self = data;
  PfConnection *shown = pf_window_get_connection (self->window);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->connections));
  GtkListBoxRow *row;

  self->updating = 0;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        g_autoptr (PfConnection) one = g_list_model_get_item (G_LIST_MODEL (self->connections), i);
        PfConnectionWords words = pf_connection_get_words (one);

        if (pass == 0 ? one == shown : one != shown && words.severity > 0)
          add_row (self, one, &words);
      }
}

/* A state changes in several steps, a key at a time. */
static void
update_soon (PfHomeAccounts *self)
{
  if (self->updating == 0)
    self->updating = g_idle_add_once (update, self);
}

static void
unwatch (PfHomeAccounts *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
connections_changed (PfHomeAccounts *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  unwatch (self);
  for (guint i = 0; i < n; i++)
    {
      PfConnection *connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      g_ptr_array_add (self->watched, connection);
      g_signal_connect_swapped (connection, "notify", G_CALLBACK (update_soon), self);
    }
  update_soon (self);
}

/* The row of an account leads to everything about it. */
static void
row_activated (PfHomeAccounts *self)
{
  pf_window_show_page (self->window, "connections");
}

static void
pf_home_accounts_dispose (GObject *object)
{
  PfHomeAccounts *self = PF_HOME_ACCOUNTS (object);

  g_clear_handle_id (&self->updating, g_source_remove);
  if (self->watched != NULL)
    unwatch (self);
  if (self->connections != NULL)
    g_signal_handlers_disconnect_by_data (self->connections, self);
  g_clear_object (&self->connections);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_home_accounts_parent_class)->dispose (object);
}

static void
pf_home_accounts_class_init (PfHomeAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_home_accounts_dispose;
}

static void
pf_home_accounts_init (PfHomeAccounts *self)
{
  GtkWidget *section = pf_home_section_new (_ ("Connection"));

  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Connection"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated), self);
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), section);
}

/**
 * pf_home_accounts_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): how the connections are
 */
GtkWidget *
pf_home_accounts_new (PfWindow *window)
{
  PfHomeAccounts *self = g_object_new (PF_TYPE_HOME_ACCOUNTS, NULL);

  self->window = window;
  self->connections
      = g_object_ref (pf_workspace_get_connections (pf_window_get_workspace (window)));
  g_signal_connect_swapped (self->connections, "items-changed", G_CALLBACK (connections_changed),
                            self);
  g_signal_connect_object (window, "notify::connection", G_CALLBACK (update_soon), self,
                           G_CONNECT_SWAPPED);
  connections_changed (self);
  return GTK_WIDGET (self);
}
