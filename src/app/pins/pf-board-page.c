/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-board-page.h"

#include "app/boards/pf-board-card.h"
#include "app/boards/pf-load-states.h"
#include "app/intake/pf-drop-zone.h"
#include "app/intake/pf-intake.h"
#include "app/pins/pf-pin-pane.h"
#include "app/pins/pf-pin-describe.h"
#include "app/widgets/pf-steady-bin.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/wall/pf-wall.h"

#include <glib/gi18n.h>

/* ui.md: the pane lies beside the wall where the window is 1160 wide, so the page about 900. */
#define BESIDE_WIDTH 900
#define PANE_WIDTH 380
/* More pins are asked for when so many screens are left below. */
#define SCREENS_AHEAD 2.0

/* One board: its pins, and the pin somebody looks at in a pane at the end. */
struct _PfBoardPage
{
  PfView parent;

  PfLoadStates states;
  AdwFlap *flap;
  PfSteadyBin *pane_bin;
  PfPinPane *pane;
  GtkScrolledWindow *scroller;
  PfWall *wall;

  PfWindow *window; /* (unowned): it holds the page */
  PfConnection *connection;
  PfBoardItem *board;
  PfBoardList *boards;
  PfPinList *pins;
  char *open_uuid; /* nullable: the pin in the pane */
  guint open_position;
  char *newest_uuid; /* nullable: the pin just enqueued that was scrolled to */
  int width;
};

G_DEFINE_FINAL_TYPE (PfBoardPage, pf_board_page, PF_TYPE_VIEW)

static void
update_state (PfBoardPage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->pins)) > 0;

  pf_load_states_show (&self->states, G_OBJECT (self->pins), self->connection, any ? "pins" : NULL);
}

static void
want_more (PfBoardPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double left;

  if (self->pins == NULL)
    return;
  left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment)
         - gtk_adjustment_get_page_size (adjustment);

  if (left < SCREENS_AHEAD * gtk_adjustment_get_page_size (adjustment))
    pf_pin_list_load_more (self->pins);
}

static void
show_board (PfBoardPage *self)
{
  g_autofree char *name = pf_text_clean (pf_board_item_get_name (self->board));
  g_autofree char *words = pf_board_words (self->board);

  pf_view_set_title (PF_VIEW (self), name);
  pf_view_set_subtitle (PF_VIEW (self), words);
}

static void
boards_changed (PfBoardPage *self)
{
  g_autoptr (PfBoardItem) board
      = pf_board_list_find (self->boards, pf_board_item_get_uuid (self->board));

  if (board == NULL)
    return;
  g_set_object (&self->board, board);
  show_board (self);
}

/* What was wrong with the sign-in or the keyring is over. */
static void
connection_state_changed (PfBoardPage *self)
{
  if (pf_load_states_is (&self->states, "error")
      && pf_connection_get_state (self->connection) == PF_CONNECTION_CONNECTED)
    pf_pin_list_refresh (self->pins);
}

static void arrange (PfBoardPage *self);

static void
show_pin_at (PfBoardPage *self, guint position)
{
  g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (self->pins), position);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->pins));
  g_autofree char *name = NULL;

  if (item == NULL)
    {
      g_clear_pointer (&self->open_uuid, g_free);
      adw_flap_set_reveal_flap (self->flap, FALSE);
    }
  else
    {
      name = pf_board_list_get_name (self->boards, pf_board_item_get_uuid (self->board));
      pf_pin_pane_set_board (self->pane, pf_board_item_get_uuid (self->board));
      pf_pin_pane_set_pin (self->pane, self->window, self->connection, item, name);
      if (g_strcmp0 (self->open_uuid, pf_pin_item_get_uuid (item)) != 0)
        {
          g_free (self->open_uuid);
          self->open_uuid = g_strdup (pf_pin_item_get_uuid (item));
        }
      self->open_position = position;
      adw_flap_set_reveal_flap (self->flap, TRUE);
    }
  if (self->width > 0)
    arrange (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "board.previous", item != NULL && position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "board.next", item != NULL && position + 1 < n);
}

/* Whoever pins sees the pin, wherever the page was; while it can be undone, and once. */
static void
show_newest (PfBoardPage *self)
{
  g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (self->pins), 0);
  PfOutboxRow *row = item != NULL ? pf_pin_item_get_row (item) : NULL;

  if (row == NULL || row->state != PF_OUTBOX_HELD
      || g_strcmp0 (self->newest_uuid, pf_pin_item_get_uuid (item)) == 0)
    return;
  g_free (self->newest_uuid);
  self->newest_uuid = g_strdup (pf_pin_item_get_uuid (item));
  pf_wall_scroll_to_top (self->wall);
}

