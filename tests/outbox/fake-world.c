/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void fake_world_iface_init (PfDeliveryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeWorld,
                               fake_world,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_DELIVERY, fake_world_iface_init))

/* The outbox never looks inside a connection: its world tells its id. */
PfConnection *
fake_connection (const char *id)
{
  return (PfConnection *)id;
}

static void
fake_pin_free (FakePin *self)
{
  g_free (self->id);
  g_free (self->board_id);
  g_free (self->title);
  g_free (self->description);
  g_free (self->link);
  g_free (self->section_id);
  g_free (self->parent_id);
  g_free (self->alt_text);
  g_free (self);
}

static void
fake_section_free (FakeSection *self)
{
  g_free (self->id);
  g_free (self->board_id);
  g_free (self->name);
  g_free (self);
}

static void
fake_board_free (FakeBoard *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

void
fake_append_log (
    FakeWorld *self, const char *what, const char *id, const char *board, const char *text)
{
  g_autofree char *line = NULL;
  int fd;

  if (self->log_path == NULL)
    return;
  line = g_strdup_printf ("%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\n", what, id, board, text,
                          pf_clock_now (self->clock));
  fd = open (self->log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (write (fd, line, strlen (line)), ==, (gssize)strlen (line));
  close (fd);
}

static FakeBoard *
keep_board (FakeWorld *self, const char *id, const char *name, gint64 at)
{
  FakeBoard *board = g_new0 (FakeBoard, 1);

  board->id = g_strdup (id);
  board->name = g_strdup (name);
  board->created_at = at;
  g_ptr_array_add (self->boards, board);
  return board;
}

FakePin *
fake_keep_pin (FakeWorld *self, const char *id, const char *board_id, const char *title, gint64 at)
{
  FakePin *pin = g_new0 (FakePin, 1);

  pin->id = g_strdup (id);
  pin->board_id = g_strdup (board_id);
  pin->title = g_strdup (title);
  pin->created_at = at;
  pin->fingerprint = g_str_hash (title != NULL ? title : "");
  g_ptr_array_add (self->pins, pin);
  return pin;
}

/* What an earlier process did at this Pinterest. */
void
fake_world_load_log (FakeWorld *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (self->log_path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      g_auto (GStrv) part = g_strsplit (*line, "\t", 5);
      gint64 at = g_ascii_strtoll (part[4], NULL, 10);

      self->next_id = MAX (self->next_id, g_ascii_strtoll (part[1], NULL, 10) + 1);
      if (g_str_equal (part[0], "pin"))
        fake_keep_pin (self, part[1], part[2], part[3], at);
      else if (g_str_equal (part[0], "board"))
        keep_board (self, part[1], part[3], at);
      else if (!fake_edits_load (self, part))
        fake_drop (self, part[1]);
    }
}

static FakeBoard *
make_board (FakeWorld *self, const char *name, gint64 delay)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->next_id++);

  fake_append_log (self, "board", id, "", name);
  return keep_board (self, id, name, pf_clock_now (self->clock) + delay);
}

static FakePin *
make_pin (FakeWorld *self, const PfNewPin *new_pin, gint64 delay)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->next_id++);
  FakePin *pin;

  fake_append_log (self, "pin", id, new_pin->board_id,
                   new_pin->title != NULL ? new_pin->title : "");
  pin = fake_keep_pin (self, id, new_pin->board_id, new_pin->title,
                       pf_clock_now (self->clock) + delay);
  pin->description = g_strdup (new_pin->description);
  pin->link = g_strdup (new_pin->link);
  return pin;
}

static char *
make_time (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
}

static char *
quote (const char *id)
{
  return id != NULL ? g_strdup_printf ("\"%s\"", id) : g_strdup ("null");
}

