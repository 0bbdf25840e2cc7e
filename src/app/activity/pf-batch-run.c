/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-batch-run.h"

#include "app/activity/pf-sent-toast.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

/* As long as the outbox holds it. */
#define EDIT_SECONDS 5
#define DELETE_SECONDS 10

typedef struct
{
  GWeakRef window;
  PfBatch *batch;
  char *doing;
  guint seconds;
} Run;

static void
kept (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&run->window);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = pf_outbox_enqueue_batch_finish (PF_OUTBOX (source), result, &error);

  if (window != NULL && id != NULL)
    {
      pf_sent_toast_show_words (window, id, run->doing, pf_batch_get_words (run->batch),
                                run->seconds);
    }
  else if (window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* What the outbox refuses by itself it says better than anybody. */
      g_autofree char *words
          = error->domain == PF_ERROR
                    && (error->code == PF_ERROR_INVALID || error->code == PF_ERROR_BUSY
                        || error->code == PF_ERROR_FEATURE)
                ? g_strdup (error->message)
                : pf_error_words (error);

      pf_window_add_toast (window, pf_toast_new_long (words));
    }
  g_weak_ref_clear (&run->window);
  pf_batch_unref (run->batch);
  g_free (run->doing);
  g_free (run);
}

static void
begin (PfWindow *window, PfConnection *connection, PfBatch *batch, const char *doing, guint seconds)
{
  Run *run = g_new0 (Run, 1);

  g_weak_ref_init (&run->window, window);
  run->batch = pf_batch_ref (batch);
  run->doing = g_strdup (doing);
  run->seconds = seconds;
  pf_outbox_enqueue_batch_async (pf_workspace_get_outbox (pf_window_get_workspace (window)),
                                 connection, batch, NULL, kept, run);
}

/**
 * pf_batch_run:
 * @window: the window it is done in
 * @connection: whose things
 * @batch: what is to be done, with its words in the past tense
 * @doing: the same in the present: "Moving 12 pins to Garden"
 *
 * Gives a batch to the outbox, puts it on the window's history, and says it with Undo; or says
 * why not.
 */
void
pf_batch_run (PfWindow *window, PfConnection *connection, PfBatch *batch, const char *doing)
{
  begin (window, connection, batch, doing, EDIT_SECONDS);
}

/**
 * pf_batch_run_delete:
 * @window: the window it is done in
 * @connection: whose things
 * @batch: what is to be done, something of it being deleted
 * @doing: the same in the present: "Deleting 12 pins"
 *
 * As pf_batch_run(), for what is held longer.
 */
void
pf_batch_run_delete (PfWindow *window, PfConnection *connection, PfBatch *batch, const char *doing)
{
  begin (window, connection, batch, doing, DELETE_SECONDS);
}
