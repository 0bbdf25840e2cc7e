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
  g_clear_object (&self->media_stop);
  g_clear_pointer (&self->media, pf_media_unref);
  g_clear_pointer (&self->pin, pf_pin_unref);
  g_clear_pointer (&self->board, pf_board_unref);
  g_clear_pointer (&self->section, pf_section_unref);
  g_clear_pointer (&self->survey, pf_survey_free);
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
  for (guint i = 0; self->record->followers != NULL && i < self->record->followers->len; i++)
    {
      const PfOutboxRecord *follower = self->record->followers->pdata[i];

      if (end->followers == NULL)
        end->followers = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (end->followers, g_strdup (follower->row.uuid));
    }
  return end;
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

      if (pf_outbox_op_is_about_pin (row->op)
          && g_strcmp0 (((PfPin *)item)->id, row->remote_id) == 0)
        self->pin = pf_pin_ref (item);
      if (row->op == PF_OP_CREATE_BOARD && g_strcmp0 (((PfBoard *)item)->id, row->remote_id) == 0)
        self->board = pf_board_ref (item);
      if (row->op == PF_OP_CREATE_SECTION
          && g_strcmp0 (((PfSection *)item)->id, row->remote_id) == 0)
        self->section = pf_section_ref (item);
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
      PfOutboxState was = self->record->row.state;

      pick_record (self, row);
      pf_outbox_tell_mirror (self, pf_outbox_record_of (row));
      g_clear_pointer (&self, pf_flight_free);
      pf_outbox_touch (outbox);
      pf_outbox_emit_rows (outbox, pf_outbox_record_of (row), was);
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
on_section_created (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;

  self->section = PF_DELIVERY_GET_IFACE (source)->create_section_finish (PF_DELIVERY (source),
                                                                         result, &error);
  PF_FAULT_POINT ("outbox/reply/section");
  pf_flight_land (self, error, self->section != NULL ? self->section->id : NULL);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;

  self->pin
      = PF_DELIVERY_GET_IFACE (source)->save_pin_finish (PF_DELIVERY (source), result, &error);
  PF_FAULT_POINT ("outbox/reply/saved");
  pf_flight_land (self, error, self->pin != NULL ? self->pin->id : NULL);
}

static void
on_updated (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;
  gpointer record
      = PF_DELIVERY_GET_IFACE (source)->update_finish (PF_DELIVERY (source), result, &error);

  if (self->record->row.op == PF_OP_UPDATE_PIN)
    self->pin = record;
  else if (self->record->row.op == PF_OP_UPDATE_BOARD)
    self->board = record;
  else
    self->section = record;
  PF_FAULT_POINT ("outbox/reply/updated");
  pf_flight_land (self, error, self->record->row.remote_id);
}

/* All that the row and those that go with it set, the last word of each field. Where it goes
 * is what the last row that moves it resolved. */
static void
send_update (PfFlight *self)
{
  PfDelivery *delivery = self->outbox->delivery;
  PfOutboxRecord *record = self->record;
  g_autoptr (PfChanges) all = g_new0 (PfChanges, 1);
  const PfOutboxRecord *place = NULL;
  PfPatch patch;

  for (guint i = 0; i <= record->followers->len; i++)
    {
      const PfOutboxRecord *part = i == 0 ? record : record->followers->pdata[i - 1];

      /* One that was taken back meanwhile is not sent. */
      if (part->row.state != PF_OUTBOX_SENDING || part->changes == NULL)
        continue;
      pf_changes_apply (all, part->changes);
      if ((part->changes->fields & PF_CHANGE_BOARD) != 0)
        place = part;
    }
  patch = (PfPatch){ .fields = all->fields,
                     .title = all->title,
                     .description = all->description,
                     .alt_text = all->alt_text,
                     .link = all->link,
                     .name = all->name,
                     .privacy = all->privacy,
                     .board_id = place != NULL ? place->board_remote : NULL,
                     .section_id = place != NULL ? place->section_remote : NULL };
  if (place != NULL
      && (place->board_remote == NULL
          || (place->row.section_uuid != NULL && place->section_remote == NULL)))
    {
      pf_flight_land (self,
                      g_error_new_literal (PF_ERROR, PF_ERROR_NOT_FOUND,
                                           _ ("The board or section it was to go to is gone.")),
                      NULL);
      return;
    }
  PF_DELIVERY_GET_IFACE (delivery)->update_async (delivery, record->row.connection_id,
                                                  record->row.op, record->row.remote_id,
                                                  record->board_remote, &patch, self->outbox->stop,
                                                  on_updated, self);
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
  else if (row->op == PF_OP_CREATE_SECTION)
    wire->create_section_async (delivery, row->connection_id, self->record->board_remote, row->name,
                                stop, on_section_created, self);
  else if (row->op == PF_OP_SAVE_PIN)
    wire->save_pin_async (delivery, row->connection_id, self->record->source_remote,
                          self->record->board_remote, self->record->section_remote, stop, on_saved,
                          self);
  else if (pf_outbox_op_is_update (row->op))
    send_update (self);
  else
    wire->remove_async (delivery, row->connection_id,
                        row->op == PF_OP_MERGE_BOARD ? PF_OP_DELETE_BOARD : row->op, row->remote_id,
                        self->record->board_remote, stop, on_removed, self);
}

