/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-text-replace.h"

/**
 * pf_text_replace:
 * @text: (nullable): a text
 * @find: what to look for, plain
 * @with: what comes in its place, plain
 * @flags: how to look
 * @n_replaced: (out) (optional): how often
 *
 * Returns: (transfer full) (nullable): the new text; %NULL when nothing was found
 */
char *
pf_text_replace (
    const char *text, const char *find, const char *with, PfReplaceFlags flags, guint *n_replaced)
{
  g_autofree char *escaped = NULL, *pattern = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GString) result = NULL;
  gboolean whole = (flags & PF_REPLACE_WHOLE_WORD) != 0;
  guint n = 0;
  int from = 0;

  if (n_replaced != NULL)
    *n_replaced = 0;
  if (text == NULL || find == NULL || *find == '\0' || !g_utf8_validate (find, -1, NULL)
      || !g_utf8_validate (text, -1, NULL))
    return NULL;
  escaped = g_regex_escape_string (find, -1);
  /* Not \b: what is looked for may itself begin with something that is no letter. */
  pattern = whole ? g_strconcat ("(?<![\\p{L}\\p{N}_])", escaped, "(?![\\p{L}\\p{N}_])", NULL)
                  : g_strdup (escaped);
  regex
      = g_regex_new (pattern, (flags & PF_REPLACE_MATCH_CASE) != 0 ? 0 : G_REGEX_CASELESS, 0, NULL);
  if (regex == NULL)
    return NULL;
  result = g_string_new (NULL);
  g_regex_match (regex, text, 0, &match);
  while (g_match_info_matches (match))
    {
      int start = 0, end = 0;

      g_match_info_fetch_pos (match, 0, &start, &end);
      g_string_append_len (result, text + from, start - from);
      g_string_append (result, with != NULL ? with : "");
      from = end;
      n++;
      if (!g_match_info_next (match, NULL))
        break;
    }
  if (n == 0)
    return NULL;
  g_string_append (result, text + from);
  if (n_replaced != NULL)
    *n_replaced = n;
  return g_string_free (g_steal_pointer (&result), FALSE);
}
