/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

PracticeExchange *
practice_exchange_new (Practice *app, SoupServerMessage *msg, const char *path, GHashTable *query);
void practice_exchange_free (PracticeExchange *x);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeExchange, practice_exchange_free)

/* A handler that answers later holds the exchange and calls practice_exchange_resume() once. */
void practice_exchange_hold (PracticeExchange *x);
void practice_exchange_resume (PracticeExchange *x);

gboolean practice_exchange_read_json (PracticeExchange *x);

G_END_DECLS
