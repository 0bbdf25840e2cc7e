/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-pin-order.h"

#include <string.h>

struct _PfPinOrder
{
  gatomicrefcount refs;
  GArray *keys;    /* PfMirrorKey, shared */
  GArray *ranks;   /* nullable, shared */
  gint32 *entries; /* place -> index in keys, or -1 - n for the n-th extra */
  guint n_entries;
  guint32 *slots;    /* where a uuid is: place + 1, 0 for a free slot */
  guint n_slots;     /* a power of two */
  GArray *starts;    /* guint: first place of each group */
  GPtrArray *groups; /* their UUIDs; "" for the first */
  PfPinOverlay *overlay;
};

PfPinOrder *
pf_pin_order_ref (PfPinOrder *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
pf_pin_order_unref (PfPinOrder *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->keys);
  g_clear_pointer (&self->ranks, g_array_unref);
  g_free (self->entries);
  g_free (self->slots);
  g_array_unref (self->starts);
  g_ptr_array_unref (self->groups);
  pf_pin_overlay_unref (self->overlay);
  g_free (self);
}

/* What an order is being made with. */
typedef struct
{
  PfPinOrder *order;
  const PfPinPlan *plan;
  GHashTable *by_uuid;   /* uuid of a section -> number of its group */
  GHashTable *by_digest; /* the same by digest */
  guint n_groups;
  gint32 *entries;
  guint16 *numbers; /* group of each entry */
  guint n;
} Making;

#define LEFT_OUT G_MAXUINT

/* The group of a pin. Sections that are not known yet come last in the first group, so that
 * nothing before them moves when they are: told by @stray. */
static guint
find_group (Making *self, const PfMirrorKey *key, const PfPinState *state, gboolean *stray)
{
  gpointer number;

  *stray = FALSE;
  if (state != NULL && (state->moved || (state->make != NULL && !state->mirrored)))
    {
      if (state->section_uuid == NULL)
        return 0;
      if (g_hash_table_lookup_extended (self->by_uuid, state->section_uuid, NULL, &number))
        return GPOINTER_TO_UINT (number);
    }
  else
    {
      if (key->section == 0)
        return 0;
      if (g_hash_table_lookup_extended (self->by_digest, GUINT_TO_POINTER (key->section), NULL,
                                        &number))
        return GPOINTER_TO_UINT (number);
    }
  *stray = TRUE;
  return 0;
}

static gboolean
has_text (const PfPinState *state, PfChangeField field, const char *text, gboolean before)
{
  if (state == NULL || (state->changes.fields & field) == 0)
    return before;
  return text != NULL && *text != '\0';
}

static gboolean
has_effect (const PfPinState *state, PfRowEffect effect)
{
  return state != NULL && state->shown != NULL && pf_row_get_effect (state->shown) == effect;
}

static gboolean
passes (PfPinFilter filter, const PfMirrorKey *key, const PfPinState *state, gboolean in_section)
{
  gboolean link, alt;

  if (filter == PF_PIN_FILTER_NONE)
    return TRUE;
  link = has_text (state, PF_CHANGE_LINK, state != NULL ? state->changes.link : NULL,
                   (key->flags & PF_MIRROR_LINK) != 0);
  alt = has_text (state, PF_CHANGE_ALT_TEXT, state != NULL ? state->changes.alt_text : NULL,
                  (key->flags & PF_MIRROR_ALT) != 0);
  return (!(filter & PF_PIN_FILTER_LINK) || link) && (!(filter & PF_PIN_FILTER_NO_LINK) || !link)
         && (!(filter & PF_PIN_FILTER_NO_ALT_TEXT) || !alt)
         && (!(filter & PF_PIN_FILTER_VIDEO) || (key->flags & PF_MIRROR_VIDEO))
         && (!(filter & PF_PIN_FILTER_CAROUSEL) || (key->flags & PF_MIRROR_CAROUSEL))
         && (!(filter & PF_PIN_FILTER_PICTURE)
             || !(key->flags & (PF_MIRROR_VIDEO | PF_MIRROR_CAROUSEL)))
         && (!(filter & PF_PIN_FILTER_NO_SECTION) || !in_section)
         && (!(filter & PF_PIN_FILTER_PENDING) || has_effect (state, PF_ROW_EFFECT_PENDING))
         && (!(filter & PF_PIN_FILTER_TROUBLE) || has_effect (state, PF_ROW_EFFECT_TROUBLE));
}

static guint
hash_uuid (gconstpointer uuid)
{
  guint32 hash;

  memcpy (&hash, uuid, sizeof hash);
  return hash;
}

static gboolean
equal_uuid (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, 16) == 0;
}

/**
 * pf_pin_order_new_set: (skip)
 * @uuids: (element-type utf8): local UUIDs
 *
 * Returns: (transfer full): a set for #PfPinPlan.only
 */
GHashTable *
pf_pin_order_new_set (GPtrArray *uuids)
{
  GHashTable *set = g_hash_table_new_full (hash_uuid, equal_uuid, g_free, NULL);

  for (guint i = 0; i < uuids->len; i++)
    {
      guint8 key[16];

      if (pf_uuid_from_text (key, g_ptr_array_index (uuids, i)))
        g_hash_table_add (set, g_memdup2 (key, sizeof key));
    }
  return set;
}

