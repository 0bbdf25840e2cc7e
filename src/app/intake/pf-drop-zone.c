/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/intake/pf-drop-zone.h"

#include "app/hands/pf-pin-drop.h"
#include "app/hands/pf-spring.h"
#include "app/intake/pf-incoming.h"
#include "app/intake/pf-intake.h"
#include "app/pins/pf-board-page.h"

#include <glib/gi18n.h>

/* A widget that stands for a board, or for several places: pictures from anywhere and pins from a
 * wall can be dropped on it, and held over it they open the board. */
typedef struct
{
  PfDropZoneFunc board;  /* one board, or */
  PfDropPlaceFunc place; /* what is under the pointer */
  PfDropMarkFunc mark;   /* nullable: which part that is */
  gpointer user_data;
  GtkWidget *widget; /* (unowned): it holds the controllers, which hold this */
} Zone;

static gboolean
find_place (Zone *zone, double x, double y, PfDropPlace *place)
{
  if (zone->place != NULL)
    return zone->place (zone->widget, x, y, place, zone->user_data);
  place->board_uuid = zone->board (zone->widget, zone->user_data);
  return TRUE;
}

/* @place would take it, if there are @words for that. */
static void
show_hint (Zone *zone, const char *words, const PfDropPlace *place)
{
  PfWindow *window = pf_window_get (zone->widget);
  gboolean marked = zone->mark != NULL
                    && zone->mark (zone->widget, words != NULL ? place : NULL, zone->user_data);

  gtk_widget_remove_css_class (zone->widget, "drop-inside");
  gtk_widget_remove_css_class (zone->widget, "drop-here");
  if (words != NULL)
    gtk_widget_add_css_class (zone->widget, marked ? "drop-inside" : "drop-here");
  if (window != NULL)
    pf_window_set_drop_hint (window, words, words != NULL ? place->connection : NULL);
}

/* A zone inside of this one is under the pointer: it says what happens. */
static gboolean
is_of_inner (Zone *zone, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (zone->widget, x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && widget != zone->widget
         && g_object_get_data (G_OBJECT (widget), "drop-zone") == NULL)
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || widget == zone->widget)
    return FALSE;
  if (zone->mark != NULL)
    zone->mark (zone->widget, NULL, zone->user_data);
  gtk_widget_remove_css_class (zone->widget, "drop-here");
  gtk_widget_add_css_class (zone->widget, "drop-inside");
  return TRUE;
}

static char *
say_pictures (PfWindow *window, const PfDropPlace *place)
{
  PfConnection *connection
      = place->connection != NULL ? place->connection : pf_window_get_connection (window);
  g_autofree char *name = NULL;

  if (connection == NULL)
    return NULL;
  if (place->board_uuid != NULL)
    name = pf_board_list_get_name (pf_workspace_get_boards (pf_window_get_workspace (window),
                                                            connection),
                                   place->board_uuid);
  if (name != NULL && place->section_name != NULL)
    return g_strdup_printf (_ ("Drop to pin on %s › %s"), name, place->section_name);
  return name != NULL ? g_strdup_printf (_ ("Drop to pin on %s"), name)
         : place->connection != NULL
             ? g_strdup_printf (_ ("Drop to draft pins on %s"),
                                pf_connection_get_display_name (place->connection))
             : g_strdup (_ ("Drop to draft pins"));
}

/* Pictures from files, browsers and elsewhere. */

static gboolean
accepts_pictures (GtkDropTargetAsync *target, GdkDrop *drop, Zone *zone)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  /* Pins offer files to others. */
  return !gdk_content_formats_contain_gtype (formats, PF_TYPE_PIN_DRAG)
         && gdk_content_formats_match (formats, gtk_drop_target_async_get_formats (target));
}

static GdkDragAction
pictures_moved (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, Zone *zone)
{
  PfWindow *window = pf_window_get (zone->widget);
  g_auto (PfDropPlace) place = { NULL };
  g_autofree char *words = NULL;

  if (is_of_inner (zone, x, y))
    return 0;
  if (window == NULL || !find_place (zone, x, y, &place))
    {
      show_hint (zone, NULL, NULL);
      return 0;
    }
  words = say_pictures (window, &place);
  show_hint (zone, words != NULL ? words : _ ("Drop to draft pins"), &place);
  return GDK_ACTION_COPY;
}

static void
left (GtkDropTargetAsync *target, GdkDrop *drop, Zone *zone)
{
  show_hint (zone, NULL, NULL);
}

static gboolean
pictures_dropped (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, Zone *zone)
{
  PfWindow *window = pf_window_get (zone->widget);
  g_auto (PfDropPlace) place = { NULL };

  show_hint (zone, NULL, NULL);
  if (window == NULL || pf_window_get_connection (window) == NULL
      || !find_place (zone, x, y, &place))
    return FALSE;
  pf_intake_drop (window, drop, place.connection, place.board_uuid, place.section_uuid);
  return TRUE;
}

/* Pins of a wall. */

/* Without Ctrl a drag offers to move, too. */
static gboolean
wants_copy (GdkDrop *drop)
{
  GdkSeat *seat = gdk_display_get_default_seat (gdk_drop_get_display (drop));
  GdkDevice *keyboard = seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;

  return (gdk_drop_get_actions (drop) & GDK_ACTION_MOVE) == 0
         || (keyboard != NULL
             && (gdk_device_get_modifier_state (keyboard) & GDK_CONTROL_MASK) != 0);
}

