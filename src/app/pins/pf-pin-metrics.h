/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PF_PIN_N_METRICS 6

typedef struct
{
  const char *name;  /* as the service writes it in pin_metrics */
  const char *words; /* to be translated */
} PfPinMetric;

extern const PfPinMetric pf_pin_metrics[PF_PIN_N_METRICS];

char *pf_pin_metrics_words (const char *json, const char *period);

G_END_DECLS
