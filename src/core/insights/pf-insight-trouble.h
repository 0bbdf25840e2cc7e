/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

G_BEGIN_DECLS

/**
 * PfInsightTrouble:
 * @PF_INSIGHT_TROUBLE_NONE: none
 * @PF_INSIGHT_TROUBLE_OFFLINE: no network
 * @PF_INSIGHT_TROUBLE_SANDBOX: the sandbox has no organic analytics
 * @PF_INSIGHT_TROUBLE_TRIAL: refused to trial access (403 code 29)
 * @PF_INSIGHT_TROUBLE_SCOPE: the connection lacks a scope
 * @PF_INSIGHT_TROUBLE_FORBIDDEN: 403: no business account, or no role that may see it
 * @PF_INSIGHT_TROUBLE_BUDGET: the requests of this minute, or day, are used up
 * @PF_INSIGHT_TROUBLE_SIGN_IN: sign in again, or unlock
 * @PF_INSIGHT_TROUBLE_NOT_FOUND: the pin is not there
 * @PF_INSIGHT_TROUBLE_RANGE: days that the service does not have, and history is not kept
 * @PF_INSIGHT_TROUBLE_OTHER: anything else: the words of the error say it
 *
 * Why there are no numbers: a page explains, offers the one next step, and shows no zeros.
 */
typedef enum
{
  PF_INSIGHT_TROUBLE_NONE,
  PF_INSIGHT_TROUBLE_OFFLINE,
  PF_INSIGHT_TROUBLE_SANDBOX,
  PF_INSIGHT_TROUBLE_TRIAL,
  PF_INSIGHT_TROUBLE_SCOPE,
  PF_INSIGHT_TROUBLE_FORBIDDEN,
  PF_INSIGHT_TROUBLE_BUDGET,
  PF_INSIGHT_TROUBLE_SIGN_IN,
  PF_INSIGHT_TROUBLE_NOT_FOUND,
  PF_INSIGHT_TROUBLE_RANGE,
  PF_INSIGHT_TROUBLE_OTHER,
} PfInsightTrouble;

/**
 * PfInsightError:
 * @PF_INSIGHT_ERROR_SANDBOX: the sandbox has no organic analytics
 * @PF_INSIGHT_ERROR_RANGE: days that the service does not have, and nothing is kept of them
 *
 * What is known without asking.
 */
typedef enum
{
  PF_INSIGHT_ERROR_SANDBOX,
  PF_INSIGHT_ERROR_RANGE,
} PfInsightError;

#define PF_INSIGHT_ERROR (pf_insight_error_quark ())
GQuark pf_insight_error_quark (void);

PfInsightTrouble pf_insight_trouble_of (const GError *error);
const char *pf_insight_trouble_get_title (PfInsightTrouble trouble);
/* What it means and what to do; of BUDGET with when it goes on. */
char *pf_insight_trouble_dup_words (const GError *error);

G_END_DECLS
