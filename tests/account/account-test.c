/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-test.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

AtContext *
at_context_new (PfClock *clock, PfSecretStore *secrets)
{
  return at_context_new_with_files (clock, secrets, NULL);
}

AtContext *
at_context_new_with_files (PfClock *clock, PfSecretStore *secrets, PfFiles *files)
{
  AtContext *self = g_new0 (AtContext, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *cache = NULL;
  g_autofree char *runtime = NULL;
  g_autofree char *libexec
      = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"), "src", "practice", NULL);
  PfContextParts parts = { NULL };

  self->folder = g_dir_make_tmp ("pinfold-account-XXXXXX", &error);
  g_assert_no_error (error);
  data = g_build_filename (self->folder, "data", NULL);
  cache = g_build_filename (self->folder, "cache", NULL);
  runtime = g_build_filename (self->folder, "run", NULL);
  self->secrets = secrets != NULL ? g_object_ref (secrets) : pf_secret_store_memory_new ();
  self->clock = clock != NULL ? g_object_ref (clock) : pf_clock_system_new ();
  parts.clock = self->clock;
  parts.secrets = self->secrets;
  parts.files = files;
  parts.data_dir = data;
  parts.cache_dir = cache;
  parts.runtime_dir = runtime;
  parts.libexec_dir = libexec;
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  return self;
}

void
at_context_free (AtContext *self)
{
  g_clear_object (&self->context);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
  pf_files_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self);
}

void
at_wait (gboolean *done)
{
  gint64 limit = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!*done)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
    }
}

void
at_spin (guint ms)
{
  gint64 limit = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < limit)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

void
at_keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

GAsyncResult *
at_wait_result (GAsyncResult **result)
{
  gint64 limit = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (*result == NULL)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
    }
  return *result;
}

typedef struct
{
  struct sockaddr_storage storage;
  socklen_t length;
} Address;

static Address
make_address (const char *text, guint16 port)
{
  Address address = { .length = sizeof (struct sockaddr_in) };

  if (strchr (text, ':') != NULL)
    {
      struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = g_htons (port) };

      g_assert_cmpint (inet_pton (AF_INET6, text, &v6.sin6_addr), ==, 1);
      memcpy (&address.storage, &v6, sizeof v6);
      address.length = sizeof v6;
    }
  else
    {
      struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = g_htons (port) };

      g_assert_cmpint (inet_pton (AF_INET, text, &v4.sin_addr), ==, 1);
      memcpy (&address.storage, &v4, sizeof v4);
    }
  return address;
}

int
at_occupy (const char *text, guint16 port)
{
  Address address = make_address (text, port);
  int fd = socket (address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;

  if (address.storage.ss_family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, (struct sockaddr *)&address.storage, address.length) == 0 && listen (fd, 4) == 0)
    return fd;
  close (fd);
  return -1;
}

int
at_connect (const char *text, guint16 port)
{
  Address address = make_address (text, port);
  int fd = socket (address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (connect (fd, (struct sockaddr *)&address.storage, address.length) == 0)
    return fd;
  close (fd);
  return -1;
}

guint16
at_free_port (void)
{
  for (guint try = 0; try < 200; try++)
    {
      guint16 port = (guint16)g_random_int_range (20000, 32000);
      int v4 = at_occupy ("127.0.0.1", port);
      int v6 = at_occupy ("::1", port);

      if (v4 >= 0)
        close (v4);
      if (v6 >= 0)
        close (v6);
      if (v4 >= 0 && v6 >= 0)
        return port;
    }
  g_assert_not_reached ();
}

typedef struct
{
  const char *address;
  guint16 port;
  const char *bytes;
  gsize length;
} Exchange;

static void
exchange_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Exchange *exchange = data;
  int fd = at_connect (exchange->address, exchange->port);
  GString *reply;
  char buffer[4096];
  ssize_t got;

  if (fd < 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  (void)!send (fd, exchange->bytes, exchange->length, MSG_NOSIGNAL);
  shutdown (fd, SHUT_WR);
  reply = g_string_new (NULL);
  while ((got = recv (fd, buffer, sizeof buffer, 0)) > 0)
    g_string_append_len (reply, buffer, got);
  close (fd);
  g_task_return_pointer (task, g_string_free (reply, FALSE), g_free);
}

char *
at_exchange (const char *address, guint16 port, const char *bytes, gsize length)
{
  Exchange exchange = { address, port, bytes, length };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, at_keep_result, &result);

  g_task_set_task_data (task, &exchange, NULL);
  g_task_run_in_thread (task, exchange_in_thread);
  at_wait_result (&result);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

char *
at_get (guint16 port, const char *target)
{
  g_autofree char *request
      = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", target, port);

  return at_exchange ("127.0.0.1", port, request, strlen (request));
}

guint
at_status (const char *reply)
{
  return reply != NULL && g_str_has_prefix (reply, "HTTP/1.1 ") ? (guint)atoi (reply + 9) : 0;
}

char *
at_query (const char *url, const char *name)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_QUERY, NULL);
  g_autoptr (GHashTable) query = soup_form_decode (g_uri_get_query (uri));

  return g_strdup (g_hash_table_lookup (query, name));
}

static gboolean
answer_later (gpointer data)
{
  soup_server_message_unpause (data);
  return G_SOURCE_REMOVE;
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  AtProvider *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *pair = NULL;
  const char *reply = self->reply;

  if (strcmp (path, "/v5/oauth/token") != 0)
    {
      self->n_elsewhere++;
      soup_server_message_set_status (message, 200, NULL);
      return;
    }
  self->n_requests++;
  g_free (self->last_form);
  self->last_form = g_strndup (body->data, (gsize)body->length);
  g_free (self->last_authorization);
  self->last_authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  if (self->drop)
    {
      GIOStream *stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
      g_object_unref (stream);
      return;
    }
  if (reply == NULL)
    {
      self->serial++;
      pair = g_strdup_printf ("{\"access_token\":\"pina_canary_%u\",\"refresh_token\":"
                              "\"pinr_canary_%u\",\"token_type\":\"bearer\",\"expires_in\":2592000,"
                              "\"refresh_token_expires_in\":5184000,\"scope\":"
                              "\"user_accounts:read boards:read boards:write pins:read "
                              "pins:write\"}",
                              self->serial, self->serial);
      reply = pair;
    }
  soup_server_message_set_status (message, self->status, NULL);
  if (self->location != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  self->location);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, reply,
                                    strlen (reply));
  if (self->delay_ms > 0)
    {
      soup_server_message_pause (message);
      g_timeout_add_full (G_PRIORITY_DEFAULT, self->delay_ms, answer_later, g_object_ref (message),
                          g_object_unref);
    }
}

AtProvider *
at_provider_new (void)
{
  AtProvider *self = g_new0 (AtProvider, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->status = 200;
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = (guint16)g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  self->service = pf_service_new_practice (self->port);
  return self;
}

void
at_provider_free (AtProvider *self)
{
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  pf_service_unref (self->service);
  g_free (self->reply);
  g_free (self->location);
  g_free (self->last_form);
  g_free (self->last_authorization);
  g_free (self);
}

gboolean
at_file_contains (const char *path, const void *needle, gsize length)
{
  g_autofree char *bytes = NULL;
  gsize size;

  return g_file_get_contents (path, &bytes, &size, NULL)
         && memmem (bytes, size, needle, length) != NULL;
}

gboolean
at_folder_contains (const char *folder, const void *needle, gsize length)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) ? at_folder_contains (path, needle, length)
                                                 : at_file_contains (path, needle, length))
        return TRUE;
    }
  return FALSE;
}
