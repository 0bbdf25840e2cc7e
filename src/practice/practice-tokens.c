/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-tokens.h"

typedef struct
{
  PracticeGrant grant;
  gint64 expires_us;
  /* Digest of the refresh token that this one replaced; it dies when this one is first used. */
  char *retires;
} Token;

typedef struct
{
  PracticeCode code;
  gint64 expires_us;
} StoredCode;

struct _PracticeTokens
{
  GHashTable *access;
  GHashTable *refresh;
  GHashTable *codes;
};

static void
grant_clear (PracticeGrant *grant)
{
  g_clear_pointer (&grant->scopes, g_strfreev);
  g_clear_pointer (&grant->client_id, g_free);
}

static void
grant_copy (PracticeGrant *to, const PracticeGrant *from)
{
  to->account = from->account;
  to->scopes = g_strdupv (from->scopes);
  to->client_id = g_strdup (from->client_id);
}

static void
token_free (Token *token)
{
  grant_clear (&token->grant);
  g_free (token->retires);
  g_free (token);
}

static void
code_clear (PracticeCode *code)
{
  grant_clear (&code->grant);
  g_free (code->redirect_uri);
  g_free (code->challenge);
}

void
practice_code_free (PracticeCode *code)
{
  code_clear (code);
  g_free (code);
}

static void
stored_code_free (StoredCode *stored)
{
  code_clear (&stored->code);
  g_free (stored);
}

void
practice_pair_clear (PracticePair *pair)
{
  g_clear_pointer (&pair->access, g_free);
  g_clear_pointer (&pair->refresh, g_free);
}

PracticeTokens *
practice_tokens_new (void)
{
  PracticeTokens *self = g_new0 (PracticeTokens, 1);

  self->access
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)token_free);
  self->refresh
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)token_free);
  self->codes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)stored_code_free);
  return self;
}

void
practice_tokens_free (PracticeTokens *self)
{
  g_hash_table_unref (self->access);
  g_hash_table_unref (self->refresh);
  g_hash_table_unref (self->codes);
  g_free (self);
}

