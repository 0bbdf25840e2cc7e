/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-callback-request.h"

#include "core/base/pf-secret.h"

#include <gnutls/gnutls.h>
#include <string.h>

#define MAX_DESCRIPTION 300

/* A piece of the request; nothing is copied before it is judged. */
typedef struct
{
  const char *at;
  gsize length;
} Span;

typedef enum
{
  PARAM_CODE,
  PARAM_STATE,
  PARAM_ERROR,
  PARAM_DESCRIPTION,
  PARAM_ISS,
  N_PARAMS
} Param;

static const char *const param_names[N_PARAMS]
    = { "code", "state", "error", "error_description", "iss" };

static gboolean
span_is (Span span, const char *text)
{
  return span.length == strlen (text) && memcmp (span.at, text, span.length) == 0;
}

static gboolean
span_is_word (Span span, const char *word)
{
  return span.length == strlen (word) && g_ascii_strncasecmp (span.at, word, span.length) == 0;
}

/* Takes everything up to @stop out of @rest; FALSE when @stop is not there. */
static gboolean
span_cut (Span *rest, char stop, Span *head)
{
  const char *hit = memchr (rest->at, stop, rest->length);

  if (hit == NULL)
    return FALSE;
  head->at = rest->at;
  head->length = (gsize)(hit - rest->at);
  rest->length -= head->length + 1;
  rest->at = hit + 1;
  return TRUE;
}

static Span
span_trim (Span span)
{
  while (span.length > 0 && (span.at[0] == ' ' || span.at[0] == '\t'))
    {
      span.at++;
      span.length--;
    }
  while (span.length > 0 && (span.at[span.length - 1] == ' ' || span.at[span.length - 1] == '\t'))
    span.length--;
  return span;
}

static PfCallbackVerdict
refuse (PfCallbackRequest *request, guint status)
{
  pf_callback_request_clear (request);
  request->status = status;
  return PF_CALLBACK_REFUSED;
}

/* application/x-www-form-urlencoded, one value. NULL when it is malformed, holds a
 * control character or is not UTF-8. */
static char *
decode_value (Span span)
{
  g_autofree char *text = g_malloc (span.length + 1);
  gsize n = 0;

  for (gsize i = 0; i < span.length; i++)
    {
      guchar c = (guchar)span.at[i];

      if (c == '+')
        c = ' ';
      else if (c == '%')
        {
          if (i + 2 >= span.length || !g_ascii_isxdigit (span.at[i + 1])
              || !g_ascii_isxdigit (span.at[i + 2]))
            goto bad;
          c = (guchar)(g_ascii_xdigit_value (span.at[i + 1]) * 16
                       + g_ascii_xdigit_value (span.at[i + 2]));
          i += 2;
        }
      if (c < 0x20 || c == 0x7f)
        goto bad;
      text[n++] = (char)c;
    }
  text[n] = '\0';
  if (!g_utf8_validate (text, (gssize)n, NULL))
    goto bad;
  return g_steal_pointer (&text);

bad:
  pf_secret_zero (text, span.length + 1);
  return NULL;
}

static void
free_values (char **values)
{
  for (guint i = 0; i < N_PARAMS; i++)
    if (values[i] != NULL)
      {
        pf_secret_zero (values[i], strlen (values[i]));
        g_clear_pointer (&values[i], g_free);
      }
}

