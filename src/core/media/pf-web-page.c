/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-web-page.h"

#include "core/media/pf-web-address.h"

#include <string.h>

/* A scanner of tags, not a parser of HTML: it looks for a title, a few meta tags and pictures, one
 * pass over bounded bytes, and builds no tree. Nothing of a page is ever run. */

#define MAX_TAGS 50000
#define MAX_ATTRIBUTES 32
#define MAX_VALUE 4096

typedef struct
{
  const char *at, *end;
  char *base;
  PfWebPage *page;
  GHashTable *seen;
  GPtrArray *shown; /* the pictures it shows off */
  char *og_title;
} Scan;

typedef struct
{
  char name[16];
  guint n;
  char *names[MAX_ATTRIBUTES], *values[MAX_ATTRIBUTES];
} Tag;

static void
tag_clear (Tag *tag)
{
  for (guint i = 0; i < tag->n; i++)
    {
      g_free (tag->names[i]);
      g_free (tag->values[i]);
    }
  tag->n = 0;
}

static const char *
find (const Tag *tag, const char *name)
{
  for (guint i = 0; i < tag->n; i++)
    if (strcmp (tag->names[i], name) == 0)
      return tag->values[i];
  return NULL;
}

static void
append_entity (GString *text, const char *entity)
{
  static const struct
  {
    const char *name, *text;
  } known[] = { { "amp", "&" },    { "lt", "<" },    { "gt", ">" },    { "quot", "\"" },
                { "apos", "'" },   { "nbsp", " " },  { "ndash", "–" }, { "mdash", "—" },
                { "hellip", "…" }, { "rsquo", "’" }, { "lsquo", "‘" } };

  if (entity[0] == '#')
    {
      gboolean hex = entity[1] == 'x' || entity[1] == 'X';
      guint64 c = g_ascii_strtoull (entity + (hex ? 2 : 1), NULL, hex ? 16 : 10);

      if (c >= 32 && c <= 0x10ffff && g_unichar_validate ((gunichar)c))
        g_string_append_unichar (text, (gunichar)c);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (entity, known[i].name) == 0)
      g_string_append (text, known[i].text);
}

/* Text between two places, its entities resolved. */
static char *
take_text (const char *from, const char *to)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (to - from > MAX_VALUE)
    to = from + MAX_VALUE;
  while (from < to)
    {
      const char *semicolon = *from == '&' ? memchr (from, ';', (gsize)MIN (to - from, 12)) : NULL;

      if (semicolon != NULL)
        {
          g_autofree char *entity = g_strndup (from + 1, (gsize)(semicolon - from - 1));

          append_entity (text, entity);
          from = semicolon + 1;
        }
      else
        g_string_append_c (text, *from++);
    }
  return g_utf8_make_valid (text->str, (gssize)text->len);
}

static gboolean
is_name (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == ':' || c == '_';
}

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && (g_ascii_isspace (*p) || *p == '/'))
    p++;
  return p;
}

static const char *
take_value (const char *p, const char *end, char **value)
{
  const char *from = p;
  char quote = p < end && (*p == '"' || *p == '\'') ? *p : '\0';

  if (quote != '\0')
    {
      from = ++p;
      p = memchr (p, quote, (gsize)(end - p));
      if (p == NULL)
        p = end;
      *value = take_text (from, p);
      return p < end ? p + 1 : end;
    }
  while (p < end && !g_ascii_isspace (*p) && *p != '>')
    p++;
  *value = take_text (from, p);
  return p;
}

/* The next tag; an end tag has a name that begins with "/". */
static gboolean
next_tag (Scan *scan, Tag *tag)
{
  const char *end = scan->end;
  const char *p = memchr (scan->at, '<', (gsize)(end - scan->at));
  gsize length = 0;

  tag_clear (tag);
  tag->name[0] = '\0';
  if (p == NULL)
    return FALSE;
  p++;
  if (end - p >= 3 && strncmp (p, "!--", 3) == 0)
    {
      const char *over = g_strstr_len (p, end - p, "-->");

      scan->at = over != NULL ? over + 3 : end;
      return TRUE;
    }
  while (p < end && length < sizeof tag->name - 1 && (is_name (*p) || (length == 0 && *p == '/')))
    tag->name[length++] = g_ascii_tolower (*p++);
  tag->name[length] = '\0';
  while (length > 0 && (p = skip_space (p, end)) < end && *p != '>')
    {
      const char *from = p;
      char *name, *value = NULL;

      while (p < end && is_name (*p))
        p++;
      if (p == from)
        {
          p++;
          continue;
        }
      name = g_ascii_strdown (from, (gssize)MIN (p - from, 64));
      p = skip_space (p, end);
      if (p < end && *p == '=')
        {
          for (p++; p < end && g_ascii_isspace (*p);)
            p++;
          p = take_value (p, end, &value);
        }
      if (tag->n == MAX_ATTRIBUTES)
        {
          g_free (name);
          g_free (value);
          continue;
        }
      tag->names[tag->n] = name;
      tag->values[tag->n++] = value != NULL ? value : g_strdup ("");
    }
  scan->at = MIN (p + 1, end);
  return TRUE;
}

