/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-private.h"

#include <math.h>

/* As it was drawn, while that is true: planning looks at every number. */
static void
find_plot (PfChart *self, PfChartScene *scene, PfChartPlot *plot)
{
  pf_chart_get_scene (self, scene);
  if (self->layer != NULL && self->layer_width == (int)scene->width
      && self->layer_height == (int)scene->height)
    *plot = self->plot;
  else
    pf_chart_plan (scene, plot);
}

static int
point_at (PfChart *self, double x, double y)
{
  PfChartScene scene;
  PfChartPlot plot;

  if (self->data == NULL)
    return -1;
  find_plot (self, &scene, &plot);
  return pf_chart_find_point (&scene, &plot, x, y);
}

/* Which part of the axis is there, 0 for the first point in view and 1 for the last. */
static double
part_at (PfChart *self, double x)
{
  PfChartScene scene;
  PfChartPlot plot;
  double part;

  find_plot (self, &scene, &plot);
  part = (x - plot.x) / plot.width;
  return CLAMP (scene.rtl ? 1 - part : part, 0, 1);
}

static void
pointed (GtkEventControllerMotion *motion, double x, double y, PfChart *self)
{
  int point = point_at (self, x, y);

  /* The pointer shows what it is on; it never moves what is in view. */
  if (point >= 0)
    pf_chart_set_cursor (self, point);
}

static void
left (GtkEventControllerMotion *motion, PfChart *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    pf_chart_set_cursor (self, -1);
}

static void
unfocused (GtkEventControllerFocus *focus, PfChart *self)
{
  pf_chart_set_cursor (self, -1);
}

static void
clicked (GtkGestureClick *click, int n_press, double x, double y, PfChart *self)
{
  int point = point_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (point < 0)
    return;
  pf_chart_set_cursor (self, point);
  pf_chart_activate (self, point);
}

static void
pan_pixels (PfChart *self, double pixels)
{
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double points = pixels / width * (self->range.to - self->range.from);

  pf_chart_pan (self, rtl ? -points : points);
}

/* With Ctrl nearer and farther, to the sides along the axis; all else scrolls the page. */
static gboolean
scrolled (GtkEventControllerScroll *scroll, double dx, double dy, PfChart *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (scroll));
  double x = gtk_widget_get_width (GTK_WIDGET (self)), y = 0;

  if (!pf_chart_is_timeline (self->kind) || self->data == NULL)
    return FALSE;
  if ((state & GDK_SHIFT_MASK) != 0)
    {
      dx += dy;
      dy = 0;
    }
  if ((state & GDK_CONTROL_MASK) != 0 && dy != 0)
    {
      GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

      if (event != NULL && gdk_event_get_position (event, &x, &y))
        gtk_widget_translate_coordinates (root, GTK_WIDGET (self), x, y, &x, &y);
      pf_chart_zoom (self, pow (1.2, -dy), part_at (self, x));
      return TRUE;
    }
  if (dx == 0 || fabs (dy) > fabs (dx) || pf_chart_range_is_whole (&self->range))
    return FALSE;
  pan_pixels (self, dx * 40);
  return TRUE;
}

static void
drag_begun (GtkGestureDrag *drag, double x, double y, PfChart *self)
{
  if (!pf_chart_is_timeline (self->kind) || pf_chart_range_is_whole (&self->range))
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drag_from = 0;
}

static void
dragged (GtkGestureDrag *drag, double dx, double dy, PfChart *self)
{
  if (fabs (dx) > 6)
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  pan_pixels (self, self->drag_from - dx);
  self->drag_from = dx;
}

static void
pinched (GtkGestureZoom *zoom, double scale, PfChart *self)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (zoom), &x, &y))
    return;
  pf_chart_zoom (self, scale / self->pinch, part_at (self, x));
  self->pinch = scale;
}

static void
pinch_begun (GtkGesture *gesture, GdkEventSequence *sequence, PfChart *self)
{
  self->pinch = 1;
}

void
pf_chart_add_pointer (PfChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();
  GtkGesture *zoom = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (pointed), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointed), self);
  g_signal_connect (motion, "leave", G_CALLBACK (left), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), self);
  g_signal_connect (focus, "leave", G_CALLBACK (unfocused), self);
  g_signal_connect (click, "released", G_CALLBACK (clicked), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), self);
  g_signal_connect (zoom, "begin", G_CALLBACK (pinch_begun), self);
  g_signal_connect (zoom, "scale-changed", G_CALLBACK (pinched), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (zoom));
}
