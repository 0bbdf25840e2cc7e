/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-catalogue.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is switched on now needs no more than this (requirements.md MO-13). */
static const char *const scopes_pins[]
    = { "user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write", NULL };
static const char *const scopes_ads[]
    = { "user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write",
        "ads:read",           NULL };
static const char *const scopes_catalogs[]
    = { "user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write",
        "catalogs:read",      NULL };

/* Written once, in the language of the process, and only read from then on. */
static PfKind kinds[] = {
  { .id = "pinterest",
    .service = "pinterest",
    .category = PF_CATEGORY_SOCIAL,
    .icon_name = "pf-pinboard-symbolic",
    .title = N_ ("Pinterest"),
    .gives = { N_ ("See your boards and pins, make new ones."), N_ ("Your own account, live.") },
    .scopes = scopes_pins,
    .needs_app = TRUE },
  { .id = "pinterest-sandbox",
    .service = "sandbox",
    .category = PF_CATEGORY_SOCIAL,
    .icon_name = "pf-sandbox-symbolic",
    .title = N_ ("Pinterest Sandbox"),
    .gives = { N_ ("Pinterest's test area: nothing gets public."),
               N_ ("Works while your app waits for approval.") },
    .badge = N_ ("Sandbox"),
    .scopes = scopes_pins,
    .needs_app = TRUE },
  { .id = "pinterest-ads",
    .service = "pinterest",
    .category = PF_CATEGORY_ADS,
    .icon_name = "pf-ads-symbolic",
    .title = N_ ("Pinterest Ads"),
    .gives = { N_ ("Boards and pins, and your ad accounts."),
               N_ ("Reads campaign figures, changes no ad.") },
    .scopes = scopes_ads,
    .needs_app = TRUE },
  { .id = "pinterest-catalogs",
    .service = "pinterest",
    .category = PF_CATEGORY_COMMERCE,
    .icon_name = "pf-catalogs-symbolic",
    .title = N_ ("Pinterest Catalogs"),
    .gives = { N_ ("Boards and pins, and your product catalogs."),
               N_ ("Reads product groups, changes none.") },
    .scopes = scopes_catalogs,
    .needs_app = TRUE },
  { .id = "practice",
    .service = "practice",
    .category = PF_CATEGORY_PRACTICE,
    .icon_name = "pf-practice-symbolic",
    .title = N_ ("Practice"),
    .gives = { N_ ("A pretend account on this computer."), N_ ("Try everything, break nothing.") },
    .badge = N_ ("Practice"),
    .scopes = scopes_pins,
    .needs_app = FALSE },
};

static void
translate_kinds (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      kinds[i].title = _ (kinds[i].title);
      kinds[i].gives[0] = _ (kinds[i].gives[0]);
      kinds[i].gives[1] = _ (kinds[i].gives[1]);
      if (kinds[i].badge != NULL)
        kinds[i].badge = _ (kinds[i].badge);
    }
  g_once_init_leave (&done, 1);
}

/**
 * pf_catalogue_get:
 * @n_kinds: (out): how many
 *
 * Returns: (array length=n_kinds) (transfer none): every kind of connection, in the order
 *   of the picker
 */
const PfKind *
pf_catalogue_get (guint *n_kinds)
{
  translate_kinds ();
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

/**
 * pf_catalogue_find:
 * @id: (nullable): the stable id of a kind
 *
 * Returns: (transfer none) (nullable): the kind
 */
const PfKind *
pf_catalogue_find (const char *id)
{
  translate_kinds ();
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].id, id) == 0)
      return &kinds[i];
  return NULL;
}

static gboolean
text_matches (const char *text, const char *folded_word)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;

  return folded != NULL && strstr (folded, folded_word) != NULL;
}

static gboolean
kind_has_word (const PfKind *kind, const char *word)
{
  if (text_matches (kind->title, word) || text_matches (kind->id, word)
      || text_matches (kind->gives[0], word) || text_matches (kind->gives[1], word)
      || text_matches (pf_category_get_title (kind->category), word))
    return TRUE;
  for (guint i = 0; kind->scopes[i] != NULL; i++)
    if (text_matches (kind->scopes[i], word))
      return TRUE;
  return FALSE;
}

/**
 * pf_kind_matches:
 * @kind: a kind
 * @search_text: (nullable): what was typed
 *
 * Returns: whether every word of @search_text stands in its title, words, category or scopes
 */
gboolean
pf_kind_matches (const PfKind *kind, const char *search_text)
{
  g_autofree char *normal
      = search_text != NULL ? g_utf8_normalize (search_text, -1, G_NORMALIZE_ALL) : NULL;
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup ("");
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && !kind_has_word (kind, words[i]))
      return FALSE;
  return TRUE;
}

/**
 * pf_category_get_title:
 * @category: a category
 *
 * Returns: its translated name
 */
const char *
pf_category_get_title (PfCategory category)
{
  switch (category)
    {
    case PF_CATEGORY_SOCIAL:
      return _ ("Social");
    case PF_CATEGORY_ADS:
      return _ ("Ads");
    case PF_CATEGORY_COMMERCE:
      return _ ("Commerce");
    case PF_CATEGORY_PRACTICE:
      return _ ("Practice");
    default:
      return "";
    }
}
