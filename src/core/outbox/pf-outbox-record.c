/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-record.h"

#include <glib/gi18n-lib.h>

/* Both lists are kept in pinfold.db: names never change. */
static const char *const state_names[] = {
  [PF_OUTBOX_HELD] = "held", [PF_OUTBOX_QUEUED] = "queued", [PF_OUTBOX_SENDING] = "sending",
  [PF_OUTBOX_DONE] = "done", [PF_OUTBOX_FAILED] = "failed", [PF_OUTBOX_UNKNOWN] = "unknown",
  [PF_OUTBOX_ASK] = "ask",   [PF_OUTBOX_UNDONE] = "undone", [PF_OUTBOX_DISCARDED] = "discarded",
};

static const char *const op_names[] = {
  [PF_OP_CREATE_BOARD] = "create-board",     [PF_OP_CREATE_SECTION] = "create-section",
  [PF_OP_CREATE_PIN] = "create-pin",         [PF_OP_DELETE_PIN] = "delete-pin",
  [PF_OP_DELETE_BOARD] = "delete-board",     [PF_OP_UPDATE_BOARD] = "update-board",
  [PF_OP_UPDATE_SECTION] = "update-section", [PF_OP_DELETE_SECTION] = "delete-section",
  [PF_OP_UPDATE_PIN] = "update-pin",         [PF_OP_SAVE_PIN] = "save-pin",
  [PF_OP_MERGE_BOARD] = "merge-board",       [PF_OP_UNKNOWN] = "unknown",
};

const char *
pf_outbox_state_to_string (PfOutboxState state)
{
  return state_names[state];
}

/**
 * pf_outbox_state_from_string:
 * @name: (nullable): a stored name
 *
 * Returns: the state
 */
PfOutboxState
pf_outbox_state_from_string (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (name, state_names[i]) == 0)
      return (PfOutboxState)i;
  /* A state of a newer Pinfold: nothing is done to it here. */
  return PF_OUTBOX_ASK;
}

/**
 * pf_outbox_op_to_string:
 * @op: what a row does
 *
 * Returns: (transfer none): the name that is stored
 */
const char *
pf_outbox_op_to_string (PfOutboxOp op)
{
  return op_names[op];
}

/**
 * pf_outbox_op_from_string:
 * @name: (nullable): a stored name
 *
 * Returns: what it does; %PF_OP_UNKNOWN for what a newer Pinfold wrote
 */
PfOutboxOp
pf_outbox_op_from_string (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (op_names); i++)
    if (g_strcmp0 (name, op_names[i]) == 0)
      return (PfOutboxOp)i;
  return PF_OP_UNKNOWN;
}

/**
 * pf_outbox_op_is_create:
 * @op: what a row does
 *
 * Returns: whether it makes something
 */
gboolean
pf_outbox_op_is_create (PfOutboxOp op)
{
  return op == PF_OP_CREATE_BOARD || op == PF_OP_CREATE_SECTION || op == PF_OP_CREATE_PIN
         || op == PF_OP_SAVE_PIN;
}

/**
 * pf_outbox_op_is_delete:
 * @op: what a row does
 *
 * Returns: whether it takes something away
 */
gboolean
pf_outbox_op_is_delete (PfOutboxOp op)
{
  return op == PF_OP_DELETE_PIN || op == PF_OP_DELETE_BOARD || op == PF_OP_DELETE_SECTION;
}

/**
 * pf_outbox_op_is_update:
 * @op: what a row does
 *
 * Returns: whether it changes something
 */
gboolean
pf_outbox_op_is_update (PfOutboxOp op)
{
  return op == PF_OP_UPDATE_PIN || op == PF_OP_UPDATE_BOARD || op == PF_OP_UPDATE_SECTION;
}

/**
 * pf_outbox_op_is_about_pin:
 * @op: what a row does
 *
 * Returns: whether it makes or changes a pin
 */
gboolean
pf_outbox_op_is_about_pin (PfOutboxOp op)
{
  return op == PF_OP_CREATE_PIN || op == PF_OP_UPDATE_PIN || op == PF_OP_SAVE_PIN
         || op == PF_OP_DELETE_PIN;
}

/**
 * pf_outbox_op_get_kind:
 * @op: what a row does
 *
 * Returns: "pin", "section" or "board": what it is about
 */
const char *
pf_outbox_op_get_kind (PfOutboxOp op)
{
  if (pf_outbox_op_is_about_pin (op))
    return "pin";
  return op == PF_OP_CREATE_SECTION || op == PF_OP_UPDATE_SECTION || op == PF_OP_DELETE_SECTION
             ? "section"
             : "board";
}

/**
 * pf_outbox_record_new:
 *
 * Returns: (transfer full): an empty record
 */
PfOutboxRecord *
pf_outbox_record_new (void)
{
  PfOutboxRecord *self = g_new0 (PfOutboxRecord, 1);

  g_atomic_ref_count_init (&self->row.refs);
  pf_pin_media_init (&self->media);
  return self;
}

/* Every row this room gives away is the head of a record. */
PfOutboxRecord *
pf_outbox_record_of (PfOutboxRow *row)
{
  return (PfOutboxRecord *)row;
}

