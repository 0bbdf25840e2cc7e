/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-pin-order.h"

#include "core/model/pf-row-watch.h"

#include <string.h>

struct _PfPinOrder
{
  GArray *keys;         /* PfMirrorKey, the mirror's listing */
  GArray *entries;      /* PfPinEntry, what is shown */
  GPtrArray *pending;   /* PfOutboxRow of creates shown on top */
  GHashTable *attached; /* uuid bytes -> PfOutboxRow: pins whose change is in trouble */
  GHashTable *shown;    /* uuid bytes: creates that were shown, while the mirror lacks them */
  guint32 *slots;       /* where a uuid is: position + 1 in entries, 0 for a free slot */
  guint n_slots;        /* a power of two */
};

static guint
hash_uuid (gconstpointer uuid)
{
  guint hash;

  memcpy (&hash, uuid, sizeof hash);
  return hash;
}

static gboolean
equal_uuid (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, 16) == 0;
}

static void
row_unref (gpointer row)
{
  pf_outbox_row_unref (row);
}

/**
 * pf_pin_order_new:
 *
 * Returns: (transfer full): an empty order
 */
PfPinOrder *
pf_pin_order_new (void)
{
  PfPinOrder *self = g_new0 (PfPinOrder, 1);

  self->keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  self->entries = g_array_new (FALSE, FALSE, sizeof (PfPinEntry));
  self->pending = g_ptr_array_new_with_free_func (row_unref);
  self->attached = g_hash_table_new_full (hash_uuid, equal_uuid, g_free, row_unref);
  self->shown = g_hash_table_new_full (hash_uuid, equal_uuid, g_free, NULL);
  return self;
}

/**
 * pf_pin_order_free:
 * @self: (transfer full): an order
 */
void
pf_pin_order_free (PfPinOrder *self)
{
  g_array_unref (self->keys);
  g_array_unref (self->entries);
  g_ptr_array_unref (self->pending);
  g_hash_table_unref (self->attached);
  g_hash_table_unref (self->shown);
  g_free (self->slots);
  g_free (self);
}

/**
 * pf_pin_order_set_keys:
 * @self: an order
 * @from: keys before this one stay
 * @keys: (element-type PfMirrorKey): the others
 *
 * Follows the mirror; shows after pf_pin_order_arrange().
 */
void
pf_pin_order_set_keys (PfPinOrder *self, guint from, GArray *keys)
{
  g_return_if_fail (from <= self->keys->len);
  g_array_set_size (self->keys, from);
  if (keys->len > 0)
    g_array_append_vals (self->keys, keys->data, keys->len);
}

/**
 * pf_pin_order_get_n_keys:
 * @self: an order
 *
 * Returns: how many keys of the mirror are here
 */
guint
pf_pin_order_get_n_keys (PfPinOrder *self)
{
  return self->keys->len;
}

/* What rows say about single pins, by every UUID the pin may have: the one it was given here,
 * and the one that the mirror derives when it did not hear of the first. */
typedef struct
{
  PfOutboxRow *create, *delete;
  gboolean mirrored;
} Change;

static void
note_change (GHashTable *changes, const char *connection_id, PfOutboxRow *row, Change *change)
{
  guint8 uuid[16];

  if (pf_uuid_from_text (uuid, row->object_uuid))
    g_hash_table_insert (changes, g_memdup2 (uuid, sizeof uuid), change);
  if (row->remote_id != NULL)
    {
      g_autofree char *derived = pf_mirror_make_uuid (connection_id, "pins", row->remote_id);

      if (pf_uuid_from_text (uuid, derived) && !g_hash_table_contains (changes, uuid))
        g_hash_table_insert (changes, g_memdup2 (uuid, sizeof uuid), change);
    }
}

static GPtrArray *
collect_changes (GHashTable *changes,
                 GPtrArray *rows,
                 const char *connection_id,
                 const char *board_uuid,
                 guint *n_pending)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      PfOutboxRow *row = rows->pdata[i];
      PfRowEffect effect = pf_row_get_effect (row);
      guint8 uuid[16];
      Change *change;

      if (effect == PF_ROW_EFFECT_NONE || g_strcmp0 (row->connection_id, connection_id) != 0)
        continue;
      if (row->op == PF_OP_CREATE_PIN)
        {
          if (g_strcmp0 (row->board_uuid, board_uuid) != 0)
            continue;
        }
      else if (row->op != PF_OP_DELETE_PIN)
        continue;
      if (!pf_uuid_from_text (uuid, row->object_uuid))
        continue;
      change = g_hash_table_lookup (changes, uuid);
      if (change == NULL)
        {
          change = g_new0 (Change, 1);
          g_ptr_array_add (all, change);
        }
      if (row->op == PF_OP_CREATE_PIN)
        change->create = row;
      else
        change->delete = row;
      note_change (changes, connection_id, row, change);
      if (effect == PF_ROW_EFFECT_PENDING && row->op == PF_OP_CREATE_PIN)
        (*n_pending)++;
    }
  return all;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const PfOutboxRow *first = *(PfOutboxRow *const *)a;
  const PfOutboxRow *second = *(PfOutboxRow *const *)b;

  return first->seq < second->seq ? 1 : first->seq > second->seq ? -1 : 0;
}

