/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of states and failures, and what becomes of text from outside. */
#include "config.h"

#include "app/compat/pf-open-uri.h"
#include "app/connections/pf-connection-words.h"
#include "app/consent/pf-consent-words.h"
#include "app/pf-start.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gstdio.h>

static void
test_states (void)
{
  static const struct
  {
    PfConnectionState state;
    gboolean offline, warn, publishing;
    const char *word, *style, *label;
  } table[] = {
    { PF_CONNECTION_CONNECTED, FALSE, FALSE, TRUE, "Connected", "connected", NULL },
    { PF_CONNECTION_CONNECTED, FALSE, TRUE, TRUE, "Connected", "due", NULL },
    { PF_CONNECTION_REFRESH_DUE, FALSE, FALSE, TRUE, "Connected", "due", NULL },
    { PF_CONNECTION_CONNECTED, TRUE, FALSE, TRUE, "Offline", "idle", "_Try Again" },
    { PF_CONNECTION_OFF, FALSE, FALSE, FALSE, "Publishing off", "idle", "_Turn On" },
    { PF_CONNECTION_EXPIRED, FALSE, FALSE, TRUE, "Sign in again", "trouble", "_Reconnect" },
    { PF_CONNECTION_ERROR, FALSE, FALSE, TRUE, "Needs attention", "trouble", "_Refresh Now" },
    { PF_CONNECTION_LOCKED, FALSE, FALSE, TRUE, "Keyring locked", "due", "_Unlock" },
    { PF_CONNECTION_LOCKED, TRUE, FALSE, TRUE, "Keyring locked", "due", "_Unlock" },
    { PF_CONNECTION_NOT_CONNECTED, FALSE, FALSE, TRUE, "Not connected", "idle", "_Connect" },
    { PF_CONNECTION_WAITING, FALSE, FALSE, TRUE, "Waiting for your browser", "due", "_Show" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      PfConnectionWords words = pf_connection_words (table[i].state, table[i].offline,
                                                     table[i].warn, table[i].publishing);

      g_assert_cmpstr (words.word, ==, table[i].word);
      g_assert_cmpstr (words.style, ==, table[i].style);
      g_assert_cmpstr (words.label, ==, table[i].label);
      g_assert_true ((words.label == NULL) == (words.action == NULL));
      /* Another word has another icon: colour is never the only sign. */
      for (guint j = 0; j < i; j++)
        {
          PfConnectionWords other = pf_connection_words (table[j].state, table[j].offline,
                                                         table[j].warn, table[j].publishing);

          g_assert_true (g_str_equal (words.word, other.word)
                         == g_str_equal (words.icon_name, other.icon_name));
        }
    }
}

/* Practice never speaks in Pinterest's name. */
static void
test_service_named (void)
{
  static const PfError codes[]
      = { PF_ERROR_OFFLINE, PF_ERROR_FEATURE,  PF_ERROR_TRIAL, PF_ERROR_RATE_LIMIT, PF_ERROR_SPAM,
          PF_ERROR_SERVER,  PF_ERROR_CONFLICT, PF_ERROR_PARSE, PF_ERROR_NO_REPLY };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (PF_ERROR, (int)codes[i], "something");
      g_autofree char *unknown = pf_error_words (error);
      g_autofree char *named = NULL;

      g_assert_true (g_str_has_prefix (unknown, "The service "));
      pf_error_name_service (error, "practice");
      named = pf_error_words (error);
      g_assert_true (g_str_has_prefix (named, "Practice "));
      g_assert_null (strstr (named, "Pinterest"));
    }
}

static void
test_failures (void)
{
  static const PfError codes[]
      = { PF_ERROR_DENIED, PF_ERROR_REDIRECT_MISMATCH, PF_ERROR_PORT_IN_USE, PF_ERROR_TIMED_OUT,
          PF_ERROR_CLIENT, PF_ERROR_INVALID,           PF_ERROR_SIGN_IN,     PF_ERROR_OFFLINE,
          PF_ERROR_SERVER, PF_ERROR_RATE_LIMIT,        PF_ERROR_NO_REPLY,    PF_ERROR_PARSE,
          PF_ERROR_LOCKED, PF_ERROR_SAME_ACCOUNT,      PF_ERROR_FAILED };
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (PF_ERROR, (int)codes[i], "detail");
      PfConsentWords words = pf_consent_words (error);

      g_assert_true (g_hash_table_add (titles, (gpointer)words.title));
      g_assert_cmpstr (words.text, !=, "");
      g_assert_nonnull (words.label);
    }
}

