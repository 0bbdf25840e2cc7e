/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-base64-stream.h"
#include "core/api/pf-record-private.h"
#include "core/api/pf-request.h"

#include <glib/gi18n-lib.h>

/**
 * pf_client_parse_board:
 * @root: a reply
 * @about: unused
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the #PfBoard in it; PF_ERROR_PARSE
 */
gpointer
pf_client_parse_board (const PfJson *root, const char *about, GError **error)
{
  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  return pf_board_new_from_object (root, error);
}

/**
 * pf_client_parse_section:
 * @root: a reply
 * @board_id: (nullable): of which board
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the #PfSection in it; PF_ERROR_PARSE
 */
gpointer
pf_client_parse_section (const PfJson *root, const char *board_id, GError **error)
{
  PfSection *section;

  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  section = pf_section_new_from_object (root, error);
  if (section != NULL)
    {
      g_free (section->board_id);
      section->board_id = g_strdup (board_id);
    }
  return section;
}

/**
 * pf_client_parse_pin:
 * @root: a reply
 * @about: unused
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the #PfPin in it; PF_ERROR_PARSE
 */
gpointer
pf_client_parse_pin (const PfJson *root, const char *about, GError **error)
{
  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  return pf_pin_new_from_object (root, error);
}

/**
 * pf_client_make_write:
 * @method: of HTTP
 * @path: (transfer full): where
 *
 * Returns: a request that counts as a write and has the priority of a delivery
 */
PfRequest
pf_client_make_write (const char *method, char *path)
{
  return (PfRequest){ .method = method,
                      .path = path,
                      .category = PF_BUDGET_ORG_WRITE,
                      .priority = PF_PRIORITY_DELIVERY };
}

/**
 * pf_client_check_id:
 * @self: a client
 * @source_tag: of the call
 * @id: what is to stand in its path
 * @callback: called with an error when it cannot
 * @data: for @callback
 *
 * Returns: whether @id is one of Pinterest's; else the call has ended
 */
gboolean
pf_client_check_id (PfClient *self,
                    gpointer source_tag,
                    const char *id,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  if (pf_json_is_id (id))
    return TRUE;
  pf_request_refuse (self, source_tag, _ ("This is not an id of Pinterest’s"), callback, data);
  return FALSE;
}

/* Empty text is left out: a field that the person did not fill in. */
static void
append_filled (GString *json, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    pf_json_append_text_member (json, name, text);
}

static GBytes *
close_object (GString *json)
{
  g_string_append_c (json, '}');
  return g_string_free_to_bytes (json);
}

/**
 * pf_client_create_board_async:
 * @board: copied
 *
 * POST /boards. Sent once at most; see PfErrorDetail.maybe_sent.
 */
void
pf_client_create_board_async (PfClient *self,
                              const PfNewBoard *board,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  PfRequest request = pf_client_make_write (SOUP_METHOD_POST, g_strdup ("/boards"));
  GString *json = g_string_new ("{");

  pf_json_append_text_member (json, "name", board->name);
  append_filled (json, "description", board->description);
  pf_json_append_text_member (json, "privacy", pf_privacy_to_string (board->privacy));
  request.prefix = close_object (json);
  request.parse = pf_client_parse_board;
  request.free_result = (GDestroyNotify)pf_board_unref;
  pf_request_run (&request, self, pf_client_create_board_async, cancellable, callback, data);
}

PfBoard *
pf_client_create_board_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_create_board_async, error);
}

/**
 * pf_client_create_section_async:
 *
 * POST /boards/{board_id}/sections. Sent once at most.
 */
void
pf_client_create_section_async (PfClient *self,
                                const char *board_id,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  PfRequest request;
  GString *json;

  if (!pf_client_check_id (self, pf_client_create_section_async, board_id, callback, data))
    return;
  request
      = pf_client_make_write (SOUP_METHOD_POST, g_strdup_printf ("/boards/%s/sections", board_id));
  json = g_string_new ("{");
  pf_json_append_text_member (json, "name", name);
  request.prefix = close_object (json);
  request.about = g_strdup (board_id);
  request.parse = pf_client_parse_section;
  request.free_result = (GDestroyNotify)pf_section_unref;
  pf_request_run (&request, self, pf_client_create_section_async, cancellable, callback, data);
}

PfSection *
pf_client_create_section_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_create_section_async, error);
}

/* The body grows as JSON that waits in @json and pictures that stand between. */
static void
append_picture (PfBase64Stream *body,
                GString *json,
                const char *type_name,
                const char *data_name,
                const char *content_type,
                GBytes *picture)
{
  g_autoptr (GBytes) before = NULL;

  pf_json_append_text_member (json, type_name, content_type);
  pf_json_append_name (json, data_name);
  g_string_append_c (json, '"');
  before = g_bytes_new (json->str, json->len);
  pf_base64_stream_append (body, before, FALSE);
  pf_base64_stream_append (body, picture, TRUE);
  g_string_assign (json, "\"");
}

