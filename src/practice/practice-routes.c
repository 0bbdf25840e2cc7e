/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-oauth.h"

#include <string.h>

#define READ_BOARDS "boards:read"
#define WRITE_BOARDS "boards:read boards:write"
#define READ_PINS "boards:read pins:read"
#define WRITE_PINS "boards:read boards:write pins:read pins:write"

/* A star stands for one path segment. Scopes and categories: api-facts.md, section 8. */
static const PracticeOperation operations[] = {
  { "POST", "/v5/oauth/token", "oauth/token", NULL, NULL, practice_oauth_token },
  { "GET", "/v5/user_account", "user_account/get", "org_read", "user_accounts:read",
    practice_user_account },
  { "GET", "/v5/user_account/businesses", "linked_business_accounts/get", "org_read",
    "user_accounts:read", practice_businesses },
  { "GET", "/v5/user_account/analytics", "user_account/analytics", "org_analytics",
    "user_accounts:read", practice_account_analytics, TRUE },
  { "GET", "/v5/user_account/analytics/top_pins", "user_account/analytics/top_pins",
    "org_analytics", "pins:read user_accounts:read", practice_top_pins, TRUE },
  { "GET", "/v5/user_account/analytics/top_video_pins", "user_account/analytics/top_video_pins",
    "org_analytics", "pins:read user_accounts:read", practice_top_videos, TRUE },
  { "GET", "/v5/trends/keywords/*/top/*", "trending_keywords/list", "trends_read",
    "user_accounts:read", practice_trends_keywords },
  { "GET", "/v5/boards", "boards/list", "org_read", READ_BOARDS, practice_boards_list },
  { "POST", "/v5/boards", "boards/create", "org_write", WRITE_BOARDS, practice_boards_create },
  { "GET", "/v5/boards/*", "boards/get", "org_read", READ_BOARDS, practice_boards_get },
  { "PATCH", "/v5/boards/*", "boards/update", "org_write", WRITE_BOARDS, practice_boards_update },
  { "DELETE", "/v5/boards/*", "boards/delete", "org_write", WRITE_BOARDS, practice_boards_delete },
  { "GET", "/v5/boards/*/pins", "boards/list_pins", "org_read", READ_PINS, practice_board_pins },
  { "GET", "/v5/boards/*/sections", "board_sections/list", "org_read", READ_BOARDS,
    practice_sections_list },
  { "POST", "/v5/boards/*/sections", "board_sections/create", "org_write", WRITE_BOARDS,
    practice_sections_create },
  { "PATCH", "/v5/boards/*/sections/*", "board_sections/update", "org_write", WRITE_BOARDS,
    practice_sections_update },
  { "DELETE", "/v5/boards/*/sections/*", "board_sections/delete", "org_write", WRITE_BOARDS,
    practice_sections_delete },
  { "GET", "/v5/boards/*/sections/*/pins", "board_sections/list_pins", "org_read", READ_PINS,
    practice_section_pins },
  { "GET", "/v5/pins", "pins/list", "org_read", READ_PINS, practice_pins_list },
  { "POST", "/v5/pins", "pins/create", "org_write", WRITE_PINS, practice_pins_create },
  { "GET", "/v5/pins/analytics", "multi_pins/analytics", "org_analytics", READ_PINS,
    practice_pins_analytics, TRUE },
  { "GET", "/v5/pins/*/analytics", "pins/analytics", "org_analytics", READ_PINS,
    practice_pin_analytics, TRUE },
  { "GET", "/v5/pins/*", "pins/get", "org_read", READ_PINS, practice_pins_get },
  { "PATCH", "/v5/pins/*", "pins/update", "org_write", WRITE_PINS, practice_pins_update },
  { "DELETE", "/v5/pins/*", "pins/delete", "org_write", WRITE_PINS, practice_pins_delete },
  { "POST", "/v5/pins/*/save", "pins/save", "org_write", WRITE_PINS, practice_pins_save },
  { "GET", "/v5/media", "media/list", "org_read", "pins:read", practice_media_list },
  { "POST", "/v5/media", "media/create", "org_write", "pins:read pins:write",
    practice_media_create },
  { "GET", "/v5/media/*", "media/get", "org_read", "pins:read", practice_media_get },
  { "GET", "/oauth/", "oauth/consent", NULL, NULL, practice_consent_page },
  { "POST", "/oauth/decide", "oauth/decide", NULL, NULL, practice_consent_decide },
  { "POST", "/upload", "media/upload", NULL, NULL, practice_media_upload },
  { "GET", "/img/*/*", "image", NULL, NULL, practice_image_get },
  { "GET", "/avatar/*", "avatar", NULL, NULL, practice_avatar_get },
};

static gboolean
path_matches (const char *pattern, const char *path, char *args[2])
{
  guint n = 0;

  g_clear_pointer (&args[0], g_free);
  g_clear_pointer (&args[1], g_free);
  while (*pattern != '\0')
    {
      if (*pattern == '*')
        {
          gsize length = strcspn (path, "/");

          if (length == 0)
            return FALSE;
          args[n++] = g_strndup (path, length);
          path += length;
          pattern++;
        }
      else if (*pattern++ != *path++)
        return FALSE;
    }
  return *path == '\0';
}

/* @known_path: set when another method would be right (405, code 5). */
const PracticeOperation *
practice_route (const char *method, const char *path, char *args[2], gboolean *known_path)
{
  *known_path = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (!path_matches (operations[i].path, path, args))
        continue;
      *known_path = TRUE;
      if (g_str_equal (operations[i].method, method))
        return &operations[i];
    }
  return NULL;
}
