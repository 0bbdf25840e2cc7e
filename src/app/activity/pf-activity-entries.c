/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-activity-entries.h"

#include "app/activity/pf-row-words.h"

/* Numbers of a batch need not follow each request. */
#define PAUSE_MS 200

struct _PfActivityEntry
{
  GObject parent_instance;
  PfOutboxRow *row;          /* the change; of a batch the merge, or one on its way, else any */
  PfBatchProgress *progress; /* NULL for a single change */
  GPtrArray *troubles;       /* PfOutboxRow: what did not work, or asks */
  char *board;               /* nullable: UUID of the board that all of it is put on */
  gboolean mixed;            /* it is more than one */
  gboolean seen, over;
};

G_DEFINE_FINAL_TYPE (PfActivityEntry, pf_activity_entry, G_TYPE_OBJECT)

enum
{
  ENTRY_CHANGED,
  N_ENTRY_SIGNALS
};
static guint entry_signals[N_ENTRY_SIGNALS];

static void
pf_activity_entry_finalize (GObject *object)
{
  PfActivityEntry *self = PF_ACTIVITY_ENTRY (object);

  g_clear_pointer (&self->row, pf_outbox_row_unref);
  g_clear_pointer (&self->progress, pf_batch_progress_free);
  g_ptr_array_unref (self->troubles);
  g_free (self->board);
  G_OBJECT_CLASS (pf_activity_entry_parent_class)->finalize (object);
}

static void
pf_activity_entry_class_init (PfActivityEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_activity_entry_finalize;
  /**
   * PfActivityEntry::changed:
   * @self: an entry
   *
   * Its numbers or troubles are others.
   */
  entry_signals[ENTRY_CHANGED] = g_signal_new ("changed", PF_TYPE_ACTIVITY_ENTRY, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_activity_entry_init (PfActivityEntry *self)
{
  self->troubles = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_row_unref);
}

/**
 * pf_activity_entry_get_row:
 * @self: an entry
 *
 * Returns: (transfer none): the change; of a batch one of its changes
 */
PfOutboxRow *
pf_activity_entry_get_row (PfActivityEntry *self)
{
  return self->row;
}

/**
 * pf_activity_entry_get_progress:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): where a batch stands; %NULL for a single change
 */
const PfBatchProgress *
pf_activity_entry_get_progress (PfActivityEntry *self)
{
  return self->progress;
}

/**
 * pf_activity_entry_get_troubles:
 * @self: an entry
 *
 * Returns: (transfer none) (element-type PfOutboxRow): what of a batch did not work, or asks
 */
GPtrArray *
pf_activity_entry_get_troubles (PfActivityEntry *self)
{
  return self->troubles;
}

/**
 * pf_activity_entry_get_board:
 * @self: an entry
 *
 * Returns: (nullable): local UUID of the board that all of a batch is put on
 */
const char *
pf_activity_entry_get_board (PfActivityEntry *self)
{
  return self->mixed ? NULL : self->board;
}

struct _PfActivityEntries
{
  GObject parent_instance;
  PfOutbox *outbox;
  PfActivityList *rows;
  GPtrArray *entries;  /* PfActivityEntry, newest first */
  GHashTable *batches; /* id -> PfActivityEntry: not over, or over and still shown */
  GCancellable *cancellable;
  guint pause;
  gboolean reading, again, read;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfActivityEntries,
                               pf_activity_entries,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  BATCH,
  READ,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return PF_TYPE_ACTIVITY_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  return PF_ACTIVITY_ENTRIES (model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PfActivityEntries *self = PF_ACTIVITY_ENTRIES (model);

  return position < self->entries->len ? g_object_ref (self->entries->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Those that are shown now, by their rows. */
static GHashTable *
index_singles (PfActivityEntries *self)
{
  GHashTable *singles = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PfActivityEntry *entry = self->entries->pdata[i];

      if (entry->progress == NULL)
        g_hash_table_insert (singles, entry->row, entry);
    }
  return singles;
}

static PfActivityEntry *
get_single (GHashTable *singles, PfOutboxRow *row)
{
  PfActivityEntry *entry = g_hash_table_lookup (singles, row);

  if (entry != NULL)
    return g_object_ref (entry);
  entry = g_object_new (PF_TYPE_ACTIVITY_ENTRY, NULL);
  entry->row = pf_outbox_row_ref (row);
  return entry;
}

static void
forget_rows (PfActivityEntry *entry)
{
  entry->seen = FALSE;
  g_ptr_array_set_size (entry->troubles, 0);
  g_clear_pointer (&entry->row, pf_outbox_row_unref);
  g_clear_pointer (&entry->board, g_free);
  entry->mixed = FALSE;
}

static void
add_row (PfActivityEntry *entry, PfOutboxRow *row)
{
  if (pf_row_needs_person (row))
    g_ptr_array_add (entry->troubles, pf_outbox_row_ref (row));
  if (entry->board == NULL)
    entry->board = g_strdup (row->board_uuid);
  else if (g_strcmp0 (entry->board, row->board_uuid) != 0)
    entry->mixed = TRUE;
  /* The moves of a merge come and go; what all of it is about is said by the merge. */
  if (entry->row != NULL && entry->row->op == PF_OP_MERGE_BOARD)
    return;
  if (entry->row != NULL && row->op != PF_OP_MERGE_BOARD
      && (pf_row_is_moving (entry->row) || !pf_row_is_moving (row)))
    return;
  g_clear_pointer (&entry->row, pf_outbox_row_unref);
  entry->row = pf_outbox_row_ref (row);
}

/* Batch ids that more than one row has. */
static GHashTable *
find_shared (PfActivityEntries *self)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      const char *id = pf_row_item_get_row (item)->batch_id;
      guint before;

      if (id == NULL)
        continue;
      before = GPOINTER_TO_UINT (g_hash_table_lookup (counts, id));
      g_hash_table_replace (counts, g_strdup (id), GUINT_TO_POINTER (before + 1));
    }
  return counts;
}

static GPtrArray *
group (PfActivityEntries *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) singles = index_singles (self);
  g_autoptr (GHashTable) shared = find_shared (self);
  gboolean unsure = self->reading || self->pause != 0;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->batches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    forget_rows (value);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      PfOutboxRow *row = pf_row_item_get_row (item);
      PfActivityEntry *batch
          = row->batch_id != NULL ? g_hash_table_lookup (self->batches, row->batch_id) : NULL;

      if (batch == NULL)
        {
          /* Most likely a new batch: in a moment that is known. */
          if (!unsure || row->batch_id == NULL
              || GPOINTER_TO_UINT (g_hash_table_lookup (shared, row->batch_id)) < 2)
            g_ptr_array_add (entries, get_single (singles, row));
          continue;
        }
      add_row (batch, row);
      if (!batch->seen)
        g_ptr_array_add (entries, g_object_ref (batch));
      batch->seen = TRUE;
    }
  /* What is over and of which nothing is shown any more. */
  g_hash_table_iter_init (&iter, self->batches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((PfActivityEntry *)value)->seen && ((PfActivityEntry *)value)->over)
      g_hash_table_iter_remove (&iter);
  return entries;
}

