/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* Records as the API shows them. All return (transfer full). */
JsonNode *practice_present_account (Practice *app, guint account);
JsonNode *practice_present_board (PracticeExchange *x, PracticeBoard *board);
JsonNode *practice_present_section (PracticeSection *section);
JsonNode *practice_present_pin (PracticeExchange *x, PracticePin *pin);

G_END_DECLS
