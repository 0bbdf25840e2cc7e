/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-rows.h"

#include "app/boards/pf-board-menu.h"
#include "app/compat/pf-cell-label.h"
#include "app/connections/pf-connection-words.h"
#include "app/intake/pf-drop-zone.h"
#include "app/pictures/pf-picture.h"
#include "app/pins/pf-board-page.h"
#include "app/widgets/pf-tab-stop.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#include <string.h>

/* The boards in the sidebar: the favourites, then a heading with a filter that unfolds and +, then
 * one row a board, each a drop target. A GtkListView, because an account may have two thousand. */
struct _PfBoardRows
{
  AdwBin parent;
  PfWindow *window;         /* (unowned): it holds the sidebar */
  PfConnection *connection; /* nullable */
  GtkListView *list;
  GtkListView *favourites;
  GtkWidget *favourites_box;
  PfFavouriteList *favourite_list; /* nullable */
  GtkWidget *box;
  GtkWidget *add;
  GtkWidget *filter_button;
  GtkWidget *filter_revealer;
  GtkWidget *filter_entry;
  GtkCustomFilter *filter;
  GPtrArray *bound; /* boxes that show a board now; the list owns them */
  char *needle;     /* nullable: casefolded */
  char *current;    /* nullable: UUID of the board that is looked at */
};

G_DEFINE_FINAL_TYPE (PfBoardRows, pf_board_rows, ADW_TYPE_BIN)

static char *
row_board_uuid (GtkWidget *widget, gpointer unused)
{
  return g_strdup (g_object_get_data (G_OBJECT (widget), "board-uuid"));
}

static void
setup_row (PfBoardRows *self, GtkListItem *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *picture = pf_picture_new ();
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *sign = gtk_image_new ();
  GtkWidget *count = gtk_label_new (NULL);

  pf_picture_set_loader (PF_PICTURE (picture), pf_window_get_pictures (self->window));
  pf_picture_set_corner_radius (PF_PICTURE (picture), 6);
  pf_picture_set_color (PF_PICTURE (picture), G_MAXUINT32);
  gtk_widget_set_size_request (picture, 24, 24);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  pf_label_set_tooltip_when_cut (GTK_LABEL (name));
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (sign, "dim-label");
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), sign);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_item_set_child (cell, box);
  pf_drop_zone_add (box, row_board_uuid, NULL);
}

static void
mark_row (PfBoardRows *self, GtkWidget *box)
{
  GtkWidget *row = gtk_widget_get_parent (box);
  const char *uuid = g_object_get_data (G_OBJECT (box), "board-uuid");

  if (row == NULL)
    return;
  if (self->current != NULL && g_strcmp0 (uuid, self->current) == 0)
    gtk_widget_add_css_class (row, "current-board");
  else
    gtk_widget_remove_css_class (row, "current-board");
}

/* The board somebody looks at is marked, as the row of a page is. */
static void
view_changed (PfBoardRows *self)
{
  PfView *view = pf_window_get_visible_view (self->window);
  const char *uuid
      = PF_IS_BOARD_PAGE (view) ? pf_board_page_get_board_uuid (PF_BOARD_PAGE (view)) : NULL;

  if (g_strcmp0 (uuid, self->current) == 0)
    return;
  g_free (self->current);
  self->current = g_strdup (uuid);
  for (guint i = 0; i < self->bound->len; i++)
    mark_row (self, g_ptr_array_index (self->bound, i));
}

static gboolean
matches (gpointer item, gpointer data)
{
  PfBoardRows *self = PF_BOARD_ROWS (data);
  g_autofree char *name = NULL;

  if (self->needle == NULL)
    return TRUE;
  name = g_utf8_casefold (pf_board_item_get_name (item), -1);
  return strstr (name, self->needle) != NULL;
}

static void
filter_edited (PfBoardRows *self)
{
  g_autofree char *text
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
filter_toggled (PfBoardRows *self)
{
  gboolean active = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->filter_button));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->filter_revealer), active);
  if (active)
    gtk_widget_grab_focus (self->filter_entry);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), "");
}

static void
stop_filter (PfBoardRows *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->filter_button), FALSE);
  gtk_widget_grab_focus (self->filter_button);
}

static void
show_sign (GtkImage *sign, PfBoardItem *board)
{
  const char *icon = NULL, *words = NULL;

  if (pf_board_item_get_privacy (board) == PF_PRIVACY_SECRET)
    {
      icon = "changes-prevent-symbolic";
      words = _ ("Secret board");
    }
  else if (pf_board_item_is_group (board))
    {
      icon = "system-users-symbolic";
      words = _ ("Group board");
    }
  gtk_image_set_from_icon_name (sign, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (sign), words);
  gtk_widget_set_visible (GTK_WIDGET (sign), icon != NULL);
}

