/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/pf-snippet.h"
#include "store/store-util.h"

static char *
save (PfStore *store, const PfSnippet *snippet, GError **error)
{
  WAIT (result, pf_store_save_snippet_async (store, snippet, NULL, await_keep, &result));

  return pf_store_save_snippet_finish (store, result, error);
}

static GPtrArray *
list (PfStore *store, const char *connection, PfSnippetKind kind)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found;
  WAIT (result, pf_store_list_snippets_async (store, connection, kind, NULL, await_keep, &result));

  found = pf_store_list_snippets_finish (store, result, &error);
  g_assert_no_error (error);
  return found;
}

static void
on_changed (PfStore *store, guint tables, guint *seen)
{
  *seen |= tables;
}

/* Of one account and kind, by name, over a restart; a name is there once. */
static void
test_snippets (void)
{
  World world;
  PfStore *store;
  g_autoptr (PfSnippet) spring
      = pf_snippet_new (PF_SNIPPET_LINK_TAGS, "one", " Spring ", "utm_source=pinterest");
  g_autoptr (PfSnippet) autumn = pf_snippet_new (PF_SNIPPET_LINK_TAGS, "one", "Autumn", "a=b");
  g_autoptr (PfSnippet) text = pf_snippet_new (PF_SNIPPET_TEXT, "one", "Sign-off", "See you.\n");
  g_autoptr (PfSnippet) other = pf_snippet_new (PF_SNIPPET_TEXT, "two", "Sign-off", "Bye.");
  g_autoptr (PfSnippet) nameless = pf_snippet_new (PF_SNIPPET_TEXT, "two", "  ", "Bye.");
  g_autofree char *a = NULL, *b = NULL, *c = NULL, *d = NULL, *e = NULL;
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  guint seen = 0;

  world_init (&world);
  store = must_open_store (world.context);
  g_signal_connect (store, "changed", G_CALLBACK (on_changed), &seen);
  a = save (store, spring, &error);
  b = save (store, autumn, &error);
  c = save (store, text, &error);
  d = save (store, other, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen, ==, PF_STORE_SNIPPETS);
  g_assert_null (save (store, nameless, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  g_clear_error (&error);
  close_store (store);
  store = must_open_store (world.context);
  tags = list (store, "one", PF_SNIPPET_LINK_TAGS);
  g_assert_cmpuint (tags->len, ==, 2);
  g_assert_cmpstr (((PfSnippet *)tags->pdata[0])->name, ==, "Autumn");
  g_assert_cmpstr (((PfSnippet *)tags->pdata[1])->name, ==, "Spring");
  g_assert_cmpstr (((PfSnippet *)tags->pdata[1])->value, ==, "utm_source=pinterest");
  texts = list (store, "one", PF_SNIPPET_TEXT);
  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_cmpstr (((PfSnippet *)texts->pdata[0])->value, ==, "See you.\n");
  /* Renamed to the other's name: it takes its place. */
  spring->uuid = g_strdup (a);
  g_free (spring->name);
  spring->name = g_strdup ("Autumn");
  e = save (store, spring, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (e, ==, a);
  after = list (store, "one", PF_SNIPPET_LINK_TAGS);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpstr (((PfSnippet *)after->pdata[0])->uuid, ==, a);
  {
    g_autoptr (GPtrArray) none = NULL;
    WAIT (result, pf_store_delete_snippet_async (store, a, NULL, await_keep, &result));

    g_assert_true (pf_store_delete_snippet_finish (store, result, &error));
    none = list (store, "one", PF_SNIPPET_LINK_TAGS);
    g_assert_cmpuint (none->len, ==, 0);
  }
  close_store (store);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/snippets", test_snippets);
  return g_test_run ();
}
