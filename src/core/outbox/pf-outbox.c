/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-private.h"

#include <unistd.h>

/* The engine: asks the database what is next, starts it, and sleeps until something
 * changes. What a row means is decided elsewhere (pf-verdict.c, pf-outbox-settle.c). */

#define LOCK_RETRY_US (5 * G_TIME_SPAN_SECOND)
#define DATABASE_RETRY_US (5 * G_TIME_SPAN_SECOND)
#define PROBE_US (15 * 60 * G_TIME_SPAN_SECOND)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ROW_DONE,
  SIGNAL_ROW_FAILED,
  SIGNAL_ROW_ASKS,
  SIGNAL_UPLOAD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfOutbox, pf_outbox, G_TYPE_OBJECT)

static void take_over (PfOutbox *self, GTask *task);

gint64
pf_outbox_now (PfOutbox *self)
{
  return pf_clock_now (pf_context_get_clock (self->context));
}

gboolean
pf_outbox_is_busy (PfOutbox *self)
{
  return self->n_busy > 0;
}

/* Database work that is counted and always told of, also after stop. */
void
pf_outbox_run (PfOutbox *self,
               PfDbMode mode,
               PfDbFunc func,
               gpointer data,
               GDestroyNotify data_free,
               GDestroyNotify result_free,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  self->n_busy++;
  pf_db_run_async (pf_store_get_db (self->store), mode, func, data, data_free, result_free, NULL,
                   callback, user_data);
}

gpointer
pf_outbox_run_finish (PfOutbox *self, GObject *db, GAsyncResult *result, GError **error)
{
  self->n_busy--;
  return pf_db_run_finish (PF_DB (db), result, error);
}

typedef struct
{
  PfOutbox *outbox;
  guint id;
  GSourceOnceFunc callback;
  gpointer data;
  GDestroyNotify data_free;
} Timer;

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  if (timer->data_free != NULL)
    timer->data_free (timer->data);
  g_free (timer);
}

static void
on_timer (gpointer data)
{
  Timer *timer = data;

  g_hash_table_remove (timer->outbox->timers, GUINT_TO_POINTER (timer->id));
  timer->callback (timer->data);
}

/* A timer that stop forgets. */
void
pf_outbox_after (PfOutbox *self,
                 gint64 delay_us,
                 GSourceOnceFunc callback,
                 gpointer data,
                 GDestroyNotify data_free)
{
  Timer *timer = g_new0 (Timer, 1);

  timer->outbox = self;
  timer->callback = callback;
  timer->data = data;
  timer->data_free = data_free;
  timer->id = pf_clock_timeout (pf_context_get_clock (self->context), delay_us, on_timer, timer,
                                timer_free);
  g_hash_table_add (self->timers, GUINT_TO_POINTER (timer->id));
}

static void
clear_timer (PfOutbox *self, guint *id)
{
  if (*id != 0)
    pf_clock_cancel (pf_context_get_clock (self->context), *id);
  *id = 0;
}

void
pf_outbox_touch (PfOutbox *self)
{
  pf_store_touch (self->store, PF_STORE_OUTBOX | PF_STORE_DRAFTS);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
copy_set (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (to, g_strdup (key));
}

/* What the database thread may know: a copy of now. */
PfOutboxMoment *
pf_outbox_make_moment (PfOutbox *self)
{
  PfOutboxMoment *moment = g_new0 (PfOutboxMoment, 1);
  GHashTableIter iter;
  gpointer value;

  moment->now = pf_outbox_now (self);
  moment->owner = g_strdup (self->owner);
  moment->processes = g_strdup (pf_presence_get_folder (pf_store_get_presence (self->store)));
  moment->accounts = PF_DELIVERY_GET_IFACE (self->delivery)->list_accounts (self->delivery);
  moment->busy_rows = new_set ();
  moment->busy_lanes = new_set ();
  moment->load = new_set ();
  moment->paused = new_set ();
  copy_set (self->paused, moment->paused);
  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PfFlight *flight = value;
      const PfOutboxRow *row = &flight->record->row;
      guint load = GPOINTER_TO_UINT (g_hash_table_lookup (moment->load, row->connection_id));

      g_hash_table_add (moment->busy_rows, g_strdup (row->uuid));
      g_hash_table_add (moment->busy_lanes, g_strdup (flight->lane));
      g_hash_table_insert (moment->load, g_strdup (row->connection_id),
                           GUINT_TO_POINTER (load + 1));
    }
  return moment;
}

