/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

static const char *
id_of (Answer *a)
{
  return json_object_get_string_member (answer_object (a), "id");
}

static GdkPixbuf *
load (GBytes *bytes)
{
  g_autoptr (GInputStream) in = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixbuf = gdk_pixbuf_new_from_stream (in, NULL, &error);

  g_assert_no_error (error);
  return pixbuf;
}

static void
test_create (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autofree char *board = NULL;
  g_autofree char *data = jpeg_base64 (400, 600, TRUE);
  g_autofree char *body = NULL;
  g_autofree char *list = NULL;
  g_autofree char *picture_path = NULL;
  g_autofree guchar *raw = NULL;
  g_autoptr (Answer) made = NULL, listed = NULL, state = NULL, thumb = NULL, received = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  JsonObject *receipt, *images;
  gsize length;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  board = first_board (s, "PUBLIC");
  body = pin_body (board, "Kite", data);
  made = api (s, "POST", "/pins", body);
  g_assert_cmpuint (made->status, ==, 201);
  list = g_strdup_printf ("/boards/%s/pins?page_size=1", board);
  listed = api (s, "GET", list, NULL);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (items_of (listed), 0), "id"),
      ==, id_of (made));

  /* The server says what it received, byte for byte. */
  raw = g_base64_decode (data, &length);
  state = control (s, "GET", "/state", NULL);
  receipt = json_array_get_object_element (
      json_object_get_array_member (
          json_array_get_object_element (
              json_object_get_array_member (answer_object (state), "pins"), 0),
          "receipts"),
      0);
  g_assert_cmpint (json_object_get_int_member (receipt, "length"), ==, length);
  g_assert_cmpstr (json_object_get_string_member (receipt, "metadata"), ==, "comment");
  picture_path = g_strconcat ("/picture/", id_of (made), NULL);
  received = control (s, "GET", picture_path, NULL);
  g_assert_cmpmem (g_bytes_get_data (received->body, NULL), g_bytes_get_size (received->body), raw,
                   length);

  images = json_object_get_object_member (json_object_get_object_member (answer_object (made),
                                                                         "media"),
                                          "images");
  thumb = plain (s, "GET",
                 json_object_get_string_member (json_object_get_object_member (images, "150x150"),
                                                "url"),
                 NULL, NULL);
  pixbuf = load (thumb->body);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 150);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, 150);
}

static void
test_refused (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autofree char *board = NULL;
  g_autofree char *good = jpeg_base64 (40, 60, FALSE);
  g_autofree char *title = g_strnfill (101, 'x');
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Answer) missing = NULL;
  g_autofree char *elsewhere = pin_body ("549122400000000099", "t", good);

  sign_in (s, "annaskitchen", ALL_SCOPES);
  board = first_board (s, "PUBLIC");
  g_ptr_array_add (bodies, pin_body (board, "t", "AAAA"));
  g_ptr_array_add (bodies, pin_body (board, "t", "not base64!"));
  g_ptr_array_add (bodies, pin_body (board, "t", ""));
  g_ptr_array_add (bodies, pin_body (board, title, good));
  g_ptr_array_add (bodies, pin_body ("kites", "t", good));
  g_ptr_array_add (bodies, g_strdup_printf ("{\"board_id\": \"%s\"}", board));
  g_ptr_array_add (bodies, g_strdup ("{"));
  g_ptr_array_add (bodies, g_strdup ("[]"));
  for (guint i = 0; i < bodies->len; i++)
    {
      g_autoptr (Answer) a = api (s, "POST", "/pins", g_ptr_array_index (bodies, i));

      g_assert_cmpuint (a->status, ==, 400);
      g_assert_cmpint (answer_code (a), ==, 1);
    }
  missing = api (s, "POST", "/pins", elsewhere);
  g_assert_cmpuint (missing->status, ==, 404);
  g_assert_cmpint (answer_code (missing), ==, 40);
}

static void
test_change (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) pins = NULL, boards = NULL, edited = NULL, moved = NULL, counts = NULL;
  g_autoptr (Answer) deleted = NULL, gone = NULL, saved = NULL, list = NULL;
  g_autofree char *board = NULL;
  g_autofree char *other = NULL;
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  g_autofree char *save_path = NULL;
  g_autofree char *other_path = NULL;
  g_autofree char *list_path = NULL;
  JsonObject *pin, *second;
  gint64 before;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  boards = api (s, "GET", "/boards", NULL);
  board = g_strdup (
      json_object_get_string_member (json_array_get_object_element (items_of (boards), 0), "id"));
  second = json_array_get_object_element (items_of (boards), 2);
  other = g_strdup (json_object_get_string_member (second, "id"));
  before = json_object_get_int_member (second, "pin_count");
  list_path = g_strdup_printf ("/boards/%s/pins", board);
  pins = api (s, "GET", list_path, NULL);
  pin = json_array_get_object_element (items_of (pins), 1);
  path = g_strconcat ("/pins/", json_object_get_string_member (pin, "id"), NULL);

  edited = api (s, "PATCH", path, "{\"title\": \"New title\", \"link\": null}");
  g_assert_cmpuint (edited->status, ==, 200);
  list = api (s, "GET", list_path, NULL);
  /* Edited in its place. */
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (items_of (list), 1), "title"),
      ==, "New title");
  body = g_strdup_printf ("{\"board_id\": \"%s\"}", other);
  moved = api (s, "PATCH", path, body);
  g_assert_cmpuint (moved->status, ==, 200);
  save_path = g_strconcat (path, "/save", NULL);
  saved = api (s, "POST", save_path, body);
  g_assert_cmpuint (saved->status, ==, 201);
  g_assert_cmpstr (id_of (saved), !=, id_of (moved));
  other_path = g_strconcat ("/boards/", other, NULL);
  counts = api (s, "GET", other_path, NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (counts), "pin_count"), ==,
                   before + 2);
  deleted = api (s, "DELETE", path, NULL);
  g_assert_cmpuint (deleted->status, ==, 204);
  gone = api (s, "GET", path, NULL);
  g_assert_cmpuint (gone->status, ==, 404);
  g_assert_cmpint (answer_code (gone), ==, 50);
}

