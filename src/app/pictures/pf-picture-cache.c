/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pictures/pf-picture-cache.h"

/* What a value costs besides its bytes; without it small ones would be free. */
#define OVERHEAD 256

typedef struct
{
  PfPictureKey key; /* its name is ours */
  gpointer value;
  gsize bytes;
  GList link;
} Entry;

struct _PfPictureCache
{
  GHashTable *entries; /* Entry -> itself, by key */
  GQueue order;        /* most recently looked at first */
  GDestroyNotify free_value;
  gsize used;
  gsize max_bytes;
};

/**
 * pf_picture_key_hash:
 * @key: a key
 *
 * Returns: a number for a hash table
 */
guint
pf_picture_key_hash (gconstpointer key)
{
  const PfPictureKey *self = key;

  return g_str_hash (self->name) ^ (self->width * 31 + self->height) * 2654435761u
         ^ (guint)(self->corner_radius << 4 | self->fit);
}

/**
 * pf_picture_key_equal:
 * @a: a key
 * @b: another
 *
 * Returns: whether both are the same picture, made for the same place
 */
gboolean
pf_picture_key_equal (gconstpointer a, gconstpointer b)
{
  const PfPictureKey *x = a, *y = b;

  return x->width == y->width && x->height == y->height && x->fit == y->fit
         && x->corner_radius == y->corner_radius && !x->is_blob == !y->is_blob
         && g_str_equal (x->name, y->name);
}

/**
 * pf_picture_cache_new:
 * @max_bytes: the most its values may weigh together
 * @free_value: lets go of a value
 *
 * Main thread only, as all of it.
 *
 * Returns: (transfer full): an empty cache
 */
PfPictureCache *
pf_picture_cache_new (gsize max_bytes, GDestroyNotify free_value)
{
  PfPictureCache *self = g_new0 (PfPictureCache, 1);

  self->entries = g_hash_table_new (pf_picture_key_hash, pf_picture_key_equal);
  self->max_bytes = max_bytes;
  self->free_value = free_value;
  return self;
}

static void
entry_drop (PfPictureCache *self, Entry *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  g_hash_table_remove (self->entries, &entry->key);
  self->used -= entry->bytes;
  self->free_value (entry->value);
  g_free ((char *)entry->key.name);
  g_free (entry);
}

/**
 * pf_picture_cache_free:
 * @self: (transfer full) (nullable): a cache
 *
 * Frees it with its pictures.
 */
void
pf_picture_cache_free (PfPictureCache *self)
{
  if (self == NULL)
    return;
  while (self->order.tail != NULL)
    entry_drop (self, self->order.tail->data);
  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * pf_picture_cache_find:
 * @self: a cache
 * @key: what is looked for
 *
 * Returns: (transfer none) (nullable): the value; it now counts as just looked at
 */
gpointer
pf_picture_cache_find (PfPictureCache *self, const PfPictureKey *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return NULL;
  if (self->order.head != &entry->link)
    {
      g_queue_unlink (&self->order, &entry->link);
      g_queue_push_head_link (&self->order, &entry->link);
    }
  return entry->value;
}

/**
 * pf_picture_cache_add:
 * @self: a cache
 * @key: (transfer none): its name; what had it before goes
 * @value: (transfer full): what is kept
 * @bytes: what it weighs
 *
 * What was not looked at for longest goes first, until all fits. A value heavier than the
 * whole cache is not kept.
 */
void
pf_picture_cache_add (PfPictureCache *self, const PfPictureKey *key, gpointer value, gsize bytes)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL)
    entry_drop (self, entry);
  entry = g_new0 (Entry, 1);
  entry->key = *key;
  entry->key.name = g_strdup (key->name);
  entry->value = value;
  entry->bytes = bytes + OVERHEAD;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, &entry->key, entry);
  g_queue_push_head_link (&self->order, &entry->link);
  self->used += entry->bytes;
  while (self->used > self->max_bytes)
    entry_drop (self, self->order.tail->data);
}

/**
 * pf_picture_cache_get_used:
 * @self: a cache
 *
 * Returns: bytes that its values weigh now
 */
gsize
pf_picture_cache_get_used (PfPictureCache *self)
{
  return self->used;
}
