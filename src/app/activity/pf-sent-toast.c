/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-sent-toast.h"

#include "app/activity/pf-undo.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#define HOLD_SECONDS 5

/* What a toast needs to take a batch back; it never holds the window. */
typedef struct
{
  GWeakRef window;
  char *batch_id;
  gulong focus_id; /* handler of the window */
  gboolean held;   /* because the toast has the focus */
  gboolean undone;
} Batch;

static Batch *
batch_new (PfWindow *window, const char *batch_id)
{
  Batch *batch = g_rc_box_new0 (Batch);

  g_weak_ref_init (&batch->window, window);
  batch->batch_id = g_strdup (batch_id);
  return batch;
}

static void
batch_clear (gpointer data)
{
  Batch *batch = data;

  g_weak_ref_clear (&batch->window);
  g_free (batch->batch_id);
}

static void
batch_unref (gpointer data, GClosure *closure)
{
  g_rc_box_release_full (data, batch_clear);
}

static void
undo_clicked (AdwToast *toast, Batch *batch)
{
  g_autoptr (PfWindow) window = g_weak_ref_get (&batch->window);

  batch->undone = TRUE;
  if (window != NULL)
    pf_undo_batch (window, batch->batch_id);
}

/* libadwaita 1.2 keeps its toast widget to itself; only where the focus is tells. */
static gboolean
has_focus (PfWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  while (focus != NULL && g_strcmp0 (gtk_widget_get_css_name (focus), "toast") != 0)
    focus = gtk_widget_get_parent (focus);
  return focus != NULL;
}

static void
set_held (Batch *batch, PfWindow *window, gboolean held)
{
  PfOutbox *outbox;

  if (held == batch->held || pf_window_get_workspace (window) == NULL)
    return;
  batch->held = held;
  outbox = pf_workspace_get_outbox (pf_window_get_workspace (window));
  if (held)
    pf_outbox_hold (outbox, batch->batch_id);
  else
    pf_outbox_release (outbox, batch->batch_id);
}

/* There is no time limit on a choice that somebody is about to make (safety.md AX-5). */
static void
focus_changed (PfWindow *window, GParamSpec *pspec, Batch *batch)
{
  set_held (batch, window, has_focus (window));
}

/* Whoever closes the toast with the focus in it has made the choice; of Undo the outbox knows. */
static void
dismissed (AdwToast *toast, Batch *batch)
{
  g_autoptr (PfWindow) window = g_weak_ref_get (&batch->window);

  if (window == NULL || batch->focus_id == 0)
    return;
  g_clear_signal_handler (&batch->focus_id, window);
  if (!batch->undone)
    set_held (batch, window, FALSE);
}

/**
 * pf_sent_toast_show_words:
 * @window: the window it was done in
 * @batch_id: what was enqueued
 * @text: what happens, plain text: "Moving 12 pins to Garden"
 * @words: the same in the past tense, for the history: "Moved 12 pins to Garden"
 * @seconds: how long it is held
 *
 * Says what was begun, with Undo first as long as it is held.
 */
void
pf_sent_toast_show_words (
    PfWindow *window, const char *batch_id, const char *text, const char *words, guint seconds)
{
  AdwToast *toast = pf_toast_new (text);
  Batch *batch = batch_new (window, batch_id);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, seconds);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked),
                         g_rc_box_acquire (batch), batch_unref, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed), g_rc_box_acquire (batch),
                         batch_unref, 0);
  batch->focus_id = g_signal_connect_data (window, "notify::focus-widget",
                                           G_CALLBACK (focus_changed), batch, batch_unref, 0);
  if (pf_window_get_history (window) != NULL)
    pf_history_add (pf_window_get_history (window), batch_id, words);
  pf_window_add_toast (window, toast);
}

/**
 * pf_sent_toast_show:
 * @window: the window it was done in
 * @batch_id: what was enqueued
 * @text: what happens, plain text: "Pinning to Garden"
 *
 * Says what was begun, with Undo first as long as it is held.
 */
void
pf_sent_toast_show (PfWindow *window, const char *batch_id, const char *text)
{
  pf_sent_toast_show_words (window, batch_id, text, text, HOLD_SECONDS);
}
