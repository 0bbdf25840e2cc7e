/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-pin-checks.h"

#include <glib/gi18n.h>

#include <string.h>

/**
 * pf_pin_check_link:
 * @link: what stands in the field
 *
 * Returns: (transfer full) (nullable): why Pinterest would refuse it; %NULL
 *   when it is empty or a web address
 */
char *
pf_pin_check_link (const char *link)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  if (*link == '\0')
    return NULL;
  if (strpbrk (link, " \t\n") != NULL)
    return g_strdup (_ ("A link has no spaces"));
  uri = g_uri_parse (link, G_URI_FLAGS_ENCODED, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  if (scheme == NULL
      || (g_ascii_strcasecmp (scheme, "https") != 0 && g_ascii_strcasecmp (scheme, "http") != 0))
    return g_strdup (_ ("Begin the link with https://"));
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup (_ ("The link does not say which website"));
  return NULL;
}

/**
 * pf_pin_advise_link:
 * @link: what stands in the field
 *
 * Returns: (transfer full) (nullable): what would make it better
 */
char *
pf_pin_advise_link (const char *link)
{
  static const char *const shorteners[]
      = { "bit.ly",  "tinyurl.com", "t.co",       "goo.gl", "ow.ly",   "buff.ly", "is.gd",
          "v.gd",    "cutt.ly",     "rebrand.ly", "t.ly",   "lnkd.in", "rb.gy",   "shorturl.at",
          "tiny.cc", "bl.ink",      "soo.gd",     "s.id",   NULL };
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = uri != NULL && g_uri_get_host (uri) != NULL
                              ? g_ascii_strdown (g_uri_get_host (uri), -1)
                              : NULL;

  if (host == NULL || !g_strv_contains (shorteners, host))
    return NULL;
  return g_strdup (_ ("Pinterest often blocks shortened links. Use the whole address."));
}

static gboolean
is_too_long (const char *text, glong limit)
{
  return g_utf8_strlen (text, -1) > limit;
}

static char *
find_carousel_fault (const PfPinMedia *media)
{
  if (media->items == NULL || media->items->len < PF_CAROUSEL_MIN
      || media->items->len > PF_CAROUSEL_MAX)
    return g_strdup (_ ("A carousel has 2 to 5 pictures"));
  for (guint i = 0; i < media->items->len; i++)
    {
      const PfCarouselItem *item = g_ptr_array_index (media->items, i);
      g_autofree char *link = pf_pin_check_link (item->link);

      if (link != NULL)
        return g_strdup_printf (_ ("Picture %u: %s"), i + 1, link);
      if (is_too_long (item->title, PF_PIN_TITLE_MAX)
          || is_too_long (item->description, PF_PIN_DESCRIPTION_MAX)
          || is_too_long (item->link, PF_PIN_LINK_MAX))
        return g_strdup_printf (_ ("Picture %u has a text that is too long"), i + 1);
    }
  return NULL;
}

/**
 * pf_pin_find_missing:
 * @draft: a draft
 *
 * Returns: (transfer full) (nullable): what has to be done before it can be
 *   pinned, one thing; %NULL when it is complete
 */
char *
pf_pin_find_missing (const PfDraft *draft)
{
  g_autofree char *link = NULL;

  if (draft->blob == NULL)
    return g_strdup (_ ("Choose a picture"));
  if (draft->media.kind == PF_PIN_KIND_CAROUSEL)
    {
      char *words = find_carousel_fault (&draft->media);

      if (words != NULL)
        return words;
    }
  if (draft->connection_id == NULL)
    return g_strdup (_ ("Choose an account"));
  if (draft->board_uuid == NULL)
    return g_strdup (_ ("Choose a board"));
  if (is_too_long (draft->title, PF_PIN_TITLE_MAX))
    return g_strdup (_ ("The title is too long"));
  if (is_too_long (draft->description, PF_PIN_DESCRIPTION_MAX))
    return g_strdup (_ ("The description is too long"));
  if (is_too_long (draft->alt_text, PF_PIN_ALT_TEXT_MAX))
    return g_strdup (_ ("The alternative text is too long"));
  if (is_too_long (draft->link, PF_PIN_LINK_MAX))
    return g_strdup (_ ("The link is too long"));
  link = pf_pin_check_link (draft->link);
  return g_steal_pointer (&link);
}

/**
 * pf_pin_gate:
 * @connection: (nullable): the account it goes to
 * @draft: a draft
 * @reason: (out) (transfer full): words why not; %NULL when open
 *
 * What the account does not allow comes before what the draft lacks: nobody
 * should fill in a form to learn at its end that it cannot be sent.
 *
 * Returns: what stands between the draft and Pin
 */
PfPinGate
pf_pin_gate (PfConnection *connection, const PfDraft *draft, char **reason)
{
  *reason = NULL;
  if (connection != NULL && !pf_connection_can_create (connection, reason))
    switch (pf_connection_get_state (connection))
      {
      case PF_CONNECTION_EXPIRED:
      case PF_CONNECTION_WAITING:
        return PF_PIN_GATE_SIGN_IN;
      case PF_CONNECTION_LOCKED:
        return PF_PIN_GATE_LOCKED;
      case PF_CONNECTION_OFF:
        return PF_PIN_GATE_OFF;
      case PF_CONNECTION_CONNECTED:
      case PF_CONNECTION_REFRESH_DUE:
        return pf_connection_get_trial (connection)
                       && pf_connection_has_scope (connection, "pins:write")
                   ? PF_PIN_GATE_TRIAL
                   : PF_PIN_GATE_REFUSED;
      case PF_CONNECTION_NOT_CONNECTED:
      case PF_CONNECTION_ERROR:
      default:
        return PF_PIN_GATE_REFUSED;
      }
  *reason = pf_pin_find_missing (draft);
  return *reason == NULL ? PF_PIN_GATE_OPEN : PF_PIN_GATE_INCOMPLETE;
}
