/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-history.h"

#include <glib/gi18n-lib.h>

#define MAX_STEPS 200

typedef struct
{
  char *batch_id, *words;
  PfHistoryDeed deed; /* nullable: then it is no batch */
  gpointer data;
  GDestroyNotify destroy;
} Step;

struct _PfHistory
{
  GObject parent_instance;
  PfOutbox *outbox;
  GPtrArray *undo, *redo; /* Step, newest last */
  gboolean busy;
};

enum
{
  PROP_UNDO_WORDS = 1,
  PROP_REDO_WORDS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PfHistory, pf_history, G_TYPE_OBJECT)

static void
step_free (gpointer data)
{
  Step *step = data;

  if (step->destroy != NULL)
    step->destroy (step->data);
  g_free (step->batch_id);
  g_free (step->words);
  g_free (step);
}

static Step *
step_new (const char *batch_id, const char *words)
{
  Step *step = g_new0 (Step, 1);

  step->batch_id = g_strdup (batch_id);
  step->words = g_strdup (words);
  return step;
}

static const char *
get_words (GPtrArray *steps)
{
  return steps->len > 0 ? ((Step *)steps->pdata[steps->len - 1])->words : NULL;
}

static void
notify (PfHistory *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_WORDS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_WORDS]);
}

static void
pf_history_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfHistory *self = PF_HISTORY (object);

  switch (id)
    {
    case PROP_UNDO_WORDS:
      g_value_set_string (value, get_words (self->undo));
      break;
    case PROP_REDO_WORDS:
      g_value_set_string (value, get_words (self->redo));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_history_finalize (GObject *object)
{
  PfHistory *self = PF_HISTORY (object);

  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_clear_object (&self->outbox);
  G_OBJECT_CLASS (pf_history_parent_class)->finalize (object);
}

static void
pf_history_class_init (PfHistoryClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = pf_history_get_property;
  object_class->finalize = pf_history_finalize;
  properties[PROP_UNDO_WORDS] = g_param_spec_string ("undo-words", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REDO_WORDS] = g_param_spec_string ("redo-words", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
pf_history_init (PfHistory *self)
{
  self->undo = g_ptr_array_new_with_free_func (step_free);
  self->redo = g_ptr_array_new_with_free_func (step_free);
}

/**
 * pf_history_new:
 * @outbox: what carries the changes
 *
 * Returns: (transfer full): an empty history. Main thread.
 */
PfHistory *
pf_history_new (PfOutbox *outbox)
{
  PfHistory *self = g_object_new (PF_TYPE_HISTORY, NULL);

  self->outbox = g_object_ref (outbox);
  return self;
}

static void
add_step (PfHistory *self, Step *step)
{
  g_ptr_array_set_size (self->redo, 0);
  g_ptr_array_add (self->undo, step);
  if (self->undo->len > MAX_STEPS)
    g_ptr_array_remove_index (self->undo, 0);
  notify (self);
}

/**
 * pf_history_add:
 * @self: a history
 * @batch_id: what the window just did
 * @words: it, in the past tense
 *
 * The newest step. What was undone before cannot be done again after it.
 */
void
pf_history_add (PfHistory *self, const char *batch_id, const char *words)
{
  add_step (self, step_new (batch_id, words));
}

/**
 * pf_history_add_deed:
 * @self: a history
 * @id: names it for pf_history_undo_batch_async()
 * @words: what the window just did, in the past tense
 * @deed: takes it back, and does it again
 * @data: for @deed
 * @destroy: (nullable): frees @data
 *
 * As pf_history_add(), for what needs no delivery: nothing of it goes to Pinterest.
 */
void
pf_history_add_deed (PfHistory *self,
                     const char *id,
                     const char *words,
                     PfHistoryDeed deed,
                     gpointer data,
                     GDestroyNotify destroy)
{
  Step *step = step_new (id, words);

  step->deed = deed;
  step->data = data;
  step->destroy = destroy;
  add_step (self, step);
}

/**
 * pf_history_get_undo_words:
 * @self: a history
 *
 * Returns: (nullable): what Ctrl+Z would take back
 */
const char *
pf_history_get_undo_words (PfHistory *self)
{
  return get_words (self->undo);
}

/**
 * pf_history_get_undo_batch:
 * @self: a history
 *
 * Returns: (nullable): the batch that Ctrl+Z would take back
 */
const char *
pf_history_get_undo_batch (PfHistory *self)
{
  guint n = self->undo->len;

  return n > 0 ? ((Step *)self->undo->pdata[n - 1])->batch_id : NULL;
}

/**
 * pf_history_get_redo_words:
 * @self: a history
 *
 * Returns: (nullable): what Ctrl+Shift+Z would do again
 */
const char *
pf_history_get_redo_words (PfHistory *self)
{
  return get_words (self->redo);
}

/* A step under way, and where its opposite goes. */
typedef struct
{
  Step *step;
  GPtrArray *from, *to;
} Move;

static void
move_free (gpointer data)
{
  Move *move = data;

  g_clear_pointer (&move->step, step_free);
  g_ptr_array_unref (move->from);
  g_ptr_array_unref (move->to);
  g_free (move);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfHistory *self = g_task_get_source_object (task);
  Move *move = g_task_get_task_data (task);
  GError *error = NULL;
  PfUndoReport *report = pf_outbox_undo_finish_report (PF_OUTBOX (source), result, &error);

  self->busy = FALSE;
  if (report == NULL)
    {
      /* It is as it was, and can be tried again. */
      g_ptr_array_add (move->from, g_steal_pointer (&move->step));
      notify (self);
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_add (move->to, step_new (report->batch_id, move->step->words));
  notify (self);
  g_task_return_pointer (task, report, (GDestroyNotify)pf_undo_report_free);
}

/**
 * pf_history_answer:
 * @task: (transfer full): what a deed was called with
 * @error: (nullable) (transfer full): why it could not be done
 *
 * The deed is done, or is not and can be tried again.
 */
void
pf_history_answer (GTask *task, GError *error)
{
  g_autoptr (GTask) ended = task;
  PfHistory *self = g_task_get_source_object (task);
  Move *move = g_task_get_task_data (task);
  PfUndoReport *report;

  self->busy = FALSE;
  g_ptr_array_add (error != NULL ? move->from : move->to, g_steal_pointer (&move->step));
  notify (self);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  report = g_new0 (PfUndoReport, 1);
  report->words = g_strdup (move->to == self->redo ? _ ("Taken back.") : _ ("Done again."));
  report->lost = g_ptr_array_new_with_free_func (g_free);
  g_task_return_pointer (task, report, (GDestroyNotify)pf_undo_report_free);
}

/* @batch_id: (nullable): which step, %NULL for the newest */
static void
run (PfHistory *self,
     GPtrArray *from,
     GPtrArray *to,
     const char *batch_id,
     gpointer tag,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Move *move;
  guint at;

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  if (self->busy)
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_BUSY, "%s",
                               _ ("The last step is still being undone."));
      return;
    }
  if (from->len == 0 && batch_id == NULL)
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_NOT_FOUND, "%s",
                               _ ("There is nothing left to undo."));
      return;
    }
  self->busy = TRUE;
  move = g_new0 (Move, 1);
  at = from->len - 1;
  while (batch_id != NULL && at < from->len
         && !g_str_equal (((Step *)from->pdata[at])->batch_id, batch_id))
    at--;
  if (at < from->len)
    {
      move->step = g_ptr_array_steal_index (from, at);
      move->from = g_ptr_array_ref (from);
      move->to = g_ptr_array_ref (to);
    }
  else
    {
      /* Of another window, or of an earlier run: no step of this one. */
      move->step = step_new (batch_id, "");
      move->from = g_ptr_array_new_with_free_func (step_free);
      move->to = g_ptr_array_new_with_free_func (step_free);
    }
  g_task_set_task_data (task, move, move_free);
  if (move->step->deed != NULL)
    {
      move->step->deed (g_object_ref (task), from == self->redo, move->step->data);
      return;
    }
  pf_outbox_undo_async (self->outbox, move->step->batch_id, cancellable, on_undone,
                        g_object_ref (task));
}