/* The pin in the pane moved, changed or went. */
static void
pins_changed (PfBoardPage *self, guint position, guint removed, guint added)
{
  update_state (self);
  if (position == 0 && added > 0)
    show_newest (self);
  if (self->open_uuid == NULL)
    return;
  if (position > self->open_position)
    {
      show_pin_at (self, self->open_position);
      return;
    }
  if (position + removed <= self->open_position)
    {
      self->open_position += added - removed;
      show_pin_at (self, self->open_position);
      return;
    }
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (self->pins), i);

      if (g_strcmp0 (pf_pin_item_get_uuid (item), self->open_uuid) == 0)
        {
          show_pin_at (self, i);
          return;
        }
    }
  show_pin_at (self, GTK_INVALID_LIST_POSITION);
}

static void
pins_refreshed (PfBoardPage *self, guint first, guint n)
{
  if (self->open_uuid != NULL && self->open_position >= first && self->open_position < first + n)
    show_pin_at (self, self->open_position);
}

static void
activated (PfBoardPage *self, guint position)
{
  show_pin_at (self, position);
}

static void
describe (PfWall *wall, gpointer item, int device_width, PfWallTile *tile, gpointer data)
{
  pf_pin_describe (PF_BOARD_PAGE (data)->connection, item, device_width, tile);
}

static guint
find (PfWall *wall, const char *typed, guint from, gpointer data)
{
  return pf_pin_find (G_LIST_MODEL (PF_BOARD_PAGE (data)->pins), typed, from);
}

static char *
page_board_uuid (GtkWidget *widget, gpointer unused)
{
  return g_strdup (pf_board_item_get_uuid (PF_BOARD_PAGE (widget)->board));
}

static void
step_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfBoardPage *self = PF_BOARD_PAGE (widget);
  gboolean forward = g_str_has_suffix (name, "next");

  if (self->open_uuid == NULL || (!forward && self->open_position == 0))
    return;
  show_pin_at (self, forward ? self->open_position + 1 : self->open_position - 1);
  if (self->open_uuid != NULL)
    pf_wall_set_cursor (self->wall, self->open_position, FALSE);
}

static void
close_pin_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfBoardPage *self = PF_BOARD_PAGE (widget);

  show_pin_at (self, GTK_INVALID_LIST_POSITION);
  gtk_widget_grab_focus (GTK_WIDGET (self->wall));
}

static void
new_pin_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfBoardPage *self = PF_BOARD_PAGE (widget);

  pf_intake_choose (self->window, pf_board_item_get_uuid (self->board));
}

/* ui.md: beside the pins, over them, or the whole page. */
static void
arrange (PfBoardPage *self)
{
  gboolean beside = self->width >= BESIDE_WIDTH;

  adw_flap_set_fold_policy (self->flap,
                            beside ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS);
  /* Where two columns would not stay free the pin takes the whole page. */
  g_object_set (self->pane_bin, "natural-width",
                self->width < PANE_WIDTH + 312 ? self->width : PANE_WIDTH, NULL);
  /* Beside something that expands, AdwFlap gives the pane no more than it cannot do without. */
  gtk_widget_set_size_request (GTK_WIDGET (self->pane_bin), beside ? PANE_WIDTH : -1, -1);
}

static void
width_changed (PfBoardPage *self, int width)
{
  self->width = width;
  arrange (self);
}

static void
pf_board_page_shown (PfView *view)
{
  pf_load_states_grab_focus (&PF_BOARD_PAGE (view)->states);
}

static void
pf_board_page_refresh (PfView *view)
{
  pf_pin_list_refresh (PF_BOARD_PAGE (view)->pins);
}

static void
pf_board_page_dispose (GObject *object)
{
  PfBoardPage *self = PF_BOARD_PAGE (object);

  pf_load_states_clear (&self->states);
  if (self->wall != NULL)
    pf_wall_set_source (self->wall, NULL);
  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_data (self->pins, self);
  g_clear_object (&self->connection);
  g_clear_object (&self->board);
  g_clear_object (&self->boards);
  g_clear_object (&self->pins);
  g_clear_pointer (&self->open_uuid, g_free);
  g_clear_pointer (&self->newest_uuid, g_free);
  G_OBJECT_CLASS (pf_board_page_parent_class)->dispose (object);
  self->wall = NULL;
}