static void
rebuild (PfActivityEntries *self)
{
  GPtrArray *before = self->entries;
  GPtrArray *after = group (self);
  guint first = 0, last = 0;

  while (first < before->len && first < after->len && before->pdata[first] == after->pdata[first])
    first++;
  while (last < before->len - first && last < after->len - first
         && before->pdata[before->len - 1 - last] == after->pdata[after->len - 1 - last])
    last++;
  self->entries = after;
  if (before->len != after->len || first + last < after->len)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                                after->len - first - last);
  for (guint i = 0; i < after->len; i++)
    if (((PfActivityEntry *)after->pdata[i])->progress != NULL)
      g_signal_emit (after->pdata[i], entry_signals[ENTRY_CHANGED], 0);
  g_ptr_array_unref (before);
}

static gboolean
is_at_rest (const PfBatchProgress *progress)
{
  return progress->n_left == 0;
}

static void
set_progress (PfActivityEntries *self, PfActivityEntry *entry, PfBatchProgress *progress)
{
  gboolean was_at_rest = entry->progress != NULL && is_at_rest (entry->progress);

  g_clear_pointer (&entry->progress, pf_batch_progress_free);
  entry->progress = progress;
  entry->over = is_at_rest (progress) && progress->n_failed + progress->n_asking == 0;
  if (is_at_rest (progress) && !was_at_rest && entry->row != NULL)
    g_signal_emit (self, signals[BATCH], 0, entry, TRUE);
}

static void
on_last (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfActivityEntries) self = data;
  PfBatchProgress *progress = pf_outbox_get_progress_finish (PF_OUTBOX (source), result, NULL);
  PfActivityEntry *entry
      = progress != NULL ? g_hash_table_lookup (self->batches, progress->batch_id) : NULL;

  if (entry == NULL)
    {
      g_clear_pointer (&progress, pf_batch_progress_free);
      return;
    }
  set_progress (self, entry, progress);
  rebuild (self);
}

/* What is not listed any more is over: how did it end? */
static void
ask_for_last (PfActivityEntries *self, GHashTable *listed)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->batches);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      PfActivityEntry *entry = value;

      if (g_hash_table_contains (listed, key) || entry->over)
        continue;
      entry->over = TRUE;
      pf_outbox_get_progress_async (self->outbox, key, self->cancellable, on_last,
                                    g_object_ref (self));
    }
}

