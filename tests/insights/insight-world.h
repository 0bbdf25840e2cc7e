/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/api-world.h"
#include "await.h"
#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-insights.h"
#include "core/store/pf-choices.h"
#include "sync/fake-connection.h"

/* The client of the product against a server that says what a test wants, the user's own work in a
 * folder of its own, and a connection that has all scopes but one. */
typedef struct
{
  World *world;
  PfStore *store;
  PfConnection *connection;
  PfInsights *insights;
} Desk;

void desk_init (Desk *self);
void desk_clear (Desk *self);
/* The same about a world that the caller has. */
void desk_init_of (Desk *self, World *world);
void desk_clear_but_world (Desk *self);
/* @scope: static; NULL for none */
void desk_miss_scope (const char *scope);
void desk_keep (Desk *self, PfKeep keep);
PfInsightReply *desk_fetch (Desk *self, PfInsightQuery *query, gboolean fresh, GError **error);
/* Bodies of replies: days from @from on, IMPRESSION @first, @first + 1 ... and SAVE 1. */
char *desk_make_days (const char *part, PfDay from, guint n_days, int first, const char *status);

#define DESK_WAIT(result, call)                                                                    \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  call;                                                                                            \
  await_result (&result)