PfPin *
fake_as_pin (const FakePin *pin)
{
  g_autofree char *created = make_time (pin->created_at);
  g_autofree char *section = quote (pin->section_id);
  g_autofree char *parent = quote (pin->parent_id);
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"%s\",\"board_section_id\":%s,\"parent_pin_id\":%s,\"alt_text\":\"%s\","
      "\"board_id\":\"%s\",\"title\":\"%s\",\"description\":\"%s\",\"link\":\"%s\","
      "\"created_at\":\"%s\",\"media\":{\"media_type\":\"image\",\"images\":{}}}",
      pin->id, section, parent, pin->alt_text != NULL ? pin->alt_text : "", pin->board_id,
      pin->title != NULL ? pin->title : "", pin->description != NULL ? pin->description : "",
      pin->link != NULL ? pin->link : "", created);
  g_autoptr (GError) error = NULL;
  PfPin *record = pf_pin_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return record;
}

PfBoard *
fake_as_board (const FakeBoard *board)
{
  g_autofree char *created = make_time (board->created_at);
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\",\"created_at\":\"%s\"}",
                                           board->id, board->name, created);
  g_autoptr (GError) error = NULL;
  PfBoard *record = pf_board_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return record;
}

FakeKind
fake_next_kind (FakeWorld *self)
{
  if (!g_queue_is_empty (&self->faults))
    return (FakeKind)GPOINTER_TO_UINT (g_queue_pop_head (&self->faults));
  return self->chaos != NULL ? self->chaos (self, self->chaos_data) : FAKE_OK;
}

gboolean
fake_is_made (FakeKind kind)
{
  return kind == FAKE_OK || kind == FAKE_LOST_AFTER || kind == FAKE_LATE || kind == FAKE_TWICE
         || kind == FAKE_500_AFTER || kind == FAKE_GARBAGE || kind == FAKE_UNCLASSIFIED;
}

GError *
fake_make_error (FakeWorld *self, FakeKind kind)
{
  static const struct
  {
    FakeKind kind;
    PfError code;
    guint status;
    int api_code;
    gboolean maybe_sent;
  } errors[] = {
    { FAKE_UNSENT, PF_ERROR_OFFLINE, 0, 0, FALSE },
    { FAKE_LOST_BEFORE, PF_ERROR_NO_REPLY, 0, 0, TRUE },
    { FAKE_LOST_AFTER, PF_ERROR_NO_REPLY, 0, 0, TRUE },
    { FAKE_LATE, PF_ERROR_TIMED_OUT, 0, 0, TRUE },
    { FAKE_TWICE, PF_ERROR_NO_REPLY, 0, 0, TRUE },
    { FAKE_500_BEFORE, PF_ERROR_SERVER, 500, 0, TRUE },
    { FAKE_500_AFTER, PF_ERROR_SERVER, 503, 4197, TRUE },
    { FAKE_GARBAGE, PF_ERROR_PARSE, 201, 0, TRUE },
    { FAKE_400_CODE_12, PF_ERROR_SERVER, 400, 12, TRUE },
    { FAKE_400, PF_ERROR_INVALID, 400, 1, FALSE },
    { FAKE_409, PF_ERROR_CONFLICT, 409, 409, FALSE },
    { FAKE_429, PF_ERROR_RATE_LIMIT, 429, 8, FALSE },
    { FAKE_429_SPAM, PF_ERROR_SPAM, 429, 8, FALSE },
    { FAKE_401_TOKEN, PF_ERROR_AUTH, 401, 2, FALSE },
    { FAKE_401_SCOPE, PF_ERROR_SCOPE, 401, 3, FALSE },
    { FAKE_403_TRIAL, PF_ERROR_TRIAL, 403, 29, FALSE },
    { FAKE_401_EDIT, PF_ERROR_FEATURE, 401, 3, FALSE },
    { FAKE_404, PF_ERROR_NOT_FOUND, 404, 40, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].kind == kind)
      {
        PfErrorDetail detail = { .http_status = errors[i].status,
                                 .api_code = errors[i].api_code,
                                 .request_id = (char *)"rid-1",
                                 .retry_after_s = kind == FAKE_429 ? self->retry_after_s : -1,
                                 .maybe_sent = errors[i].maybe_sent };

        return pf_error_new_detailed (errors[i].code, &detail, "The fake said no");
      }
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "Foreign words");
}

