/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-toasts.h"

/*
 * The queue of toasts of a window, instead of AdwToastOverlay's. That of libadwaita 1.2 puts the
 * toast on show back in the queue when one of high priority comes, and aborts when it is that
 * one's turn before it has slid out; and it forgets that a toast may go before it has slid in,
 * and then writes to what is freed. So the overlay gets one toast at a time, after the last one
 * has slid out, and it goes only after it has slid in.
 */

/* As long as it slides in, and a little. */
#define SLIDE_US (350 * G_TIME_SPAN_MILLISECOND)

struct _PfToasts
{
  AdwToastOverlay *overlay; /* (unowned): it outlives this */
  GQueue waiting;           /* of AdwToast, owned */
  AdwToast *shown;          /* nullable, owned */
  gulong dismissed_handler;
  gint64 shown_at; /* frame time; 0 before its first frame */
  guint tick;
  gboolean settled;  /* it slid in */
  gboolean unwanted; /* it goes as soon as it may */
};

static GtkWidget *
find_widget (PfToasts *self)
{
  GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (self->overlay));

  while (child != NULL && g_strcmp0 (gtk_widget_get_css_name (child), "toast") != 0)
    child = gtk_widget_get_prev_sibling (child);
  return child;
}

/* What can be pressed can be dismissed. */
static void
let_press (PfToasts *self, gboolean may)
{
  GtkWidget *widget = find_widget (self);

  if (widget == NULL)
    return;
  gtk_widget_set_can_target (widget, may);
  gtk_widget_set_can_focus (widget, may);
}

static void plan (PfToasts *self);

static void
forget_shown (PfToasts *self)
{
  if (self->shown != NULL)
    g_signal_handler_disconnect (self->shown, self->dismissed_handler);
  g_clear_object (&self->shown);
}

static void
dismissed (PfToasts *self)
{
  forget_shown (self);
  plan (self);
}

static void
show_next (PfToasts *self)
{
  if (self->shown != NULL || g_queue_is_empty (&self->waiting) || find_widget (self) != NULL)
    return;
  self->shown = g_queue_pop_head (&self->waiting);
  self->shown_at = 0;
  self->settled = FALSE;
  self->unwanted = FALSE;
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->shown));
  /* After the overlay's own handler. */
  self->dismissed_handler
      = g_signal_connect_swapped (self->shown, "dismissed", G_CALLBACK (dismissed), self);
  let_press (self, FALSE);
}

static void
settle (PfToasts *self, gint64 now)
{
  if (self->shown == NULL || self->settled)
    return;
  if (self->shown_at == 0)
    self->shown_at = now;
  if (now - self->shown_at < SLIDE_US)
    return;
  self->settled = TRUE;
  if (self->unwanted)
    adw_toast_dismiss (self->shown);
  else
    let_press (self, TRUE);
}

static gboolean
frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  PfToasts *self = data;

  settle (self, gdk_frame_clock_get_frame_time (clock));
  show_next (self);
  if (self->shown != NULL ? !self->settled : !g_queue_is_empty (&self->waiting))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
plan (PfToasts *self)
{
  show_next (self);
  if (self->tick == 0
      && (self->shown != NULL ? !self->settled : !g_queue_is_empty (&self->waiting)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->overlay), frame, self, NULL);
}

static void
dismiss_shown (PfToasts *self)
{
  if (self->shown == NULL)
    return;
  self->unwanted = TRUE;
  if (self->settled)
    adw_toast_dismiss (self->shown);
}

/* Whoever listens to it lets go of what belongs to it. */
static void
drop_waiting (PfToasts *self)
{
  AdwToast *toast;

  while ((toast = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_signal_emit_by_name (toast, "dismissed");
      g_object_unref (toast);
    }
}

/**
 * pf_toasts_new:
 * @overlay: where they are shown, alive as long as the queue
 *
 * Main thread, as all of it.
 *
 * Returns: (transfer full): an empty queue
 */
PfToasts *
pf_toasts_new (AdwToastOverlay *overlay)
{
  PfToasts *self = g_new0 (PfToasts, 1);

  self->overlay = overlay;
  return self;
}

/**
 * pf_toasts_free:
 * @self: (transfer full): a queue
 */
void
pf_toasts_free (PfToasts *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->overlay), self->tick);
  self->tick = 0;
  drop_waiting (self);
  forget_shown (self);
  g_free (self);
}

/**
 * pf_toasts_add:
 * @self: a queue
 * @toast: (transfer full): a toast
 *
 * Shows a toast after those before it. One of high priority takes their place instead.
 */
void
pf_toasts_add (PfToasts *self, AdwToast *toast)
{
  if (adw_toast_get_priority (toast) == ADW_TOAST_PRIORITY_HIGH)
    {
      adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_NORMAL);
      drop_waiting (self);
      dismiss_shown (self);
    }
  g_queue_push_tail (&self->waiting, toast);
  plan (self);
}

/**
 * pf_toasts_dismiss:
 * @self: a queue
 * @toast: a toast
 *
 * What it says is over.
 */
void
pf_toasts_dismiss (PfToasts *self, AdwToast *toast)
{
  if (toast == self->shown)
    dismiss_shown (self);
  else if (g_queue_remove (&self->waiting, toast))
    {
      g_signal_emit_by_name (toast, "dismissed");
      g_object_unref (toast);
    }
}

/* From one page with a bar to another both are there for a moment. */
static void
count_bars (GtkWidget *bar, int more)
{
  GObject *window = G_OBJECT (gtk_widget_get_root (bar));
  int n;

  if (window == NULL)
    return;
  n = GPOINTER_TO_INT (g_object_get_data (window, "bars-below")) + more;
  g_object_set_data (window, "bars-below", GINT_TO_POINTER (n));
  if (n > 0)
    gtk_widget_add_css_class (GTK_WIDGET (window), "bar-below");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (window), "bar-below");
}

static void
bar_mapped (GtkWidget *bar)
{
  count_bars (bar, 1);
}

static void
bar_unmapped (GtkWidget *bar)
{
  count_bars (bar, -1);
}

/**
 * pf_toasts_keep_clear_of:
 * @bar: something inside a bar at the bottom of a window, that is mapped while the bar is seen
 *
 * Toasts stand above it then, and not on its buttons.
 */
void
pf_toasts_keep_clear_of (GtkWidget *bar)
{
  g_signal_connect (bar, "map", G_CALLBACK (bar_mapped), NULL);
  g_signal_connect (bar, "unmap", G_CALLBACK (bar_unmapped), NULL);
}
