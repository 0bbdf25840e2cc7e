/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-number"

#include "config.h"

#include "core/base/pf-number.h"

/* LEFT-TO-RIGHT ISOLATE and POP DIRECTIONAL ISOLATE: unlike a mark they leave the direction of the
 * words around them alone (UAX #9, P2). */
#define ISOLATE "\342\201\246"
#define POP "\342\201\251"

/**
 * pf_number_isolate:
 * @number: (transfer full): digits with a sign before or a percent sign behind them
 *
 * Both signs have no direction of their own: from right to left "−7 %" would read "% 7−".
 *
 * Returns: (transfer full): the number, which reads from left to right wherever it stands
 */
char *
pf_number_isolate (char *number)
{
  g_autofree char *plain = number;

  return g_strconcat (ISOLATE, plain, POP, NULL);
}
