/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sidebar"

#include "config.h"

#include "app/sidebar/pf-sidebar.h"

#include "app/compat/pf-menu-button.h"
#include "app/connections/pf-connection-words.h"
#include "app/sidebar/pf-account-row.h"
#include "app/sidebar/pf-sidebar-drops.h"
#include "app/widgets/pf-avatar.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

struct _PfSidebar
{
  AdwBin parent;

  AdwHeaderBar *header;
  GtkMenuButton *account_button;
  PfAvatar *account_avatar;
  GtkLabel *account_name;
  GtkLabel *account_state;
  GtkImage *account_dot;
  GtkPopover *popover;
  GtkListBox *accounts;
  GtkListBox *rows;
  GtkListBox *bottom;
  AdwBin *boards;
  GtkImage *worst_dot;

  PfConnections *connections; /* (nullable) (owned) */
  PfConnection *connection;   /* (nullable) (owned): the account shown */
  GPtrArray *watched;         /* (owned): connections whose state is watched */
  const char *account_style;  /* static */
  const char *worst_style;    /* static */
  guint drawing;              /* source id */
  gboolean drawn;             /* once */
};

G_DEFINE_FINAL_TYPE (PfSidebar, pf_sidebar, ADW_TYPE_BIN)

/* Drawings of this size take longer than all else in the sidebar: they come after the first
 * frame, into a place of their size. The words beside them are there. */
static void
show_state (PfSidebar *self, GtkImage *image, const PfConnectionWords *words, const char **style)
{
  if (*style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (image), *style);
  *style = words->style;
  gtk_widget_add_css_class (GTK_WIDGET (image), words->style);
  if (self->drawn)
    gtk_image_set_from_icon_name (image, words->icon_name);
}

static void
update_account (PfSidebar *self)
{
  g_autofree char *name = NULL;
  g_autofree char *state = NULL;
  g_autofree char *label = NULL;
  PfConnectionWords words;

  gtk_widget_set_visible (GTK_WIDGET (self->account_button), self->connection != NULL);
  if (self->connection == NULL)
    return;

  words = pf_connection_get_words (self->connection);
  name = pf_text_clean (pf_connection_get_display_name (self->connection));
  state = pf_connection_describe (self->connection);
  gtk_label_set_label (self->account_name, name);
  gtk_label_set_label (self->account_state, state);
  show_state (self, self->account_dot, &words, &self->account_style);
  /* Translators: account button for screen readers: name, state */
  label = g_strdup_printf (_ ("Account %s, %s"), name, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->account_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_worst (PfSidebar *self)
{
  PfConnectionWords worst = { .severity = 0 };
  g_autofree char *name = NULL;
  guint n_items = 0;

  if (self->connections != NULL)
    n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PfConnection) connection
          = g_list_model_get_item (G_LIST_MODEL (self->connections), i);
      PfConnectionWords words = pf_connection_get_words (connection);

      if (i == 0 || words.severity > worst.severity)
        worst = words;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->worst_dot), n_items > 0);
  if (n_items == 0)
    return;
  show_state (self, self->worst_dot, &worst, &self->worst_style);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->worst_dot), worst.word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->worst_dot), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  worst.word, -1);
  name = g_strdup_printf ("%s, %s", _ ("Connections"), worst.word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (
                                      gtk_widget_get_ancestor (GTK_WIDGET (self->worst_dot),
                                                               GTK_TYPE_LIST_BOX_ROW)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
connection_changed (PfSidebar *self)
{
  update_account (self);
  update_worst (self);
}

static gboolean
draw_states (gpointer data)
{
  PfSidebar *self = data;

  self->drawing = 0;
  self->drawn = TRUE;
  connection_changed (self);
  return G_SOURCE_REMOVE;
}

static gboolean
first_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  PF_SIDEBAR (widget)->drawing = g_idle_add_full (G_PRIORITY_LOW, draw_states, widget, NULL);
  return G_SOURCE_REMOVE;
}

static void
unwatch (PfSidebar *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), connection_changed,
                                          self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
connections_changed (PfSidebar *self)
{
  guint n_items = 0;

  unwatch (self);
  if (self->connections != NULL)
    n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));
  for (guint i = 0; i < n_items; i++)
    {
      PfConnection *connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      g_ptr_array_add (self->watched, connection);
      g_signal_connect_object (connection, "notify", G_CALLBACK (connection_changed), self,
                               G_CONNECT_SWAPPED);
    }
  connection_changed (self);
}

static GtkWidget *
create_account_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = pf_account_row_new (PF_CONNECTION (item));

  pf_sidebar_add_account_drop (row);
  pf_account_row_set_current (PF_ACCOUNT_ROW (row), item == PF_SIDEBAR (user_data)->connection);
  return row;
}

static void
mark_current_account (PfSidebar *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->accounts, i)) != NULL; i++)
    pf_account_row_set_current (PF_ACCOUNT_ROW (row),
                                pf_account_row_get_connection (PF_ACCOUNT_ROW (row))
                                    == self->connection);
}

static void
close_popover (PfSidebar *self)
{
  gtk_popover_popdown (self->popover);
}

static void
account_activated (PfSidebar *self, GtkListBoxRow *row)
{
  PfConnection *connection = pf_account_row_get_connection (PF_ACCOUNT_ROW (row));

  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.switch-account", "s",
                              pf_connection_get_id (connection));
}

static void
row_activated (PfSidebar *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s",
                              gtk_widget_get_name (GTK_WIDGET (row)));
}

static GtkListBoxRow *
find_row (PfSidebar *self, const char *name)
{
  GtkListBox *lists[] = { self->rows, self->bottom };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (int n = 0;; n++)
      {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index (lists[i], n);

        if (row == NULL)
          break;
        if (g_strcmp0 (gtk_widget_get_name (GTK_WIDGET (row)), name) == 0)
          return row;
      }
  return NULL;
}

