/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/base/pf-number.h"
#include "core/insights/pf-metric-sum.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *title;
  const char *explanation;
} Words;

static const Words metrics[] = {
  { "IMPRESSION", N_ ("Impressions"), N_ ("How often pins were on a screen") },
  { "ENGAGEMENT", N_ ("Engagements"), N_ ("Opened, saved or followed to their link") },
  { "PIN_CLICK", N_ ("Opened"), N_ ("How often pins were opened") },
  { "OUTBOUND_CLICK", N_ ("Link followed"),
    N_ ("How often somebody went to the address of a pin") },
  { "SAVE", N_ ("Saves"), N_ ("How often pins were saved to a board") },
  { "ENGAGEMENT_RATE", N_ ("Engagement rate"), N_ ("Engagements for each impression") },
  { "PIN_CLICK_RATE", N_ ("Open rate"), N_ ("Opened for each impression") },
  { "OUTBOUND_CLICK_RATE", N_ ("Link rate"), N_ ("Links followed for each impression") },
  { "SAVE_RATE", N_ ("Save rate"), N_ ("Saves for each impression") },
  { "CLOSEUP", N_ ("Close-ups"), N_ ("How often pins were looked at closely") },
  { "CLOSEUP_RATE", N_ ("Close-up rate"), N_ ("Close-ups for each impression") },
  { "TOTAL_COMMENTS", N_ ("Comments"), N_ ("Since the pin was made") },
  { "TOTAL_REACTIONS", N_ ("Reactions"), N_ ("Since the pin was made") },
  { "USER_FOLLOW", N_ ("New followers"), N_ ("Who followed the account from this pin") },
  { "PROFILE_VISIT", N_ ("Profile visits"), N_ ("Who went to the profile from this pin") },
  { "VIDEO_MRC_VIEW", N_ ("Video views"), N_ ("Two seconds or more, half of it in sight") },
  { "VIDEO_START", N_ ("Video starts"), N_ ("How often videos began to play") },
  { "VIDEO_10S_VIEW", N_ ("10-second views"), N_ ("Ten seconds or more") },
  { "QUARTILE_95_PERCENT_VIEW", N_ ("Watched to the end"), N_ ("95 % of the video or more") },
  { "VIDEO_V50_WATCH_TIME", N_ ("Play time"), N_ ("All the time that videos were played") },
  { "VIDEO_AVG_WATCH_TIME", N_ ("Average play time"),
    N_ ("How long a video was played each time") },
  { "FOLLOWERS", N_ ("Followers"), N_ ("From the days this computer has looked") },
  { "FOLLOWING", N_ ("Following"), N_ ("From the days this computer has looked") },
  { "MONTHLY_VIEWS", N_ ("Monthly views"), N_ ("From the days this computer has looked") },
  { "PINS", N_ ("Pins"), N_ ("From the days this computer has looked") },
  { "BOARDS", N_ ("Boards"), N_ ("From the days this computer has looked") },
};

static const Words parts[] = {
  { "all", N_ ("All"), NULL },
  { "ALL", N_ ("All"), NULL },
  { "MOBILE", N_ ("Phones"), NULL },
  { "TABLET", N_ ("Tablets"), NULL },
  { "WEB", N_ ("Browsers"), NULL },
  { "BOTH", N_ ("All"), NULL },
  { "CLAIMED", N_ ("Claimed content"), NULL },
  { "OTHER", N_ ("Other content"), NULL },
  { "YOUR_PINS", N_ ("Your pins"), NULL },
  { "OTHER_PINS", N_ ("Pins of others"), NULL },
  { "ORGANIC", N_ ("Organic"), NULL },
  { "PAID", N_ ("Ads"), NULL },
  { "ORGANIC_IMAGE", N_ ("Pictures"), NULL },
  { "ORGANIC_PRODUCT", N_ ("Products"), NULL },
  { "ORGANIC_VIDEO", N_ ("Videos"), NULL },
  { "ADS_STANDARD", N_ ("Picture ads"), NULL },
  { "ADS_PRODUCT", N_ ("Product ads"), NULL },
  { "ADS_VIDEO", N_ ("Video ads"), NULL },
  { "ADS_IDEA", N_ ("Idea ads"), NULL },
  { "NO_SPLIT", N_ ("Not split"), NULL },
  { "APP_TYPE", N_ ("By device"), NULL },
  { "OWNED_CONTENT", N_ ("By claimed content"), NULL },
  { "SOURCE", N_ ("By whose pins"), NULL },
  { "PIN_FORMAT", N_ ("By format"), NULL },
};

static const Words *
find (const Words *words, gsize n, const char *name)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (words[i].name, name))
      return &words[i];
  return NULL;
}

/* MY_NEW_METRIC becomes "My new metric". */
static char *
make_readable (const char *name)
{
  char *words = g_utf8_make_valid (name, -1);

  for (char *at = words; *at != '\0'; at++)
    if (*at == '_' || g_ascii_iscntrl (*at))
      *at = ' ';
    else if (at > words)
      *at = g_ascii_tolower (*at);
    else
      *at = g_ascii_toupper (*at);
  return words;
}

