/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-api-error.h"
#include "core/api/pf-json.h"
#include "core/base/pf-service.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_MESSAGE 500
#define MAX_REQUEST_ID 64
/* A year: more is nonsense. */
#define MAX_SECONDS (366 * 86400)

/* The first whole number of a header: live values may read "100, 100;w=60". */
static gint64
read_number (SoupMessageHeaders *headers, const char *name)
{
  const char *text = soup_message_headers_get_list (headers, name);
  char *end;
  guint64 value;

  if (text == NULL)
    return -1;
  while (*text == ' ')
    text++;
  if (!g_ascii_isdigit (*text))
    return -1;
  value = g_ascii_strtoull (text, &end, 10);
  return value > G_MAXINT32 ? -1 : (gint64)value;
}

/* RFC 9110 section 10.2.3: seconds, or a date. */
static gint64
read_retry_after (SoupMessageHeaders *headers, gint64 now_us)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  if (text == NULL)
    return -1;
  seconds = read_number (headers, "Retry-After");
  if (seconds < 0)
    {
      date = soup_date_time_new_from_http_string (text);
      if (date == NULL)
        return -1;
      seconds = g_date_time_to_unix (date) - now_us / G_USEC_PER_SEC;
    }
  return CLAMP (seconds, 0, MAX_SECONDS);
}

/**
 * pf_reply_headers_read:
 * @self: (out caller-allocates): filled in
 * @headers: of a reply
 * @now_us: the wall clock
 *
 * Any value that is not what it should be counts as absent.
 */
