/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-record-private.h"
#include "core/api/pf-request.h"

/* Edits, saves and the deletes of sections (api-facts section 8.2). */

static void
append_text (
    GString *json, const PfPatch *patch, PfChangeField field, const char *name, const char *text)
{
  if ((patch->fields & field) == 0)
    return;
  pf_json_append_name (json, name);
  if (text != NULL && *text != '\0')
    pf_json_append_string (json, text);
  else
    g_string_append (json, "null");
}

static GBytes *
make_body (const PfPatch *patch)
{
  GString *json = g_string_new ("{");

  append_text (json, patch, PF_CHANGE_NAME, "name", patch->name);
  append_text (json, patch, PF_CHANGE_BOARD, "board_id", patch->board_id);
  append_text (json, patch, PF_CHANGE_SECTION, "board_section_id", patch->section_id);
  append_text (json, patch, PF_CHANGE_TITLE, "title", patch->title);
  append_text (json, patch, PF_CHANGE_DESCRIPTION, "description", patch->description);
  append_text (json, patch, PF_CHANGE_ALT_TEXT, "alt_text", patch->alt_text);
  append_text (json, patch, PF_CHANGE_LINK, "link", patch->link);
  if ((patch->fields & PF_CHANGE_PRIVACY) != 0)
    pf_json_append_text_member (json, "privacy", pf_privacy_to_string (patch->privacy));
  g_string_append_c (json, '}');
  return g_string_free_to_bytes (json);
}

/* Ids that are wrong never become a path. */
static gboolean
start (PfClient *self,
       gpointer tag,
       const char *a,
       const char *b,
       GAsyncReadyCallback callback,
       gpointer data)
{
  return pf_client_check_id (self, tag, a, callback, data)
         && (b == NULL || pf_client_check_id (self, tag, b, callback, data));
}

/**
 * pf_client_update_board_async:
 * @patch: name, description, privacy; copied
 *
 * PATCH /boards/{board_id}. May be repeated.
 */
void
pf_client_update_board_async (PfClient *self,
                              const char *board_id,
                              const PfPatch *patch,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  PfRequest request;

  if (!start (self, pf_client_update_board_async, board_id, NULL, callback, data))
    return;
  request = pf_client_make_write ("PATCH", g_strdup_printf ("/boards/%s", board_id));
  request.prefix = make_body (patch);
  request.parse = pf_client_parse_board;
  request.free_result = (GDestroyNotify)pf_board_unref;
  pf_request_run (&request, self, pf_client_update_board_async, cancellable, callback, data);
}

PfBoard *
pf_client_update_board_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_update_board_async, error);
}

/**
 * pf_client_update_section_async:
 * @patch: the name; copied
 *
 * PATCH /boards/{board_id}/sections/{section_id}. May be repeated.
 */
void
pf_client_update_section_async (PfClient *self,
                                const char *board_id,
                                const char *section_id,
                                const PfPatch *patch,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  PfRequest request;

  if (!start (self, pf_client_update_section_async, board_id, section_id, callback, data))
    return;
  request = pf_client_make_write ("PATCH",
                                  g_strdup_printf ("/boards/%s/sections/%s", board_id, section_id));
  request.prefix = make_body (patch);
  request.about = g_strdup (board_id);
  request.parse = pf_client_parse_section;
  request.free_result = (GDestroyNotify)pf_section_unref;
  pf_request_run (&request, self, pf_client_update_section_async, cancellable, callback, data);
}

PfSection *
pf_client_update_section_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_update_section_async, error);
}

/**
 * pf_client_update_pin_async:
 * @patch: texts, link, board, section; copied. A section needs its board with it.
 *
 * PATCH /pins/{pin_id}: a beta that is not open to all apps (PF_ERROR_FEATURE). May be
 * repeated.
 */
void
pf_client_update_pin_async (PfClient *self,
                            const char *pin_id,
                            const PfPatch *patch,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  PfRequest request;

  if (!start (self, pf_client_update_pin_async, pin_id, patch->board_id, callback, data)
      || (patch->section_id != NULL
          && !start (self, pf_client_update_pin_async, patch->section_id, NULL, callback, data)))
    return;
  request = pf_client_make_write ("PATCH", g_strdup_printf ("/pins/%s", pin_id));
  request.prefix = make_body (patch);
  request.parse = pf_client_parse_pin;
  request.free_result = (GDestroyNotify)pf_pin_unref;
  pf_request_run (&request, self, pf_client_update_pin_async, cancellable, callback, data);
}

PfPin *
pf_client_update_pin_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_update_pin_async, error);
}

/**
 * pf_client_save_pin_async:
 * @section_id: (nullable): a section of the board
 *
 * POST /pins/{pin_id}/save: makes a copy on a board. Sent once at most.
 */
void
pf_client_save_pin_async (PfClient *self,
                          const char *pin_id,
                          const char *board_id,
                          const char *section_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  PfPatch patch = { .fields = PF_CHANGE_BOARD, .board_id = board_id, .section_id = section_id };
  PfRequest request;

  if (!start (self, pf_client_save_pin_async, pin_id, NULL, callback, data)
      || !start (self, pf_client_save_pin_async, board_id, section_id, callback, data))
    return;
  if (section_id != NULL)
    patch.fields |= PF_CHANGE_SECTION;
  request = pf_client_make_write (SOUP_METHOD_POST, g_strdup_printf ("/pins/%s/save", pin_id));
  request.prefix = make_body (&patch);
  request.parse = pf_client_parse_pin;
  request.free_result = (GDestroyNotify)pf_pin_unref;
  pf_request_run (&request, self, pf_client_save_pin_async, cancellable, callback, data);
}

PfPin *
pf_client_save_pin_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_save_pin_async, error);
}

/**
 * pf_client_delete_section_async:
 *
 * DELETE /boards/{board_id}/sections/{section_id}: any 2xx is success.
 */
void
pf_client_delete_section_async (PfClient *self,
                                const char *board_id,
                                const char *section_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  PfRequest request;

  if (!start (self, pf_client_delete_section_async, board_id, section_id, callback, data))
    return;
  request = pf_client_make_write (SOUP_METHOD_DELETE,
                                  g_strdup_printf ("/boards/%s/sections/%s", board_id, section_id));
  pf_request_run (&request, self, pf_client_delete_section_async, cancellable, callback, data);
}

gboolean
pf_client_delete_section_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_delete_section_async, error) != NULL;
}