/* Reads the parameters that matter; a repeated one is malformed (RFC 6749 section 3.1). */
static gboolean
read_query (Span query, char **values)
{
  while (query.length > 0)
    {
      Span pair, name;

      if (!span_cut (&query, '&', &pair))
        {
          pair = query;
          query.length = 0;
        }
      if (!span_cut (&pair, '=', &name))
        {
          name = pair;
          pair = (Span){ pair.at + pair.length, 0 };
        }
      for (guint i = 0; i < N_PARAMS; i++)
        {
          if (!span_is (name, param_names[i]))
            continue;
          if (values[i] != NULL || (values[i] = decode_value (pair)) == NULL)
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
same_secret (const char *a, const char *b)
{
  gsize length = strlen (b);

  return strlen (a) == length && gnutls_memcmp (a, b, length) == 0;
}

/* RFC 6749 appendix A.7: printable ASCII. */
static char *
clean_error (const char *error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *error != '\0' && text->len < 64; error++)
    if (*error > 0x20 && *error < 0x7f)
      g_string_append_c (text, *error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
cap_description (const char *description)
{
  const char *end;

  if (strlen (description) <= MAX_DESCRIPTION)
    return g_strdup (description);
  (void)g_utf8_validate (description, MAX_DESCRIPTION, &end);
  return g_strndup (description, (gsize)(end - description));
}

static PfCallbackVerdict
judge_query (Span query, const PfCallbackRules *rules, PfCallbackRequest *request)
{
  char *values[N_PARAMS] = { NULL };
  PfCallbackVerdict verdict;

  if (!read_query (query, values))
    verdict = refuse (request, 400);
  else if (values[PARAM_STATE] == NULL || !same_secret (values[PARAM_STATE], rules->state))
    verdict = refuse (request, 403);
  else if (values[PARAM_ISS] != NULL
           && (rules->issuer == NULL || strcmp (values[PARAM_ISS], rules->issuer) != 0))
    verdict = refuse (request, 403);
  else if ((values[PARAM_CODE] == NULL) == (values[PARAM_ERROR] == NULL))
    verdict = refuse (request, 400);
  else if (values[PARAM_ERROR] != NULL)
    {
      request->error = clean_error (values[PARAM_ERROR]);
      if (values[PARAM_DESCRIPTION] != NULL)
        request->description = cap_description (values[PARAM_DESCRIPTION]);
      verdict = PF_CALLBACK_DECLINED;
    }
  else if (values[PARAM_CODE][0] == '\0' || strlen (values[PARAM_CODE]) > PF_CALLBACK_MAX_CODE)
    verdict = refuse (request, 400);
  else
    {
      request->code = g_steal_pointer (&values[PARAM_CODE]);
      verdict = PF_CALLBACK_CODE;
    }
  free_values (values);
  return verdict;
}

static gboolean
is_token (Span span)
{
  for (gsize i = 0; i < span.length; i++)
    if (!g_ascii_isalnum (span.at[i]) && strchr ("!#$%&'*+-.^_`|~", span.at[i]) == NULL)
      return FALSE;
  return span.length > 0;
}

static gboolean
host_is_ours (Span host, guint16 port)
{
  static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *whole = g_strdup_printf ("%s:%u", names[i], port);

      if (span_is_word (host, whole))
        return TRUE;
    }
  return FALSE;
}

static gboolean
contains_word (Span span, const char *word)
{
  g_autofree char *text = g_ascii_strdown (span.at, (gssize)span.length);

  return strstr (text, word) != NULL;
}

/* 0 when the header fields are those of a plain navigation, else the status of the refusal. */
static guint
judge_headers (Span head, guint16 port)
{
  guint hosts = 0;

  while (head.length > 0)
    {
      Span line, name;

      if (!span_cut (&head, '\n', &line) || line.length == 0 || line.at[line.length - 1] != '\r')
        return 400;
      line.length--;
      if (line.length == 0)
        break;
      /* A line that begins with a space would continue the one before (RFC 9112
       * section 5.2 has a server refuse it); is_token() does. */
      if (memchr (line.at, '\r', line.length) != NULL || !span_cut (&line, ':', &name)
          || !is_token (name))
        return 400;
      line = span_trim (line);
      if (span_is_word (name, "host"))
        {
          if (++hosts > 1)
            return 400;
          if (!host_is_ours (line, port))
            return 403;
        }
      else if (span_is_word (name, "transfer-encoding"))
        return 400;
      else if (span_is_word (name, "content-length"))
        {
          if (!span_is (line, "0"))
            return 400;
        }
      /* A navigation by GET carries no Origin; a script's request does. */
      else if (span_is_word (name, "origin"))
        return 403;
      else if (span_is_word (name, "purpose") || span_is_word (name, "sec-purpose")
               || span_is_word (name, "x-moz") || span_is_word (name, "x-purpose"))
        {
          if (contains_word (line, "prefetch") || contains_word (line, "prerender")
              || contains_word (line, "preview"))
            return 403;
        }
      else if (span_is_word (name, "sec-fetch-dest"))
        {
          if (!span_is (line, "document"))
            return 403;
        }
      else if (span_is_word (name, "sec-fetch-mode"))
        {
          if (!span_is (line, "navigate"))
            return 403;
        }
    }
  return hosts == 1 ? 0 : 400;
}

static gboolean
target_is_clean (Span target)
{
  for (gsize i = 0; i < target.length; i++)
    if (target.at[i] <= 0x20 || target.at[i] >= 0x7f || target.at[i] == '#' || target.at[i] == '"'
        || target.at[i] == '<' || target.at[i] == '>' || target.at[i] == '\\')
      return FALSE;
  return target.length > 0 && target.at[0] == '/';
}

/**
 * pf_callback_request_parse:
 * @bytes: what came so far
 * @length: bytes
 * @rules: what to hold it against
 * @request: (out): filled; clear it afterwards
 *
 * Judges one HTTP request to the loopback listener (RFC 8252 section 7.3, RFC 9112).
 * Pure: no I/O, any bytes may be given. Only a `GET` of the exact path with an exact
 * `Host`, no sign of another origin or of a prefetch, and our state gives a code;
 * everything else is refused and costs nothing (safety.md OA-6).
 *
 * Returns: the verdict
 */
PfCallbackVerdict
pf_callback_request_parse (const char *bytes,
                           gsize length,
                           const PfCallbackRules *rules,
                           PfCallbackRequest *request)
{
  const char *end;
  Span head, line, method, target, path;
  guint status;

  memset (request, 0, sizeof *request);
  if (length > 0 && memchr (bytes, '\0', MIN (length, PF_CALLBACK_MAX_HEAD)) != NULL)
    return refuse (request, 400);
  end = length == 0 ? NULL : memmem (bytes, length, "\r\n\r\n", 4);
  if (end == NULL || (gsize)(end - bytes) + 4 > PF_CALLBACK_MAX_HEAD)
    {
      if (length >= PF_CALLBACK_MAX_HEAD)
        return refuse (request, 431);
      /* A bare LF LF would never end: say so now. */
      if (length > 0 && memmem (bytes, length, "\n\n", 2) != NULL)
        return refuse (request, 400);
      return PF_CALLBACK_INCOMPLETE;
    }
  head = (Span){ bytes, (gsize)(end - bytes) + 4 };

  if (!span_cut (&head, '\n', &line) || line.length == 0 || line.at[line.length - 1] != '\r')
    return refuse (request, 400);
  line.length--;
  if (memchr (line.at, '\r', line.length) != NULL || !span_cut (&line, ' ', &method)
      || !span_cut (&line, ' ', &target) || !is_token (method))
    return refuse (request, 400);
  if (!span_is (line, "HTTP/1.1") && !span_is (line, "HTTP/1.0"))
    return refuse (request, 400);
  if (!span_is (method, "GET"))
    return refuse (request, 405);
  if (!target_is_clean (target))
    return refuse (request, 400);
  status = judge_headers (head, rules->port);
  if (status != 0)
    return refuse (request, status);

  if (span_is (target, rules->result_path))
    return PF_CALLBACK_RESULT;
  if (!span_cut (&target, '?', &path))
    return refuse (request, span_is (target, rules->path) ? 400 : 404);
  if (!span_is (path, rules->path))
    return refuse (request, 404);
  if (rules->state == NULL)
    return refuse (request, 410);
  return judge_query (target, rules, request);
}

/**
 * pf_callback_request_clear:
 * @request: a request
 *
 * Wipes and frees what it holds.
 */
void
pf_callback_request_clear (PfCallbackRequest *request)
{
  if (request->code != NULL)
    pf_secret_zero (request->code, strlen (request->code));
  g_clear_pointer (&request->code, g_free);
  g_clear_pointer (&request->error, g_free);
  g_clear_pointer (&request->description, g_free);
  request->status = 0;
}