/* Group of a pin, or LEFT_OUT. */
static guint
admit (Making *self, const PfMirrorKey *key, const PfPinState *state)
{
  const PfPinPlan *plan = self->plan;
  gboolean stray = FALSE, in_section;
  guint group = 0;

  if (plan->only != NULL && !g_hash_table_contains (plan->only, key->uuid))
    return LEFT_OUT;
  if (plan->groups != NULL)
    {
      group = find_group (self, key, state, &stray);
      if (group > 0 && ((PfPinGroup *)plan->groups->pdata[group - 1])->gone)
        return LEFT_OUT;
      if (plan->section_uuid != NULL)
        {
          if (group == 0
              || strcmp (((PfPinGroup *)plan->groups->pdata[group - 1])->uuid, plan->section_uuid)
                     != 0)
            return LEFT_OUT;
          group = 0;
        }
    }
  in_section = group > 0 || stray || key->section != 0;
  if (!passes (plan->filter, key, state, in_section))
    return LEFT_OUT;
  return stray && plan->section_uuid == NULL ? self->n_groups : group;
}

static void
add (Making *self, gint32 source, const PfMirrorKey *key, const PfPinState *state)
{
  guint group = admit (self, key, state);

  if (group == LEFT_OUT)
    return;
  self->entries[self->n] = source;
  self->numbers[self->n++] = (guint16)group;
}

static int
compare_rank (gconstpointer a, gconstpointer b, gpointer data)
{
  const Making *self = data;
  guint first = *(const guint32 *)a, second = *(const guint32 *)b;
  const PfMirrorKey *one = &g_array_index (self->plan->keys, PfMirrorKey, first);
  const PfMirrorKey *two = &g_array_index (self->plan->keys, PfMirrorKey, second);

  if (self->plan->ranks != NULL)
    {
      guint32 x = g_array_index (self->plan->ranks, guint32, first);
      guint32 y = g_array_index (self->plan->ranks, guint32, second);

      if (x != y)
        return x < y ? -1 : 1;
    }
  if (one->entry == two->entry)
    return 0;
  return (one->entry < two->entry) == (self->plan->sort != PF_PIN_SORT_OLDEST) ? -1 : 1;
}

/* Indices of the keys in the order asked for, NULL for the one they have. */
static guint32 *
sort_keys (Making *self)
{
  guint n = self->plan->keys->len;
  guint32 *sorted;

  if (self->plan->sort == PF_PIN_SORT_LISTING)
    return NULL;
  sorted = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    sorted[i] = i;
  g_qsort_with_data (sorted, (int)n, sizeof *sorted, compare_rank, self);
  return sorted;
}

/* Puts the groups one after the other; inside of each the order stays. */
static void
gather (Making *self)
{
  PfPinOrder *order = self->order;
  guint n_all = self->n_groups + 1; /* and the strays, which follow the first */
  g_autofree guint *counts = g_new0 (guint, n_all);
  g_autofree guint *ends = g_new0 (guint, n_all);
  guint at = 0;

  for (guint i = 0; i < self->n; i++)
    counts[self->numbers[i]]++;
  for (guint group = 0; group < self->n_groups; group++)
    {
      g_array_append_val (order->starts, at);
      ends[group] = at;
      at += counts[group];
      if (group == 0)
        {
          ends[self->n_groups] = at;
          at += counts[self->n_groups];
        }
    }
  order->n_entries = self->n;
  order->entries = g_new (gint32, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    order->entries[ends[self->numbers[i]]++] = self->entries[i];
}

/* At most 3 of 4 slots are taken: some 7 bytes a pin, against 60 of a hash table. */
static void
make_slots (PfPinOrder *self)
{
  guint mask;

  self->n_slots = 16;
  while (self->n_slots / 4 * 3 < self->n_entries)
    self->n_slots *= 2;
  mask = self->n_slots - 1;
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint i = 0; i < self->n_entries; i++)
    {
      guint slot = pf_uuid_hash (pf_pin_order_get_key (self, i)->uuid) & mask;

      while (self->slots[slot] != 0)
        slot = (slot + 1) & mask;
      self->slots[slot] = i + 1;
    }
}

static void
number_groups (Making *self)
{
  GPtrArray *groups = self->plan->groups;

  g_ptr_array_add (self->order->groups, g_strdup (""));
  self->n_groups = 1;
  for (guint i = 0; groups != NULL && i < groups->len && i < G_MAXUINT16 - 2; i++)
    {
      const PfPinGroup *group = groups->pdata[i];

      g_hash_table_insert (self->by_uuid, group->uuid, GUINT_TO_POINTER (i + 1));
      if (group->digest != 0)
        g_hash_table_insert (self->by_digest, GUINT_TO_POINTER (group->digest),
                             GUINT_TO_POINTER (i + 1));
      if (self->plan->section_uuid != NULL || group->gone)
        continue;
      g_ptr_array_add (self->order->groups, g_strdup (group->uuid));
      self->n_groups++;
    }
}