static void
bind_row (PfBoardRows *self, GtkListItem *cell)
{
  PfBoardItem *board = PF_BOARD_ITEM (gtk_list_item_get_item (cell));
  GtkWidget *box = gtk_list_item_get_child (cell);
  GtkWidget *picture = gtk_widget_get_first_child (box);
  GtkWidget *name = gtk_widget_get_next_sibling (picture);
  GtkWidget *sign = gtk_widget_get_next_sibling (name);
  GtkWidget *count = gtk_widget_get_next_sibling (sign);
  const char *const *urls = pf_board_item_get_cover_urls (board);
  gint64 n = pf_board_item_get_pin_count (board);
  g_autofree char *clean = pf_text_clean (pf_board_item_get_name (board));
  g_autofree char *number = n > 0 ? g_strdup_printf ("%'" G_GINT64_FORMAT, n) : g_strdup ("");

  g_object_set_data_full (G_OBJECT (box), "board-uuid", g_strdup (pf_board_item_get_uuid (board)),
                          g_free);
  gtk_label_set_label (GTK_LABEL (name), clean);
  pf_cell_set_label (cell, clean);
  gtk_label_set_label (GTK_LABEL (count), number);
  show_sign (GTK_IMAGE (sign), board);
  pf_picture_set_url (PF_PICTURE (picture), pf_connection_get_client (self->connection),
                      urls != NULL ? urls[0] : NULL);
  g_ptr_array_add (self->bound, box);
  mark_row (self, box);
}

static void
unbind_row (PfBoardRows *self, GtkListItem *cell)
{
  g_ptr_array_remove_fast (self->bound, gtk_list_item_get_child (cell));
}

static void
row_activated (PfBoardRows *self, guint position, GtkListView *list)
{
  g_autoptr (PfBoardItem) board
      = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  if (board == NULL)
    return;
  if (g_strcmp0 (pf_board_item_get_uuid (board), self->current) == 0)
    {
      /* It is there already; in a narrow window it lies behind the sidebar. */
      pf_window_show_content (self->window);
      return;
    }
  pf_window_show_page (self->window, "boards");
  pf_window_push_view (self->window, pf_board_page_new (self->window, self->connection, board));
}

/* What the account may never do is not offered; what it cannot do just now says so when tried. */
static void
scopes_changed (PfBoardRows *self)
{
  const char *reason = self->connection != NULL ? pf_words_for_read_only (self->connection) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self->window), "win.new-board", reason == NULL);
  gtk_widget_set_tooltip_text (self->add, reason != NULL ? reason : _ ("New Board"));
}

static void
set_connection (PfBoardRows *self, PfConnection *connection)
{
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    g_signal_connect_swapped (connection, "notify::scopes-granted", G_CALLBACK (scopes_changed),
                              self);
}

static void
filter_activated (PfBoardRows *self)
{
  /* What was typed just now is told with a delay, Enter is not. */
  filter_edited (self);
  if (self->needle != NULL)
    row_activated (self, 0, self->list);
}

static const char *
find_row_uuid (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "board-uuid");
}

static void
favourites_changed (PfBoardRows *self)
{
  gtk_widget_set_visible (self->favourites_box,
                          self->favourite_list != NULL
                              && g_list_model_get_n_items (G_LIST_MODEL (self->favourite_list))
                                     > 0);
}

static void
set_favourites (PfBoardRows *self, PfFavouriteList *favourites)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_list_view_set_model (self->favourites, NULL);
  if (self->favourite_list != NULL)
    g_signal_handlers_disconnect_by_data (self->favourite_list, self);
  g_set_object (&self->favourite_list, favourites);
  if (favourites != NULL)
    {
      selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (favourites)));
      gtk_list_view_set_model (self->favourites, GTK_SELECTION_MODEL (selection));
      g_signal_connect_swapped (favourites, "items-changed", G_CALLBACK (favourites_changed), self);
    }
  favourites_changed (self);
}

static void
connection_changed (PfBoardRows *self)
{
  PfConnection *connection = pf_window_get_connection (self->window);

  set_favourites (self, NULL);
  gtk_list_view_set_model (self->list, NULL);
  set_connection (self, connection);
  scopes_changed (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->filter_button), FALSE);
  gtk_widget_set_visible (self->box, connection != NULL);
  if (connection != NULL)
    {
      PfBoardList *boards
          = pf_workspace_get_boards (pf_window_get_workspace (self->window), connection);
      GtkFilterListModel *filtered
          = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (boards)),
                                       g_object_ref (GTK_FILTER (self->filter)));
      g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (filtered));

      gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
      set_favourites (self, pf_workspace_get_favourites (pf_window_get_workspace (self->window),
                                                         connection));
    }
}

