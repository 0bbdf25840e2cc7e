/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/api/pf-records.h"
#include "core/base/pf-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

static PfPin *
pin_from (const char *json)
{
  g_autoptr (GError) error = NULL;
  PfPin *pin = pf_pin_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return pin;
}

static void
test_pin (void)
{
  g_autoptr (PfPin) pin = pin_from (
      "{\"id\":\"813744226420795884\",\"title\":\"Cup\",\"description\":null,\"alt_text\":\"a "
      "cup\","
      "\"link\":\"https://example.org/\",\"note\":\"mine\",\"product_tags\":[{\"pin_id\":1}],"
      "\"board_id\":\"549755885175\",\"board_section_id\":null,\"board_owner\":{\"username\":"
      "\"mira\"},"
      "\"parent_pin_id\":\"9007199254740993\",\"dominant_color\":\"#6E7874\","
      "\"created_at\":\"2021-10-25T11:17:56.715000\",\"creative_type\":\"REGULAR\",\"is_owner\":"
      "true,"
      "\"is_standard\":false,\"has_been_promoted\":true,\"media\":{\"media_type\":\"image\","
      "\"images\":{"
      "\"originals\":{\"url\":\"https://i.pinimg.com/originals/a.jpg\"},"
      "\"1200x\":{\"url\":\"https://i.pinimg.com/1200x/a.jpg\",\"width\":1200,\"height\":1800},"
      "\"150x150\":{\"url\":\"https://i.pinimg.com/150x150/a.jpg\"},"
      "\"600x\":{\"url\":\"https://i.pinimg.com/600x/a.jpg\",\"width\":null,\"height\":\"x\"},"
      "\"400x300\":{\"url\":null},\"junk\":7}},"
      "\"pin_metrics\":{\"90d\":{\"pin_click\":7}}}");
  g_autofree char *url = pf_pin_get_web_url (pin);
  const PfPictureSet *set = pin->pictures;

  g_assert_cmpstr (pin->title, ==, "Cup");
  g_assert_null (pin->description);
  g_assert_cmpstr (pin->alt_text, ==, "a cup");
  g_assert_cmpstr (pin->note, ==, "mine");
  g_assert_null (pin->section_id);
  g_assert_cmpstr (pin->owner_username, ==, "mira");
  g_assert_cmpstr (pin->parent_pin_id, ==, "9007199254740993");
  g_assert_cmphex (pin->dominant_color, ==, 0x6E7874);
  g_assert_cmpint (pin->created_at, ==, 1635160676715000);
  g_assert_true (pin->is_owner);
  g_assert_false (pin->is_standard);
  g_assert_true (pin->has_been_promoted);
  g_assert_cmpint (pin->media_kind, ==, PF_PIN_MEDIA_IMAGE);
  g_assert_cmpstr (pin->metrics_json, ==, "{\"90d\":{\"pin_click\":7}}");
  g_assert_cmpstr (url, ==, "https://www.pinterest.com/pin/813744226420795884/");

  g_assert_cmpuint (pin->n_pictures, ==, 1);
  g_assert_cmpuint (set->n_renditions, ==, 4);
  g_assert_cmpstr (set->renditions[0].key, ==, "150x150");
  g_assert_cmpint (set->renditions[0].height, ==, 150);
  g_assert_cmpstr (set->renditions[1].key, ==, "600x");
  g_assert_cmpint (set->renditions[1].width, ==, 600);
  g_assert_cmpint (set->renditions[1].height, ==, 0);
  g_assert_cmpint (set->renditions[2].height, ==, 1800);
  g_assert_cmpstr (set->renditions[3].key, ==, "originals");
  g_assert_cmpstr (pf_picture_set_best (set, 100)->key, ==, "600x");
  g_assert_cmpstr (pf_picture_set_best (set, 600)->key, ==, "600x");
  g_assert_cmpstr (pf_picture_set_best (set, 601)->key, ==, "1200x");
  g_assert_cmpstr (pf_picture_set_best (set, 5000)->key, ==, "originals");
}

