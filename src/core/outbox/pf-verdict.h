/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

G_BEGIN_DECLS

/**
 * PfVerdict:
 * @PF_VERDICT_FAILED: refused, with its reason
 * @PF_VERDICT_DRAFT: refused because the app is on trial: a draft again
 * @PF_VERDICT_WAIT: certainly not done, and worth repeating by itself
 * @PF_VERDICT_UNKNOWN: may have been done: look before anything else
 * @PF_VERDICT_DONE: what was wanted is so (a DELETE that found nothing)
 * @PF_VERDICT_RENEW: the token was refused: renew once, then again
 * @PF_VERDICT_PAUSE: the account needs its user: its queue stops
 *
 * What an error means for a row (safety.md PQ-2).
 */
typedef enum
{
  PF_VERDICT_FAILED,
  PF_VERDICT_DRAFT,
  PF_VERDICT_WAIT,
  PF_VERDICT_UNKNOWN,
  PF_VERDICT_DONE,
  PF_VERDICT_RENEW,
  PF_VERDICT_PAUSE,
} PfVerdict;

PfVerdict pf_verdict_of (PfOutboxOp op, const GError *error);
PfVerdict pf_verdict_of_look (const GError *error);

gint64 pf_backoff_delay (guint tries, double unit, gint64 retry_after_s);
gboolean pf_backoff_is_over (PfError kind, guint tries, gint64 elapsed_us);

/* The longest that a service's word can make a row wait; api-facts section 6 has
 * resets of 18 hours on the trial tier. */
#define PF_BACKOFF_MAX_ASKED_S (24 * 60 * 60)
#define PF_BACKOFF_CAP_US (15 * 60 * G_TIME_SPAN_SECOND)
#define PF_BACKOFF_BASE_US (2 * G_TIME_SPAN_SECOND)

G_END_DECLS
