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
  PfChanges changes; /* that are not there yet */
  gint64 pending_pins;
  guint32 hash;
  char *words, *name_key;           /* once somebody looked for them */
  const char *covers[N_COVERS + 1]; /* inside board */
};

G_DEFINE_FINAL_TYPE (PfBoardItem, pf_board_item, G_TYPE_OBJECT)

static void
pf_board_item_finalize (GObject *object)
{
  PfBoardItem *self = PF_BOARD_ITEM (object);

  g_free (self->uuid);
  g_free (self->words);
  g_free (self->name_key);
  g_clear_pointer (&self->board, pf_board_unref);
  g_clear_pointer (&self->row, pf_outbox_row_unref);
  pf_changes_clear (&self->changes);
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
pf_board_item_new (const char *uuid,
                   PfBoard *board,
                   PfOutboxRow *row,
                   const PfChanges *changes,
                   gint64 pending_pins,
                   guint32 hash)
{
  PfBoardItem *self = g_object_new (PF_TYPE_BOARD_ITEM, NULL);

  self->uuid = g_strdup (uuid);
  self->board = board != NULL ? pf_board_ref (board) : NULL;
  self->row = row != NULL ? pf_outbox_row_ref (row) : NULL;
  if (changes != NULL)
    pf_changes_apply (&self->changes, changes);
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
 * Returns: (transfer none) (nullable): what Pinterest said, without edits that are on their
 *   way; %NULL while it is not made yet
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
  if (self->changes.fields & PF_CHANGE_NAME)
    return or_empty (self->changes.name);
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
  if (self->changes.fields & PF_CHANGE_DESCRIPTION)
    return or_empty (self->changes.description);
  return or_empty (self->board != NULL ? self->board->description : self->row->description);
}

/* As g_str_tokenize_and_fold() does, which takes too long for thousands of plain names at once. */
static void
add_ascii_words (GString *words, const char *text)
{
  gboolean inside = FALSE;

  for (; *text != '\0'; text++)
    {
      gboolean alnum = g_ascii_isalnum (*text);

      if (alnum && !inside)
        g_string_append_c (words, '\n');
      if (alnum)
        g_string_append_c (words, g_ascii_tolower (*text));
      inside = alnum;
    }
}

static void
add_words (GString *words, const char *text)
{
  g_auto (GStrv) plain = NULL;
  g_auto (GStrv) tokens = NULL;

  if (g_str_is_ascii (text))
    {
      add_ascii_words (words, text);
      return;
    }
  tokens = g_str_tokenize_and_fold (text, NULL, &plain);
  for (char **at = tokens; *at != NULL; at++)
    g_string_append_printf (words, "\n%s", *at);
  for (char **at = plain; *at != NULL; at++)
    g_string_append_printf (words, "\n%s", *at);
}

/* An item never changes: this is made once and not at each keystroke. */
const char *
pf_board_item_get_words (PfBoardItem *self)
{
  if (self->words == NULL)
    {
      GString *words = g_string_new (NULL);

      add_words (words, pf_board_item_get_name (self));
      add_words (words, pf_board_item_get_description (self));
      self->words = g_string_free (words, FALSE);
    }
  return self->words;
}

const char *
pf_board_item_get_name_key (PfBoardItem *self)
{
  if (self->name_key == NULL)
    {
      g_autofree char *folded = g_utf8_casefold (pf_board_item_get_name (self), -1);

      self->name_key = g_utf8_collate_key (folded, -1);
    }
  return self->name_key;
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
  if (self->changes.fields & PF_CHANGE_PRIVACY)
    return self->changes.privacy;
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

struct _PfSectionItem
{
  GObject parent_instance;
  char *uuid, *name;
  PfSection *section;
  PfOutboxRow *row;
  guint32 hash;
};

G_DEFINE_FINAL_TYPE (PfSectionItem, pf_section_item, G_TYPE_OBJECT)

static void
pf_section_item_finalize (GObject *object)
{
  PfSectionItem *self = PF_SECTION_ITEM (object);

  g_free (self->uuid);
  g_free (self->name);
  g_clear_pointer (&self->section, pf_section_unref);
  g_clear_pointer (&self->row, pf_outbox_row_unref);
  G_OBJECT_CLASS (pf_section_item_parent_class)->finalize (object);
}

static void
pf_section_item_class_init (PfSectionItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_section_item_finalize;
}

static void
pf_section_item_init (PfSectionItem *self)
{
}

PfSectionItem *
pf_section_item_new (
    const char *uuid, PfSection *section, PfOutboxRow *row, const char *name, guint32 hash)
{
  PfSectionItem *self = g_object_new (PF_TYPE_SECTION_ITEM, NULL);

  self->uuid = g_strdup (uuid);
  self->name = g_strdup (or_empty (name));
  self->section = section != NULL ? pf_section_ref (section) : NULL;
  self->row = row != NULL ? pf_outbox_row_ref (row) : NULL;
  self->hash = hash;
  return self;
}

guint32
pf_section_item_get_hash (PfSectionItem *self)
{
  return self->hash;
}

/**
 * pf_section_item_get_uuid:
 * @self: an item
 *
 * Returns: (transfer none): the local UUID; the same before and after the section is made
 */
const char *
pf_section_item_get_uuid (PfSectionItem *self)
{
  return self->uuid;
}

/**
 * pf_section_item_get_section:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what Pinterest said, without edits; %NULL while it is
 *   not made yet
 */
PfSection *
pf_section_item_get_section (PfSectionItem *self)
{
  return self->section;
}

/**
 * pf_section_item_get_row:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the change under way or in trouble
 */
PfOutboxRow *
pf_section_item_get_row (PfSectionItem *self)
{
  return self->row;
}

/**
 * pf_section_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): its name, as it will be
 */
const char *
pf_section_item_get_name (PfSectionItem *self)
{
  return self->name;
}
