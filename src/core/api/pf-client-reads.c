/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-record-private.h"
#include "core/api/pf-request.h"

#include <glib/gi18n-lib.h>

#define MAX_PAGE 250

/* Parsers, on a worker thread. */

static gpointer
need_object (const PfJson *root, PfRecordMake make, GError **error)
{
  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  return make (root, error);
}

static gpointer
parse_account (const PfJson *root, const char *about, GError **error)
{
  return need_object (root, (PfRecordMake)pf_account_new_from_object, error);
}

static gpointer
parse_board (const PfJson *root, const char *about, GError **error)
{
  return need_object (root, (PfRecordMake)pf_board_new_from_object, error);
}

static gpointer
parse_pin (const PfJson *root, const char *about, GError **error)
{
  return need_object (root, (PfRecordMake)pf_pin_new_from_object, error);
}

static gpointer
parse_boards (const PfJson *root, const char *about, GError **error)
{
  return pf_page_new_from_json (root, (PfRecordMake)pf_board_new_from_object,
                                (GDestroyNotify)pf_board_unref, error);
}

static gpointer
parse_pins (const PfJson *root, const char *about, GError **error)
{
  return pf_page_new_from_json (root, (PfRecordMake)pf_pin_new_from_object,
                                (GDestroyNotify)pf_pin_unref, error);
}

static gpointer
parse_sections (const PfJson *root, const char *board_id, GError **error)
{
  PfPage *page = pf_page_new_from_json (root, (PfRecordMake)pf_section_new_from_object,
                                        (GDestroyNotify)pf_section_unref, error);

  for (guint i = 0; page != NULL && i < page->items->len; i++)
    {
      PfSection *section = g_ptr_array_index (page->items, i);
      g_free (section->board_id);
      section->board_id = g_strdup (board_id);
    }
  return page;
}

static gpointer
parse_businesses (const PfJson *root, const char *about, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (root->kind != PF_JSON_ARRAY)
    return pf_record_fail (error, "[]");
  for (const PfJson *at = pf_json_first (root); at != NULL; at = pf_json_next (root, at))
    {
      char *name = pf_json_dup_text (at, "username");

      if (name != NULL)
        g_ptr_array_add (names, name);
    }
  return g_steal_pointer (&names);
}

/* Calls. */

static char *
page_path (const char *path, guint page_size, const char *bookmark)
{
  g_autofree char *escaped = bookmark != NULL ? g_uri_escape_string (bookmark, NULL, FALSE) : NULL;

  return g_strdup_printf ("%s?page_size=%u%s%s", path, CLAMP (page_size, 1, MAX_PAGE),
                          escaped != NULL ? "&bookmark=" : "", escaped != NULL ? escaped : "");
}

static void
read_record (PfClient *self,
             gpointer source_tag,
             PfPriority priority,
             char *path,
             const char *about,
             PfParse parse,
             GDestroyNotify free_result,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  PfRequest request = { .method = SOUP_METHOD_GET,
                        .path = path,
                        .about = g_strdup (about),
                        .category = PF_BUDGET_ORG_READ,
                        .priority = priority,
                        .parse = parse,
                        .free_result = free_result };

  pf_request_run (&request, self, source_tag, cancellable, callback, data);
}

/* Names instead of ids are a mistake that the service answers with a puzzle. */
static gboolean
check_id (PfClient *self,
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

/**
 * pf_client_get_account_async:
 *
 * GET /user_account, of the account that the token is for.
 */
void
pf_client_get_account_async (PfClient *self,
                             PfPriority priority,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  read_record (self, pf_client_get_account_async, priority, g_strdup ("/user_account"), NULL,
               parse_account, (GDestroyNotify)pf_account_unref, cancellable, callback, data);
}

PfAccount *
pf_client_get_account_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_account_async, error);
}

/**
 * pf_client_list_businesses_async:
 *
 * GET /user_account/businesses, which is not paged.
 */
void
pf_client_list_businesses_async (PfClient *self,
                                 PfPriority priority,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  read_record (self, pf_client_list_businesses_async, priority,
               g_strdup ("/user_account/businesses"), NULL, parse_businesses,
               (GDestroyNotify)g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
pf_client_list_businesses_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_list_businesses_async, error);
}

/**
 * pf_client_list_boards_async:
 *
 * GET /boards: also group boards that the account takes part in.
 */
