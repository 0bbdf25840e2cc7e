/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-listing-view.h"
#include "core/model/pf-row-watch.h"
#include "core/model/pf-splice.h"

#include <string.h>

struct _PfBoardList
{
  GObject parent_instance;
  PfMirror *mirror;
  char *connection_id;
  PfRowWatch *watch;
  PfListingView view;
  GPtrArray *boards;       /* PfMirrorRow, as last read */
  GPtrArray *items;        /* PfBoardItem, as shown */
  GHashTable *shown;       /* UUIDs of creates that were shown, while the mirror lacks them */
  gboolean reading, again; /* changed while reading */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfBoardList,
                               pf_board_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return PF_TYPE_BOARD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return PF_BOARD_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PfBoardList *self = PF_BOARD_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
pf_board_list_dispose (GObject *object)
{
  PfBoardList *self = PF_BOARD_LIST (object);

  g_clear_pointer (&self->watch, pf_row_watch_free);
  pf_listing_view_clear (&self->view);
  if (self->mirror != NULL)
    g_signal_handlers_disconnect_by_data (self->mirror, self);
  g_clear_object (&self->mirror);
  G_OBJECT_CLASS (pf_board_list_parent_class)->dispose (object);
}

static void
pf_board_list_finalize (GObject *object)
{
  PfBoardList *self = PF_BOARD_LIST (object);

  g_free (self->connection_id);
  g_clear_pointer (&self->boards, g_ptr_array_unref);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->shown);
  G_OBJECT_CLASS (pf_board_list_parent_class)->finalize (object);
}

static void
pf_board_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  pf_listing_view_get (&PF_BOARD_LIST (object)->view, id, value);
}

static void
pf_board_list_class_init (PfBoardListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_board_list_dispose;
  object_class->finalize = pf_board_list_finalize;
  object_class->get_property = pf_board_list_get_property;
  pf_listing_view_install (object_class);
}