static void
test_refusals_of_real_accounts (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) trial = NULL, edit = NULL, pins = NULL, refused = NULL, beta = NULL;
  g_autofree char *path = NULL;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  trial = control (s, "POST", "/switch", "{\"trial\": true}");
  refused = api (s, "POST", "/pins", "{}");
  g_assert_cmpuint (refused->status, ==, 403);
  g_assert_cmpint (answer_code (refused), ==, 29);
  edit = control (s, "POST", "/switch", "{\"no_pin_edit\": true}");
  pins = api (s, "GET", "/pins?page_size=1", NULL);
  path = g_strconcat (
      "/pins/",
      json_object_get_string_member (json_array_get_object_element (items_of (pins), 0), "id"),
      NULL);
  beta = api (s, "PATCH", path, "{\"title\": \"x\"}");
  g_assert_cmpuint (beta->status, ==, 401);
  g_assert_cmpint (answer_code (beta), ==, 3);
}

static void
test_carousel (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autofree char *data = jpeg_base64 (60, 90, FALSE);
  g_autofree char *board = NULL;
  g_autofree char *body = NULL;
  g_autoptr (Answer) made = NULL;
  JsonObject *media;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  board = first_board (s, "PUBLIC");
  body = g_strdup_printf (
      "{\"board_id\": \"%s\", \"media_source\": {\"source_type\": \"multiple_image_base64\", "
      "\"items\": [{\"content_type\": \"image/jpeg\", \"data\": \"%s\", \"title\": \"one\"}, "
      "{\"content_type\": \"image/jpeg\", \"data\": \"%s\"}]}}",
      board, data, data);
  made = api (s, "POST", "/pins", body);
  g_assert_cmpuint (made->status, ==, 201);
  media = json_object_get_object_member (answer_object (made), "media");
  g_assert_cmpstr (json_object_get_string_member (media, "media_type"), ==, "multiple_images");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (media, "items")), ==, 2);
}

static void
test_video (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) made = NULL, waiting = NULL, done = NULL, moved = NULL;
  g_autoptr (SoupMultipart) form = soup_multipart_new ("multipart/form-data");
  g_autoptr (GBytes) film = g_bytes_new ("\0\0\0\x18"
                                         "ftypisom\0\0\0\0",
                                         16);
  g_autoptr (GList) names = NULL;
  g_autoptr (SoupMessage) upload = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *path = NULL;
  JsonObject *fields;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  made = api (s, "POST", "/media", "{\"media_type\": \"video\"}");
  g_assert_cmpuint (made->status, ==, 201);
  fields = json_object_get_object_member (answer_object (made), "upload_parameters");
  names = json_object_get_members (fields);
  for (GList *l = names; l != NULL; l = l->next)
    soup_multipart_append_form_string (form, l->data,
                                       json_object_get_string_member (fields, l->data));
  soup_multipart_append_form_file (form, "file", "a.mp4", "video/mp4", film);
  upload = soup_message_new_from_multipart (json_object_get_string_member (answer_object (made),
                                                                           "upload_url"),
                                            form);
  answer = soup_session_send_and_read (s->session, upload, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (upload), ==, 204);
  path = g_strconcat ("/media/", json_object_get_string_member (answer_object (made), "media_id"),
                      NULL);
  waiting = api (s, "GET", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (answer_object (waiting), "status"), ==,
                   "processing");
  moved = control (s, "POST", "/clock", "{\"advance_s\": 5}");
  done = api (s, "GET", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (answer_object (done), "status"), ==, "succeeded");
}

/* Same seed, same picture; the sizes are what the pin says. */
static void
test_posters (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Server) twin = server_start (NULL);
  g_autoptr (Answer) pins = NULL;

  sign_in (s, "gardenoftom", ALL_SCOPES);
  pins = api (s, "GET", "/pins?page_size=12", NULL);
  for (guint i = 0; i < 12; i++)
    {
      JsonObject *images = json_object_get_object_member (
          json_object_get_object_member (json_array_get_object_element (items_of (pins), i),
                                         "media"),
          "images");
      JsonObject *image = json_object_get_object_member (images, "236x");
      const char *uri = json_object_get_string_member (image, "url");
      g_autoptr (Answer) here = plain (s, "GET", uri, NULL, NULL);
      g_autoptr (Answer) there = plain (twin, "GET", strstr (uri, "/img/"), NULL, NULL);
      g_autoptr (GdkPixbuf) pixbuf = load (here->body);

      g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 236);
      g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==,
                       json_object_get_int_member (image, "height"));
      g_assert_true (g_bytes_equal (here->body, there->body));
      g_assert_nonnull (strstr (answer_header (here, "Cache-Control"), "max-age"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/pins/create", test_create);
  g_test_add_func ("/practice/pins/refused", test_refused);
  g_test_add_func ("/practice/pins/change", test_change);
  g_test_add_func ("/practice/pins/trial-and-edit", test_refusals_of_real_accounts);
  g_test_add_func ("/practice/pins/carousel", test_carousel);
  g_test_add_func ("/practice/pins/video", test_video);
  g_test_add_func ("/practice/pins/posters", test_posters);
  return g_test_run ();
}
