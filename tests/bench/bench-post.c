/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* P14: a pin with a picture of 10.5 MB, which is 14 MiB of JSON, sent by the product's client,
 * against `curl --data-binary` with the same body ready in a file. Ten of them each. */

#include "bench.h"

#include "api/api-world.h"
#include "die-with-parent.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define N_POSTS 10
#define BODY_SIZE (14 * 1024 * 1024)

typedef struct
{
  guint16 port;
  char *folder, *body;
  GBytes *picture;
  PfContext *context;
  PfClient *client;
  gboolean done;
} Post;

/* Reads what comes and answers as if a pin had been made. */
static void
serve (int fd)
{
  static const char pin[] = "{\"id\": \"123\"}";
  g_autofree char *buffer = g_malloc (1 << 20);
  gsize have = 0;

  for (;;)
    {
      char *end, *at;
      gssize n = recv (fd, buffer + have, (1 << 20) - 1 - have, 0);
      guint64 body, got;
      char answer[256];
      int length;

      if (n <= 0)
        return;
      have += (gsize)n;
      buffer[have] = '\0';
      end = strstr (buffer, "\r\n\r\n");
      if (end == NULL)
        continue;
      at = strcasestr (buffer, "content-length:");
      body = at != NULL ? g_ascii_strtoull (at + 15, NULL, 10) : 0;
      got = have - (gsize)(end + 4 - buffer);
      if (strcasestr (buffer, "expect: 100") != NULL
          && send (fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL) < 0)
        return;
      while (got < body)
        {
          n = recv (fd, buffer, MIN (1 << 20, body - got), 0);
          if (n <= 0)
            return;
          got += (guint64)n;
        }
      length = g_snprintf (answer, sizeof answer,
                           "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
                           "Content-Length: %u\r\n\r\n%s",
                           (guint)strlen (pin), pin);
      if (send (fd, answer, (gsize)length, MSG_NOSIGNAL) < 0)
        return;
      have = 0;
    }
}

/* The product sends each pin over a connection of its own and keeps it open. */
static gpointer
serve_thread (gpointer data)
{
  serve (GPOINTER_TO_INT (data));
  close (GPOINTER_TO_INT (data));
  return NULL;
}

static guint16
start_sink (void)
{
  struct sockaddr_in address
      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  pid_t parent = getpid ();

  if (bind (listener, (gpointer)&address, sizeof address) != 0 || listen (listener, 16) != 0
      || getsockname (listener, (gpointer)&address, &length) != 0)
    g_error ("loopback: %s", g_strerror (errno));
  if (fork () == 0)
    {
      die_with_parent (GINT_TO_POINTER (parent));
      for (;;)
        g_thread_unref (
            g_thread_new ("sink", serve_thread, GINT_TO_POINTER (accept (listener, NULL, NULL))));
    }
  close (listener);
  return ntohs (address.sin_port);
}

static double
run_floor (gpointer data)
{
  Post *self = data;
  g_autofree char *at_body = g_strconcat ("@", self->body, NULL);
  g_autofree char *url
      = g_strdup_printf ("http://127.0.0.1:%u/v5/pins?[1-%u]", self->port, N_POSTS);
  const char *argv[] = { "curl",
                         "--no-progress-meter",
                         "--fail",
                         "--output",
                         "/dev/null",
                         "--header",
                         "Content-Type: application/json",
                         "--data-binary",
                         at_body,
                         url,
                         NULL };
  g_autoptr (GError) error = NULL;
  double began = bench_wall ();
  int status;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("curl: %s", error->message);
  return bench_wall () - began;
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) pin = pf_client_create_pin_finish (PF_CLIENT (source), result, &error);

  g_assert_no_error (error);
  self->done = TRUE;
}

static double
run_product (gpointer data)
{
  Post *self = data;
  const PfNewPin pin = { .board_id = "549755885175",
                         .title = "A cup",
                         .content_type = "image/jpeg",
                         .picture = self->picture };
  double began = bench_wall ();

  for (guint i = 0; i < N_POSTS; i++)
    {
      self->done = FALSE;
      pf_client_create_pin_async (self->client, &pin, NULL, on_created, self);
      while (!self->done)
        g_main_context_iteration (NULL, TRUE);
    }
  return bench_wall () - began;
}

static void
make_bodies (Post *self)
{
  gsize size = BODY_SIZE / 4 * 3;
  guint8 *bytes = g_malloc (size);
  g_autofree char *base64 = NULL, *json = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8)(i * 2654435761u >> 13);
  base64 = g_base64_encode (bytes, size);
  json = g_strdup_printf ("{\"board_id\": \"549755885175\", \"title\": \"A cup\", "
                          "\"media_source\": {\"source_type\": \"image_base64\", "
                          "\"content_type\": \"image/jpeg\", \"data\": \"%s\"}}",
                          base64);
  self->picture = g_bytes_new_take (bytes, size);
  self->body = g_build_filename (self->folder, "body", NULL);
  if (!g_file_set_contents (self->body, json, -1, &error))
    g_error ("%s", error->message);
}

int
main (int argc, char **argv)
{
  const BenchSpec spec
      = { .id = "P14", .name = "upload-post", .unit = "s", .gate = 2.5, .goal = 1.5 };
  Post post = { .port = start_sink (), .folder = g_dir_make_tmp ("pinfold-bench-XXXXXX", NULL) };
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (PfBudget) budget = g_object_new (FAKE_TYPE_BUDGET, NULL);
  g_autoptr (PfAuthorizer) account = g_object_new (FAKE_TYPE_ACCOUNT, NULL);
  g_autoptr (PfService) service = pf_service_new_practice (post.port);
  g_autofree char *own = g_build_filename (post.folder, "own", NULL);
  PfContextParts parts
      = { .secrets = secrets, .data_dir = own, .cache_dir = own, .runtime_dir = own };
  int result;

  make_bodies (&post);
  post.context = pf_context_new (&parts, NULL);
  post.client = pf_client_new (post.context, service, account, budget);
  result = bench_main (&spec, run_floor, run_product, &post);
  g_object_unref (post.client);
  g_object_unref (post.context);
  g_bytes_unref (post.picture);
  g_remove (post.body);
  g_rmdir (own);
  g_rmdir (post.folder);
  g_free (post.body);
  g_free (post.folder);
  return result;
}
