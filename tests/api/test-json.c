/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/api/pf-json.h"
#include "core/base/pf-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Of a buffer without a byte behind it, for the sanitizers. */
static gboolean
is_accepted (const char *json, gssize length, GError **error)
{
  gsize size = length < 0 ? strlen (json) : (gsize)length;
  g_autofree char *copy = g_memdup2 (json, size);
  g_autoptr (PfJson) root = pf_json_parse (copy, size, error);

  return root != NULL;
}

static void
assert_refused (const char *json, gssize length)
{
  g_autoptr (GError) error = NULL;

  if (is_accepted (json, length, &error))
    g_error ("was accepted: %s", json);
  g_assert_error (error, PF_ERROR, PF_ERROR_PARSE);
}

static char *
nest (guint depth)
{
  GString *json = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (json, i % 2 == 0 ? "{\"a\":" : "[");
  g_string_append (json, "1");
  for (guint i = depth; i-- > 0;)
    g_string_append_c (json, i % 2 == 0 ? '}' : ']');
  return g_string_free (json, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *good = nest (64);
  g_autofree char *bad = nest (65);
  g_autofree char *worse = g_strnfill (7 * 1024 * 1024, '[');
  g_autoptr (GError) error = NULL;

  g_assert_true (is_accepted (good, -1, &error));
  g_assert_no_error (error);
  assert_refused (bad, -1);
  assert_refused (worse, -1);
}

static void
test_refused (void)
{
  const char *const table[] = {
    "",
    " ",
    "{",
    "}",
    "[1,]",
    "[,1]",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "[1 2]",
    "[1]x",
    "[1][2]",
    "nul",
    "nulll",
    "True",
    "NaN",
    "Infinity",
    "-",
    "+1",
    "01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "0x10",
    "[\"\\x41\"]",
    "[\"\\u12g4\"]",
    "[\"\\u12\"]",
    "[\"abc",
    "[\"a\nb\"]",
    "[\"a\tb\"]",
    "/* c */ [1]",
    "[1] // c",
    "[\"\xC3\x28\"]",
    "[\"\xED\xA0\x80\"]",
    "[\"\xF5\x80\x80\x80\"]",
    "[\"\xC0\xAF\"]",
    "<html>busy</html>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    assert_refused (table[i], -1);
  assert_refused ("[\"a\0b\"]", 7);
  assert_refused ("[1]\0", 4);
}

static PfJson *
parse_member (const char *value)
{
  g_autofree char *json = g_strdup_printf ("{\"a\":%s,\"b\":true}", value);
  g_autoptr (GError) error = NULL;
  PfJson *object = pf_json_parse_object (json, -1, &error);

  g_assert_no_error (error);
  /* What stands behind is unharmed. */
  g_assert_true (pf_json_get_flag (object, "b"));
  return object;
}

static void
test_numbers (void)
{
  const struct
  {
    const char *json;
    gint64 value;
  } table[] = {
    { "0", 0 },
    { "-0", 0 },
    { "9007199254740993", 9007199254740993 },
    { "9223372036854775807", G_MAXINT64 },
    { "-9223372036854775807", -G_MAXINT64 },
    { "9223372036854775808", -7 },
    { "99999999999999999999999999", -7 },
    { "1e999", -7 },
    { "-1e999", -7 },
    { "1e-999", 0 },
    { "12.0", 12 },
    { "1E2", 100 },
    { "1e300", -7 },
    { "\"12\"", -7 },
    { "null", -7 },
    { "[1]", -7 },
    { "true", -7 },
  };
  g_autofree char *digits = g_strnfill (100000, '9');
  g_autoptr (PfJson) object = parse_member (digits);

  g_assert_cmpint (pf_json_get_int (object, "a", -7), ==, -7);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (PfJson) each = parse_member (table[i].json);
      g_assert_cmpint (pf_json_get_int (each, "a", -7), ==, table[i].value);
    }
}

static void
test_ids (void)
{
  const struct
  {
    const char *json;
    const char *id;
  } table[] = {
    { "\"813744226420795884\"", "813744226420795884" },
    { "813744226420795884", "813744226420795884" },
    { "9007199254740993", "9007199254740993" },
    { "\"18446744073709551615\"", "18446744073709551615" },
    { "18446744073709551615", NULL },
    { "8.13744226420795884e17", NULL },
    { "-5", NULL },
    { "\"\"", NULL },
    { "\"12a\"", NULL },
    { "\"../12\"", NULL },
    { "\" 12\"", NULL },
    { "\"123456789012345678901234567890\"", NULL },
    { "{}", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (PfJson) object = parse_member (table[i].json);
      g_autofree char *id = pf_json_dup_id (object, "a");
      g_assert_cmpstr (id, ==, table[i].id);
    }
}

static void
test_strings (void)
{
  const struct
  {
    const char *json;
    const char *text;
  } table[] = {
    { "\"\\ud83d\\ude00\"", "😀" },
    { "\"\\ud83d\"", "\xEF\xBF\xBD" },
    { "\"\\ude00x\"", "\xEF\xBF\xBDx" },
    { "\"\\ud83d\\ud83d\\ude00\"", "\xEF\xBF\xBD😀" },
    { "\"\\ud83dA\"", "\xEF\xBF\xBD"
                      "A" },
    { "\"\\ud83d\\n\"", "\xEF\xBF\xBD\n" },
    { "\"a\\u0000b\"", "a\xEF\xBF\xBD"
                       "b" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
    { "\"ä\"", "ä" },
    { "7", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (PfJson) object = parse_member (table[i].json);
      g_assert_cmpstr (pf_json_get_text (object, "a"), ==, table[i].text);
    }
}

static void
test_duplicates (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfJson) object = pf_json_parse_object ("{\"id\":\"1\",\"id\":\"2\"}", -1, &error);
  g_autoptr (PfJson) marked = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (pf_json_get_text (object, "id"), ==, "2");
  marked = pf_json_parse_object ("\xEF\xBB\xBF{\"id\":\"1\"}", -1, &error);
  g_assert_no_error (error);
}

static void
test_caps (void)
{
  g_autofree char *zeros = NULL;
  g_autofree char *text = g_strnfill (PF_JSON_MAX_STRING + 1, 'a');
  g_autofree char *fits = g_strdup_printf ("[\"%.*s\"]", PF_JSON_MAX_STRING, text);
  g_autofree char *long_text = g_strdup_printf ("[\"%s\"]", text);
  g_autofree char *long_key = g_strdup_printf ("{\"%.*s\":1}", PF_JSON_MAX_KEY + 1, text);
  g_autofree char *huge = g_strnfill (PF_JSON_MAX_LENGTH + 1, ' ');
  g_autoptr (GError) error = NULL;
  GString *many = g_string_new ("[0");

  g_assert_true (is_accepted (fits, -1, &error));
  g_assert_no_error (error);
  assert_refused (long_text, -1);
  assert_refused (long_key, -1);
  assert_refused (huge, -1);
  /* The array is one of them. */
  for (guint i = 2; i < PF_JSON_MAX_VALUES; i++)
    g_string_append (many, ",0");
  g_string_append_c (many, ']');
  g_assert_true (is_accepted (many->str, -1, &error));
  g_string_insert (many, 1, "0,");
  zeros = g_string_free (many, FALSE);
  assert_refused (zeros, -1);
}

/* What the writer writes is what the reader reads, for any bytes. */
static void
test_writer (void)
{
  for (int i = 0; i < 2000; i++)
    {
      char text[16];
      g_autofree char *valid = NULL;
      g_autoptr (GString) json = g_string_new ("{");
      g_autoptr (PfJson) object = NULL;
      g_autoptr (GError) error = NULL;

      for (gsize j = 0; j < sizeof text - 1; j++)
        text[j] = (char)g_test_rand_int_range (1, g_test_rand_bit () ? 128 : 256);
      text[sizeof text - 1] = '\0';
      valid = g_utf8_make_valid (text, -1);
      pf_json_append_text_member (json, text, text);
      g_string_append_c (json, '}');
      object = pf_json_parse_object (json->str, (gssize)json->len, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (pf_json_get_text (object, valid), ==, valid);
    }
}

/* The last member of a name counts. */
static const PfJson *
find (const PfJson *object, const char *name)
{
  const PfJson *found = NULL;

  for (const PfJson *at = pf_json_first (object); at != NULL; at = pf_json_next (object, at))
    if (g_str_equal (at->name, name))
      found = at;
  return found;
}

static void assert_same (const PfJson *ours, JsonNode *theirs, guint depth);

static void
assert_same_object (const PfJson *ours, JsonObject *theirs, guint depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *child;
  guint n = 0;

  json_object_iter_init (&iter, theirs);
  while (json_object_iter_next (&iter, &name, &child))
    assert_same (find (ours, name), child, depth + 1);
  for (const PfJson *at = pf_json_first (ours); at != NULL; at = pf_json_next (ours, at), n++)
    {
      g_assert_true (g_utf8_validate (at->name, -1, NULL));
      g_assert_true (json_object_has_member (theirs, at->name));
    }
  g_assert_cmpuint (n, ==, ours->length);
}

static void
assert_same_array (const PfJson *ours, JsonArray *theirs, guint depth)
{
  guint n = 0;

  g_assert_cmpuint (ours->length, ==, json_array_get_length (theirs));
  for (const PfJson *at = pf_json_first (ours); at != NULL; at = pf_json_next (ours, at))
    assert_same (at, json_array_get_element (theirs, n++), depth + 1);
  g_assert_cmpuint (n, ==, ours->length);
}

static void
assert_same (const PfJson *ours, JsonNode *theirs, guint depth)
{
  g_assert_cmpuint (depth, <=, PF_JSON_MAX_DEPTH);
  g_assert_nonnull (ours);
  switch (ours->kind)
    {
    case PF_JSON_OBJECT:
      assert_same_object (ours, json_node_get_object (theirs), depth);
      break;
    case PF_JSON_ARRAY:
      assert_same_array (ours, json_node_get_array (theirs), depth);
      break;
    case PF_JSON_TEXT:
      g_assert_true (g_utf8_validate (ours->text, -1, NULL));
      g_assert_cmpstr (ours->text, ==, json_node_get_string (theirs));
      break;
    case PF_JSON_INT:
      g_assert_true (json_node_get_value_type (theirs) == G_TYPE_INT64);
      g_assert_cmpint (ours->number, ==, json_node_get_int (theirs));
      break;
    case PF_JSON_REAL:
      g_assert_true (json_node_get_value_type (theirs) == G_TYPE_DOUBLE);
      g_assert_cmpfloat (ours->real, ==, json_node_get_double (theirs));
      break;
    case PF_JSON_FLAG:
      g_assert_true (json_node_get_value_type (theirs) == G_TYPE_BOOLEAN);
      g_assert_cmpint (ours->number, ==, json_node_get_boolean (theirs));
      break;
    case PF_JSON_NULL:
      /* Also a number that cannot be held. */
      g_assert_true (JSON_NODE_HOLDS_NULL (theirs)
                     || json_node_get_value_type (theirs) != G_TYPE_STRING);
      break;
    default:
      g_assert_not_reached ();
    }
}

static const char *const seeds[] = {
  "{\"items\":[{\"id\":\"813744226420795884\",\"title\":\"T\\u00e4a \\ud83d\\ude00\","
  "\"created_at\":\"2021-10-25T11:17:56.715000\",\"media\":{\"media_type\":\"image\","
  "\"images\":{\"600x\":{\"url\":\"https://i.pinimg.com/a.jpg\",\"width\":600}}}}],"
  "\"bookmark\":\"LT4xM\"}",
  "{\"code\":29,\"message\":\"no\",\"status\":\"failure\"}",
  "[0,-1,1.5e10,1e999,9223372036854775808,true,false,null,\"\",[],{}]",
  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
  "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
};
static const char *const pieces[] = {
  "\"",   "\\",       "\\u",  "\\ud800", "\\udfff", "\\u0000",     "{", "}",
  "[[[",  "]]]",      ",",    ":",       "1e999",   "-",           "0", "99999999999999999999",
  "\xC3", "\xF0\x9F", "null", "\"id\":", "{}",      "\xEF\xBB\xBF"
};

static void
mutate (GString *json)
{
  guint changes = (guint)g_test_rand_int_range (1, 5);

  while (changes-- > 0 && json->len > 1)
    {
      gsize at = (gsize)g_test_rand_int_range (0, (gint32)json->len);
      gsize length;

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          json->str[at] = (char)g_test_rand_int_range (0, 256);
          break;
        case 1:
          length = (gsize)g_test_rand_int_range (1, 12);
          length = MIN (length, json->len - at);
          g_string_erase (json, (gssize)at, (gssize)length);
          break;
        case 2:
          g_string_insert (json, (gssize)at,
                           pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
          break;
        default:
          g_string_truncate (json, at);
          break;
        }
    }
}

/* json-glib makes something else of halves of surrogate pairs and of U+0000. */
static gboolean
is_odd (const char *json)
{
  g_autofree char *lower = g_ascii_strdown (json, -1);

  return strstr (lower, "\\u0000") != NULL || strstr (lower, "\\ud") != NULL;
}

static JsonNode *
read_with_json_glib (const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  /* It does not know byte order marks. */
  if (!json_parser_load_from_data (parser,
                                   g_str_has_prefix (json, "\xEF\xBB\xBF") ? json + 3 : json, -1,
                                   &error))
    g_error ("json-glib refuses what was accepted: %s: %s", error->message, json);
  return json_parser_steal_root (parser);
}

/* What is accepted is, within the limits and as valid text, what json-glib reads; and it is so
 * again when it was written. */
static void
test_mutations (void)
{
  guint accepted = 0, compared = 0;

  for (guint i = 0; i < 40000; i++)
    {
      g_autoptr (GString) json = g_string_new (seeds[i % G_N_ELEMENTS (seeds)]);
      g_autoptr (GString) again = g_string_new (NULL);
      g_autofree char *text = NULL;
      g_autoptr (PfJson) root = NULL;
      g_autoptr (JsonNode) theirs = NULL;

      mutate (json);
      text = g_memdup2 (json->str, json->len);
      root = pf_json_parse (text, json->len, NULL);
      if (root == NULL)
        continue;
      accepted++;
      if (!is_odd (json->str))
        {
          theirs = read_with_json_glib (json->str);
          assert_same (root, theirs, 0);
          json_node_unref (g_steal_pointer (&theirs));
          compared++;
        }
      pf_json_append_value (again, root);
      theirs = read_with_json_glib (again->str);
      assert_same (root, theirs, 0);
    }
  g_assert_cmpuint (accepted, >, 1000);
  g_assert_cmpuint (compared, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/json/UI-5/depth", test_depth);
  g_test_add_func ("/api/json/UI-5/refused", test_refused);
  g_test_add_func ("/api/json/UI-5/numbers", test_numbers);
  g_test_add_func ("/api/json/UI-5/ids-over-2-53", test_ids);
  g_test_add_func ("/api/json/UI-5/lone-surrogates-and-nul", test_strings);
  g_test_add_func ("/api/json/UI-5/duplicate-keys", test_duplicates);
  g_test_add_func ("/api/json/UI-5/caps", test_caps);
  g_test_add_func ("/api/json/writer", test_writer);
  g_test_add_func ("/api/json/UI-5/mutations", test_mutations);
  return g_test_run ();
}
