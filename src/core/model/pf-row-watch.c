/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-row-watch.h"

struct _PfRowWatch
{
  int refs; /* the owner, and a reading under way */
  PfOutbox *outbox;
  GCancellable *cancellable;
  PfRowWatchFunc func;
  gpointer data;
  GPtrArray *rows;
  gulong handler;
  gboolean loaded;
  gboolean reading;
  gboolean again; /* changed while reading */
};

/**
 * pf_row_get_effect:
 * @row: a row
 *
 * Returns: what it does to the list of things it is about
 */
PfRowEffect
pf_row_get_effect (const PfOutboxRow *row)
{
  switch (row->state)
    {
    case PF_OUTBOX_HELD:
    case PF_OUTBOX_QUEUED:
    case PF_OUTBOX_SENDING:
    case PF_OUTBOX_UNKNOWN:
      return PF_ROW_EFFECT_PENDING;
    case PF_OUTBOX_FAILED:
    case PF_OUTBOX_ASK:
      return PF_ROW_EFFECT_TROUBLE;
    case PF_OUTBOX_DONE:
      return PF_ROW_EFFECT_DONE;
    case PF_OUTBOX_UNDONE:
    case PF_OUTBOX_DISCARDED:
    default:
      return PF_ROW_EFFECT_NONE;
    }
}

static guint32
mix (guint32 hash, guint32 value)
{
  return (hash ^ value) * 16777619u;
}

static guint32
mix_text (guint32 hash, const char *text)
{
  return mix (hash, text != NULL ? g_str_hash (text) : 0);
}

/**
 * pf_row_hash:
 * @row: (nullable): a row
 *
 * Returns: another number when anything differs that a face shows, 0 for none
 */
guint32
pf_row_hash (const PfOutboxRow *row)
{
  guint32 hash = 2166136261u;

  if (row == NULL)
    return 0;
  hash = mix (hash, row->state);
  hash = mix (hash, row->attempts);
  hash = mix (hash, row->error_kind);
  hash = mix (hash, (guint32)row->error_code);
  hash = mix (hash, (guint32)(row->not_before / 1000));
  hash = mix_text (hash, row->uuid);
  hash = mix_text (hash, row->remote_id);
  hash = mix_text (hash, row->error_message);
  hash = mix_text (hash, row->waiting_for);
  hash = mix_text (hash, row->blob);
  hash = mix_text (hash, row->title);
  hash = mix_text (hash, row->name);
  return hash;
}

static void
row_unref (gpointer row)
{
  pf_outbox_row_unref (row);
}

static void
watch_unref (PfRowWatch *self)
{
  if (--self->refs > 0)
    return;
  g_object_unref (self->cancellable);
  g_object_unref (self->outbox);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void read_rows (PfRowWatch *self);

static void
on_rows (GObject *source, GAsyncResult *result, gpointer data)
{
  PfRowWatch *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = pf_outbox_list_finish (PF_OUTBOX (source), result, &error);

  self->reading = FALSE;
  if (self->func == NULL)
    {
      watch_unref (self);
      return;
    }
  if (rows == NULL)
    g_warning ("Could not read the outbox: %s", error->message);
  else
    {
      g_ptr_array_unref (self->rows);
      self->rows = g_steal_pointer (&rows);
      self->loaded = TRUE;
      self->func (self->data);
    }
  /* The function may have freed the watch. */
  if (self->again && self->func != NULL)
    read_rows (self);
  watch_unref (self);
}

static void
read_rows (PfRowWatch *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  self->refs++;
  pf_outbox_list_async (self->outbox, self->cancellable, on_rows, self);
}

/**
 * pf_row_watch_new:
 * @outbox: the outbox
 * @func: called when the rows are new
 * @data: for @func
 *
 * Returns: (transfer full): a watch; the first reading has begun
 */
PfRowWatch *
pf_row_watch_new (PfOutbox *outbox, PfRowWatchFunc func, gpointer data)
{
  PfRowWatch *self = g_new0 (PfRowWatch, 1);

  self->refs = 1;
  self->outbox = g_object_ref (outbox);
  self->cancellable = g_cancellable_new ();
  self->func = func;
  self->data = data;
  self->rows = g_ptr_array_new_with_free_func (row_unref);
  self->handler = g_signal_connect_swapped (outbox, "changed", G_CALLBACK (read_rows), self);
  read_rows (self);
  return self;
}

/**
 * pf_row_watch_get_rows:
 * @self: a watch
 *
 * Returns: (transfer none) (element-type PfOutboxRow): the rows as last read
 */
GPtrArray *
pf_row_watch_get_rows (PfRowWatch *self)
{
  return self->rows;
}

/**
 * pf_row_watch_is_loaded:
 * @self: a watch
 *
 * Returns: whether the rows were read once
 */
gboolean
pf_row_watch_is_loaded (PfRowWatch *self)
{
  return self->loaded;
}

/**
 * pf_row_watch_free:
 * @self: (transfer full): a watch
 */
void
pf_row_watch_free (PfRowWatch *self)
{
  g_signal_handler_disconnect (self->outbox, self->handler);
  self->func = NULL;
  g_cancellable_cancel (self->cancellable);
  watch_unref (self);
}
