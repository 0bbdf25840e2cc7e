/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-record-private.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

/* Sets PF_ERROR_PARSE. Returns: %NULL, to return at once */
gpointer
pf_record_fail (GError **error, const char *what)
{
  g_set_error (error, PF_ERROR, PF_ERROR_PARSE, _ ("The reply lacks “%s”"), what);
  return NULL;
}

/* PfAccount */

static void
pf_account_clear (PfAccount *self)
{
  g_free (self->id);
  g_free (self->username);
  g_free (self->account_type);
  g_free (self->business_name);
  g_free (self->about);
  g_free (self->profile_image);
  g_free (self->website_url);
}

PF_DEFINE_RECORD (PfAccount, pf_account)

PfAccount *
pf_account_new_from_object (const PfJson *object, GError **error)
{
  g_autoptr (PfAccount) self = pf_account_alloc ();

  self->id = pf_json_dup_id (object, "id");
  self->username = pf_json_dup_text (object, "username");
  self->account_type = pf_json_dup_text (object, "account_type");
  self->business_name = pf_json_dup_text (object, "business_name");
  self->about = pf_json_dup_text (object, "about");
  self->profile_image = pf_json_dup_text (object, "profile_image");
  self->website_url = pf_json_dup_text (object, "website_url");
  self->board_count = pf_json_get_count (object, "board_count");
  self->pin_count = pf_json_get_count (object, "pin_count");
  self->follower_count = pf_json_get_count (object, "follower_count");
  self->following_count = pf_json_get_count (object, "following_count");
  self->monthly_views = pf_json_get_count (object, "monthly_views");
  if (self->id == NULL && (self->username == NULL || *self->username == '\0'))
    return pf_record_fail (error, "id");
  return g_steal_pointer (&self);
}

char *
pf_account_to_json (const PfAccount *self)
{
  GString *json = g_string_new ("{");

  pf_json_append_text_member (json, "id", self->id);
  pf_json_append_text_member (json, "username", self->username);
  pf_json_append_text_member (json, "account_type", self->account_type);
  pf_json_append_text_member (json, "business_name", self->business_name);
  pf_json_append_text_member (json, "about", self->about);
  pf_json_append_text_member (json, "profile_image", self->profile_image);
  pf_json_append_text_member (json, "website_url", self->website_url);
  pf_json_append_int_member (json, "board_count", self->board_count);
  pf_json_append_int_member (json, "pin_count", self->pin_count);
  pf_json_append_int_member (json, "follower_count", self->follower_count);
  pf_json_append_int_member (json, "following_count", self->following_count);
  pf_json_append_int_member (json, "monthly_views", self->monthly_views);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* PfBoard */

static void
pf_board_clear (PfBoard *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->owner_username);
  g_free (self->cover_url);
  g_strfreev (self->thumbnail_urls);
}

PF_DEFINE_RECORD (PfBoard, pf_board)

static char **
dup_texts (const PfJson *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (const PfJson *at = pf_json_first (array); at != NULL; at = pf_json_next (array, at))
    if (at->kind == PF_JSON_TEXT)
      g_strv_builder_add (builder, at->text);
  return g_strv_builder_end (builder);
}

PfBoard *
pf_board_new_from_object (const PfJson *object, GError **error)
{
  g_autoptr (PfBoard) self = pf_board_alloc ();
  const PfJson *media = pf_json_get_object (object, "media");

  self->id = pf_json_dup_id (object, "id");
  self->name = pf_json_dup_text (object, "name");
  self->description = pf_json_dup_text (object, "description");
  self->privacy = pf_privacy_from_string (pf_json_get_text (object, "privacy"));
  self->is_ads_only = pf_json_get_flag (object, "is_ads_only");
  self->owner_username = pf_json_dup_text (pf_json_get_object (object, "owner"), "username");
  self->pin_count = pf_json_get_count (object, "pin_count");
  self->follower_count = pf_json_get_count (object, "follower_count");
  self->collaborator_count = pf_json_get_count (object, "collaborator_count");
  self->created_at = pf_timestamp_parse (pf_json_get_text (object, "created_at"));
  self->pins_modified_at = pf_timestamp_parse (pf_json_get_text (object, "board_pins_modified_at"));
  self->cover_url = pf_json_dup_text (media, "image_cover_url");
  self->thumbnail_urls = dup_texts (pf_json_get_array (media, "pin_thumbnail_urls"));
  if (self->id == NULL)
    return pf_record_fail (error, "id");
  return g_steal_pointer (&self);
}

