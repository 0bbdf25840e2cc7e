/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-top.h"

#include "app/analytics/pf-analytics-data.h"
#include "app/analytics/pf-analytics-open.h"
#include "app/analytics/pf-analytics-pictures.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-weak.h"
#include "core/insights/pf-insight-trouble.h"

#include <glib/gi18n.h>

/* The service names pins. Most of them were listed anyway; the others are asked for one by one. */
struct _PfAnalyticsTop
{
  AdwBin parent;

  PfChartCard *card;
  PfInsightKind kind;

  PfWindow *window; /* (unowned): the page lives in it */
  PfInsights *insights;
  GCancellable *cancellable;
  PfInsightReply *reply;
  GHashTable *known; /* (nullable): id -> PfPin, of the listing; shared */
  GHashTable *found; /* (nullable): id -> PfPin, asked for */
  gboolean listed;   /* the listing has come, or has failed */
  gboolean settled;
  PfAnalyticsPictures *pictures; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PfAnalyticsTop, pf_analytics_top, ADW_TYPE_BIN)

static guint settled_signal;

static const char *
get_title (PfAnalyticsTop *self)
{
  return self->kind == PF_INSIGHT_TOP_PINS ? _ ("Best pins") : _ ("Best videos");
}

static const PfPin *
find_pin (PfAnalyticsTop *self, const char *id)
{
  const PfPin *pin = self->known != NULL ? g_hash_table_lookup (self->known, id) : NULL;

  return pin != NULL || self->found == NULL ? pin : g_hash_table_lookup (self->found, id);
}

static void
settle (PfAnalyticsTop *self)
{
  self->settled = TRUE;
  g_signal_emit (self, settled_signal, 0);
}

static void
ask_pictures (PfAnalyticsTop *self, PfChartData *data)
{
  const GPtrArray *top = self->reply->top->pins;

  pf_chart_data_reserve_pictures (data);
  if (self->pictures == NULL)
    self->pictures = pf_analytics_pictures_new (pf_window_get_pictures (self->window),
                                                pf_connection_get_client (
                                                    pf_insights_get_connection (self->insights)));
  pf_analytics_pictures_set_data (self->pictures, data);
  for (guint i = 0; i < top->len; i++)
    {
      const PfTopPin *place = g_ptr_array_index (top, i);
      const PfPin *pin = find_pin (self, place->pin_id);
      const PfRendition *rendition = pin != NULL && pin->n_pictures > 0
                                         ? pf_picture_set_best (&pin->pictures[0], 150)
                                         : NULL;

      if (rendition != NULL)
        pf_analytics_pictures_want (self->pictures, i, rendition->url);
    }
  pf_analytics_pictures_ask (self->pictures);
}

static void
show (PfAnalyticsTop *self)
{
  const PfTopPins *top = self->reply->top;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (PfChartData) data = NULL;
  const char *metric;

  if (top->pins->len == 0)
    {
      pf_chart_card_set_words (self->card, get_title (self),
                               self->kind == PF_INSIGHT_TOP_PINS
                                   ? _ ("Pinterest names no pin for these days.")
                                   : _ ("No video was seen in these days."));
      return;
    }
  names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < top->pins->len; i++)
    {
      const PfTopPin *place = g_ptr_array_index (top->pins, i);

      g_ptr_array_add (names, pf_analytics_dup_pin_name (find_pin (self, place->pin_id)));
    }
  metric = top->sort_by != NULL                ? top->sort_by
           : self->kind == PF_INSIGHT_TOP_PINS ? "IMPRESSION"
                                               : "VIDEO_MRC_VIEW";
  data = pf_analytics_top_data (get_title (self), top, metric, names);
  ask_pictures (self, data);
  pf_chart_card_set_data (self->card, data);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfAnalyticsTop) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) found
      = pf_insights_find_pins_finish (PF_INSIGHTS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* The list stands without them. */
  if (found == NULL)
    g_debug ("Best pins are not told more of: %s", error->message);
  else if (g_hash_table_size (found) > 0)
    {
      g_clear_pointer (&self->found, g_hash_table_unref);
      self->found = g_steal_pointer (&found);
      show (self);
    }
  settle (self);
}

/* Once the list and the listing are there: what neither tells of is asked for. */
static void
complete (PfAnalyticsTop *self)
{
  g_autoptr (GPtrArray) ids = NULL;

  if (self->reply == NULL || self->reply->top == NULL)
    return;
  show (self);
  if (!self->listed)
    return;
  ids = g_ptr_array_new ();
  for (guint i = 0; i < self->reply->top->pins->len; i++)
    {
      const PfTopPin *place = g_ptr_array_index (self->reply->top->pins, i);

      if (find_pin (self, place->pin_id) == NULL)
        g_ptr_array_add (ids, place->pin_id);
    }
  if (ids->len == 0)
    {
      settle (self);
      return;
    }
  g_ptr_array_add (ids, NULL);
  pf_insights_find_pins_async (self->insights, (const char *const *)ids->pdata, self->cancellable,
                               found_cb, pf_weak_new (self));
}