void
pf_reply_headers_read (PfReplyHeaders *self, SoupMessageHeaders *headers, gint64 now_us)
{
  const char *request_id = soup_message_headers_get_one (headers, "x-pinterest-rid");

  self->limit = read_number (headers, "x-ratelimit-limit");
  self->remaining = read_number (headers, "x-ratelimit-remaining");
  self->reset_s = read_number (headers, "x-ratelimit-reset");
  if (self->reset_s > MAX_SECONDS)
    self->reset_s = -1;
  self->retry_after_s = read_retry_after (headers, now_us);
  self->request_id = NULL;
  if (request_id != NULL)
    {
      self->request_id = g_strndup (request_id, MAX_REQUEST_ID);
      g_strcanon (self->request_id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.:", '_');
    }
}

/**
 * pf_reply_headers_clear:
 * @self: what a reply's headers said
 *
 * Frees what it holds.
 */
void
pf_reply_headers_clear (PfReplyHeaders *self)
{
  g_clear_pointer (&self->request_id, g_free);
}

static gboolean
is_direction_mark (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
         || (c >= 0x2066 && c <= 0x2069);
}

/* Tokens start with pina, pinr or pinc and an underscore (api-facts section 2.3). */
static gsize
token_length (const char *at)
{
  gsize length = 5;

  if (!g_str_has_prefix (at, "pina_") && !g_str_has_prefix (at, "pinr_")
      && !g_str_has_prefix (at, "pinc_"))
    return 0;
  while (g_ascii_isalnum (at[length]) || (at[length] != '\0' && strchr ("-_.=", at[length])))
    length++;
  return length;
}

/**
 * pf_api_error_scrub:
 * @text: (nullable): what a reply says
 *
 * Makes words of a server fit to show and to keep: one line, no control and
 * direction characters, no token, at most 500 bytes. Any thread.
 *
 * Returns: (transfer full) (nullable): the words, %NULL when none are left
 */
char *
pf_api_error_scrub (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean gap = FALSE;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  for (const char *at = text; *at != '\0';)
    {
      gunichar c = g_utf8_get_char (at);
      gsize token = token_length (at);
      char bytes[6];
      int length;

      at = token > 0 ? at + token : g_utf8_next_char (at);
      if (token == 0 && is_direction_mark (c))
        continue;
      if (token == 0 && (g_unichar_isspace (c) || g_unichar_iscntrl (c)))
        {
          gap = out->len > 0;
          continue;
        }
      length = token > 0 ? 3 : g_unichar_to_utf8 (c, bytes);
      if (out->len + (gsize)length + (gap ? 1 : 0) > MAX_MESSAGE)
        break;
      if (gap)
        g_string_append_c (out, ' ');
      gap = FALSE;
      g_string_append_len (out, token > 0 ? "…" : bytes, length);
    }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

static gboolean
says (const char *text, const char *word)
{
  g_autofree char *lower = text != NULL ? g_utf8_strdown (text, -1) : NULL;

  return lower != NULL && strstr (lower, word) != NULL;
}

/* Analytics throttling comes as 400 with the text "Retry after N seconds". */
static gint64
seconds_in_text (const char *text)
{
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;
  const char *at = lower != NULL ? strstr (lower, "retry after ") : NULL;

  if (at == NULL || !g_ascii_isdigit (at[12]))
    return -1;
  return (gint64)MIN (g_ascii_strtoull (at + 12, NULL, 10), MAX_SECONDS);
}

static PfError
code_of_401 (const PfReplyFacts *facts, int api_code)
{
  switch (api_code)
    {
    case 3:
      /* Editing a pin is a feature that each app must be granted (api-facts sections 7, 8.2). */
      if (g_str_equal (facts->method, "PATCH") && g_str_has_prefix (facts->path, "/pins/"))
        return PF_ERROR_FEATURE;
      return PF_ERROR_SCOPE;
    case 7:
    case 29:
      return PF_ERROR_FORBIDDEN;
    default:
      return PF_ERROR_AUTH;
    }
}

/* 29 is also used for a resource that is somebody else's: trial access is what names the
 * sandbox (api-facts section 3). A write that is refused without words is taken for it too. */
static PfError
code_of_403 (const PfReplyFacts *facts, const PfErrorDetail *detail)
{
  const char *message = detail->api_message;

  if (detail->api_code != 29)
    return PF_ERROR_FORBIDDEN;
  if (says (message, "sandbox") || says (message, "trial"))
    return PF_ERROR_TRIAL;
  if (message == NULL && !g_str_equal (facts->method, "GET"))
    return PF_ERROR_TRIAL;
  return PF_ERROR_FORBIDDEN;
}

static PfError
code_of_reply (const PfReplyFacts *facts, PfErrorDetail *detail, const char *more)
{
  gint64 seconds;

  switch (facts->status)
    {
    case 400:
      if (detail->api_code == 12)
        return PF_ERROR_SERVER;
      seconds = seconds_in_text (detail->api_message);
      if (seconds < 0)
        return PF_ERROR_INVALID;
      detail->retry_after_s = seconds;
      return PF_ERROR_RATE_LIMIT;
    case 401:
      return code_of_401 (facts, detail->api_code);
    case 403:
      return code_of_403 (facts, detail);
    case 404:
      return PF_ERROR_NOT_FOUND;
    case 408:
      return PF_ERROR_SERVER;
    case 409:
      return PF_ERROR_CONFLICT;
    case 429:
      if (says (detail->api_message, "spam") || says (more, "spam"))
        return PF_ERROR_SPAM;
      return PF_ERROR_RATE_LIMIT;
    default:
      break;
    }
  if (facts->status >= 300 && facts->status < 400)
    return PF_ERROR_UNTRUSTED;
  if (facts->status >= 400 && facts->status < 500)
    return PF_ERROR_INVALID;
  return PF_ERROR_SERVER;
}

static char *
plain_words (PfError code, const char *title)
{
  switch ((int)code)
    {
    case PF_ERROR_AUTH:
      return g_strdup_printf (_ ("%s did not accept the sign-in."), title);
    case PF_ERROR_SCOPE:
      return g_strdup_printf (_ ("%s says that a permission is missing. Allow it in Connections."),
                              title);
    case PF_ERROR_FEATURE:
      return g_strdup_printf (_ ("%s has not opened editing of pins to your app."), title);
    case PF_ERROR_TRIAL:
      return g_strdup_printf (_ ("%s does not let an app with trial access publish."), title);
    case PF_ERROR_FORBIDDEN:
      return g_strdup_printf (_ ("%s does not let this account do that."), title);
    case PF_ERROR_RATE_LIMIT:
      return g_strdup_printf (_ ("%s asks for a pause. Try again later."), title);
    case PF_ERROR_SPAM:
      return g_strdup_printf (_ ("%s takes this for spam. Wait some hours before pinning more."),
                              title);
    case PF_ERROR_NOT_FOUND:
      return g_strdup_printf (_ ("%s does not have it any more."), title);
    case PF_ERROR_CONFLICT:
      return g_strdup_printf (_ ("%s is busy with the same thing. Try again in a moment."), title);
    case PF_ERROR_UNTRUSTED:
      return g_strdup_printf (_ ("%s points to another address. Nothing was sent there."), title);
    case PF_ERROR_INVALID:
      return g_strdup_printf (
          _ ("%s refused it without saying why. Change something, then try again."), title);
    default:
      return g_strdup_printf (_ ("%s has trouble at the moment. Try again later."), title);
    }
}

/* A refusal of this very request is told in the service's own words, and what to do. */
static char *
words_for (PfError code, const char *service, const char *said)
{
  const char *title = pf_service_get_title (service);

  if (said != NULL && code == PF_ERROR_INVALID)
    /* Translators: the service, then its own words, mostly English */
    return g_strdup_printf (_ ("%s refused it: “%s” Change that, then try again."), title, said);
  if (said != NULL && code == PF_ERROR_FORBIDDEN)
    /* Translators: the service, then its own words, mostly English */
    return g_strdup_printf (_ ("%s does not let this account do that: “%s”"), title, said);
  return plain_words (code, title);
}

/* A write is refused for certain by a documented 4xx only (safety.md PQ-2). */
static gboolean
leaves_doubt (const PfReplyFacts *facts, PfError code)
{
  if (g_str_equal (facts->method, "GET"))
    return FALSE;
  return code == PF_ERROR_SERVER || code == PF_ERROR_UNTRUSTED;
}

/**
 * pf_api_error_new:
 * @facts: about the exchange
 * @body: the reply; changed in place
 * @length: bytes
 *
 * Maps a reply that is not 2xx (api-facts section 7). The body may be empty or
 * no JSON at all: the status alone counts then. Any thread.
 *
 * Returns: (transfer full): an error of the domain PF_ERROR
 */
GError *
pf_api_error_new (const PfReplyFacts *facts, char *body, gsize length)
{
  g_autoptr (PfJson) object = pf_json_parse (body, length, NULL);
  g_autofree char *message = pf_api_error_scrub (pf_json_get_text (object, "message"));
  g_autofree char *more = pf_api_error_scrub (pf_json_get_text (object, "message_detail"));
  g_autofree char *words = NULL;
  PfErrorDetail detail = { .http_status = facts->status,
                           .retry_after_s = -1,
                           .service = g_intern_string (facts->service) };
  PfError code;

  detail.api_code = (int)CLAMP (pf_json_get_int (object, "code", 0), 0, G_MAXINT);
  detail.api_message = message != NULL ? message : more;
  if (facts->headers != NULL)
    detail.request_id = facts->headers->request_id;
  code = code_of_reply (facts, &detail, more);
  if (detail.retry_after_s < 0 && facts->headers != NULL)
    {
      detail.retry_after_s = facts->headers->retry_after_s;
      if (detail.retry_after_s < 0 && facts->status == 429)
        detail.retry_after_s = facts->headers->reset_s;
    }
  detail.maybe_sent = leaves_doubt (facts, code);
  words = words_for (code, facts->service, detail.api_message);
  return pf_error_new_detailed (code, &detail, words);
}
