/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-listing-view.h"
#include "core/model/pf-pin-order.h"
#include "core/model/pf-row-watch.h"
#include "core/model/pf-tile-source.h"

#include <string.h>

/* Records are kept for so many chunks of PF_MIRROR_CHUNK pins, those used last; of all other
 * pins only the key (performance.md P8). What comes back into view is read again. */
#define MAX_CHUNKS 16

struct _PfPinList
{
  GObject parent_instance;
  PfMirror *mirror;
  PfSync *sync;
  char *connection_id;
  char *board_uuid;
  char *board_id; /* NULL while the board itself is on its way */
  PfRowWatch *watch;
  PfListingView view;
  PfPinOrder *order;
  GHashTable *items;  /* uuid bytes of live PfPinItems; no reference */
  GHashTable *chunks; /* number -> array of PfMirrorRow */
  GQueue recent;      /* numbers of chunks, last used first */
  GHashTable *wanted; /* numbers of chunks to read */
  gint64 revision;    /* of the last slice */
  gboolean reading, again, keys_read;
  gboolean in_place;
  guint want_source;
};

enum
{
  PROP_IN_PLACE = PF_LISTING_VIEW_N_PROPS
};

static void list_model_init (GListModelInterface *iface);
static void tile_source_init (PfTileSourceInterface *iface);
static void read_slice (PfPinList *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfPinList,
                               pf_pin_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (PF_TYPE_TILE_SOURCE, tile_source_init))

static GType
get_item_type (GListModel *model)
{
  return PF_TYPE_PIN_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return pf_pin_order_get_length (PF_PIN_LIST (model)->order);
}

static gboolean
on_wanted (gpointer data)
{
  PfPinList *self = data;

  self->want_source = 0;
  read_slice (self);
  return G_SOURCE_REMOVE;
}

/* The record at @index of the mirror's listing, if it is at hand; else it is asked for. */
static PfPin *
find_record (PfPinList *self, guint index)
{
  guint chunk = index / PF_MIRROR_CHUNK;
  GPtrArray *rows = g_hash_table_lookup (self->chunks, GUINT_TO_POINTER (chunk));

  if (rows != NULL)
    {
      guint at = index % PF_MIRROR_CHUNK;

      if (g_queue_peek_head (&self->recent) != GUINT_TO_POINTER (chunk))
        {
          g_queue_remove (&self->recent, GUINT_TO_POINTER (chunk));
          g_queue_push_head (&self->recent, GUINT_TO_POINTER (chunk));
        }
      return at < rows->len ? ((PfMirrorRow *)rows->pdata[at])->record : NULL;
    }
  g_hash_table_add (self->wanted, GUINT_TO_POINTER (chunk));
  if (self->want_source == 0)
    self->want_source = g_idle_add (on_wanted, self);
  return NULL;
}

static guint
hash_uuid (gconstpointer uuid)
{
  guint hash;

  /* UUIDs are random or digests: any part of them is as good as a hash. */
  memcpy (&hash, uuid, sizeof hash);
  return hash;
}

static gboolean
equal_uuid (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, 16) == 0;
}

static void
on_item_gone (gpointer data, GObject *item)
{
  PfPinList *self = data;
  GHashTableIter iter;
  gpointer value;

  /* Live items are those in view and some around it: few. The item's UUID is gone already. */
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == (gpointer)item)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