static void
came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfAnalyticsTop) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply
      = pf_insights_fetch_finish (PF_INSIGHTS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reply = g_steal_pointer (&reply);
  if (self->reply != NULL)
    {
      complete (self);
      return;
    }
  g_autofree char *words = pf_insight_trouble_dup_words (error);

  pf_chart_card_set_words (self->card, get_title (self), words);
  settle (self);
}

/**
 * pf_analytics_top_forget:
 * @self: the list
 *
 * What is under way is no longer waited for.
 */
void
pf_analytics_top_forget (PfAnalyticsTop *self)
{
  g_return_if_fail (PF_IS_ANALYTICS_TOP (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->insights);
  g_clear_pointer (&self->reply, pf_insight_reply_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->pictures, pf_analytics_pictures_free);
  self->listed = self->settled = FALSE;
}

/**
 * pf_analytics_top_load:
 * @self: the list
 * @window: where a pin is shown
 * @insights: whom to ask
 * @query: what, of the kind of the list
 * @fresh: also if it was just asked
 *
 * Which pins are known is told with pf_analytics_top_set_known(), before or after.
 */
void
pf_analytics_top_load (PfAnalyticsTop *self,
                       PfWindow *window,
                       PfInsights *insights,
                       PfInsightQuery *query,
                       gboolean fresh)
{
  g_return_if_fail (PF_IS_ANALYTICS_TOP (self));

  pf_analytics_top_forget (self);
  self->window = window;
  self->insights = g_object_ref (insights);
  self->cancellable = g_cancellable_new ();
  pf_chart_card_set_words (self->card, get_title (self), _ ("Asking for the numbers…"));
  pf_insights_fetch_async (insights, query, fresh, self->cancellable, came, pf_weak_new (self));
}

/**
 * pf_analytics_top_set_known:
 * @self: the list, which was loaded
 * @pins: (nullable) (element-type utf8 PfPin): pins by id; %NULL when they could not be listed
 *
 * Tells which pins were listed.
 */
void
pf_analytics_top_set_known (PfAnalyticsTop *self, GHashTable *pins)
{
  g_return_if_fail (PF_IS_ANALYTICS_TOP (self));

  g_clear_pointer (&self->known, g_hash_table_unref);
  self->known = pins != NULL ? g_hash_table_ref (pins) : NULL;
  self->listed = TRUE;
  complete (self);
}

/**
 * pf_analytics_top_is_settled:
 * @self: the list
 *
 * Returns: whether all of it has come, or it says why not
 */
gboolean
pf_analytics_top_is_settled (PfAnalyticsTop *self)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_TOP (self), FALSE);

  return self->settled;
}

/**
 * pf_analytics_top_get_pin_id:
 * @self: the list
 * @place: from 0
 *
 * Returns: (transfer none) (nullable): Pinterest's id of the pin in that place
 */
const char *
pf_analytics_top_get_pin_id (PfAnalyticsTop *self, guint place)
{
  const PfTopPin *pin;

  g_return_val_if_fail (PF_IS_ANALYTICS_TOP (self), NULL);
  if (self->reply == NULL || self->reply->top == NULL || place >= self->reply->top->pins->len)
    return NULL;
  pin = g_ptr_array_index (self->reply->top->pins, place);
  return pin->pin_id;
}

static void
chosen (PfChartCard *card, guint place, PfAnalyticsTop *self)
{
  const char *id = pf_analytics_top_get_pin_id (self, place);

  if (id != NULL)
    pf_analytics_open_pin (self->window, pf_insights_get_connection (self->insights), id);
}

static void
pf_analytics_top_dispose (GObject *object)
{
  pf_analytics_top_forget (PF_ANALYTICS_TOP (object));
  G_OBJECT_CLASS (pf_analytics_top_parent_class)->dispose (object);
}

static void
pf_analytics_top_class_init (PfAnalyticsTopClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_analytics_top_dispose;
  /**
   * PfAnalyticsTop::settled:
   * @self: the list
   *
   * All of it has come, or it says why not.
   */
  settled_signal = g_signal_new ("settled", PF_TYPE_ANALYTICS_TOP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pf_analytics_top_init (PfAnalyticsTop *self)
{
  self->card = PF_CHART_CARD (pf_chart_card_new (PF_CHART_RANKED));
  g_signal_connect (self->card, "activated", G_CALLBACK (chosen), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
}

/**
 * pf_analytics_top_new:
 * @kind: #PF_INSIGHT_TOP_PINS or #PF_INSIGHT_TOP_VIDEO_PINS
 *
 * Returns: (transfer floating): a list without pins yet
 */
GtkWidget *
pf_analytics_top_new (PfInsightKind kind)
{
  PfAnalyticsTop *self = g_object_new (PF_TYPE_ANALYTICS_TOP, NULL);

  self->kind = kind;
  return GTK_WIDGET (self);
}
