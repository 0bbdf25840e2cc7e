/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/pf-popup.h"

/* Context menus: by the secondary button, a long press, the Menu key and Shift+F10. */

typedef struct
{
  PfPopupFunc func;
  gpointer user_data;
} Popup;

/* A popover is a child of what it points at, and of a widget that lays its children out: one
 * that places them by itself forgets popovers. */
static GtkWidget *
find_host (GtkWidget *near)
{
  while (gtk_widget_get_layout_manager (near) == NULL && gtk_widget_get_parent (near) != NULL)
    near = gtk_widget_get_parent (near);
  return near;
}

static void
drop (gpointer data)
{
  GtkWidget *popover = data;

  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  g_object_unref (popover);
}

static void
free_ref (gpointer data)
{
  GWeakRef *ref = data;

  g_weak_ref_clear (ref);
  g_free (ref);
}

/* By itself GTK gives the focus to whatever comes next in the window. */
static void
restore_focus (GtkWidget *popover)
{
  g_autoptr (GtkWidget) before
      = g_weak_ref_get (g_object_get_data (G_OBJECT (popover), "focus-before"));

  if (before != NULL && gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
}

/* The press that asked for it made what is below look pressed; the release may have gone to the
 * popup instead, and GTK 4.8 then never takes that back. */
static void
forget_press (GtkWidget *popover)
{
  GWeakRef *ref = g_object_get_data (G_OBJECT (popover), "pressed");
  g_autoptr (GtkWidget) pressed = ref != NULL ? g_weak_ref_get (ref) : NULL;

  for (GtkWidget *widget = pressed; widget != NULL; widget = gtk_widget_get_parent (widget))
    gtk_widget_unset_state_flags (widget, GTK_STATE_FLAG_ACTIVE);
}

/* "closed" comes before the action of what was chosen. */
static void
closed (GtkWidget *popover)
{
  restore_focus (popover);
  forget_press (popover);
  g_idle_add_once (drop, g_object_ref (popover));
}

static void
host_destroyed (GtkWidget *popover)
{
  gtk_popover_popdown (GTK_POPOVER (popover));
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
}

/**
 * pf_popup_point_at:
 * @popover: a popover with a parent
 * @place: where in its parent it points
 *
 * Points a popover at the part of @place that its parent shows, or at what is nearest to it: what
 * a menu is about may be scrolled out of view, and GDK (4.8, X11) has no answer for a popup that
 * points outside of every monitor.
 */
void
pf_popup_point_at (GtkPopover *popover, const GdkRectangle *place)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (popover));
  int width = MAX (gtk_widget_get_width (parent), 1);
  int height = MAX (gtk_widget_get_height (parent), 1);
  GdkRectangle seen = { CLAMP (place->x, 0, width - 1), CLAMP (place->y, 0, height - 1), 1, 1 };

  seen.width = CLAMP (place->x + place->width - seen.x, 1, width - seen.x);
  seen.height = CLAMP (place->y + place->height - seen.y, 1, height - seen.y);
  gtk_popover_set_pointing_to (popover, &seen);
}

/**
 * pf_popup_show:
 * @popover: (transfer floating): a popover
 * @near: what it is about
 * @at: (nullable): where in @near; %NULL: at all of it
 *
 * Opens a popover once; it is gone when it closes.
 */
void
pf_popup_show (GtkWidget *popover, GtkWidget *near, const GdkRectangle *at)
{
  GtkWidget *host = find_host (near);
  GtkRoot *root = gtk_widget_get_root (near);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GWeakRef *before = g_new0 (GWeakRef, 1);
  GdkRectangle area = { 0, 0, gtk_widget_get_width (near), MAX (gtk_widget_get_height (near), 1) };
  double x, y;

  if (at != NULL)
    area = *at;
  if (gtk_widget_translate_coordinates (near, host, area.x, area.y, &x, &y))
    {
      area.x = (int)x;
      area.y = (int)y;
    }
  g_weak_ref_init (before, focus != NULL ? focus : near);
  g_object_set_data_full (G_OBJECT (popover), "focus-before", before, free_ref);
  gtk_widget_set_parent (popover, host);
  g_signal_connect (popover, "closed", G_CALLBACK (closed), NULL);
  g_signal_connect_object (host, "destroy", G_CALLBACK (host_destroyed), popover,
                           G_CONNECT_SWAPPED);
  pf_popup_point_at (GTK_POPOVER (popover), &area);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/**
 * pf_popup_show_menu:
 * @popover: (transfer floating): a menu
 * @near: what it is about
 * @x: where in @near it was asked for
 * @y: where in @near it was asked for
 *
 * Opens a context menu once. It is not for a second time, with another model: GTK 4.8 then gives
 * it the height of what it showed before.
 */
void
pf_popup_show_menu (GtkWidget *popover, GtkWidget *near, double x, double y)
{
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  pf_popup_show (popover, near, &(GdkRectangle){ (int)x, (int)y, 1, 1 });
}

static gboolean
show_at (GtkWidget *widget, Popup *popup, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);
  GtkWidget *popover = picked != NULL ? popup->func (widget, picked, popup->user_data) : NULL;
  GWeakRef *pressed;

  if (popover == NULL)
    return FALSE;
  pressed = g_new0 (GWeakRef, 1);
  g_weak_ref_init (pressed, picked);
  g_object_set_data_full (G_OBJECT (popover), "pressed", pressed, free_ref);
  pf_popup_show_menu (popover, widget, x, y);
  return TRUE;
}

static void
clicked (GtkGestureClick *gesture, int n_press, double x, double y, Popup *popup)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (show_at (widget, popup, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pressed_long (GtkGestureLongPress *gesture, double x, double y, Popup *popup)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (show_at (widget, popup, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
show_for_keyboard (GtkWidget *widget, GVariant *unused, gpointer data)
{
  Popup *popup = data;
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *popover = focus != NULL ? popup->func (widget, NULL, popup->user_data) : NULL;

  graphene_rect_t at;

  if (popover == NULL)
    return GDK_EVENT_PROPAGATE;
  /* It belongs to the list: the item's own widget goes when what it shows changes. */
  if (gtk_widget_compute_bounds (focus, widget, &at))
    pf_popup_show (popover, widget,
                   &(GdkRectangle){ (int)at.origin.x, (int)at.origin.y, (int)at.size.width,
                                    MAX ((int)at.size.height, 1) });
  else
    pf_popup_show (popover, widget, NULL);
  return GDK_EVENT_STOP;
}

/**
 * pf_popup_add:
 * @widget: a widget, or a list whose items have menus
 * @func: makes the menu
 * @user_data: for it
 *
 * Gives a widget a context menu.
 */
void
pf_popup_add (GtkWidget *widget, PfPopupFunc func, gpointer user_data)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  Popup *popup = g_new (Popup, 1);

  *popup = (Popup){ func, user_data };
  g_object_set_data_full (G_OBJECT (keys), "popup", popup, g_free);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (clicked), popup);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (pressed_long), popup);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (show_for_keyboard, popup, NULL)));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));
  gtk_widget_add_controller (widget, keys);
}
