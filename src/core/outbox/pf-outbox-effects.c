/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-private.h"

/* What a delivery that went well means for the mirror, and who is told. */

static void
on_mirrored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfOutbox) self = data;
  g_autoptr (GError) error = NULL;

  /* The mirror can be thrown away at any time: the next read brings the row. */
  if (!pf_mirror_put_finish (PF_MIRROR (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_warning ("Cannot keep what a delivery changed: %s", error->message);
  self->n_busy--;
}

/* Where a pin was before its edit; the board of the row is where it is after. */
static const char *
find_board_before (const PfOutboxRecord *record)
{
  if (record->before != NULL && (record->before->fields & PF_CHANGE_BOARD) != 0)
    return record->before->board_uuid;
  return record->row.board_uuid;
}

static void
tell_removal (PfOutbox *self, const PfOutboxRecord *record)
{
  const PfOutboxRow *row = &record->row;

  self->n_busy++;
  if (row->op == PF_OP_DELETE_PIN)
    pf_mirror_put_pin_removal_async (self->mirror, row->connection_id, row->remote_id,
                                     row->board_uuid, NULL, on_mirrored, g_object_ref (self));
  else if (row->op == PF_OP_DELETE_SECTION)
    pf_mirror_put_section_removal_async (self->mirror, row->connection_id, row->remote_id, NULL,
                                         on_mirrored, g_object_ref (self));
  else
    pf_mirror_put_board_removal_async (self->mirror, row->connection_id, row->remote_id, NULL,
                                       on_mirrored, g_object_ref (self));
}

/* @record is as it was settled. */
void
pf_outbox_tell_mirror (PfFlight *flight, const PfOutboxRecord *record)
{
  PfOutbox *self = flight->outbox;
  const PfOutboxRow *row = &record->row;

  if (self->mirror == NULL)
    return;
  /* A reply is the truth also for a row that was taken back while it came. */
  if (flight->pin == NULL && flight->board == NULL && flight->section == NULL)
    {
      if (row->state == PF_OUTBOX_DONE
          && (pf_outbox_op_is_delete (row->op) || row->op == PF_OP_MERGE_BOARD))
        tell_removal (self, record);
      return;
    }
  self->n_busy++;
  if (flight->pin != NULL && row->op == PF_OP_UPDATE_PIN)
    pf_mirror_put_changed_pin_async (self->mirror, row->connection_id, flight->pin,
                                     row->object_uuid, find_board_before (record), NULL,
                                     on_mirrored, g_object_ref (self));
  else if (flight->pin != NULL)
    pf_mirror_put_pin_async (self->mirror, row->connection_id, flight->pin, row->object_uuid, NULL,
                             on_mirrored, g_object_ref (self));
  else if (flight->board != NULL)
    pf_mirror_put_board_async (self->mirror, row->connection_id, flight->board, row->object_uuid,
                               NULL, on_mirrored, g_object_ref (self));
  else
    pf_mirror_put_section_async (self->mirror, row->connection_id, flight->section,
                                 row->object_uuid, NULL, on_mirrored, g_object_ref (self));
}

/* Tells of a row that is no longer what it was, and of those that went with it. */
void
pf_outbox_emit_rows (PfOutbox *self, const PfOutboxRecord *record, PfOutboxState was)
{
  if (record->row.state != was)
    pf_outbox_emit_row (self, (PfOutboxRow *)&record->row);
  for (guint i = 0; record->followers != NULL && i < record->followers->len; i++)
    {
      PfOutboxRecord *follower = record->followers->pdata[i];

      if (follower->row.state != PF_OUTBOX_SENDING)
        pf_outbox_emit_row (self, &follower->row);
    }
}