static void
append_items (PfBase64Stream *body, GString *json, const PfNewPin *pin)
{
  pf_json_append_text_member (json, "source_type", "multiple_image_base64");
  pf_json_append_name (json, "items");
  g_string_append_c (json, '[');
  for (guint i = 0; i < pin->n_items; i++)
    {
      const PfNewPinItem *item = &pin->items[i];

      g_string_append (json, i > 0 ? ",{" : "{");
      append_filled (json, "title", item->title);
      append_filled (json, "description", item->description);
      append_filled (json, "link", item->link);
      append_picture (body, json, "content_type", "data", item->content_type, item->picture);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

static void
append_video (PfBase64Stream *body, GString *json, const PfNewPin *pin)
{
  pf_json_append_text_member (json, "source_type", "video_id");
  pf_json_append_text_member (json, "media_id", pin->media_id);
  if (pin->picture != NULL)
    append_picture (body, json, "cover_image_content_type", "cover_image_data", pin->content_type,
                    pin->picture);
  else
    {
      pf_json_append_name (json, "cover_image_key_frame_time");
      g_string_append_printf (json, "%d", MAX (pin->cover_time, 0));
    }
}

/**
 * pf_client_create_pin_async:
 * @pin: copied, the pictures referenced
 *
 * POST /pins with source_type image_base64, multiple_image_base64 or video_id (api-facts
 * section 9). Pictures are encoded while they are sent. Sent once at most.
 */
void
pf_client_create_pin_async (PfClient *self,
                            const PfNewPin *pin,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GBytes) end = NULL;
  PfBase64Stream *body;
  PfRequest request;
  GString *json;

  if (!pf_client_check_id (self, pf_client_create_pin_async, pin->board_id, callback, data))
    return;
  if (pin->section_id != NULL
      && !pf_client_check_id (self, pf_client_create_pin_async, pin->section_id, callback, data))
    return;
  if (pin->media_id != NULL
      && !pf_client_check_id (self, pf_client_create_pin_async, pin->media_id, callback, data))
    return;
  request = pf_client_make_write (SOUP_METHOD_POST, g_strdup ("/pins"));
  json = g_string_new ("{");
  pf_json_append_text_member (json, "board_id", pin->board_id);
  pf_json_append_text_member (json, "board_section_id", pin->section_id);
  append_filled (json, "title", pin->title);
  append_filled (json, "description", pin->description);
  append_filled (json, "alt_text", pin->alt_text);
  append_filled (json, "link", pin->link);
  pf_json_append_name (json, "media_source");
  g_string_append_c (json, '{');
  body = PF_BASE64_STREAM (pf_base64_stream_new (NULL, NULL, NULL));
  if (pin->n_items > 0)
    append_items (body, json, pin);
  else if (pin->media_id != NULL)
    append_video (body, json, pin);
  else
    {
      pf_json_append_text_member (json, "source_type", "image_base64");
      append_picture (body, json, "content_type", "data", pin->content_type, pin->picture);
    }
  g_string_append (json, "}}");
  end = g_string_free_to_bytes (json);
  pf_base64_stream_append (body, end, FALSE);
  request.body = G_INPUT_STREAM (body);
  request.parse = pf_client_parse_pin;
  request.free_result = (GDestroyNotify)pf_pin_unref;
  pf_request_run (&request, self, pf_client_create_pin_async, cancellable, callback, data);
}

PfPin *
pf_client_create_pin_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_create_pin_async, error);
}

/**
 * pf_client_delete_pin_async:
 *
 * DELETE /pins/{pin_id}: any 2xx is success (200 and 204 are both answered).
 */
void
pf_client_delete_pin_async (PfClient *self,
                            const char *pin_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  PfRequest request;

  if (!pf_client_check_id (self, pf_client_delete_pin_async, pin_id, callback, data))
    return;
  request = pf_client_make_write (SOUP_METHOD_DELETE, g_strdup_printf ("/pins/%s", pin_id));
  pf_request_run (&request, self, pf_client_delete_pin_async, cancellable, callback, data);
}

gboolean
pf_client_delete_pin_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_delete_pin_async, error) != NULL;
}

/**
 * pf_client_delete_board_async:
 *
 * DELETE /boards/{board_id}: any 2xx is success.
 */
void
pf_client_delete_board_async (PfClient *self,
                              const char *board_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  PfRequest request;

  if (!pf_client_check_id (self, pf_client_delete_board_async, board_id, callback, data))
    return;
  request = pf_client_make_write (SOUP_METHOD_DELETE, g_strdup_printf ("/boards/%s", board_id));
  pf_request_run (&request, self, pf_client_delete_board_async, cancellable, callback, data);
}

gboolean
pf_client_delete_board_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_delete_board_async, error) != NULL;
}
