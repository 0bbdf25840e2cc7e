/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-shared-budget.h"

#include "core/base/pf-error.h"
#include "core/store/pf-budget-window.h"

#include <glib/gi18n-lib.h>

#define SECOND ((gint64)G_USEC_PER_SEC)
/* Somebody who looks at a blank place is told after so long; others sit out a minute. */
#define PATIENCE_USER (20 * SECOND)
#define PATIENCE (65 * SECOND)
/* The database is told at once of a refusal, otherwise at most so often. */
#define SAVE_EVERY (5 * SECOND)

struct _PfSharedBudget
{
  GObject parent_instance;
  PfStore *store;
  PfClock *clock;
  char *service_id, *client_id, *account_id;
  PfBudgetWindow windows[PF_BUDGET_N_CATEGORIES];
  guint unsaved; /* a bit a category */
  gboolean loaded, loading, stale;
  GQueue waiting; /* of Waiter, those who go first in front */
  guint timer, save_timer;
};

static void pf_shared_budget_budget_init (PfBudgetInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfSharedBudget,
                               pf_shared_budget,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_BUDGET, pf_shared_budget_budget_init))

typedef struct
{
  PfSharedBudget *budget; /* (unowned): the task holds it */
  GTask *task;
  PfBudgetCategory category;
  PfPriority priority;
  GSource *cancelled;
  GError *error;
} Waiter;

typedef struct
{
  char *service_id, *client_id, *account_id;
  PfBudgetWindow windows[PF_BUDGET_N_CATEGORIES];
  guint set; /* a bit a category */
  gint64 now;
} Rows;

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void serve (PfSharedBudget *self);
static void load (PfSharedBudget *self);

/* Database work */

static Rows *
rows_new (PfSharedBudget *self)
{
  Rows *rows = g_new0 (Rows, 1);

  rows->service_id = g_strdup (self->service_id);
  rows->client_id = g_strdup (self->client_id);
  rows->account_id = g_strdup (self->account_id);
  rows->now = pf_clock_now (self->clock);
  return rows;
}

static void
rows_free (Rows *self)
{
  g_free (self->service_id);
  g_free (self->client_id);
  g_free (self->account_id);
  g_free (self);
}

static void
read_row (Rows *rows, sqlite3_stmt *stmt)
{
  g_autofree char *name = pf_db_column_text (stmt, 0);
  PfBudgetCategory category;
  PfBudgetWindow window = { 0 };

  if (!pf_budget_category_from_string (name, &category))
    return;
  window.limit = sqlite3_column_int64 (stmt, 1);
  window.remaining = sqlite3_column_int64 (stmt, 2);
  window.reset_at = sqlite3_column_int64 (stmt, 3);
  window.blocked_until = sqlite3_column_int64 (stmt, 4);
  window.trial = sqlite3_column_int (stmt, 5) != 0;
  pf_budget_window_settle (&window, rows->now);
  if (rows->set & (1u << category))
    pf_budget_window_merge (&rows->windows[category], &window);
  else
    rows->windows[category] = window;
  rows->set |= 1u << category;
}

static gpointer
load_rows (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Rows *rows = data;
  gboolean row;
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error,
      "SELECT category, limit_, remaining, reset_at, blocked_until, trial FROM budget"
      " WHERE service = ? AND client_id = ? AND account_id IN ('', ?) ORDER BY modified_at",
      "sss", rows->service_id, rows->client_id, rows->account_id);

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &row, error))
    {
      if (!row)
        return PF_DB_OK;
      read_row (rows, stmt);
    }
  return NULL;
}

