/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/account/pf-setup.h"

#include <string.h>

/* What the set-up assistant says, held against what five products document about connecting. */

static const PfSetupStep *
find_step (const char *id)
{
  guint n;
  const PfSetupStep *steps = pf_setup_get_steps (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (steps[i].id, id) == 0)
      return &steps[i];
  g_assert_not_reached ();
}

static guint
position (const char *id)
{
  guint n;
  const PfSetupStep *steps = pf_setup_get_steps (&n);

  return (guint)(find_step (id) - steps);
}

static const char *
find_value (const PfSetupStep *step, const char *label)
{
  for (guint i = 0; i < step->n_values; i++)
    if (strstr (step->values[i].label, label) != NULL)
      return step->values[i].value;
  g_assert_not_reached ();
}

static void
assert_says (const char *text, const char *word)
{
  if (strstr (text, word) == NULL)
    g_error ("“%s” does not say “%s”", text, word);
}

static void
test_business_account (void)
{
  const PfSetupStep *step = find_step ("account");

  /* It comes first, names both routes, and what a personal account cannot do. */
  g_assert_cmpuint (position ("account"), ==, 0);
  assert_says (step->sentence, "Convert");
  assert_says (step->sentence, "make a new one");
  assert_says (step->see, "personal account");
  g_assert_cmpstr (step->url, ==, "https://www.pinterest.com/business/convert/");
}

static void
test_developer_pages (void)
{
  guint n;
  const PfSetupStep *steps = pf_setup_get_steps (&n);

  assert_says (find_step ("terms")->sentence, "Sign in to the developer pages");
  assert_says (find_step ("app")->sentence, "Connect app");
  g_assert_cmpstr (find_step ("app")->url, ==, "https://developers.pinterest.com/apps/");
  g_assert_cmpuint (position ("account"), <, position ("terms"));
  g_assert_cmpuint (position ("terms"), <, position ("app"));
  /* Each opens in the person's own browser, over TLS. */
  for (guint i = 0; i < n; i++)
    g_assert_true (g_str_has_prefix (steps[i].url, "https://"));
}

static void
test_form (void)
{
  const PfSetupStep *app = find_step ("app"), *purpose = find_step ("purpose");
  g_autoptr (GError) error = NULL;

  g_assert_true (pf_setup_check_app_name (find_value (app, "App name"), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (find_value (app, "Description")), >, 40);
  g_assert_cmpuint (strlen (find_value (app, "Company")), >, 0);
  g_assert_true (g_str_has_prefix (find_value (app, "Website"), "https://"));
  g_assert_true (g_str_has_prefix (find_value (app, "Privacy"), "https://"));
  g_assert_cmpstr (find_value (purpose, "Platform"), ==, "Web");
  assert_says (purpose->sentence, "desktop app");
}

static void
test_type_and_purpose (void)
{
  const PfSetupStep *purpose = find_step ("purpose");

  g_assert_cmpstr (find_value (purpose, "only you"), ==, "Internal");
  g_assert_cmpstr (find_value (purpose, "other people"), ==, "Public");
  assert_says (purpose->sentence, "choose “Internal” if only you");
  g_assert_cmpuint (strlen (find_value (purpose, "Purpose")), >, 40);
  g_assert_cmpuint (strlen (find_value (purpose, "Use case")), >, 0);
  g_assert_cmpuint (strlen (find_value (purpose, "Audience")), >, 0);
  assert_says (find_value (purpose, "Business account to link"), "signed in");
  for (guint i = 0; i < purpose->n_values; i++)
    if (strcmp (purpose->values[i].label, "Purpose") == 0)
      g_assert_true (purpose->values[i].editable);
}

static void
test_check_and_keys (void)
{
  assert_says (find_step ("purpose")->see, "check that you are a person");
  g_assert_true (find_step ("trial")->waits);
  assert_says (find_step ("trial")->sentence, "business days");
  assert_says (find_step ("keys")->sentence, "App ID");
  assert_says (find_step ("keys")->see, "reveals the secret key");
  assert_says (find_step ("keys")->sentence, "like a password");
}

static void
test_redirect (void)
{
  const PfSetupStep *redirect = find_step ("redirect");

  assert_says (redirect->sentence, "Manage");
  assert_says (redirect->sentence, "Configure");
  assert_says (redirect->sentence, "Redirect URIs");
  assert_says (redirect->sentence, "press Enter or Add");
  assert_says (redirect->see, "two different addresses");
  g_assert_cmpstr (find_value (redirect, "Redirect URI"), ==, "http://localhost:8085/");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/setup/AP-1+AL-6+AP-18/business-account-first", test_business_account);
  g_test_add_func ("/account/setup/AP-2+FR-2+FR-3/developer-pages", test_developer_pages);
  g_test_add_func ("/account/setup/AP-3+FR-4+FR-5/form-answers", test_form);
  g_test_add_func ("/account/setup/AP-4+AP-5+AP-6+FR-6/type-and-purpose", test_type_and_purpose);
  g_test_add_func ("/account/setup/AL-9+FR-7+FR-8+FR-9/check-wait-and-keys", test_check_and_keys);
  g_test_add_func ("/account/setup/AL-10+AL-11+FR-10/redirect-in-words", test_redirect);
  return g_test_run ();
}