static GdkDragAction
action_for (PfPinDropDeed deed, GdkDrop *drop)
{
  GdkDragAction offered = gdk_drop_get_actions (drop);

  switch (deed)
    {
    case PF_PIN_DROP_MOVE:
      return (offered & GDK_ACTION_MOVE) != 0 ? GDK_ACTION_MOVE : GDK_ACTION_COPY;
    case PF_PIN_DROP_SAVE:
    case PF_PIN_DROP_DRAFT:
      return (offered & GDK_ACTION_COPY) != 0 ? GDK_ACTION_COPY : GDK_ACTION_MOVE;
    case PF_PIN_DROP_REFUSED:
    case PF_PIN_DROP_NOTHING:
    default:
      return 0;
    }
}

static GdkDragAction
pins_moved (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, Zone *zone)
{
  PfWindow *window = pf_window_get (zone->widget);
  g_autoptr (PfPinDrag) drag = pf_pin_drag_of (drop);
  g_auto (PfDropPlace) place = { NULL };
  g_autofree char *words = NULL;
  PfPinDropDeed deed = PF_PIN_DROP_NOTHING;

  if (is_of_inner (zone, x, y))
    return 0;
  if (window != NULL && drag != NULL && find_place (zone, x, y, &place))
    deed = pf_pin_drop_plan (window, drag, &place, wants_copy (drop), &words);
  show_hint (zone, words, &place);
  return action_for (deed, drop);
}

static gboolean
pins_dropped (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, Zone *zone)
{
  PfWindow *window = pf_window_get (zone->widget);
  g_autoptr (PfPinDrag) drag = pf_pin_drag_of (drop);
  g_auto (PfDropPlace) place = { NULL };
  gboolean copy = wants_copy (drop);
  g_autofree char *words = NULL;
  PfPinDropDeed deed;

  show_hint (zone, NULL, NULL);
  if (window == NULL || drag == NULL || !find_place (zone, x, y, &place))
    return FALSE;
  deed = pf_pin_drop_plan (window, drag, &place, copy, &words);
  if (!pf_pin_drop_do (window, drag, &place, copy))
    return FALSE;
  gdk_drop_finish (drop, action_for (deed, drop));
  return TRUE;
}

/* Opens the board, unless it is open. */
static void
spring (GtkWidget *widget, gpointer data)
{
  Zone *zone = data;
  PfWindow *window = pf_window_get (widget);
  PfView *view = window != NULL ? pf_window_get_visible_view (window) : NULL;
  g_autofree char *uuid = zone->board != NULL ? zone->board (widget, zone->user_data) : NULL;
  PfConnection *connection = window != NULL ? pf_window_get_connection (window) : NULL;
  g_autoptr (PfBoardItem) board = NULL;

  if (uuid == NULL || connection == NULL
      || (PF_IS_BOARD_PAGE (view)
          && g_strcmp0 (pf_board_page_get_board_uuid (PF_BOARD_PAGE (view)), uuid) == 0))
    return;
  board
      = pf_board_list_find (pf_workspace_get_boards (pf_window_get_workspace (window), connection),
                            uuid);
  if (board == NULL)
    return;
  show_hint (zone, NULL, NULL);
  pf_window_show_page (window, "boards");
  pf_window_push_view (window, pf_board_page_new (window, connection, board));
}

static void
add_target (Zone *zone,
            GdkContentFormats *formats,
            GdkDragAction actions,
            GCallback moved,
            GCallback dropped)
{
  GtkDropTargetAsync *target = gtk_drop_target_async_new (formats, actions);

  if (dropped == G_CALLBACK (pictures_dropped))
    g_signal_connect (target, "accept", G_CALLBACK (accepts_pictures), zone);
  g_signal_connect (target, "drag-enter", moved, zone);
  g_signal_connect (target, "drag-motion", moved, zone);
  g_signal_connect (target, "drag-leave", G_CALLBACK (left), zone);
  g_signal_connect (target, "drop", dropped, zone);
  gtk_widget_add_controller (zone->widget, GTK_EVENT_CONTROLLER (target));
}

static void
add_zone (GtkWidget *widget, const Zone *as)
{
  Zone *zone = g_new (Zone, 1);

  *zone = *as;
  zone->widget = widget;
  g_object_set_data_full (G_OBJECT (widget), "drop-zone", zone, g_free);
  add_target (zone, pf_incoming_get_formats (), GDK_ACTION_COPY, G_CALLBACK (pictures_moved),
              G_CALLBACK (pictures_dropped));
  add_target (zone, gdk_content_formats_new_for_gtype (PF_TYPE_PIN_DRAG),
              GDK_ACTION_COPY | GDK_ACTION_MOVE, G_CALLBACK (pins_moved),
              G_CALLBACK (pins_dropped));
  if (zone->board != NULL)
    pf_spring_add (widget, spring, zone);
  gtk_widget_add_css_class (widget, "drop-zone");
}

/**
 * pf_drop_zone_add:
 * @widget: what stands for a board
 * @board: tells which
 * @user_data: for @board
 *
 * Makes a widget a place to drop pictures and pins on. While something hovers it has
 * the style class `drop-here` and the window says what a drop will do; who stays over it with
 * something opens the board.
 */
void
pf_drop_zone_add (GtkWidget *widget, PfDropZoneFunc board, gpointer user_data)
{
  add_zone (widget, &(Zone){ .board = board, .user_data = user_data });
}

/**
 * pf_drop_zone_add_places:
 * @widget: what stands for one place or several: a section, a wall with sections, an account
 * @place: tells what is under the pointer
 * @mark: (nullable): shows which part of @widget that is
 * @user_data: for both
 *
 * As pf_drop_zone_add(), without opening anything.
 */
void
pf_drop_zone_add_places (GtkWidget *widget,
                         PfDropPlaceFunc place,
                         PfDropMarkFunc mark,
                         gpointer user_data)
{
  add_zone (widget, &(Zone){ .place = place, .mark = mark, .user_data = user_data });
}
