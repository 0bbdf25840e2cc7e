/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-compare.h"

#include "app/analytics/pf-analytics-data.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-choice.h"
#include "app/widgets/pf-wrap-box.h"
#include "core/insights/pf-metric-sum.h"

#include <glib/gi18n.h>

#define MOST 10u

typedef enum
{
  BY_BOARD,
  BY_PIN,
  BY_CAMPAIGN,
  BY_HASHTAG,
} By;

/* What pins are added up of: as the service calls it in pin_metrics. */
static const char *const metrics[] = { "impression", "save", "pin_click", "clickthrough" };
static const char *const metric_names[] = { "IMPRESSION", "SAVE", "PIN_CLICK", "OUTBOUND_CLICK" };

struct _PfAnalyticsCompare
{
  AdwBin parent;

  GtkDropDown *by, *metric, *span;
  PfChartCard *card;

  PfPinWalk *walk;    /* (nullable) */
  GHashTable *boards; /* (nullable): names by id */
  GPtrArray *ids;     /* of the pins that are shown, if pins are */
};

G_DEFINE_FINAL_TYPE (PfAnalyticsCompare, pf_analytics_compare, ADW_TYPE_BIN)

static guint chosen_signal;

static const char *
get_title (By by)
{
  static const char *const titles[]
      = { N_ ("Boards"), N_ ("Pins"), N_ ("Campaigns in links"), N_ ("Hashtags") };

  return _ (titles[by]);
}

static char *
dup_key_name (PfAnalyticsCompare *self, By by, const char *key)
{
  const char *name;

  if (by != BY_BOARD)
    return *key != '\0' ? g_strdup (key) : g_strdup (_ ("Without one"));
  name = self->boards != NULL ? g_hash_table_lookup (self->boards, key) : NULL;
  return g_strdup (name != NULL ? name : _ ("A board"));
}

/* Groups of pins. What belongs to none is a rest, not something to compare with. */
static PfChartData *
make_sums (PfAnalyticsCompare *self, By by, PfPinSpan span, const char *metric, const char *name)
{
  static const PfPinGroup groups[] = { [BY_BOARD] = PF_PIN_GROUP_BOARD,
                                       [BY_CAMPAIGN] = PF_PIN_GROUP_CAMPAIGN,
                                       [BY_HASHTAG] = PF_PIN_GROUP_HASHTAG };
  g_autoptr (GPtrArray) sums = pf_pin_walk_sum (self->walk, groups[by], span, metric);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < sums->len && names->len < MOST; i++)
    {
      const PfPinSum *sum = g_ptr_array_index (sums, i);
      const double *value = sum->n_counted > 0 ? g_hash_table_lookup (sum->metrics, metric) : NULL;

      if (value == NULL || (by != BY_BOARD && *sum->key == '\0'))
        continue;
      g_ptr_array_add (names, dup_key_name (self, by, sum->key));
      g_array_append_val (values, *value);
    }
  return pf_analytics_ranked_data (get_title (by), names, name,
                                   (const double *)(gpointer)values->data);
}

static PfChartData *
make_pins (PfAnalyticsCompare *self, PfPinSpan span, const char *metric, const char *name)
{
  double share;
  g_autoptr (GPtrArray) pins = pf_pin_walk_top (self->walk, span, metric, MOST, &share);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < pins->len; i++)
    {
      const PfPin *pin = g_ptr_array_index (pins, i);
      double value;

      if (!pf_pin_get_metric (pin, span, metric, &value))
        continue;
      g_ptr_array_add (names, pf_analytics_dup_pin_name (pin));
      g_array_append_val (values, value);
      g_ptr_array_add (self->ids, g_strdup (pin->id));
    }
  return pf_analytics_ranked_data (get_title (BY_PIN), names, name,
                                   (const double *)(gpointer)values->data);
}

static char *
dup_caption (PfAnalyticsCompare *self, By by, PfPinSpan span)
{
  const char *when = span == PF_PIN_SPAN_90_DAYS ? _ ("last 90 days") : _ ("all time");

  if (by == BY_PIN)
    /* Translators: "last 90 days" or "all time" follows */
    return g_strdup_printf (_ ("Each pin's own numbers, %s"), when);
  if (self->walk->complete)
    /* Translators: "last 90 days" or "all time" follows */
    return g_strdup_printf (_ ("Sums over the pins of each, %s"), when);
  return g_strdup_printf (ngettext ("Sums over the newest %u pin, %s",
                                    "Sums over the newest %u pins, %s", self->walk->pins->len),
                          self->walk->pins->len, when);
}

static const char *
get_nothing (PfAnalyticsCompare *self, By by)
{
  if (self->walk->pins->len == 0)
    return _ ("There are no pins yet.");
  if (by == BY_CAMPAIGN)
    return _ ("No link of these pins names a campaign (utm_campaign).");
  if (by == BY_HASHTAG)
    return _ ("No description of these pins has a hashtag.");
  return _ ("There are no numbers of pins yet to add up.");
}

