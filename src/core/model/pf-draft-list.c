/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-splice.h"
#include "core/model/pf-tile-source.h"

#include <string.h>

/* Pinterest's own advice for a pin (api-facts section 8): what a draft without a picture looks
 * like. */
#define EMPTY_ASPECT (2 / 3.0f)
#define EMPTY_COLOR 0x9a9996

struct _PfDraftList
{
  GObject parent_instance;
  PfStore *store;
  GPtrArray *items;
  GHashTable *places; /* uuid bytes -> position + 1 */
  gboolean reading, again, loaded, in_place;
};

enum
{
  PROP_LOADING = 1,
  PROP_IN_PLACE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *iface);
static void tile_source_init (PfTileSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfDraftList,
                               pf_draft_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (PF_TYPE_TILE_SOURCE, tile_source_init))

PF_IMPLEMENT_ITEMS (PfDraftList, PF_DRAFT_LIST, PF_TYPE_DRAFT_ITEM)

static PfDraft *
draft_at (PfTileSource *source, guint position)
{
  return pf_draft_item_get_draft (PF_DRAFT_LIST (source)->items->pdata[position]);
}

static void
read_shapes (PfTileSource *source, guint first, guint n, PfTileShape *shapes)
{
  for (guint i = 0; i < n; i++)
    {
      const PfDraft *draft = draft_at (source, first + i);

      shapes[i] = (PfTileShape){ EMPTY_ASPECT, EMPTY_COLOR };
      if (draft->width > 0 && draft->height > 0)
        shapes[i].aspect = (float)draft->width / (float)draft->height;
    }
}

static void
read_key (PfTileSource *source, guint position, guint8 key[16])
{
  if (!pf_uuid_from_text (key, draft_at (source, position)->uuid))
    memset (key, 0, 16);
}

static gboolean
find_key (PfTileSource *source, const guint8 key[16], guint *position)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (PF_DRAFT_LIST (source)->places, key));

  if (place == 0)
    return FALSE;
  *position = place - 1;
  return TRUE;
}

static void
tile_source_init (PfTileSourceInterface *iface)
{
  iface->read_shapes = read_shapes;
  iface->read_key = read_key;
  iface->find_key = find_key;
}

static void
pf_draft_list_dispose (GObject *object)
{
  PfDraftList *self = PF_DRAFT_LIST (object);

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pf_draft_list_parent_class)->dispose (object);
}

static void
pf_draft_list_finalize (GObject *object)
{
  g_ptr_array_unref (PF_DRAFT_LIST (object)->items);
  g_hash_table_unref (PF_DRAFT_LIST (object)->places);
  G_OBJECT_CLASS (pf_draft_list_parent_class)->finalize (object);
}

static void
pf_draft_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfDraftList *self = PF_DRAFT_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, !self->loaded);
      break;
    case PROP_IN_PLACE:
      g_value_set_boolean (value, self->in_place);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_draft_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_return_if_fail (id == PROP_IN_PLACE);
  PF_DRAFT_LIST (object)->in_place = g_value_get_boolean (value);
}

static void
pf_draft_list_class_init (PfDraftListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_draft_list_dispose;
  object_class->finalize = pf_draft_list_finalize;
  object_class->get_property = pf_draft_list_get_property;
  object_class->set_property = pf_draft_list_set_property;
  /**
   * PfDraftList:loading:
   *
   * Whether it is not known yet what there is.
   */
  props[PROP_LOADING]
      = g_param_spec_boolean ("loading", NULL, NULL, TRUE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * PfDraftList:in-place:
   *
   * As that of #PfPinList.
   */
  props[PROP_IN_PLACE]
      = g_param_spec_boolean ("in-place", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pf_draft_list_init (PfDraftList *self)
{
  self->places = g_hash_table_new_full (pf_uuid_hash, pf_uuid_equal, g_free, NULL);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
note_places (PfDraftList *self, GPtrArray *items)
{
  g_hash_table_remove_all (self->places);
  for (guint i = 0; i < items->len; i++)
    {
      guint8 key[16];

      if (pf_uuid_from_text (key, pf_draft_item_get_draft (items->pdata[i])->uuid))
        g_hash_table_insert (self->places, g_memdup2 (key, sizeof key), GUINT_TO_POINTER (i + 1));
    }
}

static gboolean
same_drafts (GPtrArray *one, GPtrArray *two)
{
  if (one->len != two->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    if (strcmp (pf_draft_item_get_draft (one->pdata[i])->uuid,
                pf_draft_item_get_draft (two->pdata[i])->uuid)
        != 0)
      return FALSE;
  return TRUE;
}

/* The same drafts in the same places, some with other contents. */
static void
refresh (PfDraftList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) before = self->items;

  self->items = items;
  for (guint i = 0; i < items->len; i++)
    if (before->pdata[i] != items->pdata[i])
      pf_tile_source_emit_refreshed (PF_TILE_SOURCE (self), i, 1);
}

static void
show (PfDraftList *self, GPtrArray *drafts)
{
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (before, pf_draft_item_get_draft (self->items->pdata[i])->uuid,
                         self->items->pdata[i]);
  for (guint i = 0; i < drafts->len; i++)
    {
      PfDraft *draft = drafts->pdata[i];
      PfDraftItem *item = g_hash_table_lookup (before, draft->uuid);

      if (item != NULL && pf_draft_item_get_draft (item)->modified_at == draft->modified_at)
        g_ptr_array_add (items, g_object_ref (item));
      else
        g_ptr_array_add (items, pf_draft_item_new (draft));
    }
  if (self->in_place && same_drafts (self->items, items))
    {
      refresh (self, items);
      return;
    }
  note_places (self, items);
  pf_splice (G_LIST_MODEL (self), &self->items, items);
}

static void read_drafts (PfDraftList *self);

static void
on_drafts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfDraftList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = pf_store_list_drafts_finish (PF_STORE (source), result, &error);

  self->reading = FALSE;
  if (self->store == NULL)
    return;
  if (drafts == NULL)
    g_debug ("Could not read drafts: %s", error->message);
  else
    {
      self->loaded = TRUE;
      show (self, drafts);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
    }
  if (self->again)
    read_drafts (self);
}

static void
read_drafts (PfDraftList *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  pf_store_list_drafts_async (self->store, NULL, on_drafts, g_object_ref (self));
}

static void
on_changed (PfStore *store, guint tables, PfDraftList *self)
{
  if ((tables & PF_STORE_DRAFTS) != 0)
    read_drafts (self);
}

/**
 * pf_draft_list_new:
 * @store: the store
 *
 * A #GListModel of #PfDraftItem and a #PfTileSource: drafts of all accounts, newest first.
 *
 * Returns: (transfer full): a list
 */
PfDraftList *
pf_draft_list_new (PfStore *store)
{
  PfDraftList *self = g_object_new (PF_TYPE_DRAFT_LIST, NULL);

  self->store = g_object_ref (store);
  g_signal_connect (store, "changed", G_CALLBACK (on_changed), self);
  read_drafts (self);
  return self;
}
