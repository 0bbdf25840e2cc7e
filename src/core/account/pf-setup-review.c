/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-catalogue.h"
#include "core/account/pf-setup.h"

#include <glib/gi18n-lib.h>

static PfReviewItem items[] = {
  { PF_REVIEW_CHECK, N_ ("The app works for you"),
    N_ ("Connect with Trial access, open your boards, make a draft.") },
  { PF_REVIEW_CHECK, N_ ("The name does not contain “Pinterest”"),
    N_ ("Nor does the icon look like Pinterest's.") },
  { PF_REVIEW_CHECK, N_ ("Website and privacy links open"),
    N_ ("Somebody at Pinterest will look at both.") },
  { PF_REVIEW_CHECK, N_ ("A screen recording of one to three minutes"),
    N_ ("Screen recorders come with most desktops; no sound is needed.") },
  { PF_REVIEW_TEXT, N_ ("Use case"),
    N_ ("I use a free desktop app to look after the boards of my own account. It shows my boards "
        "and pins, and publishes a pin when I press the button. It runs on my computer only; "
        "there is no server in between.") },
  { PF_REVIEW_TEXT, N_ ("How data is handled"),
    N_ ("Tokens are encrypted on my computer, with the key in its keyring. What is read from "
        "Pinterest is shown and thrown away when the app closes. Nothing is shared with "
        "anybody. Disconnecting deletes the tokens at once.") },
  { PF_REVIEW_SCENE, N_ ("The start"),
    N_ ("Start Pinfold with no account connected and press New Connection.") },
  { PF_REVIEW_SCENE, N_ ("What is asked for"),
    N_ ("Choose Pinterest, show the list of permissions, press Continue in Browser.") },
  { PF_REVIEW_SCENE, N_ ("Consent on Pinterest"),
    N_ ("Show Pinterest's own page with the address bar in view, then allow.") },
  { PF_REVIEW_SCENE, N_ ("Connected"),
    N_ ("Come back to Pinfold: the account's name and the word Connected are on the screen.") },
  { PF_REVIEW_SCENE, N_ ("Your boards"), N_ ("Open Boards, then one board with pins.") },
  { PF_REVIEW_SCENE, N_ ("One pin"),
    N_ ("Drop a picture of your own on a board, write a title, press Pin. With Trial access do "
        "this on Pinterest Sandbox.") },
  { PF_REVIEW_SCENE, N_ ("The end"),
    N_ ("Open Connections, press Disconnect, and show that the account is gone.") },
};

/**
 * pf_setup_get_review_checklist:
 * @n_items: (out): how many
 *
 * What Pinterest asks of an app that wants Standard access: things to check, texts to copy,
 * and the scenes of the demo video (requirements.md AP-12). The reasons for each scope are
 * those of pf_scopes_get().
 *
 * Returns: (array length=n_items) (transfer none): the items, in order
 */
const PfReviewItem *
pf_setup_get_review_checklist (guint *n_items)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      for (guint i = 0; i < G_N_ELEMENTS (items); i++)
        {
          items[i].title = _ (items[i].title);
          items[i].text = _ (items[i].text);
        }
      g_once_init_leave (&done, 1);
    }
  *n_items = G_N_ELEMENTS (items);
  return items;
}

/**
 * pf_setup_get_upgrade_url:
 *
 * Returns: the page where Standard access is requested (requirements.md FR-15)
 */
const char *
pf_setup_get_upgrade_url (void)
{
  return "https://developers.pinterest.com/apps/";
}
