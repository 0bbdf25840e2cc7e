/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-metrics.h"

#include "core/api/pf-json.h"

#include <glib/gi18n.h>

/* Names of the API v5 description, Pin, pin_metrics. */
const PfPinMetric pf_pin_metrics[PF_PIN_N_METRICS] = {
  { "impression", N_ ("Impressions") },     { "pin_click", N_ ("Opened") },
  { "clickthrough", N_ ("Link followed") }, { "save", N_ ("Saves") },
  { "reaction", N_ ("Reactions") },         { "comment", N_ ("Comments") },
};

/**
 * pf_pin_metrics_words:
 * @json: (nullable): the numbers of a pin as the service gave them
 * @period: "90d" or "lifetime_metrics"
 *
 * Returns: (transfer full) (nullable): "Seen 1,204 · Opened 37", those that were given; %NULL
 *   for none
 */
char *
pf_pin_metrics_words (const char *json, const char *period)
{
  g_autoptr (PfJson) object = json != NULL ? pf_json_parse_object (json, -1, NULL) : NULL;
  const PfJson *numbers = pf_json_get_object (object, period);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; numbers != NULL && i < PF_PIN_N_METRICS; i++)
    {
      gint64 n = pf_json_get_int (numbers, pf_pin_metrics[i].name, -1);
      g_autofree char *number = NULL;

      if (n < 0)
        continue;
      number = g_strdup_printf ("%'" G_GINT64_FORMAT, n);
      if (words->len > 0)
        g_string_append (words, " · ");
      /* Translators: a count of a pin: what is counted, then the number */
      g_string_append_printf (words, _ ("%s %s"), _ (pf_pin_metrics[i].words), number);
    }
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}
