/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-setup.h"

#include <glib/gi18n-lib.h>

static PfSetupValue details_values[] = {
  { N_ ("App name"), "Pinfold at home", TRUE },
  { N_ ("Company"), N_ ("Your own name, if you have no company"), TRUE },
  { N_ ("Description"),
    N_ ("A desktop app that I use to look after my own boards: I see my boards and pins, prepare "
        "pins from my own pictures, and pin them when I press a button."),
    TRUE },
  { N_ ("Website or app link"), "https://pinfold.github.io/", TRUE },
  { N_ ("Privacy policy link"), "https://pinfold.github.io/privacy/", TRUE },
};

static PfSetupValue purpose_values[] = {
  { N_ ("Platform"), "Web", FALSE },
  { N_ ("Who will use it (only you)"), "Internal", TRUE },
  { N_ ("Who will use it (other people, too)"), "Public", TRUE },
  { N_ ("Purpose"),
    N_ ("Organic content: I manage the boards and pins of my own account from my computer. "
        "No data leaves my computer except to Pinterest."),
    TRUE },
  { N_ ("Use case"), N_ ("Pin creation and scheduling"), TRUE },
  { N_ ("Audience"), N_ ("Myself"), TRUE },
  { N_ ("Business account to link"), N_ ("The business account that you signed in with"), TRUE },
};

/* The value is the redirect address itself, filled in from the one place that knows it. */
static PfSetupValue redirect_values[] = {
  { N_ ("Redirect URI"), NULL, FALSE },
};

static PfSetupStep steps[] = {
  { .id = "account",
    .title = N_ ("Business account"),
    .sentence = N_ ("Pinterest gives apps to business accounts only. Convert yours, which is free "
                    "and can be undone, or make a new one."),
    .see = N_ ("A page that offers to convert your account. A personal account can pin later, "
               "but it cannot register the app."),
    .url = "https://www.pinterest.com/business/convert/" },
  { .id = "terms",
    .title = N_ ("Developer terms"),
    .sentence = N_ ("Sign in to the developer pages with the business account and read the terms."),
    .see = N_ ("The developer pages, signed in, with “My apps” at the top."),
    .url = "https://developers.pinterest.com/terms/",
    .tick = N_ ("I have read and accept Pinterest's developer terms") },
  { .id = "app",
    .title = N_ ("Connect an app"),
    .sentence = N_ ("Open “My apps”, press “Connect app” and fill in the form. Copy the answers "
                    "one by one; the name may not contain “Pinterest”."),
    .see = N_ ("A form with name, company, description and two links."),
    .url = "https://developers.pinterest.com/apps/",
    .values = details_values,
    .n_values = G_N_ELEMENTS (details_values) },
  { .id = "purpose",
    .title = N_ ("Purpose"),
    .sentence = N_ ("Say what the app is for. For a desktop app choose the platform “Web”; choose "
                    "“Internal” if only you will use it."),
    .see = N_ ("More questions, then a check that you are a person, then “Submit”."),
    .url = "https://developers.pinterest.com/docs/getting-started/connect-app/",
    .values = purpose_values,
    .n_values = G_N_ELEMENTS (purpose_values) },
  { .id = "trial",
    .title = N_ ("Trial access"),
    .sentence = N_ ("Pinterest looks at requests on business days. You can close Pinfold and come "
                    "back; Practice and your drafts work meanwhile."),
    .see = N_ ("A message by e-mail, and “Trial access” beside your app in “My apps”."),
    .url = "https://developers.pinterest.com/docs/getting-started/access-tiers/",
    .waits = TRUE },
  { .id = "redirect",
    .title = N_ ("Redirect address"),
    .sentence = N_ ("In “My apps” press Manage, then Configure, and find Redirect URIs. Paste the "
                    "address exactly as it stands here, press Enter or Add, then save."),
    .see = N_ ("The address in the list. One with and one without the final slash are two "
               "different addresses."),
    .url = "https://developers.pinterest.com/apps/",
    .values = redirect_values,
    .n_values = G_N_ELEMENTS (redirect_values) },
  { .id = "keys",
    .title = N_ ("Keys and permissions"),
    .sentence = N_ ("On the same page copy the App ID and the app secret key. Treat the secret "
                    "like a password; Pinfold never shows it again."),
    .see = N_ ("The App ID, and a button that reveals the secret key."),
    .url = "https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-"
           "authorization/",
    .keys = TRUE },
};

static void
translate_values (PfSetupValue *values, guint n_values)
{
  for (guint i = 0; i < n_values; i++)
    {
      values[i].label = _ (values[i].label);
      if (values[i].value != NULL)
        values[i].value = _ (values[i].value);
    }
}

static void
translate (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  translate_values (details_values, G_N_ELEMENTS (details_values));
  translate_values (purpose_values, G_N_ELEMENTS (purpose_values));
  translate_values (redirect_values, G_N_ELEMENTS (redirect_values));
  redirect_values[0].value = pf_setup_get_default_redirect_uri ();
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      steps[i].title = _ (steps[i].title);
      steps[i].sentence = _ (steps[i].sentence);
      steps[i].see = _ (steps[i].see);
      if (steps[i].tick != NULL)
        steps[i].tick = _ (steps[i].tick);
    }
  g_once_init_leave (&done, 1);
}

/**
 * pf_setup_get_steps:
 * @n_steps: (out): how many
 *
 * Returns: (array length=n_steps) (transfer none): the way from nothing to keys
 *   (requirements.md AL-6 to AL-12, AP-1 to AP-10, FR-2 to FR-10)
 */
const PfSetupStep *
pf_setup_get_steps (guint *n_steps)
{
  translate ();
  *n_steps = G_N_ELEMENTS (steps);
  return steps;
}