typedef struct
{
  FakeWorld *world;
  GTask *task;
  gpointer value;
  GDestroyNotify value_free;
  GError *error;
  char *lane;
  gboolean write;
} Reply;

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  if (reply->value != NULL)
    reply->value_free (reply->value);
  g_clear_error (&reply->error);
  g_clear_object (&reply->task);
  g_clear_object (&reply->world);
  g_free (reply->lane);
  g_free (reply);
}

static void
give_reply (gpointer data)
{
  Reply *reply = data;

  if (reply->lane != NULL)
    g_hash_table_remove (reply->world->lanes, reply->lane);
  reply->world->n_in_flight -= (guint)reply->write;
  if (reply->error != NULL)
    g_task_return_error (reply->task, g_steal_pointer (&reply->error));
  else
    g_task_return_pointer (reply->task, g_steal_pointer (&reply->value), reply->value_free);
}

void
fake_reply_later (
    FakeWorld *self, GTask *task, gpointer value, GDestroyNotify value_free, GError *error)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->world = g_object_ref (self);
  reply->task = task;
  reply->value = value;
  reply->value_free = value_free;
  reply->error = error;
  pf_clock_timeout (self->clock, self->delay_us, give_reply, reply, reply_free);
}

void
fake_reply_to_write (FakeWorld *self,
                     GTask *task,
                     FakeKind kind,
                     gpointer value,
                     GDestroyNotify value_free,
                     const char *lane)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->world = g_object_ref (self);
  reply->task = task;
  reply->value = value;
  reply->value_free = value_free;
  reply->error = kind == FAKE_OK ? NULL : fake_make_error (self, kind);
  reply->write = TRUE;
  if (lane != NULL)
    {
      self->lane_clash |= !g_hash_table_add (self->lanes, g_strdup (lane));
      reply->lane = g_strdup (lane);
    }
  self->n_in_flight++;
  self->max_in_flight = MAX (self->max_in_flight, self->n_in_flight);
  pf_clock_timeout (self->clock, self->delay_us, give_reply, reply, reply_free);
}

GTask *
fake_new_task (gpointer self,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_check_cancellable (task, FALSE);
  return task;
}

gpointer
fake_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
fake_free_pin (gpointer data)
{
  pf_pin_unref (data);
}

void
fake_free_board (gpointer data)
{
  pf_board_unref (data);
}

static void
fake_create_pin (PfDelivery *delivery,
                 const char *connection_id,
                 const PfNewPin *new_pin,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  FakeKind kind;
  FakePin *pin = NULL;
  g_autofree char *text
      = g_strndup (g_bytes_get_data (new_pin->picture, NULL), g_bytes_get_size (new_pin->picture));

  /* The picture that leaves is the one that was prepared when the row was kept. */
  g_assert_true (g_str_has_prefix (text, "prepared "));
  self->n_create_pins++;
  g_ptr_array_add (self->order, g_strdup (new_pin->title));
  if (self->on_accept != NULL)
    self->on_accept (self, new_pin->title, self->accept_data);
  kind = fake_world_find_board (self, new_pin->board_id) != NULL ? fake_next_kind (self) : FAKE_404;
  if (fake_is_made (kind))
    pin = make_pin (self, new_pin, kind == FAKE_LATE ? 20 * G_USEC_PER_SEC : 0);
  if (kind == FAKE_TWICE)
    make_pin (self, new_pin, 0);
  fake_reply_to_write (self, fake_new_task (self, cancellable, callback, data), kind,
                       kind == FAKE_OK ? fake_as_pin (pin) : NULL, fake_free_pin,
                       new_pin->board_id);
}

static PfPin *
fake_create_pin_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

