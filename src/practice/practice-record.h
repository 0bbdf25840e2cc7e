/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

#include <stdio.h>

G_BEGIN_DECLS

/* One request as one line of JSON for `contract.py --requests`: method, path, query, headers
 * without Authorization, and the body, with long base64 cut short and secrets blanked. */
void practice_record_write (FILE *file, PracticeExchange *x, guint status);

G_END_DECLS