static void
test_pin_bare (void)
{
  g_autoptr (PfPin) pin = pin_from ("{\"id\":\"1\"}");
  g_autoptr (PfPin) odd = pin_from (
      "{\"id\":\"1\",\"title\":5,\"media\":[],\"dominant_color\":\"red\",\"created_at\":12,"
      "\"is_owner\":\"yes\",\"board_owner\":\"mira\",\"board_id\":\"a/b\",\"pin_metrics\":[]}");
  PfPin *all[] = { pin, odd };

  for (int i = 0; i < 2; i++)
    {
      g_assert_null (all[i]->title);
      g_assert_cmpint (all[i]->media_kind, ==, PF_PIN_MEDIA_UNKNOWN);
      g_assert_cmpuint (all[i]->n_pictures, ==, 0);
      g_assert_cmphex (all[i]->dominant_color, ==, G_MAXUINT32);
      g_assert_cmpint (all[i]->created_at, ==, 0);
      g_assert_false (all[i]->is_owner);
      g_assert_null (all[i]->board_id);
      g_assert_null (all[i]->owner_username);
      g_assert_null (all[i]->metrics_json);
    }
}

static void
test_pin_media (void)
{
  g_autoptr (PfPin) video = pin_from ("{\"id\":\"1\",\"media\":{\"media_type\":\"video\",\"cover_"
                                      "image_url\":\"https://i.pinimg.com/c.jpg\","
                                      "\"video_url\":\"https://v.pinimg.com/"
                                      "v.mp4\",\"duration\":15000.0,\"width\":720,\"height\":1280,"
                                      "\"images\":null}}");
  g_autoptr (PfPin) carousel = pin_from (
      "{\"id\":\"1\",\"media\":{\"media_type\":\"multiple_mixed\",\"items\":["
      "{\"item_type\":\"image\",\"title\":\"One\",\"description\":\"d\",\"link\":\"https://e.org/"
      "\","
      "\"images\":{\"600x\":{\"url\":\"u1\",\"width\":600,\"height\":900}}},"
      "{\"item_type\":\"video\",\"cover_image_url\":\"u2\",\"width\":10,\"height\":20},{},null]}}");
  g_autoptr (PfPin) newer = pin_from ("{\"id\":\"1\",\"media\":{\"media_type\":\"hologram\"}}");

  g_assert_cmpint (video->media_kind, ==, PF_PIN_MEDIA_VIDEO);
  g_assert_cmpint (video->duration_ms, ==, 15000);
  g_assert_cmpuint (video->n_pictures, ==, 1);
  g_assert_cmpstr (video->pictures[0].renditions[0].url, ==, "https://i.pinimg.com/c.jpg");
  g_assert_cmpint (video->pictures[0].renditions[0].height, ==, 1280);
  g_assert_cmpint (carousel->media_kind, ==, PF_PIN_MEDIA_MULTIPLE);
  g_assert_cmpuint (carousel->n_pictures, ==, 2);
  g_assert_cmpstr (carousel->pictures[0].title, ==, "One");
  g_assert_cmpstr (carousel->pictures[1].renditions[0].url, ==, "u2");
  g_assert_cmpint (newer->media_kind, ==, PF_PIN_MEDIA_UNKNOWN);
  g_assert_cmpstr (newer->media_type, ==, "hologram");
}

