/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/search/pf-search-page.h"

#include "app/pins/pf-board-page.h"
#include "app/pins/pf-load-bar.h"
#include "app/pins/pf-pin-wall.h"
#include "app/search/pf-board-strip.h"

#include <glib/gi18n.h>

/* Search-as-you-type over everything of the account that is loaded: boards in a strip, then pins.
 * It lies over the page it was opened from, so leaving it is being back there. */
struct _PfSearchPage
{
  PfView parent;

  GtkSearchEntry *entry;
  GtkBox *scope; /* This Board, All Boards */
  GtkToggleButton *this_board, *all_boards;
  PfBoardStrip *strip;
  PfPinWall *pin_wall;
  PfLoadBar *load_bar;
  GtkStack *empty;
  GtkButton *everything;

  PfWindow *window; /* (unowned): the page lives in it */
  PfConnection *connection;
  PfBoardItem *board; /* (nullable): the one it was opened on */
  PfSearchList *finds;
  PfBoardView *boards;
  GListModel *no_boards; /* while nothing is looked for */
  PfPinList *loaded;     /* to count them */
  gboolean opens_first;  /* Enter came before the finds did */
};

G_DEFINE_FINAL_TYPE (PfSearchPage, pf_search_page, PF_TYPE_VIEW)

static gboolean
is_on_board (PfSearchPage *self)
{
  return self->board != NULL && gtk_toggle_button_get_active (self->this_board);
}

static void
update (PfSearchPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean blank, complete;

  if (self->finds == NULL)
    return;
  blank = *pf_search_list_get_text (self->finds) == '\0';
  complete = pf_load_bar_is_complete (self->load_bar);
  gtk_stack_set_visible_child_name (self->empty, blank ? (is_on_board (self) ? "hint-here" : "hint")
                                                 : !complete          ? "nothing"
                                                 : is_on_board (self) ? "not-here"
                                                                      : "nowhere");
  gtk_widget_set_sensitive (GTK_WIDGET (self->everything),
                            !pf_load_bar_is_running (self->load_bar));
  pf_load_bar_set_offered (self->load_bar,
                           !blank && !complete
                               && g_list_model_get_n_items (G_LIST_MODEL (self->finds)) == 0);
  /* What had the focus is gone: keys must still go somewhere. */
  if (root != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
      && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
open_first (PfSearchPage *self)
{
  self->opens_first = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->finds)) == 0)
    return;
  pf_pin_wall_show_pin (self->pin_wall, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_wall));
}

static gboolean
is_searching (PfSearchPage *self)
{
  gboolean searching = FALSE;

  g_object_get (self->finds, "searching", &searching, NULL);
  return searching;
}

static void
searching_changed (PfSearchPage *self)
{
  if (self->opens_first && !is_searching (self))
    open_first (self);
}

static void
text_changed (PfSearchPage *self)
{
  g_autofree char *text
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (self->finds == NULL)
    return;
  self->opens_first = FALSE;
  pf_search_list_set_text (self->finds, text);
  pf_board_view_set_text (self->boards, text);
  pf_board_strip_set_boards (self->strip, self->window, self->connection,
                             *text != '\0' && !is_on_board (self) ? G_LIST_MODEL (self->boards)
                                                                  : self->no_boards);
  update (self);
}

static void
scope_changed (PfSearchPage *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfMirror *mirror = pf_workspace_get_mirror (workspace);
  PfOutbox *outbox = pf_workspace_get_outbox (workspace);
  PfBoardItem *board = is_on_board (self) ? self->board : NULL;
  const char *placeholder = board != NULL ? _ ("Search this board") : _ ("Search pins and boards");

  g_clear_object (&self->loaded);
  self->loaded = board != NULL
                     ? pf_pin_list_new (mirror, pf_workspace_get_sync (workspace, self->connection),
                                        outbox, self->connection, board)
                     : pf_pin_list_new_all (mirror, NULL, outbox, self->connection);
  pf_load_bar_set_pins (self->load_bar, self->window, self->connection, self->loaded,
                        board != NULL ? pf_board_item_get_uuid (board) : NULL);
  g_object_set (self->entry, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  placeholder, -1);
  gtk_button_set_label (self->everything,
                        board != NULL ? _ ("_Search Whole Board") : _ ("_Search Everything"));
  pf_search_list_set_board (self->finds, board);
  text_changed (self);
}

/* One of the two is always chosen: it tells of the other. */
static void
scope_toggled (PfSearchPage *self)
{
  if (self->finds != NULL)
    scope_changed (self);
}

