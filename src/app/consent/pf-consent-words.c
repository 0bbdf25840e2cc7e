/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-consent-words"

#include "config.h"

#include "app/consent/pf-consent-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

static const struct
{
  PfError code;
  PfConsentWords words;
} table[] = {
  { PF_ERROR_DENIED,
    { "pf-state-none-symbolic", N_ ("You Declined"),
      N_ ("The answer was no, so nothing changed here. You can ask again at any time."),
      PF_CONSENT_TRY_AGAIN, N_ ("_Try Again"), FALSE } },
  { PF_ERROR_REDIRECT_MISMATCH,
    { "dialog-warning-symbolic", N_ ("The Address Does Not Match"),
      N_ ("Pinterest compares the address letter by letter, with the final slash. Add the one "
          "below in My apps, Manage, Configure, Redirect URIs."),
      PF_CONSENT_COPY_ADDRESS, N_ ("_Copy Address"), TRUE } },
  { PF_ERROR_PORT_IN_USE,
    { "dialog-warning-symbolic", N_ ("The Way Back Is Taken"),
      N_ ("Another program listens where the browser's answer should arrive."),
      PF_CONSENT_TRY_AGAIN, N_ ("_Try Again"), TRUE } },
  { PF_ERROR_TIMED_OUT,
    { "pf-state-waiting-symbolic", N_ ("It Took Too Long"),
      N_ ("No answer came from the browser. If its page was closed, open it again."),
      PF_CONSENT_TRY_AGAIN, N_ ("_Try Again"), FALSE } },
  { PF_ERROR_CLIENT,
    { "dialog-password-symbolic", N_ ("The App ID or Secret Was Refused"),
      N_ ("They do not belong together. Copy both again from My apps, Manage, Configure."),
      PF_CONSENT_CHECK_KEYS, N_ ("Check App _Keys"), FALSE } },
  { PF_ERROR_INVALID,
    { "dialog-warning-symbolic", N_ ("The Request Was Refused"),
      N_ ("Its permissions or the app's settings may have changed. Check the keys, then try "
          "again."),
      PF_CONSENT_CHECK_KEYS, N_ ("Check App _Keys"), TRUE } },
  { PF_ERROR_SIGN_IN,
    { "dialog-warning-symbolic", N_ ("The Answer Was Too Old"),
      N_ ("An answer can be used once, and soon. Start again."), PF_CONSENT_TRY_AGAIN,
      N_ ("_Try Again"), FALSE } },
  { PF_ERROR_OFFLINE,
    { "network-offline-symbolic", N_ ("You Are Offline"),
      N_ ("Nothing could be reached. Check the network, then try again."), PF_CONSENT_TRY_AGAIN,
      N_ ("_Try Again"), FALSE } },
  { PF_ERROR_SERVER,
    { "dialog-warning-symbolic", N_ ("There Is Trouble on the Other Side"),
      N_ ("It is not about you or your account. Try again in a few minutes."), PF_CONSENT_TRY_AGAIN,
      N_ ("_Try Again"), TRUE } },
  { PF_ERROR_RATE_LIMIT,
    { "pf-state-waiting-symbolic", N_ ("Too Many Requests"),
      N_ ("You are asked to wait a while. Try again later."), PF_CONSENT_TRY_AGAIN,
      N_ ("_Try Again"), TRUE } },
  { PF_ERROR_NO_REPLY,
    { "dialog-warning-symbolic", N_ ("The Answer Got Lost"),
      N_ ("The line broke at the last step. Nothing was kept; start again."), PF_CONSENT_TRY_AGAIN,
      N_ ("_Try Again"), FALSE } },
  { PF_ERROR_PARSE,
    { "dialog-warning-symbolic", N_ ("The Answer Makes No Sense"),
      N_ ("Something on the way may have changed it. Start again."), PF_CONSENT_TRY_AGAIN,
      N_ ("_Try Again"), TRUE } },
  { PF_ERROR_SAME_ACCOUNT,
    { "avatar-default-symbolic", N_ ("The Same Account Again"),
      N_ ("Switch account in the browser, then try again. Or copy the link and open it in a "
          "private window."),
      PF_CONSENT_COPY_LINK, N_ ("_Copy Link"), TRUE } },
  { PF_ERROR_LOCKED,
    { "changes-prevent-symbolic", N_ ("The Keyring Is Locked"),
      N_ ("Pinfold keeps the key to your sign-in there. Unlock it, then go on."), PF_CONSENT_UNLOCK,
      N_ ("_Unlock"), FALSE } },
};

/**
 * pf_consent_words:
 * @error: why connecting failed
 *
 * Returns: what to say about it, translated; strings are static
 */
PfConsentWords
pf_consent_words (const GError *error)
{
  PfConsentWords words
      = { "dialog-warning-symbolic", N_ ("Connecting Failed"), N_ ("Nothing was kept. Try again."),
          PF_CONSENT_TRY_AGAIN,      N_ ("_Try Again"),        TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_error_matches (error, PF_ERROR, table[i].code))
      words = table[i].words;
  words.title = _ (words.title);
  words.text = _ (words.text);
  words.label = _ (words.label);
  return words;
}