static gpointer
get_item (GListModel *model, guint position)
{
  PfPinList *self = PF_PIN_LIST (model);
  const PfPinEntry *entry = pf_pin_order_get (self->order, position);
  PfOutboxRow *row;
  PfPinItem *item;
  PfPin *pin;

  if (entry == NULL)
    return NULL;
  item = g_hash_table_lookup (self->items, entry->uuid);
  if (item != NULL && pf_pin_item_get_hash (item) == entry->hash
      && !pf_pin_item_is_placeholder (item))
    return g_object_ref (item);
  pin = entry->source >= 0 ? find_record (self, (guint)entry->source) : NULL;
  if (item != NULL)
    {
      if (pin == NULL && pf_pin_item_get_hash (item) == entry->hash)
        return g_object_ref (item);
      g_object_weak_unref (G_OBJECT (item), on_item_gone, self);
      g_hash_table_remove (self->items, entry->uuid);
    }
  row = pf_pin_order_get_row (self->order, entry);
  item = pf_pin_item_new (entry->uuid, pin, row, (double)entry->aspect, entry->color, entry->hash);
  g_object_weak_ref (G_OBJECT (item), on_item_gone, self);
  g_hash_table_insert (self->items, (gpointer)pf_pin_item_peek_uuid (item), item);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
read_shapes (PfTileSource *source, guint first, guint n, PfTileShape *shapes)
{
  PfPinList *self = PF_PIN_LIST (source);

  for (guint i = 0; i < n; i++)
    {
      const PfPinEntry *entry = pf_pin_order_get (self->order, first + i);

      shapes[i].aspect = entry != NULL && entry->aspect > 0 ? entry->aspect : 1.0f;
      shapes[i].color = entry != NULL && entry->color <= 0xffffff ? entry->color : 0x808080;
    }
}

static void
read_key (PfTileSource *source, guint position, guint8 key[16])
{
  const PfPinEntry *entry = pf_pin_order_get (PF_PIN_LIST (source)->order, position);

  g_return_if_fail (entry != NULL);
  memcpy (key, entry->uuid, sizeof entry->uuid);
}

static gboolean
find_key (PfTileSource *source, const guint8 key[16], guint *position)
{
  return pf_pin_order_find_uuid (PF_PIN_LIST (source)->order, key, position);
}

static void
tile_source_init (PfTileSourceInterface *iface)
{
  iface->read_shapes = read_shapes;
  iface->read_key = read_key;
  iface->find_key = find_key;
}

static void
pf_pin_list_dispose (GObject *object)
{
  PfPinList *self = PF_PIN_LIST (object);
  GHashTableIter iter;
  gpointer item;

  g_clear_pointer (&self->watch, pf_row_watch_free);
  pf_listing_view_clear (&self->view);
  g_clear_handle_id (&self->want_source, g_source_remove);
  if (self->mirror != NULL)
    g_signal_handlers_disconnect_by_data (self->mirror, self);
  g_clear_object (&self->mirror);
  g_clear_object (&self->sync);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_object_weak_unref (item, on_item_gone, self);
      g_hash_table_iter_remove (&iter);
    }
  G_OBJECT_CLASS (pf_pin_list_parent_class)->dispose (object);
}

static void
pf_pin_list_finalize (GObject *object)
{
  PfPinList *self = PF_PIN_LIST (object);

  g_free (self->connection_id);
  g_free (self->board_uuid);
  g_free (self->board_id);
  pf_pin_order_free (self->order);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->chunks);
  g_hash_table_unref (self->wanted);
  g_queue_clear (&self->recent);
  G_OBJECT_CLASS (pf_pin_list_parent_class)->finalize (object);
}

static void
pf_pin_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfPinList *self = PF_PIN_LIST (object);

  if (id == PROP_IN_PLACE)
    g_value_set_boolean (value, self->in_place);
  else
    pf_listing_view_get (&self->view, id, value);
}

static void
pf_pin_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_return_if_fail (id == PROP_IN_PLACE);
  PF_PIN_LIST (object)->in_place = g_value_get_boolean (value);
}

static void
pf_pin_list_class_init (PfPinListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_pin_list_dispose;
  object_class->finalize = pf_pin_list_finalize;
  object_class->get_property = pf_pin_list_get_property;
  object_class->set_property = pf_pin_list_set_property;
  pf_listing_view_install (object_class);
  /**
   * PfPinList:in-place:
   *
   * Whether pins with other contents are told by #PfTileSource::refreshed. Else they
   * are replaced with items-changed, as views of GTK need it.
   */
  g_object_class_install_property (object_class, PROP_IN_PLACE,
                                   g_param_spec_boolean ("in-place", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT
                                                             | G_PARAM_STATIC_STRINGS));
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
pf_pin_list_init (PfPinList *self)
{
  pf_listing_view_init (&self->view, G_OBJECT (self));
  self->order = pf_pin_order_new ();
  self->items = g_hash_table_new (hash_uuid, equal_uuid);
  self->chunks = g_hash_table_new_full (NULL, NULL, NULL, array_unref);
  self->wanted = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->recent);
}

