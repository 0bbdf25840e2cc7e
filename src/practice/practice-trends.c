/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-metrics.h"
#include "practice-trend-words.h"

#include <stdlib.h>
#include <string.h>

#define WEEK_DAYS 7
#define PAST_WEEKS 52
#define COMING_WEEKS 13
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static const char *const regions[] = { "US",
                                       "CA",
                                       "DE",
                                       "FR",
                                       "ES",
                                       "IT",
                                       "DE+AT+CH",
                                       "GB+IE",
                                       "IT+ES+PT+GR+MT",
                                       "PL+RO+HU+SK+CZ",
                                       "SE+DK+FI+NO",
                                       "NL+BE+LU",
                                       "AR",
                                       "BR",
                                       "CO",
                                       "MX",
                                       "MX+AR+CO+CL",
                                       "AU+NZ",
                                       NULL };
static const char *const types[] = { "growing", "monthly", "yearly", "seasonal", NULL };
static const char *const interests[] = { "animals",
                                         "architecture",
                                         "art",
                                         "beauty",
                                         "childrens_fashion",
                                         "design",
                                         "diy_and_crafts",
                                         "education",
                                         "electronics",
                                         "entertainment",
                                         "event_planning",
                                         "finance",
                                         "food_and_drinks",
                                         "gardening",
                                         "health",
                                         "home_decor",
                                         "mens_fashion",
                                         "parenting",
                                         "quotes",
                                         "sport",
                                         "travel",
                                         "vehicles",
                                         "wedding",
                                         "womens_fashion",
                                         NULL };
static const char *const genders[] = { "female", "male", "unknown", NULL };
static const char *const gender_keys[] = { "female", "male", "unspecified", NULL };
static const char *const ages[]
    = { "18-24", "25-34", "35-44", "45-49", "50-54", "55-64", "65+", NULL };

typedef struct
{
  guint region;
  guint type;
  char **interests;
  char **genders;
  char **ages;
  char **keywords;
  guint limit;
  gboolean as_group;
  gboolean prediction;
  gboolean demographics;
  /* The end of the newest week. */
  gint64 last;
} Request;

typedef struct
{
  const PracticeTrendWord *word;
  guint64 key;
  double weight;
  double score;
} Trend;

static int
index_of (const char *const *words, const char *word)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return i;
  return -1;
}

static double
fraction (guint64 chance)
{
  return (double)(chance >> 11) / 9007199254740992.0;
}

/* ---- reading ---- */

static void
clear_request (Request *r)
{
  g_strfreev (r->interests);
  g_strfreev (r->genders);
  g_strfreev (r->ages);
  g_strfreev (r->keywords);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, clear_request)