/* From here on only what was marked counts. */
static void
take_marked (PfFlight *self, PfOutboxRecord *marked)
{
  PfOutboxRecord *record = self->record;

  record->row.state = marked->row.state;
  record->row.sent_at = marked->row.sent_at;
  g_clear_pointer (&record->followers, g_ptr_array_unref);
  record->followers = g_steal_pointer (&marked->followers);
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
  if ((row->state != PF_OUTBOX_SENDING
       || g_strcmp0 (pf_outbox_record_of (row)->lease_owner, outbox->owner) != 0)
      && pf_outbox_record_of (row)->followers->len == 0)
    {
      /* Taken back in the meantime, or not what was meant any more. */
      pf_flight_free (self);
      pf_outbox_touch (outbox);
      pf_outbox_emit_rows (outbox, pf_outbox_record_of (row), PF_OUTBOX_SENDING);
      pf_outbox_pump (outbox);
      pf_outbox_check_drains (outbox);
      return;
    }
  self->serial = ++outbox->serial;
  take_marked (self, pf_outbox_record_of (row));
  send_request (self);
}

/* Writes down that it is about to be sent, and sends it. */
void
pf_flight_mark_sent (PfFlight *self)
{
  PfOutboxSettlement *end = new_end (self);

  if (self->survey != NULL)
    {
      end->sections = g_ptr_array_ref (self->survey->sections);
      end->pins = g_ptr_array_ref (self->survey->pins);
    }
  pf_outbox_run (self->outbox, PF_DB_WRITE, pf_outbox_mark_sent, end,
                 (GDestroyNotify)pf_outbox_settlement_free, (GDestroyNotify)pf_outbox_row_unref,
                 on_marked, self);
}

/* Everything that goes with a pin is here: the intent, then the request. */
void
pf_flight_ready (PfFlight *self)
{
  pf_flight_mark_sent (self);
}

static void
refuse (PfFlight *self, PfError code, const char *words)
{
  pf_flight_land (self, g_error_new_literal (PF_ERROR, (int)code, words), NULL);
}

static void
on_surveyed (PfFlight *self, GError *error)
{
  if (error != NULL || self->outbox->stopped)
    pf_flight_land (self, error, NULL);
  else if ((self->record->inverse || self->record->emptied) && !self->survey->complete)
    refuse (self, PF_ERROR_SERVER, pf_survey_words_incomplete ());
  else if (self->record->inverse && self->survey->pins->len > 0)
    /* Undo of a create takes back what it made, not what was put into it since. */
    refuse (self, PF_ERROR_INVALID, _ ("There are pins in it now, so it was not taken back."));
  else if (self->record->emptied && self->survey->pins->len > 0)
    /* Pinterest may list for a while what was just moved: looked at again, not given up. */
    refuse (self, PF_ERROR_BUSY, _ ("There are pins in it, so it was not deleted."));
  else
    pf_flight_mark_sent (self);
}

/* Updates, deletes and merges: of something that is there. */
static void
start_change (PfFlight *self)
{
  PfOutboxRecord *record = self->record;
  PfOutboxRow *row = &record->row;
  gboolean in_board = row->op == PF_OP_UPDATE_SECTION || row->op == PF_OP_DELETE_SECTION;

  if (row->remote_id == NULL)
    row->remote_id = g_strdup (record->object_remote);
  if (row->remote_id == NULL && pf_outbox_op_is_delete (row->op))
    refuse (self, PF_ERROR_INVALID, _ ("It is not known which one to delete."));
  else if (row->remote_id == NULL)
    refuse (self, PF_ERROR_NOT_FOUND, _ ("What this is about is not there any more."));
  else if (in_board && record->board_remote == NULL)
    refuse (self, PF_ERROR_NOT_FOUND, _ ("The board of this section is gone."));
  else if (row->op == PF_OP_MERGE_BOARD)
    pf_flight_merge (self);
  else if (record->listing && row->op == PF_OP_DELETE_SECTION)
    pf_flight_survey (self, record->board_remote, row->remote_id, NULL, on_surveyed);
  else if (record->listing && row->op == PF_OP_DELETE_BOARD)
    pf_flight_survey (self, row->remote_id, NULL, NULL, on_surveyed);
  else
    pf_flight_mark_sent (self);
}

static void
start_create (PfFlight *self)
{
  PfOutboxRecord *record = self->record;
  PfOutboxRow *row = &record->row;

  if (row->op == PF_OP_CREATE_BOARD)
    pf_flight_mark_sent (self);
  else if (record->board_remote == NULL)
    refuse (self, PF_ERROR_NOT_FOUND,
            row->op == PF_OP_CREATE_PIN ? _ ("The board of this pin is gone.")
                                        : _ ("The board it was to go to is gone."));
  else if (row->op != PF_OP_CREATE_SECTION && row->section_uuid != NULL
           && record->section_remote == NULL)
    refuse (self, PF_ERROR_NOT_FOUND, _ ("The section it was to go to is gone."));
  else if (row->op == PF_OP_CREATE_PIN)
    pf_flight_get_media (self);
  else
    pf_flight_mark_sent (self);
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
  flight->lane = pf_outbox_lane (row);
  g_hash_table_insert (self->flights, row->uuid, flight);
  if (flight->look)
    pf_flight_look (flight);
  else if (pf_outbox_op_is_create (row->op))
    start_create (flight);
  else
    start_change (flight);
}
