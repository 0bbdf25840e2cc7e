/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-batch-private.h"

#include <glib/gi18n-lib.h>

/**
 * pf_batch_new:
 * @context: the context
 * @words: what it does, in the past tense
 *
 * Returns: (transfer full): an empty batch. Main thread.
 */
PfBatch *
pf_batch_new (PfContext *context, const char *words)
{
  PfBatch *self = g_new0 (PfBatch, 1);

  g_atomic_ref_count_init (&self->refs);
  self->random = g_object_ref (pf_context_get_random (context));
  self->id = pf_random_uuid (self->random);
  self->words = g_strdup (words);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_record_unref);
  return self;
}

/**
 * pf_batch_ref:
 * @self: a batch
 *
 * Returns: (transfer full): @self
 */
PfBatch *
pf_batch_ref (PfBatch *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_batch_unref:
 * @self: (transfer full): a batch
 *
 * Drops a reference.
 */
void
pf_batch_unref (PfBatch *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_object_unref (self->random);
  g_free (self->id);
  g_free (self->words);
  g_ptr_array_unref (self->records);
  g_free (self);
}

/**
 * pf_batch_set_words:
 * @self: a batch
 * @words: what it does, in the past tense
 *
 * For words that count what came into it.
 */
void
pf_batch_set_words (PfBatch *self, const char *words)
{
  g_free (self->words);
  self->words = g_strdup (words);
}

/**
 * pf_batch_get_words:
 * @self: a batch
 *
 * Returns: what it does
 */
const char *
pf_batch_get_words (const PfBatch *self)
{
  return self->words;
}

/**
 * pf_batch_get_id:
 * @self: a batch
 *
 * Returns: its id, also once it is kept
 */
const char *
pf_batch_get_id (const PfBatch *self)
{
  return self->id;
}

/**
 * pf_batch_get_n_changes:
 * @self: a batch
 *
 * Returns: how many changes are in it; those that change nothing were left out
 */
guint
pf_batch_get_n_changes (const PfBatch *self)
{
  return self->records->len;
}

static PfOutboxRecord *
add (PfBatch *self, PfOutboxOp op, const char *object_uuid)
{
  PfOutboxRecord *record = pf_outbox_record_new ();
  PfOutboxRow *row = &record->row;

  row->op = op;
  row->uuid = pf_random_uuid (self->random);
  row->batch_id = g_strdup (self->id);
  row->object_uuid = object_uuid != NULL ? g_strdup (object_uuid) : pf_random_uuid (self->random);
  g_ptr_array_add (self->records, record);
  return record;
}

static void
note_fault (PfBatch *self, const char *fault)
{
  if (self->fault == NULL)
    self->fault = fault;
}

static gboolean
same_text (const char *a, const char *b)
{
  return strcmp (a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* Leaves out of @changes what is so already, which @before then says nothing of. */
static void
compare_text (PfChanges *changes,
              PfChanges *before,
              PfChangeField field,
              const char *to,
              char **was,
              const char *is)
{
  if ((changes->fields & field) == 0)
    return;
  if (same_text (to, is))
    {
      changes->fields &= ~(guint)field;
      return;
    }
  before->fields |= field;
  *was = g_strdup (is);
}

/**
 * pf_batch_create_board:
 * @self: a batch
 * @name: its name
 * @description: (nullable): its description
 * @privacy: public or secret
 *
 * Returns: local UUID of the board that will be
 */
const char *
pf_batch_create_board (PfBatch *self, const char *name, const char *description, PfPrivacy privacy)
{
  PfOutboxRecord *record = add (self, PF_OP_CREATE_BOARD, NULL);

  record->row.name = g_strstrip (g_strdup (name != NULL ? name : ""));
  record->row.description = g_strdup (description);
  record->row.privacy = privacy;
  if (record->row.name[0] == '\0')
    note_fault (self, _ ("A board needs a name."));
  return record->row.object_uuid;
}

/**
 * pf_batch_update_board:
 * @self: a batch
 * @board_uuid: local UUID of the board
 * @board: (nullable): as Pinterest has it; %NULL while it is pending
 * @changes: name, description, privacy
 *
 * Edits a board.
 */
void
pf_batch_update_board (PfBatch *self,
                       const char *board_uuid,
                       const PfBoard *board,
                       const PfChanges *changes)
{
  g_autoptr (PfChanges) set = pf_changes_copy (changes);
  g_autoptr (PfChanges) before = g_new0 (PfChanges, 1);
  PfOutboxRecord *record;

  set->fields &= PF_CHANGE_NAME | PF_CHANGE_DESCRIPTION | PF_CHANGE_PRIVACY;
  if (set->name != NULL)
    g_strstrip (set->name);
  if (board != NULL)
    {
      compare_text (set, before, PF_CHANGE_NAME, set->name, &before->name, board->name);
      compare_text (set, before, PF_CHANGE_DESCRIPTION, set->description, &before->description,
                    board->description);
      if ((set->fields & PF_CHANGE_PRIVACY) != 0 && set->privacy == board->privacy)
        set->fields &= ~(guint)PF_CHANGE_PRIVACY;
      before->fields |= set->fields & PF_CHANGE_PRIVACY;
      before->privacy = board->privacy;
    }
  note_fault (self, pf_changes_find_fault (set));
  if (set->fields == 0)
    return;
  record = add (self, PF_OP_UPDATE_BOARD, board_uuid);
  record->row.board_uuid = g_strdup (board_uuid);
  record->row.name = g_strdup (board != NULL ? board->name : set->name);
  record->row.remote_id = board != NULL ? g_strdup (board->id) : NULL;
  record->changes = g_steal_pointer (&set);
  record->before = g_steal_pointer (&before);
}

/* Whether the batch takes pins out of what it deletes afterwards. */
static gboolean
moves_out (PfBatch *self, const char *board_uuid, const char *section_uuid)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      const PfOutboxRecord *record = self->records->pdata[i];
      const PfChanges *before = record->before;

      if (record->row.op == PF_OP_UPDATE_PIN && (record->changes->fields & PF_CHANGE_BOARD) != 0
          && (section_uuid != NULL ? g_strcmp0 (before->section_uuid, section_uuid) == 0
                                   : g_strcmp0 (before->board_uuid, board_uuid) == 0))
        return TRUE;
    }
  return FALSE;
}

/**
 * pf_batch_delete_board:
 * @self: a batch
 * @board_uuid: local UUID of the board
 * @board: (nullable): as Pinterest has it; %NULL while it is pending
 *
 * Deletes a board with all that is in it; only when it is empty if the same batch moves pins
 * out of it before.
 */
void
pf_batch_delete_board (PfBatch *self, const char *board_uuid, const PfBoard *board)
{
  PfOutboxRecord *record = add (self, PF_OP_DELETE_BOARD, board_uuid);

  record->row.board_uuid = g_strdup (board_uuid);
  record->listing = TRUE;
  record->emptied = moves_out (self, board_uuid, NULL);
  if (board == NULL)
    return;
  record->row.remote_id = g_strdup (board->id);
  record->row.name = g_strdup (board->name);
  record->row.description = g_strdup (board->description);
  record->row.privacy = board->privacy;
}

static char *
take_section_name (PfBatch *self, const char *name)
{
  char *own = g_strstrip (g_strdup (name != NULL ? name : ""));
  PfChanges check = { .fields = PF_CHANGE_NAME, .name = own };

  note_fault (self, pf_changes_find_fault (&check));
  return own;
}

/**
 * pf_batch_create_section:
 * @self: a batch
 * @board_uuid: local UUID of the board, which may be pending
 * @name: its name
 *
 * Returns: local UUID of the section that will be
 */
const char *
pf_batch_create_section (PfBatch *self, const char *board_uuid, const char *name)
{
  PfOutboxRecord *record = add (self, PF_OP_CREATE_SECTION, NULL);

  record->row.board_uuid = g_strdup (board_uuid);
  record->row.name = take_section_name (self, name);
  return record->row.object_uuid;
}

static void
set_section (PfOutboxRecord *record,
             const char *section_uuid,
             const char *board_uuid,
             const PfSection *section)
{
  record->row.board_uuid = g_strdup (board_uuid);
  record->row.section_uuid = g_strdup (section_uuid);
  if (section == NULL)
    return;
  record->row.remote_id = g_strdup (section->id);
  record->section_remote = g_strdup (section->id);
  record->board_remote = g_strdup (section->board_id);
  record->row.name = g_strdup (section->name);
}

/**
 * pf_batch_update_section:
 * @self: a batch
 * @section_uuid: local UUID of the section
 * @board_uuid: of its board
 * @section: (nullable): as Pinterest has it; %NULL while it is pending
 * @name: its new name
 *
 * Renames a section.
 */
void
pf_batch_update_section (PfBatch *self,
                         const char *section_uuid,
                         const char *board_uuid,
                         const PfSection *section,
                         const char *name)
{
  g_autofree char *own = take_section_name (self, name);
  PfOutboxRecord *record;

  if (section != NULL && same_text (section->name, own))
    return;
  record = add (self, PF_OP_UPDATE_SECTION, section_uuid);
  set_section (record, section_uuid, board_uuid, section);
  record->changes = g_new0 (PfChanges, 1);
  record->changes->fields = PF_CHANGE_NAME;
  record->changes->name = g_steal_pointer (&own);
  record->before = g_new0 (PfChanges, 1);
  if (section == NULL)
    return;
  record->before->fields = PF_CHANGE_NAME;
  record->before->name = g_strdup (section->name);
}

/**
 * pf_batch_delete_section:
 * @self: a batch
 * @section_uuid: local UUID of the section
 * @board_uuid: of its board
 * @section: (nullable): as Pinterest has it; %NULL while it is pending
 *
 * Deletes a section with the pins in it. Pins that the same batch moves out of it before
 * are moved first, and it stays should one of them not go or another have come.
 */
void
pf_batch_delete_section (PfBatch *self,
                         const char *section_uuid,
                         const char *board_uuid,
                         const PfSection *section)
{
  PfOutboxRecord *record = add (self, PF_OP_DELETE_SECTION, section_uuid);

  record->listing = TRUE;
  record->emptied = moves_out (self, board_uuid, section_uuid);
  set_section (record, section_uuid, board_uuid, section);
}

static void
set_pin (PfOutboxRecord *record, const PfPin *pin)
{
  if (pin == NULL)
    return;
  record->row.title = g_strdup (pin->title);
  record->row.link = g_strdup (pin->link);
  record->row.description = g_strdup (pin->description);
}

/**
 * pf_batch_update_pin:
 * @self: a batch
 * @pin_uuid: local UUID of the pin
 * @board_uuid: where it is
 * @section_uuid: (nullable): likewise
 * @pin: (nullable): as Pinterest has it; %NULL while it is pending
 * @changes: texts, link, board, section
 *
 * Edits or moves a pin.
 */
void
pf_batch_update_pin (PfBatch *self,
                     const char *pin_uuid,
                     const char *board_uuid,
                     const char *section_uuid,
                     const PfPin *pin,
                     const PfChanges *changes)
{
  g_autoptr (PfChanges) set = pf_changes_copy (changes);
  g_autoptr (PfChanges) before = g_new0 (PfChanges, 1);
  const guint place = PF_CHANGE_BOARD | PF_CHANGE_SECTION;
  PfOutboxRecord *record;

  set->fields &= ~(guint)(PF_CHANGE_NAME | PF_CHANGE_PRIVACY);
  /* A move says where to, wholly. */
  if ((set->fields & PF_CHANGE_SECTION) != 0 && (set->fields & PF_CHANGE_BOARD) == 0)
    set->board_uuid = g_strdup (board_uuid);
  if ((set->fields & place) != 0)
    set->fields |= place;
  if ((set->fields & place) != 0 && same_text (set->board_uuid, board_uuid)
      && same_text (set->section_uuid, section_uuid))
    set->fields &= ~place;
  if (pin != NULL)
    {
      compare_text (set, before, PF_CHANGE_TITLE, set->title, &before->title, pin->title);
      compare_text (set, before, PF_CHANGE_DESCRIPTION, set->description, &before->description,
                    pin->description);
      compare_text (set, before, PF_CHANGE_ALT_TEXT, set->alt_text, &before->alt_text,
                    pin->alt_text);
      compare_text (set, before, PF_CHANGE_LINK, set->link, &before->link, pin->link);
    }
  note_fault (self, pf_changes_find_fault (set));
  if (set->fields == 0)
    return;
  before->fields |= set->fields & place;
  before->board_uuid = g_strdup (board_uuid);
  before->section_uuid = g_strdup (section_uuid);
  record = add (self, PF_OP_UPDATE_PIN, pin_uuid);
  set_pin (record, pin);
  record->row.remote_id = pin != NULL ? g_strdup (pin->id) : NULL;
  record->row.board_uuid = g_strdup ((set->fields & place) != 0 ? set->board_uuid : board_uuid);
  record->row.section_uuid
      = g_strdup ((set->fields & place) != 0 ? set->section_uuid : section_uuid);
  record->board_remote = pin != NULL ? g_strdup (pin->board_id) : NULL;
  record->section_remote = pin != NULL ? g_strdup (pin->section_id) : NULL;
  record->changes = g_steal_pointer (&set);
  record->before = g_steal_pointer (&before);
}

/**
 * pf_batch_save_pin:
 * @self: a batch
 * @pin_uuid: local UUID of the pin to copy
 * @pin: as Pinterest has it
 * @to_board_uuid: where to
 * @to_section_uuid: (nullable): likewise
 *
 * Returns: local UUID of the copy that will be
 */
const char *
pf_batch_save_pin (PfBatch *self,
                   const char *pin_uuid,
                   const PfPin *pin,
                   const char *to_board_uuid,
                   const char *to_section_uuid)
{
  PfOutboxRecord *record = add (self, PF_OP_SAVE_PIN, NULL);

  set_pin (record, pin);
  record->source_uuid = g_strdup (pin_uuid);
  record->source_remote = pin != NULL ? g_strdup (pin->id) : NULL;
  record->row.board_uuid = g_strdup (to_board_uuid);
  record->row.section_uuid = g_strdup (to_section_uuid);
  if (record->source_remote == NULL)
    note_fault (self, _ ("This pin is still on its way."));
  if (to_board_uuid == NULL)
    note_fault (self, _ ("Choose a board."));
  return record->row.object_uuid;
}

/**
 * pf_batch_delete_pin:
 * @self: a batch
 * @pin_uuid: local UUID of the pin
 * @board_uuid: (nullable): where it is
 * @pin: (nullable): as Pinterest has it
 *
 * Deletes a pin; the one change that cannot be taken back once it has left.
 */
void
pf_batch_delete_pin (PfBatch *self, const char *pin_uuid, const char *board_uuid, const PfPin *pin)
{
  PfOutboxRecord *record = add (self, PF_OP_DELETE_PIN, pin_uuid);

  set_pin (record, pin);
  record->row.board_uuid = g_strdup (board_uuid);
  record->row.remote_id = pin != NULL ? g_strdup (pin->id) : NULL;
}

/**
 * pf_batch_merge_board:
 * @self: a batch
 * @board_uuid: local UUID of the source
 * @board: the source as Pinterest has it
 * @to_board_uuid: local UUID of the target
 * @sections: what becomes of sections
 *
 * Moves all that is in a board into another one; never deletes it before it is listed empty.
 */
void
pf_batch_merge_board (PfBatch *self,
                      const char *board_uuid,
                      const PfBoard *board,
                      const char *to_board_uuid,
                      PfMergeSections sections)
{
  PfOutboxRecord *record = add (self, PF_OP_MERGE_BOARD, board_uuid);

  record->row.board_uuid = g_strdup (board_uuid);
  record->row.remote_id = g_strdup (board->id);
  record->row.name = g_strdup (board->name);
  record->row.description = g_strdup (board->description);
  record->row.privacy = board->privacy;
  record->source_uuid = g_strdup (to_board_uuid);
  record->flatten = sections == PF_MERGE_SECTIONS_FLATTEN;
  if (same_text (board_uuid, to_board_uuid) || to_board_uuid == NULL)
    note_fault (self, _ ("Choose another board to merge into."));
}
