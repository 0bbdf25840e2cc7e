/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "script-server.h"

#include <string.h>
#include <sys/socket.h>

typedef struct
{
  StepKind kind;
  GBytes *bytes;
  GBytes *flood;
  gsize part;
} Step;

struct _ScriptServer
{
  GSocketService *service;
  GTlsCertificate *certificate;
  GCancellable *stopped;
  guint16 port;
  GMutex mutex;
  GQueue steps;
  GPtrArray *seen;
  guint connections;
};

static void
step_free (Step *self)
{
  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->flood, g_bytes_unref);
  g_free (self);
}

static void
seen_free (Seen *self)
{
  g_free (self->method);
  g_free (self->target);
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

static Step *
next_step (ScriptServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_queue_pop_head (&self->steps);
}

static Seen *
read_head (ScriptServer *self, GDataInputStream *in)
{
  g_autofree char *line = g_data_input_stream_read_line (in, NULL, self->stopped, NULL);
  g_auto (GStrv) words = NULL;
  Seen *seen;

  if (line == NULL)
    return NULL;
  words = g_strsplit (g_strchomp (line), " ", 3);
  if (g_strv_length (words) != 3)
    return NULL;
  seen = g_new0 (Seen, 1);
  seen->method = g_strdup (words[0]);
  seen->target = g_strdup (words[1]);
  seen->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  seen->body = g_bytes_new (NULL, 0);
  while (TRUE)
    {
      g_autofree char *header = g_data_input_stream_read_line (in, NULL, self->stopped, NULL);
      char *colon;

      if (header == NULL || *g_strchomp (header) == '\0')
        return seen;
      colon = strchr (header, ':');
      if (colon == NULL)
        continue;
      *colon = '\0';
      g_hash_table_insert (seen->headers, g_ascii_strdown (header, -1),
                           g_strdup (g_strchug (colon + 1)));
    }
}

static void
read_body (ScriptServer *self, GDataInputStream *in, Seen *seen, gsize length)
{
  char *buffer = g_malloc (MAX (length, 1));
  gsize got = 0;

  g_input_stream_read_all (G_INPUT_STREAM (in), buffer, length, &got, self->stopped, NULL);
  g_bytes_unref (seen->body);
  seen->body = g_bytes_new_take (buffer, got);
}

static void
hang (ScriptServer *self)
{
  GPollFD fd;

  g_cancellable_make_pollfd (self->stopped, &fd);
  g_poll (&fd, 1, 30000);
  g_cancellable_release_fd (self->stopped);
}

static gboolean
send_bytes (ScriptServer *self, GOutputStream *out, GBytes *bytes)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  return g_output_stream_write_all (out, data, length, NULL, self->stopped, NULL)
         && g_output_stream_flush (out, self->stopped, NULL);
}

static gsize
announced_length (Seen *seen)
{
  const char *length = seen_header (seen, "content-length");

  return length != NULL ? (gsize)g_ascii_strtoull (length, NULL, 10) : 0;
}

/* Returns: whether the connection stays */
static gboolean
do_step (ScriptServer *self,
         Step *step,
         Seen *seen,
         GSocketConnection *connection,
         GDataInputStream *in,
         GOutputStream *out)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));

  if (step->kind == STEP_RESET)
    {
      g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), ==, 0);
      return FALSE;
    }
  if (step->kind == STEP_CLOSE_HEADERS)
    return FALSE;
  read_body (self, in, seen, step->kind == STEP_CLOSE_PART ? step->part : announced_length (seen));
  if (step->kind == STEP_CLOSE_PART || step->kind == STEP_CLOSE_BODY)
    return FALSE;
  if (!send_bytes (self, out, step->bytes))
    return FALSE;
  if (step->kind == STEP_HANG)
    hang (self);
  while (step->kind == STEP_FLOOD && send_bytes (self, out, step->flood))
    ;
  return step->kind == STEP_REPLY;
}