/* FALSE after a 400 was answered. @words: NULL when any will do */
static gboolean
read_words (PracticeExchange *x, const char *name, const char *const *words, char ***list)
{
  *list = practice_query_list (x, name);
  for (guint i = 0; (*list)[i] != NULL; i++)
    if (words != NULL ? !g_strv_contains (words, (*list)[i])
                      : (*list)[i][0] == '\0' || g_utf8_strlen ((*list)[i], -1) > 100)
      {
        practice_reply_error (x, 400, 1, "Parameter '%s' is not one of the documented words.",
                              name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_request (PracticeExchange *x, Request *r)
{
  int region = index_of (regions, x->args[0]);
  int type = index_of (types, x->args[1]);
  gint64 today = practice_now_us (x->app) / DAY_US;

  if (region < 0 || type < 0)
    {
      practice_reply_error (x, 400, 1, "Invalid trending keywords request parameters: '%s'.",
                            region < 0 ? x->args[0] : x->args[1]);
      return FALSE;
    }
  r->region = (guint)region;
  r->type = (guint)type;
  r->limit = 50;
  if (!read_words (x, "interests", interests, &r->interests)
      || !read_words (x, "genders", genders, &r->genders) || !read_words (x, "ages", ages, &r->ages)
      || !read_words (x, "include_keywords", NULL, &r->keywords)
      || !practice_query_number (x, "limit", 1, 50, &r->limit)
      || !practice_query_flag (x, "normalize_against_group", &r->as_group)
      || !practice_query_flag (x, "include_prediction", &r->prediction)
      || !practice_query_flag (x, "include_demographics", &r->demographics))
    return FALSE;
  if (g_strv_length (r->keywords) > 50)
    {
      practice_reply_error (x, 400, 1, "Parameter 'include_keywords' can be 50 words at most.");
      return FALSE;
    }
  if ((r->prediction || r->demographics) && !x->app->switches.trends_beta)
    {
      practice_reply_error (x, 401, 3, "Your app is not allowed to use this feature: trends_beta.");
      return FALSE;
    }
  /* Weeks end on Tuesdays, and it takes two days to count them. 1970-01-01 was a Thursday. */
  r->last = today - 2 - (today - 2 + 2) % WEEK_DAYS;
  return TRUE;
}

/* ---- the numbers ---- */

static double
volume (const Trend *trend, gint64 day)
{
  /* The week of the year, as near as a calendar of 365.25 days comes to it. */
  int week = (int)(day * 4 % 1461 / 4 / WEEK_DAYS) % 52;
  double grown = 1 + trend->word->growth / 100.0 * (double)(day % 365 - 180) / 365;
  double v = trend->weight * MAX (grown, 0.1)
             * (0.92 + 0.16 * fraction (practice_hash (trend->key, (guint64)day)));

  if (trend->word->peak >= 0)
    {
      int away = abs (week - trend->word->peak);

      away = MIN (away, 52 - away);
      v *= 0.15 + 4.0 / (1 + away * away / 6.0);
    }
  return v;
}

static double
mean (const Trend *trend, gint64 last, guint weeks)
{
  double sum = 0;

  for (guint i = 0; i < weeks; i++)
    sum += volume (trend, last - (gint64)i * WEEK_DAYS);
  return sum / weeks;
}

/* Rounded per cent, 10001 for more than 10000. */
static gint64
growth (double now, double then)
{
  double percent = then > 0 ? (now / then - 1) * 100 : 0;

  return percent > 10000 ? 10001 : (gint64)(percent + (percent < 0 ? -0.5 : 0.5));
}

static double
score (const Trend *trend, const Request *r)
{
  switch (r->type)
    {
    case 0:
      return mean (trend, r->last, 13) / mean (trend, r->last - 91, 13);
    case 1:
      return mean (trend, r->last, 4);
    case 2:
      return mean (trend, r->last, 52);
    default:
      return trend->word->peak < 0 ? -1 : mean (trend, r->last, 4) / mean (trend, r->last - 28, 4);
    }
}

static gboolean
is_asked (const PracticeTrendWord *word, const Request *r)
{
  if (r->interests[0] != NULL
      && !g_strv_contains ((const char *const *)r->interests, word->interest))
    return FALSE;
  for (guint i = 0; r->keywords[i] != NULL; i++)
    if (strstr (word->keyword, r->keywords[i]) != NULL)
      return TRUE;
  return r->keywords[0] == NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Trend *one = a, *other = b;

  if (one->score != other->score)
    return one->score < other->score ? 1 : -1;
  return strcmp (one->word->keyword, other->word->keyword);
}

static GArray *
find_trends (PracticeExchange *x, const Request *r)
{
  GArray *trends = g_array_new (FALSE, TRUE, sizeof (Trend));
  guint64 crowd = 0;

  for (guint i = 0; r->genders[i] != NULL; i++)
    crowd = practice_hash (crowd, (guint64)index_of (genders, r->genders[i]) + 1);
  for (guint i = 0; r->ages[i] != NULL; i++)
    crowd = practice_hash (crowd, (guint64)index_of (ages, r->ages[i]) + 11);
  for (guint i = 0; i < practice_n_trend_words (); i++)
    {
      Trend one = { .word = practice_trend_word (i) };

      if (!is_asked (one.word, r))
        continue;
      one.key = practice_hash (practice_hash (x->app->options.seed + crowd, r->region), i);
      one.weight = 20 + 80 * fraction (one.key);
      one.score = score (&one, r);
      if (one.score > 0)
        g_array_append_val (trends, one);
    }
  g_array_sort (trends, compare);
  g_array_set_size (trends, MIN (trends->len, r->limit));
  return trends;
}

/* ---- the answer ---- */

static JsonObject *
weeks (const Trend *trend, gint64 last, guint n, double top)
{
  JsonObject *o = json_object_new ();

  for (guint i = n; i > 0; i--)
    {
      gint64 day = last - (gint64)(i - 1) * WEEK_DAYS;
      g_autofree char *date = practice_day_text (day);

      json_object_set_int_member (o, date, (gint64)(volume (trend, day) / top * 100 + 0.5));
    }
  return o;
}

static double
highest (const Trend *trend, gint64 last, guint n)
{
  double top = 0;

  for (guint i = 0; i < n; i++)
    top = MAX (top, volume (trend, last - (gint64)i * WEEK_DAYS));
  return top;
}

/* Shares that add up to 1; small ones are told as 0.04 for privacy. */
static JsonObject *
distribution (const char *const *keys, guint64 chance)
{
  guint n = g_strv_length ((char **)keys);
  JsonObject *o = json_object_new ();
  double all = 0;

  for (guint i = 0; i < n; i++)
    all += 0.1 + fraction (practice_hash (chance, i));
  for (guint i = 0; i < n; i++)
    {
      double share = (0.1 + fraction (practice_hash (chance, i))) / all;

      json_object_set_double_member (o, keys[i],
                                     share < 0.05 ? 0.04 : (int)(share * 100 + 0.5) / 100.0);
    }
  return o;
}

static JsonObject *
present (const Trend *trend, const Request *r, double group)
{
  gint64 coming = r->last + COMING_WEEKS * WEEK_DAYS;
  double top = group > 0 ? group : highest (trend, r->last, PAST_WEEKS);
  JsonObject *o = json_object_new ();

  json_object_set_string_member (o, "keyword", trend->word->keyword);
  json_object_set_int_member (o, "pct_growth_wow",
                              growth (volume (trend, r->last),
                                      volume (trend, r->last - WEEK_DAYS)));
  json_object_set_int_member (o, "pct_growth_mom",
                              growth (mean (trend, r->last, 4), mean (trend, r->last - 28, 4)));
  json_object_set_int_member (o, "pct_growth_yoy", trend->word->growth);
  json_object_set_object_member (o, "time_series", weeks (trend, r->last, PAST_WEEKS, top));
  json_object_set_boolean_member (o, "has_prediction", r->prediction);
  if (r->prediction)
    json_object_set_object_member (o, "predicted_time_series",
                                   weeks (trend, coming, COMING_WEEKS,
                                          group > 0
                                              ? MAX (group, highest (trend, coming, COMING_WEEKS))
                                              : highest (trend, coming, COMING_WEEKS)));
  if (r->demographics)
    {
      JsonObject *crowd = json_object_new ();

      json_object_set_object_member (crowd, "age_distribution",
                                     distribution (ages, practice_hash (trend->key, 1)));
      json_object_set_object_member (crowd, "gender_distribution",
                                     distribution (gender_keys, practice_hash (trend->key, 2)));
      json_object_set_object_member (o, "demographics", crowd);
    }
  return o;
}

void
practice_trends_keywords (PracticeExchange *x)
{
  g_auto (Request) r = { 0 };
  g_autoptr (GArray) trends = NULL;
  JsonArray *list;
  JsonObject *o;
  JsonNode *node;
  double group = 0;

  if (!read_request (x, &r))
    return;
  trends = find_trends (x, &r);
  for (guint i = 0; r.as_group && i < trends->len; i++)
    group = MAX (group, highest (&g_array_index (trends, Trend, i), r.last, PAST_WEEKS));
  list = json_array_new ();
  for (guint i = 0; i < trends->len; i++)
    json_array_add_object_element (list, present (&g_array_index (trends, Trend, i), &r, group));
  o = json_object_new ();
  json_object_set_array_member (o, "trends", list);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, o);
  practice_reply (x, 200, node);
}
