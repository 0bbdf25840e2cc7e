/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-record-private.h"

#include <string.h>

/* More pictures than any carousel has (2 to 5; old Idea Pins up to 20). */
#define MAX_PICTURES 64
#define MAX_RENDITIONS 32

static void
picture_set_clear (PfPictureSet *self)
{
  for (guint i = 0; i < self->n_renditions; i++)
    {
      g_free (self->renditions[i].key);
      g_free (self->renditions[i].url);
    }
  g_free (self->renditions);
  g_free (self->title);
  g_free (self->description);
  g_free (self->link);
}

static void
pf_pin_clear (PfPin *self)
{
  for (guint i = 0; i < self->n_pictures; i++)
    picture_set_clear (&self->pictures[i]);
  g_free (self->pictures);
  g_free (self->id);
  g_free (self->title);
  g_free (self->description);
  g_free (self->alt_text);
  g_free (self->link);
  g_free (self->note);
  g_free (self->board_id);
  g_free (self->section_id);
  g_free (self->owner_username);
  g_free (self->parent_pin_id);
  g_free (self->creative_type);
  g_free (self->media_type);
  g_free (self->video_url);
  g_free (self->cover_url);
  g_free (self->metrics_json);
}

PF_DEFINE_RECORD (PfPin, pf_pin)

static guint32
parse_color (const char *text)
{
  guint64 value;

  if (text == NULL || text[0] != '#' || strlen (text) != 7
      || !g_ascii_string_to_unsigned (text + 1, 16, 0, 0xFFFFFF, &value, NULL))
    return G_MAXUINT32;
  return (guint32)value;
}

static int
get_side (const PfJson *object, const char *name)
{
  gint64 side = pf_json_get_int (object, name, 0);

  return side > 0 && side <= 100000 ? (int)side : 0;
}

/* Keys tell the size where the fields do not: 150x150, 400x300, 600x, 1200x. */
static void
read_key (PfRendition *rendition)
{
  char *end;
  guint64 width = g_ascii_strtoull (rendition->key, &end, 10);

  if (!g_ascii_isdigit (rendition->key[0]) || *end != 'x' || width > 100000)
    return;
  if (rendition->width == 0)
    rendition->width = (int)width;
  if (rendition->height == 0 && g_ascii_isdigit (end[1]) && rendition->width == (int)width)
    rendition->height = (int)MIN (g_ascii_strtoull (end + 1, NULL, 10), 100000);
}

static int
compare_renditions (const void *a, const void *b)
{
  const PfRendition *first = a;
  const PfRendition *second = b;

  /* A width that is not known is that of the original: the widest. */
  if ((first->width == 0) != (second->width == 0))
    return first->width == 0 ? 1 : -1;
  if (first->width != second->width)
    return first->width < second->width ? -1 : 1;
  return strcmp (first->key, second->key);
}

static void
read_renditions (PfPictureSet *self, const PfJson *images)
{
  g_autoptr (GArray) renditions = g_array_new (FALSE, TRUE, sizeof (PfRendition));

  for (const PfJson *image = pf_json_first (images);
       image != NULL && renditions->len < MAX_RENDITIONS; image = pf_json_next (images, image))
    {
      const char *url = pf_json_get_text (image, "url");
      PfRendition rendition = { 0 };

      if (url == NULL || *url == '\0')
        continue;
      rendition.key = g_strdup (image->name);
      rendition.url = g_strdup (url);
      rendition.width = get_side (image, "width");
      rendition.height = get_side (image, "height");
      read_key (&rendition);
      g_array_append_val (renditions, rendition);
    }
  if (renditions->len == 0)
    return;
  self->n_renditions = renditions->len;
  self->renditions = (PfRendition *)g_array_steal (renditions, NULL);
  qsort (self->renditions, self->n_renditions, sizeof (PfRendition), compare_renditions);
}

/* The pictures of @media or of one item of a carousel. */
static gboolean
read_picture_set (PfPictureSet *self, const PfJson *media)
{
  const PfJson *images = pf_json_get_object (media, "images");
  const char *cover = pf_json_get_text (media, "cover_image_url");

  memset (self, 0, sizeof *self);
  if (images != NULL)
    read_renditions (self, images);
  /* A video that is still being processed has a cover only. */
  if (self->n_renditions == 0 && cover != NULL && *cover != '\0')
    {
      self->renditions = g_new0 (PfRendition, 1);
      self->n_renditions = 1;
      self->renditions[0].key = g_strdup ("cover");
      self->renditions[0].url = g_strdup (cover);
      self->renditions[0].width = get_side (media, "width");
      self->renditions[0].height = get_side (media, "height");
    }
  if (self->n_renditions == 0)
    return FALSE;
  self->title = pf_json_dup_text (media, "title");
  self->description = pf_json_dup_text (media, "description");
  self->link = pf_json_dup_text (media, "link");
  return TRUE;
}