/* Rows that waited out a missing network need not wait out their backoff too. */
static void
note_network (PfOutbox *self, PfOutboxMoment *moment)
{
  moment->back_online = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < moment->accounts->len; i++)
    {
      const PfDeliveryAccount *account = g_ptr_array_index (moment->accounts, i);

      if (g_strcmp0 (account->waiting_for, "network") == 0)
        g_hash_table_add (self->off_network, g_strdup (account->connection_id));
      else if (g_hash_table_remove (self->off_network, account->connection_id))
        g_ptr_array_add (moment->back_online, g_strdup (account->connection_id));
    }
}

static void
on_wake (gpointer data)
{
  PfOutbox *self = data;

  self->wake_id = 0;
  pf_outbox_pump (self);
}

static void
sleep_until (PfOutbox *self, gint64 wake_at)
{
  clear_timer (self, &self->wake_id);
  if (wake_at == G_MAXINT64 || self->stopped)
    return;
  /* At most half a minute: the wall clock can be set while a monotonic timer sleeps. */
  self->wake_id
      = pf_clock_timeout (pf_context_get_clock (self->context),
                          CLAMP (wake_at - pf_outbox_now (self), 0, 30 * G_TIME_SPAN_SECOND),
                          on_wake, self, NULL);
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfOutbox) self = data;
  g_autoptr (GError) error = NULL;
  PfOutboxPlan *plan = pf_outbox_run_finish (self, source, result, &error);

  self->pumping = FALSE;
  PF_FAULT_POINT ("outbox/plan/committed");
  if (self->stopped)
    {
      g_clear_pointer (&plan, pf_outbox_plan_free);
      return;
    }
  if (plan == NULL)
    {
      g_warning ("Cannot plan deliveries: %s", error->message);
      sleep_until (self, pf_outbox_now (self) + DATABASE_RETRY_US);
      return;
    }
  for (guint i = 0; i < plan->dropped->len; i++)
    {
      PfFlight *flight = g_hash_table_lookup (self->flights, plan->dropped->pdata[i]);

      if (flight != NULL)
        pf_flight_drop_media (flight);
    }
  for (guint i = 0; i < plan->chosen->len; i++)
    pf_outbox_start_flight (self, g_ptr_array_index (plan->chosen, i));
  sleep_until (self, plan->wake_at);
  if (plan->changed)
    pf_outbox_touch (self);
  pf_outbox_plan_free (plan);
  if (self->pump_again)
    pf_outbox_pump (self);
  else
    pf_outbox_check_drains (self);
}

/* Looks for work; does nothing while a search is under way but to search again after it. */
void
pf_outbox_pump (PfOutbox *self)
{
  PfOutboxMoment *moment;

  if (self->stopped || !self->delivering)
    return;
  if (self->pumping)
    {
      self->pump_again = TRUE;
      return;
    }
  self->pumping = TRUE;
  self->pump_again = FALSE;
  moment = pf_outbox_make_moment (self);
  note_network (self, moment);
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_plan, moment, (GDestroyNotify)pf_outbox_moment_free,
                 (GDestroyNotify)pf_outbox_plan_free, on_planned, g_object_ref (self));
}

void
pf_outbox_emit_row (PfOutbox *self, PfOutboxRow *row)
{
  if (row->state == PF_OUTBOX_DONE)
    g_signal_emit (self, signals[SIGNAL_ROW_DONE], 0, row);
  else if (row->state == PF_OUTBOX_FAILED || row->state == PF_OUTBOX_DISCARDED)
    g_signal_emit (self, signals[SIGNAL_ROW_FAILED], 0, row);
  else if (row->state == PF_OUTBOX_ASK)
    g_signal_emit (self, signals[SIGNAL_ROW_ASKS], 0, row);
}

/* More of a video is there. */
void
pf_outbox_emit_upload (PfOutbox *self, PfOutboxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_UPLOAD], 0, row);
}

typedef struct
{
  PfOutbox *outbox;
  char *connection_id;
} Account;

static void
account_free (Account *self)
{
  g_object_unref (self->outbox);
  g_free (self->connection_id);
  g_free (self);
}

static Account *
account_new (PfOutbox *self, const char *connection_id)
{
  Account *account = g_new0 (Account, 1);

  account->outbox = g_object_ref (self);
  account->connection_id = g_strdup (connection_id);
  return account;
}

