/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/account/pf-catalogue.h"
#include "core/account/pf-connection.h"
#include "core/account/pf-setup.h"
#include "core/base/pf-error.h"

#include <string.h>

static void
test_kinds (void)
{
  guint n;
  const PfKind *kinds = pf_catalogue_get (&n);

  g_assert_cmpuint (n, ==, 5);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (pf_catalogue_find (kinds[i].id) == &kinds[i]);
      g_assert_cmpuint (strlen (kinds[i].gives[0]), >, 0);
      g_assert_true (pf_scopes_can_publish (kinds[i].scopes));
      for (guint j = 0; kinds[i].scopes[j] != NULL; j++)
        g_assert_nonnull (pf_scope_find (kinds[i].scopes[j]));
    }
  g_assert_null (pf_catalogue_find ("other"));
  g_assert_true (pf_kind_matches (pf_catalogue_find ("pinterest-ads"), "ADS camp"));
  g_assert_true (pf_kind_matches (pf_catalogue_find ("practice"), "pretend"));
  g_assert_true (pf_kind_matches (pf_catalogue_find ("pinterest"), ""));
  g_assert_false (pf_kind_matches (pf_catalogue_find ("practice"), "zebra"));
}

static void
test_minimum (void)
{
  static const char *const least[]
      = { "user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write", NULL };

  g_assert_true (g_strv_equal (pf_catalogue_find ("pinterest")->scopes, least));
}

static void
test_scopes (void)
{
  static const char *const all[]
      = { "user_accounts:read", "user_accounts:write", "boards:read",  "boards:write",
          "boards:read_secret", "boards:write_secret", "pins:read",    "pins:write",
          "pins:read_secret",   "pins:write_secret",   "ads:read",     "ads:write",
          "catalogs:read",      "catalogs:write",      "billing:read", "billing:write",
          "biz_access:read",    "biz_access:write" };
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      const PfScope *scope = pf_scope_find (all[i]);

      g_assert_nonnull (scope);
      g_assert_null (strchr (scope->title, ':'));
      g_assert_cmpuint (strlen (scope->reason), >, 10);
    }
  pf_scopes_get (&n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (all));
  g_assert_true (pf_scope_find ("billing:read")->rare);
  g_assert_true (pf_scope_find ("biz_access:write")->rare);
  g_assert_false (pf_scope_find ("pins:write")->rare);
}

static void
test_presets (void)
{
  static const char *const look[] = { "user_accounts:read", "boards:read", "pins:read", NULL };
  guint n;
  const PfScopePreset *presets = pf_scope_presets_get (&n);

  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpstr (presets[0].id, ==, "read-only");
  g_assert_true (g_strv_equal (presets[0].scopes, look));
  for (guint i = 0; i < n; i++)
    for (guint j = 0; presets[i].scopes[j] != NULL; j++)
      g_assert_nonnull (pf_scope_find (presets[i].scopes[j]));
  g_assert_true (g_strv_contains (presets[2].scopes, "boards:read_secret"));
  g_assert_true (g_strv_contains (presets[2].scopes, "pins:read_secret"));
}

