/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice.h"

#include "practice-exchange.h"
#include "practice-fault.h"

void
practice_reply_bytes (PracticeExchange *x, guint status, const char *type, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (x->msg);

  x->answered = TRUE;
  soup_server_message_set_status (x->msg, status, status == 429 ? "Too Many Requests" : NULL);
  if (bytes != NULL)
    {
      soup_message_headers_replace (headers, "Content-Type", type);
      if (g_bytes_get_size (bytes) > 0)
        soup_message_body_append_bytes (soup_server_message_get_response_body (x->msg), bytes);
    }
}

void
practice_reply_empty (PracticeExchange *x, guint status)
{
  practice_reply_bytes (x, status, NULL, NULL);
}

/* @body: (transfer full) */
void
practice_reply (PracticeExchange *x, guint status, JsonNode *body)
{
  gsize length;
  char *text;
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) owned = body;

  json_generator_set_root (generator, owned);
  text = json_generator_to_data (generator, &length);
  bytes = g_bytes_new_take (text, length);
  practice_reply_bytes (x, status, "application/json", bytes);
}

void
practice_reply_error (PracticeExchange *x, guint status, int code, const char *format, ...)
{
  g_autofree char *message = NULL;
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  va_list ap;

  va_start (ap, format);
  message = g_strdup_vprintf (format, ap);
  va_end (ap);
  json_object_set_int_member (object, "code", code);
  json_object_set_string_member (object, "message", message);
  if (status == 401)
    json_object_set_string_member (object, "status", "failure");
  json_node_take_object (node, object);
  practice_reply (x, status, node);
}

/* A bookmark is opaque to clients: this one says where to go on and is checked when it returns.
 * Returns: (transfer full) */
static char *
make_bookmark (const PracticeCursor *cursor)
{
  g_autofree char *text
      = g_strdup_printf ("%c%" G_GUINT64_FORMAT "|%08x", cursor->seeded ? 's' : 'e', cursor->at,
                         (guint)practice_hash (cursor->at, cursor->seeded));

  return g_base64_encode ((const guchar *)text, strlen (text));
}

static gboolean
read_bookmark (const char *bookmark, PracticeCursor *cursor)
{
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  gsize length;
  guchar *raw = g_base64_decode (bookmark, &length);

  text = g_strndup ((char *)raw, length);
  g_free (raw);
  if (text[0] != 's' && text[0] != 'e')
    return FALSE;
  cursor->seeded = text[0] == 's';
  cursor->at = g_ascii_strtoull (text + 1, NULL, 10);
  again = make_bookmark (cursor);
  return g_str_equal (again, bookmark);
}

/* Reads page_size (1 to 250, else 400) and bookmark. FALSE when an error was answered. */
gboolean
practice_page_params (PracticeExchange *x, PracticeCursor *cursor, guint *size)
{
  const char *page_size = practice_query (x, "page_size");
  const char *bookmark = practice_query (x, "bookmark");
  guint64 n = 25;

  *cursor = (PracticeCursor){ FALSE, G_MAXUINT64 };
  if (page_size != NULL && !g_ascii_string_to_unsigned (page_size, 10, 1, 250, &n, NULL))
    {
      practice_reply_error (x, 400, 1, "Parameter 'page_size' must be a number from 1 to 250.");
      return FALSE;
    }
  *size = (guint)n;
  if (bookmark != NULL && bookmark[0] != '\0' && !read_bookmark (bookmark, cursor))
    {
      practice_reply_error (x, 400, 1, "Parameter 'bookmark' is not one that was given out.");
      return FALSE;
    }
  return TRUE;
}

/* @items: (transfer full). @next: NULL on the last page. */
void
practice_reply_page (PracticeExchange *x, JsonArray *items, const PracticeCursor *next)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *bookmark = next != NULL ? make_bookmark (next) : NULL;
  const char *again = practice_query (x, "bookmark");

  if (practice_fault_is (x, "empty-page"))
    {
      /* A page without items that still has a bookmark: clients must go on, from where they are. */
      json_array_unref (items);
      items = json_array_new ();
      if (again == NULL)
        {
          PracticeCursor first = { FALSE, G_MAXUINT64 };

          g_free (bookmark);
          bookmark = make_bookmark (&first);
        }
    }
  if ((practice_fault_is (x, "empty-page") || practice_fault_is (x, "repeat-bookmark"))
      && again != NULL)
    {
      g_free (bookmark);
      bookmark = g_strdup (again);
    }
  json_object_set_array_member (object, "items", items);
  if (bookmark != NULL)
    json_object_set_string_member (object, "bookmark", bookmark);
  else
    json_object_set_null_member (object, "bookmark");
  json_node_take_object (node, object);
  practice_reply (x, 200, node);
}
