/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/drafts/pf-drafts-page.h"

#include "app/compat/pf-toasts.h"
#include "app/composer/pf-composer.h"
#include "app/drafts/pf-draft-deletion.h"
#include "app/drafts/pf-draft-describe.h"
#include "app/drafts/pf-draft-sending.h"

#include "app/widgets/pf-popup.h"
#include <glib/gi18n.h>

/* What is begun and not pinned, of all accounts, newest first: a wall, and what can be done with
 * what is selected on it. */
struct _PfDraftsPage
{
  PfView parent;

  GtkStack *stack;
  PfWall *wall;
  GtkRevealer *bar;
  GtkLabel *count;
  GtkPopover *menu;
  PfWindow *window; /* (unowned): the page lives in it */
  PfDraftList *drafts;
};

G_DEFINE_FINAL_TYPE (PfDraftsPage, pf_drafts_page, PF_TYPE_VIEW)

static void
draft_unref (gpointer draft)
{
  pf_draft_unref (draft);
}

static GtkSelectionModel *
get_selection (PfDraftsPage *self)
{
  return GTK_SELECTION_MODEL (pf_wall_get_selection (self->wall));
}

static void
add_draft (PfDraftsPage *self, GPtrArray *drafts, guint position)
{
  g_autoptr (PfDraftItem) item = g_list_model_get_item (G_LIST_MODEL (self->drafts), position);

  if (item != NULL)
    g_ptr_array_add (drafts, pf_draft_ref (pf_draft_item_get_draft (item)));
}

/* What a verb is about: what is selected, else the draft that the keyboard is on. */
static GPtrArray *
list_chosen (PfDraftsPage *self)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func (draft_unref);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (get_selection (self));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    add_draft (self, drafts, position);
  if (drafts->len == 0 && pf_wall_get_cursor (self->wall) != PF_WALL_NO_TILE)
    add_draft (self, drafts, pf_wall_get_cursor (self->wall));
  return drafts;
}

static void
drafts_changed (PfDraftsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->drafts));
  gboolean loading;

  g_object_get (self->drafts, "loading", &loading, NULL);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "drafts" : loading ? "loading" : "empty");
  pf_view_set_waiting (PF_VIEW (self), n == 0 && loading);
  pf_sidebar_set_count (pf_window_get_sidebar (self->window), "drafts", n);
}

static void
selected_changed (PfDraftsPage *self)
{
  guint n = pf_wall_selection_get_n_selected (pf_wall_get_selection (self->wall));
  g_autofree char *words = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  /* The last number stays while the bar goes. */
  if (n > 0)
    gtk_label_set_label (self->count, words);
  gtk_revealer_set_reveal_child (self->bar, n > 0);
}

static void
activated (PfDraftsPage *self, guint position)
{
  g_autoptr (PfDraftItem) item = g_list_model_get_item (G_LIST_MODEL (self->drafts), position);

  if (item != NULL)
    pf_composer_present (self->window, pf_draft_item_get_draft (item));
}

static void
open_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (widget);
  g_autoptr (GPtrArray) drafts = list_chosen (self);

  if (drafts->len > 0)
    pf_composer_present (self->window, drafts->pdata[0]);
}

static void
pin_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (widget);
  g_autoptr (GPtrArray) drafts = list_chosen (self);

  pf_drafts_pin (self->window, drafts);
}

static void
delete_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (widget);
  g_autoptr (GPtrArray) drafts = list_chosen (self);

  pf_drafts_delete (self->window, drafts);
}

static void
select_none_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (widget);

  gtk_selection_model_unselect_all (get_selection (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->wall));
}

/* Enter opens by the wall itself; these act on what is selected or has the focus. */
static gboolean
key_pressed (PfDraftsPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType mods = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);
  const char *action = NULL;

  if (mods == 0 && (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete))
    action = "drafts.delete";
  else if (mods == GDK_CONTROL_MASK && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter))
    action = "drafts.pin";
  else if (mods == 0 && keyval == GDK_KEY_Escape && gtk_revealer_get_reveal_child (self->bar))
    action = "drafts.select-none";
  return action != NULL && gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

/* The menu is about the draft it was asked for, or all that are selected with it. */
static gboolean
menu_requested (PfDraftsPage *self, guint position, double x, double y)
{
  if (!gtk_selection_model_is_selected (get_selection (self), position))
    gtk_selection_model_unselect_all (get_selection (self));
  pf_wall_set_cursor (self->wall, position, FALSE);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->wall), GTK_WIDGET (self), x, y, &x, &y);
  pf_popup_point_at (self->menu, &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (self->menu);
  return TRUE;
}