static void
update (PfAnalyticsCompare *self)
{
  By by = (By)gtk_drop_down_get_selected (self->by);
  guint metric = gtk_drop_down_get_selected (self->metric);
  PfPinSpan span
      = gtk_drop_down_get_selected (self->span) == 0 ? PF_PIN_SPAN_90_DAYS : PF_PIN_SPAN_LIFETIME;
  g_autofree char *name = pf_metric_dup_title (metric_names[metric]);
  g_autoptr (PfChartData) data = NULL;
  g_autofree char *caption = NULL;

  g_ptr_array_set_size (self->ids, 0);
  if (self->walk == NULL)
    return;
  data = by == BY_PIN ? make_pins (self, span, metrics[metric], name)
                      : make_sums (self, by, span, metrics[metric], name);
  if (!pf_chart_data_has_values (data))
    {
      pf_chart_card_set_words (self->card, get_title (by), get_nothing (self, by));
      return;
    }
  caption = dup_caption (self, by, span);
  pf_chart_card_set_data (self->card, data);
  pf_chart_card_set_caption (self->card, caption);
}

static void
point_chosen (PfChartCard *card, guint point, PfAnalyticsCompare *self)
{
  if (point < self->ids->len)
    g_signal_emit (self, chosen_signal, 0, g_ptr_array_index (self->ids, point));
}

/**
 * pf_analytics_compare_set_words:
 * @self: the comparison
 * @words: why there is nothing to compare (yet)
 */
void
pf_analytics_compare_set_words (PfAnalyticsCompare *self, const char *words)
{
  g_return_if_fail (PF_IS_ANALYTICS_COMPARE (self));

  g_clear_pointer (&self->walk, pf_pin_walk_unref);
  g_ptr_array_set_size (self->ids, 0);
  pf_chart_card_set_words (self->card, get_title ((By)gtk_drop_down_get_selected (self->by)),
                           words);
}

/**
 * pf_analytics_compare_show:
 * @self: the comparison
 * @walk: pins with their numbers
 * @boards: (element-type utf8 utf8): names of boards by id
 */
void
pf_analytics_compare_show (PfAnalyticsCompare *self, PfPinWalk *walk, GHashTable *boards)
{
  g_return_if_fail (PF_IS_ANALYTICS_COMPARE (self));

  g_clear_pointer (&self->walk, pf_pin_walk_unref);
  g_clear_pointer (&self->boards, g_hash_table_unref);
  self->walk = pf_pin_walk_ref (walk);
  self->boards = g_hash_table_ref (boards);
  update (self);
}

static void
pf_analytics_compare_finalize (GObject *object)
{
  PfAnalyticsCompare *self = PF_ANALYTICS_COMPARE (object);

  g_clear_pointer (&self->walk, pf_pin_walk_unref);
  g_clear_pointer (&self->boards, g_hash_table_unref);
  g_ptr_array_unref (self->ids);
  G_OBJECT_CLASS (pf_analytics_compare_parent_class)->finalize (object);
}

static void
pf_analytics_compare_class_init (PfAnalyticsCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_analytics_compare_finalize;
  /**
   * PfAnalyticsCompare::pin-chosen:
   * @self: the comparison
   * @id: Pinterest's id of a pin
   *
   * Somebody wants to see it.
   */
  chosen_signal = g_signal_new ("pin-chosen", PF_TYPE_ANALYTICS_COMPARE, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkDropDown *
add_choice (PfAnalyticsCompare *self, GtkWidget *row, const char *const *words, const char *name)
{
  GtkWidget *choice = gtk_drop_down_new (NULL, NULL);

  pf_choice_fill (GTK_DROP_DOWN (choice), words, name);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  pf_wrap_box_append (PF_WRAP_BOX (row), choice);
  return GTK_DROP_DOWN (choice);
}

static void
pf_analytics_compare_init (PfAnalyticsCompare *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *row = pf_wrap_box_new (6);
  const char *const by[] = { get_title (BY_BOARD), get_title (BY_PIN), get_title (BY_CAMPAIGN),
                             get_title (BY_HASHTAG), NULL };
  const char *const spans[] = { _ ("Last 90 days"), _ ("All time"), NULL };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;

  self->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (metric_names); i++)
    {
      g_autofree char *title = pf_metric_dup_title (metric_names[i]);

      g_strv_builder_add (builder, title);
    }
  titles = g_strv_builder_end (builder);
  self->by = add_choice (self, row, by, _ ("Compare"));
  self->metric = add_choice (self, row, (const char *const *)titles, _ ("By which number"));
  self->span = add_choice (self, row, spans, _ ("Over which time"));
  self->card = PF_CHART_CARD (pf_chart_card_new (PF_CHART_RANKED));
  g_signal_connect (self->card, "activated", G_CALLBACK (point_chosen), self);
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->card));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * pf_analytics_compare_new:
 *
 * Returns: (transfer floating): a comparison of nothing yet
 */
GtkWidget *
pf_analytics_compare_new (void)
{
  return g_object_new (PF_TYPE_ANALYTICS_COMPARE, NULL);
}
