/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-splice.h"

struct _PfDraftList
{
  GObject parent_instance;
  PfStore *store;
  GPtrArray *items;
  gboolean reading, again;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfDraftList,
                               pf_draft_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

PF_IMPLEMENT_ITEMS (PfDraftList, PF_DRAFT_LIST, PF_TYPE_DRAFT_ITEM)

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
  G_OBJECT_CLASS (pf_draft_list_parent_class)->finalize (object);
}

static void
pf_draft_list_class_init (PfDraftListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_draft_list_dispose;
  object_class->finalize = pf_draft_list_finalize;
}

static void
pf_draft_list_init (PfDraftList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
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
    show (self, drafts);
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
 * A #GListModel of #PfDraftItem, newest first, of all accounts.
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
