/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-row-watch.h"

/* Of the outbox, where it hangs. */
#define HUB "pf-row-watches"

/* One reading of the outbox serves all who watch it: each change would else be read once for every
 * list there is. It hangs on the outbox, from the first watch to the last. */
typedef struct
{
  int refs;         /* its watches, and a reading under way */
  PfOutbox *outbox; /* (unowned): each watch holds it */
  GCancellable *cancellable;
  GPtrArray *watches; /* (unowned) */
  GPtrArray *rows;    /* nullable before they were read once */
  gulong handler;
  gboolean reading;
  gboolean again; /* changed while reading */
} Hub;

struct _PfRowWatch
{
  int refs; /* the owner, and whoever tells it something just now */
  Hub *hub;
  PfOutbox *outbox;
  PfRowWatchFunc func;
  gpointer data;
  GPtrArray *rows;
  guint idle;
  gboolean loaded;
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
hub_unref (Hub *self)
{
  if (--self->refs > 0)
    return;
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->watches);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static void
watch_unref (PfRowWatch *self)
{
  if (--self->refs > 0)
    return;
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
release_watch (gpointer watch)
{
  watch_unref (watch);
}

/* The function may free this watch or others. */
static void
tell (PfRowWatch *self, GPtrArray *rows)
{
  if (self->func == NULL)
    return;
  g_clear_handle_id (&self->idle, g_source_remove);
  g_ptr_array_unref (self->rows);
  self->rows = g_ptr_array_ref (rows);
  self->loaded = TRUE;
  self->func (self->data);
}

static void
tell_all (Hub *self)
{
  g_autoptr (GPtrArray) watches = g_ptr_array_new_full (self->watches->len, release_watch);
  g_autoptr (GPtrArray) rows = g_ptr_array_ref (self->rows);

  for (guint i = 0; i < self->watches->len; i++)
    {
      PfRowWatch *watch = self->watches->pdata[i];

      watch->refs++;
      g_ptr_array_add (watches, watch);
    }
  for (guint i = 0; i < watches->len; i++)
    tell (watches->pdata[i], rows);
}

static void read_rows (Hub *self);

static void
on_rows (GObject *source, GAsyncResult *result, gpointer data)
{
  Hub *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = pf_outbox_list_finish (PF_OUTBOX (source), result, &error);

  self->reading = FALSE;
  if (rows != NULL && self->watches->len > 0)
    {
      g_clear_pointer (&self->rows, g_ptr_array_unref);
      self->rows = g_steal_pointer (&rows);
      tell_all (self);
    }
  else if (self->watches->len > 0)
    g_warning ("Could not read the outbox: %s", error->message);
  /* Whoever was told may have been the last. */
  if (self->again && self->watches->len > 0)
    read_rows (self);
  hub_unref (self);
}

static void
read_rows (Hub *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  self->refs++;
  pf_outbox_list_async (self->outbox, self->cancellable, on_rows, self);
}

static Hub *
join_hub (PfOutbox *outbox)
{
  Hub *self = g_object_get_data (G_OBJECT (outbox), HUB);

  if (self == NULL)
    {
      self = g_new0 (Hub, 1);
      self->outbox = outbox;
      self->cancellable = g_cancellable_new ();
      self->watches = g_ptr_array_new ();
      self->handler = g_signal_connect_swapped (outbox, "changed", G_CALLBACK (read_rows), self);
      g_object_set_data (G_OBJECT (outbox), HUB, self);
    }
  self->refs++;
  return self;
}

static void
leave_hub (PfRowWatch *watch)
{
  Hub *self = watch->hub;

  g_ptr_array_remove (self->watches, watch);
  if (self->watches->len == 0)
    {
      g_object_set_data (G_OBJECT (self->outbox), HUB, NULL);
      g_signal_handler_disconnect (self->outbox, self->handler);
      g_cancellable_cancel (self->cancellable);
    }
  hub_unref (self);
}

static gboolean
tell_what_is_known (gpointer data)
{
  PfRowWatch *self = data;

  self->idle = 0;
  self->refs++;
  tell (self, self->hub->rows);
  watch_unref (self);
  return G_SOURCE_REMOVE;
}

/**
 * pf_row_watch_new:
 * @outbox: the outbox
 * @func: called when the rows are new
 * @data: for @func
 *
 * All watches of an outbox share what is read of it: rows are not to be changed.
 *
 * Returns: (transfer full): a watch, which is told of the rows soon
 */
PfRowWatch *
pf_row_watch_new (PfOutbox *outbox, PfRowWatchFunc func, gpointer data)
{
  PfRowWatch *self = g_new0 (PfRowWatch, 1);

  self->refs = 1;
  self->outbox = g_object_ref (outbox);
  self->func = func;
  self->data = data;
  self->rows = g_ptr_array_new_with_free_func (row_unref);
  self->hub = join_hub (outbox);
  g_ptr_array_add (self->hub->watches, self);
  if (self->hub->rows != NULL && !self->hub->reading)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, tell_what_is_known, self, NULL);
  else if (!self->hub->reading)
    read_rows (self->hub);
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
  g_clear_handle_id (&self->idle, g_source_remove);
  self->func = NULL;
  leave_hub (self);
  self->hub = NULL;
  g_clear_object (&self->outbox);
  watch_unref (self);
}