static void read_batches (PfActivityEntries *self);

static void
on_batches (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfActivityEntries) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) batches
      = pf_outbox_list_batches_finish (PF_OUTBOX (source), result, &error);
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

  self->reading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (batches == NULL)
    g_debug ("Could not read batches: %s", error->message);
  while (batches != NULL && batches->len > 0)
    {
      PfBatchProgress *progress = g_ptr_array_steal_index (batches, batches->len - 1);
      PfActivityEntry *entry = g_hash_table_lookup (self->batches, progress->batch_id);

      if (entry == NULL)
        {
          entry = g_object_new (PF_TYPE_ACTIVITY_ENTRY, NULL);
          g_hash_table_insert (self->batches, g_strdup (progress->batch_id), entry);
          g_ptr_array_add (fresh, g_object_ref (entry));
        }
      g_hash_table_add (listed, progress->batch_id);
      set_progress (self, entry, progress);
    }
  if (batches != NULL)
    ask_for_last (self, listed);
  rebuild (self);
  for (guint i = 0; i < fresh->len; i++)
    {
      PfActivityEntry *entry = fresh->pdata[i];

      /* One that was quicker than this reading has ended already. */
      g_signal_emit (self, signals[BATCH], 0, entry, self->read && is_at_rest (entry->progress));
    }
  self->read = TRUE;
  g_signal_emit (self, signals[READ], 0);
  if (self->again)
    read_batches (self);
}

static gboolean
pause_over (gpointer data)
{
  PfActivityEntries *self = data;

  self->pause = 0;
  self->again = FALSE;
  self->reading = TRUE;
  pf_outbox_list_batches_async (self->outbox, self->cancellable, on_batches, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
read_batches (PfActivityEntries *self)
{
  gboolean loaded;

  /* A batch is told of with its rows: which board, and what it waits for. */
  g_object_get (self->rows, "loaded", &loaded, NULL);
  if (!loaded)
    return;
  if (self->reading)
    self->again = TRUE;
  else if (self->pause == 0)
    self->pause = g_timeout_add (self->read ? PAUSE_MS : 0, pause_over, self);
}

static void
pf_activity_entries_dispose (GObject *object)
{
  PfActivityEntries *self = PF_ACTIVITY_ENTRIES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  if (self->rows != NULL)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_clear_object (&self->outbox);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (pf_activity_entries_parent_class)->dispose (object);
}

static void
pf_activity_entries_finalize (GObject *object)
{
  PfActivityEntries *self = PF_ACTIVITY_ENTRIES (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->batches);
  G_OBJECT_CLASS (pf_activity_entries_parent_class)->finalize (object);
}

static void
pf_activity_entries_class_init (PfActivityEntriesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_activity_entries_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_activity_entries_finalize;
  /**
   * PfActivityEntries::batch:
   * @self: the entries
   * @entry: a batch
   * @ended: whether nothing of it is on its way any more; else it was met for the first time
   *
   * Tells of batches.
   */
  signals[BATCH]
      = g_signal_new ("batch", PF_TYPE_ACTIVITY_ENTRIES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, PF_TYPE_ACTIVITY_ENTRY, G_TYPE_BOOLEAN);
  /**
   * PfActivityEntries::read:
   * @self: the entries
   *
   * It is known again which changes belong to batches.
   */
  signals[READ] = g_signal_new ("read", PF_TYPE_ACTIVITY_ENTRIES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
pf_activity_entries_init (PfActivityEntries *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->batches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * pf_activity_entries_new:
 * @outbox: the outbox
 * @rows: its changes
 *
 * Returns: (transfer full): the same with what was done together in one row
 */
PfActivityEntries *
pf_activity_entries_new (PfOutbox *outbox, PfActivityList *rows)
{
  PfActivityEntries *self = g_object_new (PF_TYPE_ACTIVITY_ENTRIES, NULL);

  self->outbox = g_object_ref (outbox);
  self->rows = g_object_ref (rows);
  g_signal_connect_swapped (rows, "items-changed", G_CALLBACK (rebuild), self);
  g_signal_connect_swapped (rows, "notify::loaded", G_CALLBACK (read_batches), self);
  g_signal_connect_swapped (outbox, "changed", G_CALLBACK (read_batches), self);
  read_batches (self);
  return self;
}

/**
 * pf_activity_entries_has_batch:
 * @self: the entries
 * @batch_id: (nullable): a batch
 *
 * Returns: whether it is shown as one
 */
gboolean
pf_activity_entries_has_batch (PfActivityEntries *self, const char *batch_id)
{
  return batch_id != NULL && g_hash_table_contains (self->batches, batch_id);
}
