/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-verdict.h"

#include "core/outbox/pf-outbox-record.h"

/* The refusals that the API description documents (api-facts section 7). Any
 * other 4xx may be a gateway's, and a gateway does not know what was done. */
static gboolean
status_is_refusal (guint status)
{
  return status == 400 || status == 401 || status == 403 || status == 404 || status == 405
         || status == 409 || status == 429;
}

static PfVerdict
verdict_of_unsent (const GError *error)
{
  switch ((PfError)error->code)
    {
    case PF_ERROR_AUTH:
      return PF_VERDICT_RENEW;
    case PF_ERROR_SIGN_IN:
    case PF_ERROR_LOCKED:
    case PF_ERROR_NO_KEYRING:
    case PF_ERROR_SECRET:
    case PF_ERROR_CLIENT:
      return PF_VERDICT_PAUSE;
    case PF_ERROR_SCOPE:
    case PF_ERROR_FEATURE:
    case PF_ERROR_INVALID:
    case PF_ERROR_NOT_A_PICTURE:
    case PF_ERROR_TOO_LARGE:
    case PF_ERROR_NOT_FOUND:
    case PF_ERROR_DAMAGED:
      return PF_VERDICT_FAILED;
    case PF_ERROR_FAILED:
    case PF_ERROR_TRIAL:
    case PF_ERROR_FORBIDDEN:
    case PF_ERROR_RATE_LIMIT:
    case PF_ERROR_SPAM:
    case PF_ERROR_CONFLICT:
    case PF_ERROR_OFFLINE:
    case PF_ERROR_SERVER:
    case PF_ERROR_PARSE:
    case PF_ERROR_NO_REPLY:
    case PF_ERROR_UNTRUSTED:
    case PF_ERROR_DATABASE:
    case PF_ERROR_NEWER_SCHEMA:
    case PF_ERROR_DISK_FULL:
    case PF_ERROR_BUSY:
    case PF_ERROR_PORT_IN_USE:
    case PF_ERROR_DENIED:
    case PF_ERROR_REDIRECT_MISMATCH:
    case PF_ERROR_TIMED_OUT:
    case PF_ERROR_SAME_ACCOUNT:
    default:
      return PF_VERDICT_WAIT;
    }
}

static PfVerdict
verdict_of_refusal (PfOutboxOp op, const GError *error)
{
  if (error->code == PF_ERROR_AUTH)
    return PF_VERDICT_RENEW;
  if (error->code == PF_ERROR_SIGN_IN)
    return PF_VERDICT_PAUSE;
  if (error->code == PF_ERROR_TRIAL)
    return op == PF_OP_CREATE_PIN ? PF_VERDICT_DRAFT : PF_VERDICT_FAILED;
  if (error->code == PF_ERROR_RATE_LIMIT || error->code == PF_ERROR_CONFLICT)
    return PF_VERDICT_WAIT;
  if (error->code == PF_ERROR_NOT_FOUND && (pf_outbox_op_is_delete (op) || op == PF_OP_MERGE_BOARD))
    return PF_VERDICT_DONE;
  return PF_VERDICT_FAILED;
}

/**
 * pf_verdict_of:
 * @op: what was tried
 * @error: how it failed
 *
 * The outcome table of safety.md PQ-2. A pure function.
 *
 * Returns: what the error means for the row
 */
PfVerdict
pf_verdict_of (PfOutboxOp op, const GError *error)
{
  const PfErrorDetail *detail = pf_error_get_detail (error);
  PfVerdict uncertain = pf_outbox_op_is_create (op) ? PF_VERDICT_UNKNOWN : PF_VERDICT_WAIT;

  /* An error that nobody classified says nothing about what left. */
  if (detail == NULL)
    return uncertain;
  if (detail->http_status == 0)
    return detail->maybe_sent ? uncertain : verdict_of_unsent (error);
  /* 400 code 12, "something went wrong", is the server's failure in a client's dress. */
  if (error->code == PF_ERROR_SERVER || !status_is_refusal (detail->http_status))
    return uncertain;
  return verdict_of_refusal (op, error);
}

/**
 * pf_verdict_of_look:
 * @error: how reading a list failed
 *
 * Returns: PF_VERDICT_WAIT, _RENEW, _PAUSE, or _FAILED when what was to be read is not there
 */
PfVerdict
pf_verdict_of_look (const GError *error)
{
  if (error->domain != PF_ERROR)
    return PF_VERDICT_WAIT;
  if (error->code == PF_ERROR_NOT_FOUND)
    return PF_VERDICT_FAILED;
  if (error->code == PF_ERROR_AUTH)
    return PF_VERDICT_RENEW;
  if (error->code == PF_ERROR_SIGN_IN || error->code == PF_ERROR_LOCKED
      || error->code == PF_ERROR_NO_KEYRING)
    return PF_VERDICT_PAUSE;
  return PF_VERDICT_WAIT;
}

/**
 * pf_backoff_delay:
 * @tries: waits so far, 0 for the first
 * @unit: chance, 0 up to 1
 * @retry_after_s: what the service asked for, or -1; any value, it is bounded here
 *
 * Exponential with full jitter and a cap, never sooner than the service asked
 * (safety.md PQ-9).
 *
 * Returns: microseconds to wait
 */
gint64
pf_backoff_delay (guint tries, double unit, gint64 retry_after_s)
{
  gint64 ceiling = PF_BACKOFF_CAP_US;
  gint64 asked = CLAMP (retry_after_s, 0, PF_BACKOFF_MAX_ASKED_S) * G_TIME_SPAN_SECOND;
  gint64 delay;

  if (tries < 16)
    ceiling = MIN (ceiling, PF_BACKOFF_BASE_US << tries);
  delay = (gint64)((double)ceiling * CLAMP (unit, 0.0, 1.0));
  /* Never at once: a fault that answers at once would spin. */
  delay = MAX (delay, G_TIME_SPAN_SECOND / 10);
  return asked > 0 ? asked + MIN (delay, asked / 10) : delay;
}

/**
 * pf_backoff_is_over:
 * @kind: why it waits
 * @tries: waits so far
 * @elapsed_us: since the first of them
 *
 * The total budget of repeating by itself. Both must be used up, so that time
 * spent asleep does not count as trying.
 *
 * Returns: whether to give up and tell the user
 */
gboolean
pf_backoff_is_over (PfError kind, guint tries, gint64 elapsed_us)
{
  gboolean patient
      = kind == PF_ERROR_OFFLINE || kind == PF_ERROR_RATE_LIMIT || kind == PF_ERROR_AUTH;
  gint64 budget = (patient ? (gint64)72 : 1) * 60 * 60 * G_TIME_SPAN_SECOND;

  return tries >= 8 && elapsed_us > budget;
}
