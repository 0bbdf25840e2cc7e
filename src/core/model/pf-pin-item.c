/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"

#include <string.h>

static const char *
text_of (const char *text)
{
  return text != NULL ? text : "";
}

struct _PfPinItem
{
  GObject parent_instance;
  guint8 uuid[16];
  char *uuid_text;
  gint64 entry;
  PfPin *original, *pin;
  PfOutboxRow *row;
  float aspect;
  guint32 color;
  guint32 hash;
};

G_DEFINE_FINAL_TYPE (PfPinItem, pf_pin_item, G_TYPE_OBJECT)

static void
pf_pin_item_finalize (GObject *object)
{
  PfPinItem *self = PF_PIN_ITEM (object);

  g_free (self->uuid_text);
  g_clear_pointer (&self->original, pf_pin_unref);
  g_clear_pointer (&self->pin, pf_pin_unref);
  g_clear_pointer (&self->row, pf_outbox_row_unref);
  G_OBJECT_CLASS (pf_pin_item_parent_class)->finalize (object);
}

static void
pf_pin_item_class_init (PfPinItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_pin_item_finalize;
}

static void
pf_pin_item_init (PfPinItem *self)
{
}

PfPinItem *
pf_pin_item_new (const PfMirrorKey *key, PfPin *pin, const PfPinState *state, guint32 hash)
{
  PfPinItem *self = g_object_new (PF_TYPE_PIN_ITEM, NULL);

  memcpy (self->uuid, key->uuid, sizeof self->uuid);
  self->uuid_text = pf_uuid_to_text (key->uuid);
  self->entry = key->entry;
  if (pin != NULL)
    {
      self->original = pf_pin_ref (pin);
      self->pin = state != NULL ? pf_pin_state_apply (state, pin) : pf_pin_ref (pin);
    }
  if (state != NULL && state->shown != NULL)
    self->row = pf_outbox_row_ref (state->shown);
  self->aspect = key->aspect > 0 ? key->aspect : 1.0f;
  self->color = key->color;
  self->hash = hash;
  return self;
}

gint64
pf_pin_item_get_entry (PfPinItem *self)
{
  return self->entry;
}

const guint8 *
pf_pin_item_peek_uuid (PfPinItem *self)
{
  return self->uuid;
}

guint32
pf_pin_item_get_hash (PfPinItem *self)
{
  return self->hash;
}

/**
 * pf_pin_item_get_uuid:
 * @self: an item
 *
 * Returns: (transfer none): the local UUID; the same before and after the pin is made
 */
const char *
pf_pin_item_get_uuid (PfPinItem *self)
{
  return self->uuid_text;
}

/**
 * pf_pin_item_get_pin:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what Pinterest said, with the texts of edits that are on
 *   their way; of a copy that is being saved, the pin it is made of; %NULL while it is not made
 * yet, or for a moment while a far place of a long list is being read
 */
PfPin *
pf_pin_item_get_pin (PfPinItem *self)
{
  return self->pin;
}

/**
 * pf_pin_item_get_original:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the same as pf_pin_item_get_pin() without edits that are
 *   on their way: what a further edit starts from
 */
PfPin *
pf_pin_item_get_original (PfPinItem *self)
{
  return self->original;
}

/**
 * pf_pin_item_get_row:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the change under way or in trouble
 */
PfOutboxRow *
pf_pin_item_get_row (PfPinItem *self)
{
  return self->row;
}

/**
 * pf_pin_item_get_title:
 * @self: an item
 *
 * Returns: (transfer none): its title, "" for none
 */
const char *
pf_pin_item_get_title (PfPinItem *self)
{
  if (self->pin != NULL)
    return text_of (self->pin->title);
  return text_of (self->row != NULL ? self->row->title : NULL);
}

/**
 * pf_pin_item_get_aspect:
 * @self: an item
 *
 * Returns: width / height of the picture, never 0
 */
double
pf_pin_item_get_aspect (PfPinItem *self)
{
  return (double)self->aspect;
}

/**
 * pf_pin_item_get_color:
 * @self: an item
 *
 * Returns: 0xRRGGBB to show until the picture is there; grey when none is known
 */
guint32
pf_pin_item_get_color (PfPinItem *self)
{
  return self->color <= 0xffffff ? self->color : 0x808080;
}

/**
 * pf_pin_item_get_blob:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): name of our own picture in the store, while pending
 */
const char *
pf_pin_item_get_blob (PfPinItem *self)
{
  /* A video is no picture. */
  return self->row != NULL && self->row->kind != PF_PIN_KIND_VIDEO ? self->row->blob : NULL;
}
