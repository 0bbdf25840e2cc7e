/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rig.h"

#include <string.h>

/* Link tags and find-and-replace, which are pure, and the batches they make. */

static const char *const utm[]
    = { "utm_source", "pinterest", "utm_campaign", "Spring & Sun", NULL };

static void
test_tags (void)
{
  static const struct
  {
    const char *link, *set, *append;
  } rows[] = {
    { "https://a.example", "https://a.example?utm_source=pinterest&utm_campaign=Spring%20%26%20Sun",
      NULL },
    { "https://a.example/b?x=1&y=%C3%A4+b",
      "https://a.example/b?x=1&y=%C3%A4+b&utm_source=pinterest&utm_campaign=Spring%20%26%20Sun",
      NULL },
    { "https://a.example/b#part?no=query",
      "https://a.example/b?utm_source=pinterest&utm_campaign=Spring%20%26%20Sun#part?no=query",
      NULL },
    { "http://a.example/?utm_source=mail&q=%2#f",
      "http://a.example/?utm_source=pinterest&q=%2&utm_campaign=Spring%20%26%20Sun#f",
      "http://a.example/?utm_source=mail&q=%2&utm_campaign=Spring%20%26%20Sun#f" },
    { "https://a.example/?utm_source=a&x&utm_source=b",
      "https://a.example/?utm_source=pinterest&x&utm_campaign=Spring%20%26%20Sun",
      "https://a.example/?utm_source=a&x&utm_source=b&utm_campaign=Spring%20%26%20Sun" },
    { "https://a.example/?utm%5Fsource=a",
      "https://a.example/?utm_source=pinterest&utm_campaign=Spring%20%26%20Sun",
      "https://a.example/?utm%5Fsource=a&utm_campaign=Spring%20%26%20Sun" },
    { "https://a.example/?",
      "https://a.example/?utm_source=pinterest&utm_campaign=Spring%20%26%20Sun", NULL },
  };
  static const char *const none[]
      = { "",           "a.example/b",         "mailto:a@b.example", "https://",
          "https:///x", "javascript:alert(1)", "ftp://a.example" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *set = pf_link_tags_apply (rows[i].link, utm, PF_LINK_TAGS_SET);
      g_autofree char *append = pf_link_tags_apply (rows[i].link, utm, PF_LINK_TAGS_APPEND);
      g_autofree char *again = pf_link_tags_apply (set, utm, PF_LINK_TAGS_SET);

      g_assert_cmpstr (set, ==, rows[i].set);
      g_assert_cmpstr (append, ==, rows[i].append != NULL ? rows[i].append : rows[i].set);
      g_assert_cmpstr (again, ==, set);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (pf_link_tags_apply (none[i], utm, PF_LINK_TAGS_SET));
  g_assert_null (pf_link_tags_apply (NULL, utm, PF_LINK_TAGS_SET));
}

static void
test_tags_round (void)
{
  static const char *const names[] = { "utm_source", "utm_campaign", NULL };
  static const char *const nasty[] = { "a b", "c=d&e#f?g+h%i/ä", NULL };
  g_autofree char *query = pf_link_tags_join (nasty);
  g_auto (GStrv) back = pf_link_tags_split (query);
  g_autofree char *link = pf_link_tags_apply ("https://a.example/?x=1#f", utm, PF_LINK_TAGS_SET);
  g_autofree char *without = pf_link_tags_remove (link, names);

  g_assert_true (g_strv_equal ((const char *const *)back, nasty));
  g_assert_cmpstr (without, ==, "https://a.example/?x=1#f");
}

static void
test_replace (void)
{
  static const struct
  {
    const char *text, *find, *with, *result;
    PfReplaceFlags flags;
    guint n;
  } rows[] = {
    { "Fern, fern and ferns", "fern", "moss", "moss, moss and mosss", 0, 3 },
    { "Fern, fern and ferns", "fern", "moss", "Fern, moss and mosss", PF_REPLACE_MATCH_CASE, 2 },
    { "Fern, fern and ferns", "fern", "moss", "moss, moss and ferns", PF_REPLACE_WHOLE_WORD, 2 },
    { "Fern, fern and ferns", "fern", "moss", "Fern, moss and ferns",
      PF_REPLACE_WHOLE_WORD | PF_REPLACE_MATCH_CASE, 1 },
    { "50% off (today)", "50% off (", "$1 \\0 (", "$1 \\0 (today)", 0, 1 },
    { "aaaa", "aa", "a", "aa", 0, 2 },
    { "Übung übung", "ÜBUNG", "Werk", "Werk Werk", 0, 2 },
    { "übungen Übung", "übung", "Werk", "übungen Werk", PF_REPLACE_WHOLE_WORD, 1 },
    { "#diy #diyhome", "#diy", "#craft", "#craft #diyhome", PF_REPLACE_WHOLE_WORD, 1 },
    { "a\nb", "a\nb", "", "", 0, 1 },
    { "fern", "moss", "x", NULL, 0, 0 },
    { "fern", "", "x", NULL, 0, 0 },
    { NULL, "fern", "x", NULL, 0, 0 },
    { "\xff", "fern", "x", NULL, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint n = 99;
      g_autofree char *result
          = pf_text_replace (rows[i].text, rows[i].find, rows[i].with, rows[i].flags, &n);

      g_assert_cmpstr (result, ==, rows[i].result);
      g_assert_cmpuint (n, ==, rows[i].n);
    }
}

static PfPin *
make_pin (void)
{
  g_autoptr (GError) error = NULL;
  PfPin *pin = pf_pin_new_from_json (
      "{\"id\":\"5\",\"board_id\":\"7\",\"title\":\"Fern\",\"description\":\"A fern.\","
      "\"link\":\"https://a.example/\"}",
      -1, &error);

  g_assert_no_error (error);
  return pin;
}

static void
test_batch (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pinfold-texts-XXXXXX", NULL);
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  PfContextParts parts
      = { .secrets = secrets, .data_dir = folder, .cache_dir = folder, .runtime_dir = folder };
  g_autoptr (GError) error = NULL;
  g_autoptr (PfContext) context = pf_context_new (&parts, &error);
  g_autoptr (PfBatch) batch = NULL;
  g_autoptr (PfPin) pin = make_pin ();
  g_autofree char *wide = g_strnfill (101, 'x');
  PfChanges seen = { .fields = PF_CHANGE_TITLE, .title = (char *)"Moss" };

  g_assert_no_error (error);
  batch = pf_batch_new (context, "Replaced");
  g_assert_true (pf_batch_tag_pin (batch, "u", "b", NULL, pin, NULL, utm, PF_LINK_TAGS_SET));
  g_assert_true (pf_batch_replace_in_pin (batch, "u", "b", NULL, pin, NULL,
                                          PF_CHANGE_TITLE | PF_CHANGE_DESCRIPTION, "fern", "moss",
                                          PF_REPLACE_DEFAULT));
  /* Only where it was asked for, and over what is shown. */
  g_assert_false (pf_batch_replace_in_pin (batch, "u", "b", NULL, pin, NULL, PF_CHANGE_ALT_TEXT,
                                           "fern", "moss", PF_REPLACE_DEFAULT));
  g_assert_false (pf_batch_replace_in_pin (batch, "u", "b", NULL, pin, &seen, PF_CHANGE_TITLE,
                                           "fern", "moss", PF_REPLACE_DEFAULT));
  g_assert_true (pf_batch_replace_in_pin (batch, "u", "b", NULL, pin, &seen, PF_CHANGE_TITLE,
                                          "moss", "fern", PF_REPLACE_DEFAULT));
  g_assert_false (pf_batch_replace_in_pin (batch, "u", "b", NULL, pin, NULL, PF_CHANGE_TITLE,
                                           "fern", wide, PF_REPLACE_DEFAULT));
  g_assert_cmpuint (pf_batch_get_n_changes (batch), ==, 3);
  pf_files_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/texts/link-tags", test_tags);
  g_test_add_func ("/outbox/texts/link-tags-round-trip", test_tags_round);
  g_test_add_func ("/outbox/texts/find-and-replace", test_replace);
  g_test_add_func ("/outbox/texts/batches", test_batch);
  return g_test_run ();
}
