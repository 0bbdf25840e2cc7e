/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api-world.h"
#include "self-signed.h"

#include <string.h>

#define ACCOUNT "{\"id\":\"2783136121146311751\",\"username\":\"mira\"}"
#define PIN "{\"id\":\"813744226420795884\"}"
#define SECOND ((gint64)G_USEC_PER_SEC)

static GBytes *
make_picture (gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)(i * 31);
  return g_bytes_new_take (data, size);
}

/* Closes the server's port, so that nothing listens there. */
static void
test_nobody_there (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GBytes) picture = make_picture (100);
  g_autoptr (ScriptServer) gone = script_server_new (NULL);
  g_autoptr (GError) error = NULL;

  g_free (world->service->api_base);
  world->service->api_base
      = g_strdup_printf ("http://127.0.0.1:%u/v5", script_server_get_port (gone));
  g_clear_pointer (&gone, script_server_free);
  g_assert_null (world_create_pin (world, picture, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_OFFLINE);
  g_assert_false (pf_error_get_detail (error)->maybe_sent);
  g_clear_error (&error);
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_OFFLINE);
}

static void
test_no_such_host (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GBytes) picture = make_picture (100);
  g_autoptr (GError) error = NULL;

  g_free (world->service->api_base);
  world->service->api_base = g_strdup ("https://pinfold.invalid/v5");
  g_assert_null (world_create_pin (world, picture, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_OFFLINE);
  g_assert_false (pf_error_get_detail (error)->maybe_sent);
}

/* Cut at each stage of a create: all that may have left is in doubt, and nothing is sent twice. */
static void
test_cut_writes (void)
{
  const gsize parts[] = { 0, 1, 8191, 8192, 100000, 266000 };
  const char *replies[] = {
    "",
    "HTTP/1.1 201 Cre",
    "HTTP/1.1 201 Created\r\n",
    "HTTP/1.1 201 Created\r\nContent-Length: 400\r\n\r\n",
    "HTTP/1.1 201 Created\r\nContent-Length: 400\r\n\r\n{\"id\":\"8137442264",
    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n",
    "HTTP/1.1 403 No\r\nContent-Length: 400\r\n\r\n{\"code\":",
  };
  const StepKind kinds[] = { STEP_RESET, STEP_CLOSE_HEADERS, STEP_CLOSE_BODY };
  gsize n = G_N_ELEMENTS (parts) + G_N_ELEMENTS (replies) + G_N_ELEMENTS (kinds);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (World) world = world_new ();
      g_autoptr (GBytes) picture = make_picture (200000);
      g_autoptr (GError) error = NULL;
      gsize reply = i - G_N_ELEMENTS (parts);

      if (i < G_N_ELEMENTS (parts))
        script_server_step_part (world->server, parts[i]);
      else if (reply < G_N_ELEMENTS (replies))
        script_server_step (world->server, STEP_CUT, replies[reply], -1);
      else
        script_server_step (world->server, kinds[reply - G_N_ELEMENTS (replies)], NULL, 0);
      script_server_reply (world->server, 201, NULL, PIN);
      g_assert_null (world_create_pin (world, picture, &error));
      /* libsoup takes the end of the connection for the end of the headers: then there is a
       * reply, of nothing. The doubt is the same. */
      if (!g_error_matches (error, PF_ERROR, PF_ERROR_NO_REPLY)
          && !(reply == 2 && g_error_matches (error, PF_ERROR, PF_ERROR_PARSE)))
        g_error ("stage %" G_GSIZE_FORMAT ": %s", i, error->message);
      g_assert_true (pf_error_get_detail (error)->maybe_sent);
      g_assert_cmpuint (script_server_count (world->server), ==, 1);
      g_assert_cmpuint (script_server_count_connections (world->server), ==, 1);
    }
}

/* Accepted and closed: the body may or may not have been asked for; no second try either way. */
static void
test_closed_at_accept (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GBytes) picture = make_picture (200000);
  g_autoptr (GError) error = NULL;

  script_server_step (world->server, STEP_CLOSE_AT_ONCE, NULL, 0);
  script_server_reply (world->server, 201, NULL, PIN);
  g_assert_null (world_create_pin (world, picture, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NO_REPLY);
  g_assert_true (pf_error_get_detail (error)->maybe_sent);
  g_assert_cmpuint (script_server_count_connections (world->server), ==, 1);
}