/**
 * pf_pin_order_new:
 * @plan: what it is made of
 *
 * Lays the rows over the keys, sorts, leaves out and groups. Pins that rows bring stand on top of
 * their group, the newest first.
 *
 * Returns: (transfer full): an order
 */
PfPinOrder *
pf_pin_order_new (const PfPinPlan *plan)
{
  PfPinOrder *self = g_new0 (PfPinOrder, 1);
  g_autoptr (GHashTable) by_uuid = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_digest = g_hash_table_new (NULL, NULL);
  GPtrArray *extras = pf_pin_overlay_get_extras (plan->overlay);
  Making making = { .order = self, .plan = plan, .by_uuid = by_uuid, .by_digest = by_digest };
  g_autofree gint32 *entries = g_new (gint32, plan->keys->len + extras->len + 1);
  g_autofree guint16 *numbers = g_new (guint16, plan->keys->len + extras->len + 1);
  g_autofree guint32 *sorted = NULL;
  gboolean plain = pf_pin_overlay_is_empty (plan->overlay);

  g_atomic_ref_count_init (&self->refs);
  self->keys = g_array_ref (plan->keys);
  self->ranks = plan->ranks != NULL ? g_array_ref (plan->ranks) : NULL;
  self->overlay = pf_pin_overlay_ref (plan->overlay);
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->groups = g_ptr_array_new_with_free_func (g_free);
  making.entries = entries;
  making.numbers = numbers;
  number_groups (&making);
  for (guint i = 0; i < extras->len; i++)
    add (&making, -1 - (gint32)i, pf_pin_overlay_get_extra_key (plan->overlay, i),
         extras->pdata[i]);
  sorted = sort_keys (&making);
  for (guint i = 0; i < plan->keys->len; i++)
    {
      guint index = sorted != NULL ? sorted[i] : i;
      const PfMirrorKey *key = &g_array_index (plan->keys, PfMirrorKey, index);
      const PfPinState *state = plain ? NULL : pf_pin_overlay_find (plan->overlay, key->uuid);

      if (state == NULL || !state->away)
        add (&making, (gint32)index, key, state);
    }
  gather (&making);
  make_slots (self);
  return self;
}

guint
pf_pin_order_get_length (PfPinOrder *self)
{
  return self->n_entries;
}

/* @position must be one of it */
const PfMirrorKey *
pf_pin_order_get_key (PfPinOrder *self, guint position)
{
  gint32 source = self->entries[position];

  if (source < 0)
    return pf_pin_overlay_get_extra_key (self->overlay, (guint)(-1 - source));
  return &g_array_index (self->keys, PfMirrorKey, (guint)source);
}

/**
 * pf_pin_order_get:
 * @self: an order
 * @position: a place of it
 *
 * Returns: what is there
 */
PfPinEntry
pf_pin_order_get (PfPinOrder *self, guint position)
{
  const PfMirrorKey *key = pf_pin_order_get_key (self, position);
  PfPinState *state = pf_pin_overlay_find (self->overlay, key->uuid);

  return (PfPinEntry){ key, state, key->hash ^ (state != NULL ? state->hash : 0) };
}

/**
 * pf_pin_order_find:
 * @self: an order
 * @uuid: 16 bytes
 * @position: (out): where it is
 *
 * Returns: whether it is shown
 */
gboolean
pf_pin_order_find (PfPinOrder *self, const guint8 *uuid, guint *position)
{
  guint mask = self->n_slots - 1;

  for (guint slot = pf_uuid_hash (uuid) & mask; self->slots[slot] != 0; slot = (slot + 1) & mask)
    if (pf_uuid_equal (pf_pin_order_get_key (self, self->slots[slot] - 1)->uuid, uuid))
      {
        *position = self->slots[slot] - 1;
        return TRUE;
      }
  return FALSE;
}

guint
pf_pin_order_get_n_groups (PfPinOrder *self)
{
  return self->groups->len;
}

guint
pf_pin_order_get_group_start (PfPinOrder *self, guint group)
{
  return group < self->starts->len ? g_array_index (self->starts, guint, group) : self->n_entries;
}

/* "" for the pins without a section */
const char *
pf_pin_order_get_group_uuid (PfPinOrder *self, guint group)
{
  return group < self->groups->len ? self->groups->pdata[group] : NULL;
}

gboolean
pf_pin_order_same_groups (PfPinOrder *self, PfPinOrder *other)
{
  if (self->groups->len != other->groups->len)
    return FALSE;
  for (guint i = 0; i < self->groups->len; i++)
    if (strcmp (self->groups->pdata[i], other->groups->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

GArray *
pf_pin_order_get_keys (PfPinOrder *self)
{
  return self->keys;
}

GArray *
pf_pin_order_get_ranks (PfPinOrder *self)
{
  return self->ranks;
}

PfPinOverlay *
pf_pin_order_get_overlay (PfPinOrder *self)
{
  return self->overlay;
}
