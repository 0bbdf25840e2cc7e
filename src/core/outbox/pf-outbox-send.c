/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-private.h"

#include <glib/gi18n-lib.h>

/* One row's way out: picture, intent, request, outcome. Each step begins only when the
 * one before is on the disk. */

#define DATABASE_RETRY_US (5 * G_TIME_SPAN_SECOND)

static void settle (PfFlight *self);

void
pf_flight_free (PfFlight *self)
{
  if (g_hash_table_lookup (self->outbox->flights, self->record->row.uuid) == self)
    g_hash_table_remove (self->outbox->flights, self->record->row.uuid);
  g_clear_pointer (&self->end, pf_outbox_settlement_free);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->media, pf_media_unref);
  g_clear_pointer (&self->pin, pf_pin_unref);
  g_clear_pointer (&self->board, pf_board_unref);
  g_clear_pointer (&self->alike, g_ptr_array_unref);
  g_clear_pointer (&self->bookmarks, g_hash_table_unref);
  g_free (self->lane);
  pf_outbox_row_unref (&self->record->row);
  g_object_unref (self->outbox);
  g_free (self);
}

static PfOutboxSettlement *
new_end (PfFlight *self)
{
  PfOutboxSettlement *end = g_new0 (PfOutboxSettlement, 1);
  PfOutbox *outbox = self->outbox;

  end->uuid = g_strdup (self->record->row.uuid);
  end->owner = g_strdup (outbox->owner);
  end->now = pf_outbox_now (outbox);
  return end;
}

static void
on_mirrored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfOutbox) self = data;

  /* The mirror can be thrown away at any time: the next read brings the row. */
  self->n_busy--;
}

static void
tell_mirror (PfFlight *self, const PfOutboxRow *row)
{
  PfMirror *mirror = self->outbox->mirror;

  if (mirror == NULL || row->state != PF_OUTBOX_DONE)
    return;
  self->outbox->n_busy++;
  if (self->pin != NULL)
    pf_mirror_put_pin_async (mirror, row->connection_id, self->pin, row->object_uuid, NULL,
                             on_mirrored, g_object_ref (self->outbox));
  else if (self->board != NULL)
    pf_mirror_put_board_async (mirror, row->connection_id, self->board, row->object_uuid, NULL,
                               on_mirrored, g_object_ref (self->outbox));
  else if (row->op == PF_OP_DELETE_PIN)
    pf_mirror_put_pin_removal_async (mirror, row->connection_id, row->remote_id, NULL, on_mirrored,
                                     g_object_ref (self->outbox));
  else if (row->op == PF_OP_DELETE_BOARD)
    pf_mirror_put_board_removal_async (mirror, row->connection_id, row->remote_id, NULL,
                                       on_mirrored, g_object_ref (self->outbox));
  else
    self->outbox->n_busy--;
}

/* A look finds the record of whatever was taken for it. */
static void
pick_record (PfFlight *self, const PfOutboxRow *row)
{
  if (!self->look || row->state != PF_OUTBOX_DONE || self->alike == NULL)
    return;
  for (guint i = 0; i < self->alike->len; i++)
    {
      gpointer item = g_ptr_array_index (self->alike, i);

      if (row->op == PF_OP_CREATE_PIN && g_strcmp0 (((PfPin *)item)->id, row->remote_id) == 0)
        self->pin = pf_pin_ref (item);
      if (row->op == PF_OP_CREATE_BOARD && g_strcmp0 (((PfBoard *)item)->id, row->remote_id) == 0)
        self->board = pf_board_ref (item);
    }
}

static void
on_settle_timer (gpointer data)
{
  PfFlight *self = data;

  self->waiting = FALSE;
  settle (self);
}

static void
on_settled (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  g_autoptr (PfOutbox) outbox = g_object_ref (self->outbox);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfOutboxRow) row = pf_outbox_run_finish (outbox, source, result, &error);

  PF_FAULT_POINT ("outbox/settle/committed");
  if (row == NULL && !outbox->stopped)
    {
      /* The outcome is known and must not be lost to a full disk: it is kept until it can be
       * written. Should the process end first, the row is looked for. */
      g_warning ("Cannot keep the outcome of a delivery: %s", error->message);
      self->waiting = TRUE;
      pf_outbox_after (outbox, DATABASE_RETRY_US, on_settle_timer, self, NULL);
      return;
    }
  if (row != NULL && !outbox->stopped)
    {
      gboolean moved = row->state != self->record->row.state;

      pick_record (self, row);
      tell_mirror (self, row);
      g_clear_pointer (&self, pf_flight_free);
      pf_outbox_touch (outbox);
      if (moved)
        pf_outbox_emit_row (outbox, row);
    }
  g_clear_pointer (&self, pf_flight_free);
  pf_outbox_pump (outbox);
  pf_outbox_check_drains (outbox);
}

static void
settle (PfFlight *self)
{
  self->end->now = pf_outbox_now (self->outbox);
  pf_outbox_run (self->outbox, PF_DB_WRITE,
                 self->look ? pf_outbox_settle_look : pf_outbox_settle_try, self->end, NULL,
                 (GDestroyNotify)pf_outbox_row_unref, on_settled, self);
}