static void
add_picture (Scan *scan, GPtrArray *to, const char *address)
{
  g_autofree char *url = NULL;

  if (address == NULL || *address == '\0' || scan->seen == NULL
      || g_hash_table_size (scan->seen) >= PF_WEB_PAGE_MAX_PICTURES)
    return;
  url = g_uri_resolve_relative (scan->base, address, G_URI_FLAGS_ENCODED, NULL);
  if (url == NULL || !pf_web_url_check (url, NULL, NULL)
      || !g_hash_table_add (scan->seen, g_strdup (url)))
    return;
  g_ptr_array_add (to, g_steal_pointer (&url));
}

/* The widest of "a.jpg 480w, b.jpg 1200w". */
static char *
take_widest (const char *srcset)
{
  g_auto (GStrv) parts = g_strsplit (srcset, ",", 32);
  g_autofree char *widest = NULL;
  double most = -1;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_strstrip (parts[i]), " \t\n", 3);
      double width = words[0] != NULL && words[1] != NULL ? g_ascii_strtod (words[1], NULL) : 0;

      if (words[0] == NULL || width <= most)
        continue;
      most = width;
      g_free (widest);
      widest = g_strdup (words[0]);
    }
  return g_steal_pointer (&widest);
}

static void
take_img (Scan *scan, const Tag *tag)
{
  const char *srcset = find (tag, "srcset");
  g_autofree char *widest = srcset != NULL ? take_widest (srcset) : NULL;
  const char *later = find (tag, "data-src");

  if (widest != NULL)
    add_picture (scan, scan->page->pictures, widest);
  else
    add_picture (scan, scan->page->pictures, later != NULL ? later : find (tag, "src"));
}

static void
take_meta (Scan *scan, const Tag *tag)
{
  const char *name = find (tag, "property");
  const char *content = find (tag, "content");

  if (name == NULL)
    name = find (tag, "name");
  if (name == NULL || content == NULL)
    return;
  if (strcmp (name, "og:title") == 0 && scan->og_title == NULL)
    scan->og_title = g_strdup (content);
  else if (strcmp (name, "og:image") == 0 || strcmp (name, "og:image:secure_url") == 0
           || strcmp (name, "twitter:image") == 0 || strcmp (name, "pinterest:media") == 0)
    add_picture (scan, scan->shown, content);
}

static void
take_link (Scan *scan, const Tag *tag)
{
  const char *rel = find (tag, "rel");
  const char *href = find (tag, "href");
  g_autofree char *url = NULL;

  if (rel == NULL || href == NULL || g_ascii_strcasecmp (rel, "canonical") != 0)
    return;
  url = g_uri_resolve_relative (scan->base, href, G_URI_FLAGS_ENCODED, NULL);
  if (url == NULL || !pf_web_url_check (url, NULL, NULL))
    return;
  g_free (scan->page->link);
  scan->page->link = g_steal_pointer (&url);
}

static void
take_title (Scan *scan)
{
  const char *end = memchr (scan->at, '<', (gsize)(scan->end - scan->at));

  if (scan->page->title == NULL && end != NULL)
    scan->page->title = g_strstrip (take_text (scan->at, end));
}

/* What is between is no HTML. */
static void
skip_over (Scan *scan, const char *name)
{
  g_autofree char *over = g_strconcat ("</", name, NULL);
  gsize length = strlen (over);

  while (scan->at + length <= scan->end && g_ascii_strncasecmp (scan->at, over, length) != 0)
    {
      const char *next = memchr (scan->at + 1, '<', (gsize)(scan->end - scan->at - 1));

      scan->at = next != NULL ? next : scan->end;
    }
}

static void
take_tag (Scan *scan, const Tag *tag)
{
  if (strcmp (tag->name, "img") == 0)
    take_img (scan, tag);
  else if (strcmp (tag->name, "meta") == 0)
    take_meta (scan, tag);
  else if (strcmp (tag->name, "link") == 0)
    take_link (scan, tag);
  else if (strcmp (tag->name, "title") == 0)
    take_title (scan);
  else if (strcmp (tag->name, "script") == 0 || strcmp (tag->name, "style") == 0)
    skip_over (scan, tag->name);
}

/**
 * pf_web_page_free:
 * @self: (transfer full): a page
 */
void
pf_web_page_free (PfWebPage *self)
{
  g_free (self->title);
  g_free (self->link);
  g_ptr_array_unref (self->pictures);
  g_free (self);
}

/**
 * pf_web_page_read:
 * @html: any bytes; at most PF_WEB_PAGE_MAX_BYTES of them are looked at
 * @url: where they came from
 *
 * Returns: (transfer full): what the page says; it may be nothing. Any thread.
 */
PfWebPage *
pf_web_page_read (GBytes *html, const char *url)
{
  PfWebPage *page = g_new0 (PfWebPage, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_free);
  gsize size;
  Scan scan = { .page = page, .seen = seen, .shown = shown, .base = (char *)url };
  Tag tag = { 0 };

  scan.at = g_bytes_get_data (html, &size);
  scan.end = scan.at + MIN (size, PF_WEB_PAGE_MAX_BYTES);
  page->link = g_strdup (url);
  page->pictures = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MAX_TAGS && scan.at < scan.end && next_tag (&scan, &tag); i++)
    take_tag (&scan, &tag);
  tag_clear (&tag);
  for (guint i = 0; i < shown->len; i++)
    g_ptr_array_insert (page->pictures, (int)i, g_strdup (g_ptr_array_index (shown, i)));
  if (scan.og_title != NULL)
    {
      g_free (page->title);
      page->title = scan.og_title;
    }
  return page;
}
