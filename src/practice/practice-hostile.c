/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-fault.h"

#include <gio/gio.h>
#include <string.h>

static GBytes *
take_string (GString *s)
{
  return g_string_free_to_bytes (s);
}

static GBytes *
deep (gsize depth)
{
  GString *s = g_string_sized_new (depth * 2 + 32);

  g_string_append (s, "{\"items\": ");
  for (gsize i = 0; i < depth; i++)
    g_string_append_c (s, '[');
  for (gsize i = 0; i < depth; i++)
    g_string_append_c (s, ']');
  g_string_append_c (s, '}');
  return take_string (s);
}

static GBytes *
huge (void)
{
  GString *s = g_string_new ("{\"items\": [], \"bookmark\": \"");
  const gsize length = 32 * 1024 * 1024;

  g_string_set_size (s, s->len + length);
  memset (s->str + s->len - length, 'a', length);
  g_string_append (s, "\"}");
  return take_string (s);
}

/* Bodies that a careless reader trips over. */
GBytes *
practice_hostile_json (const char *name)
{
  static const struct
  {
    const char *name;
    const char *text;
    gsize length;
  } texts[] = {
#define TEXT(n, t) { n, t, sizeof (t) - 1 }
    TEXT ("nul", "{\"items\": [], \"bookmark\": \"a\0b\"}"),
    TEXT ("escaped-nul",
          "{\"id\": \"1\\u0000\", \"items\": [{\"id\": \"7\\u0000\", \"name\": \"a\\u0000b\"}]}"),
    TEXT ("duplicate-keys",
          "{\"items\": [{\"id\": \"1\", \"id\": \"2\", \"name\": \"a\", \"name\": \"b\"}], "
          "\"items\": []}"),
    TEXT ("wrong-types",
          "{\"id\": 12345678901234567890, \"name\": [], \"items\": {\"id\": true}, "
          "\"bookmark\": 7, \"media\": \"none\", \"access_token\": {}, \"expires_in\": \"soon\"}"),
    TEXT ("wrong-items",
          "{\"items\": [null, 7, \"x\", [], {}, {\"id\": null}, {\"id\": -1, \"name\": {}}], "
          "\"bookmark\": null}"),
    TEXT ("not-utf8", "{\"items\": [{\"id\": \"1\", \"name\": \"\xff\xfe\xc0\xaf\"}]}"),
    TEXT ("lone-surrogate", "{\"items\": [{\"id\": \"1\", \"name\": \"\\ud800\"}]}"),
    TEXT ("big-numbers", "{\"items\": [{\"id\": \"1\", \"name\": \"a\", \"pin_count\": 1e999, "
                         "\"follower_count\": -99999999999999999999}], \"bookmark\": null}"),
    TEXT ("empty", ""),
    TEXT ("null", "null"),
    TEXT ("array", "[]"),
    TEXT ("string", "\"hello\""),
    TEXT ("trailing", "{\"items\": [], \"bookmark\": null} {\"items\": []}"),
    TEXT ("unclosed", "{\"items\": [{\"id\": \"1\""),
    TEXT ("markup", "{\"items\": [{\"id\": \"1\", \"name\": \"<b>a & b</b>\", "
                    "\"description\": \"\\u202etxt.exe \\u0007\"}], \"bookmark\": null}"),
#undef TEXT
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].name, name))
      return g_bytes_new (texts[i].text, texts[i].length);
  if (g_str_equal (name, "huge"))
    return huge ();
  if (g_str_equal (name, "deep-65"))
    return deep (65);
  return deep (100000);
}

/* @megabytes of blanks inside a JSON string, packed. */
GBytes *
practice_gzip_bomb (gsize megabytes)
{
  g_autoptr (GConverter) gzip
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, gzip);
  g_autofree char *blanks = g_malloc (1024 * 1024);

  memset (blanks, ' ', 1024 * 1024);
  g_output_stream_write_all (out, "{\"items\": [", 11, NULL, NULL, NULL);
  for (gsize i = 0; i < megabytes; i++)
    g_output_stream_write_all (out, blanks, 1024 * 1024, NULL, NULL, NULL);
  g_output_stream_write_all (out, "]}", 2, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}
