/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-wall-private.h"

#include "app/boards/pf-load-states.h"
#include "app/pins/pf-pin-describe.h"
#include "app/pins/pf-pin-marks.h"
#include "app/widgets/pf-steady-bin.h"
#include "app/widgets/pf-tab-stop.h"
#include "app/widgets/pf-wrap-buttons.h"

/* ui.md: the pane lies beside the wall where the window is 1160 wide, so the page about 900. */
#define BESIDE_WIDTH 900
#define PANE_WIDTH 380
/* More pins are asked for when so many screens are left below. */
#define SCREENS_AHEAD 2.0
/* Narrower than this a page has no room for all of its buttons. */
#define NARROW_WIDTH 460

/* Pins of any list as a page needs them: the wall and its states, the pin somebody looks at in a
 * pane at the end, what is selected and what can be done with it. */
struct _PfPinWall
{
  AdwBin parent;

  PfLoadStates states;
  AdwFlap *flap;
  PfSteadyBin *pane_bin;
  PfPinPane *pane; /* nullable: until the first pin is opened */
  GtkScrolledWindow *scroller;
  PfWall *wall;
  AdwBin *strip;
  AdwBin *header_place;
  AdwBin *foot;
  AdwBin *empty;
  PfSelectionBar *bar;
  GtkWidget *bar_scroller;
  PfPinWallVerbs *verbs;

  PfWindow *window; /* (unowned): it holds the page */
  PfConnection *connection;
  PfBoardList *boards;
  PfTileSource *source;
  char *board_uuid;  /* nullable: where all the pins are */
  GtkWidget *header; /* nullable: above the pins, and above what stands in their place */
  PfPinMarks *marks;
  char *open_uuid;     /* nullable: the pin in the pane */
  guint open_position; /* PF_WALL_NO_TILE while it is looked for */
  guint look_id;       /* until all that changed was told */
  char *newest_uuid;   /* nullable: the pin just enqueued that was scrolled to */
  int width;
  gboolean narrow;
  gboolean header_seen;
};

enum
{
  PROP_EMPTY = 1,
  PROP_NARROW,
  PROP_HEADER_SEEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PfPinWall, pf_pin_wall, ADW_TYPE_BIN)

static guint
count (PfPinWall *self)
{
  return self->source != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->source)) : 0;
}

/* ui.md: where two columns would not stay free the pin takes the whole page. */
static gboolean
pane_fills_page (PfPinWall *self)
{
  return self->width < PANE_WIDTH + 312;
}

/* While its upper half is there: that is where it says what it is about. */
static void
update_header_seen (PfPinWall *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  gboolean seen = self->header != NULL && (self->open_uuid == NULL || !pane_fills_page (self));

  if (seen && gtk_widget_get_parent (self->header) == GTK_WIDGET (self->wall))
    {
      int least, height = 0;

      /* What it asks for: it has its place in the wall only after this was told to scroll. The wall
       * may have no width yet, and GTK objects to less than a widget needs. */
      gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL,
                          MAX (least, gtk_widget_get_width (GTK_WIDGET (self->wall))), NULL,
                          &height, NULL, NULL);
      seen = gtk_adjustment_get_value (adjustment) * 2 <= height;
    }
  if (self->header_seen == seen)
    return;
  self->header_seen = seen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEADER_SEEN]);
}

/* Scrolls away with the pins; where there are none it stands by itself. */
static void
place_header (PfPinWall *self)
{
  gboolean in_wall = pf_load_states_is (&self->states, "pins");
  GtkWidget *parent = in_wall ? GTK_WIDGET (self->wall) : GTK_WIDGET (self->header_place);

  if (self->header == NULL || gtk_widget_get_parent (self->header) == parent)
    return;
  adw_bin_set_child (self->header_place, NULL);
  pf_wall_set_header (self->wall, NULL);
  if (in_wall)
    pf_wall_set_header (self->wall, self->header);
  else
    adw_bin_set_child (self->header_place, self->header);
  update_header_seen (self);
}