static void
collect_pending (PfPinOrder *self, GPtrArray *all)
{
  g_ptr_array_set_size (self->pending, 0);
  for (guint i = 0; i < all->len; i++)
    {
      const Change *change = all->pdata[i];
      guint8 uuid[16];

      if (change->create == NULL)
        continue;
      pf_uuid_from_text (uuid, change->create->object_uuid);
      if (change->mirrored)
        {
          g_hash_table_remove (self->shown, uuid);
          continue;
        }
      /* Done, and the mirror has it any moment: what was shown stays till then. */
      if (pf_row_get_effect (change->create) == PF_ROW_EFFECT_DONE
          && !g_hash_table_contains (self->shown, uuid))
        continue;
      if (change->delete != NULL && pf_row_get_effect (change->delete) != PF_ROW_EFFECT_TROUBLE)
        continue;
      g_hash_table_add (self->shown, g_memdup2 (uuid, sizeof uuid));
      g_ptr_array_add (self->pending, pf_outbox_row_ref (change->create));
    }
  g_ptr_array_sort (self->pending, compare_newest_first);
}

static void
append_pending (PfPinOrder *self, GArray *entries)
{
  for (guint i = 0; i < self->pending->len; i++)
    {
      PfOutboxRow *row = self->pending->pdata[i];
      PfPinEntry entry = {
        .aspect = row->width > 0 && row->height > 0 ? (float)row->width / (float)row->height : 1,
        .color = G_MAXUINT32,
        .hash = pf_row_hash (row),
        .source = -1 - (gint32)i,
      };

      pf_uuid_from_text (entry.uuid, row->object_uuid);
      g_array_append_val (entries, entry);
    }
}

static void
append_mirrored (PfPinOrder *self, GArray *entries, GHashTable *changes, guint *n_pending)
{
  g_hash_table_remove_all (self->attached);
  for (guint i = 0; i < self->keys->len; i++)
    {
      const PfMirrorKey *key = &g_array_index (self->keys, PfMirrorKey, i);
      const Change *change
          = g_hash_table_size (changes) > 0 ? g_hash_table_lookup (changes, key->uuid) : NULL;
      PfPinEntry entry = {
        .aspect = key->aspect,
        .color = key->color,
        .hash = key->hash,
        .source = (gint32)i,
      };

      memcpy (entry.uuid, key->uuid, sizeof entry.uuid);
      if (change != NULL && change->delete != NULL)
        {
          PfRowEffect effect = pf_row_get_effect (change->delete);

          *n_pending += effect == PF_ROW_EFFECT_PENDING;
          if (effect != PF_ROW_EFFECT_TROUBLE)
            continue;
          g_hash_table_insert (self->attached, g_memdup2 (key->uuid, sizeof key->uuid),
                               pf_outbox_row_ref (change->delete));
          entry.hash ^= pf_row_hash (change->delete);
        }
      g_array_append_val (entries, entry);
    }
}

static const PfPinEntry *
entry_at (const GArray *entries, guint position)
{
  return &g_array_index (entries, PfPinEntry, position);
}

static gboolean
same (const PfPinEntry *a, const PfPinEntry *b, gboolean in_place)
{
  return memcmp (a->uuid, b->uuid, sizeof a->uuid) == 0
         && (in_place || (a->hash == b->hash && a->color == b->color));
}

/* Widens what is refreshed by @position if its contents are others. */
static void
note_refreshed (const PfPinEntry *a, const PfPinEntry *b, guint position, PfPinChange *change)
{
  guint first, end;

  if (a->hash == b->hash)
    return;
  first = change->n_refreshed > 0 ? MIN (change->refreshed, position) : position;
  end = MAX (change->n_refreshed > 0 ? change->refreshed + change->n_refreshed : 0, position + 1);
  change->refreshed = first;
  change->n_refreshed = end - first;
}

static PfPinChange
compare (const GArray *before, const GArray *now, gboolean in_place)
{
  guint shorter = MIN (before->len, now->len);
  guint head = 0, tail = 0;
  PfPinChange change = { 0 };

  while (head < shorter && same (entry_at (before, head), entry_at (now, head), in_place))
    head++;
  while (tail < shorter - head
         && same (entry_at (before, before->len - 1 - tail), entry_at (now, now->len - 1 - tail),
                  in_place))
    tail++;
  change.position = head;
  change.removed = before->len - head - tail;
  change.added = now->len - head - tail;
  for (guint i = 0; i < head; i++)
    note_refreshed (entry_at (before, i), entry_at (now, i), i, &change);
  for (guint i = 1; i <= tail; i++)
    note_refreshed (entry_at (before, before->len - i), entry_at (now, now->len - i), now->len - i,
                    &change);
  return change;
}

