/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-edits.h"
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
  GPtrArray *boards; /* PfMirrorRow, as last read */
  GPtrArray *items;  /* PfBoardItem, as shown */
  PfEdits *edits;
  gboolean reading, again; /* changed while reading */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfBoardList,
                               pf_board_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

PF_IMPLEMENT_ITEMS (PfBoardList, PF_BOARD_LIST, PF_TYPE_BOARD_ITEM)

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
  pf_edits_free (self->edits);
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
  self->edits = pf_edits_new ();
}

static void
add_item (GPtrArray *items,
          GHashTable *before,
          const char *uuid,
          const PfMirrorRow *board,
          const PfEdit *edit,
          PfOutboxRow *row)
{
  gint64 pins = edit != NULL ? edit->pins : 0;
  guint32 hash = board != NULL ? board->hash : 1;
  PfBoardItem *item = g_hash_table_lookup (before, uuid);

  if (edit != NULL)
    {
      hash ^= edit->hash ^ (guint32)(pins * 2654435761);
      if (edit->shown != NULL)
        row = edit->shown;
    }
  /* Not ^: the row of the edit is in there already. */
  hash = hash * 31 + pf_row_hash (row);
  if (item != NULL && pf_board_item_get_hash (item) == hash)
    g_object_ref (item);
  else
    item = pf_board_item_new (uuid, board != NULL ? board->record : NULL, row,
                              edit != NULL ? &edit->changes : NULL, pins, hash);
  g_ptr_array_add (items, item);
}

static void
rebuild (PfBoardList *self)
{
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) hashes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) creates = NULL;
  GPtrArray *items;

  /* Rows alone or boards alone would flash. */
  if (self->boards == NULL || !pf_row_watch_is_loaded (self->watch))
    return;
  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (before, (char *)pf_board_item_get_uuid (self->items->pdata[i]),
                         self->items->pdata[i]);
  for (guint i = 0; i < self->boards->len; i++)
    {
      const PfMirrorRow *board = self->boards->pdata[i];

      g_hash_table_insert (hashes, board->uuid, GUINT_TO_POINTER (board->hash));
      g_hash_table_insert (hashes, ((PfBoard *)board->record)->id, GUINT_TO_POINTER (board->hash));
    }
  pf_edits_follow (self->edits, pf_row_watch_get_rows (self->watch), self->connection_id,
                   PF_OP_CREATE_BOARD, PF_OP_UPDATE_BOARD, PF_OP_DELETE_BOARD, NULL, hashes);
  creates = pf_edits_list_creates (self->edits, hashes);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = creates->len; i > 0; i--)
    {
      PfOutboxRow *row = creates->pdata[i - 1];

      add_item (items, before, row->object_uuid, NULL,
                pf_edits_find (self->edits, row->object_uuid), row);
    }
  for (guint i = 0; i < self->boards->len; i++)
    {
      const PfMirrorRow *board = self->boards->pdata[i];
      const PfEdit *edit = pf_edits_find (self->edits, board->uuid);

      if (edit == NULL || !edit->gone)
        add_item (items, before, board->uuid, board, edit, NULL);
    }
  pf_splice (G_LIST_MODEL (self), &self->items, items);
  pf_listing_view_set_n_pending (&self->view, pf_edits_get_n_pending (self->edits));
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
 * pf_board_list_find_remote:
 * @self: a list
 * @board_id: (nullable): Pinterest's id of a board
 *
 * Returns: (transfer full) (nullable): its item
 */
PfBoardItem *
pf_board_list_find_remote (PfBoardList *self, const char *board_id)
{
  for (guint i = 0; board_id != NULL && i < self->items->len; i++)
    {
      const PfBoard *board = pf_board_item_get_board (self->items->pdata[i]);

      if (board != NULL && strcmp (board->id, board_id) == 0)
        return g_object_ref (self->items->pdata[i]);
    }
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
