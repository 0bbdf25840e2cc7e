/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

G_BEGIN_DECLS

char *pf_row_title (const PfOutboxRow *row);
char *pf_row_words (const PfOutboxRow *row);
char *pf_row_failed_words (const PfOutboxRow *row, const char *title);
const char *pf_row_badge (const PfOutboxRow *row);
gboolean pf_row_is_moving (const PfOutboxRow *row);
gboolean pf_row_needs_person (const PfOutboxRow *row);

char *pf_batch_words (const PfBatchProgress *progress, const PfOutboxRow *row, const char *board);
char *pf_batch_state_words (const PfBatchProgress *progress, const PfOutboxRow *row);

G_END_DECLS
