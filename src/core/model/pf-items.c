/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"

struct _PfDraftItem
{
  GObject parent_instance;
  PfDraft *draft;
};

G_DEFINE_FINAL_TYPE (PfDraftItem, pf_draft_item, G_TYPE_OBJECT)

static void
pf_draft_item_finalize (GObject *object)
{
  g_clear_pointer (&PF_DRAFT_ITEM (object)->draft, pf_draft_unref);
  G_OBJECT_CLASS (pf_draft_item_parent_class)->finalize (object);
}

static void
pf_draft_item_class_init (PfDraftItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_draft_item_finalize;
}

static void
pf_draft_item_init (PfDraftItem *self)
{
}

PfDraftItem *
pf_draft_item_new (PfDraft *draft)
{
  PfDraftItem *self = g_object_new (PF_TYPE_DRAFT_ITEM, NULL);

  self->draft = pf_draft_ref (draft);
  return self;
}

/**
 * pf_draft_item_get_draft:
 * @self: an item
 *
 * Returns: (transfer none): the draft; copy it before changing it
 */
PfDraft *
pf_draft_item_get_draft (PfDraftItem *self)
{
  return self->draft;
}

struct _PfRowItem
{
  GObject parent_instance;
  PfOutboxRow *row;
};

G_DEFINE_FINAL_TYPE (PfRowItem, pf_row_item, G_TYPE_OBJECT)

static void
pf_row_item_finalize (GObject *object)
{
  g_clear_pointer (&PF_ROW_ITEM (object)->row, pf_outbox_row_unref);
  G_OBJECT_CLASS (pf_row_item_parent_class)->finalize (object);
}

static void
pf_row_item_class_init (PfRowItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_row_item_finalize;
}

static void
pf_row_item_init (PfRowItem *self)
{
}

PfRowItem *
pf_row_item_new (PfOutboxRow *row)
{
  PfRowItem *self = g_object_new (PF_TYPE_ROW_ITEM, NULL);

  self->row = pf_outbox_row_ref (row);
  return self;
}

/**
 * pf_row_item_get_row:
 * @self: an item
 *
 * Returns: (transfer none): the outbox row
 */
PfOutboxRow *
pf_row_item_get_row (PfRowItem *self)
{
  return self->row;
}