/**
 * pf_history_undo_async:
 * @self: a history
 * @cancellable: (nullable): not used once it has begun
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Takes the newest step back.
 */
void
pf_history_undo_async (PfHistory *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  run (self, self->undo, self->redo, NULL, pf_history_undo_async, cancellable, callback, user_data);
}

/**
 * pf_history_undo_finish:
 * @self: a history
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full): what became of it
 */
PfUndoReport *
pf_history_undo_finish (PfHistory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_history_undo_batch_async:
 * @self: a history
 * @batch_id: a batch
 * @cancellable: (nullable): not used once it has begun
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Takes that step back, for its own Undo button.
 */
void
pf_history_undo_batch_async (PfHistory *self,
                             const char *batch_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  run (self, self->undo, self->redo, batch_id, pf_history_undo_batch_async, cancellable, callback,
       user_data);
}

/**
 * pf_history_redo_async:
 * @self: a history
 * @cancellable: (nullable): not used once it has begun
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Does again what was taken back last.
 */
void
pf_history_redo_async (PfHistory *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  run (self, self->redo, self->undo, NULL, pf_history_redo_async, cancellable, callback, user_data);
}

/**
 * pf_history_redo_finish:
 * @self: a history
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full): what became of it
 */
PfUndoReport *
pf_history_redo_finish (PfHistory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