static void
pf_board_list_init (PfBoardList *self)
{
  pf_listing_view_init (&self->view, G_OBJECT (self));
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* What the outbox says about boards: by UUID of the board. */
typedef struct
{
  PfOutboxRow *create, *delete;
  gint64 pins;
} Change;

static Change *
get_change (GHashTable *changes, const char *uuid)
{
  Change *change = g_hash_table_lookup (changes, uuid);

  if (change == NULL)
    {
      change = g_new0 (Change, 1);
      g_hash_table_insert (changes, g_strdup (uuid), change);
    }
  return change;
}

static GHashTable *
collect_changes (PfBoardList *self, guint *n_pending)
{
  GHashTable *changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GPtrArray *rows = pf_row_watch_get_rows (self->watch);

  for (guint i = 0; i < rows->len; i++)
    {
      PfOutboxRow *row = rows->pdata[i];
      PfRowEffect effect = pf_row_get_effect (row);

      if (effect == PF_ROW_EFFECT_NONE || g_strcmp0 (row->connection_id, self->connection_id) != 0)
        continue;
      if (row->op == PF_OP_CREATE_BOARD)
        get_change (changes, row->object_uuid)->create = row;
      else if (row->op == PF_OP_DELETE_BOARD)
        get_change (changes, row->object_uuid)->delete = row;
      else if (row->op == PF_OP_CREATE_PIN && row->board_uuid != NULL
               && effect == PF_ROW_EFFECT_PENDING)
        get_change (changes, row->board_uuid)->pins++;
      else if (row->op == PF_OP_DELETE_PIN && row->board_uuid != NULL
               && effect == PF_ROW_EFFECT_PENDING)
        get_change (changes, row->board_uuid)->pins--;
      if (effect == PF_ROW_EFFECT_PENDING
          && (row->op == PF_OP_CREATE_BOARD || row->op == PF_OP_DELETE_BOARD))
        (*n_pending)++;
    }
  return changes;
}

static PfBoardItem *
find_item (GHashTable *before, const char *uuid, guint32 hash)
{
  PfBoardItem *item = g_hash_table_lookup (before, uuid);

  return item != NULL && pf_board_item_get_hash (item) == hash ? g_object_ref (item) : NULL;
}

static void
add_item (GPtrArray *items,
          GHashTable *before,
          const char *uuid,
          const PfMirrorRow *board,
          PfOutboxRow *row,
          gint64 pins)
{
  guint32 hash
      = (board != NULL ? board->hash : 1) ^ pf_row_hash (row) ^ (guint32)(pins * 2654435761);
  PfBoardItem *item = find_item (before, uuid, hash);

  if (item == NULL)
    item = pf_board_item_new (uuid, board != NULL ? board->record : NULL, row, pins, hash);
  g_ptr_array_add (items, item);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const PfOutboxRow *first = *(PfOutboxRow *const *)a;
  const PfOutboxRow *second = *(PfOutboxRow *const *)b;

  return first->seq < second->seq ? 1 : first->seq > second->seq ? -1 : 0;
}

/* Creates that the mirror does not have, newest first. */
static void
add_creates (PfBoardList *self,
             GPtrArray *items,
             GHashTable *before,
             GHashTable *changes,
             GHashTable *mirrored)
{
  g_autoptr (GPtrArray) creates = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Change *change = value;
      PfOutboxRow *row = change->create;

      if (row == NULL || g_hash_table_contains (mirrored, key)
          || (row->remote_id != NULL && g_hash_table_contains (mirrored, row->remote_id)))
        {
          g_hash_table_remove (self->shown, key);
          continue;
        }
      /* Done, and the mirror has it any moment: what was shown stays till then. */
      if (pf_row_get_effect (row) == PF_ROW_EFFECT_DONE
          && !g_hash_table_contains (self->shown, key))
        continue;
      if (change->delete != NULL && pf_row_get_effect (change->delete) != PF_ROW_EFFECT_TROUBLE)
        continue;
      g_hash_table_add (self->shown, g_strdup (key));
      g_ptr_array_add (creates, row);
    }
  g_ptr_array_sort (creates, compare_newest_first);
  for (guint i = 0; i < creates->len; i++)
    {
      PfOutboxRow *row = creates->pdata[i];
      const Change *change = g_hash_table_lookup (changes, row->object_uuid);

      add_item (items, before, row->object_uuid, NULL, row, change->pins);
    }
}

static void
rebuild (PfBoardList *self)
{
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) mirrored = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) changes = NULL;
  GPtrArray *items;
  guint n_pending = 0;

  /* Rows alone or boards alone would flash. */
  if (self->boards == NULL || !pf_row_watch_is_loaded (self->watch))
    return;
  changes = collect_changes (self, &n_pending);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (before, (char *)pf_board_item_get_uuid (self->items->pdata[i]),
                         self->items->pdata[i]);
  for (guint i = 0; i < self->boards->len; i++)
    {
      const PfMirrorRow *board = self->boards->pdata[i];

      g_hash_table_add (mirrored, board->uuid);
      g_hash_table_add (mirrored, ((PfBoard *)board->record)->id);
    }
  add_creates (self, items, before, changes, mirrored);
  for (guint i = 0; i < self->boards->len; i++)
    {
      const PfMirrorRow *board = self->boards->pdata[i];
      const Change *change = g_hash_table_lookup (changes, board->uuid);
      PfOutboxRow *row = change != NULL ? change->delete : NULL;

      if (row != NULL && pf_row_get_effect (row) != PF_ROW_EFFECT_TROUBLE)
        continue;
      add_item (items, before, board->uuid, board, row, change != NULL ? change->pins : 0);
    }
  pf_splice (G_LIST_MODEL (self), &self->items, items);
  pf_listing_view_set_n_pending (&self->view, n_pending);
  pf_listing_view_set_current (&self->view, !self->reading && !self->again);
}

