/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include "die-with-parent.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static void
launch (Server *s, const char *const *args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_ptr_array_add (argv, (gpointer)g_getenv ("PINFOLD_PRACTICE"));
  g_ptr_array_add (argv, (gpointer) "--runtime-file");
  g_ptr_array_add (argv, s->runtime_file);
  for (guint i = 0; args != NULL && args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)args[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, DIE_WITH_PARENT_DATA, NULL);
  s->process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &error);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (s->process));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "READY http://127.0.0.1:"));
  g_free (s->base);
  s->base = g_strdup (line + 6);

  g_assert_true (json_parser_load_from_file (parser, s->runtime_file, &error));
  g_free (s->secret);
  s->secret = g_strdup (
      json_object_get_string_member (json_node_get_object (json_parser_get_root (parser)),
                                     "control_secret"));
  g_clear_object (&s->session);
  s->session = soup_session_new_with_options ("timeout", 10u, NULL);
}

Server *
server_start (const char *const *args)
{
  Server *s = g_new0 (Server, 1);

  s->folder = g_dir_make_tmp ("practice-XXXXXX", NULL);
  s->runtime_file = g_build_filename (s->folder, "practice.json", NULL);
  launch (s, args);
  return s;
}

static void
halt (Server *s)
{
  g_clear_object (&s->session);
  /* Does nothing to a server that has already ended by itself. */
  g_subprocess_send_signal (s->process, SIGTERM);
  g_assert_true (g_subprocess_wait (s->process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (s->process));
  g_clear_object (&s->process);
  /* What points at a server goes with it. */
  g_assert_false (g_file_test (s->runtime_file, G_FILE_TEST_EXISTS));
}

void
server_restart (Server *s, const char *const *args)
{
  halt (s);
  launch (s, args);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
server_stop (Server *s)
{
  if (s->process != NULL)
    halt (s);
  remove_folder (s->folder);
  g_free (s->base);
  g_free (s->folder);
  g_free (s->runtime_file);
  g_free (s->secret);
  g_free (s->access);
  g_free (s->refresh);
  g_free (s);
}

void
answer_free (Answer *a)
{
  g_clear_pointer (&a->body, g_bytes_unref);
  g_clear_pointer (&a->json, json_node_unref);
  g_clear_pointer (&a->headers, soup_message_headers_unref);
  g_clear_error (&a->error);
  g_free (a);
}

JsonObject *
answer_object (Answer *a)
{
  g_assert_no_error (a->error);
  g_assert_nonnull (a->json);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (a->json));
  return json_node_get_object (a->json);
}

const char *
answer_header (Answer *a, const char *name)
{
  return soup_message_headers_get_one (a->headers, name);
}

gint64
answer_code (Answer *a)
{
  return json_object_get_int_member_with_default (answer_object (a), "code", -1);
}

static Answer *
send_request (Server *s,
              const char *method,
              const char *path,
              const char *header,
              const char *value,
              const char *type,
              const char *body)
{
  g_autofree char *uri
      = g_str_has_prefix (path, "http") ? g_strdup (path) : g_strconcat (s->base, path, NULL);
  g_autoptr (SoupMessage) msg = soup_message_new (method, uri);
  g_autoptr (JsonParser) parser = json_parser_new ();
  Answer *a = g_new0 (Answer, 1);

  g_assert_nonnull (msg);
  soup_message_add_flags (msg, SOUP_MESSAGE_NO_REDIRECT);
  if (header != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (msg), header, value);
  if (type != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (msg, type, bytes);
    }
  a->body = soup_session_send_and_read (s->session, msg, NULL, &a->error);
  a->status = soup_message_get_status (msg);
  a->headers = soup_message_headers_ref (soup_message_get_response_headers (msg));
  if (a->body != NULL
      && g_strcmp0 (soup_message_headers_get_content_type (a->headers, NULL), "application/json")
             == 0
      && json_parser_load_from_data (parser, g_bytes_get_data (a->body, NULL),
                                     (gssize)g_bytes_get_size (a->body), NULL))
    a->json = json_parser_steal_root (parser);
  return a;
}

Answer *
api (Server *s, const char *method, const char *path, const char *json)
{
  g_autofree char *full = g_strconcat ("/v5", path, NULL);
  g_autofree char *value = g_strconcat ("Bearer ", s->access, NULL);

  return send_request (s, method, full, "Authorization", value,
                       json != NULL ? "application/json" : NULL, json);
}

Answer *
control (Server *s, const char *method, const char *path, const char *json)
{
  g_autofree char *full = g_strconcat ("/control", path, NULL);

  return send_request (s, method, full, "X-Practice-Control", s->secret,
                       json != NULL ? "application/json" : NULL, json);
}

Answer *
plain (Server *s, const char *method, const char *path, const char *type, const char *body)
{
  return send_request (s, method, path, NULL, NULL, type, body);
}

Answer *
token_request (Server *s, const char *secret, const char *form)
{
  g_autofree char *pair = g_strconcat ("1234:", secret, NULL);
  g_autofree char *packed = g_base64_encode ((const guchar *)pair, strlen (pair));
  g_autofree char *value = g_strconcat ("Basic ", packed, NULL);

  return send_request (s, "POST", "/v5/oauth/token", "Authorization", value,
                       "application/x-www-form-urlencoded", form);
}

char *
consent_query (const char *redirect_uri, const char *scope, const char *extra)
{
  g_autofree char *form
      = soup_form_encode ("client_id", "1234", "redirect_uri", redirect_uri, "response_type",
                          "code", "scope", scope, "state", "a b&c", NULL);

  return g_strconcat ("/oauth/?", form, extra, NULL);
}

char *
get_code (Server *s, const char *account, const char *scope, const char *extra)
{
  g_autofree char *query = consent_query ("http://localhost:8085/", scope, extra);
  g_autofree char *json
      = g_strdup_printf ("{\"url\": \"%s\", \"account\": \"%s\"}", query, account);
  g_autoptr (Answer) a = control (s, "POST", "/consent", json);
  const char *location = json_object_get_string_member (answer_object (a), "location");
  g_autoptr (GHashTable) params = soup_form_decode (strchr (location, '?') + 1);

  g_assert_cmpstr (g_hash_table_lookup (params, "state"), ==, "a b&c");
  return g_strdup (g_hash_table_lookup (params, "code"));
}

void
sign_in (Server *s, const char *account, const char *scope)
{
  g_autofree char *code = get_code (s, account, scope, NULL);
  g_autofree char *form = soup_form_encode ("grant_type", "authorization_code", "code", code,
                                            "redirect_uri", "http://localhost:8085/", NULL);
  g_autoptr (Answer) a = token_request (s, "practice-secret", form);

  g_assert_cmpuint (a->status, ==, 200);
  g_free (s->access);
  g_free (s->refresh);
  s->access = g_strdup (json_object_get_string_member (answer_object (a), "access_token"));
  s->refresh = g_strdup (json_object_get_string_member (answer_object (a), "refresh_token"));
}

JsonArray *
items_of (Answer *a)
{
  g_assert_cmpuint (a->status, ==, 200);
  return json_object_get_array_member (answer_object (a), "items");
}

char *
first_board (Server *s, const char *privacy)
{
  g_autofree char *path = g_strconcat ("/boards?privacy=", privacy, NULL);
  g_autoptr (Answer) a = api (s, "GET", path, NULL);
  JsonArray *items = items_of (a);

  g_assert_cmpuint (json_array_get_length (items), >, 0);
  return g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), "id"));
}

char *
jpeg_base64 (guint width, guint height, gboolean with_comment)
{
  static const guint8 comment[] = { 0xff, 0xfe, 0, 7, 'h', 'e', 'l', 'l', 'o' };
  g_autoptr (GdkPixbuf) pixbuf
      = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int)width, (int)height);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree char *data = NULL;
  gsize length;

  gdk_pixbuf_fill (pixbuf, 0xc04020ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "jpeg", NULL, NULL));
  g_byte_array_append (all, (const guint8 *)data, 2);
  if (with_comment)
    g_byte_array_append (all, comment, sizeof comment);
  g_byte_array_append (all, (const guint8 *)data + 2, (guint)length - 2);
  return g_base64_encode (all->data, all->len);
}

char *
pin_body (const char *board_id, const char *title, const char *base64)
{
  return g_strdup_printf ("{\"board_id\": \"%s\", \"title\": \"%s\", \"media_source\": "
                          "{\"source_type\": \"image_base64\", \"content_type\": \"image/jpeg\", "
                          "\"data\": \"%s\"}}",
                          board_id, title, base64);
}