static void
rebuild (PfPinList *self)
{
  PfPinChange change;
  guint n_pending;

  /* Rows alone or pins alone would flash. */
  if (!pf_row_watch_is_loaded (self->watch) || (self->board_id != NULL && !self->keys_read))
    return;
  change = pf_pin_order_arrange (self->order, pf_row_watch_get_rows (self->watch),
                                 self->connection_id, self->board_uuid, self->in_place, &n_pending);
  if (change.removed > 0 || change.added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), change.position, change.removed, change.added);
  if (self->in_place && change.n_refreshed > 0)
    pf_tile_source_emit_refreshed (PF_TILE_SOURCE (self), change.refreshed, change.n_refreshed);
  pf_listing_view_set_n_pending (&self->view, n_pending);
  pf_listing_view_set_current (&self->view, !self->reading && !self->again);
}

static void
forget_chunk (PfPinList *self, guint chunk)
{
  g_queue_remove (&self->recent, GUINT_TO_POINTER (chunk));
  g_hash_table_remove (self->chunks, GUINT_TO_POINTER (chunk));
}

static void
take_chunks (PfPinList *self, PfMirrorSlice *slice)
{
  GHashTableIter iter;
  gpointer key, value;

  /* Records behind the place where the listing changed are not what they were. */
  g_hash_table_iter_init (&iter, self->chunks);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (slice->keys->len > 0 && (GPOINTER_TO_UINT (key) + 1) * PF_MIRROR_CHUNK > slice->from)
      {
        g_queue_remove (&self->recent, key);
        g_hash_table_iter_remove (&iter);
      }
  g_hash_table_iter_init (&iter, slice->chunks);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_hash_table_insert (self->chunks, key, g_ptr_array_ref (value));
      g_queue_remove (&self->recent, key);
      g_queue_push_head (&self->recent, key);
    }
  while (self->recent.length > MAX_CHUNKS)
    forget_chunk (self, GPOINTER_TO_UINT (g_queue_peek_tail (&self->recent)));
}

/* Items that were handed out without their record are replaced now that it is there. */
static void
replace_placeholders (PfPinList *self, PfMirrorSlice *slice)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, slice->chunks);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint first, end, from = G_MAXUINT, to = 0;

      pf_pin_order_find (self->order, GPOINTER_TO_UINT (key) * PF_MIRROR_CHUNK, PF_MIRROR_CHUNK,
                         &first, &end);
      for (guint i = first; i < end; i++)
        {
          PfPinItem *item
              = g_hash_table_lookup (self->items, pf_pin_order_get (self->order, i)->uuid);

          if (item == NULL || !pf_pin_item_is_placeholder (item))
            continue;
          from = MIN (from, i);
          to = i + 1;
        }
      if (from < to && self->in_place)
        pf_tile_source_emit_refreshed (PF_TILE_SOURCE (self), from, to - from);
      else if (from < to)
        g_list_model_items_changed (G_LIST_MODEL (self), from, to - from, to - from);
    }
}

static void
on_slice (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfPinList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfMirrorSlice) slice = NULL;
  gboolean rewritten;

  slice = pf_mirror_get_slice_finish (PF_MIRROR (source), result, &error);
  self->reading = FALSE;
  if (self->mirror == NULL)
    return;
  if (slice == NULL)
    g_debug ("Could not read pins: %s", error->message);
  else
    {
      rewritten = slice->from == 0;
      take_chunks (self, slice);
      pf_pin_order_set_keys (self->order, slice->from, slice->keys);
      self->keys_read = TRUE;
      if (slice->revision != self->revision || rewritten)
        {
          self->revision = slice->revision;
          rebuild (self);
        }
      else
        pf_listing_view_set_current (&self->view,
                                     !self->again && pf_row_watch_is_loaded (self->watch));
      replace_placeholders (self, slice);
    }
  if (self->again || g_hash_table_size (self->wanted) > 0)
    read_slice (self);
}

