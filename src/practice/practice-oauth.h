/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* The consent request as the browser brought it. */
typedef struct
{
  char *client_id;
  char *redirect_uri;
  char **scopes;
  char *state;
  char *challenge;
} PracticeConsent;

void practice_consent_free (PracticeConsent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeConsent, practice_consent_free)

/* NULL with @problem set (HTML-ready sentence, escaped) when the request must not go on. */
PracticeConsent *practice_consent_parse (Practice *app, GHashTable *query, char **problem);
/* Where the browser goes after the answer. (transfer full) */
char *practice_consent_answer (Practice *app,
                               const PracticeConsent *consent,
                               guint account,
                               gboolean allow);

const char *practice_scope_words (const char *scope);

/* GET /oauth/ and POST /oauth/decide */
void practice_consent_page (PracticeExchange *x);
void practice_consent_decide (PracticeExchange *x);
/* POST /v5/oauth/token */
void practice_oauth_token (PracticeExchange *x);

G_END_DECLS