char *
pf_board_to_json (const PfBoard *self)
{
  GString *json = g_string_new ("{");

  pf_json_append_text_member (json, "id", self->id);
  pf_json_append_text_member (json, "name", self->name);
  pf_json_append_text_member (json, "description", self->description);
  pf_json_append_text_member (json, "privacy", pf_privacy_to_string (self->privacy));
  pf_json_append_flag_member (json, "is_ads_only", self->is_ads_only);
  if (self->owner_username != NULL)
    {
      pf_json_append_name (json, "owner");
      g_string_append_c (json, '{');
      pf_json_append_text_member (json, "username", self->owner_username);
      g_string_append_c (json, '}');
    }
  pf_json_append_int_member (json, "pin_count", self->pin_count);
  pf_json_append_int_member (json, "follower_count", self->follower_count);
  pf_json_append_int_member (json, "collaborator_count", self->collaborator_count);
  pf_json_append_time_member (json, "created_at", self->created_at);
  pf_json_append_time_member (json, "board_pins_modified_at", self->pins_modified_at);
  pf_json_append_name (json, "media");
  g_string_append_c (json, '{');
  pf_json_append_text_member (json, "image_cover_url", self->cover_url);
  pf_json_append_name (json, "pin_thumbnail_urls");
  g_string_append_c (json, '[');
  for (guint i = 0; self->thumbnail_urls[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      pf_json_append_string (json, self->thumbnail_urls[i]);
    }
  g_string_append (json, "]}}");
  return g_string_free (json, FALSE);
}

/**
 * pf_board_get_web_url:
 * @self: a board
 *
 * Returns: (transfer full) (nullable): its page on www.pinterest.com, %NULL
 *   where owner or name are unknown. The service gives no address; this is the
 *   form its site uses: owner, then the name in lower case with dashes
 */
char *
pf_board_get_web_url (const PfBoard *self)
{
  g_autofree char *owner = NULL;
  g_autofree char *slug = NULL;
  g_autofree char *escaped = NULL;
  GString *words;
  gboolean gap = FALSE;

  if (self->owner_username == NULL || *self->owner_username == '\0' || self->name == NULL)
    return NULL;
  words = g_string_new (NULL);
  for (const char *at = self->name; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c))
        {
          gap = words->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (words, '-');
      gap = FALSE;
      g_string_append_unichar (words, g_unichar_tolower (c));
    }
  slug = g_string_free (words, FALSE);
  if (*slug == '\0')
    return NULL;
  owner = g_uri_escape_string (self->owner_username, NULL, FALSE);
  escaped = g_uri_escape_string (slug, NULL, FALSE);
  return g_strdup_printf ("https://www.pinterest.com/%s/%s/", owner, escaped);
}

static const char *const privacy_names[] = {
  [PF_PRIVACY_PUBLIC] = "PUBLIC",
  [PF_PRIVACY_PROTECTED] = "PROTECTED",
  [PF_PRIVACY_SECRET] = "SECRET",
};

/**
 * pf_privacy_to_string:
 * @privacy: who may see a board
 *
 * Returns: its name in the API
 */
const char *
pf_privacy_to_string (PfPrivacy privacy)
{
  g_return_val_if_fail ((gsize)privacy < G_N_ELEMENTS (privacy_names), "PUBLIC");
  return privacy_names[privacy];
}

/**
 * pf_privacy_from_string:
 * @text: (nullable): as the service writes it
 *
 * Returns: what it means; a word that we do not know is shown as protected,
 *   because a board that is not surely public should not be called so; an
 *   absent one is the description's default, public
 */
PfPrivacy
pf_privacy_from_string (const char *text)
{
  if (text == NULL)
    return PF_PRIVACY_PUBLIC;
  for (gsize i = 0; i < G_N_ELEMENTS (privacy_names); i++)
    if (g_str_equal (text, privacy_names[i]))
      return (PfPrivacy)i;
  return PF_PRIVACY_PROTECTED;
}

/* PfSection */

static void
pf_section_clear (PfSection *self)
{
  g_free (self->id);
  g_free (self->board_id);
  g_free (self->name);
}

PF_DEFINE_RECORD (PfSection, pf_section)

