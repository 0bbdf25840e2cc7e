/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-row-watch.h"

G_BEGIN_DECLS

/**
 * PfEdit:
 * @create: (nullable): the row that makes it
 * @shown: (nullable): the row to show with it: on its way, or in trouble
 * @changes: what its edits set all together; fields 0 for none
 * @gone: whether it is being deleted, or was
 * @pins: pins on their way into it, less those on their way out
 * @hash: of all that
 *
 * What the outbox says of a board or a section.
 */
typedef struct
{
  PfOutboxRow *create, *shown;
  PfChanges changes;
  gboolean gone;
  gint64 pins;
  guint32 hash;
} PfEdit;

/**
 * PfEdits:
 *
 * Outbox rows as lists of boards and sections lay them over the mirror. Rows that are done count
 * until the mirror has another record than the one they were laid over.
 */
typedef struct _PfEdits PfEdits;

PfEdits *pf_edits_new (void);
void pf_edits_free (PfEdits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfEdits, pf_edits_free)
/* @hashes: (element-type utf8 guint32): records of the mirror by UUID, as they are now */
void pf_edits_follow (PfEdits *self,
                      GPtrArray *rows,
                      const char *connection_id,
                      PfOutboxOp create,
                      PfOutboxOp update,
                      PfOutboxOp delete,
                      const char *board_uuid,
                      GHashTable *hashes);
const PfEdit *pf_edits_find (PfEdits *self, const char *uuid);
/* (element-type PfOutboxRow): of things that the mirror lacks; oldest first */
GPtrArray *pf_edits_list_creates (PfEdits *self, GHashTable *hashes);
guint pf_edits_get_n_pending (PfEdits *self);

G_END_DECLS