/* There are pins, and the filter shows none of them. */
static gboolean
is_filtered_out (PfPinWall *self)
{
  return PF_IS_PIN_LIST (self->source)
         && pf_pin_list_get_filter (PF_PIN_LIST (self->source)) != PF_PIN_FILTER_NONE
         && pf_pin_list_get_n_loaded (PF_PIN_LIST (self->source)) > 0;
}

/* Before the window's first frame: it has the pictures that are asked for now. */
static void
look_ahead (PfPinWall *self)
{
  int width, height;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->window))
      && pf_window_expect_page_size (self->window, &width, &height))
    pf_wall_expect_size (self->wall, width, height);
}

static void
update_state (PfPinWall *self)
{
  gboolean searching = FALSE;

  if (count (self) > 0)
    {
      pf_load_states_show (&self->states, NULL, self->connection, "pins");
      look_ahead (self);
    }
  else if (is_filtered_out (self))
    pf_load_states_show (&self->states, NULL, self->connection, "filtered");
  else if (PF_IS_PIN_LIST (self->source))
    pf_load_states_show (&self->states, G_OBJECT (self->source), self->connection, NULL);
  else
    {
      if (self->source != NULL)
        g_object_get (self->source, "searching", &searching, NULL);
      pf_load_states_show (&self->states, NULL, self->connection, searching ? NULL : "empty");
    }
  place_header (self);
}

static void
want_more (PfPinWall *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment)
                - gtk_adjustment_get_page_size (adjustment);

  if (left >= SCREENS_AHEAD * gtk_adjustment_get_page_size (adjustment))
    return;
  if (PF_IS_PIN_LIST (self->source))
    pf_pin_list_load_more (PF_PIN_LIST (self->source));
  else if (PF_IS_SEARCH_LIST (self->source))
    pf_search_list_load_more (PF_SEARCH_LIST (self->source));
}

/* As tiles come. Few that a filter left do not make it load until there are many: who scrolls
 * wants more, and the page offers all. */
static void
size_changed (PfPinWall *self)
{
  update_header_seen (self);
  if (!PF_IS_PIN_LIST (self->source)
      || pf_pin_list_get_filter (PF_PIN_LIST (self->source)) == PF_PIN_FILTER_NONE)
    want_more (self);
}

/* What was wrong with the sign-in or the keyring is over. */
static void
connection_state_changed (PfPinWall *self)
{
  if (pf_load_states_is (&self->states, "error")
      && pf_connection_get_state (self->connection) == PF_CONNECTION_CONNECTED)
    pf_pin_wall_refresh (self);
}

/* Below pins and pane, so that the one never lies over the other; a pane that is the whole page is
 * about its pin. */
static void
update_bar (PfPinWall *self)
{
  PfWallSelection *selection = pf_wall_get_selection (self->wall);
  guint n = selection != NULL ? pf_wall_selection_get_n_selected (selection) : 0;

  /* It would take the focus where nothing is to be seen. */
  gtk_widget_set_visible (self->bar_scroller,
                          n > 0 && (self->open_uuid == NULL || !pane_fills_page (self)));
  pf_selection_bar_set_count (self->bar, n);
}

/* ui.md: beside the pins, over them, or the whole page. */
static void
arrange (PfPinWall *self)
{
  gboolean beside = self->width >= BESIDE_WIDTH;

  adw_flap_set_fold_policy (self->flap,
                            beside ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS);
  g_object_set (self->pane_bin, "natural-width", pane_fills_page (self) ? self->width : PANE_WIDTH,
                NULL);
  /* Beside something that expands, AdwFlap gives the pane no more than it cannot do without. */
  gtk_widget_set_size_request (GTK_WIDGET (self->pane_bin), beside ? PANE_WIDTH : -1, -1);
  pf_selection_bar_set_width (self->bar, self->width);
  update_bar (self);
  update_header_seen (self);
}

