/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-private.h"

#include <glib/gi18n-lib.h>

/* What a pin shows, on its way: pictures are loaded; a video is registered, sent and waited
 * for (api-facts section 10). All of that comes before the intent to make the pin, because
 * nobody sees any of it: a step that was lost is simply done again. What Pinterest calls the
 * upload, and that all of it went there, is kept in the row, so that after a restart nothing
 * is sent again that is there. */

/* The waits between looks, in seconds; the last one stays. */
static const guint8 look_waits[] = { 1, 2, 4, 8, 10 };
/* Afterwards the row waits like any other and comes back. */
#define MAX_LOOKS 60

static void look_at_media (PfFlight *self);
static void register_media (PfFlight *self);

/* Nothing was made yet, whatever the error says: it is never "unknown" (safety.md PQ-2). */
static void
land_before_pin (PfFlight *self, GError *error)
{
  PfErrorDetail *detail = pf_error_get_detail (error);

  if (detail == NULL)
    {
      PfErrorDetail none = { .retry_after_s = -1 };
      GError *plain = pf_error_new_detailed (error->domain == PF_ERROR ? (PfError)error->code
                                                                       : PF_ERROR_NO_REPLY,
                                             &none, error->message);

      g_error_free (error);
      error = plain;
    }
  else
    {
      detail->maybe_sent = FALSE;
      if (error->code == PF_ERROR_SERVER || detail->http_status >= 500
          || (detail->http_status >= 200 && detail->http_status < 300))
        detail->http_status = 0;
    }
  pf_flight_land (self, error, NULL);
}

/* Whoever takes a video back, or ends the engine, does not wait for it to be sent. */
void
pf_flight_drop_media (PfFlight *self)
{
  if (self->media_stop != NULL)
    g_cancellable_cancel (self->media_stop);
}

/* Takes @error. The flight is gone then. */
static gboolean
is_dropped (PfFlight *self, GError *error)
{
  g_autoptr (PfOutbox) outbox = g_object_ref (self->outbox);

  if (!outbox->stopped && !g_cancellable_is_cancelled (self->media_stop))
    return FALSE;
  g_clear_error (&error);
  pf_flight_free (self);
  pf_outbox_pump (outbox);
  pf_outbox_check_drains (outbox);
  return TRUE;
}

/* Keeps what is known of the upload. Data: PfOutboxRecord. */
static gpointer
save_media (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxRecord *record = data;

  return pf_outbox_save_payload (db, record, error) ? PF_DB_OK : NULL;
}

static void
keep (PfFlight *self, GAsyncReadyCallback next)
{
  pf_outbox_run (self->outbox, PF_DB_WRITE, save_media, pf_outbox_row_ref (&self->record->row),
                 (GDestroyNotify)pf_outbox_row_unref, NULL, next, self);
}

/* Returns whether to go on. */
static gboolean
went_on (PfFlight *self, GObject *db, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  if (pf_outbox_run_finish (self->outbox, db, result, &error) == NULL)
    {
      land_before_pin (self, g_error_new_literal (PF_ERROR, PF_ERROR_DATABASE, error->message));
      return FALSE;
    }
  return !is_dropped (self, NULL);
}

static void
on_look_time (gpointer data)
{
  PfFlight *self = data;

  self->waiting = FALSE;
  look_at_media (self);
}

static void
look_later (PfFlight *self)
{
  guint at = MIN (self->n_looks, G_N_ELEMENTS (look_waits) - 1);

  if (++self->n_looks > MAX_LOOKS)
    {
      PfErrorDetail detail = { .retry_after_s = 60 };

      pf_flight_land (
          self,
          pf_error_new_detailed (PF_ERROR_SERVER, &detail,
                                 _ ("The video is still being worked on. Try again later.")),
          NULL);
      return;
    }
  self->waiting = TRUE;
  pf_outbox_after (self->outbox, look_waits[at] * G_TIME_SPAN_SECOND, on_look_time, self, NULL);
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;

  if (!went_on (self, source, result))
    return;
  if (!self->give_up)
    {
      register_media (self);
      return;
    }
  pf_flight_land (
      self,
      g_error_new_literal (PF_ERROR, PF_ERROR_INVALID,
                           _ ("This video could not be used. It may be MP4 or MOV with H.264 or "
                              "H.265 pictures, 4 seconds to 15 minutes long.")),
      NULL);
}

