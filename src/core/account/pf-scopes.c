/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-catalogue.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Every scope of the API description, and user_accounts:write (api-facts section 4). */
static PfScope scopes[] = {
  { "user_accounts:read", N_ ("See your account name, picture and followers"),
    N_ ("To show which account is connected."), FALSE },
  { "user_accounts:write", N_ ("Follow accounts and claim websites"),
    N_ ("Only needed to follow somebody or to claim a website from Pinfold."), TRUE },
  { "boards:read", N_ ("See your boards"), N_ ("To show your boards and let you choose one."),
    FALSE },
  { "boards:write", N_ ("Make and change your boards"),
    N_ ("To make boards. Pinterest asks for it to pin, too."), FALSE },
  { "boards:read_secret", N_ ("See your secret boards"),
    N_ ("Without it, secret boards are not shown."), FALSE },
  { "boards:write_secret", N_ ("Make and change your secret boards"),
    N_ ("To keep a new board secret."), FALSE },
  { "pins:read", N_ ("See your pins"), N_ ("To show what is on your boards."), FALSE },
  { "pins:write", N_ ("Make and change your pins"), N_ ("To pin your pictures."), FALSE },
  { "pins:read_secret", N_ ("See the pins on your secret boards"),
    N_ ("Without it, secret boards look empty."), FALSE },
  { "pins:write_secret", N_ ("Make and change pins on your secret boards"),
    N_ ("To pin on a secret board."), FALSE },
  { "ads:read", N_ ("See your ad accounts, campaigns and their figures"),
    N_ ("To show how your ads do."), FALSE },
  { "ads:write", N_ ("Make and change your ads"),
    N_ ("Only needed to change campaigns from Pinfold."), TRUE },
  { "catalogs:read", N_ ("See your product catalogs"), N_ ("To show your product groups."), FALSE },
  { "catalogs:write", N_ ("Make and change your product catalogs"),
    N_ ("Only needed to change feeds from Pinfold."), TRUE },
  { "billing:read", N_ ("See your billing"), N_ ("Pinfold does nothing with it today."), TRUE },
  { "billing:write", N_ ("Change your billing"), N_ ("Pinfold does nothing with it today."), TRUE },
  { "biz_access:read", N_ ("See who may use your business account"),
    N_ ("Only needed for teams that share an account."), TRUE },
  { "biz_access:write", N_ ("Change who may use your business account"),
    N_ ("Only needed for teams that share an account."), TRUE },
};

static const char *const preset_read_only[]
    = { "user_accounts:read", "boards:read", "pins:read", NULL };
static const char *const preset_pins[]
    = { "user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write", NULL };
static const char *const preset_secret[]
    = { "user_accounts:read",  "boards:read", "boards:write", "boards:read_secret",
        "boards:write_secret", "pins:read",   "pins:write",   "pins:read_secret",
        "pins:write_secret",   NULL };
static const char *const preset_ads[]
    = { "user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write",
        "ads:read",           NULL };

static PfScopePreset presets[] = {
  { "read-only", N_ ("Look only"), preset_read_only },
  { "pins", N_ ("Pins and boards"), preset_pins },
  { "secret", N_ ("With secret boards"), preset_secret },
  { "ads", N_ ("With ad figures"), preset_ads },
};

/* Names from before v5 (requirements.md AP-8). */
static const struct
{
  const char *old;
  const char *now[3];
} old_names[] = {
  { "read_public", { "boards:read", "pins:read" } },
  { "write_public", { "boards:write", "pins:write" } },
  { "read_secret", { "boards:read_secret", "pins:read_secret" } },
  { "write_secret", { "boards:write_secret", "pins:write_secret" } },
  { "read_users", { "user_accounts:read" } },
  { "write_users", { "user_accounts:write" } },
};

static void
translate (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      scopes[i].title = _ (scopes[i].title);
      scopes[i].reason = _ (scopes[i].reason);
    }
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    presets[i].title = _ (presets[i].title);
  g_once_init_leave (&done, 1);
}

/**
 * pf_scopes_get:
 * @n_scopes: (out): how many
 *
 * Returns: (array length=n_scopes) (transfer none): every scope that Pinfold knows
 */
