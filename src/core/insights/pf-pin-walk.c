/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-pin-walk.h"

#include "core/api/pf-json.h"

#include <math.h>
#include <string.h>

#define CAMPAIGN "utm_campaign"
#define MAX_TAG 100

G_DEFINE_BOXED_TYPE (PfPinWalk, pf_pin_walk, pf_pin_walk_ref, pf_pin_walk_unref)

/**
 * pf_pin_walk_new: (skip)
 * @now_us: wall clock
 *
 * Returns: (transfer full): an empty walk, to be filled in before anybody sees it
 */
PfPinWalk *
pf_pin_walk_new (gint64 now_us)
{
  PfPinWalk *self = g_new0 (PfPinWalk, 1);

  g_atomic_ref_count_init (&self->refs);
  self->pins = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_pin_unref);
  self->fetched_at = now_us;
  return self;
}

/**
 * pf_pin_walk_ref:
 * @self: a walk
 *
 * Returns: (transfer full): @self
 */
PfPinWalk *
pf_pin_walk_ref (PfPinWalk *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_pin_walk_unref:
 * @self: (transfer full): a walk
 */
void
pf_pin_walk_unref (PfPinWalk *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->pins);
  g_free (self);
}

/**
 * pf_pin_sum_free:
 * @self: (transfer full): a sum
 */
void
pf_pin_sum_free (PfPinSum *self)
{
  g_free (self->key);
  g_hash_table_unref (self->metrics);
  g_free (self);
}

static const PfJson *
get_numbers (const PfJson *root, PfPinSpan span)
{
  return pf_json_get_object (root, span == PF_PIN_SPAN_90_DAYS ? "90d" : "lifetime_metrics");
}

static gboolean
get_number (const PfJson *value, double *number)
{
  *number = value->kind == PF_JSON_INT    ? (double)value->number
            : value->kind == PF_JSON_REAL ? value->real
                                          : NAN;
  return isfinite (*number);
}

/**
 * pf_pin_get_metric:
 * @pin: a pin of a walk
 * @span: over which time
 * @metric: its name in pin_metrics
 * @value: (out): the number
 *
 * Returns: whether the service told it; what it did not tell is not 0
 */
gboolean
pf_pin_get_metric (const PfPin *pin, PfPinSpan span, const char *metric, double *value)
{
  g_autoptr (PfJson) root
      = pin->metrics_json != NULL ? pf_json_parse_object (pin->metrics_json, -1, NULL) : NULL;
  const PfJson *numbers = get_numbers (root, span);

  for (const PfJson *at = pf_json_first (numbers); at != NULL; at = pf_json_next (numbers, at))
    if (g_str_equal (at->name, metric) && get_number (at, value))
      return TRUE;
  return FALSE;
}

/* Groups */

static void
add_campaign (GHashTable *keys, const char *link)
{
  g_autoptr (GUri) uri = link != NULL ? g_uri_parse (link, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *query = uri != NULL ? g_uri_get_query (uri) : NULL;
  g_autoptr (GHashTable) tags
      = query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL) : NULL;
  const char *campaign = tags != NULL ? g_hash_table_lookup (tags, CAMPAIGN) : NULL;

  g_hash_table_add (keys,
                    g_strdup (campaign != NULL && strlen (campaign) <= MAX_TAG ? campaign : ""));
}

static void
add_hashtags (GHashTable *keys, const char *text)
{
  for (const char *at = text != NULL ? strchr (text, '#') : NULL; at != NULL; at = strchr (at, '#'))
    {
      const char *end = ++at;
      g_autofree char *tag = NULL;

      while (*end != '\0' && (g_unichar_isalnum (g_utf8_get_char (end)) || *end == '_'))
        end = g_utf8_next_char (end);
      if (end == at || end - at > MAX_TAG)
        continue;
      tag = g_strndup (at, (gsize)(end - at));
      g_hash_table_add (keys, g_utf8_strdown (tag, -1));
    }
}

/* A set: a hashtag that is written twice counts once. */
static GHashTable *
get_keys (const PfPin *pin, PfPinGroup group)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  switch (group)
    {
    case PF_PIN_GROUP_BOARD:
      g_hash_table_add (keys, g_strdup (pin->board_id != NULL ? pin->board_id : ""));
      break;
    case PF_PIN_GROUP_SECTION:
      g_hash_table_add (keys, g_strdup (pin->section_id != NULL ? pin->section_id : ""));
      break;
    case PF_PIN_GROUP_CAMPAIGN:
      add_campaign (keys, pin->link);
      break;
    case PF_PIN_GROUP_HASHTAG:
      add_hashtags (keys, pin->description);
      break;
    case PF_PIN_GROUP_ALL:
    default:
      g_hash_table_add (keys, g_strdup (""));
      break;
    }
  return keys;
}

