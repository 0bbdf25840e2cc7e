/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-pin-view.h"

#include "core/model/pf-items-private.h"

#include <string.h>

/* Records are kept for so many pins, those used last; of all others only the key (performance.md
 * P8). What comes back into view is read again, with its neighbours. */
#define MAX_RECORDS 1024
#define BLOCK 64

typedef struct
{
  gint64 entry;
  guint32 hash;
  PfPin *pin;
  GList link;
} Record;

static void
record_free (gpointer data)
{
  Record *record = data;

  pf_pin_unref (record->pin);
  g_free (record);
}

void
pf_pin_view_init (PfPinView *self, GListModel *owner, void (*want) (gpointer owner))
{
  self->owner = owner;
  self->want = want;
  self->items = g_hash_table_new (pf_uuid_hash, pf_uuid_equal);
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, record_free);
  self->wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&self->recent);
}

static void
on_item_gone (gpointer data, GObject *item)
{
  PfPinView *self = data;
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

void
pf_pin_view_dispose (PfPinView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_clear_handle_id (&self->want_source, g_source_remove);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_object_weak_unref (item, on_item_gone, self);
      g_hash_table_iter_remove (&iter);
    }
}

void
pf_pin_view_finalize (PfPinView *self)
{
  g_clear_pointer (&self->order, pf_pin_order_unref);
  g_clear_pointer (&self->before, pf_pin_order_unref);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->wanted);
}

guint
pf_pin_view_get_n_items (PfPinView *self)
{
  if (self->before != NULL)
    return self->split_now + pf_pin_order_get_length (self->before) - self->split_before;
  return self->order != NULL ? pf_pin_order_get_length (self->order) : 0;
}

/* While changes are told one after the other, the list is the new one up to where they are. */
static PfPinOrder *
locate (PfPinView *self, guint *position)
{
  if (*position >= pf_pin_view_get_n_items (self))
    return NULL;
  if (self->before == NULL || *position < self->split_now)
    return self->order;
  *position = *position - self->split_now + self->split_before;
  return self->before;
}

static gboolean
on_wanted (gpointer data)
{
  PfPinView *self = data;

  self->want_source = 0;
  self->want (self->owner);
  return G_SOURCE_REMOVE;
}

static gboolean
is_cached (PfPinView *self, const PfMirrorKey *key)
{
  const Record *record = g_hash_table_lookup (self->records, &key->entry);

  return key->entry == 0 || (record != NULL && record->hash == key->hash);
}

static void
want_around (PfPinView *self, PfPinOrder *order, guint position)
{
  guint first = position / BLOCK * BLOCK;
  guint end = MIN (first + BLOCK, pf_pin_order_get_length (order));

  for (guint i = first; i < end; i++)
    {
      const PfMirrorKey *key = pf_pin_order_get_key (order, i);

      if (!is_cached (self, key))
        g_hash_table_add (self->wanted, g_memdup2 (&key->entry, sizeof key->entry));
    }
  if (self->want_source == 0 && g_hash_table_size (self->wanted) > 0)
    self->want_source = g_idle_add (on_wanted, self);
}

/* The record of a place as far as it is at hand; what is missing or old is asked for. */
static PfPin *
find_record (PfPinView *self, PfPinOrder *order, guint position)
{
  const PfMirrorKey *key = pf_pin_order_get_key (order, position);
  Record *record;

  if (key->entry == 0)
    return NULL;
  if (!is_cached (self, key))
    want_around (self, order, position);
  record = g_hash_table_lookup (self->records, &key->entry);
  if (record == NULL)
    return NULL;
  g_queue_unlink (&self->recent, &record->link);
  g_queue_push_head_link (&self->recent, &record->link);
  return record->pin;
}

gpointer
pf_pin_view_get_item (PfPinView *self, guint position)
{
  PfPinOrder *order = locate (self, &position);
  PfPinEntry entry;
  PfPinItem *item;
  PfPin *pin;

  if (order == NULL)
    return NULL;
  entry = pf_pin_order_get (order, position);
  pin = find_record (self, order, position);
  item = g_hash_table_lookup (self->items, entry.key->uuid);
  if (item != NULL)
    {
      if (pf_pin_item_get_hash (item) == entry.hash && pf_pin_item_get_original (item) == pin)
        return g_object_ref (item);
      g_object_weak_unref (G_OBJECT (item), on_item_gone, self);
      g_hash_table_remove (self->items, entry.key->uuid);
    }
  item = pf_pin_item_new (entry.key, pin, entry.state, entry.hash);
  g_object_weak_ref (G_OBJECT (item), on_item_gone, self);
  g_hash_table_insert (self->items, (gpointer)pf_pin_item_peek_uuid (item), item);
  return item;
}

void
pf_pin_view_read_shapes (PfPinView *self, guint first, guint n, PfTileShape *shapes)
{
  for (guint i = 0; i < n; i++)
    {
      guint position = first + i;
      PfPinOrder *order = locate (self, &position);
      const PfMirrorKey *key = order != NULL ? pf_pin_order_get_key (order, position) : NULL;

      shapes[i].aspect = key != NULL && key->aspect > 0 ? key->aspect : 1.0f;
      shapes[i].color = key != NULL && key->color <= 0xffffff ? key->color : 0x808080;
    }
}

void
pf_pin_view_read_key (PfPinView *self, guint position, guint8 *key)
{
  PfPinOrder *order = locate (self, &position);

  g_return_if_fail (order != NULL);
  memcpy (key, pf_pin_order_get_key (order, position)->uuid, 16);
}