static void
fake_create_board (PfDelivery *delivery,
                   const char *connection_id,
                   const PfNewBoard *new_board,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  FakeKind kind;
  FakeBoard *board = NULL;

  self->n_create_boards++;
  g_ptr_array_add (self->order, g_strdup (new_board->name));
  if (self->on_accept != NULL)
    self->on_accept (self, new_board->name, self->accept_data);
  kind = fake_next_kind (self);
  if (fake_is_made (kind))
    board = make_board (self, new_board->name, kind == FAKE_LATE ? 20 * G_USEC_PER_SEC : 0);
  if (kind == FAKE_TWICE)
    make_board (self, new_board->name, 0);
  fake_reply_to_write (self, fake_new_task (self, cancellable, callback, data), kind,
                       kind == FAKE_OK ? fake_as_board (board) : NULL, fake_free_board, "boards");
}

static PfBoard *
fake_create_board_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

static gboolean
fake_finish_boolean (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  g_autofree char *value = fake_finish (delivery, result, error);

  return value != NULL;
}

/* Newest first, as the service lists. */
PfPage *
fake_make_page (FakeWorld *self, GPtrArray *records, const char *bookmark)
{
  PfPage *page = g_new0 (PfPage, 1);
  guint from = bookmark != NULL ? (guint)g_ascii_strtoull (bookmark, NULL, 10) : 0;

  page->items = g_ptr_array_new ();
  if (bookmark == NULL && self->empty_page_first)
    {
      page->bookmark = g_strdup ("0");
      return page;
    }
  for (guint i = from; i < records->len && i < from + self->page_size; i++)
    g_ptr_array_add (page->items, records->pdata[records->len - 1 - i]);
  if (from + self->page_size < records->len)
    page->bookmark = g_strdup_printf ("%u", from + self->page_size);
  else if (self->repeat_bookmark)
    page->bookmark = g_strdup (bookmark != NULL ? bookmark : "0");
  return page;
}

void
fake_free_page (gpointer data)
{
  pf_page_free (data);
}

gboolean
fake_fail_list (FakeWorld *self, GTask *task)
{
  self->n_lists++;
  if (self->fail_lists == 0)
    return FALSE;
  self->fail_lists--;
  fake_reply_later (self, task, NULL, NULL, fake_make_error (self, FAKE_500_BEFORE));
  return TRUE;
}

static void
fake_list_pins (PfDelivery *delivery,
                const char *connection_id,
                const char *board_id,
                const char *section_id,
                const char *bookmark,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  GTask *task = fake_new_task (self, cancellable, callback, data);
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  PfPage *page;

  if (fake_fail_list (self, task) || fake_refuse_missing (self, task, board_id))
    return;
  for (guint i = 0; i < self->pins->len; i++)
    {
      FakePin *pin = self->pins->pdata[i];

      if ((section_id == NULL || g_strcmp0 (pin->section_id, section_id) == 0)
          && g_str_equal (pin->board_id, board_id) && pin->created_at <= pf_clock_now (self->clock))
        g_ptr_array_add (seen, pin);
    }
  page = fake_make_page (self, seen, bookmark);
  for (guint i = 0; i < page->items->len; i++)
    page->items->pdata[i] = fake_as_pin (page->items->pdata[i]);
  g_ptr_array_set_free_func (page->items, fake_free_pin);
  fake_reply_later (self, task, page, fake_free_page, NULL);
}

static void
fake_list_boards (PfDelivery *delivery,
                  const char *connection_id,
                  const char *bookmark,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  GTask *task = fake_new_task (self, cancellable, callback, data);
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  PfPage *page;

  if (fake_fail_list (self, task))
    return;
  for (guint i = 0; i < self->boards->len; i++)
    if (((FakeBoard *)self->boards->pdata[i])->created_at <= pf_clock_now (self->clock))
      g_ptr_array_add (seen, self->boards->pdata[i]);
  page = fake_make_page (self, seen, bookmark);
  for (guint i = 0; i < page->items->len; i++)
    page->items->pdata[i] = fake_as_board (page->items->pdata[i]);
  g_ptr_array_set_free_func (page->items, fake_free_board);
  fake_reply_later (self, task, page, fake_free_page, NULL);
}