static PfPinSum *
find_or_add (GHashTable *sums, const char *key)
{
  PfPinSum *sum = g_hash_table_lookup (sums, key);

  if (sum == NULL)
    {
      sum = g_new0 (PfPinSum, 1);
      sum->key = g_strdup (key);
      sum->metrics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (sums, sum->key, sum);
    }
  return sum;
}

static void
add_numbers (PfPinSum *sum, const PfJson *numbers)
{
  gboolean counted = FALSE;
  double number;

  sum->n_pins++;
  for (const PfJson *at = pf_json_first (numbers); at != NULL; at = pf_json_next (numbers, at))
    {
      double *total;

      if (!get_number (at, &number))
        continue;
      total = g_hash_table_lookup (sum->metrics, at->name);
      if (total == NULL)
        g_hash_table_insert (sum->metrics, g_strdup (at->name), total = g_new0 (double, 1));
      *total += number;
      counted = TRUE;
    }
  sum->n_counted += counted;
}

static int
compare_sums (gconstpointer a, gconstpointer b, gpointer metric)
{
  const PfPinSum *left = *(PfPinSum *const *)a, *right = *(PfPinSum *const *)b;
  const double *more = g_hash_table_lookup (left->metrics, metric);
  const double *less = g_hash_table_lookup (right->metrics, metric);

  if (more != NULL && less != NULL && *more != *less)
    return *more > *less ? -1 : 1;
  if ((more != NULL) != (less != NULL))
    return more != NULL ? -1 : 1;
  return g_strcmp0 (left->key, right->key);
}

/**
 * pf_pin_walk_sum:
 * @self: a walk
 * @group: what pins are added up by
 * @span: over which time
 * @metric: what the order is by
 *
 * Adds up pins' own numbers. Some milliseconds for each thousand pins: for long walks on a worker
 * thread.
 *
 * Returns: (transfer full) (element-type PfPinSum): sums, most @metric first
 */
GPtrArray *
pf_pin_walk_sum (const PfPinWalk *self, PfPinGroup group, PfPinSpan span, const char *metric)
{
  g_autoptr (GHashTable) sums = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_pin_sum_free);
  GHashTableIter iter;
  gpointer at;

  for (guint i = 0; i < self->pins->len; i++)
    {
      const PfPin *pin = g_ptr_array_index (self->pins, i);
      g_autoptr (GHashTable) keys = get_keys (pin, group);
      g_autoptr (PfJson) root
          = pin->metrics_json != NULL ? pf_json_parse_object (pin->metrics_json, -1, NULL) : NULL;

      g_hash_table_iter_init (&iter, keys);
      while (g_hash_table_iter_next (&iter, &at, NULL))
        add_numbers (find_or_add (sums, at), get_numbers (root, span));
    }
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, NULL, &at))
    g_ptr_array_add (sorted, at);
  g_ptr_array_sort_with_data (sorted, compare_sums, (gpointer)metric);
  return sorted;
}

typedef struct
{
  PfPin *pin;
  double value;
} Ranked;

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *left = a, *right = b;

  return left->value > right->value ? -1 : left->value < right->value;
}

/**
 * pf_pin_walk_top:
 * @self: a walk
 * @span: over which time
 * @metric: by what
 * @n: how many at most
 * @share: (out): what part of the @metric of all pins these have, 0 to 1; NAN when there is none
 *
 * Returns: (transfer full) (element-type PfPin): the pins with most of it
 */
GPtrArray *
pf_pin_walk_top (const PfPinWalk *self, PfPinSpan span, const char *metric, guint n, double *share)
{
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  GPtrArray *top = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_pin_unref);
  double all = 0, some = 0;

  for (guint i = 0; i < self->pins->len; i++)
    {
      Ranked one = { .pin = g_ptr_array_index (self->pins, i) };

      if (!pf_pin_get_metric (one.pin, span, metric, &one.value))
        continue;
      all += one.value;
      g_array_append_val (ranked, one);
    }
  g_array_sort (ranked, compare_ranked);
  for (guint i = 0; i < MIN (n, ranked->len); i++)
    {
      const Ranked *one = &g_array_index (ranked, Ranked, i);

      some += one->value;
      g_ptr_array_add (top, pf_pin_ref (one->pin));
    }
  *share = all > 0 ? some / all : NAN;
  return top;
}
