/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-link-tags.h"

#include <string.h>

/* A link is taken apart by hand, not by GUri: what is not ours to change has to come out
 * byte for byte as it was. */

/* What may stand in a value of a query without being escaped (RFC 3986 section 3.4), less
 * what separates and what forms take for a space. */
#define PLAIN "-._~:/@!$'()*,"

static void
append_escaped (GString *to, const char *text)
{
  g_autofree char *escaped = g_uri_escape_string (text, PLAIN, FALSE);

  g_string_append (to, escaped);
}

/* As forms write it: a plus is a space. A broken escape stays as it is. */
static char *
unescape (const char *text, gsize length)
{
  g_autofree char *plain = g_strndup (text, length);
  char *clear;

  for (char *c = plain; *c != '\0'; c++)
    if (*c == '+')
      *c = ' ';
  clear = g_uri_unescape_string (plain, NULL);
  return clear != NULL && g_utf8_validate (clear, -1, NULL) ? clear
                                                            : (g_free (clear), g_strdup (plain));
}

/**
 * pf_link_tags_join:
 * @pairs: (array zero-terminated=1): name, value, name, value ...
 *
 * Returns: (transfer full): a query string, escaped
 */
char *
pf_link_tags_join (const char *const *pairs)
{
  GString *query = g_string_new (NULL);

  for (; pairs[0] != NULL && pairs[1] != NULL; pairs += 2)
    {
      if (pairs[0][0] == '\0')
        continue;
      if (query->len > 0)
        g_string_append_c (query, '&');
      append_escaped (query, pairs[0]);
      g_string_append_c (query, '=');
      append_escaped (query, pairs[1]);
    }
  return g_string_free (query, FALSE);
}

/**
 * pf_link_tags_split:
 * @query: a query string, with or without its question mark
 *
 * Returns: (transfer full): name, value, name, value ... in clear
 */
char **
pf_link_tags_split (const char *query)
{
  g_autoptr (GStrvBuilder) pairs = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (query + (query[0] == '?'), "&", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      const char *equals = strchr (*part, '=');
      gsize length = equals != NULL ? (gsize)(equals - *part) : strlen (*part);
      g_autofree char *name = unescape (*part, length);
      g_autofree char *value = NULL;

      if (name[0] == '\0')
        continue;
      value = equals != NULL ? unescape (equals + 1, strlen (equals + 1)) : g_strdup ("");
      g_strv_builder_add (pairs, name);
      g_strv_builder_add (pairs, value);
    }
  return g_strv_builder_end (pairs);
}

static gboolean
is_web_link (const char *link)
{
  const char *host = NULL;

  if (g_ascii_strncasecmp (link, "https://", 8) == 0)
    host = link + 8;
  else if (g_ascii_strncasecmp (link, "http://", 7) == 0)
    host = link + 7;
  return host != NULL && *host != '\0' && strchr ("/?#", *host) == NULL;
}

typedef struct
{
  char *base;     /* up to the query */
  char **parts;   /* of the query, as they were */
  char *fragment; /* with its mark, or "" */
} Link;

static void
link_clear (Link *self)
{
  g_free (self->base);
  g_strfreev (self->parts);
  g_free (self->fragment);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Link, link_clear)

static void
take_apart (Link *self, const char *link)
{
  const char *fragment = strchrnul (link, '#');
  const char *query = memchr (link, '?', (gsize)(fragment - link));
  g_autofree char *text
      = query != NULL ? g_strndup (query + 1, (gsize)(fragment - query - 1)) : g_strdup ("");

  self->base = g_strndup (link, (gsize)((query != NULL ? query : fragment) - link));
  self->parts = g_strsplit (text, "&", -1);
  self->fragment = g_strdup (fragment);
}

static char *
part_name (const char *part)
{
  return unescape (part, (gsize)(strchrnul (part, '=') - part));
}

static char *
put_together (const Link *self, GPtrArray *parts)
{
  GString *link = g_string_new (self->base);

  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf (link, "%c%s", i == 0 ? '?' : '&', (const char *)parts->pdata[i]);
  g_string_append (link, self->fragment);
  return g_string_free (link, FALSE);
}

static char *
make_part (const char *name, const char *value)
{
  const char *pair[] = { name, value, NULL };

  return pf_link_tags_join (pair);
}

/**
 * pf_link_tags_apply:
 * @link: a link
 * @tags: (array zero-terminated=1): name, value, name, value ... in clear; a value of ""
 *   with %PF_LINK_TAGS_SET takes the tag away
 * @mode: what becomes of a tag that is there
 *
 * Returns: (transfer full) (nullable): the link with the tags; %NULL when it is no link
 */
char *
pf_link_tags_apply (const char *link, const char *const *tags, PfLinkTagsMode mode)
{
  g_auto (Link) old = { 0 };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (link == NULL || !is_web_link (link))
    return NULL;
  take_apart (&old, link);
  for (char **part = old.parts; *part != NULL; part++)
    if (**part != '\0')
      g_ptr_array_add (parts, g_strdup (*part));
  for (; tags[0] != NULL && tags[1] != NULL; tags += 2)
    {
      gboolean there = FALSE;

      for (guint i = 0; i < parts->len; i++)
        {
          g_autofree char *name = part_name (parts->pdata[i]);

          if (strcmp (name, tags[0]) != 0)
            continue;
          /* In its place; a second of the same name would speak against it. */
          if (mode == PF_LINK_TAGS_SET && (there || tags[1][0] == '\0'))
            g_ptr_array_remove_index (parts, i--);
          else if (mode == PF_LINK_TAGS_SET)
            {
              g_free (parts->pdata[i]);
              parts->pdata[i] = make_part (tags[0], tags[1]);
            }
          there = TRUE;
        }
      if (!there && tags[0][0] != '\0' && tags[1][0] != '\0')
        g_ptr_array_add (parts, make_part (tags[0], tags[1]));
    }
  return put_together (&old, parts);
}

/**
 * pf_link_tags_remove:
 * @link: a link
 * @names: (array zero-terminated=1): of tags, in clear
 *
 * Returns: (transfer full) (nullable): the link without them; %NULL when it is no link
 */
char *
pf_link_tags_remove (const char *link, const char *const *names)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();

  for (; *names != NULL; names++)
    {
      g_ptr_array_add (tags, (gpointer)*names);
      g_ptr_array_add (tags, (gpointer) "");
    }
  g_ptr_array_add (tags, NULL);
  return pf_link_tags_apply (link, (const char *const *)tags->pdata, PF_LINK_TAGS_SET);
}
