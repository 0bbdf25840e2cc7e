/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"

#include <string.h>

#define N_COVERS 3

struct _PfBoardItem
{
  GObject parent_instance;
  char *uuid;
  PfBoard *board;
  PfOutboxRow *row;
  gint64 pending_pins;
  guint32 hash;
  const char *covers[N_COVERS + 1]; /* inside board */
};

G_DEFINE_FINAL_TYPE (PfBoardItem, pf_board_item, G_TYPE_OBJECT)

static void
pf_board_item_finalize (GObject *object)
{
  PfBoardItem *self = PF_BOARD_ITEM (object);

  g_free (self->uuid);
  g_clear_pointer (&self->board, pf_board_unref);
  g_clear_pointer (&self->row, pf_outbox_row_unref);
  G_OBJECT_CLASS (pf_board_item_parent_class)->finalize (object);
}

static void
pf_board_item_class_init (PfBoardItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_board_item_finalize;
}

static void
pf_board_item_init (PfBoardItem *self)
{
}

static void
add_cover (PfBoardItem *self, const char *url)
{
  guint n = 0;

  if (url == NULL || *url == '\0')
    return;
  for (; n < N_COVERS && self->covers[n] != NULL; n++)
    if (strcmp (self->covers[n], url) == 0)
      return;
  if (n < N_COVERS)
    self->covers[n] = url;
}

PfBoardItem *
pf_board_item_new (
    const char *uuid, PfBoard *board, PfOutboxRow *row, gint64 pending_pins, guint32 hash)
{
  PfBoardItem *self = g_object_new (PF_TYPE_BOARD_ITEM, NULL);

  self->uuid = g_strdup (uuid);
  self->board = board != NULL ? pf_board_ref (board) : NULL;
  self->row = row != NULL ? pf_outbox_row_ref (row) : NULL;
  self->pending_pins = pending_pins;
  self->hash = hash;
  if (board != NULL)
    {
      add_cover (self, board->cover_url);
      for (guint i = 0; board->thumbnail_urls != NULL && board->thumbnail_urls[i] != NULL; i++)
        add_cover (self, board->thumbnail_urls[i]);
    }
  return self;
}

guint32
pf_board_item_get_hash (PfBoardItem *self)
{
  return self->hash;
}

/**
 * pf_board_item_get_uuid:
 * @self: an item
 *
 * Returns: (transfer none): the local UUID; the same before and after the board is made
 */
const char *
pf_board_item_get_uuid (PfBoardItem *self)
{
  return self->uuid;
}

/**
 * pf_board_item_get_board:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what Pinterest said, %NULL while it is not made yet
 */
PfBoard *
pf_board_item_get_board (PfBoardItem *self)
{
  return self->board;
}

/**
 * pf_board_item_get_row:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the change under way or in trouble
 */
PfOutboxRow *
pf_board_item_get_row (PfBoardItem *self)
{
  return self->row;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/**
 * pf_board_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): its name
 */
const char *
pf_board_item_get_name (PfBoardItem *self)
{
  return or_empty (self->board != NULL ? self->board->name : self->row->name);
}

/**
 * pf_board_item_get_description:
 * @self: an item
 *
 * Returns: (transfer none): its description, "" for none
 */
const char *
pf_board_item_get_description (PfBoardItem *self)
{
  return or_empty (self->board != NULL ? self->board->description : self->row->description);
}

/**
 * pf_board_item_get_privacy:
 * @self: an item
 *
 * Returns: who can see it
 */
PfPrivacy
pf_board_item_get_privacy (PfBoardItem *self)
{
  return self->board != NULL ? self->board->privacy : self->row->privacy;
}

/**
 * pf_board_item_get_pin_count:
 * @self: an item
 *
 * Returns: how many pins, with those on their way and without those being deleted
 */
gint64
pf_board_item_get_pin_count (PfBoardItem *self)
{
  gint64 count = self->board != NULL ? MAX (self->board->pin_count, 0) : 0;

  return MAX (count + self->pending_pins, 0);
}

/**
 * pf_board_item_is_group:
 * @self: an item
 *
 * Returns: whether others may pin on it as well
 */
gboolean
pf_board_item_is_group (PfBoardItem *self)
{
  return self->board != NULL && self->board->collaborator_count > 0;
}

/**
 * pf_board_item_get_cover_urls:
 * @self: an item
 *
 * Returns: (transfer none) (array zero-terminated=1): up to 3 different addresses, the
 *   board's cover first
 */
const char *const *
pf_board_item_get_cover_urls (PfBoardItem *self)
{
  return self->covers;
}

struct _PfPinItem
{
  GObject parent_instance;
  guint8 uuid[16];
  char *uuid_text;
  PfPin *pin;
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
pf_pin_item_new (
    const guint8 *uuid, PfPin *pin, PfOutboxRow *row, double aspect, guint32 color, guint32 hash)
{
  PfPinItem *self = g_object_new (PF_TYPE_PIN_ITEM, NULL);

  memcpy (self->uuid, uuid, sizeof self->uuid);
  self->uuid_text = pf_uuid_to_text (uuid);
  self->pin = pin != NULL ? pf_pin_ref (pin) : NULL;
  self->row = row != NULL ? pf_outbox_row_ref (row) : NULL;
  self->aspect = aspect > 0 ? (float)aspect : 1.0f;
  self->color = color;
  self->hash = hash;
  return self;
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

gboolean
pf_pin_item_is_placeholder (PfPinItem *self)
{
  return self->pin == NULL && (self->row == NULL || self->row->op != PF_OP_CREATE_PIN);
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
 * Returns: (transfer none) (nullable): what Pinterest said; %NULL while it is not made yet,
 *   or for a moment while a far place of a long list is being read
 */
PfPin *
pf_pin_item_get_pin (PfPinItem *self)
{
  return self->pin;
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
    return or_empty (self->pin->title);
  return or_empty (self->row != NULL ? self->row->title : NULL);
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
  return self->row != NULL ? self->row->blob : NULL;
}

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