/* The stricter of two rows of one window; the newer of two windows. */
static const char upsert[]
    = "INSERT INTO budget (service, client_id, account_id, category, limit_, remaining, reset_at,"
      " blocked_until, trial, modified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET"
      "  remaining = CASE WHEN excluded.reset_at > reset_at + 2000000 THEN excluded.remaining"
      "   WHEN excluded.reset_at < reset_at - 2000000 THEN remaining"
      "   ELSE min(remaining, excluded.remaining) END,"
      "  limit_ = CASE WHEN excluded.limit_ > 0 THEN excluded.limit_ ELSE limit_ END,"
      "  reset_at = max(reset_at, excluded.reset_at),"
      "  blocked_until = max(blocked_until, excluded.blocked_until),"
      "  trial = excluded.trial, modified_at = excluded.modified_at";

static gpointer
save_rows (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Rows *rows = data;

  /* Rows from before the clock went back would never end. */
  if (!pf_db_exec (db, error, "DELETE FROM budget WHERE reset_at > ? OR blocked_until > ?", "ii",
                   rows->now + 26 * 3600 * SECOND, rows->now + 26 * 3600 * SECOND))
    return NULL;
  for (guint i = 0; i < PF_BUDGET_N_CATEGORIES; i++)
    {
      const PfBudgetWindow *window = &rows->windows[i];

      if (!(rows->set & (1u << i)))
        continue;
      /* A day of the trial tier that goes on would come back with the next reading. */
      if (!window->trial
          && !pf_db_exec (db, error,
                          "DELETE FROM budget WHERE service = ? AND client_id = ?"
                          " AND account_id = '' AND category = ?",
                          "sss", rows->service_id, rows->client_id,
                          pf_budget_category_to_string ((PfBudgetCategory)i)))
        return NULL;
      /* The trial tier's day is the app's, whichever account uses it. */
      if (!pf_db_exec (db, error, upsert, "ssssiiiiii", rows->service_id, rows->client_id,
                       window->trial ? "" : rows->account_id,
                       pf_budget_category_to_string ((PfBudgetCategory)i), window->limit,
                       window->remaining, window->reset_at, window->blocked_until,
                       (gint64)window->trial, rows->now))
        return NULL;
    }
  return PF_DB_OK;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfStore) store = data;
  g_autoptr (GError) error = NULL;

  /* What is lost is known again after the next reply. */
  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    g_debug ("The request budget was not stored: %s", error->message);
  else
    pf_store_touch (store, PF_STORE_BUDGET);
}

static void
save (PfSharedBudget *self)
{
  Rows *rows;

  if (self->save_timer != 0)
    pf_clock_cancel (self->clock, self->save_timer);
  self->save_timer = 0;
  if (self->unsaved == 0)
    return;
  rows = rows_new (self);
  for (guint i = 0; i < PF_BUDGET_N_CATEGORIES; i++)
    rows->windows[i] = self->windows[i];
  rows->set = self->unsaved;
  self->unsaved = 0;
  pf_db_run_async (pf_store_get_db (self->store), PF_DB_WRITE, save_rows, rows,
                   (GDestroyNotify)rows_free, NULL, NULL, on_saved, g_object_ref (self->store));
}

static void
on_save_timer (gpointer data)
{
  PfSharedBudget *self = data;

  self->save_timer = 0;
  save (self);
}

typedef struct
{
  PfSharedBudget *budget;
  Rows *rows;
} Loading;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Loading *loading = data;
  PfSharedBudget *self = loading->budget;
  g_autoptr (GError) error = NULL;

  self->loading = FALSE;
  self->loaded = TRUE;
  if (pf_db_run_finish (PF_DB (source), result, &error) != NULL)
    for (guint i = 0; i < PF_BUDGET_N_CATEGORIES; i++)
      if (loading->rows->set & (1u << i))
        pf_budget_window_merge (&self->windows[i], &loading->rows->windows[i]);
  if (self->stale)
    load (self);
  serve (self);
  g_signal_emit (self, signals[CHANGED], 0);
  rows_free (loading->rows);
  g_object_unref (self);
  g_free (loading);
}

static void
load (PfSharedBudget *self)
{
  Loading *loading;

  self->stale = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  loading = g_new (Loading, 1);
  loading->budget = g_object_ref (self);
  loading->rows = rows_new (self);
  pf_db_run_async (pf_store_get_db (self->store), PF_DB_READ, load_rows, loading->rows, NULL, NULL,
                   NULL, on_loaded, loading);
}

