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
  gboolean held; /* because the toast has the focus */
} Batch;

static Batch *
batch_new (PfWindow *window, const char *batch_id)
{
  Batch *batch = g_new0 (Batch, 1);

  g_weak_ref_init (&batch->window, window);
  batch->batch_id = g_strdup (batch_id);
  return batch;
}

static void
batch_free (gpointer data, GClosure *closure)
{
  Batch *batch = data;

  g_weak_ref_clear (&batch->window);
  g_free (batch->batch_id);
  g_free (batch);
}

static void
undo_clicked (AdwToast *toast, Batch *batch)
{
  g_autoptr (PfWindow) window = g_weak_ref_get (&batch->window);

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

/* There is no time limit on a choice that somebody is about to make (safety.md AX-5). */
static void
focus_changed (PfWindow *window, GParamSpec *pspec, Batch *batch)
{
  gboolean held = has_focus (window);
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

static void
dismissed (AdwToast *toast, Batch *batch)
{
  g_autoptr (PfWindow) window = g_weak_ref_get (&batch->window);
  gulong id = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (toast), "focus"));

  if (window != NULL)
    g_signal_handler_disconnect (window, id);
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
  gulong id;

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, seconds);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked),
                         batch_new (window, batch_id), batch_free, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed), batch_new (window, batch_id),
                         batch_free, 0);
  id = g_signal_connect_data (window, "notify::focus-widget", G_CALLBACK (focus_changed),
                              batch_new (window, batch_id), batch_free, 0);
  g_object_set_data (G_OBJECT (toast), "focus", GSIZE_TO_POINTER (id));
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