static void
test_board (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBoard) board = pf_board_new_from_json (
      "{\"id\":549755885175,\"name\":\"Süße Träume & Tee\",\"privacy\":\"SECRET\",\"pin_count\":-4,"
      "\"owner\":{\"username\":\"mira\"},\"media\":{\"image_cover_url\":null,"
      "\"pin_thumbnail_urls\":[\"a\",null,\"b\"]},\"brand_new\":{\"x\":[1]}}",
      -1, &error);
  g_autoptr (PfBoard) bare = pf_board_new_from_json ("{\"id\":\"1\"}", -1, &error);
  g_autofree char *url = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (board->id, ==, "549755885175");
  g_assert_cmpint (board->privacy, ==, PF_PRIVACY_SECRET);
  g_assert_cmpint (board->pin_count, ==, -1);
  g_assert_null (board->cover_url);
  g_assert_cmpuint (g_strv_length (board->thumbnail_urls), ==, 2);
  url = pf_board_get_web_url (board);
  g_assert_cmpstr (url, ==, "https://www.pinterest.com/mira/s%C3%BC%C3%9Fe-tr%C3%A4ume-tee/");
  g_assert_nonnull (bare->thumbnail_urls);
  g_assert_cmpint (bare->privacy, ==, PF_PRIVACY_PUBLIC);
  g_assert_null (pf_board_get_web_url (bare));
  g_assert_cmpint (pf_privacy_from_string ("FRIENDS_ONLY"), ==, PF_PRIVACY_PROTECTED);
}

