/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-trends-card.h"

#include "app/analytics/pf-trend-names.h"
#include "app/composer/pf-composer.h"
#include "app/home/pf-home-section.h"
#include "app/widgets/pf-choice.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-box.h"
#include "core/insights/pf-insight-trouble.h"

#include <glib/gi18n.h>

#define N_SHOWN 12

/* What people search for, by region and kind; a draft can begin with any of the words. */
struct _PfTrendsCard
{
  AdwBin parent;

  AdwPreferencesGroup *group;
  GtkLabel *words; /* what is shown */
  GtkDropDown *region;
  GtkDropDown *type;
  gboolean updating;
  GPtrArray *rows; /* (element-type GtkWidget) (unowned): in the group */

  PfWindow *window; /* (unowned) */
  PfConnection *connection;
  PfInsights *insights;
  GCancellable *cancellable;
  gboolean is_settled;
};

G_DEFINE_FINAL_TYPE (PfTrendsCard, pf_trends_card, ADW_TYPE_BIN)

static guint changed_signal;

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
  if (percent < 0)
    /* Translators: by how much fewer people searched for a word in a month, with its sign */
    return g_strdup_printf (_ ("−%d %% in a month"), (int)-percent);
  /* Translators: growth of a search word in a month, with its sign */
  return g_strdup_printf (_ ("+%d %% in a month"), (int)percent);
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
  PfTrendsQuery query = { .region = pf_trends_card_get_region (self),
                          .type = pf_trends_card_get_trend_type (self),
                          .limit = N_SHOWN };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->insights == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->is_settled = FALSE;
  clear_rows (self);
  add_row (self, _ ("Asking for the words…"), "");
  pf_insights_fetch_trends_async (self->insights, &query, fresh, self->cancellable, came,
                                  pf_weak_new (self));
}

/**
 * pf_trends_card_get_region:
 * @self: the card
 *
 * Returns: (transfer none): where people search, as the service calls it
 */
const char *
pf_trends_card_get_region (PfTrendsCard *self)
{
  g_return_val_if_fail (PF_IS_TRENDS_CARD (self), NULL);

  return pf_insight_list_regions ()[gtk_drop_down_get_selected (self->region)];
}

/**
 * pf_trends_card_get_trend_type:
 * @self: the card
 *
 * Returns: (transfer none): which of the words they search for, as the service calls it
 */
const char *
pf_trends_card_get_trend_type (PfTrendsCard *self)
{
  g_return_val_if_fail (PF_IS_TRENDS_CARD (self), NULL);

  return pf_insight_list_trend_types ()[gtk_drop_down_get_selected (self->type)];
}

static void
show_words (PfTrendsCard *self)
{
  gtk_label_set_text (self->words, pf_trend_type_get_words (pf_trends_card_get_trend_type (self)));
}

static void
pick (GtkDropDown *choice, const char *const *names, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      gtk_drop_down_set_selected (choice, i);
}

/**
 * pf_trends_card_set:
 * @self: the card
 * @region: where people search, as the service calls it
 * @type: which of the words, likewise
 *
 * What is asked for from now on, without telling anybody.
 */
void
pf_trends_card_set (PfTrendsCard *self, const char *region, const char *type)
{
  g_return_if_fail (PF_IS_TRENDS_CARD (self));

  self->updating = TRUE;
  pick (self->region, pf_insight_list_regions (), region);
  pick (self->type, pf_insight_list_trend_types (), type);
  self->updating = FALSE;
  show_words (self);
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
chosen (PfTrendsCard *self)
{
  if (self->updating)
    return;
  show_words (self);
  ask (self, FALSE);
  g_signal_emit (self, changed_signal, 0);
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
  /**
   * PfTrendsCard::changed:
   * @self: the card
   *
   * Somebody chose other words, or those of elsewhere.
   */
  changed_signal = g_signal_new ("changed", PF_TYPE_TRENDS_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static GtkDropDown *
make_choice (PfTrendsCard *self,
             const char *const *names,
             const char *(*title_of) (const char *name),
             const char *name)
{
  GtkWidget *choice = gtk_drop_down_new (NULL, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    g_strv_builder_add (builder, title_of (names[i]));
  titles = g_strv_builder_end (builder);
  pf_choice_fill (GTK_DROP_DOWN (choice), (const char *const *)titles, name);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (chosen), self,
                           G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (choice);
}

static void
pf_trends_card_init (PfTrendsCard *self)
{
  GtkWidget *section = pf_home_section_new (_ ("What people search for"));
  GtkWidget *choices = pf_wrap_box_new (6);

  self->rows = g_ptr_array_new ();
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->region
      = make_choice (self, pf_insight_list_regions (), pf_trend_region_get_title, _ ("Region"));
  self->type = make_choice (self, pf_insight_list_trend_types (), pf_trend_type_get_title,
                            _ ("Which words"));
  pf_wrap_box_append (PF_WRAP_BOX (choices), GTK_WIDGET (self->type));
  pf_wrap_box_append (PF_WRAP_BOX (choices), GTK_WIDGET (self->region));
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (section), choices);
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->group));
  adw_bin_set_child (ADW_BIN (self), section);
  show_words (self);
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