static PfPinMediaKind
kind_from_type (const char *type)
{
  if (g_strcmp0 (type, "image") == 0)
    return PF_PIN_MEDIA_IMAGE;
  if (g_strcmp0 (type, "video") == 0)
    return PF_PIN_MEDIA_VIDEO;
  if (type != NULL && g_str_has_prefix (type, "multiple_"))
    return PF_PIN_MEDIA_MULTIPLE;
  return PF_PIN_MEDIA_UNKNOWN;
}

static void
read_media (PfPin *self, const PfJson *media)
{
  g_autoptr (GArray) pictures = g_array_new (FALSE, TRUE, sizeof (PfPictureSet));
  const PfJson *items = pf_json_get_array (media, "items");
  PfPictureSet set;

  self->media_type = pf_json_dup_text (media, "media_type");
  self->media_kind = kind_from_type (self->media_type);
  self->video_url = pf_json_dup_text (media, "video_url");
  self->cover_url = pf_json_dup_text (media, "cover_image_url");
  self->duration_ms = MAX (pf_json_get_int (media, "duration", 0), 0);
  if (media != NULL && read_picture_set (&set, media))
    g_array_append_val (pictures, set);
  for (const PfJson *item = pf_json_first (items); item != NULL && pictures->len < MAX_PICTURES;
       item = pf_json_next (items, item))
    if (read_picture_set (&set, item))
      g_array_append_val (pictures, set);
  self->n_pictures = pictures->len;
  if (pictures->len > 0)
    self->pictures = (PfPictureSet *)g_array_steal (pictures, NULL);
}

static char *
dup_metrics (const PfJson *object)
{
  const PfJson *metrics = pf_json_get_object (object, "pin_metrics");

  GString *json;

  if (metrics == NULL)
    return NULL;
  json = g_string_new (NULL);
  pf_json_append_value (json, metrics);
  return g_string_free (json, FALSE);
}

PfPin *
pf_pin_new_from_object (const PfJson *object, GError **error)
{
  g_autoptr (PfPin) self = pf_pin_alloc ();

  self->id = pf_json_dup_id (object, "id");
  if (self->id == NULL)
    return pf_record_fail (error, "id");
  self->title = pf_json_dup_text (object, "title");
  self->description = pf_json_dup_text (object, "description");
  self->alt_text = pf_json_dup_text (object, "alt_text");
  self->link = pf_json_dup_text (object, "link");
  self->note = pf_json_dup_text (object, "note");
  self->board_id = pf_json_dup_id (object, "board_id");
  self->section_id = pf_json_dup_id (object, "board_section_id");
  self->owner_username = pf_json_dup_text (pf_json_get_object (object, "board_owner"), "username");
  self->parent_pin_id = pf_json_dup_id (object, "parent_pin_id");
  self->dominant_color = parse_color (pf_json_get_text (object, "dominant_color"));
  self->created_at = pf_timestamp_parse (pf_json_get_text (object, "created_at"));
  self->creative_type = pf_json_dup_text (object, "creative_type");
  self->is_owner = pf_json_get_flag (object, "is_owner");
  self->is_standard = pf_json_get_flag (object, "is_standard");
  self->has_been_promoted = pf_json_get_flag (object, "has_been_promoted");
  self->metrics_json = dup_metrics (object);
  read_media (self, pf_json_get_object (object, "media"));
  return g_steal_pointer (&self);
}

static void
append_picture_set (GString *json, const PfPictureSet *self)
{
  pf_json_append_text_member (json, "title", self->title);
  pf_json_append_text_member (json, "description", self->description);
  pf_json_append_text_member (json, "link", self->link);
  pf_json_append_name (json, "images");
  g_string_append_c (json, '{');
  for (guint i = 0; i < self->n_renditions; i++)
    {
      const PfRendition *rendition = &self->renditions[i];

      pf_json_append_name (json, rendition->key);
      g_string_append_c (json, '{');
      pf_json_append_text_member (json, "url", rendition->url);
      if (rendition->width > 0)
        pf_json_append_int_member (json, "width", rendition->width);
      if (rendition->height > 0)
        pf_json_append_int_member (json, "height", rendition->height);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, '}');
}