static PfPage *
fake_list_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

static void
fake_fingerprint (PfDelivery *delivery,
                  const char *connection_id,
                  PfPin *pin,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  FakePin *fake = fake_world_find_pin (self, pin->id);
  GTask *task = fake_new_task (self, cancellable, callback, data);

  if (self->fail_fingerprints > 0 || fake == NULL)
    {
      self->fail_fingerprints -= self->fail_fingerprints > 0;
      fake_reply_later (self, task, NULL, NULL, fake_make_error (self, FAKE_404));
    }
  else
    fake_reply_later (self, task, g_memdup2 (&fake->fingerprint, sizeof (guint64)), g_free, NULL);
}

static gboolean
fake_fingerprint_finish (PfDelivery *delivery,
                         GAsyncResult *result,
                         guint64 *fingerprint,
                         GError **error)
{
  g_autofree guint64 *value = fake_finish (delivery, result, error);

  if (value == NULL)
    return FALSE;
  *fingerprint = *value;
  return TRUE;
}

/* A picture here is its title in bytes, so that a test can tell which one was sent. */
static void
fake_prepare (PfDelivery *delivery,
              GBytes *picture,
              const PfMediaEdit *edit,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (delivery, cancellable, callback, data);
  PfPrepared *prepared = g_new0 (PfPrepared, 1);
  g_autofree char *text = g_strndup (g_bytes_get_data (picture, NULL), g_bytes_get_size (picture));
  g_autofree char *made = g_strconcat ("prepared ", text, NULL);

  prepared->bytes = g_bytes_new (made, strlen (made));
  prepared->content_type = "image/jpeg";
  prepared->width = 100;
  prepared->height = 150;
  prepared->fingerprint = g_str_hash (text);
  g_task_return_pointer (task, prepared, (GDestroyNotify)pf_prepared_free);
}

static PfPrepared *
fake_prepare_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

static void
fake_renew (PfDelivery *delivery,
            const char *connection_id,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  GTask *task = fake_new_task (self, cancellable, callback, data);

  self->n_renews++;
  if (self->renew_fails)
    fake_reply_later (self, task, NULL, NULL,
                      g_error_new_literal (PF_ERROR, PF_ERROR_SIGN_IN, "Sign in again"));
  else
    fake_reply_later (self, task, g_new0 (char, 1), g_free, NULL);
}

static void
fake_note_success (PfDelivery *delivery, const char *connection_id, const char *operation)
{
  FakeWorld *self = FAKE_WORLD (delivery);

  g_free (self->succeeded);
  self->succeeded = g_strdup (operation);
}

static void
fake_note_error (PfDelivery *delivery,
                 const char *connection_id,
                 const GError *error,
                 const char *operation)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  PfDeliveryAccount *account = fake_world_get_account (self, connection_id);

  g_ptr_array_add (self->noted, g_strdup (error->domain == PF_ERROR
                                              ? pf_error_code_to_string ((PfError)error->code)
                                              : "foreign"));
  if (account != NULL && g_error_matches (error, PF_ERROR, PF_ERROR_FEATURE))
    account->no_edits = TRUE;
  if (account != NULL && g_error_matches (error, PF_ERROR, PF_ERROR_SIGN_IN))
    {
      account->waiting_for = "account";
      account->looking_waits = TRUE;
      pf_delivery_emit_changed (delivery);
    }
}

static const char *
fake_get_id (PfDelivery *delivery, PfConnection *connection)
{
  return (const char *)connection;
}