static gboolean
reveal (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);

  adw_flap_set_reveal_flap (self->flap, self->open_uuid != NULL);
  return G_SOURCE_REMOVE;
}

static void
width_changed (PfPinWall *self, int width)
{
  gboolean narrow = width < NARROW_WIDTH;

  if (self->width == 0 && self->open_uuid != NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal, NULL, NULL);
  self->width = width;
  if (width < PF_WALL_NARROW)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  arrange (self);
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

static PfBoardItem *
find_board (PfPinWall *self, PfPinItem *item)
{
  PfPin *pin = pf_pin_item_get_pin (item);
  PfOutboxRow *row = pf_pin_item_get_row (item);

  if (self->board_uuid != NULL)
    return pf_board_list_find (self->boards, self->board_uuid);
  if (row != NULL && row->board_uuid != NULL)
    return pf_board_list_find (self->boards, row->board_uuid);
  return pin != NULL && pin->board_id != NULL
             ? pf_board_list_find_remote (self->boards, pin->board_id)
             : NULL;
}

static gboolean
pane_key (PfPinWall *self, guint key, guint code, GdkModifierType state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (self->open_uuid == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape)
    return gtk_widget_activate_action (GTK_WIDGET (self), "pins.close-pin", NULL);
  /* Whoever writes and has left the fields for a button has not left the pin. */
  if ((key == GDK_KEY_Left || key == GDK_KEY_Right) && !pf_pin_pane_is_editing (self->pane))
    return gtk_widget_activate_action (GTK_WIDGET (self),
                                       (key == GDK_KEY_Right) != rtl ? "pins.next"
                                                                     : "pins.previous",
                                       NULL);
  return GDK_EVENT_PROPAGATE;
}

/* As large as a page by itself, and nothing of it is seen at first (performance.md, rule 9). */
static void
create_pane (PfPinWall *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->pane = g_object_new (PF_TYPE_PIN_PANE, NULL);
  g_object_set (self->pane_bin, "child", self->pane, NULL);
  pf_wrap_buttons (GTK_WIDGET (self->pane));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (pane_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->pane), keys);
}

static void
fill_pane (PfPinWall *self, PfPinItem *item)
{
  g_autoptr (PfBoardItem) board = find_board (self, item);

  pf_pin_pane_set_board (pf_pin_wall_get_pane (self),
                         board != NULL ? pf_board_item_get_uuid (board) : self->board_uuid);
  pf_pin_pane_set_pin (self->pane, self->window, self->connection, item,
                       board != NULL ? pf_board_item_get_name (board) : NULL);
}

/* Of what goes with the pane GTK gives the focus to whatever comes next in the window. */
static void
take_focus_out (PfPinWall *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && self->pane != NULL
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->pane)))
    gtk_widget_grab_focus (GTK_WIDGET (self->wall));
}

/**
 * pf_pin_wall_show_pin:
 * @self: a wall of pins
 * @position: a pin, or %PF_WALL_NO_TILE to close the pane
 *
 * Shows a pin in the pane.
 */
void
pf_pin_wall_show_pin (PfPinWall *self, guint position)
{
  g_autoptr (PfPinItem) item = position < count (self)
                                   ? g_list_model_get_item (G_LIST_MODEL (self->source), position)
                                   : NULL;

  if (item == NULL)
    {
      g_clear_pointer (&self->open_uuid, g_free);
      take_focus_out (self);
      adw_flap_set_reveal_flap (self->flap, FALSE);
    }
  else
    {
      fill_pane (self, item);
      if (g_strcmp0 (self->open_uuid, pf_pin_item_get_uuid (item)) != 0)
        {
          g_free (self->open_uuid);
          self->open_uuid = g_strdup (pf_pin_item_get_uuid (item));
        }
      self->open_position = position;
      /* AdwFlap 1.2 divides by its own width. */
      if (self->width > 0)
        adw_flap_set_reveal_flap (self->flap, TRUE);
    }
  if (self->width > 0)
    arrange (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pins.previous", item != NULL && position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pins.next",
                                 item != NULL && position + 1 < count (self));
}

