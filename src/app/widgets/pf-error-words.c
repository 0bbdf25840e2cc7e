/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/pf-error-words.h"

#include "core/base/pf-error.h"
#include "core/base/pf-service.h"

#include <glib/gi18n.h>

/* What is about the service that was asked. */
static char *
words_of_service (PfError code, const char *service)
{
  switch ((int)code)
    {
    case PF_ERROR_OFFLINE:
      return g_strdup_printf (_ ("%s cannot be reached. Check the network, then try again."),
                              service);
    case PF_ERROR_FEATURE:
      return g_strdup_printf (_ ("%s has not opened this to your app."), service);
    case PF_ERROR_TRIAL:
      return g_strdup_printf (_ ("%s is still reviewing your app. Pinning opens after approval."),
                              service);
    case PF_ERROR_RATE_LIMIT:
      return g_strdup_printf (_ ("%s asks for a pause. Try again later."), service);
    case PF_ERROR_SPAM:
      return g_strdup_printf (_ ("%s takes this for spam. Wait some hours before pinning more."),
                              service);
    case PF_ERROR_CONFLICT:
      return g_strdup_printf (_ ("%s is busy with the same thing. Try again in a moment."),
                              service);
    case PF_ERROR_SERVER:
      return g_strdup_printf (_ ("%s has trouble at the moment. Try again later."), service);
    case PF_ERROR_PARSE:
      return g_strdup_printf (_ ("%s gave an answer that makes no sense. Try again later."),
                              service);
    case PF_ERROR_NO_REPLY:
      return g_strdup_printf (_ ("%s gave no answer. Try again."), service);
    default:
      return NULL;
    }
}

static const char *
words_of_code (PfError code)
{
  switch ((int)code)
    {
    case PF_ERROR_AUTH:
    case PF_ERROR_SIGN_IN:
      return _ ("This account needs you to sign in again. Open Connections.");
    case PF_ERROR_SCOPE:
      return _ ("Pinfold has no permission for this. Allow it in Connections.");
    case PF_ERROR_NOT_FOUND:
      return _ ("It is not there any more.");
    case PF_ERROR_LOCKED:
      return _ ("The keyring is locked. Unlock it to go on.");
    case PF_ERROR_NO_KEYRING:
      return _ ("There is no keyring on this computer.");
    case PF_ERROR_DISK_FULL:
      return _ ("The disk is full or cannot be written.");
    case PF_ERROR_NOT_A_PICTURE:
      return _ ("This is not a picture that can be pinned. JPEG, PNG, WebP and GIF can.");
    case PF_ERROR_TOO_LARGE:
      return _ ("The picture is too large.");
    case PF_ERROR_DAMAGED:
      return _ ("The picture is damaged.");
    default:
      return NULL;
    }
}

/**
 * pf_error_words:
 * @error: an error
 *
 * What its own message says better, as what a service said about a request that it refused,
 * is left to it.
 *
 * Returns: (transfer full): one or two sentences, what happened and what to do
 */
char *
pf_error_words (const GError *error)
{
  const PfErrorDetail *detail = pf_error_get_detail (error);
  const char *words;
  char *named;

  if (error->domain != PF_ERROR)
    return g_strdup (error->message);
  named = words_of_service ((PfError)error->code, pf_service_get_title (detail->service));
  if (named != NULL)
    return named;
  words = words_of_code ((PfError)error->code);
  return g_strdup (words != NULL ? words : error->message);
}