static void
all_boards_clicked (PfSearchPage *self)
{
  gtk_toggle_button_set_active (self->all_boards, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
everything_clicked (PfSearchPage *self)
{
  pf_load_bar_begin (self->load_bar);
}

static void
board_activated (PfSearchPage *self, PfBoardItem *board)
{
  pf_window_push_view (self->window, pf_board_page_new (self->window, self->connection, board));
}

static void
leave (PfSearchPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

/* Enter shows the first find of what stands there, not of what stood there before. */
static void
entry_activated (PfSearchPage *self)
{
  if (is_searching (self))
    self->opens_first = TRUE;
  else
    open_first (self);
}

static gboolean
entry_key (PfSearchPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  if (gtk_widget_get_visible (GTK_WIDGET (self->strip)))
    return gtk_widget_child_focus (GTK_WIDGET (self->strip), GTK_DIR_TAB_FORWARD);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_wall));
  return GDK_EVENT_STOP;
}

/* The strip is a line: above it is the entry, below it are the pins. */
static gboolean
strip_key (PfSearchPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    gtk_widget_grab_focus (GTK_WIDGET (self->pin_wall));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* What the pins leave of Escape. */
static gboolean
page_key (PfSearchPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  leave (self);
  return GDK_EVENT_STOP;
}

static void
pf_search_page_shown (PfView *view)
{
  PfSearchPage *self = PF_SEARCH_PAGE (view);

  /* Back from a board the finds are what somebody wants. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->finds)) == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static gboolean
pf_search_page_search (PfView *view)
{
  PfSearchPage *self = PF_SEARCH_PAGE (view);

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  return TRUE;
}

static void
pf_search_page_dispose (GObject *object)
{
  PfSearchPage *self = PF_SEARCH_PAGE (object);

  g_clear_object (&self->finds);
  g_clear_object (&self->boards);
  g_clear_object (&self->no_boards);
  g_clear_object (&self->loaded);
  g_clear_object (&self->board);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_search_page_parent_class)->dispose (object);
}

static void
pf_search_page_class_init (PfSearchPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_search_page_dispose;
  view_class->shown = pf_search_page_shown;
  view_class->search = pf_search_page_search;
  g_type_ensure (PF_TYPE_PIN_WALL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/search/pf-search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfSearchPage, entry);
  gtk_widget_class_bind_template_child (widget_class, PfSearchPage, pin_wall);
  gtk_widget_class_bind_template_child (widget_class, PfSearchPage, empty);
  gtk_widget_class_bind_template_child (widget_class, PfSearchPage, everything);
  gtk_widget_class_bind_template_callback (widget_class, text_changed);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, leave);
  gtk_widget_class_bind_template_callback (widget_class, everything_clicked);
  gtk_widget_class_bind_template_callback (widget_class, all_boards_clicked);
}

/* Where is searched, and the boards that were found: above the pins, and they stay. */
static GtkWidget *
build_strip (PfSearchPage *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->scope = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  self->this_board = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_mnemonic (_ ("_This Board")));
  self->all_boards = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_mnemonic (_ ("_All Boards")));
  gtk_toggle_button_set_active (self->this_board, TRUE);
  gtk_toggle_button_set_group (self->all_boards, self->this_board);
  g_signal_connect_swapped (self->this_board, "toggled", G_CALLBACK (scope_toggled), self);
  gtk_box_append (self->scope, GTK_WIDGET (self->this_board));
  gtk_box_append (self->scope, GTK_WIDGET (self->all_boards));
  gtk_widget_add_css_class (GTK_WIDGET (self->scope), "linked");
  gtk_widget_set_halign (GTK_WIDGET (self->scope), GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (GTK_WIDGET (self->scope), 12);
  gtk_widget_set_visible (GTK_WIDGET (self->scope), FALSE);
  self->strip = PF_BOARD_STRIP (pf_board_strip_new ());
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->scope));
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->strip));
  return column;
}

static void
pf_search_page_init (PfSearchPage *self)
{
  GtkWidget *above;
  GtkEventController *entry_keys = gtk_event_controller_key_new ();
  GtkEventController *strip_keys = gtk_event_controller_key_new ();
  GtkEventController *page_keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  above = build_strip (self);
  g_signal_connect_swapped (self->strip, "activate", G_CALLBACK (board_activated), self);
  self->load_bar = PF_LOAD_BAR (pf_load_bar_new (PF_LOAD_BAR_SEARCH));
  g_signal_connect_swapped (self->load_bar, "notify::complete", G_CALLBACK (update), self);
  pf_pin_wall_set_foot (self->pin_wall, GTK_WIDGET (self->load_bar));
  pf_pin_wall_set_strip (self->pin_wall, above);
  self->no_boards = G_LIST_MODEL (g_list_store_new (PF_TYPE_BOARD_ITEM));
  gtk_event_controller_set_propagation_phase (entry_keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (entry_keys, "key-pressed", G_CALLBACK (entry_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), entry_keys);
  gtk_event_controller_set_propagation_phase (strip_keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (strip_keys, "key-pressed", G_CALLBACK (strip_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->strip), strip_keys);
  g_signal_connect_swapped (page_keys, "key-pressed", G_CALLBACK (page_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), page_keys);
}

/**
 * pf_search_page_open:
 * @window: a window
 * @board: (nullable): where to search at first; from there it can be widened
 *
 * Opens the search over the page somebody looks at.
 *
 * Returns: whether there is an account to search in
 */
gboolean
pf_search_page_open (PfWindow *window, PfBoardItem *board)
{
  PfConnection *connection = pf_window_get_connection (window);
  PfWorkspace *workspace = pf_window_get_workspace (window);
  PfMirror *mirror;
  PfSearchPage *self;

  if (connection == NULL || workspace == NULL)
    return FALSE;
  self = g_object_new (PF_TYPE_SEARCH_PAGE, NULL);
  mirror = pf_workspace_get_mirror (workspace);
  self->window = window;
  self->connection = g_object_ref (connection);
  self->finds = pf_search_list_new (mirror, pf_workspace_get_outbox (workspace), connection);
  g_signal_connect_object (self->finds, "notify::searching", G_CALLBACK (searching_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->finds, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  self->boards = pf_board_view_new (pf_workspace_get_boards (workspace, connection));
  g_set_object (&self->board, board);
  gtk_widget_set_visible (GTK_WIDGET (self->scope), board != NULL);
  pf_pin_wall_set_source (self->pin_wall, window, connection, PF_TILE_SOURCE (self->finds));
  scope_changed (self);
  pf_window_push_view (window, PF_VIEW (self));
  return TRUE;
}
