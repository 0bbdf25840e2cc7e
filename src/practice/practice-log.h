/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* What was asked and answered: the last 2,000 requests, counts for each operation, and the file of
 * --record. Never a token, a code, a state or a secret. */
PracticeLog *practice_log_new (const char *record_file);
void practice_log_free (PracticeLog *self);
void practice_log_reset (PracticeLog *self);
void practice_log_add (PracticeLog *self, PracticeExchange *x, guint status);
void
practice_log_add_cut (PracticeLog *self, const char *method, const char *path, const char *kind);
JsonNode *practice_log_requests (PracticeLog *self);
JsonNode *practice_log_counts (PracticeLog *self);

G_END_DECLS