static void
on_probe (gpointer data)
{
  Account *account = data;

  g_hash_table_remove (account->outbox->paused, account->connection_id);
  pf_outbox_pump (account->outbox);
}

/* The account's own state usually takes over at once; else one probe in a quarter of
 * an hour, never a storm (requirements MO-18). */
static void
pause_account (PfOutbox *self, const char *connection_id, gint64 delay)
{
  Account *account = account_new (self, connection_id);

  g_hash_table_add (self->paused, g_strdup (connection_id));
  pf_outbox_after (self, delay, on_probe, account, (GDestroyNotify)account_free);
}

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer data)
{
  Account *account = data;
  PfOutbox *self = account->outbox;
  g_autoptr (GError) error = NULL;

  g_hash_table_remove (self->renewing, account->connection_id);
  if (PF_DELIVERY_GET_IFACE (source)->renew_finish (PF_DELIVERY (source), result, &error))
    {
      guint64 serial = ++self->serial;

      g_hash_table_insert (self->renewed, g_strdup (account->connection_id),
                           g_memdup2 (&serial, sizeof serial));
      g_hash_table_remove (self->paused, account->connection_id);
    }
  else if (!self->stopped)
    {
      gboolean sign_in = g_error_matches (error, PF_ERROR, PF_ERROR_SIGN_IN);

      pause_account (self, account->connection_id, sign_in ? PROBE_US : PF_BACKOFF_CAP_US / 10);
      PF_DELIVERY_GET_IFACE (self->delivery)
          ->note_error (self->delivery, account->connection_id, error, "renew");
    }
  if (!self->stopped)
    pf_outbox_touch (self);
  pf_outbox_pump (self);
  account_free (account);
}

/* What an error teaches about the account, before the row is free to go again. */
PfVerdict
pf_outbox_learn (PfOutbox *self, const PfFlight *flight, const GError *error)
{
  const char *connection_id = flight->record->row.connection_id;
  PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (self->delivery);
  PfVerdict verdict
      = flight->look ? pf_verdict_of_look (error) : pf_verdict_of (flight->record->row.op, error);
  const guint64 *renewed = g_hash_table_lookup (self->renewed, connection_id);

  if (verdict == PF_VERDICT_RENEW && !g_hash_table_contains (self->renewing, connection_id))
    {
      if (renewed != NULL && *renewed > flight->serial)
        return verdict; /* an older token: the new one has not been tried */
      if (renewed != NULL)
        {
          pause_account (self, connection_id, PROBE_US);
          wire->note_error (self->delivery, connection_id, error,
                            pf_outbox_op_to_string (flight->record->row.op));
          return verdict;
        }
      g_hash_table_add (self->renewing, g_strdup (connection_id));
      g_hash_table_add (self->paused, g_strdup (connection_id));
      wire->renew_async (self->delivery, connection_id, self->stop, on_renewed,
                         account_new (self, connection_id));
      return verdict;
    }
  if (verdict == PF_VERDICT_PAUSE)
    pause_account (self, connection_id, PROBE_US);
  if (verdict != PF_VERDICT_RENEW)
    wire->note_error (self->delivery, connection_id, error,
                      pf_outbox_op_to_string (flight->record->row.op));
  return verdict;
}

static void
on_store_changed (PfStore *store, guint tables, PfOutbox *self)
{
  if ((tables & PF_STORE_OUTBOX) == 0 || self->stopped)
    return;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  pf_outbox_pump (self);
}

static void
on_delivery_changed (PfDelivery *delivery, PfOutbox *self)
{
  g_autoptr (GPtrArray) accounts = NULL;
  GHashTableIter iter;
  gpointer id;

  if (self->stopped)
    return;
  /* Once the account itself says why it cannot, our own note is not needed. */
  accounts = PF_DELIVERY_GET_IFACE (delivery)->list_accounts (delivery);
  g_hash_table_iter_init (&iter, self->paused);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const PfDeliveryAccount *account = pf_outbox_find_account (accounts, id);

      if (g_hash_table_contains (self->renewing, id)
          || (account != NULL && !account->looking_waits))
        continue;
      g_hash_table_remove (self->renewed, id);
      g_hash_table_iter_remove (&iter);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  pf_outbox_pump (self);
}

/* Drains. */