static void
pf_board_rows_dispose (GObject *object)
{
  PfBoardRows *self = PF_BOARD_ROWS (object);

  if (self->list != NULL)
    {
      set_favourites (self, NULL);
      gtk_list_view_set_model (self->list, NULL);
    }
  self->list = NULL;
  set_connection (self, NULL);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
  g_clear_pointer (&self->needle, g_free);
  g_clear_pointer (&self->current, g_free);
  G_OBJECT_CLASS (pf_board_rows_parent_class)->dispose (object);
}

static void
pf_board_rows_class_init (PfBoardRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_board_rows_dispose;
}

static void
create_filter (PfBoardRows *self)
{
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->filter_button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->filter_button), "system-search-symbolic");
  gtk_widget_add_css_class (self->filter_button, "flat");
  gtk_widget_set_tooltip_text (self->filter_button, _ ("Filter Boards"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Filter Boards"), -1);
  g_signal_connect_swapped (self->filter_button, "toggled", G_CALLBACK (filter_toggled), self);

  self->filter_entry = gtk_search_entry_new ();
  g_object_set (self->filter_entry, "placeholder-text", _ ("Filter boards"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Filter boards"), -1);
  gtk_widget_set_margin_start (self->filter_entry, 6);
  gtk_widget_set_margin_end (self->filter_entry, 6);
  gtk_widget_set_margin_top (self->filter_entry, 6);
  g_signal_connect_swapped (self->filter_entry, "search-changed", G_CALLBACK (filter_edited), self);
  g_signal_connect_swapped (self->filter_entry, "stop-search", G_CALLBACK (stop_filter), self);
  g_signal_connect_swapped (self->filter_entry, "activate", G_CALLBACK (filter_activated), self);

  self->filter_revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->filter_revealer), self->filter_entry);
}

static GtkListView *
create_list (PfBoardRows *self, const char *label)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list;

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_row), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_row), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_row), self);
  list = gtk_list_view_new (NULL, factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (list, "activate", G_CALLBACK (row_activated), self);
  pf_board_menu_add (list, find_row_uuid);
  return GTK_LIST_VIEW (list);
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (heading), label);
  gtk_widget_set_margin_start (heading, 14);
  gtk_widget_set_margin_end (heading, 6);
  return heading;
}

static GtkWidget *
create_favourites (PfBoardRows *self)
{
  GtkWidget *heading = create_heading (_ ("Favourites"));

  gtk_widget_set_margin_top (heading, 6);
  self->favourites = create_list (self, _ ("Favourite boards"));
  self->favourites_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->favourites_box), heading);
  gtk_box_append (GTK_BOX (self->favourites_box), pf_tab_stop_new (GTK_WIDGET (self->favourites)));
  gtk_widget_set_visible (self->favourites_box, FALSE);
  return self->favourites_box;
}

static void
pf_board_rows_init (PfBoardRows *self)
{
  GtkWidget *heading = create_heading (_ ("Boards"));

  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  self->bound = g_ptr_array_new ();
  create_filter (self);
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_tooltip_text (self->add, _ ("New Board"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->add), "win.new-board");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("New Board"), -1);
  gtk_box_append (GTK_BOX (heading), self->filter_button);
  gtk_box_append (GTK_BOX (heading), self->add);
  self->list = create_list (self, _ ("Boards"));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), create_favourites (self));
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), self->filter_revealer);
  gtk_box_append (GTK_BOX (self->box), pf_tab_stop_new (GTK_WIDGET (self->list)));
  /* The rows are as wide as the sidebar; they do not make it wide. */
  gtk_widget_set_hexpand (self->box, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/**
 * pf_board_rows_new:
 * @window: the window whose sidebar it goes into
 *
 * Returns: (transfer floating): the list of boards of the account shown
 */
GtkWidget *
pf_board_rows_new (PfWindow *window)
{
  PfBoardRows *self = g_object_new (PF_TYPE_BOARD_ROWS, NULL);

  self->window = window;
  g_signal_connect_object (window, "notify::connection", G_CALLBACK (connection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::visible-view", G_CALLBACK (view_changed), self,
                           G_CONNECT_SWAPPED);
  connection_changed (self);
  return GTK_WIDGET (self);
}
