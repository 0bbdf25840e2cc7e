/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/intake/pf-drop-zone.h"

#include "app/intake/pf-incoming.h"
#include "app/intake/pf-intake.h"

#include <glib/gi18n.h>

typedef struct
{
  PfDropZoneFunc board;
  gpointer user_data;
} Zone;

static void
set_hover (GtkWidget *widget, Zone *zone, gboolean hover)
{
  PfWindow *window = pf_window_get (widget);
  g_autofree char *uuid = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (hover)
    gtk_widget_add_css_class (widget, "drop-here");
  else
    gtk_widget_remove_css_class (widget, "drop-here");
  if (window == NULL)
    return;
  if (hover && pf_window_get_connection (window) != NULL)
    {
      PfBoardList *boards = pf_workspace_get_boards (pf_window_get_workspace (window),
                                                     pf_window_get_connection (window));

      uuid = zone->board (widget, zone->user_data);
      name = uuid != NULL ? pf_board_list_get_name (boards, uuid) : NULL;
      text = name != NULL ? g_strdup_printf (_ ("Drop to pin on %s"), name)
                          : g_strdup (_ ("Drop to draft pins"));
    }
  pf_window_set_drop_hint (window, text);
}

static GdkDragAction
enter_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, Zone *zone)
{
  set_hover (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), zone, TRUE);
  return GDK_ACTION_COPY;
}

static GdkDragAction
motion_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, Zone *zone)
{
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTargetAsync *target, GdkDrop *drop, Zone *zone)
{
  set_hover (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), zone, FALSE);
}

static gboolean
drop_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, Zone *zone)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  PfWindow *window = pf_window_get (widget);
  g_autofree char *uuid = zone->board (widget, zone->user_data);

  set_hover (widget, zone, FALSE);
  if (window == NULL || pf_window_get_connection (window) == NULL)
    return FALSE;
  pf_intake_drop (window, drop, uuid);
  return TRUE;
}

/**
 * pf_drop_zone_add:
 * @widget: what pictures can be dropped on
 * @board: tells the board under it
 * @user_data: for @board
 *
 * Makes a widget a place to drop pictures on. While something hovers it has
 * the style class `drop-here` and the window says what a drop will do.
 */
void
pf_drop_zone_add (GtkWidget *widget, PfDropZoneFunc board, gpointer user_data)
{
  GtkDropTargetAsync *target
      = gtk_drop_target_async_new (pf_incoming_get_formats (), GDK_ACTION_COPY);
  Zone *zone = g_new0 (Zone, 1);

  zone->board = board;
  zone->user_data = user_data;
  g_object_set_data_full (G_OBJECT (target), "zone", zone, g_free);
  g_signal_connect (target, "drag-enter", G_CALLBACK (enter_cb), zone);
  g_signal_connect (target, "drag-motion", G_CALLBACK (motion_cb), zone);
  g_signal_connect (target, "drag-leave", G_CALLBACK (leave_cb), zone);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), zone);
  gtk_widget_add_css_class (widget, "drop-zone");
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
