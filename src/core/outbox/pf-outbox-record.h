/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * The rows of table outbox as this room handles them, on database threads.
 * Nothing here is for faces.
 */

/**
 * PfOutboxListed:
 * @section: (nullable): id of the section it is in
 *
 * A section or a pin, as it was listed before a delete.
 */
typedef struct
{
  char *id, *name, *section;
} PfOutboxListed;
void pf_outbox_listed_free (PfOutboxListed *self);

/**
 * PfOutboxRecord:
 * @row: what faces see; first, so that one is the other
 * @undone_by: (nullable): the batch that takes it back
 * @parent_state: (nullable): state of the row it depends on
 * @board_remote: (nullable): Pinterest's id of its board, once there is one
 * @candidates: (nullable): ids on the board that may be it, newest first
 * @unknown_at: when its outcome was last lost, 0 never
 * @changes, @before: (nullable): of an update
 * @source_uuid: (nullable): see pf_outbox_row_get_source()
 * @source_remote: (nullable): Pinterest's id of it
 * @listing: whether what is in it is listed before it is deleted
 * @emptied: whether its batch moves the pins out before, so that none may be in it
 * @listed_sections, @listed_pins: (nullable) (element-type PfOutboxListed): what was in it
 * @flatten: of a merge: sections are not kept
 * @stage: of a merge: rounds of moves so far
 * @inverse: it takes another row back
 *
 * A whole row.
 */
typedef struct
{
  PfOutboxRow row;
  char *service, *account_id;
  char *source_blob, *picture_name, *content_type;
  int source_width, source_height;
  PfPinMedia media;
  char *group_uuid; /* nullable: of the drafts it was written with */
  int group_position;
  guint own_fields;
  gboolean has_fingerprint;
  guint64 fingerprint;
  char **candidates;
  char *lease_owner;
  char *undone_by;
  char *parent_state;
  char *board_remote, *section_remote, *object_remote;
  gint64 unknown_at;
  PfChanges *changes, *before;
  char *source_uuid, *source_remote;
  GPtrArray *listed_sections, *listed_pins;
  gboolean listing, emptied, flatten, inverse;
  guint stage;
  GPtrArray *followers; /* nullable; PfOutboxRecord: later edits of the same thing, sent with it */
} PfOutboxRecord;

PfOutboxRecord *pf_outbox_record_new (void);
PfOutboxRecord *pf_outbox_record_of (PfOutboxRow *row);
void pf_outbox_record_unref (PfOutboxRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfOutboxRecord, pf_outbox_record_unref)

const char *pf_outbox_state_to_string (PfOutboxState state);
PfOutboxState pf_outbox_state_from_string (const char *name);
const char *pf_outbox_op_to_string (PfOutboxOp op);
PfOutboxOp pf_outbox_op_from_string (const char *name);
/* Whether a second one makes a second thing, so that it is looked for and never repeated. */
gboolean pf_outbox_op_is_create (PfOutboxOp op);
gboolean pf_outbox_op_is_delete (PfOutboxOp op);
gboolean pf_outbox_op_is_update (PfOutboxOp op);
gboolean pf_outbox_op_is_about_pin (PfOutboxOp op);
/* Of the table object: "board", "section" or "pin". */
const char *pf_outbox_op_get_kind (PfOutboxOp op);

/* Selecting: append a WHERE about o (the row) or p (its parent). */
extern const char *const pf_outbox_select;
/* What faces list: without @listed_sections and @listed_pins, so it is not to be saved again. */
extern const char *const pf_outbox_select_shown;
PfOutboxRecord *pf_outbox_record_from_stmt (sqlite3_stmt *stmt);
PfOutboxRecord *pf_outbox_load (sqlite3 *db, const char *uuid, GError **error);

char *pf_outbox_dump_payload (const PfOutboxRecord *record);
void pf_outbox_load_payload (PfOutboxRecord *record, const char *json);

gboolean pf_outbox_insert (sqlite3 *db, const PfOutboxRecord *record, GError **error);
gboolean pf_outbox_save_payload (sqlite3 *db, const PfOutboxRecord *record, GError **error);
gboolean pf_outbox_add_attempt (sqlite3 *db,
                                const char *uuid,
                                gint64 at,
                                const char *outcome,
                                const GError *reason,
                                GError **error);
gboolean pf_outbox_count_waits (
    sqlite3 *db, const char *uuid, guint *tries, gint64 *first_at, GError **error);
gboolean pf_outbox_make_draft (
    sqlite3 *db, const PfOutboxRecord *record, const char *problem, gint64 now, GError **error);
gboolean pf_outbox_bind (sqlite3 *db,
                         const char *uuid,
                         const char *connection_id,
                         const char *kind,
                         const char *remote_id,
                         GError **error);
gboolean pf_outbox_adopt (
    sqlite3 *db, const PfOutboxRow *row, const char *remote_id, gint64 now, GError **error);
/* The local name of a thing at Pinterest: ours when it has one, else @uuid, which it has from
 * here on. */
gboolean pf_outbox_bind_known (sqlite3 *db,
                               const char *connection_id,
                               const char *kind,
                               const char *remote_id,
                               char **uuid,
                               GError **error);
/* First column of the first row; NULL without @error for none. @b, @c: nullable. */
char *pf_outbox_get_text (
    sqlite3 *db, GError **error, const char *sql, const char *a, const char *b, const char *c);
/* A UUID that follows from two others: the database thread has no source of chance. */
char *pf_outbox_derive_uuid (const char *seed, const char *about);
const char *pf_outbox_words_no_edits (void);
char *pf_outbox_cap_words (const char *words);
/* Why something did not work, for people: what the service said where it gave a reason. */
char *pf_outbox_words_of_error (const GError *error);

G_END_DECLS