gboolean
pf_pin_view_find_key (PfPinView *self, const guint8 *key, guint *position)
{
  if (self->order == NULL)
    return FALSE;
  if (pf_pin_order_find (self->order, key, position)
      && (self->before == NULL || *position < self->split_now))
    return TRUE;
  if (self->before == NULL || !pf_pin_order_find (self->before, key, position)
      || *position < self->split_before)
    return FALSE;
  *position = *position - self->split_before + self->split_now;
  return TRUE;
}

guint
pf_pin_view_get_n_groups (PfPinView *self)
{
  return self->order != NULL ? pf_pin_order_get_n_groups (self->order) : 1;
}

guint
pf_pin_view_get_group_start (PfPinView *self, guint group)
{
  if (self->order == NULL)
    return 0;
  return MIN (pf_pin_order_get_group_start (self->order, group), pf_pin_view_get_n_items (self));
}

GArray *
pf_pin_view_take_wanted (PfPinView *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->wanted);
  while (entries->len < MAX_RECORDS / 2 && g_hash_table_iter_next (&iter, &entry, NULL))
    {
      g_array_append_vals (entries, entry, 1);
      g_hash_table_iter_remove (&iter);
    }
  return entries;
}

GArray *
pf_pin_view_list_live (PfPinView *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (entries->len < MAX_RECORDS / 4 && g_hash_table_iter_next (&iter, NULL, &item))
    {
      gint64 entry = pf_pin_item_get_entry (item);

      if (entry != 0)
        g_array_append_val (entries, entry);
    }
  return entries;
}

static void
take_records (PfPinView *self, GHashTable *pins)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, pins);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const PfMirrorPin *pin = value;
      Record *record = g_hash_table_lookup (self->records, key);

      if (record == NULL)
        {
          record = g_new0 (Record, 1);
          record->entry = *(gint64 *)key;
          record->link.data = record;
          g_hash_table_insert (self->records, &record->entry, record);
        }
      else
        g_queue_unlink (&self->recent, &record->link);
      /* The same record stays the same object: nobody need look at it again. */
      if (record->pin == NULL || record->hash != pin->hash)
        {
          g_clear_pointer (&record->pin, pf_pin_unref);
          record->pin = pf_pin_ref (pin->pin);
          record->hash = pin->hash;
        }
      g_queue_push_head_link (&self->recent, &record->link);
    }
  while (self->recent.length > MAX_RECORDS)
    {
      Record *last = g_queue_pop_tail_link (&self->recent)->data;

      g_hash_table_remove (self->records, &last->entry);
    }
}

static void
tell_refreshed (PfPinView *self, guint first, guint n)
{
  if (self->in_place)
    pf_tile_source_emit_refreshed (PF_TILE_SOURCE (self->owner), first, n);
  else
    g_list_model_items_changed (self->owner, first, n, n);
}

static int
compare_guint (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *)a, second = *(const guint *)b;

  return (first > second) - (first < second);
}

/* Items that were handed out without their record, or with an old one. */
static void
tell_read (PfPinView *self)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      gint64 entry = pf_pin_item_get_entry (item);
      const Record *record = entry != 0 ? g_hash_table_lookup (self->records, &entry) : NULL;
      guint position;

      if (record != NULL && pf_pin_item_get_original (item) != record->pin
          && pf_pin_order_find (self->order, pf_pin_item_peek_uuid (item), &position))
        g_array_append_val (places, position);
    }
  g_array_sort (places, compare_guint);
  for (guint i = 0, n; i < places->len; i += n)
    {
      guint first = g_array_index (places, guint, i);

      /* A view shows most of what lies between two of its items as well. */
      for (n = 1; i + n < places->len && g_array_index (places, guint, i + n) - first < 2 * BLOCK;)
        n++;
      tell_refreshed (self, first, g_array_index (places, guint, i + n - 1) - first + 1);
    }
}

void
pf_pin_view_show (
    PfPinView *self, PfPinOrder *order, GArray *hunks, GArray *refreshed, GHashTable *pins)
{
  g_autoptr (GListModel) owner = g_object_ref (self->owner);
  g_autoptr (PfPinOrder) before = g_steal_pointer (&self->order);
  gboolean same_groups = before != NULL && pf_pin_order_same_groups (before, order);

  take_records (self, pins);
  self->order = pf_pin_order_ref (order);
  if (before != NULL && hunks->len > 0)
    {
      self->before = pf_pin_order_ref (before);
      self->split_now = self->split_before = 0;
    }
  for (guint i = 0; i < hunks->len; i++)
    {
      const PfPinHunk *hunk = &g_array_index (hunks, PfPinHunk, i);

      self->split_now = hunk->now + hunk->added;
      self->split_before = hunk->before + hunk->removed;
      if (i == hunks->len - 1)
        g_clear_pointer (&self->before, pf_pin_order_unref);
      g_list_model_items_changed (self->owner, hunk->now, hunk->removed, hunk->added);
    }
  for (guint i = 0; i < refreshed->len; i++)
    {
      const PfPinHunk *hunk = &g_array_index (refreshed, PfPinHunk, i);

      tell_refreshed (self, hunk->now, hunk->added);
    }
  tell_read (self);
  if (!same_groups && (before != NULL || pf_pin_order_get_n_groups (order) > 1))
    pf_tile_source_emit_groups_changed (PF_TILE_SOURCE (self->owner));
}
