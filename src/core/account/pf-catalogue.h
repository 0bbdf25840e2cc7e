/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  PF_CATEGORY_SOCIAL,
  PF_CATEGORY_ADS,
  PF_CATEGORY_COMMERCE,
  PF_CATEGORY_PRACTICE,
} PfCategory;

/**
 * PfKind:
 * @id: "pinterest", "pinterest-sandbox", "pinterest-ads", "pinterest-catalogs", "practice"
 * @service: id of the service it lives on
 * @scopes: what it asks for by default, v5 names (%NULL-terminated)
 * @needs_app: the user's own App ID and secret are needed (not for Practice)
 *
 * A kind of connection, as data. Texts are translated.
 */
typedef struct
{
  const char *id;
  const char *service;
  PfCategory category;
  const char *icon_name;
  const char *title;
  const char *gives[2]; /* two lines of what it gives */
  const char *badge;    /* nullable: "Sandbox", "Practice" */
  const char *const *scopes;
  gboolean needs_app;
} PfKind;

const PfKind *pf_catalogue_get (guint *n_kinds);
const PfKind *pf_catalogue_find (const char *id);
gboolean pf_kind_matches (const PfKind *kind, const char *search_text);
const char *pf_category_get_title (PfCategory category);

/**
 * PfScope:
 * @name: v5 name, as "boards:write"
 * @title: plain words, as "Make and change your boards"
 * @reason: why Pinfold asks for it
 * @rare: "rarely needed", off by default (FR-12)
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *reason;
  gboolean rare;
} PfScope;

const PfScope *pf_scopes_get (guint *n_scopes);
const PfScope *pf_scope_find (const char *name);

/* Presets: "read-only", "pins", "secret", "ads" (FR-13, AP-9). */
typedef struct
{
  const char *id;
  const char *title;
  const char *const *scopes;
} PfScopePreset;
const PfScopePreset *pf_scope_presets_get (guint *n_presets);

/**
 * pf_scopes_parse: accepts commas or spaces; maps the names from before v5
 * (read_public ...) and says what changed (AP-8, ST-6). @notes: what to tell.
 * Unknown scopes: PF_ERROR_INVALID naming them.
 */
char **pf_scopes_parse (const char *text, char ***notes, GError **error);
gboolean pf_scopes_can_publish (const char *const *scopes);
gboolean pf_scopes_contain (const char *granted, const char *scope); /* space separated list */

G_END_DECLS