/* Ends a flight with what came of it. Takes @error. */
void
pf_flight_land (PfFlight *self, GError *error, const char *remote_id)
{
  PfOutbox *outbox = self->outbox;

  if (outbox->stopped)
    {
      g_clear_error (&error);
      pf_flight_free (self);
      return;
    }
  if (self->end == NULL)
    self->end = new_end (self);
  self->end->unit = pf_random_unit (pf_context_get_random (outbox->context));
  self->end->looked_at = self->looked_at;
  self->end->error = error;
  self->end->remote_id = g_strdup (remote_id);
  if (self->look && self->end->finds == NULL)
    self->end->finds = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_find_free);
  if (error != NULL)
    pf_outbox_learn (outbox, self, error);
  else
    {
      PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (outbox->delivery);

      g_hash_table_remove (outbox->renewed, self->record->row.connection_id);
      if (wire->note_success != NULL)
        wire->note_success (outbox->delivery, self->record->row.connection_id,
                            self->look ? "look" : pf_outbox_op_to_string (self->record->row.op));
    }
  settle (self);
}

static void
on_pin_created (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;

  self->pin
      = PF_DELIVERY_GET_IFACE (source)->create_pin_finish (PF_DELIVERY (source), result, &error);
  PF_FAULT_POINT ("outbox/reply/pin");
  pf_flight_land (self, error, self->pin != NULL ? self->pin->id : NULL);
}

static void
on_board_created (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;

  self->board
      = PF_DELIVERY_GET_IFACE (source)->create_board_finish (PF_DELIVERY (source), result, &error);
  PF_FAULT_POINT ("outbox/reply/board");
  pf_flight_land (self, error, self->board != NULL ? self->board->id : NULL);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;

  PF_DELIVERY_GET_IFACE (source)->remove_finish (PF_DELIVERY (source), result, &error);
  PF_FAULT_POINT ("outbox/reply/removal");
  pf_flight_land (self, error, self->record->row.remote_id);
}

static void
send_request (PfFlight *self)
{
  PfDelivery *delivery = self->outbox->delivery;
  PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (delivery);
  PfOutboxRow *row = &self->record->row;
  GCancellable *stop = self->outbox->stop;

  if (row->op == PF_OP_CREATE_PIN)
    {
      PfNewPinItem items[PF_CAROUSEL_MAX];
      PfNewPin pin = pf_flight_describe_pin (self, items);

      wire->create_pin_async (delivery, row->connection_id, &pin, stop, on_pin_created, self);
    }
  else if (row->op == PF_OP_CREATE_BOARD)
    {
      PfNewBoard board
          = { .name = row->name, .description = row->description, .privacy = row->privacy };

      wire->create_board_async (delivery, row->connection_id, &board, stop, on_board_created, self);
    }
  else
    wire->remove_async (delivery, row->connection_id, row->op, row->remote_id, stop, on_removed,
                        self);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  g_autoptr (PfOutbox) outbox = g_object_ref (self->outbox);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfOutboxRow) row = pf_outbox_run_finish (outbox, source, result, &error);

  PF_FAULT_POINT ("outbox/sent/committed");
  if (outbox->stopped)
    {
      pf_flight_free (self);
      return;
    }
  if (row == NULL)
    {
      pf_flight_land (self,
                      g_error_new (PF_ERROR, PF_ERROR_DATABASE, "%s %s",
                                   _ ("What is about to be sent cannot be written down."),
                                   error->message),
                      NULL);
      return;
    }
  if (row->state != PF_OUTBOX_SENDING || row->sent_at == 0)
    {
      /* Taken back in the meantime. */
      pf_flight_free (self);
      pf_outbox_pump (outbox);
      pf_outbox_check_drains (outbox);
      return;
    }
  self->serial = ++outbox->serial;
  send_request (self);
}

static void
mark_sent (PfFlight *self)
{
  pf_outbox_run (self->outbox, PF_DB_WRITE, pf_outbox_mark_sent, new_end (self),
                 (GDestroyNotify)pf_outbox_settlement_free, (GDestroyNotify)pf_outbox_row_unref,
                 on_marked, self);
}

/* Everything that goes with a pin is here: the intent, then the request. */
void
pf_flight_ready (PfFlight *self)
{
  mark_sent (self);
}

static void
refuse (PfFlight *self, PfError code, const char *words)
{
  pf_flight_land (self, g_error_new_literal (PF_ERROR, (int)code, words), NULL);
}

/* Begins to send or to look for @record, which the plan has leased. */
void
pf_outbox_start_flight (PfOutbox *self, PfOutboxRecord *record)
{
  PfFlight *flight = g_new0 (PfFlight, 1);
  PfOutboxRow *row = &record->row;

  flight->outbox = g_object_ref (self);
  flight->record = pf_outbox_record_of (pf_outbox_row_ref (row));
  flight->share = -1;
  flight->look = row->state == PF_OUTBOX_UNKNOWN;
  flight->lane = pf_outbox_lane (row->op, row->uuid, row->connection_id, row->board_uuid);
  g_hash_table_insert (self->flights, row->uuid, flight);
  if (flight->look)
    pf_flight_look (flight);
  else if (row->op == PF_OP_CREATE_PIN && record->board_remote == NULL)
    refuse (flight, PF_ERROR_NOT_FOUND, _ ("The board of this pin is gone."));
  else if (row->op == PF_OP_CREATE_PIN)
    pf_flight_get_media (flight);
  else if (row->op == PF_OP_CREATE_BOARD)
    mark_sent (flight);
  else
    {
      if (row->remote_id == NULL)
        row->remote_id = g_strdup (record->object_remote);
      if (row->remote_id == NULL)
        refuse (flight, PF_ERROR_INVALID, _ ("It is not known which one to delete."));
      else
        mark_sent (flight);
    }
}