static void
on_store_changed (PfSharedBudget *self, guint tables)
{
  if (tables & PF_STORE_BUDGET)
    load (self);
}

/* Those who wait */

/* Out of the queue: its end is certain. */
static void
waiter_take (Waiter *self)
{
  g_queue_remove (&self->budget->waiting, self);
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_source_unref (self->cancelled);
    }
}

static void
waiter_end (Waiter *self)
{
  if (self->error != NULL)
    g_task_return_error (self->task, self->error);
  else
    g_task_return_boolean (self->task, TRUE);
  g_object_unref (self->task);
  g_free (self);
}

static gboolean
on_waiter_cancelled (GCancellable *cancellable, gpointer data)
{
  Waiter *self = data;

  g_cancellable_set_error_if_cancelled (cancellable, &self->error);
  waiter_take (self);
  waiter_end (self);
  return G_SOURCE_REMOVE;
}

static int
compare_waiters (gconstpointer a, gconstpointer b, gpointer data)
{
  const Waiter *first = a;
  const Waiter *second = b;

  return (int)first->priority - (int)second->priority;
}

static GError *
too_long (gint64 wait)
{
  PfErrorDetail detail = { .retry_after_s = (wait + SECOND - 1) / SECOND };

  return pf_error_new_detailed (PF_ERROR_RATE_LIMIT, &detail,
                                _ ("The requests that the service allows are used up for now"));
}

static void
on_timer (gpointer data)
{
  PfSharedBudget *self = data;

  self->timer = 0;
  serve (self);
}

/* Lets go who may go, tells who would wait too long, and sleeps until the next change. */
static void
serve (PfSharedBudget *self)
{
  gint64 now = pf_clock_now (self->clock);
  gint64 next = G_MAXINT64;
  GList *link = self->waiting.head;
  GQueue ended = G_QUEUE_INIT;
  Waiter *waiter;

  if (self->timer != 0)
    pf_clock_cancel (self->clock, self->timer);
  self->timer = 0;
  for (guint i = 0; i < PF_BUDGET_N_CATEGORIES; i++)
    pf_budget_window_settle (&self->windows[i], now);
  while (link != NULL)
    {
      PfBudgetWindow *window;
      gint64 wait, patience;

      waiter = link->data;
      link = link->next;
      window = &self->windows[waiter->category];
      wait = pf_budget_window_get_wait (window, waiter->category, waiter->priority, now);
      patience = waiter->priority == PF_PRIORITY_USER ? PATIENCE_USER : PATIENCE;
      if (wait > 0 && wait <= patience)
        {
          next = MIN (next, wait);
          continue;
        }
      if (wait > 0)
        waiter->error = too_long (wait);
      else
        pf_budget_window_take (window, now);
      waiter_take (waiter);
      g_queue_push_tail (&ended, waiter);
    }
  if (next != G_MAXINT64)
    self->timer = pf_clock_timeout (self->clock, next, on_timer, self, NULL);
  /* Only now, because whoever is told may ask again at once. */
  g_object_ref (self);
  while ((waiter = g_queue_pop_head (&ended)) != NULL)
    waiter_end (waiter);
  g_object_unref (self);
}

static void
pf_shared_budget_request_async (PfBudget *budget,
                                PfBudgetCategory category,
                                PfPriority priority,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  PfSharedBudget *self = PF_SHARED_BUDGET (budget);
  GTask *task = g_task_new (self, cancellable, callback, data);
  Waiter *waiter;

  g_task_set_source_tag (task, pf_shared_budget_request_async);
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  waiter = g_new0 (Waiter, 1);
  waiter->budget = self;
  waiter->task = task;
  waiter->category = category;
  waiter->priority = priority;
  if (cancellable != NULL)
    {
      g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (on_waiter_cancelled), waiter, NULL);
      g_source_attach (waiter->cancelled, context);
    }
  g_queue_insert_sorted (&self->waiting, waiter, compare_waiters, NULL);
  if (self->loaded)
    serve (self);
}