static void
check_black_hole (gsize size)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GBytes) picture = make_picture (size);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfNewPin pin = { .board_id = "1", .content_type = "image/png", .picture = picture };

  script_server_step (world->server, STEP_HANG, "", 0);
  pf_client_create_pin_async (world->client, &pin, NULL, world_callback, world);
  world_spin_until_seen (world, 1);
  pf_virtual_clock_advance (world->clock, 200 * SECOND);
  result = world_wait (world);
  g_assert_null (pf_client_create_pin_finish (world->client, result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NO_REPLY);
  g_assert_true (pf_error_get_detail (error)->maybe_sent);
}

/* On the main loop, and from a thread. */
static void
test_black_hole (void)
{
  check_black_hole (1000);
  check_black_hole (200000);
}

/* A reply that trickles is cut by the limit of the whole, not of a silence. */
static void
test_slow_drip (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  script_server_step (world->server, STEP_HANG,
                      "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"id\":", -1);
  pf_client_get_account_async (world->client, PF_PRIORITY_USER, NULL, world_callback, world);
  world_spin_until_seen (world, 1);
  world_spin (20);
  pf_virtual_clock_advance (world->clock, 59 * SECOND);
  world_spin (20);
  g_assert_null (world->result);
  pf_virtual_clock_advance (world->clock, SECOND);
  result = world_wait (world);
  g_assert_null (pf_client_get_account_finish (world->client, result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TIMED_OUT);
  g_assert_cmpuint (script_server_count (world->server), ==, 1);
}

static GBytes *
gzip (gsize zeros)
{
  g_autoptr (GConverter) compressor
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GInputStream) memory = g_memory_input_stream_new ();
  g_autoptr (GInputStream) in = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autofree char *data = g_malloc (zeros);

  memset (data, ' ', zeros);
  g_memory_input_stream_add_data (G_MEMORY_INPUT_STREAM (memory), data, (gssize)zeros, NULL);
  in = g_converter_input_stream_new (memory, compressor);
  g_assert_cmpint (g_output_stream_splice (out, in, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                                           NULL),
                   >, 0);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* 64 MB of spaces from 64 kB: cut while inflating, for API replies and for pictures. */
static void
test_bomb (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GBytes) bomb = gzip (64 * 1024 * 1024);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *head = g_strdup_printf (
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT
          "\r\n\r\n",
          g_bytes_get_size (bomb));
      g_autoptr (GByteArray) reply = g_byte_array_new ();

      g_byte_array_append (reply, (const guint8 *)head, (guint)strlen (head));
      g_byte_array_append (reply, g_bytes_get_data (bomb, NULL), (guint)g_bytes_get_size (bomb));
      script_server_step (world->server, STEP_REPLY, (const char *)reply->data, reply->len);
    }
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
  g_clear_error (&error);
  g_assert_null (world_fetch_picture (world, "/a.png", 20 * 1024 * 1024, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TOO_LARGE);
}

/* A reply without length that never ends. */
static void
test_flood (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GBytes) flood = make_picture (65536);
  g_autoptr (GError) error = NULL;

  script_server_step_flood (world->server, "HTTP/1.1 200 OK\r\n\r\n", flood);
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
}

static void
test_gzip_is_read (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GConverter) compressor
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccount) account = NULL;
  GString *reply = g_string_new (NULL);
  char packed[512];
  gsize read, written;

  g_assert_cmpint (g_converter_convert (compressor, ACCOUNT, strlen (ACCOUNT), packed,
                                        sizeof packed, G_CONVERTER_INPUT_AT_END, &read, &written,
                                        NULL),
                   ==, G_CONVERTER_FINISHED);
  g_string_printf (reply,
                   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                   "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                   written);
  g_string_append_len (reply, packed, (gssize)written);
  script_server_step (world->server, STEP_REPLY, reply->str, (gssize)reply->len);
  g_string_free (reply, TRUE);
  account = world_get_account (world, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->username, ==, "mira");
}