static void
test_mismatch (void)
{
  g_autoptr (GError) error = g_error_new_literal (PF_ERROR, PF_ERROR_REDIRECT_MISMATCH, "x");

  g_assert_cmpint (pf_consent_words (error).step, ==, PF_CONSENT_COPY_ADDRESS);
}

static void
test_expiry (void)
{
  const gint64 hour = G_TIME_SPAN_HOUR;
  static const struct
  {
    gint64 hours;
    const char *words;
  } table[] = {
    { 24 * 30, "in 30 days" }, { 30, "in 30 hours" }, { 1, "in 60 minutes" }, { -1, "ended" }
  };

  g_assert_null (pf_words_for_expiry (0, hour));
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *words
          = pf_words_for_expiry (1000 * hour + table[i].hours * hour, 1000 * hour);

      g_assert_cmpstr (words, ==, table[i].words);
    }
}

static void
test_clean (void)
{
  g_autofree char *bidi = pf_text_clean ("a\xe2\x80\xae"
                                         "b");
  g_autofree char *broken = pf_text_clean ("a\xff"
                                           "b");
  g_autofree char *nothing = pf_text_clean (NULL);
  g_autoptr (GString) marks = g_string_new ("e");
  g_autofree char *few = NULL;
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *cut = pf_text_clean (long_text);

  g_assert_cmpstr (bidi, ==, "ab");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_cmpstr (nothing, ==, "");
  for (guint i = 0; i < 100000; i++)
    g_string_append (marks, "\xcc\x81");
  few = pf_text_clean (marks->str);
  g_assert_cmpuint (g_utf8_strlen (few, -1), <, 20);
  g_assert_cmpuint (strlen (cut), <, 5000);
}

static void
test_links (void)
{
  static const char *const good[]
      = { "https://www.pinterest.com/", "http://127.0.0.1:1234/x?y=1", "http://localhost:8085/" };
  static const char *const bad[] = { "javascript:alert(1)",
                                     "file:///etc/passwd",
                                     "data:text/html,x",
                                     "https://user@host/",
                                     "https:///x",
                                     "about:blank",
                                     "",
                                     "https://a b/",
                                     "HTTPS",
                                     "mailto:a@b",
                                     "https://a/\nb",
                                     NULL };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (pf_open_uri_is_web (good[i]));
  for (guint i = 0; bad[i] != NULL; i++)
    g_assert_false (pf_open_uri_is_web (bad[i]));
  g_assert_false (pf_open_uri_is_web (NULL));
}

static void
test_renderer (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pf-dri-XXXXXX", NULL);
  g_autofree char *node = g_build_filename (folder, "renderD128", NULL);

  g_setenv ("GSK_RENDERER", "ngl", TRUE);
  g_assert_false (pf_start_choose_renderer (folder));
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "ngl");

  g_unsetenv ("GSK_RENDERER");
  g_assert_true (g_file_set_contents (node, "", 0, NULL));
  g_assert_false (pf_start_choose_renderer (folder));
  g_assert_null (g_getenv ("GSK_RENDERER"));

  g_remove (node);
  g_assert_true (pf_start_choose_renderer (folder));
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "cairo");
  g_rmdir (folder);
}

/* Before there are threads: what is set is the last variable, so that it can be unset later. */
static void
test_theme (void)
{
  g_autofree char *before = g_strdup (g_getenv ("GTK_THEME"));
  char **last;

  g_setenv ("GTK_THEME", "HighContrast", TRUE);
  g_assert_false (pf_start_hold_theme ());
  g_assert_cmpstr (g_getenv ("GTK_THEME"), ==, "HighContrast");

  g_unsetenv ("GTK_THEME");
  g_assert_true (pf_start_hold_theme ());
  for (last = environ; last[1] != NULL;)
    last++;
  g_assert_true (g_str_has_prefix (*last, "GTK_THEME="));
  g_unsetenv ("GTK_THEME");
  if (before != NULL)
    g_setenv ("GTK_THEME", before, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/words/MO-11/each-state-has-word-icon-next-step", test_states);
  g_test_add_func ("/app/words/MO-11/errors-name-their-service", test_service_named);
  g_test_add_func ("/app/words/each-failure-has-its-own-words", test_failures);
  g_test_add_func ("/app/words/AL-11/mismatch-offers-the-address", test_mismatch);
  g_test_add_func ("/app/words/expiry", test_expiry);
  g_test_add_func ("/app/text/UI-10/clean", test_clean);
  g_test_add_func ("/app/links/OA-3+UI-11/only-web-addresses-open", test_links);
  g_test_add_func ("/app/start/renderer-without-render-node", test_renderer);
  g_test_add_func ("/app/start/P1/theme-nobody-chose", test_theme);
  return g_test_run ();
}
