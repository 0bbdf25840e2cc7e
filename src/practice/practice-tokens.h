/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

#define PRACTICE_ACCESS_LIFETIME_S (30 * 86400)
#define PRACTICE_REFRESH_LIFETIME_S (60 * 86400)

/* Codes and tokens, kept by their SHA-256 only. */
PracticeTokens *practice_tokens_new (void);
void practice_tokens_free (PracticeTokens *self);

typedef struct
{
  PracticeGrant grant;
  char *redirect_uri;
  char *challenge;
} PracticeCode;

char *practice_tokens_make_code (Practice *app, PracticeCode *code);
/* (transfer full): spends the code; NULL when unknown, spent or expired. */
PracticeCode *practice_tokens_spend_code (Practice *app, const char *code);
void practice_code_free (PracticeCode *code);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeCode, practice_code_free)

typedef struct
{
  char *access;
  char *refresh;
} PracticePair;

void practice_pair_clear (PracticePair *pair);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PracticePair, practice_pair_clear)

/* @old_refresh: the token that is rotated away, or NULL. @with_refresh: FALSE for the
 * client-credentials kind ("pinc"). */
void practice_tokens_issue (Practice *app,
                            const PracticeGrant *grant,
                            const char *old_refresh,
                            gboolean with_refresh,
                            PracticePair *pair);
const PracticeGrant *practice_tokens_check_refresh (Practice *app, const char *refresh);
const PracticeGrant *practice_tokens_check_access (Practice *app, const char *access);
void practice_tokens_revoke_access (Practice *app, const char *access);
void practice_tokens_revoke_all (Practice *app);

JsonNode *practice_tokens_save (PracticeTokens *self);
void practice_tokens_load (PracticeTokens *self, JsonObject *saved);

G_END_DECLS