static void
test_old_names (void)
{
  g_auto (GStrv) notes = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = pf_scopes_parse (
      "read_public,write_public read_secret, write_secret,read_users write_users", &notes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), ==, 10);
  g_assert_cmpuint (g_strv_length (notes), ==, 6);
  g_assert_nonnull (strstr (notes[0], "boards:read"));
  g_assert_true (pf_scopes_can_publish ((const char *const *)names));
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pf_scopes_parse ("boards:read bogus:all", NULL, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "bogus:all"));
  g_clear_error (&error);
  g_assert_null (pf_scopes_parse (" , ", NULL, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
}

/* The example list of another product: secret scopes, but no boards:write. */
static void
test_cannot_publish (void)
{
  g_auto (GStrv) notes = NULL;
  g_auto (GStrv) names
      = pf_scopes_parse ("boards:read,boards:read_secret,pins:read,pins:write,pins:write_secret",
                         &notes, NULL);

  g_assert_nonnull (names);
  g_assert_cmpuint (g_strv_length (notes), ==, 1);
  g_assert_nonnull (strstr (notes[0], "boards:write"));
  g_assert_false (pf_scopes_can_publish ((const char *const *)names));
}

static void
test_app_name (void)
{
  static const char *const bad[] = {
    "Pinterest tool", "my PINTEREST", "pInTeReStly", "", "   ", "\357\274\260\357\275\211nterest"
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (pf_setup_check_app_name (bad[i], NULL));
  g_assert_true (pf_setup_check_app_name ("Pinfold at home", NULL));
}

static void
test_keys (void)
{
  g_autofree char *id = pf_setup_clean_app_id ("  1234567\n", NULL);
  g_autofree char *secret = pf_setup_clean_secret (" abcdef0123456789abcdef \n", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (id, ==, "1234567");
  g_assert_cmpstr (secret, ==, "abcdef0123456789abcdef");
  g_assert_null (pf_setup_clean_app_id ("12a4", NULL));
  g_assert_null (pf_setup_clean_app_id ("", NULL));
  g_assert_null (pf_setup_clean_secret ("has a space in the middle", &error));
  g_assert_null (strstr (error->message, "middle"));
  g_assert_null (pf_setup_clean_secret ("short", NULL));
}

static void
test_redirect_uris (void)
{
  static const char *const good[] = { "http://localhost:8085/", "http://localhost:8085",
                                      "http://127.0.0.1:9000/cb/", "http://[::1]:9000/" };
  static const char *const bad[] = { "https://example.com/auth/pinterest/callback",
                                     "http://example.com:8085/",
                                     "https://localhost:8085/",
                                     "http://localhost/",
                                     "http://localhost:80/",
                                     "http://localhost:8085/?a=b",
                                     "http://localhost:8085/#x",
                                     "http://me@localhost:8085/",
                                     "http://0.0.0.0:8085/",
                                     "http://127.0.0.2:8085/",
                                     "http://localhost.example.com:8085/",
                                     " http://localhost:8085/",
                                     "localhost:8085",
                                     "" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (pf_setup_check_redirect_uri (good[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (pf_setup_check_redirect_uri (bad[i], NULL));
    }
  g_assert_true (pf_setup_check_redirect_uri (pf_setup_get_default_redirect_uri (), NULL));
}

static void
test_steps (void)
{
  guint n;
  const PfSetupStep *steps = pf_setup_get_steps (&n);
  gboolean tick = FALSE, waits = FALSE, keys = FALSE, redirect = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (g_str_has_prefix (steps[i].url, "https://developers.pinterest.com/")
                     || g_str_has_prefix (steps[i].url, "https://www.pinterest.com/"));
      g_assert_cmpuint (strlen (steps[i].see), >, 0);
      tick |= steps[i].tick != NULL;
      waits |= steps[i].waits;
      keys |= steps[i].keys;
      for (guint j = 0; j < steps[i].n_values; j++)
        {
          redirect |= strcmp (steps[i].values[j].value, pf_setup_get_default_redirect_uri ()) == 0;
          if (strcmp (steps[i].values[j].label, "App name") == 0)
            g_assert_true (pf_setup_check_app_name (steps[i].values[j].value, NULL));
        }
    }
  g_assert_true (tick && waits && keys && redirect);
  g_assert_true (steps[n - 1].keys);
  g_assert_cmpstr (steps[0].id, ==, "account");
}

static void
test_review (void)
{
  guint n;
  guint count[3] = { 0 };
  const PfReviewItem *items = pf_setup_get_review_checklist (&n);

  for (guint i = 0; i < n; i++)
    count[items[i].kind]++;
  g_assert_cmpuint (count[PF_REVIEW_CHECK], >=, 3);
  g_assert_cmpuint (count[PF_REVIEW_TEXT], >=, 2);
  g_assert_cmpuint (count[PF_REVIEW_SCENE], >=, 5);
}

static void
test_state_names (void)
{
  for (int i = PF_CONNECTION_NOT_CONNECTED; i <= PF_CONNECTION_OFF; i++)
    g_assert_cmpint (pf_connection_state_from_string (
                         pf_connection_state_to_string ((PfConnectionState)i)),
                     ==, i);
  g_assert_cmpint (pf_connection_state_from_string ("from the future"), ==, PF_CONNECTION_ERROR);
}

/* A token is its prefix and much more; the bare prefix may stand in code that looks for tokens. */
static gboolean
holds_token (const char *bytes, gsize length, const char *prefix)
{
  const char *hit = bytes;

  while ((hit = memmem (hit, length - (gsize)(hit - bytes), prefix, 5)) != NULL)
    {
      gsize n = 0;

      for (hit += 5; hit + n < bytes + length && g_ascii_isalnum (hit[n]); n++)
        ;
      if (n >= 8)
        return TRUE;
    }
  return FALSE;
}

/* No secret and no preset App ID is compiled in; nothing links a web view. */
static void
test_binary (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  char *argv[] = { (char *)"ldd", self, NULL };
  g_autofree char *out = NULL;
  g_autofree char *folder
      = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"), "src/core/libpinfold-core.a.p", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint hosts = 0;

  g_assert_true (
      g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, NULL));
  g_assert_nonnull (strstr (out, "libsoup"));
  g_assert_null (strstr (out, "webkit"));
  g_assert_null (strstr (out, "libgtk"));
  /* The archive is a thin one: its objects lie beside it. */
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_str_has_suffix (name, ".o"))
        continue;
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      hosts += memmem (bytes, length, "https://api.pinterest.com", 25) != NULL;
      g_assert_false (holds_token (bytes, length, "pina_"));
      g_assert_false (holds_token (bytes, length, "pinr_"));
    }
  g_assert_cmpuint (hosts, >, 0);
  g_assert_null (pf_setup_get_preset_app_id ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/catalogue/MO-7+AL-2/kinds", test_kinds);
  g_test_add_func ("/account/catalogue/MO-13/minimum", test_minimum);
  g_test_add_func ("/account/scopes/FR-12+AL-14/all", test_scopes);
  g_test_add_func ("/account/scopes/FR-13+AP-9/presets", test_presets);
  g_test_add_func ("/account/scopes/AP-8/old-names", test_old_names);
  g_test_add_func ("/account/scopes/AP-8/unknown", test_unknown);
  g_test_add_func ("/account/scopes/ST-6/cannot-publish", test_cannot_publish);
  g_test_add_func ("/account/setup/FR-4/app-name", test_app_name);
  g_test_add_func ("/account/setup/AL-12+AP-10+ST-4/keys", test_keys);
  g_test_add_func ("/account/setup/AP-7+FR-17/redirect-uris", test_redirect_uris);
  g_test_add_func ("/account/setup/AL-5+AL-6+AL-7+AL-8+AL-9+AL-10+AL-16+ST-7+ST-8/steps",
                   test_steps);
  g_test_add_func ("/account/setup/AP-12+FR-15/review", test_review);
  g_test_add_func ("/account/connection/MO-11/state-names", test_state_names);
  g_test_add_func ("/account/binary/OA-3+OA-17+AP-11/nothing-compiled-in", test_binary);
  return g_test_run ();
}