void
pf_outbox_check_drains (PfOutbox *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self->delivering && !self->stopped)
    {
      if (self->pumping)
        return;
      g_hash_table_iter_init (&iter, self->flights);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        if (!((PfFlight *)value)->look)
          return;
    }
  while (!g_queue_is_empty (&self->drains))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->drains);
      GSource *watch = g_object_get_data (G_OBJECT (task), "watch");

      /* It holds the task, and the task this. */
      if (watch != NULL)
        g_source_destroy (watch);
      g_task_return_boolean (task, TRUE);
    }
}

static gboolean
on_drain_cancelled (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);

  if (g_queue_remove (&self->drains, task))
    {
      g_task_return_error_if_cancelled (task);
      g_object_unref (task);
    }
  return G_SOURCE_REMOVE;
}

static void
on_released (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;

  if (pf_outbox_run_finish (self, source, result, &error) == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  g_queue_push_tail (&self->drains, g_object_ref (task));
  if (cancellable != NULL)
    {
      g_autoptr (GSource) watch = g_cancellable_source_new (cancellable);

      g_source_set_callback (watch, G_SOURCE_FUNC (on_drain_cancelled), g_object_ref (task),
                             g_object_unref);
      g_source_attach (watch, g_main_context_get_thread_default ());
      g_object_set_data_full (G_OBJECT (task), "watch", g_source_ref (watch),
                              (GDestroyNotify)g_source_unref);
    }
  if (self->delivering && !self->stopped)
    pf_outbox_pump (self);
  else
    pf_outbox_check_drains (self);
}

/**
 * pf_outbox_drain_async:
 * @self: an outbox
 * @cancellable: (nullable): stops waiting; what is being sent goes on until stop
 * @callback: called when nothing is being sent any more
 * @user_data: for @callback
 *
 * For closing the window: what is held goes now, without Undo.
 */
void
pf_outbox_drain_async (PfOutbox *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_outbox_drain_async);
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_release_all,
                 pf_outbox_command_new (NULL, self->owner, pf_outbox_now (self)),
                 (GDestroyNotify)pf_outbox_command_free, NULL, on_released, task);
}

/**
 * pf_outbox_drain_finish:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: whether nothing is being sent
 */
