/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sync"

#include "config.h"

#include "core/sync/pf-kept-plan.h"

struct _PfKeptPlan
{
  PfKeptSurvey *present;
  guint64 limit;
  GHashTable *wanted;   /* (element-type utf8 guint): names, by their place in @order */
  GPtrArray *order;     /* of char*: names as pins have them, newest first */
  guint64 wanted_bytes; /* of those that are there */
  gboolean full;
};

/**
 * pf_kept_plan_new:
 * @present: (transfer full): what is there
 * @limit: how much there may be, in bytes
 *
 * Returns: (transfer full): a plan in which nothing is wanted yet
 */
PfKeptPlan *
pf_kept_plan_new (PfKeptSurvey *present, guint64 limit)
{
  PfKeptPlan *self = g_new0 (PfKeptPlan, 1);

  self->present = present;
  self->limit = limit;
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->order = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * pf_kept_plan_free:
 * @self: (transfer full): a plan
 */
void
pf_kept_plan_free (PfKeptPlan *self)
{
  pf_kept_survey_free (self->present);
  g_hash_table_unref (self->wanted);
  g_ptr_array_unref (self->order);
  g_free (self);
}

static gsize
get_size (const PfKeptPlan *self, const char *name)
{
  return GPOINTER_TO_SIZE (g_hash_table_lookup (self->present->sizes, name));
}

/* Takes what is not wanted out of the books, until they are down to @n_bytes; all for -1. */
static void
drop_unwanted (PfKeptPlan *self, gint64 n_bytes, GPtrArray *drop)
{
  GHashTableIter iter;
  gpointer name, size;

  g_hash_table_iter_init (&iter, self->present->sizes);
  while ((gint64)self->present->n_bytes > n_bytes && g_hash_table_iter_next (&iter, &name, &size))
    if (!g_hash_table_contains (self->wanted, name))
      {
        self->present->n_bytes -= GPOINTER_TO_SIZE (size);
        g_ptr_array_add (drop, g_strdup (name));
        g_hash_table_iter_remove (&iter);
      }
}

/* Beyond the limit nothing is kept, and what is newer goes before: a picture that comes late takes
 * the place of older ones. */
static gboolean
push_out (PfKeptPlan *self, guint place, gsize size)
{
  while (self->wanted_bytes + size > self->limit && self->order->len > place + 1)
    {
      g_autofree char *last = g_ptr_array_steal_index (self->order, self->order->len - 1);

      if (g_hash_table_remove (self->wanted, last))
        self->wanted_bytes -= get_size (self, last);
      self->full = TRUE;
    }
  return self->wanted_bytes + size <= self->limit;
}

/**
 * pf_kept_plan_want:
 * @self: a plan
 * @name: of a picture, the newest first
 *
 * Returns: whether it is there, is to be fetched, or is beyond the limit
 */
PfKeptAnswer
pf_kept_plan_want (PfKeptPlan *self, const char *name)
{
  gsize size = get_size (self, name);

  if (g_hash_table_contains (self->wanted, name))
    return PF_KEPT_THERE;
  if (self->wanted_bytes + size > self->limit)
    {
      self->full = TRUE;
      return PF_KEPT_NO_ROOM;
    }
  g_hash_table_insert (self->wanted, g_strdup (name), GUINT_TO_POINTER (self->order->len));
  g_ptr_array_add (self->order, g_strdup (name));
  self->wanted_bytes += size;
  return size > 0 ? PF_KEPT_THERE : PF_KEPT_MISSING;
}

/**
 * pf_kept_plan_take:
 * @self: a plan
 * @name: of a picture that was missing and has come
 * @size: of it, in bytes
 * @drop: (element-type utf8): gets what must go before it is written
 *
 * Returns: whether there is room for it: it counts as there then
 */
gboolean
pf_kept_plan_take (PfKeptPlan *self, const char *name, gsize size, GPtrArray *drop)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (self->wanted, name, NULL, &place)
      || !push_out (self, GPOINTER_TO_UINT (place), size))
    {
      g_hash_table_remove (self->wanted, name);
      self->full = TRUE;
      return FALSE;
    }
  drop_unwanted (self, (gint64)(self->limit - size), drop);
  self->wanted_bytes += size;
  self->present->n_bytes += size;
  g_hash_table_insert (self->present->sizes, g_strdup (name), GSIZE_TO_POINTER (size));
  return TRUE;
}

/**
 * pf_kept_plan_give_up:
 * @self: a plan
 * @name: of a picture that could not be had, or not be written
 *
 * It is not there.
 */
void
pf_kept_plan_give_up (PfKeptPlan *self, const char *name)
{
  gsize size = get_size (self, name);

  if (g_hash_table_remove (self->wanted, name))
    self->wanted_bytes -= size;
  if (size > 0)
    {
      self->present->n_bytes -= size;
      g_hash_table_remove (self->present->sizes, name);
    }
}

/**
 * pf_kept_plan_drop_rest:
 * @self: a plan, in which all is wanted that shall be
 * @drop: (element-type utf8): gets what belongs to no pin any more, or is older than what the limit
 *   leaves room for
 *
 * It counts as gone.
 */
void
pf_kept_plan_drop_rest (PfKeptPlan *self, GPtrArray *drop)
{
  drop_unwanted (self, -1, drop);
}

/**
 * pf_kept_plan_get_n_pictures:
 * @self: a plan
 *
 * Returns: how many are there
 */
guint
pf_kept_plan_get_n_pictures (const PfKeptPlan *self)
{
  return g_hash_table_size (self->present->sizes);
}

/**
 * pf_kept_plan_get_n_bytes:
 * @self: a plan
 *
 * Returns: what they take
 */
guint64
pf_kept_plan_get_n_bytes (const PfKeptPlan *self)
{
  return self->present->n_bytes;
}

/**
 * pf_kept_plan_is_full:
 * @self: a plan
 *
 * Returns: whether the limit kept some out
 */
gboolean
pf_kept_plan_is_full (const PfKeptPlan *self)
{
  return self->full;
}
