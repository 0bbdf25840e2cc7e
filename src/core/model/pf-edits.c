/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-edits.h"

#include <string.h>

struct _PfEdits
{
  GHashTable *edits;  /* UUID -> PfEdit */
  GHashTable *before; /* UUID of a row -> hash it was laid over; of creates, that they were shown */
  GHashTable *laid;   /* the same for this time */
  GPtrArray *rows;    /* of the connection, by seq */
  guint n_pending;
};

static void
edit_free (gpointer data)
{
  PfEdit *edit = data;

  pf_changes_clear (&edit->changes);
  g_free (edit);
}

static void
row_unref (gpointer row)
{
  pf_outbox_row_unref (row);
}

PfEdits *
pf_edits_new (void)
{
  PfEdits *self = g_new0 (PfEdits, 1);

  self->edits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, edit_free);
  self->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->laid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows = g_ptr_array_new_with_free_func (row_unref);
  return self;
}

void
pf_edits_free (PfEdits *self)
{
  g_hash_table_unref (self->edits);
  g_hash_table_unref (self->before);
  g_hash_table_unref (self->laid);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static PfEdit *
get_edit (PfEdits *self, const char *uuid)
{
  PfEdit *edit = g_hash_table_lookup (self->edits, uuid);

  if (edit == NULL)
    {
      edit = g_new0 (PfEdit, 1);
      g_hash_table_insert (self->edits, g_strdup (uuid), edit);
    }
  return edit;
}

static int
compare_seq (gconstpointer a, gconstpointer b)
{
  const PfOutboxRow *first = *(PfOutboxRow *const *)a;
  const PfOutboxRow *second = *(PfOutboxRow *const *)b;

  return (first->seq > second->seq) - (first->seq < second->seq);
}

static void
show (PfEdit *edit, PfOutboxRow *row)
{
  edit->shown = row;
  edit->hash = edit->hash * 31 + pf_row_hash (row);
}

static void
note_update (PfEdits *self, PfEdit *edit, PfOutboxRow *row, GHashTable *hashes)
{
  PfRowEffect effect = pf_row_get_effect (row);
  const PfChanges *changes = pf_outbox_row_get_changes (row);
  gpointer now = NULL, then;

  if (effect == PF_ROW_EFFECT_TROUBLE)
    {
      show (edit, row);
      return;
    }
  if (changes == NULL)
    return;
  g_hash_table_lookup_extended (hashes, row->object_uuid, NULL, &now);
  if (effect == PF_ROW_EFFECT_DONE
      && (!g_hash_table_lookup_extended (self->before, row->uuid, NULL, &then) || then != now))
    return;
  g_hash_table_insert (self->laid, g_strdup (row->uuid), now);
  pf_changes_apply (&edit->changes, changes);
  if (effect == PF_ROW_EFFECT_PENDING)
    show (edit, row);
  else
    edit->hash = edit->hash * 31 + pf_row_hash (row);
}

/* Counts of pins that are on their way: of what is done, the mirror says its own. */
static void
note_pin (PfEdits *self, PfOutboxRow *row)
{
  const PfChanges *before = pf_outbox_row_get_before (row);

  if (pf_row_get_effect (row) != PF_ROW_EFFECT_PENDING || row->board_uuid == NULL)
    return;
  if (row->op == PF_OP_CREATE_PIN || row->op == PF_OP_SAVE_PIN)
    get_edit (self, row->board_uuid)->pins++;
  else if (row->op == PF_OP_DELETE_PIN)
    get_edit (self, row->board_uuid)->pins--;
  else if (row->op == PF_OP_UPDATE_PIN && before != NULL && before->board_uuid != NULL
           && strcmp (before->board_uuid, row->board_uuid) != 0)
    {
      get_edit (self, row->board_uuid)->pins++;
      get_edit (self, before->board_uuid)->pins--;
    }
}

void
pf_edits_follow (PfEdits *self,
                 GPtrArray *rows,
                 const char *connection_id,
                 PfOutboxOp create,
                 PfOutboxOp update,
                 PfOutboxOp delete,
                 const char *board_uuid,
                 GHashTable *hashes)
{
  g_hash_table_remove_all (self->edits);
  g_hash_table_remove_all (self->laid);
  g_ptr_array_set_size (self->rows, 0);
  self->n_pending = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      PfOutboxRow *row = rows->pdata[i];

      if (pf_row_get_effect (row) != PF_ROW_EFFECT_NONE
          && g_strcmp0 (row->connection_id, connection_id) == 0)
        g_ptr_array_add (self->rows, pf_outbox_row_ref (row));
    }
  g_ptr_array_sort (self->rows, compare_seq);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PfOutboxRow *row = self->rows->pdata[i];
      PfRowEffect effect = pf_row_get_effect (row);
      PfEdit *edit;

      if (board_uuid == NULL)
        note_pin (self, row);
      if (board_uuid == NULL && row->op == PF_OP_MERGE_BOARD)
        {
          /* Only when all its pins are elsewhere it is deleted. */
          edit = get_edit (self, row->object_uuid);
          self->n_pending += effect == PF_ROW_EFFECT_PENDING;
          if (effect == PF_ROW_EFFECT_DONE)
            edit->gone = TRUE;
          else
            show (edit, row);
          continue;
        }
      if ((row->op != create && row->op != update && row->op != delete)
          || (board_uuid != NULL && g_strcmp0 (row->board_uuid, board_uuid) != 0))
        continue;
      self->n_pending += effect == PF_ROW_EFFECT_PENDING;
      edit = get_edit (self, row->object_uuid);
      if (row->op == create)
        edit->create = row;
      else if (row->op == update)
        note_update (self, edit, row, hashes);
      else if (effect == PF_ROW_EFFECT_TROUBLE)
        show (edit, row);
      else
        edit->gone = TRUE;
    }
}

/* The rows that were shown are known until the next time. */
static void
remember (PfEdits *self)
{
  g_hash_table_remove_all (self->before);
  {
    GHashTable *before = self->before;

    self->before = self->laid;
    self->laid = before;
  }
}

GPtrArray *
pf_edits_list_creates (PfEdits *self, GHashTable *hashes)
{
  GPtrArray *creates = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      PfOutboxRow *row = self->rows->pdata[i];
      const PfEdit *edit = pf_edits_find (self, row->object_uuid);

      if (edit == NULL || edit->create != row || edit->gone
          || g_hash_table_contains (hashes, row->object_uuid)
          || (row->remote_id != NULL && g_hash_table_contains (hashes, row->remote_id)))
        continue;
      /* Done, and the mirror has it any moment: what was shown stays till then. */
      if (pf_row_get_effect (row) == PF_ROW_EFFECT_DONE
          && !g_hash_table_contains (self->before, row->uuid))
        continue;
      g_hash_table_insert (self->laid, g_strdup (row->uuid), NULL);
      g_ptr_array_add (creates, row);
    }
  remember (self);
  return creates;
}

const PfEdit *
pf_edits_find (PfEdits *self, const char *uuid)
{
  return g_hash_table_lookup (self->edits, uuid);
}

guint
pf_edits_get_n_pending (PfEdits *self)
{
  return self->n_pending;
}
