/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-trends-card.h"

#include "app/composer/pf-composer.h"
#include "app/widgets/pf-choice.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/insights/pf-insight-trouble.h"

#include <glib/gi18n.h>

#define N_SHOWN 12

/* What people search for, by region; a draft can begin with any of the words. */
struct _PfTrendsCard
{
  AdwBin parent;

  AdwPreferencesGroup *group;
  GtkDropDown *region;
  GPtrArray *rows; /* (element-type GtkWidget) (unowned): in the group */

  PfWindow *window; /* (unowned) */
  PfConnection *connection;
  PfInsights *insights;
  GCancellable *cancellable;
  gboolean is_settled;
};

G_DEFINE_FINAL_TYPE (PfTrendsCard, pf_trends_card, ADW_TYPE_BIN)

static void
clear_rows (PfTrendsCard *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static AdwActionRow *
add_row (PfTrendsCard *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  pf_row_set_title (ADW_PREFERENCES_ROW (row), title);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  return ADW_ACTION_ROW (row);
}

static void
start_draft (GtkButton *button, PfTrendsCard *self)
{
  const char *keyword = g_object_get_data (G_OBJECT (button), "pf-keyword");
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  g_autoptr (PfDraft) draft = pf_draft_new (pf_workspace_get_context (workspace));

  draft->connection_id = g_strdup (pf_connection_get_id (self->connection));
  g_free (draft->title);
  draft->title = g_strdup (keyword);
  pf_composer_present (self->window, draft);
}

static char *
dup_growth (gint64 percent)
{
  if (percent == PF_TREND_GROWTH_UNKNOWN)
    return NULL;
  if (percent > PF_TREND_GROWTH_MAX)
    /* Translators: growth of a search word in a month */
    return g_strdup_printf (_ ("more than %d %% in a month"), PF_TREND_GROWTH_MAX);
  /* Translators: growth of a search word in a month, with its sign */
  return g_strdup_printf (_ ("%+d %% in a month"), (int)percent);
}

static void
add_trend (PfTrendsCard *self, const PfTrend *trend)
{
  g_autofree char *growth = dup_growth (trend->growth_month);
  g_autofree char *name = NULL;
  AdwActionRow *row = add_row (self, trend->keyword, growth != NULL ? growth : "");
  GtkWidget *button = gtk_button_new_from_icon_name ("document-new-symbolic");

  /* Translators: a word that people search for follows */
  name = g_strdup_printf (_ ("Start a Draft from “%s”"), trend->keyword);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "pf-keyword", g_strdup (trend->keyword), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (start_draft), self);
  adw_action_row_add_suffix (row, button);
  adw_action_row_set_activatable_widget (row, button);
}

static void
came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfTrendsCard) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) trends
      = pf_insights_fetch_trends_finish (PF_INSIGHTS (source), result, &error);
  g_autofree char *words = NULL;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear_rows (self);
  self->is_settled = TRUE;
  if (trends == NULL)
    {
      words = pf_insight_trouble_dup_words (error);
      add_row (self, pf_insight_trouble_get_title (pf_insight_trouble_of (error)), words);
      return;
    }
  for (guint i = 0; i < trends->len && i < N_SHOWN; i++)
    add_trend (self, g_ptr_array_index (trends, i));
  if (trends->len == 0)
    add_row (self, _ ("No word stands out here"), "");
}

static void
ask (PfTrendsCard *self, gboolean fresh)
{
  PfTrendsQuery query = { .type = "growing", .limit = N_SHOWN };
  guint region = gtk_drop_down_get_selected (self->region);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->insights == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->is_settled = FALSE;
  query.region = pf_insight_list_regions ()[region];
  clear_rows (self);
  add_row (self, _ ("Asking for the words…"), "");
  pf_insights_fetch_trends_async (self->insights, &query, fresh, self->cancellable, came,
                                  pf_weak_new (self));
}

/**
 * pf_trends_card_load:
 * @self: the card
 * @window: where drafts are written
 * @connection: whose drafts they become
 * @insights: of whom to ask
 * @fresh: also if it was just asked
 */
void
pf_trends_card_load (PfTrendsCard *self,
                     PfWindow *window,
                     PfConnection *connection,
                     PfInsights *insights,
                     gboolean fresh)
{
  g_return_if_fail (PF_IS_TRENDS_CARD (self));

  self->window = window;
  g_set_object (&self->connection, connection);
  g_set_object (&self->insights, insights);
  ask (self, fresh);
}

/**
 * pf_trends_card_is_settled:
 * @self: the card
 *
 * Returns: whether the words have come, or it says why not
 */
gboolean
pf_trends_card_is_settled (PfTrendsCard *self)
{
  g_return_val_if_fail (PF_IS_TRENDS_CARD (self), FALSE);

  return self->is_settled;
}

static void
region_chosen (PfTrendsCard *self)
{
  ask (self, FALSE);
}

static void
pf_trends_card_dispose (GObject *object)
{
  PfTrendsCard *self = PF_TRENDS_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->insights);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_trends_card_parent_class)->dispose (object);
}

static void
pf_trends_card_finalize (GObject *object)
{
  g_ptr_array_unref (PF_TRENDS_CARD (object)->rows);
  G_OBJECT_CLASS (pf_trends_card_parent_class)->finalize (object);
}

static void
pf_trends_card_class_init (PfTrendsCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_trends_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_trends_card_finalize;
}

static void
pf_trends_card_init (PfTrendsCard *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("What people search for"));
  adw_preferences_group_set_description (self->group, _ ("Growing words, by region"));
  self->region = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  pf_choice_fill (self->region, pf_insight_list_regions (), _ ("Region"));
  gtk_widget_set_valign (GTK_WIDGET (self->region), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->region, "notify::selected", G_CALLBACK (region_chosen), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (self->group, GTK_WIDGET (self->region));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

/**
 * pf_trends_card_new:
 *
 * Returns: (transfer floating): the card, without words yet
 */
GtkWidget *
pf_trends_card_new (void)
{
  return g_object_new (PF_TYPE_TRENDS_CARD, NULL);
}
