/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-row-watch.h"
#include "core/model/pf-splice.h"

struct _PfActivityList
{
  GObject parent_instance;
  PfRowWatch *watch;
  GPtrArray *items;
  GHashTable *seen; /* UUIDs of rows that were under way: their end is told */
  guint n_active, n_problems;
  gboolean loaded;
};

enum
{
  PROP_N_ACTIVE = 1,
  PROP_N_PROBLEMS,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfActivityList,
                               pf_activity_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

PF_IMPLEMENT_ITEMS (PfActivityList, PF_ACTIVITY_LIST, PF_TYPE_ROW_ITEM)

static void
pf_activity_list_dispose (GObject *object)
{
  g_clear_pointer (&PF_ACTIVITY_LIST (object)->watch, pf_row_watch_free);
  G_OBJECT_CLASS (pf_activity_list_parent_class)->dispose (object);
}

static void
pf_activity_list_finalize (GObject *object)
{
  PfActivityList *self = PF_ACTIVITY_LIST (object);

  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->seen);
  G_OBJECT_CLASS (pf_activity_list_parent_class)->finalize (object);
}

static void
pf_activity_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfActivityList *self = PF_ACTIVITY_LIST (object);

  if (id == PROP_N_ACTIVE)
    g_value_set_uint (value, self->n_active);
  else if (id == PROP_LOADED)
    g_value_set_boolean (value, self->loaded);
  else
    g_value_set_uint (value, self->n_problems);
}

static void
pf_activity_list_class_init (PfActivityListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = pf_activity_list_dispose;
  object_class->finalize = pf_activity_list_finalize;
  object_class->get_property = pf_activity_list_get_property;

  /**
   * PfActivityList:n-pending:
   *
   * How many rows are on their way, or being looked for.
   */
  props[PROP_N_ACTIVE] = g_param_spec_uint ("n-pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * PfActivityList:n-problems:
   *
   * How many rows failed or ask.
   */
  props[PROP_N_PROBLEMS] = g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * PfActivityList:loaded:
   *
   * Whether the rows were read once.
   */
  props[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pf_activity_list_init (PfActivityList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
set_counts (PfActivityList *self, guint n_active, guint n_problems)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (n_active != self->n_active)
    {
      self->n_active = n_active;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ACTIVE]);
    }
  if (n_problems != self->n_problems)
    {
      self->n_problems = n_problems;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_PROBLEMS]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const PfOutboxRow *first = pf_row_item_get_row (*(PfRowItem *const *)a);
  const PfOutboxRow *second = pf_row_item_get_row (*(PfRowItem *const *)b);

  return first->seq < second->seq ? 1 : first->seq > second->seq ? -1 : 0;
}

/* "Just done" needs no clock: what was seen under way stays, done, until something new is
 * under way after all had come to its end. */
static void
on_rows (gpointer data)
{
  /* Whoever is told may let go of the list. */
  g_autoptr (PfActivityList) self = g_object_ref (data);
  GPtrArray *rows = pf_row_watch_get_rows (self->watch);
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_active = 0, n_problems = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      PfRowEffect effect = pf_row_get_effect (rows->pdata[i]);

      n_active += effect == PF_ROW_EFFECT_PENDING;
      n_problems += effect == PF_ROW_EFFECT_TROUBLE;
    }
  if (self->n_active == 0 && n_active > 0)
    g_hash_table_remove_all (self->seen);
  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (before, pf_row_item_get_row (self->items->pdata[i])->uuid,
                         self->items->pdata[i]);
  for (guint i = 0; i < rows->len; i++)
    {
      PfOutboxRow *row = rows->pdata[i];
      PfRowEffect effect = pf_row_get_effect (row);
      PfRowItem *item = g_hash_table_lookup (before, row->uuid);

      if (effect == PF_ROW_EFFECT_NONE)
        continue;
      if (effect == PF_ROW_EFFECT_PENDING)
        g_hash_table_add (self->seen, g_strdup (row->uuid));
      else if (effect == PF_ROW_EFFECT_DONE && !g_hash_table_contains (self->seen, row->uuid))
        continue;
      if (item != NULL && pf_row_hash (pf_row_item_get_row (item)) == pf_row_hash (row))
        g_ptr_array_add (items, g_object_ref (item));
      else
        g_ptr_array_add (items, pf_row_item_new (row));
    }
  g_ptr_array_sort (items, compare_newest_first);
  pf_splice (G_LIST_MODEL (self), &self->items, items);
  set_counts (self, n_active, n_problems);
  if (self->loaded)
    return;
  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
}

/**
 * pf_activity_list_new:
 * @outbox: the outbox
 *
 * A #GListModel of #PfRowItem, newest first: what is on its way, failed, is being
 * looked for or asks, and what of it was just done. Properties "n-pending",
 * "n-problems" and "loaded".
 *
 * Returns: (transfer full): a list
 */
PfActivityList *
pf_activity_list_new (PfOutbox *outbox)
{
  PfActivityList *self = g_object_new (PF_TYPE_ACTIVITY_LIST, NULL);

  self->watch = pf_row_watch_new (outbox, on_rows, self);
  return self;
}