static void
append_media (GString *json, const PfPin *self)
{
  pf_json_append_name (json, "media");
  g_string_append_c (json, '{');
  pf_json_append_text_member (json, "media_type", self->media_type);
  pf_json_append_text_member (json, "video_url", self->video_url);
  pf_json_append_text_member (json, "cover_image_url", self->cover_url);
  if (self->duration_ms > 0)
    pf_json_append_int_member (json, "duration", self->duration_ms);
  if (self->media_kind == PF_PIN_MEDIA_MULTIPLE)
    {
      pf_json_append_name (json, "items");
      g_string_append_c (json, '[');
      for (guint i = 0; i < self->n_pictures; i++)
        {
          g_string_append (json, i > 0 ? ",{" : "{");
          append_picture_set (json, &self->pictures[i]);
          g_string_append_c (json, '}');
        }
      g_string_append_c (json, ']');
    }
  else if (self->n_pictures > 0)
    append_picture_set (json, &self->pictures[0]);
  g_string_append_c (json, '}');
}

char *
pf_pin_to_json (const PfPin *self)
{
  GString *json = g_string_sized_new (1024);

  g_string_append_c (json, '{');
  pf_json_append_text_member (json, "id", self->id);
  pf_json_append_text_member (json, "title", self->title);
  pf_json_append_text_member (json, "description", self->description);
  pf_json_append_text_member (json, "alt_text", self->alt_text);
  pf_json_append_text_member (json, "link", self->link);
  pf_json_append_text_member (json, "note", self->note);
  pf_json_append_text_member (json, "board_id", self->board_id);
  pf_json_append_text_member (json, "board_section_id", self->section_id);
  if (self->owner_username != NULL)
    {
      pf_json_append_name (json, "board_owner");
      g_string_append_c (json, '{');
      pf_json_append_text_member (json, "username", self->owner_username);
      g_string_append_c (json, '}');
    }
  pf_json_append_text_member (json, "parent_pin_id", self->parent_pin_id);
  if (self->dominant_color != G_MAXUINT32)
    {
      pf_json_append_name (json, "dominant_color");
      g_string_append_printf (json, "\"#%06x\"", self->dominant_color);
    }
  pf_json_append_time_member (json, "created_at", self->created_at);
  pf_json_append_text_member (json, "creative_type", self->creative_type);
  pf_json_append_flag_member (json, "is_owner", self->is_owner);
  pf_json_append_flag_member (json, "is_standard", self->is_standard);
  pf_json_append_flag_member (json, "has_been_promoted", self->has_been_promoted);
  append_media (json, self);
  if (self->metrics_json != NULL)
    {
      pf_json_append_name (json, "pin_metrics");
      g_string_append (json, self->metrics_json);
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/**
 * pf_pin_get_web_url:
 * @self: a pin
 *
 * Returns: (transfer full): its page on www.pinterest.com
 */
char *
pf_pin_get_web_url (const PfPin *self)
{
  return g_strdup_printf ("https://www.pinterest.com/pin/%s/", self->id);
}

/* 150x150 and 400x300 are cut out of the picture; 600x keeps its shape. */
static gboolean
is_cropped (const PfRendition *rendition)
{
  const char *cross = strchr (rendition->key, 'x');

  return g_ascii_isdigit (rendition->key[0]) && cross != NULL && g_ascii_isdigit (cross[1]);
}

/**
 * pf_picture_set_best:
 * @self: renditions
 * @min_width: the width in device pixels that will be shown
 *
 * Returns: (transfer none) (nullable): the smallest whole rendition at least
 *   @min_width wide, else the widest whole one, else a cropped one
 */
const PfRendition *
pf_picture_set_best (const PfPictureSet *self, int min_width)
{
  const PfRendition *widest = NULL;

  for (guint i = 0; i < self->n_renditions; i++)
    {
      const PfRendition *rendition = &self->renditions[i];

      if (is_cropped (rendition))
        continue;
      if (rendition->width == 0 || rendition->width >= min_width)
        return rendition;
      widest = rendition;
    }
  if (widest != NULL)
    return widest;
  for (guint i = 0; i < self->n_renditions; i++)
    if (self->renditions[i].width >= min_width)
      return &self->renditions[i];
  return self->n_renditions > 0 ? &self->renditions[self->n_renditions - 1] : NULL;
}
