/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-followers.h"

#include "app/analytics/pf-analytics-data.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-weak.h"
#include "core/insights/pf-insight-history.h"
#include "core/store/pf-choices.h"

#include <glib/gi18n.h>

struct _PfAnalyticsFollowers
{
  AdwBin parent;

  PfChartCard *card;
  GCancellable *cancellable;
  PfDay from, to;
  gboolean settled;
};

G_DEFINE_FINAL_TYPE (PfAnalyticsFollowers, pf_analytics_followers, ADW_TYPE_BIN)

static void
say (PfAnalyticsFollowers *self, const char *words)
{
  pf_chart_card_set_words (self->card, _ ("Followers"), words);
  self->settled = TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfAnalyticsFollowers) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = pf_insight_history_read_finish (PF_STORE (source), result, &error);
  g_autoptr (PfSeries) series = NULL;
  g_autoptr (PfChartData) chart = NULL;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (tables == NULL)
    g_warning ("Followers cannot be read: %s", error->message);
  series = pf_series_new (tables != NULL && tables->len > 0 ? g_ptr_array_index (tables, 0) : NULL,
                          PF_INSIGHT_HISTORY_FOLLOWERS, self->from, self->to);
  if (!pf_series_has_values (series))
    {
      say (self,
           _ ("Followers are counted on this computer, once a day when Pinfold runs. Of these "
              "days there are none yet."));
      return;
    }
  chart = pf_analytics_series_data (_ ("Followers"), series, NULL, NULL);
  pf_chart_card_set_data (self->card, chart);
  pf_chart_card_set_caption (self->card, _ ("From the days this computer has looked"));
  self->settled = TRUE;
}

/**
 * pf_analytics_followers_load:
 * @self: the followers
 * @workspace: where they are kept
 * @connection: whose
 * @from: first day
 * @today: the last
 */
void
pf_analytics_followers_load (PfAnalyticsFollowers *self,
                             PfWorkspace *workspace,
                             PfConnection *connection,
                             PfDay from,
                             PfDay today)
{
  PfInsightHistoryKey key = { .connection_id = pf_connection_get_id (connection),
                              .subject = PF_INSIGHT_HISTORY_COUNTS,
                              .filter = "" };

  g_return_if_fail (PF_IS_ANALYTICS_FOLLOWERS (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->settled = FALSE;
  self->from = from;
  self->to = today;
  if ((pf_workspace_get_kept (workspace, connection) & PF_KEEP_ANALYTICS) == 0)
    {
      say (self,
           _ ("Pinterest tells how many followers there are now, not how many there were. Let "
              "Pinfold keep analytics on this computer (Preferences, Stored Data), and it "
              "counts them every day."));
      return;
    }
  self->cancellable = g_cancellable_new ();
  pf_insight_history_read_async (pf_workspace_get_store (workspace), &key, from, today,
                                 self->cancellable, read_cb, pf_weak_new (self));
}

/**
 * pf_analytics_followers_is_settled:
 * @self: the followers
 *
 * Returns: whether they were read
 */
gboolean
pf_analytics_followers_is_settled (PfAnalyticsFollowers *self)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_FOLLOWERS (self), FALSE);

  return self->settled;
}

static void
pf_analytics_followers_dispose (GObject *object)
{
  PfAnalyticsFollowers *self = PF_ANALYTICS_FOLLOWERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (pf_analytics_followers_parent_class)->dispose (object);
}

static void
pf_analytics_followers_class_init (PfAnalyticsFollowersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_analytics_followers_dispose;
}

static void
pf_analytics_followers_init (PfAnalyticsFollowers *self)
{
  self->card = PF_CHART_CARD (pf_chart_card_new (PF_CHART_LINE));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
}

/**
 * pf_analytics_followers_new:
 *
 * Returns: (transfer floating): followers of nobody yet
 */
GtkWidget *
pf_analytics_followers_new (void)
{
  return g_object_new (PF_TYPE_ANALYTICS_FOLLOWERS, NULL);
}