/* UUIDs are random or digests, so their first bytes are as good as a hash. At most 3 of 4
 * slots are taken: some 7 bytes a pin, against 60 of a hash table. */
static void
make_slots (PfPinOrder *self)
{
  guint n_slots = 16;

  while (n_slots / 4 * 3 < self->entries->len)
    n_slots *= 2;
  if (n_slots != self->n_slots)
    {
      g_free (self->slots);
      self->slots = g_new (guint32, n_slots);
      self->n_slots = n_slots;
    }
  memset (self->slots, 0, n_slots * sizeof *self->slots);
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint slot = hash_uuid (entry_at (self->entries, i)->uuid) & (n_slots - 1);

      while (self->slots[slot] != 0)
        slot = (slot + 1) & (n_slots - 1);
      self->slots[slot] = i + 1;
    }
}

/**
 * pf_pin_order_find_uuid:
 * @self: an order
 * @uuid: 16 bytes
 * @position: (out): where it is
 *
 * Returns: whether it is shown
 */
gboolean
pf_pin_order_find_uuid (PfPinOrder *self, const guint8 *uuid, guint *position)
{
  if (self->n_slots == 0)
    return FALSE;
  for (guint slot = hash_uuid (uuid) & (self->n_slots - 1); self->slots[slot] != 0;
       slot = (slot + 1) & (self->n_slots - 1))
    if (equal_uuid (entry_at (self->entries, self->slots[slot] - 1)->uuid, uuid))
      {
        *position = self->slots[slot] - 1;
        return TRUE;
      }
  return FALSE;
}

/**
 * pf_pin_order_arrange:
 * @self: an order
 * @rows: (element-type PfOutboxRow): the outbox
 * @connection_id: whose board
 * @board_uuid: the board
 * @in_place: whether a pin with other contents is refreshed rather than replaced
 * @n_pending: (out): how many rows of the board are on their way
 *
 * Lays the rows over the keys. Creates that the mirror lacks stand on top, newest
 * first, under the UUID that they keep; what is being deleted is left out unless
 * that met trouble.
 *
 * Returns: what differs from before
 */
PfPinChange
pf_pin_order_arrange (PfPinOrder *self,
                      GPtrArray *rows,
                      const char *connection_id,
                      const char *board_uuid,
                      gboolean in_place,
                      guint *n_pending)
{
  g_autoptr (GHashTable) changes = g_hash_table_new_full (hash_uuid, equal_uuid, g_free, NULL);
  g_autoptr (GPtrArray) all = NULL;
  GArray *entries;
  PfPinChange change;

  *n_pending = 0;
  all = collect_changes (changes, rows, connection_id, board_uuid, n_pending);
  for (guint i = 0; all->len > 0 && i < self->keys->len; i++)
    {
      Change *found
          = g_hash_table_lookup (changes, g_array_index (self->keys, PfMirrorKey, i).uuid);

      if (found != NULL)
        found->mirrored = TRUE;
    }
  collect_pending (self, all);
  entries
      = g_array_sized_new (FALSE, FALSE, sizeof (PfPinEntry), self->pending->len + self->keys->len);
  append_pending (self, entries);
  append_mirrored (self, entries, changes, n_pending);
  change = compare (self->entries, entries, in_place);
  g_array_unref (self->entries);
  self->entries = entries;
  make_slots (self);
  return change;
}

/**
 * pf_pin_order_get_length:
 * @self: an order
 *
 * Returns: how many are shown
 */
guint
pf_pin_order_get_length (PfPinOrder *self)
{
  return self->entries->len;
}

/**
 * pf_pin_order_get:
 * @self: an order
 * @position: a place
 *
 * Returns: (transfer none) (nullable): what is there
 */
const PfPinEntry *
pf_pin_order_get (PfPinOrder *self, guint position)
{
  if (position >= self->entries->len)
    return NULL;
  return &g_array_index (self->entries, PfPinEntry, position);
}

/**
 * pf_pin_order_get_row:
 * @self: an order
 * @entry: of this order
 *
 * Returns: (transfer none) (nullable): the row to show with it
 */
PfOutboxRow *
pf_pin_order_get_row (PfPinOrder *self, const PfPinEntry *entry)
{
  if (entry->source < 0)
    return self->pending->pdata[-1 - entry->source];
  return g_hash_table_lookup (self->attached, entry->uuid);
}

/* First place whose source is not below @source; pending ones come before all. */
static guint
lower_bound (PfPinOrder *self, gint64 source)
{
  guint low = self->pending->len, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, PfPinEntry, middle).source < source)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pf_pin_order_find:
 * @self: an order
 * @source: first position in the mirror's listing
 * @n_sources: how many
 * @first: (out): first place that shows one of them
 * @end: (out): place after the last one
 */
void
pf_pin_order_find (PfPinOrder *self, guint source, guint n_sources, guint *first, guint *end)
{
  *first = lower_bound (self, source);
  *end = lower_bound (self, (gint64)source + n_sources);
}