static void
record_free (PfOutboxRecord *self)
{
  PfOutboxRow *row = &self->row;
  char *texts[] = {
    row->uuid,           row->connection_id,   row->object_uuid,    row->board_uuid,
    row->section_uuid,   row->remote_id,       row->batch_id,       row->depends_on,
    row->blob,           row->error_message,   row->request_id,     row->waiting_for,
    row->name,           row->description,     row->title,          row->alt_text,
    row->link,           self->service,        self->account_id,    self->source_blob,
    self->picture_name,  self->content_type,   self->lease_owner,   self->parent_state,
    self->board_remote,  self->section_remote, self->object_remote, self->source_uuid,
    self->source_remote, self->group_uuid,     self->undone_by,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (self->candidates);
  g_clear_pointer (&self->changes, pf_changes_free);
  g_clear_pointer (&self->before, pf_changes_free);
  g_clear_pointer (&self->listed_sections, g_ptr_array_unref);
  g_clear_pointer (&self->listed_pins, g_ptr_array_unref);
  g_clear_pointer (&self->followers, g_ptr_array_unref);
  pf_pin_media_clear (&self->media);
  g_free (self);
}

/**
 * pf_outbox_listed_free:
 * @self: (transfer full): what a listing had
 *
 * Frees it.
 */
void
pf_outbox_listed_free (PfOutboxListed *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->section);
  g_free (self);
}

/**
 * pf_outbox_row_get_changes:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): what an update sets. Any thread.
 */
const PfChanges *
pf_outbox_row_get_changes (const PfOutboxRow *self)
{
  return ((const PfOutboxRecord *)self)->changes;
}

/**
 * pf_outbox_row_get_before:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): what stood there before an update. Any thread.
 */
const PfChanges *
pf_outbox_row_get_before (const PfOutboxRow *self)
{
  return ((const PfOutboxRecord *)self)->before;
}

/**
 * pf_outbox_row_get_source:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): local UUID of the pin that a save-pin copies, or of
 *   the board that a merge-board moves pins to. Any thread.
 */
const char *
pf_outbox_row_get_source (const PfOutboxRow *self)
{
  return ((const PfOutboxRecord *)self)->source_uuid;
}

/**
 * pf_outbox_row_ref:
 * @self: a row
 *
 * Returns: (transfer full): @self. Any thread.
 */
PfOutboxRow *
pf_outbox_row_ref (PfOutboxRow *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_outbox_row_unref:
 * @self: (transfer full): a row
 *
 * Drops a reference. Any thread.
 */
void
pf_outbox_row_unref (PfOutboxRow *self)
{
  if (g_atomic_ref_count_dec (&self->refs))
    record_free (pf_outbox_record_of (self));
}

/**
 * pf_outbox_record_unref:
 * @self: (transfer full): a record
 *
 * Gives a reference back.
 */
void
pf_outbox_record_unref (PfOutboxRecord *self)
{
  pf_outbox_row_unref (&self->row);
}

G_DEFINE_BOXED_TYPE (PfOutboxRow, pf_outbox_row, pf_outbox_row_ref, pf_outbox_row_unref)

/**
 * pf_outbox_attempt_free:
 * @self: an attempt
 *
 * Frees it.
 */
void
pf_outbox_attempt_free (PfOutboxAttempt *self)
{
  g_free (self->outcome);
  g_free (self->message);
  g_free (self->request_id);
  g_free (self);
}

#define MAX_WORDS 500

/* Words that are stored and shown: valid, on one line each, and short. A reply's
 * excerpt is already free of secrets when it gets here (PfErrorDetail). */
char *
pf_outbox_cap_words (const char *words)
{
  g_autofree char *valid = words != NULL ? g_utf8_make_valid (words, -1) : NULL;
  const char *end;

  if (valid == NULL)
    return NULL;
  if (strlen (valid) <= MAX_WORDS)
    return g_steal_pointer (&valid);
  end = g_utf8_find_prev_char (valid, valid + MAX_WORDS);
  return g_strdup_printf ("%.*s…", (int)(end - valid), valid);
}

char *
pf_outbox_words_of_error (const GError *error)
{
  const PfErrorDetail *detail = pf_error_get_detail (error);
  gboolean says_little = g_error_matches (error, PF_ERROR, PF_ERROR_INVALID)
                         || g_error_matches (error, PF_ERROR, PF_ERROR_FORBIDDEN);
  g_autofree char *said = NULL;

  if (!says_little || detail == NULL || detail->http_status == 0 || detail->api_message == NULL
      || *detail->api_message == '\0')
    return pf_outbox_cap_words (error->message);
  said = g_strdup_printf (_ ("Pinterest said: %s"), detail->api_message);
  return pf_outbox_cap_words (said);
}

char *
pf_outbox_derive_uuid (const char *seed, const char *about)
{
  g_autofree char *both = g_strconcat (seed, "/", about, NULL);
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);

  return g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 12, hex + 15,
                          hex + 18);
}

const char *
pf_outbox_words_no_edits (void)
{
  return _ ("Editing of pins is not opened to your app.");
}