static gboolean
pf_shared_budget_request_finish (PfBudget *budget, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
pf_shared_budget_report (PfBudget *budget,
                         PfBudgetCategory category,
                         gint64 limit,
                         gint64 remaining,
                         gint64 reset_s,
                         gboolean refused)
{
  PfSharedBudget *self = PF_SHARED_BUDGET (budget);
  PfBudgetWindow *window = &self->windows[category];

  pf_budget_window_report (window, category, limit, remaining, reset_s, refused,
                           pf_clock_now (self->clock));
  self->unsaved |= 1u << category;
  if (refused || (window->reset_at != 0 && window->remaining == 0))
    save (self);
  else if (self->save_timer == 0)
    self->save_timer = pf_clock_timeout (self->clock, SAVE_EVERY, on_save_timer, self, NULL);
  serve (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pf_shared_budget_peek (PfBudget *budget, PfBudgetCategory category, PfBudgetState *state)
{
  PfSharedBudget *self = PF_SHARED_BUDGET (budget);
  PfBudgetWindow window = self->windows[category];

  pf_budget_window_settle (&window, pf_clock_now (self->clock));
  state->limit = (guint)MIN (window.limit, G_MAXUINT);
  state->remaining = (guint)CLAMP (window.remaining, 0, window.limit);
  state->reset_at_us = MAX (window.reset_at, window.blocked_until);
  state->trial = window.trial;
  if (window.blocked_until != 0)
    state->remaining = 0;
}

static void
pf_shared_budget_budget_init (PfBudgetInterface *iface)
{
  iface->request_async = pf_shared_budget_request_async;
  iface->request_finish = pf_shared_budget_request_finish;
  iface->report = pf_shared_budget_report;
  iface->peek = pf_shared_budget_peek;
}

static void
pf_shared_budget_dispose (GObject *object)
{
  PfSharedBudget *self = PF_SHARED_BUDGET (object);

  if (self->timer != 0)
    pf_clock_cancel (self->clock, self->timer);
  self->timer = 0;
  if (self->store != NULL)
    save (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pf_shared_budget_parent_class)->dispose (object);
}

static void
pf_shared_budget_finalize (GObject *object)
{
  PfSharedBudget *self = PF_SHARED_BUDGET (object);

  g_free (self->service_id);
  g_free (self->client_id);
  g_free (self->account_id);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (pf_shared_budget_parent_class)->finalize (object);
}

static void
pf_shared_budget_class_init (PfSharedBudgetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_shared_budget_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_shared_budget_finalize;

  /**
   * PfSharedBudget::changed:
   * @self: the budget
   *
   * What a meter shows may have changed.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_shared_budget_init (PfSharedBudget *self)
{
  g_queue_init (&self->waiting);
}

/**
 * pf_shared_budget_new:
 * @store: the store
 * @service_id: id of the service
 * @client_id: App ID, which the limits belong to
 * @account_id: the account; on the standard tier limits are counted per account
 *
 * Lets requests go as the rate headers allow, those of a person first, and
 * keeps a share back for them. Waits of up to 20 s (a person) or 65 s are sat
 * out; longer ones are PF_ERROR_RATE_LIMIT. A refusal in one process holds all
 * others. Main thread.
 *
 * Returns: (transfer full): a budget
 */
PfSharedBudget *
pf_shared_budget_new (PfStore *store,
                      const char *service_id,
                      const char *client_id,
                      const char *account_id)
{
  PfSharedBudget *self = g_object_new (PF_TYPE_SHARED_BUDGET, NULL);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (pf_context_get_clock (pf_store_get_context (store)));
  self->service_id = g_strdup (service_id);
  self->client_id = g_strdup (client_id);
  self->account_id = g_strdup (account_id != NULL ? account_id : "");
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return self;
}
