/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-board-view.h"
#include "core/model/pf-splice.h"
#include "core/store/pf-choices.h"

#include <string.h>

struct _PfFavouriteList
{
  GObject parent_instance;
  PfStore *store;
  char *connection_id;
  PfBoardList *boards;
  GPtrArray *uuids; /* all of them, also of boards that are not loaded */
  GPtrArray *items;
  GHashTable *early; /* UUID -> whether: said before the list was read; NULL afterwards */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfFavouriteList,
                               pf_favourite_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

PF_IMPLEMENT_ITEMS (PfFavouriteList, PF_FAVOURITE_LIST, PF_TYPE_BOARD_ITEM)

static void
pf_favourite_list_finalize (GObject *object)
{
  PfFavouriteList *self = PF_FAVOURITE_LIST (object);

  g_clear_object (&self->store);
  g_clear_object (&self->boards);
  g_free (self->connection_id);
  g_ptr_array_unref (self->uuids);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->early, g_hash_table_unref);
  G_OBJECT_CLASS (pf_favourite_list_parent_class)->finalize (object);
}

static void
pf_favourite_list_class_init (PfFavouriteListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_favourite_list_finalize;
}

static void
pf_favourite_list_init (PfFavouriteList *self)
{
  self->uuids = g_ptr_array_new_with_free_func (g_free);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->early = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
rebuild (PfFavouriteList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->uuids->len; i++)
    {
      PfBoardItem *item = pf_board_list_find (self->boards, self->uuids->pdata[i]);

      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  pf_splice (G_LIST_MODEL (self), &self->items, items);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_store_set_favourites_finish (PF_STORE (source), result, &error))
    g_warning ("Could not keep favourites: %s", error->message);
}

static void
save (PfFavouriteList *self)
{
  rebuild (self);
  if (self->early == NULL)
    pf_store_set_favourites_async (self->store, self->connection_id, self->uuids, NULL, on_saved,
                                   NULL);
}

/* Puts a board at the end, or takes it out. */
static gboolean
choose (PfFavouriteList *self, const char *board_uuid, gboolean favourite)
{
  guint at;
  gboolean there = g_ptr_array_find_with_equal_func (self->uuids, board_uuid, g_str_equal, &at);

  if (there == favourite)
    return FALSE;
  if (there)
    g_ptr_array_remove_index (self->uuids, at);
  else
    g_ptr_array_add (self->uuids, g_strdup (board_uuid));
  return TRUE;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfFavouriteList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) uuids = pf_store_list_favourites_finish (PF_STORE (source), result, &error);
  g_autoptr (GHashTable) early = NULL;
  GHashTableIter iter;
  gpointer uuid, favourite;

  if (uuids == NULL)
    {
      g_warning ("Could not read favourites: %s", error->message);
      return;
    }
  early = g_steal_pointer (&self->early);
  g_ptr_array_unref (self->uuids);
  self->uuids = g_steal_pointer (&uuids);
  g_hash_table_iter_init (&iter, early);
  while (g_hash_table_iter_next (&iter, &uuid, &favourite))
    choose (self, uuid, GPOINTER_TO_INT (favourite));
  if (g_hash_table_size (early) > 0)
    save (self);
  else
    rebuild (self);
}

/**
 * pf_favourite_list_new:
 * @store: the user's own work
 * @connection: whose
 * @boards: its boards
 *
 * A #GListModel of #PfBoardItem: the boards that somebody chose as favourites, in their order.
 *
 * Returns: (transfer full): a list
 */
PfFavouriteList *
pf_favourite_list_new (PfStore *store, PfConnection *connection, PfBoardList *boards)
{
  PfFavouriteList *self = g_object_new (PF_TYPE_FAVOURITE_LIST, NULL);

  self->store = g_object_ref (store);
  self->connection_id = g_strdup (pf_connection_get_id (connection));
  self->boards = g_object_ref (boards);
  g_signal_connect_object (boards, "items-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  pf_store_list_favourites_async (store, self->connection_id, NULL, on_listed, g_object_ref (self));
  return self;
}

gboolean
pf_favourite_list_contains (PfFavouriteList *self, const char *board_uuid)
{
  return g_ptr_array_find_with_equal_func (self->uuids, board_uuid, g_str_equal, NULL);
}

/**
 * pf_favourite_list_set:
 * @self: a list
 * @board_uuid: local UUID of a board
 * @favourite: whether it is one from now on
 *
 * Puts a board at the end, or takes it out.
 */
void
pf_favourite_list_set (PfFavouriteList *self, const char *board_uuid, gboolean favourite)
{
  if (self->early != NULL)
    g_hash_table_insert (self->early, g_strdup (board_uuid), GINT_TO_POINTER (favourite));
  if (choose (self, board_uuid, favourite))
    save (self);
}

void
pf_favourite_list_move (PfFavouriteList *self, const char *board_uuid, guint position)
{
  guint from, to = self->uuids->len;

  if (!g_ptr_array_find_with_equal_func (self->uuids, board_uuid, g_str_equal, &from))
    return;
  if (position < self->items->len
      && !g_ptr_array_find_with_equal_func (self->uuids,
                                            pf_board_item_get_uuid (self->items->pdata[position]),
                                            g_str_equal, &to))
    return;
  to = MIN (to, self->uuids->len - 1);
  g_ptr_array_insert (self->uuids, (int)to, g_ptr_array_steal_index (self->uuids, from));
  save (self);
}