/* Whoever pins sees the pin, wherever the page was; while it can be undone, and once. */
static void
show_newest (PfPinWall *self)
{
  g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (self->source), 0);
  PfOutboxRow *row = item != NULL ? pf_pin_item_get_row (item) : NULL;

  if (row == NULL || row->op != PF_OP_CREATE_PIN || row->state != PF_OUTBOX_HELD
      || g_strcmp0 (self->newest_uuid, pf_pin_item_get_uuid (item)) == 0)
    return;
  g_free (self->newest_uuid);
  self->newest_uuid = g_strdup (pf_pin_item_get_uuid (item));
  pf_wall_scroll_to_top (self->wall);
}

static guint
find_open (PfPinWall *self)
{
  guint8 key[16];
  guint position = PF_WALL_NO_TILE;

  if (pf_uuid_from_text (key, self->open_uuid))
    pf_tile_source_find_key (self->source, key, &position);
  return position;
}

static void
look_for_open (gpointer data)
{
  PfPinWall *self = data;

  self->look_id = 0;
  if (self->open_uuid != NULL && self->open_position == PF_WALL_NO_TILE)
    pf_pin_wall_show_pin (self, find_open (self));
}

/* The pin in the pane moved, changed or went. One that moved is taken out in one change and put
 * back in another: it stays open, and what somebody writes in it too. */
static void
pins_changed (PfPinWall *self, guint position, guint removed, guint added)
{
  update_state (self);
  if (position == 0 && added > 0)
    show_newest (self);
  if (self->open_uuid == NULL)
    return;
  self->open_position = find_open (self);
  if (self->open_position != PF_WALL_NO_TILE)
    pf_pin_wall_show_pin (self, self->open_position);
  else if (self->look_id == 0)
    self->look_id = g_idle_add_once (look_for_open, self);
}

static void
pins_refreshed (PfPinWall *self, guint first, guint n)
{
  if (self->open_uuid != NULL && self->open_position >= first && self->open_position - first < n)
    pf_pin_wall_show_pin (self, self->open_position);
}

static void
activated (PfPinWall *self, guint position)
{
  pf_pin_wall_show_pin (self, position);
}

static void
describe (PfWall *wall, gpointer item, int device_width, PfWallTile *tile, gpointer data)
{
  PfPinWall *self = data;

  pf_pin_describe (self->connection, item, device_width, tile);
  pf_pin_marks_describe (self->marks, item, tile);
}

static guint
find (PfWall *wall, const char *typed, guint from, gpointer data)
{
  return pf_pin_find (G_LIST_MODEL (PF_PIN_WALL (data)->source), typed, from);
}

static void
step_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  gboolean forward = g_str_has_suffix (name, "next");

  if (self->open_uuid == NULL || self->open_position == PF_WALL_NO_TILE
      || (!forward && self->open_position == 0))
    return;
  pf_pin_wall_show_pin (self, forward ? self->open_position + 1 : self->open_position - 1);
  if (self->open_uuid != NULL)
    pf_wall_set_cursor (self->wall, self->open_position, FALSE);
}

static void
close_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);

  pf_pin_wall_show_pin (self, PF_WALL_NO_TILE);
  gtk_widget_grab_focus (GTK_WIDGET (self->wall));
}

static void
select_none_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);

  if (pf_wall_get_selection (self->wall) != NULL)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (pf_wall_get_selection (self->wall)));
  gtk_widget_grab_focus (GTK_WIDGET (self->wall));
}

static void
unset_source (PfPinWall *self)
{
  if (self->wall != NULL)
    {
      if (pf_wall_get_selection (self->wall) != NULL)
        g_signal_handlers_disconnect_by_data (pf_wall_get_selection (self->wall), self);
      pf_wall_set_source (self->wall, NULL);
    }
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_pointer (&self->marks, pf_pin_marks_free);
  g_clear_object (&self->source);
  g_clear_object (&self->connection);
  g_clear_object (&self->boards);
}

