/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include <glib/gi18n.h>

#include "app/analytics/pf-trend-names.h"

typedef struct
{
  const char *name;
  const char *title;
  const char *words;
} Name;

static const Name regions[] = {
  { "US", N_ ("United States") },
  { "CA", N_ ("Canada") },
  { "DE", N_ ("Germany") },
  { "FR", N_ ("France") },
  { "ES", N_ ("Spain") },
  { "IT", N_ ("Italy") },
  { "DE+AT+CH", N_ ("Germany, Austria, Switzerland") },
  { "GB+IE", N_ ("United Kingdom, Ireland") },
  { "IT+ES+PT+GR+MT", N_ ("Southern Europe") },
  { "PL+RO+HU+SK+CZ", N_ ("Eastern Europe") },
  { "SE+DK+FI+NO", N_ ("Nordic countries") },
  { "NL+BE+LU", N_ ("Netherlands, Belgium, Luxembourg") },
  { "AR", N_ ("Argentina") },
  { "BR", N_ ("Brazil") },
  { "CO", N_ ("Colombia") },
  { "MX", N_ ("Mexico") },
  { "MX+AR+CO+CL", N_ ("Mexico, Argentina, Colombia, Chile") },
  { "AU+NZ", N_ ("Australia, New Zealand") },
};

static const Name types[] = {
  { "growing", N_ ("Growing"),
    N_ ("What more and more people searched for in the last three months") },
  { "monthly", N_ ("Most in a month"), N_ ("What people searched for most in the last month") },
  { "yearly", N_ ("Most in a year"), N_ ("What people searched for most in the last year") },
  { "seasonal", N_ ("In season"), N_ ("What grows now, as it does every year") },
};

static const Name *
find (const Name *names, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (names[i].name, name))
      return &names[i];
  return NULL;
}

/**
 * pf_trend_region_get_title:
 * @region: as the service calls it
 *
 * Returns: (transfer none): what people call it; a region that is not known as it came
 */
const char *
pf_trend_region_get_title (const char *region)
{
  const Name *found = find (regions, G_N_ELEMENTS (regions), region);

  return found != NULL ? _ (found->title) : region;
}

/**
 * pf_trend_type_get_title:
 * @type: as the service calls it
 *
 * Returns: (transfer none): the same in a word or two
 */
const char *
pf_trend_type_get_title (const char *type)
{
  const Name *found = find (types, G_N_ELEMENTS (types), type);

  return found != NULL ? _ (found->title) : type;
}

/**
 * pf_trend_type_get_words:
 * @type: as the service calls it
 *
 * Returns: (transfer none): what it means
 */
const char *
pf_trend_type_get_words (const char *type)
{
  const Name *found = find (types, G_N_ELEMENTS (types), type);

  return found != NULL ? _ (found->words) : "";
}
