/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

G_BEGIN_DECLS

char *pf_row_title (const PfOutboxRow *row);
char *pf_row_words (const PfOutboxRow *row);
gboolean pf_row_is_moving (const PfOutboxRow *row);
gboolean pf_row_needs_person (const PfOutboxRow *row);

G_END_DECLS
