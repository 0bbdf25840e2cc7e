/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice.h"

/* The clock of the pretend service; POST /control/clock moves it. */
gint64
practice_now_us (Practice *app)
{
  return g_get_real_time () + app->clock_shift_us;
}

static char *
format_time (gint64 us, gboolean micro)
{
  g_autoptr (GDateTime) t = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (t, "%Y-%m-%dT%H:%M:%S");

  if (!micro)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s.%06d", text, (int)(us % G_USEC_PER_SEC));
}

/* Live pins carry a time without zone (api-facts.md, section 5). */
char *
practice_time_plain (gint64 us)
{
  return format_time (us, FALSE);
}

/* Live boards carry one with microseconds, without zone. */
char *
practice_time_micro (gint64 us)
{
  return format_time (us, TRUE);
}