/* GTK gives the focus to whatever comes next in the window. */
static void
menu_closed (PfDraftsPage *self)
{
  if (self->wall != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->wall)))
    gtk_widget_grab_focus (GTK_WIDGET (self->wall));
}

static void
describe (PfWall *wall, gpointer item, int device_width, PfWallTile *tile, gpointer data)
{
  pf_draft_describe (PF_DRAFTS_PAGE (data)->window, pf_draft_item_get_draft (item), tile);
}

static guint
find (PfWall *wall, const char *typed, guint from, gpointer data)
{
  return pf_draft_find (G_LIST_MODEL (PF_DRAFTS_PAGE (data)->drafts), typed, from);
}

/* Boards have their names, or another account is shown. */
static void
names_changed (PfDraftsPage *self)
{
  pf_wall_redescribe (self->wall);
}

static void
connection_changed (PfDraftsPage *self)
{
  PfConnection *connection = pf_window_get_connection (self->window);

  if (connection != NULL)
    {
      PfBoardList *boards
          = pf_workspace_get_boards (pf_window_get_workspace (self->window), connection);

      g_signal_handlers_disconnect_by_func (boards, names_changed, self);
      g_signal_connect_object (boards, "items-changed", G_CALLBACK (names_changed), self,
                               G_CONNECT_SWAPPED);
    }
  names_changed (self);
}

static void
pf_drafts_page_shown (PfView *view)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (view);

  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
pf_drafts_page_dispose (GObject *object)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (object);

  if (self->menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->menu));
  self->menu = NULL;
  if (self->wall != NULL)
    pf_wall_set_source (self->wall, NULL);
  g_clear_object (&self->drafts);
  G_OBJECT_CLASS (pf_drafts_page_parent_class)->dispose (object);
  self->wall = NULL;
}

static void
pf_drafts_page_class_init (PfDraftsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_drafts_page_dispose;
  PF_VIEW_CLASS (klass)->shown = pf_drafts_page_shown;
  g_type_ensure (PF_TYPE_WALL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/drafts/pf-drafts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfDraftsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PfDraftsPage, wall);
  gtk_widget_class_bind_template_child (widget_class, PfDraftsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, PfDraftsPage, count);
  gtk_widget_class_bind_template_child (widget_class, PfDraftsPage, menu);
  gtk_widget_class_bind_template_callback (widget_class, activated);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested);
  gtk_widget_class_install_action (widget_class, "drafts.open", NULL, open_activated);
  gtk_widget_class_install_action (widget_class, "drafts.pin", NULL, pin_activated);
  gtk_widget_class_install_action (widget_class, "drafts.delete", NULL, delete_activated);
  gtk_widget_class_install_action (widget_class, "drafts.select-none", NULL, select_none_activated);
}

static void
pf_drafts_page_init (PfDraftsPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  pf_toasts_keep_clear_of (GTK_WIDGET (self->count));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed), self, G_CONNECT_SWAPPED);
  pf_wall_set_title_lines (self->wall, 2);
  pf_wall_set_describe (self->wall, describe, self);
  pf_wall_set_find (self->wall, find, self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), keys);
}

/**
 * pf_drafts_page_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): the page of all drafts
 */
PfView *
pf_drafts_page_new (PfWindow *window)
{
  PfDraftsPage *self = g_object_new (PF_TYPE_DRAFTS_PAGE, NULL);
  PfWorkspace *workspace = pf_window_get_workspace (window);

  self->window = window;
  self->drafts = pf_draft_list_new (pf_workspace_get_store (workspace));
  g_object_set (self->drafts, "in-place", TRUE, NULL);
  g_settings_bind (pf_context_get_settings (pf_workspace_get_context (workspace)), "column-width",
                   self->wall, "column-width", G_SETTINGS_BIND_DEFAULT);
  pf_wall_set_pictures (self->wall, PF_PICTURE_SUPPLY (pf_window_get_pictures (window)));
  pf_wall_set_source (self->wall, PF_TILE_SOURCE (self->drafts));
  g_signal_connect_object (pf_wall_get_selection (self->wall), "notify::n-selected",
                           G_CALLBACK (selected_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drafts, "items-changed", G_CALLBACK (drafts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drafts, "notify::loading", G_CALLBACK (drafts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::connection", G_CALLBACK (connection_changed), self,
                           G_CONNECT_SWAPPED);
  connection_changed (self);
  drafts_changed (self);
  return PF_VIEW (self);
}