/**
 * pf_metric_dup_title:
 * @metric: its name at the service
 *
 * Returns: (transfer full): what it is called; of one that this version does not know, its name
 * written like words
 */
char *
pf_metric_dup_title (const char *metric)
{
  const Words *words = find (metrics, G_N_ELEMENTS (metrics), metric);

  return words != NULL ? g_strdup (_ (words->title)) : make_readable (metric);
}

/**
 * pf_metric_dup_explanation:
 * @metric: its name at the service
 *
 * Returns: (transfer full) (nullable): what it counts; %NULL when this version does not know it
 */
char *
pf_metric_dup_explanation (const char *metric)
{
  const Words *words = find (metrics, G_N_ELEMENTS (metrics), metric);

  return words != NULL ? g_strdup (_ (words->explanation)) : NULL;
}

/**
 * pf_split_dup_title:
 * @key: a part of a split, or a filter, as the service writes it
 *
 * Returns: (transfer full): what it is called
 */
char *
pf_split_dup_title (const char *key)
{
  const Words *words = find (parts, G_N_ELEMENTS (parts), key);

  return words != NULL ? g_strdup (_ (words->title)) : make_readable (key);
}

static char *
format_time (double ms)
{
  double s = ms / 1000;

  if (fabs (s) < 60)
    /* Translators: seconds */
    return g_strdup_printf (_ ("%.1f s"), s);
  if (fabs (s) < 3600)
    /* Translators: minutes */
    return g_strdup_printf (_ ("%.1f min"), s / 60);
  /* Translators: hours */
  return g_strdup_printf (_ ("%'.1f h"), s / 3600);
}

/**
 * pf_metric_format_value:
 * @metric: its name at the service
 * @value: a number of it
 *
 * Returns: (transfer full): the number in the user's locale, with its unit; a dash for NAN
 */
char *
pf_metric_format_value (const char *metric, double value)
{
  if (!isfinite (value))
    return g_strdup ("–");
  switch (pf_metric_get_nature (metric))
    {
    case PF_METRIC_RATE:
      /* Translators: a share in percent */
      return pf_number_isolate (g_strdup_printf (_ ("%.1f %%"), value * 100));
    case PF_METRIC_TIME:
    case PF_METRIC_AVERAGE_TIME:
      return format_time (value);
    case PF_METRIC_COUNT:
    default:
      {
        char *number = value == floor (value) ? g_strdup_printf ("%'.0f", value)
                                              : g_strdup_printf ("%'.1f", value);

        return value < 0 ? pf_number_isolate (number) : number;
      }
    }
}

/**
 * pf_change_format:
 * @change: what changed
 *
 * Returns: (transfer full): it in few words: "+12 %", "−3 %", "no change"; "" when it is not known
 */
char *
pf_change_format (const PfChange *change)
{
  double percent = change->ratio * 100;

  if (!change->known)
    return g_strdup ("");
  if (isnan (change->ratio))
    return g_strdup (_ ("new"));
  if (fabs (percent) < 0.5)
    return g_strdup (_ ("no change"));
  if (percent >= 1000)
    /* Translators: times as many as before */
    return pf_number_isolate (g_strdup_printf (_ ("%'.0f×"), change->ratio + 1));
  return pf_number_isolate (percent > 0 ? g_strdup_printf (_ ("+%.0f %%"), percent)
                                        : g_strdup_printf (_ ("−%.0f %%"), -percent));
}

/**
 * pf_figure_format:
 * @metric: its name at the service
 * @figure: a period's number of it
 *
 * Returns: (transfer full): the number in words; never a zero for what is not known
 */
char *
pf_figure_format (const char *metric, const PfFigure *figure)
{
  return figure->sum.known ? pf_metric_format_value (metric, figure->sum.total)
                           : g_strdup (_ ("Not known"));
}

/**
 * pf_figure_describe:
 * @figure: a period's number
 *
 * Returns: (transfer full): what it stands on, and what the change is against
 */
char *
pf_figure_describe (const PfFigure *figure)
{
  const PfSum *sum = &figure->sum;
  guint missing = sum->n_days - sum->n_ready - sum->n_estimated;
  GString *words = g_string_new (_ ("Days are those of UTC."));

  if (sum->n_estimated > 0)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words,
                              ngettext ("%u day is an estimate that Pinterest still corrects; it "
                                        "is not in the totals.",
                                        "%u days are estimates that Pinterest still corrects; "
                                        "they are not in the totals.",
                                        sum->n_estimated),
                              sum->n_estimated);
    }
  if (missing > 0)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words,
                              ngettext ("There is no number of %u of the %u days.",
                                        "There are no numbers of %u of the %u days.", missing),
                              missing, sum->n_days);
    }
  if (figure->change.known)
    {
      g_string_append_c (words, ' ');
      g_string_append (words, _ ("Changes are against the same days of the period before."));
    }
  return g_string_free (words, FALSE);
}