static gboolean
pf_pin_wall_grab_focus (GtkWidget *widget)
{
  pf_load_states_grab_focus (&PF_PIN_WALL (widget)->states);
  return TRUE;
}

static void
pf_pin_wall_dispose (GObject *object)
{
  PfPinWall *self = PF_PIN_WALL (object);

  pf_load_states_clear (&self->states);
  unset_source (self);
  g_clear_pointer (&self->verbs, pf_pin_wall_verbs_free);
  g_clear_object (&self->header);
  g_clear_pointer (&self->board_uuid, g_free);
  g_clear_pointer (&self->open_uuid, g_free);
  g_clear_pointer (&self->newest_uuid, g_free);
  G_OBJECT_CLASS (pf_pin_wall_parent_class)->dispose (object);
  self->wall = NULL;
}

static void
pf_pin_wall_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_return_if_fail (id == PROP_EMPTY);
  pf_pin_wall_set_empty (PF_PIN_WALL (object), g_value_get_object (value));
}

static void
pf_pin_wall_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfPinWall *self = PF_PIN_WALL (object);

  g_return_if_fail (id == PROP_NARROW || id == PROP_HEADER_SEEN);
  g_value_set_boolean (value, id == PROP_NARROW ? self->narrow : self->header_seen);
}

static void
pf_pin_wall_class_init (PfPinWallClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_pin_wall_dispose;
  G_OBJECT_CLASS (klass)->get_property = pf_pin_wall_get_property;
  G_OBJECT_CLASS (klass)->set_property = pf_pin_wall_set_property;
  /**
   * PfPinWall:empty:
   *
   * What stands there when there are no pins, for templates.
   */
  properties[PROP_EMPTY] = g_param_spec_object ("empty", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  /**
   * PfPinWall:narrow:
   *
   * Whether the page has no room for all of its buttons.
   */
  properties[PROP_NARROW]
      = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * PfPinWall:header-seen:
   *
   * Whether there is a header above the pins and it did not scroll away.
   */
  properties[PROP_HEADER_SEEN]
      = g_param_spec_boolean ("header-seen", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  widget_class->grab_focus = pf_pin_wall_grab_focus;
  widget_class->focus = pf_tab_through_bin;
  g_type_ensure (PF_TYPE_SELECTION_BAR);
  g_type_ensure (PF_TYPE_STEADY_BIN);
  g_type_ensure (PF_TYPE_WALL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pinfold/Pinfold/ui/pins/pf-pin-wall.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, flap);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, pane_bin);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, wall);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, strip);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, header_place);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, foot);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, empty);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, bar);
  gtk_widget_class_bind_template_child (widget_class, PfPinWall, bar_scroller);
  gtk_widget_class_bind_template_child_full (widget_class, "stack", FALSE,
                                             G_STRUCT_OFFSET (PfPinWall, states.stack));
  gtk_widget_class_bind_template_child_full (widget_class, "spinner", FALSE,
                                             G_STRUCT_OFFSET (PfPinWall, states.spinner));
  gtk_widget_class_bind_template_child_full (widget_class, "error_page", FALSE,
                                             G_STRUCT_OFFSET (PfPinWall, states.error_page));
  gtk_widget_class_bind_template_child_full (widget_class, "error_button", FALSE,
                                             G_STRUCT_OFFSET (PfPinWall, states.error_button));
  gtk_widget_class_bind_template_callback (widget_class, activated);
  gtk_widget_class_bind_template_callback (widget_class, width_changed);
  gtk_widget_class_install_action (widget_class, "pins.previous", NULL, step_activated);
  gtk_widget_class_install_action (widget_class, "pins.next", NULL, step_activated);
  gtk_widget_class_install_action (widget_class, "pins.close-pin", NULL, close_activated);
  gtk_widget_class_install_action (widget_class, "pins.select-none", NULL, select_none_activated);
  pf_pin_wall_install_verbs (widget_class);
}

