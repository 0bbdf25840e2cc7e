/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-fault.h"

#include "practice-connections.h"
#include "practice-tokens.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>

/* How a stolen connection goes on: bytes are written by a thread, then it is closed, reset or
 * left open. */
typedef struct
{
  GSocketConnection *connection;
  GBytes *bytes;
  guint drip_ms;
  gboolean reset;
  gboolean keep_open;
} Raw;

static void
raw_free (Raw *raw)
{
  g_clear_object (&raw->connection);
  g_clear_pointer (&raw->bytes, g_bytes_unref);
  g_free (raw);
}

static void
set_linger (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  struct linger at_once = { 1, 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void
raw_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Raw *raw = task_data;
  GSocket *socket = g_socket_connection_get_socket (raw->connection);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (raw->connection));
  const char *data = raw->bytes != NULL ? g_bytes_get_data (raw->bytes, NULL) : NULL;
  gsize length = raw->bytes != NULL ? g_bytes_get_size (raw->bytes) : 0;

  g_socket_set_blocking (socket, TRUE);
  g_socket_set_timeout (socket, 30);
  if (raw->drip_ms == 0)
    g_output_stream_write_all (out, data, length, NULL, NULL, NULL);
  else
    for (gsize i = 0; i < length; i++)
      {
        if (!g_output_stream_write_all (out, data + i, 1, NULL, NULL, NULL))
          break;
        g_usleep (raw->drip_ms * 1000ul);
      }

  if (raw->keep_open)
    {
      /* Say nothing until the client goes away. */
      char sink[256];

      g_socket_set_timeout (socket, 600);
      while (g_socket_receive (socket, sink, sizeof sink, NULL, NULL) > 0)
        ;
    }
  if (raw->reset)
    set_linger (raw->connection);
  else
    shutdown (g_socket_get_fd (socket), SHUT_WR);
  g_io_stream_close (G_IO_STREAM (raw->connection), NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
send_raw (PracticeExchange *x, GBytes *bytes, guint drip_ms, gboolean reset, gboolean keep_open)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Raw *raw = g_new0 (Raw, 1);

  x->silent = TRUE;
  raw->connection = practice_connections_steal (x->app, x->msg);
  raw->bytes = bytes;
  raw->drip_ms = drip_ms;
  raw->reset = reset;
  raw->keep_open = keep_open;
  g_task_set_source_tag (task, send_raw);
  g_task_set_task_data (task, raw, (GDestroyNotify)raw_free);
  g_task_run_in_thread (task, raw_thread);
}

void
practice_fault_cut (Practice *app, SoupServerMessage *msg, gboolean reset)
{
  g_autoptr (GSocketConnection) connection = practice_connections_steal (app, msg);

  if (reset)
    set_linger (connection);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static void
append_header (const char *name, const char *value, gpointer user_data)
{
  if (g_ascii_strcasecmp (name, "Content-Length") != 0)
    g_string_append_printf (user_data, "%s: %s\r\n", name, value);
}

/* The answer as bytes. @length: the Content-Length that is said; @body: how much of it is sent. */
static GBytes *
raw_answer (PracticeExchange *x, gsize length, gsize body)
{
  guint status = soup_server_message_get_status (x->msg);
  GString *s = g_string_new (NULL);
  g_autoptr (GBytes) all
      = soup_message_body_flatten (soup_server_message_get_response_body (x->msg));

  g_string_append_printf (s, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  soup_message_headers_foreach (soup_server_message_get_response_headers (x->msg), append_header,
                                s);
  g_string_append_printf (s, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
  g_string_append_len (s, g_bytes_get_data (all, NULL), (gssize)MIN (body, g_bytes_get_size (all)));
  return g_string_free_to_bytes (s);
}

static void
replace_body (PracticeExchange *x, const char *type, GBytes *bytes)
{
  soup_message_body_truncate (soup_server_message_get_response_body (x->msg));
  practice_reply_bytes (x, soup_server_message_get_status (x->msg), type, bytes);
}

static void
reply_text (PracticeExchange *x, guint status, const char *type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  soup_message_body_truncate (soup_server_message_get_response_body (x->msg));
  practice_reply_bytes (x, status, type, bytes);
}

/* value: a status, or {status, body, type, headers{}} */
static void
apply_status (PracticeExchange *x)
{
  JsonNode *value = x->fault->value;
  JsonObject *o
      = value != NULL && JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  guint status = (guint)practice_fault_number (x->fault, 503);
  const char *body = "{\"code\": 4197, \"message\": \"Something went wrong on our end.\"}";
  const char *type = "application/json";

  if (o != NULL)
    {
      status = (guint)json_object_get_int_member_with_default (o, "status", 503);
      body = json_object_get_string_member_with_default (o, "body", body);
      type = json_object_get_string_member_with_default (o, "type", type);
      if (json_object_has_member (o, "headers"))
        {
          JsonObject *headers = json_object_get_object_member (o, "headers");
          g_autoptr (GList) names = json_object_get_members (headers);

          for (GList *l = names; l != NULL; l = l->next)
            soup_message_headers_replace (soup_server_message_get_response_headers (x->msg),
                                          l->data,
                                          json_object_get_string_member (headers, l->data));
        }
    }
  reply_text (x, status, type, body);
}

static void
apply_redirect (PracticeExchange *x)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (x->msg), "Location",
                                practice_fault_text (x->fault, "http://127.0.0.1:9/elsewhere"));
  reply_text (x, 307, "text/plain", "");
}

/* value: seconds until the limit is lifted. Trial accounts have seen 67,150. */
static void
apply_429 (PracticeExchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (x->msg);
  g_autofree char *reset
      = g_strdup_printf ("%" G_GINT64_FORMAT, practice_fault_number (x->fault, 67150));

  soup_message_headers_replace (headers, "x-ratelimit-limit", "100, 100;w=60");
  soup_message_headers_replace (headers, "x-ratelimit-remaining", "0");
  soup_message_headers_replace (headers, "x-ratelimit-reset", reset);
  practice_reply_error (x, 429, 8, "You have exceeded your rate limit. Try again later.");
}

static void
apply_revoked (PracticeExchange *x)
{
  const char *header
      = soup_message_headers_get_one (soup_server_message_get_request_headers (x->msg),
                                      "Authorization");

  if (header != NULL && g_ascii_strncasecmp (header, "Bearer ", 7) == 0)
    practice_tokens_revoke_access (x->app, header + 7);
  practice_reply_error (x, 401, 2, "Authentication failed.");
}

/* Whether this strike lets the change be made first. */
static gboolean
commits (PracticeExchange *x, gboolean by_itself)
{
  return x->fault->commit < 0 ? by_itself : x->fault->commit > 0;
}

static void
cut (PracticeExchange *x, gboolean reset)
{
  x->silent = TRUE;
  practice_fault_cut (x->app, x->msg, reset);
}

gboolean
practice_fault_before (PracticeExchange *x)
{
  const char *kind = x->fault != NULL ? x->fault->kind : "";

  if (g_str_equal (kind, "cut-before-commit"))
    cut (x, FALSE);
  else if (g_str_equal (kind, "reset") && !commits (x, TRUE))
    cut (x, TRUE);
  else if (g_str_equal (kind, "black-hole") && !commits (x, FALSE))
    send_raw (x, NULL, 0, FALSE, TRUE);
  else if (g_str_equal (kind, "status") && !commits (x, FALSE))
    {
      apply_status (x);
      return TRUE;
    }
  else if (g_str_equal (kind, "redirect") && !commits (x, FALSE))
    {
      apply_redirect (x);
      return TRUE;
    }
  else if (g_str_equal (kind, "429"))
    {
      apply_429 (x);
      return TRUE;
    }
  else if (g_str_equal (kind, "spam"))
    {
      practice_reply_error (x, 429, 8, "Sorry! We blocked this pin as it looks like spam.");
      return TRUE;
    }
  else if (g_str_equal (kind, "token-revoked"))
    {
      apply_revoked (x);
      return TRUE;
    }
  else
    return FALSE;
  x->answered = TRUE;
  return TRUE;
}

static void
apply_gzip (PracticeExchange *x)
{
  g_autoptr (GBytes) bomb = practice_gzip_bomb ((gsize)practice_fault_number (x->fault, 100));

  soup_message_headers_replace (soup_server_message_get_response_headers (x->msg),
                                "Content-Encoding", "gzip");
  replace_body (x, "application/json", bomb);
}

void
practice_fault_after (PracticeExchange *x)
{
  const char *kind = x->fault != NULL ? x->fault->kind : "";
  gsize length = (gsize)soup_server_message_get_response_body (x->msg)->length;

  if (g_str_equal (kind, "cut-after-commit") || g_str_equal (kind, "twice"))
    cut (x, FALSE);
  else if (g_str_equal (kind, "reset") && commits (x, TRUE))
    cut (x, TRUE);
  else if (g_str_equal (kind, "black-hole") && commits (x, FALSE))
    send_raw (x, NULL, 0, FALSE, TRUE);
  else if (g_str_equal (kind, "cut-after-reply-line"))
    {
      guint status = soup_server_message_get_status (x->msg);
      char *line = g_strdup_printf ("HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));

      send_raw (x, g_bytes_new_take (line, strlen (line)), 0, FALSE, FALSE);
    }
  else if (g_str_equal (kind, "cut-mid-body"))
    send_raw (x, raw_answer (x, length, length / 2), 0,
              g_str_equal (practice_fault_text (x->fault, ""), "reset"), FALSE);
  else if (g_str_equal (kind, "truncated"))
    send_raw (x, raw_answer (x, length / 2, length / 2), 0, FALSE, FALSE);
  else if (g_str_equal (kind, "slow-drip"))
    send_raw (x, raw_answer (x, length, length), (guint)practice_fault_number (x->fault, 50), FALSE,
              FALSE);
  else if (g_str_equal (kind, "status") && commits (x, FALSE))
    apply_status (x);
  else if (g_str_equal (kind, "redirect") && commits (x, FALSE))
    apply_redirect (x);
  else if (g_str_equal (kind, "gzip-bomb"))
    apply_gzip (x);
  else if (g_str_equal (kind, "wrong-content-type"))
    reply_text (x, soup_server_message_get_status (x->msg),
                practice_fault_text (x->fault, "text/html"),
                "<!DOCTYPE html><title>Sign in to the network</title><p>Welcome to the hotel.");
  else if (g_str_equal (kind, "hostile-json"))
    {
      g_autoptr (GBytes) bytes = practice_hostile_json (practice_fault_text (x->fault, "deep"));

      replace_body (x, "application/json", bytes);
    }
}