static gboolean
serve_one (ScriptServer *self,
           GSocketConnection *connection,
           GDataInputStream *in,
           GOutputStream *out)
{
  Seen *seen = read_head (self, in);
  Step *step;
  gboolean stays;

  if (seen == NULL)
    return FALSE;
  step = next_step (self);
  if (step == NULL)
    {
      step = g_new0 (Step, 1);
      step->bytes = g_bytes_new_static ("HTTP/1.1 500 No Step\r\nContent-Length: 0\r\n\r\n", 45);
    }
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->seen, seen);
  g_mutex_unlock (&self->mutex);
  stays = do_step (self, step, seen, connection, in, out);
  step_free (step);
  return stays;
}

static gboolean
close_at_once (ScriptServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Step *step = g_queue_peek_head (&self->steps);

  self->connections++;
  if (step == NULL || step->kind != STEP_CLOSE_AT_ONCE)
    return FALSE;
  step_free (g_queue_pop_head (&self->steps));
  return TRUE;
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  ScriptServer *self = data;
  g_autoptr (GIOStream) stream = g_object_ref (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) in = NULL;

  if (close_at_once (self))
    return TRUE;
  if (self->certificate != NULL)
    {
      g_object_unref (stream);
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
      g_assert_nonnull (stream);
    }
  in = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_LF);
  while (serve_one (self, connection, in, g_io_stream_get_output_stream (stream)))
    ;
  g_io_stream_close (stream, NULL, NULL);
  return TRUE;
}

ScriptServer *
script_server_new (GTlsCertificate *certificate)
{
  ScriptServer *self = g_new0 (ScriptServer, 1);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  g_queue_init (&self->steps);
  self->seen = g_ptr_array_new_with_free_func ((GDestroyNotify)seen_free);
  self->stopped = g_cancellable_new ();
  g_set_object (&self->certificate, certificate);
  self->service = g_threaded_socket_service_new (16);
  address = g_inet_socket_address_new (loopback, 0);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

void
script_server_free (ScriptServer *self)
{
  g_cancellable_cancel (self->stopped);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Threads hold the service until their connection ends. */
  for (int i = 0; i < 2000 && G_OBJECT (self->service)->ref_count > 1; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_object_unref (self->stopped);
  g_clear_object (&self->certificate);
  g_queue_clear_full (&self->steps, (GDestroyNotify)step_free);
  g_ptr_array_unref (self->seen);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
script_server_get_port (ScriptServer *self)
{
  return self->port;
}

static Step *
push (ScriptServer *self, StepKind kind, const char *bytes, gssize length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
  if (bytes == NULL)
    bytes = "";
  step->bytes = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize)length);
  g_queue_push_tail (&self->steps, step);
  return step;
}

void
script_server_step (ScriptServer *self, StepKind kind, const char *bytes, gssize length)
{
  push (self, kind, bytes, length);
}

void
script_server_step_part (ScriptServer *self, gsize part)
{
  push (self, STEP_CLOSE_PART, NULL, 0)->part = part;
}

void
script_server_step_flood (ScriptServer *self, const char *head, GBytes *flood)
{
  push (self, STEP_FLOOD, head, -1)->flood = g_bytes_ref (flood);
}

void
script_server_reply (ScriptServer *self, int status, const char *headers, const char *body)
{
  g_autofree char *bytes
      = g_strdup_printf ("HTTP/1.1 %d Said\r\nContent-Type: application/json\r\n"
                         "Content-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n%s",
                         status, strlen (body), headers != NULL ? headers : "", body);

  push (self, STEP_REPLY, bytes, -1);
}

guint
script_server_count (ScriptServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->seen->len;
}

guint
script_server_count_connections (ScriptServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->connections;
}

const Seen *
script_server_get (ScriptServer *self, guint index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_assert_cmpuint (index, <, self->seen->len);
  return g_ptr_array_index (self->seen, index);
}

const char *
seen_header (const Seen *seen, const char *name)
{
  return g_hash_table_lookup (seen->headers, name);
}