/* What Pinterest calls it is no good any more. */
static void
forget_media (PfFlight *self, gboolean give_up)
{
  self->give_up = give_up;
  g_clear_pointer (&self->record->media.media_id, g_free);
  self->record->media.uploaded = FALSE;
  keep (self, on_forgotten);
}

static void
on_media (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;
  g_autoptr (PfMedia) media
      = PF_DELIVERY_GET_IFACE (source)->get_media_finish (PF_DELIVERY (source), result, &error);
  const char *status = media != NULL && media->status != NULL ? media->status : "";

  if (is_dropped (self, error))
    return;
  if (media == NULL && g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND) && self->n_looks == 0)
    {
      g_error_free (error);
      forget_media (self, FALSE);
    }
  else if (media == NULL)
    land_before_pin (self, error);
  else if (g_str_equal (status, "succeeded"))
    pf_flight_ready (self);
  else if (g_str_equal (status, "failed"))
    forget_media (self, TRUE);
  else if (g_str_equal (status, "registered") && !self->record->media.uploaded)
    forget_media (self, FALSE);
  else
    look_later (self);
}

static void
look_at_media (PfFlight *self)
{
  PfOutbox *outbox = self->outbox;

  if (is_dropped (self, NULL))
    return;
  self->serial = ++outbox->serial;
  PF_DELIVERY_GET_IFACE (outbox->delivery)
      ->get_media_async (outbox->delivery, self->record->row.connection_id,
                         self->record->media.media_id, outbox->stop, on_media, self);
}

static void
on_upload_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;

  if (went_on (self, source, result))
    look_later (self);
}

static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;
  gboolean sent
      = PF_DELIVERY_GET_IFACE (source)->upload_finish (PF_DELIVERY (source), result, &error);

  PF_FAULT_POINT ("outbox/upload/sent");
  self->share = -1;
  if (!self->outbox->stopped)
    pf_outbox_emit_upload (self->outbox, &self->record->row);
  if (is_dropped (self, error))
    return;
  if (!sent)
    land_before_pin (self, error);
  else
    {
      self->record->media.uploaded = TRUE;
      keep (self, on_upload_kept);
    }
}

static void
on_progress (double share, gpointer data)
{
  PfFlight *self = data;

  self->share = share;
  pf_outbox_emit_upload (self->outbox, &self->record->row);
}

static void
on_register_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  PfOutbox *outbox = self->outbox;
  g_autofree char *path = NULL;

  PF_FAULT_POINT ("outbox/upload/registered");
  if (!went_on (self, source, result))
    return;
  path = pf_store_get_blob_path (outbox->store, self->record->row.blob);
  self->share = 0;
  PF_DELIVERY_GET_IFACE (outbox->delivery)
      ->upload_async (outbox->delivery, self->record->row.connection_id, self->media, path,
                      on_progress, self, self->media_stop, on_uploaded, self);
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  GError *error = NULL;

  self->media = PF_DELIVERY_GET_IFACE (source)->register_media_finish (PF_DELIVERY (source), result,
                                                                       &error);
  if (is_dropped (self, error))
    return;
  if (self->media == NULL)
    land_before_pin (self, error);
  else
    {
      self->record->media.media_id = g_strdup (self->media->media_id);
      self->record->media.uploaded = FALSE;
      keep (self, on_register_kept);
    }
}