static void
read_slice (PfPinList *self)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;

  self->again = self->reading;
  if (self->reading || self->board_id == NULL)
    return;
  self->reading = TRUE;
  pf_listing_view_set_current (&self->view, FALSE);
  g_hash_table_iter_init (&iter, self->wanted);
  while (wanted->len < MAX_CHUNKS && g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint number = GPOINTER_TO_UINT (key);

      g_array_append_val (wanted, number);
      g_hash_table_iter_remove (&iter);
    }
  for (GList *l = self->recent.head; l != NULL && held->len < MAX_CHUNKS / 2; l = l->next)
    {
      guint number = GPOINTER_TO_UINT (l->data);

      g_array_append_val (held, number);
    }
  pf_mirror_get_slice_async (self->mirror, self->connection_id, self->board_id, self->revision,
                             pf_pin_order_get_n_keys (self->order), wanted, held, NULL, on_slice,
                             g_object_ref (self));
}

static void
on_pins_changed (PfMirror *mirror, const char *connection_id, const char *board_id, PfPinList *self)
{
  if (g_strcmp0 (board_id, self->board_id) == 0 && strcmp (connection_id, self->connection_id) == 0)
    read_slice (self);
}

static void
set_board_id (PfPinList *self, const char *board_id)
{
  self->board_id = g_strdup (board_id);
  read_slice (self);
  if (self->sync == NULL)
    return;
  pf_listing_view_watch (&self->view, pf_sync_get_pins (self->sync, board_id));
  if (pf_listing_get_loaded_at (self->view.listing) == 0)
    pf_listing_load_more (self->view.listing);
}

static void
on_rows (gpointer data)
{
  /* Whoever is told may let go of the list. */
  g_autoptr (PfPinList) self = g_object_ref (data);
  GPtrArray *rows = pf_row_watch_get_rows (self->watch);

  /* The board was on its way when the list was made; perhaps it is there now. */
  for (guint i = 0; self->board_id == NULL && i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      if (row->op == PF_OP_CREATE_BOARD && row->remote_id != NULL
          && strcmp (row->object_uuid, self->board_uuid) == 0)
        set_board_id (self, row->remote_id);
    }
  rebuild (self);
}

/**
 * pf_pin_list_new:
 * @mirror: the mirror
 * @sync: (nullable): pulls the pins; without it only what is there is shown
 * @outbox: the outbox
 * @connection: whose board
 * @board: the board, which may itself be pending
 *
 * A #GListModel of #PfPinItem: the pins of a board, newest first, those on their
 * way on top. Items are handles made on demand; the list itself keeps some
 * 60 bytes a pin. Begins to load the first page.
 *
 * Returns: (transfer full): a list
 */
PfPinList *
pf_pin_list_new (
    PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection, PfBoardItem *board)
{
  PfPinList *self = g_object_new (PF_TYPE_PIN_LIST, NULL);

  self->mirror = g_object_ref (mirror);
  g_set_object (&self->sync, sync);
  self->connection_id = g_strdup (pf_connection_get_id (connection));
  self->board_uuid = g_strdup (pf_board_item_get_uuid (board));
  g_signal_connect (mirror, "pins-changed", G_CALLBACK (on_pins_changed), self);
  self->watch = pf_row_watch_new (outbox, on_rows, self);
  if (pf_board_item_get_board (board) != NULL)
    set_board_id (self, pf_board_item_get_board (board)->id);
  return self;
}

/**
 * pf_pin_list_load_more:
 * @self: a list
 *
 * Asks for the next page, as the view comes near the end; without effect while one
 * is on its way or when there are no more. Also tries again after an error.
 */
void
pf_pin_list_load_more (PfPinList *self)
{
  if (self->view.listing != NULL)
    pf_listing_load_more (self->view.listing);
}

/**
 * pf_pin_list_refresh:
 * @self: a list
 *
 * Asks the service again; what is shown stays until the answer is there.
 */
void
pf_pin_list_refresh (PfPinList *self)
{
  if (self->view.listing != NULL)
    pf_listing_refresh (self->view.listing);
}
