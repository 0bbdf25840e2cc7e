/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-private.h"

/* What of the history nobody asks for any more. */

#define DAY_US (24 * 60 * 60 * G_TIME_SPAN_SECOND)
/* Who has just started has better things to do. */
#define FIRST_US (60 * G_TIME_SPAN_SECOND)

/* What was made stays for ever: it is the proof that it was posted, so that nothing is taken for
 * it a second time (pf_outbox_settle_look()), what a new picture is compared with, and of some
 * things the only name. A batch is over as a whole. A parent outlives its children, which hold on
 * to it: with them gone it goes in the next turn. */
static const char *const rows_sql
    = "DELETE FROM outbox WHERE uuid IN (SELECT uuid FROM outbox o WHERE modified_at < ?1"
      " AND seq <= (SELECT MAX (seq) FROM outbox) - ?2"
      " AND (state IN ('undone', 'discarded') OR (state = 'done' AND op NOT LIKE 'create-%'"
      "  AND op <> 'save-pin'))"
      " AND batch_id NOT IN (SELECT batch_id FROM outbox WHERE modified_at >= ?1"
      "  OR state NOT IN ('done', 'undone', 'discarded'))"
      " AND NOT EXISTS (SELECT 1 FROM outbox c WHERE c.depends_on = o.uuid)"
      " ORDER BY seq LIMIT ?3)";

/* Whether a batch is an Undo follows from those it takes back: they stay as long as it does. */
static const char *const batches_sql
    = "DELETE FROM batch WHERE created_at < ?1"
      " AND NOT EXISTS (SELECT 1 FROM outbox WHERE batch_id = batch.id)"
      " AND id NOT IN (SELECT undoes FROM batch WHERE undoes IS NOT NULL)"
      " AND id NOT IN (SELECT undone_by FROM outbox WHERE undone_by IS NOT NULL)";

/**
 * pf_outbox_prune:
 * @data: a #PfOutboxPrune
 *
 * Forgets rows that came to an end PF_OUTBOX_KEEP_DAYS ago, but for the newest ones and for all
 * that was made; their attempts go with them. On a clock that is far ahead the newest ones are
 * what stays.
 *
 * Returns: PF_DB_OK
 */
gpointer
pf_outbox_prune (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxPrune *prune = data;
  gint64 before = prune->now - PF_OUTBOX_KEEP_DAYS * DAY_US;
  gint64 left = prune->n_most;

  do
    {
      if (!pf_db_exec (db, error, rows_sql, "iii", before, prune->n_keep, left))
        return NULL;
      left -= sqlite3_changes (db);
    }
  while (sqlite3_changes (db) > 0 && left > 0);
  PF_FAULT_POINT ("outbox/prune/before-commit");
  return pf_db_exec (db, error, batches_sql, "i", before) ? PF_DB_OK : NULL;
}

static void prune_after (PfOutbox *self, gint64 delay_us);

static void
on_pruned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfOutbox) self = data;
  g_autoptr (GError) error = NULL;

  if (pf_outbox_run_finish (self, source, result, &error) == NULL)
    g_warning ("Cannot forget what is long over: %s", error->message);
  if (!self->stopped)
    prune_after (self, DAY_US);
  pf_outbox_check_drains (self);
}

static void
on_time_to_prune (gpointer data)
{
  PfOutbox *self = data;
  PfOutboxPrune *prune = g_new0 (PfOutboxPrune, 1);

  prune->now = pf_outbox_now (self);
  prune->n_keep = PF_OUTBOX_KEEP_ROWS;
  prune->n_most = PF_OUTBOX_PRUNE_ROWS;
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_prune, prune, g_free, NULL, on_pruned,
                 g_object_ref (self));
}

static void
prune_after (PfOutbox *self, gint64 delay_us)
{
  pf_outbox_after (self, delay_us, on_time_to_prune, self, NULL);
}

/* Once a while after the start, then every day: by the one that delivers. */
void
pf_outbox_begin_pruning (PfOutbox *self)
{
  prune_after (self, FIRST_US);
}