const PfScope *
pf_scopes_get (guint *n_scopes)
{
  translate ();
  *n_scopes = G_N_ELEMENTS (scopes);
  return scopes;
}

/**
 * pf_scope_find:
 * @name: a v5 name
 *
 * Returns: (transfer none) (nullable): the scope
 */
const PfScope *
pf_scope_find (const char *name)
{
  translate ();
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (strcmp (scopes[i].name, name) == 0)
      return &scopes[i];
  return NULL;
}

/**
 * pf_scope_presets_get:
 * @n_presets: (out): how many
 *
 * Returns: (array length=n_presets) (transfer none): the presets
 */
const PfScopePreset *
pf_scope_presets_get (guint *n_presets)
{
  translate ();
  *n_presets = G_N_ELEMENTS (presets);
  return presets;
}

static void
add_once (GPtrArray *names, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

static gboolean
add_old_name (GPtrArray *names, GPtrArray *notes, const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (old_names); i++)
    {
      g_autofree char *now = NULL;

      if (strcmp (old_names[i].old, word) != 0)
        continue;
      for (guint j = 0; old_names[i].now[j] != NULL; j++)
        add_once (names, old_names[i].now[j]);
      now = g_strjoinv (", ", (char **)old_names[i].now);
      /* Translators: an outdated permission name, and the names that replaced it. */
      g_ptr_array_add (notes,
                       g_strdup_printf (_ ("“%s” is an old name; it is now %s."), word, now));
      return TRUE;
    }
  return FALSE;
}

/**
 * pf_scopes_parse:
 * @text: scopes, separated by commas or spaces
 * @notes: (out) (optional) (transfer full) (array zero-terminated=1): what to tell the user
 * @error: return location for an error
 *
 * Reads a pasted list. Names from before v5 are mapped and noted; a list that asks to
 * publish without every scope it takes is noted, too.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): v5 names, each once;
 *   PF_ERROR_INVALID names the unknown ones
 */
char **
pf_scopes_parse (const char *text, char ***notes, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", \t\r\n;", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) unknown = g_string_new (NULL);
  gboolean writes = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0' || add_old_name (names, said, words[i]))
        continue;
      if (pf_scope_find (words[i]) != NULL)
        add_once (names, words[i]);
      else
        g_string_append_printf (unknown, "%s%.64s", unknown->len > 0 ? ", " : "", words[i]);
    }
  if (unknown->len > 0)
    {
      g_autofree char *valid = g_utf8_make_valid (unknown->str, -1);

      g_set_error (error, PF_ERROR, PF_ERROR_INVALID, _ ("Pinterest knows no such permission: %s"),
                   valid);
      return NULL;
    }
  if (names->len == 0)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID,
                           _ ("Choose at least one permission."));
      return NULL;
    }
  for (guint i = 0; i < names->len; i++)
    writes |= strstr (names->pdata[i], ":write") != NULL;
  g_ptr_array_add (names, NULL);
  if (writes && !pf_scopes_can_publish ((const char *const *)names->pdata))
    g_ptr_array_add (said,
                     g_strdup (_ ("Pinning needs boards:read, boards:write, pins:read and "
                                  "pins:write together; with this list Pinfold cannot pin.")));
  g_ptr_array_add (said, NULL);
  if (notes != NULL)
    *notes = (char **)g_ptr_array_free (g_steal_pointer (&said), FALSE);
  return (char **)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * pf_scopes_can_publish:
 * @list: (array zero-terminated=1): v5 names
 *
 * Returns: whether `POST /pins` is allowed with these (Pinterest API v5 description)
 */
gboolean
pf_scopes_can_publish (const char *const *list)
{
  static const char *const needed[] = { "boards:read", "boards:write", "pins:read", "pins:write" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!g_strv_contains (list, needed[i]))
      return FALSE;
  return TRUE;
}

/**
 * pf_scopes_contain:
 * @granted: (nullable): a list separated by spaces
 * @scope: a v5 name
 *
 * Returns: whether @scope stands in it
 */
gboolean
pf_scopes_contain (const char *granted, const char *scope)
{
  g_auto (GStrv) list = NULL;

  if (granted == NULL)
    return FALSE;
  list = g_strsplit_set (granted, " ,", -1);
  return g_strv_contains ((const char *const *)list, scope);
}