static void
register_media (PfFlight *self)
{
  PfOutbox *outbox = self->outbox;

  g_clear_pointer (&self->media, pf_media_unref);
  self->serial = ++outbox->serial;
  PF_DELIVERY_GET_IFACE (outbox->delivery)
      ->register_media_async (outbox->delivery, self->record->row.connection_id, outbox->stop,
                              on_registered, self);
}

/* The blobs whose bytes go into the request, in order. */
static const char *
find_picture (const PfOutboxRecord *record, guint at)
{
  const PfPinMedia *media = &record->media;

  if (media->kind == PF_PIN_KIND_CAROUSEL)
    return media->items != NULL && at < media->items->len
               ? ((PfCarouselItem *)g_ptr_array_index (media->items, at))->upload
               : NULL;
  if (at > 0)
    return NULL;
  return media->kind == PF_PIN_KIND_VIDEO ? media->cover_upload : record->row.blob;
}

static void load_next (PfFlight *self);

static void
on_picture (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = pf_store_load_blob_finish (PF_STORE (source), result, &error);

  self->outbox->n_busy--;
  if (bytes == NULL)
    pf_flight_land (self,
                    g_error_new (PF_ERROR, PF_ERROR_DAMAGED, "%s %s",
                                 _ ("The kept picture cannot be read."), error->message),
                    NULL);
  else
    {
      g_ptr_array_add (self->pictures, bytes);
      load_next (self);
    }
}

static void
load_next (PfFlight *self)
{
  const PfOutboxRecord *record = self->record;
  const char *blob = find_picture (record, self->pictures->len);

  if (is_dropped (self, NULL))
    return;
  if (blob != NULL)
    {
      self->outbox->n_busy++;
      pf_store_load_blob_async (self->outbox->store, blob, NULL, on_picture, self);
    }
  else if (record->media.kind != PF_PIN_KIND_VIDEO)
    pf_flight_ready (self);
  else if (record->media.media_id != NULL)
    look_at_media (self);
  else
    register_media (self);
}

/* Gets ready what a pin shows; then pf_flight_ready(). */
void
pf_flight_get_media (PfFlight *self)
{
  self->media_stop = g_cancellable_new ();
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  load_next (self);
}

/* What POST /pins takes; @items has room for a carousel. */
PfNewPin
pf_flight_describe_pin (PfFlight *self, PfNewPinItem items[PF_CAROUSEL_MAX])
{
  const PfOutboxRecord *record = self->record;
  const PfOutboxRow *row = &record->row;
  const PfPinMedia *media = &record->media;
  PfNewPin pin = { .board_id = record->board_remote,
                   .section_id = record->section_remote,
                   .title = row->title,
                   .description = row->description,
                   .alt_text = row->alt_text,
                   .link = row->link };

  if (media->kind == PF_PIN_KIND_CAROUSEL)
    {
      for (guint i = 0; i < self->pictures->len; i++)
        {
          const PfCarouselItem *item = g_ptr_array_index (media->items, i);

          items[i] = (PfNewPinItem){ .title = item->title,
                                     .description = item->description,
                                     .link = item->link,
                                     .content_type = item->content_type,
                                     .picture = g_ptr_array_index (self->pictures, i) };
        }
      pin.items = items;
      pin.n_items = self->pictures->len;
      return pin;
    }
  if (self->pictures->len > 0)
    pin.picture = g_ptr_array_index (self->pictures, 0);
  pin.content_type = media->kind == PF_PIN_KIND_VIDEO ? media->cover_type : record->content_type;
  pin.media_id = media->kind == PF_PIN_KIND_VIDEO ? media->media_id : NULL;
  pin.cover_time = media->cover_time;
  return pin;
}

/**
 * pf_outbox_get_upload_share:
 * @self: an outbox
 * @row_uuid: a row
 *
 * Returns: of a video that is being sent, the share that is there, 0 to 1; else -1
 */
double
pf_outbox_get_upload_share (PfOutbox *self, const char *row_uuid)
{
  const PfFlight *flight = g_hash_table_lookup (self->flights, row_uuid);

  return flight != NULL ? flight->share : -1;
}
