/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/tidy/pf-tidy-boards.h"

#include "app/boards/pf-board-dialog.h"
#include "app/widgets/pf-text.h"
#include "core/insights/pf-hygiene.h"

#include <glib/gi18n.h>

/* Rows at once: what is mended makes room for more. */
#define MOST_ROWS 200

/* Boards without a description; each opens what edits it. */
struct _PfTidyBoards
{
  PfView parent;
  GtkListBox *list;
  GtkStack *stack;
  PfWindow *window; /* (unowned): the page lives in it */
  PfConnection *connection;
  GHashTable *uuids;          /* utf8 */
  GtkFilterListModel *boards; /* (owned) */
  GtkSliceListModel *slice;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (PfTidyBoards, pf_tidy_boards, PF_TYPE_VIEW)

static gboolean
is_bare (gpointer item, gpointer data)
{
  PfTidyBoards *self = data;
  const char *description = pf_board_item_get_description (item);

  return g_hash_table_contains (self->uuids, pf_board_item_get_uuid (item))
         && (description == NULL || *description == '\0');
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  GtkWidget *row = adw_action_row_new ();

  pf_row_set_title (ADW_PREFERENCES_ROW (row), pf_board_item_get_name (item));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("document-edit-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
row_activated (PfTidyBoards *self, GtkListBoxRow *row)
{
  g_autoptr (PfBoardItem) board
      = g_list_model_get_item (G_LIST_MODEL (self->slice), (guint)gtk_list_box_row_get_index (row));

  if (board != NULL)
    gtk_window_present (
        GTK_WINDOW (pf_board_dialog_new_edit (self->window, self->connection, board)));
}

static void
update (PfTidyBoards *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->slice));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
pf_tidy_boards_dispose (GObject *object)
{
  PfTidyBoards *self = PF_TIDY_BOARDS (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  if (self->slice != NULL)
    g_signal_handlers_disconnect_by_data (self->slice, self);
  if (self->boards != NULL)
    gtk_filter_list_model_set_filter (self->boards, NULL);
  g_clear_object (&self->slice);
  g_clear_object (&self->boards);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->uuids, g_hash_table_unref);
  G_OBJECT_CLASS (pf_tidy_boards_parent_class)->dispose (object);
}

static void
pf_tidy_boards_class_init (PfTidyBoardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_tidy_boards_dispose;
}

static void
pf_tidy_boards_init (PfTidyBoards *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *empty = adw_status_page_new ();

  self->uuids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pf_hygiene_get_title (PF_HYGIENE_NO_DESCRIPTION), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated), self);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->list));
  gtk_widget_add_css_class (clamp, "tidy");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "pf-board-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("All Tidy"));
  pf_status_page_set_description (ADW_STATUS_PAGE (empty), _ ("Each board has a description."));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  pf_view_set_title (PF_VIEW (self), pf_hygiene_get_title (PF_HYGIENE_NO_DESCRIPTION));
  pf_view_set_content (PF_VIEW (self), GTK_WIDGET (self->stack));
}

/**
 * pf_tidy_boards_new:
 * @window: the window it goes into
 * @connection: whose boards
 * @uuids: (element-type utf8): local UUIDs of those that were found
 *
 * Returns: (transfer floating): a page to push
 */
PfView *
pf_tidy_boards_new (PfWindow *window, PfConnection *connection, GPtrArray *uuids)
{
  PfTidyBoards *self = g_object_new (PF_TYPE_TIDY_BOARDS, NULL);
  PfBoardList *boards = pf_workspace_get_boards (pf_window_get_workspace (window), connection);

  self->window = window;
  self->connection = g_object_ref (connection);
  for (guint i = 0; i < uuids->len; i++)
    g_hash_table_add (self->uuids, g_strdup (g_ptr_array_index (uuids, i)));
  self->boards
      = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (boards)),
                                   GTK_FILTER (gtk_custom_filter_new (is_bare, self, NULL)));
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->boards)), 0, MOST_ROWS);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->slice), create_row, self, NULL);
  g_signal_connect_swapped (self->slice, "items-changed", G_CALLBACK (update), self);
  update (self);
  return PF_VIEW (self);
}