/* OA-15: the second server hears nothing at all, and so no token. */
static void
test_redirects (void)
{
  const int statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr (ScriptServer) other = script_server_new (NULL);
  g_autofree char *location = g_strdup_printf ("Location: http://127.0.0.1:%u/v5/user_account\r\n",
                                               script_server_get_port (other));

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autoptr (GBytes) picture = make_picture (10);
      g_autoptr (GError) error = NULL;

      script_server_reply (world->server, statuses[i], location, "");
      g_assert_null (world_get_account (world, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
      g_clear_error (&error);
      script_server_reply (world->server, statuses[i], location, "");
      g_assert_null (world_create_pin (world, picture, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
      g_clear_error (&error);
      script_server_reply (world->server, statuses[i], location, "");
      g_assert_null (world_fetch_picture (world, "/a.jpg", 100, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
      g_assert_cmpuint (script_server_count (world->server), ==, 3);
    }
  g_assert_cmpuint (script_server_count_connections (other), ==, 0);
}

/* The desktop's own logins are never offered, whatever the server asks for. */
static void
test_no_other_login (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;

  script_server_reply (world->server, 401, "WWW-Authenticate: Negotiate\r\n",
                       "{\"code\":3,\"message\":\"no\"}");
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SCOPE);
  g_assert_cmpuint (script_server_count (world->server), ==, 1);
}

/* OA-16: nothing can make an unknown certificate good, and nothing was sent to its owner. */
static void
test_self_signed (void)
{
  g_autoptr (GTlsCertificate) certificate = make_self_signed ();
  g_autoptr (World) world = world_new_tls (certificate);
  g_autoptr (GBytes) picture = make_picture (10);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5; i++)
    script_server_reply (world->server, 200, NULL, ACCOUNT);
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_null (world_create_pin (world, picture, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_OFFLINE);
  g_assert_false (pf_error_get_detail (error)->maybe_sent);
  g_assert_cmpuint (script_server_count_connections (world->server), >=, 2);
  g_assert_cmpuint (script_server_count (world->server), ==, 0);
}

/* Plain HTTP is the practice service's alone. */
static void
test_plain_http (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;

  world->service->plain_http = FALSE;
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
  g_assert_cmpuint (script_server_count_connections (world->server), ==, 0);
}

/* A connection that ends is never taken for a file that cannot be read. */
static void
test_cut_uploads (void)
{
  const StepKind kinds[]
      = { STEP_CLOSE_AT_ONCE, STEP_RESET, STEP_CLOSE_HEADERS, STEP_CLOSE_PART, STEP_CLOSE_BODY,
          STEP_CUT,           STEP_CUT };
  const char *cut[] = { "HTTP/1.1 20", "HTTP/1.1 204 Fine\r\nContent-" };

  for (gsize i = 0; i <= G_N_ELEMENTS (kinds); i++)
    {
      gboolean missing = i == G_N_ELEMENTS (kinds);
      PfError code = missing ? PF_ERROR_DAMAGED : PF_ERROR_OFFLINE;
      g_autoptr (World) world = world_new ();
      g_autofree char *path = g_build_filename (world->folder, "video.mp4", NULL);
      g_autofree char *url
          = g_strdup_printf ("http://127.0.0.1:%u/upload", script_server_get_port (world->server));
      g_autofree char *bytes = g_strnfill (300000, 'v');
      char *parameters[] = { (char *)"key", (char *)"4711", NULL };
      PfMedia media = { .upload_url = url, .upload_parameters = parameters };
      g_autoptr (GError) error = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      if (!missing)
        g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
      if (!missing && kinds[i] == STEP_CLOSE_PART)
        script_server_step_part (world->server, 8192);
      else if (!missing && kinds[i] == STEP_CUT)
        script_server_step (world->server, STEP_CUT, cut[i % 2], -1);
      else if (!missing)
        script_server_step (world->server, kinds[i], NULL, 0);
      pf_client_upload_media_async (world->client, &media, path, NULL, NULL, NULL, world_callback,
                                    world);
      result = world_wait (world);
      g_assert_false (pf_client_upload_media_finish (world->client, result, &error));
      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, error->message);
      g_assert_error (error, PF_ERROR, (int)code);
      g_assert_false (pf_error_get_detail (error)->maybe_sent);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/faults/PQ-2/nobody-there", test_nobody_there);
  g_test_add_func ("/api/faults/PQ-2/no-such-host", test_no_such_host);
  g_test_add_func ("/api/faults/PQ-2/write-cut-at-each-stage", test_cut_writes);
  g_test_add_func ("/api/faults/PQ-2/upload-cut-at-each-stage", test_cut_uploads);
  g_test_add_func ("/api/faults/PQ-2/closed-at-accept", test_closed_at_accept);
  g_test_add_func ("/api/faults/PQ-2/black-hole", test_black_hole);
  g_test_add_func ("/api/faults/UI-6/slow-drip", test_slow_drip);
  g_test_add_func ("/api/faults/UI-6/gzip-bomb", test_bomb);
  g_test_add_func ("/api/faults/UI-6/flood", test_flood);
  g_test_add_func ("/api/faults/gzip-is-read", test_gzip_is_read);
  g_test_add_func ("/api/faults/OA-15+UI-6/redirects-are-refused", test_redirects);
  g_test_add_func ("/api/faults/no-other-login", test_no_other_login);
  g_test_add_func ("/api/faults/OA-16/self-signed-fails", test_self_signed);
  g_test_add_func ("/api/faults/UI-6+OA-16/plain-http-refused", test_plain_http);
  return g_test_run ();
}