static void
test_wrong_kind (void)
{
  const char *const table[]
      = { "[]", "7", "null", "\"id\"", "{}", "{\"id\":null}", "{\"id\":[1]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (pf_pin_new_from_json (table[i], -1, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_PARSE);
      g_clear_error (&error);
      g_assert_null (pf_board_new_from_json (table[i], -1, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_PARSE);
    }
}

static void
test_timestamps (void)
{
  const struct
  {
    const char *text;
    gint64 us;
  } table[] = {
    { "2021-10-25T11:17:56", 1635160676000000 },
    { "2021-10-25T11:17:56Z", 1635160676000000 },
    { "2021-10-25 11:17:56", 1635160676000000 },
    { "2021-10-25T11:17:56.715", 1635160676715000 },
    { "2021-10-25T11:17:56.715000", 1635160676715000 },
    { "2021-10-25T11:17:56.000001", 1635160676000001 },
    { "2021-10-25T11:17:56.123456789Z", 1635160676123456 },
    { "2021-10-25T13:17:56+02:00", 1635160676000000 },
    { "2021-10-25T13:17:56+0200", 1635160676000000 },
    { "2021-10-25T05:47:56.5-05:30", 1635160676500000 },
    { "2021-10-25", 1635120000000000 },
    { "1969-12-31T23:59:59.5", -500000 },
    { "2016-12-31T23:59:60Z", 1483228799000000 },
    { NULL, 0 },
    { "", 0 },
    { "yesterday", 0 },
    { "2021-13-25T11:17:56", 0 },
    { "2021-02-30T11:17:56", 0 },
    { "2021-10-25T25:17:56", 0 },
    { "2021-10-25T11:17:56 and", 0 },
    { "2021-10-25T11:17", 0 },
    { "1635160676", 0 },
    { "0000-00-00T00:00:00", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (pf_timestamp_parse (table[i].text), ==, table[i].us);
}

/* Every property of the description's schemas. */

typedef char *(*RoundTrip) (const char *json);

#define ROUND_TRIP(Name, name)                                                                     \
  static char *round_trip_##name (const char *json)                                                \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
    g_autoptr (Name) first = name##_new_from_json (json, -1, &error);                              \
    g_autofree char *text = NULL;                                                                  \
    g_autoptr (Name) second = NULL;                                                                \
    char *again;                                                                                   \
    g_assert_no_error (error);                                                                     \
    text = name##_to_json (first);                                                                 \
    second = name##_new_from_json (text, -1, &error);                                              \
    g_assert_no_error (error);                                                                     \
    again = name##_to_json (second);                                                               \
    g_assert_cmpstr (text, ==, again);                                                             \
    return again;                                                                                  \
  }
ROUND_TRIP (PfAccount, pf_account)
ROUND_TRIP (PfBoard, pf_board)
ROUND_TRIP (PfSection, pf_section)
ROUND_TRIP (PfPin, pf_pin)
ROUND_TRIP (PfMedia, pf_media)

#define IMAGES "\"images\":{\"600x\":{\"url\":\"u\",\"width\":600,\"height\":800}}"

/* @around has one %s, where the property goes; @ignored are left out on purpose. */
static const struct
{
  const char *schema;
  RoundTrip round_trip;
  const char *around;
  const char *ignored;
} schemas[] = {
  { "Account", round_trip_pf_account, "{\"username\":\"x\",%s}", "" },
  { "Board", round_trip_pf_board, "{\"id\":\"1\",%s}", "" },
  { "BoardBase", round_trip_pf_board, "{\"id\":\"1\",%s}", "" },
  { "BoardOwner", round_trip_pf_board, "{\"id\":\"1\",\"owner\":{%s}}", "" },
  { "BoardMedia", round_trip_pf_board, "{\"id\":\"1\",\"media\":{%s}}", "" },
  { "BoardSection", round_trip_pf_section, "{\"id\":\"1\",%s}", "" },
  { "Pin", round_trip_pf_pin, "{\"id\":\"1\",%s}", "" },
  { "PinMediaWithImage", round_trip_pf_pin, "{\"id\":\"1\",\"media\":{%s}}", "" },
  { "PinMediaWithImages", round_trip_pf_pin,
    "{\"id\":\"1\",\"media\":{\"media_type\":\"multiple_images\",%s}}", "" },
  { "PinMediaWithVideos", round_trip_pf_pin,
    "{\"id\":\"1\",\"media\":{\"media_type\":\"multiple_videos\",%s}}", "" },
  { "PinMediaWithImageAndVideo", round_trip_pf_pin,
    "{\"id\":\"1\",\"media\":{\"media_type\":\"multiple_mixed\",%s}}", "" },
  { "PinMediaWithVideo", round_trip_pf_pin,
    "{\"id\":\"1\",\"media\":{\"media_type\":\"video\",\"cover_image_url\":\"c\",%s}}", "" },
  /* The kind shows in what an item has; its video is not played from a carousel. */
  { "ImageMetadata", round_trip_pf_pin,
    "{\"id\":\"1\",\"media\":{\"media_type\":\"multiple_images\",\"items\":[{" IMAGES ",%s}]}}",
    "item_type" },
  { "VideoMetadataWithItemType", round_trip_pf_pin,
    "{\"id\":\"1\",\"media\":{\"media_type\":\"multiple_videos\",\"items\":["
    "{\"cover_image_url\":\"c\",%s}]}}",
    "item_type duration video_url" },
  { "ImageSize", round_trip_pf_pin, "{\"id\":\"1\",\"media\":{\"images\":{%s}}}", "" },
  { "ImageDetails", round_trip_pf_pin,
    "{\"id\":\"1\",\"media\":{\"images\":{\"600x\":{\"url\":\"u\",%s}}}}", "" },
  { "MediaUpload", round_trip_pf_media, "{\"media_id\":\"1\",\"media_type\":\"video\",%s}", "" },
  { "MediaUploadParameters", round_trip_pf_media, "{\"media_id\":\"1\",\"upload_parameters\":{%s}}",
    "" },
};

/* Values that a property's schema does not tell; the mark 4711 must come through. */
static const struct
{
  const char *name;
  const char *value;
} samples[] = {
  { "owner", "{\"username\":\"4711\"}" },
  { "board_owner", "{\"username\":\"4711\"}" },
  { "privacy", "\"SECRET\"" },
  { "dominant_color", "\"#004711\"" },
  { "pin_thumbnail_urls", "[\"4711\"]" },
  { "pin_metrics", "{\"90d\":{\"impression\":4711}}" },
  { "images", "{\"600x\":{\"url\":\"4711\",\"width\":600,\"height\":800}}" },
  { "items", "[{\"images\":{\"600x\":{\"url\":\"4711\",\"width\":600}}}]" },
  { "upload_parameters", "{\"key\":\"4711\"}" },
};

static char *
make_sample (const char *name, JsonObject *property)
{
  const char *type = json_object_get_string_member_with_default (property, "type", "");
  const char *format = json_object_get_string_member_with_default (property, "format", "");

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    if (g_str_equal (samples[i].name, name))
      return g_strdup (samples[i].value);
  if (g_ascii_isdigit (*name))
    return g_strdup ("{\"url\":\"4711\"}");
  if (g_str_equal (name, "media"))
    return g_strdup ("{\"image_cover_url\":\"4711\",\"media_type\":\"image-4711\"}");
  if (g_str_equal (type, "boolean"))
    return g_strdup ("true");
  if (g_str_equal (type, "integer") || g_str_equal (type, "number"))
    return g_strdup ("4711");
  if (g_str_equal (format, "date-time"))
    return g_strdup ("\"2021-10-25T11:17:56.004711\"");
  return g_strdup ("\"4711\"");
}

static gboolean
check_property (gsize row, const char *name, JsonObject *property)
{
  g_autofree char *sample = make_sample (name, property);
  g_autofree char *member = g_strdup_printf ("\"%s\":%s", name, sample);
  g_auto (GStrv) halves = g_strsplit (schemas[row].around, "%s", 2);
  g_autofree char *json = g_strconcat (halves[0], member, halves[1], NULL);
  g_autofree char *text = schemas[row].round_trip (json);
  g_autofree char *wanted = NULL;

  if (g_str_equal (sample, "true"))
    wanted = g_strdup_printf ("\"%s\":true", name);
  else
    wanted = g_strdup (g_str_equal (name, "privacy") ? "SECRET" : "4711");
  if (strstr (text, wanted) != NULL)
    return TRUE;
  g_test_message ("%s.%s is lost: %s became %s", schemas[row].schema, name, json, text);
  return FALSE;
}

static void
test_description (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PINFOLD_SOURCE_ROOT"), "..", "shared",
                                            "pinterest", "openapi.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *all;
  guint checked = 0;
  gboolean lost = FALSE;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("THE API DESCRIPTION IS NOT HERE: no record was held against it");
      return;
    }
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  all = json_node_get_object (json_parser_get_root (parser));
  all = json_object_get_object_member (all, "components");
  all = json_object_get_object_member (all, "schemas");
  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_auto (GStrv) ignored = g_strsplit (schemas[i].ignored, " ", -1);
      JsonObject *schema = json_object_get_object_member (all, schemas[i].schema);
      g_autoptr (GList) names = NULL;

      g_assert_nonnull (schema);
      schema = json_object_get_object_member (schema, "properties");
      names = json_object_get_members (schema);
      for (GList *l = names; l != NULL; l = l->next)
        {
          if (g_strv_contains ((const char *const *)ignored, l->data))
            continue;
          checked++;
          lost |= !check_property (i, l->data, json_object_get_object_member (schema, l->data));
        }
    }
  g_assert_cmpuint (checked, >, 70);
  g_assert_false (lost);
}

