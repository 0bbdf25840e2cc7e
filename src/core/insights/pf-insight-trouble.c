/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-trouble.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (pf - insight - error - quark, pf_insight_error)

/**
 * pf_insight_trouble_of:
 * @error: (nullable): of a call of this room
 *
 * Returns: what kind of trouble it is
 */
PfInsightTrouble
pf_insight_trouble_of (const GError *error)
{
  PfErrorDetail *detail;

  if (error == NULL)
    return PF_INSIGHT_TROUBLE_NONE;
  if (error->domain == PF_INSIGHT_ERROR)
    return error->code == PF_INSIGHT_ERROR_SANDBOX ? PF_INSIGHT_TROUBLE_SANDBOX
                                                   : PF_INSIGHT_TROUBLE_RANGE;
  if (error->domain != PF_ERROR)
    return PF_INSIGHT_TROUBLE_OTHER;
  detail = pf_error_get_detail (error);
  switch (error->code)
    {
    case PF_ERROR_OFFLINE:
      return PF_INSIGHT_TROUBLE_OFFLINE;
    case PF_ERROR_TRIAL:
      return PF_INSIGHT_TROUBLE_TRIAL;
    case PF_ERROR_SCOPE:
      return PF_INSIGHT_TROUBLE_SCOPE;
    case PF_ERROR_FORBIDDEN:
    case PF_ERROR_FEATURE:
      return detail != NULL && detail->api_code == 29 ? PF_INSIGHT_TROUBLE_TRIAL
                                                      : PF_INSIGHT_TROUBLE_FORBIDDEN;
    case PF_ERROR_RATE_LIMIT:
    case PF_ERROR_SPAM:
      return PF_INSIGHT_TROUBLE_BUDGET;
    case PF_ERROR_AUTH:
    case PF_ERROR_SIGN_IN:
    case PF_ERROR_LOCKED:
    case PF_ERROR_NO_KEYRING:
    case PF_ERROR_SECRET:
      return PF_INSIGHT_TROUBLE_SIGN_IN;
    case PF_ERROR_NOT_FOUND:
      return PF_INSIGHT_TROUBLE_NOT_FOUND;
    default:
      return PF_INSIGHT_TROUBLE_OTHER;
    }
}

/**
 * pf_insight_trouble_get_title:
 * @trouble: a kind of trouble
 *
 * Returns: (transfer none): what a page says in its place
 */
const char *
pf_insight_trouble_get_title (PfInsightTrouble trouble)
{
  switch (trouble)
    {
    case PF_INSIGHT_TROUBLE_OFFLINE:
      return _ ("You Are Offline");
    case PF_INSIGHT_TROUBLE_SANDBOX:
      return _ ("The Sandbox Has No Analytics");
    case PF_INSIGHT_TROUBLE_TRIAL:
      return _ ("Not with Trial Access");
    case PF_INSIGHT_TROUBLE_SCOPE:
      return _ ("A Permission Is Missing");
    case PF_INSIGHT_TROUBLE_FORBIDDEN:
      return _ ("This Account May Not See Analytics");
    case PF_INSIGHT_TROUBLE_BUDGET:
      return _ ("Pinterest Asks for a Pause");
    case PF_INSIGHT_TROUBLE_SIGN_IN:
      return _ ("Sign In Again");
    case PF_INSIGHT_TROUBLE_NOT_FOUND:
      return _ ("Not There Any More");
    case PF_INSIGHT_TROUBLE_RANGE:
      return _ ("Too Long Ago");
    case PF_INSIGHT_TROUBLE_NONE:
    case PF_INSIGHT_TROUBLE_OTHER:
    default:
      return _ ("The Numbers Did Not Come");
    }
}

static char *
dup_pause_words (const GError *error)
{
  PfErrorDetail *detail = pf_error_get_detail (error);
  gint64 wait = detail != NULL ? detail->retry_after_s : -1;
  guint minutes;

  if (wait < 0)
    return g_strdup (
        _ ("The requests that the service allows are used up for now. Try again later."));
  if (wait <= 90)
    return g_strdup (_ ("The requests that the service allows in a minute are used up. "
                        "Try again in a minute."));
  minutes = (guint)MIN ((wait + 59) / 60, G_MAXINT);
  if (minutes < 120)
    return g_strdup_printf (ngettext ("The requests that the service allows are used up. "
                                      "Try again in %u minute.",
                                      "The requests that the service allows are used up. "
                                      "Try again in %u minutes.",
                                      minutes),
                            minutes);
  return g_strdup_printf (ngettext ("The requests that the service allows in a day are used up. "
                                    "Try again in %u hour.",
                                    "The requests that the service allows in a day are used up. "
                                    "Try again in %u hours.",
                                    (minutes + 59) / 60),
                          (minutes + 59) / 60);
}

/**
 * pf_insight_trouble_dup_words:
 * @error: of a call of this room
 *
 * Returns: (transfer full): what it means, and what to do
 */
char *
pf_insight_trouble_dup_words (const GError *error)
{
  switch (pf_insight_trouble_of (error))
    {
    case PF_INSIGHT_TROUBLE_OFFLINE:
      return g_strdup (
          _ ("Numbers come from Pinterest. They are shown when you are online again."));
    case PF_INSIGHT_TROUBLE_SANDBOX:
      return g_strdup (
          _ ("Pinterest counts nothing in its sandbox. Connect the account itself, or try "
             "Practice, which makes up numbers."));
    case PF_INSIGHT_TROUBLE_TRIAL:
      return g_strdup (_ ("Pinterest does not let an app with trial access ask for this. "
                          "Ask for standard access in Connections."));
    case PF_INSIGHT_TROUBLE_FORBIDDEN:
      return g_strdup (_ ("Analytics are for business accounts, and for those who have the role of "
                          "admin or analyst there."));
    case PF_INSIGHT_TROUBLE_BUDGET:
      return dup_pause_words (error);
    case PF_INSIGHT_TROUBLE_RANGE:
      return g_strdup (_ ("Pinterest tells the last 90 days. Older days are here only from when "
                          "analytics were kept on this computer."));
    case PF_INSIGHT_TROUBLE_NONE:
      return g_strdup ("");
    case PF_INSIGHT_TROUBLE_SCOPE:
    case PF_INSIGHT_TROUBLE_SIGN_IN:
    case PF_INSIGHT_TROUBLE_NOT_FOUND:
    case PF_INSIGHT_TROUBLE_OTHER:
    default:
      return g_strdup (error->message);
    }
}
