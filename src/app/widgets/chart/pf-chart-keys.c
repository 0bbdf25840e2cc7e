/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-private.h"

/* Nearer and farther in one step. */
#define ZOOM 1.6

typedef enum
{
  MOVE_POINTS,
  MOVE_FIRST,
  MOVE_LAST,
  MOVE_SERIES,
  MOVE_ZOOM,
  MOVE_PAN,
  MOVE_ACTIVATE,
  MOVE_LEAVE,
} Move;

/* What is read by keyboard comes into view. */
static void
go_to (PfChart *self, int point)
{
  if (point >= 0 && pf_chart_is_timeline (self->kind)
      && pf_chart_range_show (&self->range, (guint)point))
    pf_chart_range_moved (self);
  pf_chart_set_cursor (self, point);
}

/* From one series to the next that is shown: it is read first then. */
static void
move_series (PfChart *self, int by)
{
  int n = (int)pf_chart_data_get_n_series (self->data), s = (int)self->series;

  for (int i = 0; i < n; i++)
    {
      s = (s + by + n) % n;
      if (pf_chart_get_series_shown (self, (guint)s))
        break;
    }
  pf_chart_set_first (self, (guint)s);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Of a calendar, up and down are days and the sides weeks; of ranks, up and down are all there is.
 */
static int
points_of (PfChart *self, int by, gboolean vertical)
{
  switch (self->kind)
    {
    case PF_CHART_CALENDAR:
      return vertical || ABS (by) != 1 ? by : by * 7;
    case PF_CHART_RANKED:
    case PF_CHART_DONUT:
    case PF_CHART_LINE:
    case PF_CHART_AREA:
    case PF_CHART_BARS:
    case PF_CHART_STACK:
    case PF_CHART_SPARK:
    default:
      return by;
    }
}

static void
move_points (PfChart *self, int by, gboolean vertical)
{
  int n = (int)pf_chart_data_get_n_points (self->data);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (n == 0)
    return;
  by = points_of (self, rtl && !vertical ? -by : by, vertical);
  if (self->cursor < 0)
    go_to (self, pf_chart_is_timeline (self->kind) || self->kind == PF_CHART_CALENDAR
                     ? (int)self->range.to - 1
                     : 0);
  else if (self->cursor + by >= 0 && self->cursor + by < n)
    go_to (self, self->cursor + by);
  else if (ABS (by) > 7)
    go_to (self, by < 0 ? 0 : n - 1);
}

static gboolean
move (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PfChart *self = PF_CHART (widget);
  int what, by;

  if (self->data == NULL)
    return FALSE;
  g_variant_get (arguments, "(ii)", &what, &by);
  switch ((Move)what)
    {
    case MOVE_POINTS:
      move_points (self, by, FALSE);
      return TRUE;
    case MOVE_SERIES:
      if (self->kind == PF_CHART_CALENDAR || self->kind == PF_CHART_RANKED
          || self->kind == PF_CHART_DONUT)
        move_points (self, by, TRUE);
      else if (pf_chart_data_get_n_series (self->data) > 1 && self->cursor >= 0)
        move_series (self, by);
      else
        return FALSE;
      return TRUE;
    case MOVE_FIRST:
      go_to (self, 0);
      return TRUE;
    case MOVE_LAST:
      go_to (self, (int)pf_chart_data_get_n_points (self->data) - 1);
      return TRUE;
    case MOVE_ZOOM:
      pf_chart_zoom (self, by > 0 ? ZOOM : by < 0 ? 1 / ZOOM : 0, 1);
      return pf_chart_is_timeline (self->kind);
    case MOVE_PAN:
      pf_chart_pan (self, by * (self->range.to - self->range.from) / 4);
      return pf_chart_is_timeline (self->kind);
    case MOVE_ACTIVATE:
      pf_chart_activate (self, self->cursor);
      return self->cursor >= 0;
    case MOVE_LEAVE:
    default:
      if (self->cursor < 0)
        return FALSE;
      go_to (self, -1);
      return TRUE;
    }
}

void
pf_chart_class_add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    Move move;
    int by;
  } keys[] = {
    { GDK_KEY_Left, 0, MOVE_POINTS, -1 },
    { GDK_KEY_KP_Left, 0, MOVE_POINTS, -1 },
    { GDK_KEY_Right, 0, MOVE_POINTS, 1 },
    { GDK_KEY_KP_Right, 0, MOVE_POINTS, 1 },
    { GDK_KEY_Page_Up, 0, MOVE_POINTS, -30 },
    { GDK_KEY_Page_Down, 0, MOVE_POINTS, 30 },
    { GDK_KEY_Up, 0, MOVE_SERIES, -1 },
    { GDK_KEY_Down, 0, MOVE_SERIES, 1 },
    { GDK_KEY_Home, 0, MOVE_FIRST, 0 },
    { GDK_KEY_End, 0, MOVE_LAST, 0 },
    { GDK_KEY_plus, 0, MOVE_ZOOM, 1 },
    { GDK_KEY_equal, 0, MOVE_ZOOM, 1 },
    { GDK_KEY_KP_Add, 0, MOVE_ZOOM, 1 },
    { GDK_KEY_minus, 0, MOVE_ZOOM, -1 },
    { GDK_KEY_KP_Subtract, 0, MOVE_ZOOM, -1 },
    { GDK_KEY_0, 0, MOVE_ZOOM, 0 },
    { GDK_KEY_Left, GDK_SHIFT_MASK, MOVE_PAN, -1 },
    { GDK_KEY_Right, GDK_SHIFT_MASK, MOVE_PAN, 1 },
    { GDK_KEY_Return, 0, MOVE_ACTIVATE, 0 },
    { GDK_KEY_KP_Enter, 0, MOVE_ACTIVATE, 0 },
    { GDK_KEY_Escape, 0, MOVE_LEAVE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, keys[i].modifiers, move, "(ii)", keys[i].move,
                                  keys[i].by);
}