/* The focus stays on the pins when one is opened; what they leave of Escape ends the selection,
 * from the bar as well, and closes the pin. */
static gboolean
page_key (PfPinWall *self, guint key, guint code, GdkModifierType state)
{
  PfWallSelection *selection = pf_wall_get_selection (self->wall);

  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  if (selection != NULL && pf_wall_selection_get_n_selected (selection) > 0)
    return gtk_widget_activate_action (GTK_WIDGET (self), "pins.select-none", NULL);
  return pane_key (self, key, code, state);
}

static void
pf_pin_wall_init (PfPinWall *self)
{
  GtkEventController *page_keys = gtk_event_controller_key_new ();
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wall_set_describe (self->wall, describe, self);
  pf_wall_set_find (self->wall, find, self);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (want_more), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (update_header_seen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (size_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page_keys, "key-pressed", G_CALLBACK (page_key), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), page_keys);
  pf_pin_wall_add_page_keys (self);
  self->verbs = pf_pin_wall_verbs_new (self);
  update_bar (self);
  pf_pin_wall_update_verbs (self);
  pf_pin_wall_add_drops (self);
}

/**
 * pf_pin_wall_new:
 *
 * Returns: (transfer floating): an empty wall of pins, for a page
 */
GtkWidget *
pf_pin_wall_new (void)
{
  return g_object_new (PF_TYPE_PIN_WALL, NULL);
}

/**
 * pf_pin_wall_set_source:
 * @self: a wall of pins
 * @window: the window it goes into
 * @connection: (nullable): whose pins
 * @source: (nullable): a #PfPinList or #PfSearchList of it
 *
 * What it shows.
 */