void
pf_client_list_boards_async (PfClient *self,
                             PfPriority priority,
                             guint page_size,
                             const char *bookmark,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  read_record (self, pf_client_list_boards_async, priority,
               page_path ("/boards", page_size, bookmark), NULL, parse_boards,
               (GDestroyNotify)pf_page_free, cancellable, callback, data);
}

PfPage *
pf_client_list_boards_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_list_boards_async, error);
}

/**
 * pf_client_get_board_async:
 *
 * GET /boards/{board_id}
 */
void
pf_client_get_board_async (PfClient *self,
                           PfPriority priority,
                           const char *board_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  if (check_id (self, pf_client_get_board_async, board_id, callback, data))
    read_record (self, pf_client_get_board_async, priority,
                 g_strdup_printf ("/boards/%s", board_id), NULL, parse_board,
                 (GDestroyNotify)pf_board_unref, cancellable, callback, data);
}

PfBoard *
pf_client_get_board_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_board_async, error);
}

/**
 * pf_client_list_sections_async:
 *
 * GET /boards/{board_id}/sections
 */
void
pf_client_list_sections_async (PfClient *self,
                               PfPriority priority,
                               const char *board_id,
                               guint page_size,
                               const char *bookmark,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_autofree char *path = NULL;

  if (!check_id (self, pf_client_list_sections_async, board_id, callback, data))
    return;
  path = g_strdup_printf ("/boards/%s/sections", board_id);
  read_record (self, pf_client_list_sections_async, priority, page_path (path, page_size, bookmark),
               board_id, parse_sections, (GDestroyNotify)pf_page_free, cancellable, callback, data);
}

PfPage *
pf_client_list_sections_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_list_sections_async, error);
}

/**
 * pf_client_list_board_pins_async:
 *
 * GET /boards/{board_id}/pins: those of its sections are among them
 * (api-facts section 8.3).
 */
void
pf_client_list_board_pins_async (PfClient *self,
                                 PfPriority priority,
                                 const char *board_id,
                                 guint page_size,
                                 const char *bookmark,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autofree char *path = NULL;

  if (!check_id (self, pf_client_list_board_pins_async, board_id, callback, data))
    return;
  path = g_strdup_printf ("/boards/%s/pins", board_id);
  read_record (self, pf_client_list_board_pins_async, priority,
               page_path (path, page_size, bookmark), NULL, parse_pins,
               (GDestroyNotify)pf_page_free, cancellable, callback, data);
}

PfPage *
pf_client_list_board_pins_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_list_board_pins_async, error);
}

/**
 * pf_client_list_section_pins_async:
 *
 * GET /boards/{board_id}/sections/{section_id}/pins
 */
void
pf_client_list_section_pins_async (PfClient *self,
                                   PfPriority priority,
                                   const char *board_id,
                                   const char *section_id,
                                   guint page_size,
                                   const char *bookmark,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  g_autofree char *path = NULL;

  if (!check_id (self, pf_client_list_section_pins_async, board_id, callback, data)
      || !check_id (self, pf_client_list_section_pins_async, section_id, callback, data))
    return;
  path = g_strdup_printf ("/boards/%s/sections/%s/pins", board_id, section_id);
  read_record (self, pf_client_list_section_pins_async, priority,
               page_path (path, page_size, bookmark), NULL, parse_pins,
               (GDestroyNotify)pf_page_free, cancellable, callback, data);
}

PfPage *
pf_client_list_section_pins_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_list_section_pins_async, error);
}

/**
 * pf_client_list_pins_async:
 *
 * GET /pins: of all boards.
 */
void
pf_client_list_pins_async (PfClient *self,
                           PfPriority priority,
                           guint page_size,
                           const char *bookmark,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  read_record (self, pf_client_list_pins_async, priority, page_path ("/pins", page_size, bookmark),
               NULL, parse_pins, (GDestroyNotify)pf_page_free, cancellable, callback, data);
}

PfPage *
pf_client_list_pins_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_list_pins_async, error);
}

/**
 * pf_client_get_pin_async:
 *
 * GET /pins/{pin_id}
 */
void
pf_client_get_pin_async (PfClient *self,
                         PfPriority priority,
                         const char *pin_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  if (check_id (self, pf_client_get_pin_async, pin_id, callback, data))
    read_record (self, pf_client_get_pin_async, priority, g_strdup_printf ("/pins/%s", pin_id),
                 NULL, parse_pin, (GDestroyNotify)pf_pin_unref, cancellable, callback, data);
}

PfPin *
pf_client_get_pin_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_pin_async, error);
}