static char *
digest (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

/* @code: (transfer full): its contents move into the store */
char *
practice_tokens_make_code (Practice *app, PracticeCode *code)
{
  char *text = practice_random_token (24);
  StoredCode *stored = g_new0 (StoredCode, 1);

  stored->code = *code;
  stored->expires_us = practice_now_us (app) + app->switches.code_lifetime_s * G_USEC_PER_SEC;
  g_free (code);
  g_hash_table_insert (app->tokens->codes, digest (text), stored);
  return text;
}

PracticeCode *
practice_tokens_spend_code (Practice *app, const char *code)
{
  g_autofree char *key = digest (code);
  g_autofree char *stored_key = NULL;
  StoredCode *stored;
  PracticeCode *spent;

  if (!g_hash_table_steal_extended (app->tokens->codes, key, (gpointer *)&stored_key,
                                    (gpointer *)&stored))
    return NULL;
  if (practice_now_us (app) >= stored->expires_us)
    {
      stored_code_free (stored);
      return NULL;
    }
  spent = g_new0 (PracticeCode, 1);
  *spent = stored->code;
  g_free (stored);
  return spent;
}

static Token *
token_new (const PracticeGrant *grant, gint64 expires_us, const char *retires)
{
  Token *token = g_new0 (Token, 1);

  grant_copy (&token->grant, grant);
  token->expires_us = expires_us;
  token->retires = g_strdup (retires);
  return token;
}

void
practice_tokens_issue (Practice *app,
                       const PracticeGrant *grant,
                       const char *old_refresh,
                       gboolean with_refresh,
                       PracticePair *pair)
{
  gint64 now = practice_now_us (app);
  g_autofree char *access = practice_random_token (48);
  g_autofree char *retires = old_refresh != NULL ? digest (old_refresh) : NULL;
  PracticeGrant kept;

  /* The grant may belong to the token that goes away below. */
  grant_copy (&kept, grant);
  if (retires != NULL)
    {
      Token *old = g_hash_table_lookup (app->tokens->refresh, retires);

      if (old != NULL && old->retires != NULL)
        g_hash_table_remove (app->tokens->refresh, old->retires);
      if (!app->switches.refresh_grace)
        g_hash_table_remove (app->tokens->refresh, retires);
    }

  pair->access = g_strconcat (with_refresh ? "pina_" : "pinc_", access, NULL);
  g_hash_table_insert (app->tokens->access, digest (pair->access),
                       token_new (&kept, now + (gint64)PRACTICE_ACCESS_LIFETIME_S * G_USEC_PER_SEC,
                                  retires));
  if (with_refresh)
    {
      g_autofree char *refresh = practice_random_token (48);

      pair->refresh = g_strconcat ("pinr_", refresh, NULL);
      g_hash_table_insert (app->tokens->refresh, digest (pair->refresh),
                           token_new (&kept,
                                      now + (gint64)PRACTICE_REFRESH_LIFETIME_S * G_USEC_PER_SEC,
                                      retires));
    }
  grant_clear (&kept);
  practice_state_changed (app);
}

const PracticeGrant *
practice_tokens_check_refresh (Practice *app, const char *refresh)
{
  g_autofree char *key = digest (refresh);
  Token *token = g_hash_table_lookup (app->tokens->refresh, key);

  if (token == NULL || practice_now_us (app) >= token->expires_us)
    return NULL;
  return &token->grant;
}

const PracticeGrant *
practice_tokens_check_access (Practice *app, const char *access)
{
  g_autofree char *key = digest (access);
  Token *token = g_hash_table_lookup (app->tokens->access, key);

  if (token == NULL || practice_now_us (app) >= token->expires_us)
    return NULL;
  if (token->retires != NULL)
    {
      g_hash_table_remove (app->tokens->refresh, token->retires);
      g_clear_pointer (&token->retires, g_free);
      practice_state_changed (app);
    }
  return &token->grant;
}

void
practice_tokens_revoke_access (Practice *app, const char *access)
{
  g_autofree char *key = digest (access);

  g_hash_table_remove (app->tokens->access, key);
  practice_state_changed (app);
}

void
practice_tokens_revoke_all (Practice *app)
{
  g_hash_table_remove_all (app->tokens->access);
  g_hash_table_remove_all (app->tokens->refresh);
  g_hash_table_remove_all (app->tokens->codes);
  practice_state_changed (app);
}

static JsonObject *
save_table (GHashTable *table)
{
  JsonObject *all = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Token *token = value;
      JsonObject *o = json_object_new ();
      g_autofree char *scopes = g_strjoinv (" ", token->grant.scopes);

      json_object_set_int_member (o, "account", token->grant.account);
      json_object_set_string_member (o, "scopes", scopes);
      json_object_set_string_member (o, "client_id", token->grant.client_id);
      json_object_set_int_member (o, "expires_us", token->expires_us);
      if (token->retires != NULL)
        json_object_set_string_member (o, "retires", token->retires);
      json_object_set_object_member (all, key, o);
    }
  return all;
}

/* Returns: (transfer full): digests only, so that no usable token stands in the state file */
JsonNode *
practice_tokens_save (PracticeTokens *self)
{
  JsonObject *o = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_object_member (o, "access", save_table (self->access));
  json_object_set_object_member (o, "refresh", save_table (self->refresh));
  json_node_take_object (node, o);
  return node;
}

static void
load_table (GHashTable *table, JsonObject *saved)
{
  g_autoptr (GList) names = json_object_get_members (saved);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *o = json_object_get_object_member (saved, l->data);
      Token *token = g_new0 (Token, 1);

      token->grant.account
          = CLAMP (json_object_get_int_member (o, "account"), 0, PRACTICE_N_ACCOUNTS - 1);
      token->grant.scopes = g_strsplit (json_object_get_string_member (o, "scopes"), " ", -1);
      token->grant.client_id = g_strdup (json_object_get_string_member (o, "client_id"));
      token->expires_us = json_object_get_int_member (o, "expires_us");
      token->retires = g_strdup (json_object_get_string_member_with_default (o, "retires", NULL));
      g_hash_table_insert (table, g_strdup (l->data), token);
    }
}

void
practice_tokens_load (PracticeTokens *self, JsonObject *saved)
{
  load_table (self->access, json_object_get_object_member (saved, "access"));
  load_table (self->refresh, json_object_get_object_member (saved, "refresh"));
}