void
pf_pin_wall_set_source (PfPinWall *self,
                        PfWindow *window,
                        PfConnection *connection,
                        PfTileSource *source)
{
  pf_pin_wall_show_pin (self, PF_WALL_NO_TILE);
  unset_source (self);
  self->window = window;
  if (source == NULL || connection == NULL)
    {
      update_bar (self);
      update_state (self);
      return;
    }
  self->connection = g_object_ref (connection);
  self->boards
      = g_object_ref (pf_workspace_get_boards (pf_window_get_workspace (window), connection));
  self->source = g_object_ref (source);
  /* Pins with other contents keep their places, and all that hangs on these. */
  g_object_set (source, "in-place", TRUE, NULL);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (connection_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::pin-edit-refused",
                           G_CALLBACK (pf_pin_wall_update_verbs), self, G_CONNECT_SWAPPED);
  self->marks = pf_pin_marks_new (window, self->wall);
  pf_wall_set_pictures (self->wall, PF_PICTURE_SUPPLY (pf_window_get_pictures (window)));
  pf_wall_set_source (self->wall, source);
  /* After the wall, which then knows them already. */
  g_signal_connect_object (source, "items-changed", G_CALLBACK (pins_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "refreshed", G_CALLBACK (pins_refreshed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pf_wall_get_selection (self->wall), "notify::n-selected",
                           G_CALLBACK (update_bar), self, G_CONNECT_SWAPPED);
  update_bar (self);
  pf_pin_wall_update_verbs (self);
  update_state (self);
}

/**
 * pf_pin_wall_set_board:
 * @self: a wall of pins
 * @board_uuid: (nullable): local UUID of the board that all the pins are on
 */
void
pf_pin_wall_set_board (PfPinWall *self, const char *board_uuid)
{
  g_free (self->board_uuid);
  self->board_uuid = g_strdup (board_uuid);
}

const char *
pf_pin_wall_get_board (PfPinWall *self)
{
  return self->board_uuid;
}

/**
 * pf_pin_wall_set_header:
 * @self: a wall of pins
 * @header: (nullable): a widget above the pins that scrolls away with them; it stays when
 *   there are none
 */
void
pf_pin_wall_set_header (PfPinWall *self, GtkWidget *header)
{
  adw_bin_set_child (self->header_place, NULL);
  pf_wall_set_header (self->wall, NULL);
  g_clear_object (&self->header);
  /* It changes its parent, so it is held here as well. */
  if (header != NULL)
    self->header = g_object_ref_sink (header);
  place_header (self);
}

/**
 * pf_pin_wall_set_strip:
 * @self: a wall of pins
 * @strip: (nullable): a widget above the pins that stays
 */
void
pf_pin_wall_set_strip (PfPinWall *self, GtkWidget *strip)
{
  adw_bin_set_child (self->strip, strip);
}

/**
 * pf_pin_wall_set_foot:
 * @self: a wall of pins
 * @foot: (nullable): a widget under the pins that stays
 */
void
pf_pin_wall_set_foot (PfPinWall *self, GtkWidget *foot)
{
  adw_bin_set_child (self->foot, foot);
}

/**
 * pf_pin_wall_set_empty:
 * @self: a wall of pins
 * @empty: what stands there when there are no pins
 */
void
pf_pin_wall_set_empty (PfPinWall *self, GtkWidget *empty)
{
  adw_bin_set_child (self->empty, empty);
}

/**
 * pf_pin_wall_refresh:
 * @self: a wall of pins
 *
 * Asks the service again.
 */
void
pf_pin_wall_refresh (PfPinWall *self)
{
  if (PF_IS_PIN_LIST (self->source))
    pf_pin_list_refresh (PF_PIN_LIST (self->source));
  if (self->pane != NULL)
    pf_pin_pane_refresh (self->pane);
}

/**
 * pf_pin_wall_get_window:
 * @self: a wall of pins
 *
 * Returns: (transfer none) (nullable): the window it is in
 */
PfWindow *
pf_pin_wall_get_window (PfPinWall *self)
{
  return self->window;
}

/**
 * pf_pin_wall_get_connection:
 * @self: a wall of pins
 *
 * Returns: (transfer none) (nullable): whose pins
 */
PfConnection *
pf_pin_wall_get_connection (PfPinWall *self)
{
  return self->connection;
}

/**
 * pf_pin_wall_get_source:
 * @self: a wall of pins
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PfTileSource *
pf_pin_wall_get_source (PfPinWall *self)
{
  return self->source;
}

/**
 * pf_pin_wall_get_wall:
 * @self: a wall of pins
 *
 * Returns: (transfer none): the wall itself, for headers of groups, drags and drops
 */
PfWall *
pf_pin_wall_get_wall (PfPinWall *self)
{
  return self->wall;
}

/**
 * pf_pin_wall_get_pane:
 * @self: a wall of pins
 *
 * Returns: (transfer none): the pane with one pin, made now if none was opened yet
 */
PfPinPane *
pf_pin_wall_get_pane (PfPinWall *self)
{
  if (self->pane == NULL)
    create_pane (self);
  return self->pane;
}

PfPinWallVerbs *
pf_pin_wall_get_verbs (PfPinWall *self)
{
  return self->verbs;
}

PfSelectionBar *
pf_pin_wall_get_bar (PfPinWall *self)
{
  return self->bar;
}

/**
 * pf_pin_wall_list_chosen:
 * @self: a wall of pins
 *
 * Returns: (transfer full) (array zero-terminated=1): local UUIDs of what a verb is about: what
 *   is selected, else the pin that the keyboard acts on, else the pin in the pane
 */
char **
pf_pin_wall_list_chosen (PfPinWall *self)
{
  guint cursor = pf_wall_get_cursor (self->wall);

  if (self->source == NULL || count (self) == 0)
    return g_new0 (char *, 1);
  if (pf_wall_selection_get_n_selected (pf_wall_get_selection (self->wall)) > 0)
    return pf_pin_wall_list_selected (self);
  if (cursor < count (self))
    return pf_pin_wall_list_dragged (self, cursor);
  return self->open_uuid != NULL && self->open_position < count (self)
             ? pf_pin_wall_list_dragged (self, self->open_position)
             : g_new0 (char *, 1);
}