PfSection *
pf_section_new_from_object (const PfJson *object, GError **error)
{
  g_autoptr (PfSection) self = pf_section_alloc ();

  self->id = pf_json_dup_id (object, "id");
  self->board_id = pf_json_dup_id (object, "board_id");
  self->name = pf_json_dup_text (object, "name");
  if (self->id == NULL)
    return pf_record_fail (error, "id");
  return g_steal_pointer (&self);
}

char *
pf_section_to_json (const PfSection *self)
{
  GString *json = g_string_new ("{");

  pf_json_append_text_member (json, "id", self->id);
  pf_json_append_text_member (json, "board_id", self->board_id);
  pf_json_append_text_member (json, "name", self->name);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* PfMedia */

static void
pf_media_clear (PfMedia *self)
{
  g_free (self->media_id);
  g_free (self->media_type);
  g_free (self->status);
  g_free (self->upload_url);
  g_strfreev (self->upload_parameters);
}

PF_DEFINE_RECORD (PfMedia, pf_media)

/* The signed form of an upload: each entry is sent verbatim (api-facts section 10). */
static char **
dup_parameters (const PfJson *object)
{
  g_autoptr (GStrvBuilder) builder = NULL;

  if (object == NULL)
    return NULL;
  builder = g_strv_builder_new ();
  for (const PfJson *at = pf_json_first (object); at != NULL; at = pf_json_next (object, at))
    if (at->kind == PF_JSON_TEXT)
      {
        g_strv_builder_add (builder, at->name);
        g_strv_builder_add (builder, at->text);
      }
  return g_strv_builder_end (builder);
}

PfMedia *
pf_media_new_from_object (const PfJson *object, GError **error)
{
  g_autoptr (PfMedia) self = pf_media_alloc ();

  self->media_id = pf_json_dup_id (object, "media_id");
  self->media_type = pf_json_dup_text (object, "media_type");
  self->status = pf_json_dup_text (object, "status");
  self->upload_url = pf_json_dup_text (object, "upload_url");
  self->upload_parameters = dup_parameters (pf_json_get_object (object, "upload_parameters"));
  if (self->media_id == NULL)
    return pf_record_fail (error, "media_id");
  return g_steal_pointer (&self);
}

char *
pf_media_to_json (const PfMedia *self)
{
  GString *json = g_string_new ("{");

  pf_json_append_text_member (json, "media_id", self->media_id);
  pf_json_append_text_member (json, "media_type", self->media_type);
  pf_json_append_text_member (json, "status", self->status);
  pf_json_append_text_member (json, "upload_url", self->upload_url);
  if (self->upload_parameters != NULL)
    {
      pf_json_append_name (json, "upload_parameters");
      g_string_append_c (json, '{');
      for (char **at = self->upload_parameters; at[0] != NULL && at[1] != NULL; at += 2)
        pf_json_append_text_member (json, at[0], at[1]);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* PfPage */

/**
 * pf_page_free:
 * @self: (transfer full): a page
 */
void
pf_page_free (PfPage *self)
{
  g_ptr_array_unref (self->items);
  g_free (self->bookmark);
  g_free (self);
}

/**
 * pf_page_new_from_json:
 * @root: a reply
 * @make: makes a record of an item
 * @free: frees a record
 * @error: PF_ERROR_PARSE
 *
 * An item that is no such record is left out; a page of nothing but such items
 * is an error, because then the reply is not what we take it for.
 *
 * Returns: (transfer full) (nullable): the page
 */
PfPage *
pf_page_new_from_json (const PfJson *root, PfRecordMake make, GDestroyNotify free, GError **error)
{
  g_autoptr (PfPage) self = NULL;
  const PfJson *items = pf_json_get_array (root, "items");

  if (items == NULL)
    return pf_record_fail (error, "items");
  self = g_new0 (PfPage, 1);
  self->items = g_ptr_array_new_full (items->length, free);
  self->bookmark = pf_json_dup_text (root, "bookmark");
  if (self->bookmark != NULL && *self->bookmark == '\0')
    g_clear_pointer (&self->bookmark, g_free);
  for (const PfJson *item = pf_json_first (items); item != NULL; item = pf_json_next (items, item))
    {
      gpointer record = item->kind == PF_JSON_OBJECT ? make (item, NULL) : NULL;

      if (record != NULL)
        g_ptr_array_add (self->items, record);
    }
  if (items->length > 0 && self->items->len == 0)
    return pf_record_fail (error, "items");
  if (self->items->len < items->length)
    g_info ("%u of %u items of a page are unreadable", items->length - self->items->len,
            items->length);
  return g_steal_pointer (&self);
}