static void
pf_board_page_class_init (PfBoardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_page_dispose;
  view_class->shown = pf_board_page_shown;
  view_class->refresh = pf_board_page_refresh;
  g_type_ensure (PF_TYPE_PIN_PANE);
  g_type_ensure (PF_TYPE_STEADY_BIN);
  g_type_ensure (PF_TYPE_WALL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/pins/pf-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, flap);
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, pane);
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, pane_bin);
  gtk_widget_class_bind_template_child_full (widget_class, "stack", FALSE,
                                             G_STRUCT_OFFSET (PfBoardPage, states.stack));
  gtk_widget_class_bind_template_child_full (widget_class, "spinner", FALSE,
                                             G_STRUCT_OFFSET (PfBoardPage, states.spinner));
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, wall);
  gtk_widget_class_bind_template_child_full (widget_class, "error_page", FALSE,
                                             G_STRUCT_OFFSET (PfBoardPage, states.error_page));
  gtk_widget_class_bind_template_child_full (widget_class, "error_button", FALSE,
                                             G_STRUCT_OFFSET (PfBoardPage, states.error_button));
  gtk_widget_class_bind_template_callback (widget_class, activated);
  gtk_widget_class_bind_template_callback (widget_class, width_changed);
  gtk_widget_class_install_action (widget_class, "board.previous", NULL, step_activated);
  gtk_widget_class_install_action (widget_class, "board.next", NULL, step_activated);
  gtk_widget_class_install_action (widget_class, "board.close-pin", NULL, close_pin_activated);
  gtk_widget_class_install_action (widget_class, "board.new-pin", NULL, new_pin_activated);
}

static gboolean
pane_key (PfBoardPage *self, guint key, guint code, GdkModifierType state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (self->open_uuid == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape)
    return gtk_widget_activate_action (GTK_WIDGET (self), "board.close-pin", NULL);
  if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    return gtk_widget_activate_action (GTK_WIDGET (self),
                                       (key == GDK_KEY_Right) != rtl ? "board.next"
                                                                     : "board.previous",
                                       NULL);
  return GDK_EVENT_PROPAGATE;
}

/* The focus stays on the pins when one is opened; what they leave of Escape closes it. */
static gboolean
page_key (PfBoardPage *self, guint key, guint code, GdkModifierType state)
{
  return key == GDK_KEY_Escape && pane_key (self, key, code, state);
}

static void
pf_board_page_init (PfBoardPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *page_keys = gtk_event_controller_key_new ();
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wall_set_describe (self->wall, describe, self);
  pf_wall_set_find (self->wall, find, self);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (want_more), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (want_more), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (pane_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->pane), keys);
  g_signal_connect_object (page_keys, "key-pressed", G_CALLBACK (page_key), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), page_keys);
  pf_drop_zone_add (GTK_WIDGET (self), page_board_uuid, NULL);
}

/**
 * pf_board_page_new:
 * @window: the window it goes into
 * @connection: whose board
 * @board: the board, pending or not
 *
 * Returns: (transfer floating): a page to push
 */
PfView *
pf_board_page_new (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  PfBoardPage *self = g_object_new (PF_TYPE_BOARD_PAGE, NULL);
  PfWorkspace *workspace = pf_window_get_workspace (window);

  /* want_more() may run as soon as there is a model. */
  self->window = window;
  self->connection = g_object_ref (connection);
  self->board = g_object_ref (board);
  self->boards = g_object_ref (pf_workspace_get_boards (workspace, connection));
  self->pins = pf_pin_list_new (pf_workspace_get_mirror (workspace),
                                pf_workspace_get_sync (workspace, connection),
                                pf_workspace_get_outbox (workspace), connection, board);
  g_signal_connect_object (self->boards, "items-changed", G_CALLBACK (boards_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (connection_state_changed), self,
                           G_CONNECT_SWAPPED);
  /* Pins with other contents keep their places, and all that hangs on these. */
  g_object_set (self->pins, "in-place", TRUE, NULL);
  g_signal_connect_swapped (self->pins, "items-changed", G_CALLBACK (pins_changed), self);
  g_signal_connect_swapped (self->pins, "refreshed", G_CALLBACK (pins_refreshed), self);
  g_signal_connect_swapped (self->pins, "notify", G_CALLBACK (update_state), self);
  g_settings_bind (pf_context_get_settings (pf_workspace_get_context (workspace)), "column-width",
                   self->wall, "column-width", G_SETTINGS_BIND_DEFAULT);
  pf_wall_set_pictures (self->wall, PF_PICTURE_SUPPLY (pf_window_get_pictures (window)));
  pf_wall_set_source (self->wall, PF_TILE_SOURCE (self->pins));
  show_board (self);
  update_state (self);
  return PF_VIEW (self);
}

/**
 * pf_board_page_get_board_uuid:
 * @self: a board page
 *
 * Returns: local UUID of its board
 */
const char *
pf_board_page_get_board_uuid (PfBoardPage *self)
{
  return pf_board_item_get_uuid (self->board);
}
