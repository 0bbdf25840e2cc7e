/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-undo.h"

#include "app/compat/pf-ask.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* So many names are told one by one. */
#define MAX_NAMES 12

/* Undo and Redo of a window, and what became of it. */
typedef struct
{
  GWeakRef window;
  char *words;
  gboolean redo;
} Call;

static Call *
call_new (PfWindow *window, const char *words, gboolean redo)
{
  Call *call = g_new0 (Call, 1);

  g_weak_ref_init (&call->window, window);
  call->words = g_strdup (words);
  call->redo = redo;
  return call;
}

static void
call_free (Call *call)
{
  g_weak_ref_clear (&call->window);
  g_free (call->words);
  g_free (call);
}

/* The pins that Pinterest cannot give back are named (safety.md PQ-8). */
static void
lost_clicked (AdwToast *toast, PfWindow *window)
{
  GPtrArray *lost = g_object_get_data (G_OBJECT (toast), "lost");
  g_autoptr (GString) body = g_string_new (NULL);

  for (guint i = 0; i < MIN (lost->len, MAX_NAMES); i++)
    {
      g_autofree char *name = pf_text_clean (lost->pdata[i]);

      g_string_append_printf (body, "• %s\n", name);
    }
  if (lost->len > MAX_NAMES)
    g_string_append_printf (body, ngettext ("and %u more", "and %u more", lost->len - MAX_NAMES),
                            lost->len - MAX_NAMES);
  pf_tell (GTK_WIDGET (window), _ ("These Pins Cannot Come Back"), body->str);
}

static void
tell (PfWindow *window, const char *done, const PfUndoReport *report)
{
  g_autofree char *text = *done != '\0'
                              /* Translators: what was done, and what became of undoing it: "Moved
                                 12 pins to Garden: Taken back." */
                              ? g_strdup_printf (_ ("%s: %s"), done, report->words)
                              : g_strdup (report->words);
  AdwToast *toast = pf_toast_new_long (text);

  /* Before the one that still offers to undo the same. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  if (report->lost->len > 0)
    {
      adw_toast_set_button_label (toast, _ ("_Show"));
      g_object_set_data_full (G_OBJECT (toast), "lost", g_ptr_array_ref (report->lost),
                              (GDestroyNotify)g_ptr_array_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (lost_clicked), window, 0);
    }
  pf_window_add_toast (window, toast);
}

static void
ended (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&call->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfUndoReport) report
      = call->redo ? pf_history_redo_finish (PF_HISTORY (source), result, &error)
                   : pf_history_undo_finish (PF_HISTORY (source), result, &error);

  if (window != NULL && report != NULL)
    {
      tell (window, call->words, report);
    }
  else if (window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *words = g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND)
                                   ? g_strdup (error->message)
                                   : pf_error_words (error);

      pf_window_add_toast (window, pf_toast_new_long (words));
    }
  call_free (call);
}

/**
 * pf_undo_newest:
 * @window: a window
 *
 * Takes back what it did last, and says what became of it.
 */
void
pf_undo_newest (PfWindow *window)
{
  PfHistory *history = pf_window_get_history (window);

  if (history != NULL && pf_history_get_undo_words (history) != NULL)
    pf_history_undo_async (history, NULL, ended,
                           call_new (window, pf_history_get_undo_words (history), FALSE));
}

/**
 * pf_undo_redo:
 * @window: a window
 *
 * Does again what was taken back last.
 */
void
pf_undo_redo (PfWindow *window)
{
  PfHistory *history = pf_window_get_history (window);

  if (history != NULL && pf_history_get_redo_words (history) != NULL)
    pf_history_redo_async (history, NULL, ended,
                           call_new (window, pf_history_get_redo_words (history), TRUE));
}

/**
 * pf_undo_batch:
 * @window: a window
 * @batch_id: a batch
 *
 * Takes back that one, for its own Undo button.
 */
void
pf_undo_batch (PfWindow *window, const char *batch_id)
{
  PfHistory *history = pf_window_get_history (window);

  if (history != NULL)
    pf_history_undo_batch_async (history, batch_id, NULL, ended, call_new (window, "", FALSE));
}