static gboolean
fake_check (PfDelivery *delivery, const char *connection_id, PfOutboxOp op, GError **error)
{
  const PfDeliveryAccount *account = fake_world_get_account (FAKE_WORLD (delivery), connection_id);
  gboolean pin = pf_outbox_op_is_about_pin (op);

  if (account != NULL && account->no_edits && op == PF_OP_UPDATE_PIN)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_FEATURE, "Closed to this app");
      return FALSE;
    }

  if (account != NULL && (pin ? account->can_pins : account->can_boards))
    return TRUE;
  g_set_error_literal (error, PF_ERROR, PF_ERROR_SCOPE, "Connected for reading only");
  return FALSE;
}

static GPtrArray *
fake_list_accounts (PfDelivery *delivery)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_delivery_account_free);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const PfDeliveryAccount *from = self->accounts->pdata[i];
      PfDeliveryAccount *account = g_memdup2 (from, sizeof *from);

      account->connection_id = g_strdup (from->connection_id);
      account->service = g_strdup (from->service);
      account->account_id = g_strdup (from->account_id);
      g_ptr_array_add (copies, account);
    }
  return copies;
}

static void
fake_world_iface_init (PfDeliveryInterface *iface)
{
  iface->list_accounts = fake_list_accounts;
  iface->get_id = fake_get_id;
  iface->check = fake_check;
  iface->note_error = fake_note_error;
  iface->note_success = fake_note_success;
  iface->renew_async = fake_renew;
  iface->renew_finish = fake_finish_boolean;
  iface->create_board_async = fake_create_board;
  iface->create_board_finish = fake_create_board_finish;
  iface->create_pin_async = fake_create_pin;
  iface->create_pin_finish = fake_create_pin_finish;
  iface->remove_finish = fake_finish_boolean;
  fake_edits_iface_init (iface);
  fake_removals_iface_init (iface);
  fake_media_iface_init (iface);
  iface->list_boards_async = fake_list_boards;
  iface->list_boards_finish = fake_list_finish;
  iface->list_pins_async = fake_list_pins;
  iface->list_pins_finish = fake_list_finish;
  iface->fingerprint_async = fake_fingerprint;
  iface->fingerprint_finish = fake_fingerprint_finish;
  iface->prepare_async = fake_prepare;
  iface->prepare_finish = fake_prepare_finish;
}

static void
fake_world_finalize (GObject *object)
{
  FakeWorld *self = FAKE_WORLD (object);

  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->pins);
  g_ptr_array_unref (self->boards);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->noted);
  g_free (self->succeeded);
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->lanes);
  g_queue_clear (&self->faults);
  g_free (self->log_path);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (fake_world_parent_class)->finalize (object);
}

static void
fake_world_class_init (FakeWorldClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_world_finalize;
}

static void
fake_world_init (FakeWorld *self)
{
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_delivery_account_free);
  self->pins = g_ptr_array_new_with_free_func ((GDestroyNotify)fake_pin_free);
  self->boards = g_ptr_array_new_with_free_func ((GDestroyNotify)fake_board_free);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify)fake_section_free);
  self->noted = g_ptr_array_new_with_free_func (g_free);
  self->order = g_ptr_array_new_with_free_func (g_free);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->faults);
  self->delay_us = 200 * 1000;
  self->retry_after_s = 30;
  self->page_size = 25;
  /* Ids are beyond 2^53, as Pinterest's are. */
  self->next_id = 9007199254740993;
}

FakeWorld *
fake_world_new (PfClock *clock)
{
  FakeWorld *self = g_object_new (FAKE_TYPE_WORLD, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

char *
fake_world_add_board (FakeWorld *self, const char *name)
{
  return g_strdup (make_board (self, name, -3600 * G_TIME_SPAN_SECOND)->id);
}

/* One that every process knows by the same id. */
void
fake_world_keep_board (FakeWorld *self, const char *id, const char *name)
{
  keep_board (self, id, name, pf_clock_now (self->clock) - 3600 * G_TIME_SPAN_SECOND);
}