/**
 * pf_sidebar_set_connections:
 * @self: a sidebar
 * @connections: (nullable): all accounts
 *
 * Fills the account switcher and the Connections row.
 */
void
pf_sidebar_set_connections (PfSidebar *self, PfConnections *connections)
{
  g_return_if_fail (PF_IS_SIDEBAR (self));

  if (self->connections == connections)
    return;
  if (self->connections != NULL)
    g_signal_handlers_disconnect_by_func (self->connections, connections_changed, self);
  g_set_object (&self->connections, connections);
  gtk_list_box_bind_model (self->accounts, G_LIST_MODEL (connections), create_account_row, self,
                           NULL);
  if (connections != NULL)
    g_signal_connect_object (connections, "items-changed", G_CALLBACK (connections_changed), self,
                             G_CONNECT_SWAPPED);
  connections_changed (self);
}

/**
 * pf_sidebar_set_connection:
 * @self: a sidebar
 * @connection: (nullable): the account the window shows
 *
 * Shows the account in the account button.
 */
void
pf_sidebar_set_connection (PfSidebar *self, PfConnection *connection)
{
  g_return_if_fail (PF_IS_SIDEBAR (self));

  g_set_object (&self->connection, connection);
  pf_avatar_set_connection (self->account_avatar, connection);
  update_account (self);
  mark_current_account (self);
}

/**
 * pf_sidebar_add_row:
 * @self: a sidebar
 * @name: of the page it opens
 * @title: plain text, translated
 * @icon_name: a symbolic icon
 *
 * Adds a row for a page above the boards.
 */
void
pf_sidebar_add_row (PfSidebar *self, const char *name, const char *title, const char *icon_name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *count = gtk_label_new (NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (row), "count", count);
  g_object_set_data_full (G_OBJECT (row), "title", g_strdup (title), g_free);
  gtk_list_box_append (self->rows, row);
  if (g_str_equal (name, "boards"))
    pf_sidebar_add_page_spring (row);
}

/**
 * pf_sidebar_set_count:
 * @self: a sidebar
 * @name: of a page added with pf_sidebar_add_row()
 * @count: what to show at the end of its row; 0 shows nothing
 *
 * Sets the number beside a page.
 */
void
pf_sidebar_set_count (PfSidebar *self, const char *name, guint count)
{
  GtkListBoxRow *row = find_row (self, name);
  GtkLabel *label = row != NULL ? g_object_get_data (G_OBJECT (row), "count") : NULL;
  g_autofree char *text = count > 0 ? g_strdup_printf ("%'u", count) : g_strdup ("");

  if (label != NULL)
    {
      const char *title = g_object_get_data (G_OBJECT (row), "title");
      g_autofree char *both
          = count > 0 ? g_strdup_printf ("%s, %'u", title, count) : g_strdup (title);

      gtk_label_set_label (label, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, both,
                                      -1);
    }
}

/**
 * pf_sidebar_select:
 * @self: a sidebar
 * @name: (nullable): of the page that is shown
 *
 * Marks the row of the page that is shown.
 */
void
pf_sidebar_select (PfSidebar *self, const char *name)
{
  GtkListBoxRow *row = name != NULL ? find_row (self, name) : NULL;
  GtkListBox *list = NULL;

  if (row != NULL)
    list = GTK_LIST_BOX (gtk_widget_get_parent (GTK_WIDGET (row)));
  if (list != self->rows)
    gtk_list_box_unselect_all (self->rows);
  if (list != self->bottom)
    gtk_list_box_unselect_all (self->bottom);
  if (list != NULL)
    gtk_list_box_select_row (list, row);
}

/**
 * pf_sidebar_set_boards:
 * @self: a sidebar
 * @boards: (nullable): the list of boards under the pages
 *
 * Puts a widget in the place for boards.
 */
void
pf_sidebar_set_boards (PfSidebar *self, GtkWidget *boards)
{
  adw_bin_set_child (self->boards, boards);
}

/**
 * pf_sidebar_set_show_end_buttons:
 * @self: a sidebar
 * @show: whether the window's end buttons belong here: when it covers the window
 *
 * The window calls it.
 */
void
pf_sidebar_set_show_end_buttons (PfSidebar *self, gboolean show)
{
  adw_header_bar_set_show_end_title_buttons (self->header, show);
}

static void
pf_sidebar_dispose (GObject *object)
{
  PfSidebar *self = PF_SIDEBAR (object);

  g_clear_handle_id (&self->drawing, g_source_remove);
  if (self->watched != NULL)
    unwatch (self);
  if (self->accounts != NULL)
    gtk_list_box_bind_model (self->accounts, NULL, NULL, NULL, NULL);
  if (self->connections != NULL)
    g_signal_handlers_disconnect_by_func (self->connections, connections_changed, self);
  g_clear_object (&self->connections);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_sidebar_parent_class)->dispose (object);
}

static void
pf_sidebar_class_init (PfSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_sidebar_dispose;

  g_type_ensure (PF_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/sidebar/pf-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, account_button);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, account_avatar);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, account_name);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, account_state);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, account_dot);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, popover);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, accounts);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, rows);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, bottom);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, boards);
  gtk_widget_class_bind_template_child (widget_class, PfSidebar, worst_dot);
  gtk_widget_class_bind_template_callback (widget_class, account_activated);
  gtk_widget_class_bind_template_callback (widget_class, close_popover);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
}

static void
pf_sidebar_init (PfSidebar *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_sidebar_add_account_spring (self->account_button, self->popover);
  pf_menu_button_fill (self->account_button);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), first_frame, NULL, NULL);
  update_account (self);
}