static void
test_round_trip (void)
{
  g_autofree char *section
      = round_trip_pf_section ("{\"id\":\"1\",\"board_id\":\"2\",\"name\":\"S\"}");
  g_autofree char *pin = round_trip_pf_pin (
      "{\"id\":\"1\",\"title\":\"a\\u0001\\\"\\n\\u2028\",\"created_at\":\"1960-01-01T00:00:00."
      "25\","
      "\"media\":{\"media_type\":\"multiple_images\",\"items\":[{" IMAGES "},{" IMAGES "}]}}");

  g_assert_nonnull (strstr (section, "\"board_id\":\"2\""));
  g_assert_nonnull (strstr (pin, "\"1960-01-01T00:00:00.250000\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/records/pin", test_pin);
  g_test_add_func ("/api/records/UI-5/pin-bare-and-wrong-types", test_pin_bare);
  g_test_add_func ("/api/records/pin-media", test_pin_media);
  g_test_add_func ("/api/records/board", test_board);
  g_test_add_func ("/api/records/UI-5/wrong-kind", test_wrong_kind);
  g_test_add_func ("/api/records/timestamps", test_timestamps);
  g_test_add_func ("/api/records/round-trip", test_round_trip);
  g_test_add_func ("/api/records/every-documented-property", test_description);
  return g_test_run ();
}
