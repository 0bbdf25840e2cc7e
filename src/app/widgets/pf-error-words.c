/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/pf-error-words.h"

#include "core/base/pf-error.h"

#include <glib/gi18n.h>

static const char *
words_of_code (PfError code)
{
  switch (code)
    {
    case PF_ERROR_OFFLINE:
      return _ ("Pinterest cannot be reached. Check the network, then try again.");
    case PF_ERROR_AUTH:
    case PF_ERROR_SIGN_IN:
      return _ ("This account needs you to sign in again. Open Connections.");
    case PF_ERROR_SCOPE:
      return _ ("Pinfold has no permission for this. Allow it in Connections.");
    case PF_ERROR_FEATURE:
      return _ ("Pinterest has not opened this to your app.");
    case PF_ERROR_TRIAL:
      return _ ("Pinterest is still reviewing your app. Pinning opens after approval.");
    case PF_ERROR_RATE_LIMIT:
      return _ ("Pinterest asks for a pause. Try again later.");
    case PF_ERROR_SPAM:
      return _ ("Pinterest takes this for spam. Wait some hours before pinning more.");
    case PF_ERROR_NOT_FOUND:
      return _ ("It is not there any more.");
    case PF_ERROR_CONFLICT:
      return _ ("Pinterest is busy with the same thing. Try again in a moment.");
    case PF_ERROR_SERVER:
      return _ ("Pinterest has trouble at the moment. Try again later.");
    case PF_ERROR_PARSE:
      return _ ("Pinterest's answer could not be understood.");
    case PF_ERROR_NO_REPLY:
      return _ ("No answer came from Pinterest.");
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
    case PF_ERROR_FAILED:
    case PF_ERROR_FORBIDDEN:
    case PF_ERROR_INVALID:
    case PF_ERROR_UNTRUSTED:
    case PF_ERROR_SECRET:
    case PF_ERROR_DATABASE:
    case PF_ERROR_NEWER_SCHEMA:
    case PF_ERROR_BUSY:
    case PF_ERROR_PORT_IN_USE:
    case PF_ERROR_DENIED:
    case PF_ERROR_REDIRECT_MISMATCH:
    case PF_ERROR_TIMED_OUT:
    case PF_ERROR_SAME_ACCOUNT:
    case PF_ERROR_CLIENT:
    default:
      return NULL;
    }
}

/**
 * pf_error_words:
 * @error: an error
 *
 * Returns: (transfer full): one sentence, what happened and what to do
 */
char *
pf_error_words (const GError *error)
{
  const char *words = error->domain == PF_ERROR ? words_of_code ((PfError)error->code) : NULL;
  PfErrorDetail *detail = pf_error_get_detail (error);

  if (words != NULL)
    return g_strdup (words);
  if (detail != NULL && detail->api_message != NULL && *detail->api_message != '\0')
    return g_strdup_printf (_ ("Pinterest said: %s"), detail->api_message);
  return g_strdup (error->message);
}