static void read_boards (PfBoardList *self);

static void
on_boards (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfBoardList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) boards = pf_mirror_get_boards_finish (PF_MIRROR (source), result, &error);

  self->reading = FALSE;
  if (self->mirror == NULL)
    return;
  if (boards == NULL)
    g_debug ("Could not read boards: %s", error->message);
  else
    {
      g_clear_pointer (&self->boards, g_ptr_array_unref);
      self->boards = g_steal_pointer (&boards);
      rebuild (self);
    }
  if (self->again)
    read_boards (self);
}

static void
read_boards (PfBoardList *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  pf_listing_view_set_current (&self->view, FALSE);
  pf_mirror_get_boards_async (self->mirror, self->connection_id, 0, G_MAXINT, NULL, on_boards,
                              g_object_ref (self));
}

static void
on_boards_changed (PfMirror *mirror, const char *connection_id, PfBoardList *self)
{
  if (strcmp (connection_id, self->connection_id) == 0)
    read_boards (self);
}

static void
on_rows (gpointer data)
{
  /* Whoever is told may let go of the list. */
  g_autoptr (PfBoardList) self = g_object_ref (data);

  rebuild (self);
}

/* Boards are few and a picker wants them all, so page follows page. */
static void
on_listing_state (PfBoardList *self)
{
  if (pf_listing_get_state (self->view.listing) == PF_LISTING_IDLE)
    pf_listing_load_more (self->view.listing);
}

/**
 * pf_board_list_new:
 * @mirror: the mirror
 * @sync: (nullable): pulls the boards; without it only what is there is shown
 * @outbox: the outbox
 * @connection: whose boards
 *
 * A #GListModel of #PfBoardItem: the boards of an account, those just being made first.
 * Begins to load.
 *
 * Returns: (transfer full): a list
 */
PfBoardList *
pf_board_list_new (PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection)
{
  PfBoardList *self = g_object_new (PF_TYPE_BOARD_LIST, NULL);

  self->mirror = g_object_ref (mirror);
  self->connection_id = g_strdup (pf_connection_get_id (connection));
  g_signal_connect (mirror, "boards-changed", G_CALLBACK (on_boards_changed), self);
  self->watch = pf_row_watch_new (outbox, on_rows, self);
  read_boards (self);
  if (sync != NULL)
    {
      PfListing *listing = pf_sync_get_boards (sync);

      pf_listing_view_watch (&self->view, listing);
      g_signal_connect_object (listing, "notify::state", G_CALLBACK (on_listing_state), self,
                               G_CONNECT_SWAPPED);
      on_listing_state (self);
    }
  return self;
}

/**
 * pf_board_list_refresh:
 * @self: a list
 *
 * Asks the service again; what is shown stays until the answer is there.
 */
void
pf_board_list_refresh (PfBoardList *self)
{
  if (self->view.listing != NULL)
    pf_listing_refresh (self->view.listing);
}

/**
 * pf_board_list_find:
 * @self: a list
 * @uuid: (nullable): local UUID of a board
 *
 * Returns: (transfer full) (nullable): its item
 */
PfBoardItem *
pf_board_list_find (PfBoardList *self, const char *uuid)
{
  for (guint i = 0; uuid != NULL && i < self->items->len; i++)
    if (strcmp (pf_board_item_get_uuid (self->items->pdata[i]), uuid) == 0)
      return g_object_ref (self->items->pdata[i]);
  return NULL;
}

/**
 * pf_board_list_get_name:
 * @self: a list
 * @uuid: (nullable): local UUID of a board
 *
 * Returns: (transfer full) (nullable): its name
 */
char *
pf_board_list_get_name (PfBoardList *self, const char *uuid)
{
  g_autoptr (PfBoardItem) item = pf_board_list_find (self, uuid);

  return item != NULL ? g_strdup (pf_board_item_get_name (item)) : NULL;
}