gboolean
pf_outbox_drain_finish (PfOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Starting: one process delivers (safety.md DB-1). */

static void
drop_lock (PfOutbox *self)
{
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
}

static void
on_lock_timer (gpointer data)
{
  PfOutbox *self = data;

  self->lock_id = 0;
  take_over (self, NULL);
}

static void
on_recovered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean ok = pf_outbox_run_finish (self, source, result, &error) != NULL;

  self->taking_over = FALSE;
  if (self->stopped)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (!ok)
    {
      drop_lock (self);
      self->lock_id = pf_clock_timeout (pf_context_get_clock (self->context), LOCK_RETRY_US,
                                        on_lock_timer, self, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->delivering = TRUE;
  pf_outbox_begin_pruning (self);
  pf_outbox_touch (self);
  pf_outbox_pump (self);
  g_task_return_boolean (task, TRUE);
}

static void
take_over (PfOutbox *self, GTask *task)
{
  g_autoptr (GTask) own = task != NULL ? task : g_task_new (self, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (self->stopped || self->delivering || self->taking_over)
    {
      g_task_return_boolean (own, TRUE);
      return;
    }
  self->lock_fd = pf_store_lock (self->store, "deliver", &error);
  if (self->lock_fd >= 0)
    {
      self->taking_over = TRUE;
      pf_outbox_run (self, PF_DB_WRITE, pf_outbox_recover, pf_outbox_make_moment (self),
                     (GDestroyNotify)pf_outbox_moment_free, NULL, on_recovered,
                     g_steal_pointer (&own));
      return;
    }
  if (self->lock_id == 0)
    self->lock_id = pf_clock_timeout (pf_context_get_clock (self->context), LOCK_RETRY_US,
                                      on_lock_timer, self, NULL);
  if (g_error_matches (error, PF_ERROR, PF_ERROR_BUSY))
    g_task_return_boolean (own, TRUE);
  else
    g_task_return_error (own, g_steal_pointer (&error));
}

/**
 * pf_outbox_start_async:
 * @self: an outbox
 * @cancellable: (nullable): not used once it has begun
 * @callback: called when it delivers, or watches another process that does
 * @user_data: for @callback
 *
 * Takes the delivery lock when it is free, sees to what a dead process left, and delivers.
 */
void
pf_outbox_start_async (PfOutbox *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_outbox_start_async);
  g_task_set_check_cancellable (task, FALSE);
  take_over (self, task);
}

/**
 * pf_outbox_start_finish:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: whether it runs
 */
gboolean
pf_outbox_start_finish (PfOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * pf_outbox_stop:
 * @self: an outbox
 *
 * Stops at once and lets another process deliver. What is being sent stays
 * "sending" and is looked for at the next start; drain first.
 */
void
pf_outbox_stop (PfOutbox *self)
{
  PfClock *clock = pf_context_get_clock (self->context);
  GHashTableIter iter;
  gpointer id;

  if (self->stopped)
    return;
  self->stopped = TRUE;
  self->delivering = FALSE;
  clear_timer (self, &self->wake_id);
  clear_timer (self, &self->lock_id);
  g_hash_table_iter_init (&iter, self->holds);
  while (g_hash_table_iter_next (&iter, NULL, &id))
    pf_clock_cancel (clock, GPOINTER_TO_UINT (id));
  g_hash_table_remove_all (self->holds);
  g_hash_table_iter_init (&iter, self->timers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    pf_clock_cancel (clock, GPOINTER_TO_UINT (id));
  g_hash_table_remove_all (self->timers);
  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &id))
    if (((PfFlight *)id)->waiting)
      {
        g_hash_table_iter_remove (&iter);
        pf_flight_free (id);
      }
    else
      pf_flight_drop_media (id);
  g_cancellable_cancel (self->stop);
  drop_lock (self);
  pf_outbox_check_drains (self);
}

static void
pf_outbox_dispose (GObject *object)
{
  PfOutbox *self = PF_OUTBOX (object);

  if (self->store != NULL)
    {
      pf_outbox_stop (self);
      g_signal_handlers_disconnect_by_data (self->store, self);
      g_signal_handlers_disconnect_by_data (self->delivery, self);
    }
  g_clear_object (&self->delivery);
  g_clear_object (&self->mirror);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pf_outbox_parent_class)->dispose (object);
}

static void
pf_outbox_finalize (GObject *object)
{
  PfOutbox *self = PF_OUTBOX (object);

  g_clear_object (&self->context);
  g_clear_object (&self->stop);
  g_free (self->owner);
  g_hash_table_unref (self->flights);
  g_hash_table_unref (self->paused);
  g_hash_table_unref (self->renewing);
  g_hash_table_unref (self->renewed);
  g_hash_table_unref (self->off_network);
  g_hash_table_unref (self->holds);
  g_hash_table_unref (self->timers);
  G_OBJECT_CLASS (pf_outbox_parent_class)->finalize (object);
}

static void
pf_outbox_class_init (PfOutboxClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = pf_outbox_dispose;
  object_class->finalize = pf_outbox_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PF_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ROW_DONE] = g_signal_new ("row-done", PF_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, pf_outbox_row_get_type ());
  signals[SIGNAL_ROW_FAILED]
      = g_signal_new ("row-failed", PF_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, pf_outbox_row_get_type ());
  signals[SIGNAL_UPLOAD] = g_signal_new ("upload", PF_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, pf_outbox_row_get_type ());
  signals[SIGNAL_ROW_ASKS] = g_signal_new ("row-asks", PF_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, pf_outbox_row_get_type ());
}

static void
pf_outbox_init (PfOutbox *self)
{
  self->lock_fd = -1;
  self->stop = g_cancellable_new ();
  self->flights = g_hash_table_new (g_str_hash, g_str_equal);
  self->paused = new_set ();
  self->renewing = new_set ();
  self->renewed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->off_network = new_set ();
  self->holds = new_set ();
  self->timers = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->drains);
}

/* The engine over any world: the product's or a simulation's. */
PfOutbox *
pf_outbox_new_with_delivery (PfStore *store, PfMirror *mirror, PfDelivery *delivery)
{
  PfOutbox *self = g_object_new (PF_TYPE_OUTBOX, NULL);
  g_autofree char *name = NULL;

  self->store = g_object_ref (store);
  self->context = g_object_ref (pf_store_get_context (store));
  g_set_object (&self->mirror, mirror);
  self->delivery = g_object_ref (delivery);
  name = pf_random_uuid (pf_context_get_random (self->context));
  self->owner = g_strconcat (pf_presence_get_name (pf_store_get_presence (store)), "/", name, NULL);
  g_signal_connect (store, "changed", G_CALLBACK (on_store_changed), self);
  g_signal_connect (delivery, "changed", G_CALLBACK (on_delivery_changed), self);
  return self;
}
