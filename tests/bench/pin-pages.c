/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pin-pages.h"

#include "core/api/pf-record-private.h"

#include <glib/gstdio.h>

#define WORDS 4000

static guint32
mix (guint32 value)
{
  value ^= value >> 16;
  value *= 0x7feb352d;
  value ^= value >> 15;
  value *= 0x846ca68b;
  return value ^ (value >> 16);
}

char *
pin_word (guint rank)
{
  static const char *const parts[]
      = { "ga",  "ri", "mo", "ten", "lu", "sa", "ke", "bo", "fi", "da",
          "vel", "pa", "no", "chi", "re", "tu", "ly", "on", "wa", "zi" };
  guint32 bits = mix (rank + 1);
  GString *word = g_string_new (NULL);

  for (guint i = 0; i < 2 + bits % 3; i++)
    g_string_append (word, parts[(bits >> (5 + i * 6)) % G_N_ELEMENTS (parts)]);
  return g_string_free (word, FALSE);
}

/* Low ranks come often. */
static void
append_words (GString *text, guint32 seed, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint32 bits = mix (seed * 31 + i);
      guint range = 1 + (WORDS >> (bits % 9));
      g_autofree char *word = pin_word (mix (bits) % range);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", word);
    }
}

char *
pin_page_json (guint first, guint n, const char *bookmark)
{
  GString *json = g_string_sized_new (n * 1700);

  g_string_append (json, "{\"items\":[");
  for (guint i = first; i < first + n; i++)
    {
      guint64 at = G_GUINT64_CONSTANT (1700000000) - i * G_GUINT64_CONSTANT (977);
      g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc ((gint64)at);
      g_autofree char *day = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");
      guint height = 400 + mix (i) % 900;

      g_string_append_printf (json, "%s{\"id\":\"%" G_GUINT64_FORMAT "\",\"created_at\":\"%s\",",
                              i > first ? "," : "", G_GUINT64_CONSTANT (813744226420000000) + i,
                              day);
      g_string_append (json, "\"title\":\"");
      append_words (json, i * 3, 5);
      g_string_append (json, "\",\"description\":\"");
      append_words (json, i * 3 + 1, 22);
      g_string_append (json, "\",\"alt_text\":\"");
      append_words (json, i * 3 + 2, 7);
      g_string_append_printf (
          json,
          "\",\"link\":\"https://example.org/shop/%u?utm_source=pins\","
          "\"note\":\"\",\"board_id\":\"5497558851%02u\",\"board_section_id\":null,"
          "\"board_owner\":{\"username\":\"annaskitchen\"},\"parent_pin_id\":null,"
          "\"dominant_color\":\"#%06X\",\"creative_type\":\"REGULAR\","
          "\"is_owner\":true,\"is_standard\":true,\"has_been_promoted\":false,"
          "\"product_tags\":[],\"pin_metrics\":null,\"media\":{\"media_type\":"
          "\"image\",\"images\":{",
          i, mix (i) % PIN_BOARDS, mix (i) & 0xffffff);
      for (guint j = 0; j < 4; j++)
        {
          static const char *const keys[] = { "150x150", "400x300", "600x", "1200x" };
          static const guint widths[] = { 150, 400, 600, 1200 };

          g_string_append_printf (json,
                                  "%s\"%s\":{\"width\":%u,\"height\":%u,\"url\":"
                                  "\"https://i.pinimg.com/%s/%02x/%02x/%08x%08x.jpg\"}",
                                  j > 0 ? "," : "", keys[j], widths[j], widths[j] * height / 600,
                                  keys[j], i % 251, i % 241, mix (i), mix (i + 1));
        }
      g_string_append (json, "}}}");
    }
  if (bookmark != NULL)
    g_string_append_printf (json, "],\"bookmark\":\"%s\"}", bookmark);
  else
    g_string_append (json, "],\"bookmark\":null}");
  return g_string_free (json, FALSE);
}

static gpointer
make_pin (const PfJson *object, GError **error)
{
  return pf_pin_new_from_object (object, error);
}

static void
pin_unref (gpointer pin)
{
  pf_pin_unref (pin);
}

PfPage *
pin_page_parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfJson) root = pf_json_parse_object (json, -1, &error);
  PfPage *page;

  g_assert_no_error (error);
  page = pf_page_new_from_json (root, make_pin, pin_unref, &error);
  g_assert_no_error (error);
  return page;
}

guint
pin_pages_total (void)
{
  const char *n = g_getenv ("PINFOLD_BENCH_PINS");

  return n != NULL ? (guint)CLAMP (g_ascii_strtoull (n, NULL, 10), 1000, 1000000) : 100000;
}

void
pin_keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

GAsyncResult *
pin_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

PfMirror *
pin_open_mirror (PfContext *context)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfMirror *mirror;

  pf_mirror_open_async (context, NULL, pin_keep_result, &result);
  mirror = pf_mirror_open_finish (pin_wait (&result), &error);
  g_assert_no_error (error);
  return mirror;
}

void
pin_close_mirror (PfMirror *mirror)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_mirror_close_async (mirror, pin_keep_result, &result);
  g_assert_true (pf_mirror_close_finish (mirror, pin_wait (&result), NULL));
  g_object_unref (mirror);
}

PfContext *
pin_context (char **folder)
{
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (GError) error = NULL;
  PfContext *context;

  if (*folder == NULL)
    *folder = g_dir_make_tmp ("pinfold-bench-XXXXXX", NULL);
  {
    g_autofree char *data = g_build_filename (*folder, "data", NULL);
    g_autofree char *cache = g_build_filename (*folder, "cache", NULL);
    g_autofree char *run = g_build_filename (*folder, "run", NULL);
    PfContextParts parts
        = { .secrets = secrets, .data_dir = data, .cache_dir = cache, .runtime_dir = run };

    context = pf_context_new (&parts, &error);
  }
  g_assert_no_error (error);
  return context;
}

void
pin_fill_mirror (PfMirror *mirror, const char *connection_id, guint n_pins)
{
  for (guint first = 0; first < n_pins; first += 10 * PIN_PAGE)
    {
      guint n = MIN (10 * PIN_PAGE, n_pins - first);
      g_autofree char *json = pin_page_json (first, n, first + n < n_pins ? "more" : NULL);
      g_autoptr (PfPage) page = pin_page_parse (json);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      pf_mirror_put_all_pins_async (mirror, connection_id, page, 1, NULL, pin_keep_result, &result);
      g_assert_true (pf_mirror_put_finish (mirror, pin_wait (&result), &error));
      g_assert_no_error (error);
    }
}
