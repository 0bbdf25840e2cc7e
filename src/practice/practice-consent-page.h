/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-oauth.h"

G_BEGIN_DECLS

char *practice_consent_html (Practice *app, const PracticeConsent *consent, GHashTable *query);
char *practice_consent_problem_html (const char *problem);

G_END_DECLS
