/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-account.h"

#include "app/analytics/pf-analytics-data.h"
#include "app/analytics/pf-analytics-followers.h"
#include "app/analytics/pf-analytics-notes.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-figure-card.h"
#include "app/widgets/pf-text.h"
#include "core/insights/pf-insight-notes.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-weekdays.h"

#include <glib/gi18n.h>

static const char *const figures[] = { "IMPRESSION", "SAVE", "PIN_CLICK", "OUTBOUND_CLICK" };

struct _PfAnalyticsAccount
{
  GtkBox parent;

  PfFigureCard *cards[G_N_ELEMENTS (figures)];
  PfChartCard *over_time, *shares, *calendar;
  PfAnalyticsNotes *notes;
  PfAnalyticsFollowers *followers;

  const char *metric; /* over time */
  PfAnalyticsChoice choice;
  PfPeriod period;
  PfInsightReply *reply, *parts; /* (nullable) */
  char *parts_words;             /* (nullable): why there are no parts (yet) */
  GPtrArray *pins;               /* (nullable) (element-type PfPin): for when they were published */
};

G_DEFINE_FINAL_TYPE (PfAnalyticsAccount, pf_analytics_account, GTK_TYPE_BOX)

static gboolean
is_split (const PfAnalyticsChoice *choice)
{
  return !g_str_equal (choice->filters[PF_FILTER_SPLIT], pf_filter_list (PF_FILTER_SPLIT)[0]);
}

/**
 * pf_analytics_account_get_split:
 * @choice: what is shown
 *
 * Returns: (transfer none): by what the parts are told apart
 */
const char *
pf_analytics_account_get_split (const PfAnalyticsChoice *choice)
{
  return is_split (choice) ? choice->filters[PF_FILTER_SPLIT] : "APP_TYPE";
}

/* What was published on which day: newest first in the listing, so that one pass is enough. */
static void
add_published (PfAnalyticsAccount *self, PfChartData *data)
{
  guint n_days = pf_chart_data_get_n_points (data);
  g_autofree guint *counts = g_new0 (guint, MAX (n_days, 1));
  g_autofree const char **titles = g_new0 (const char *, MAX (n_days, 1));

  for (guint i = 0; self->pins != NULL && i < self->pins->len; i++)
    {
      const PfPin *pin = g_ptr_array_index (self->pins, i);
      PfDay day = pf_day_from_time (pin->created_at);

      if (pin->created_at <= 0 || day < self->period.from
          || (guint)(day - self->period.from) >= n_days)
        continue;
      counts[day - self->period.from]++;
      titles[day - self->period.from] = pin->title;
    }
  for (guint i = 0; i < n_days; i++)
    {
      g_autofree char *words = NULL;

      if (counts[i] == 0)
        continue;
      if (counts[i] == 1 && titles[i] != NULL && *titles[i] != '\0')
        {
          g_autofree char *title = pf_text_clean (titles[i]);

          /* Translators: the title of a pin follows */
          words = g_strdup_printf (_ ("Published: %s"), title);
        }
      else
        words = g_strdup_printf (ngettext ("%u pin published", "%u pins published", counts[i]),
                                 counts[i]);
      pf_chart_data_add_note (data, i, PF_CHART_NOTE_PUBLISHED, words);
    }
}

static void
add_notes (PfAnalyticsAccount *self, PfChartData *data)
{
  GPtrArray *notes = pf_analytics_notes_get (self->notes);

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const PfInsightNote *note = g_ptr_array_index (notes, i);

      if (note->day >= self->period.from && note->day <= self->period.to)
        pf_chart_data_add_note (data, (guint)(note->day - self->period.from), PF_CHART_NOTE_OWN,
                                note->text);
    }
}

static char *
dup_before_name (PfAnalyticsAccount *self)
{
  if (self->choice.against == PF_AGAINST_LAST_YEAR)
    return g_strdup (_ ("Last year"));
  if (self->choice.against == PF_AGAINST_OWN)
    return pf_analytics_format_days (self->period.before_from, self->period.before_to);
  return g_strdup (_ ("Period before"));
}

static PfChartData *
make_whole (PfAnalyticsAccount *self, const char *title)
{
  PfMetricTable *table = pf_insight_reply_get_whole (self->reply);
  g_autoptr (PfSeries) now = NULL, before = NULL;
  g_autofree char *name = dup_before_name (self);

  now = pf_series_new (table, self->metric, self->period.from, self->period.to);
  if (self->period.before_from != PF_DAY_NONE)
    before = pf_series_new (table, self->metric, self->period.before_from, self->period.before_to);
  if (before != NULL && !pf_series_has_values (before))
    g_clear_pointer (&before, pf_series_unref);
  return pf_analytics_series_data (title, now, before, name);
}

static void
show_over_time (PfAnalyticsAccount *self)
{
  gboolean split = is_split (&self->choice);
  g_autofree char *title = pf_metric_dup_title (self->metric);
  g_autofree char *explanation = pf_metric_dup_explanation (self->metric);
  g_autoptr (PfChartData) data = NULL;

  if (self->reply == NULL)
    return;
  if (split && self->parts == NULL)
    {
      pf_chart_card_set_words (self->over_time, title,
                               self->parts_words != NULL ? self->parts_words
                                                         : _ ("Asking for the numbers…"));
      return;
    }
  data = split ? pf_analytics_split_data (title, self->metric, self->parts->tables,
                                          self->period.from, self->period.to)
               : make_whole (self, title);
  pf_chart_set_kind (pf_chart_card_get_chart (self->over_time),
                     split ? PF_CHART_STACK : PF_CHART_AREA);
  add_published (self, data);
  add_notes (self, data);
  if (pf_chart_data_has_values (data))
    {
      pf_chart_card_set_data (self->over_time, data);
      pf_chart_card_set_caption (self->over_time, explanation);
    }
  else
    pf_chart_card_set_words (
        self->over_time, title,
        _ ("There are no numbers of these days. That is not the same as zero."));
}

static void
show_shares (PfAnalyticsAccount *self)
{
  g_autofree char *metric = pf_metric_dup_title (self->metric);
  g_autofree char *by = pf_split_dup_title (pf_analytics_account_get_split (&self->choice));
  /* Translators: a number, and how it is split: "Impressions, by device" */
  g_autofree char *title = g_strdup_printf (_ ("%s: %s"), metric, by);
  guint n_days, n_all = (guint)(self->period.to - self->period.from + 1);
  g_autofree char *words = NULL;
  g_autoptr (PfChartData) data = NULL;

  if (self->parts == NULL)
    {
      pf_chart_card_set_words (self->shares, title,
                               self->parts_words != NULL ? self->parts_words
                                                         : _ ("Asking for the numbers…"));
      return;
    }
  data = pf_analytics_shares_data (title, self->metric, self->parts->tables, self->period.from,
                                   self->period.to, &n_days);
  if (data == NULL)
    {
      pf_chart_card_set_words (self->shares, title,
                               _ ("There is nothing to share out in these days."));
      return;
    }
  pf_chart_card_set_data (self->shares, data);
  words = g_strdup_printf (ngettext ("Sums of %u of %u day: what is counted to the end",
                                     "Sums of %u of %u days: what is counted to the end", n_all),
                           n_days, n_all);
  pf_chart_card_set_caption (self->shares, words);
}

/* Weekdays stand on more days when those before are there as well. */
static void
show_calendar (PfAnalyticsAccount *self)
{
  PfMetricTable *table = pf_insight_reply_get_whole (self->reply);
  PfDay from = self->period.from;
  g_autoptr (PfSeries) series = NULL;
  g_autoptr (PfChartData) data = NULL;
  g_autofree char *best = NULL;
  PfWeekdays weekdays;

  if (self->period.before_to == from - 1)
    from = MAX (self->reply->from, self->period.before_from);
  series = pf_series_new (table, self->metric, from, self->period.to);
  if (!pf_series_has_values (series))
    {
      pf_chart_card_set_words (self->calendar, _ ("Day by day"),
                               _ ("There are no numbers of these days."));
      return;
    }
  data = pf_analytics_series_data (_ ("Day by day"), series, NULL, NULL);
  pf_weekdays_compute (series, &weekdays);
  best = pf_weekdays_describe (&weekdays);
  pf_chart_card_set_data (self->calendar, data);
  pf_chart_card_set_caption (self->calendar, best);
}

static void
show_metric (PfAnalyticsAccount *self)
{
  if (self->reply == NULL)
    return;
  show_over_time (self);
  show_shares (self);
  show_calendar (self);
}

/**
 * pf_analytics_account_begin:
 * @self: the account
 * @window: the window it is in
 * @connection: whose numbers
 * @choice: what is shown
 * @period: of which days
 * @today: the day that it is in UTC
 *
 * What was shown before does not count any more; the user's own notes are read.
 */
void
pf_analytics_account_begin (PfAnalyticsAccount *self,
                            PfWindow *window,
                            PfConnection *connection,
                            const PfAnalyticsChoice *choice,
                            const PfPeriod *period,
                            PfDay today)
{
  g_return_if_fail (PF_IS_ANALYTICS_ACCOUNT (self));

  g_clear_pointer (&self->reply, pf_insight_reply_unref);
  g_clear_pointer (&self->parts, pf_insight_reply_unref);
  g_clear_pointer (&self->parts_words, g_free);
  self->choice = *choice;
  self->period = *period;
  pf_analytics_notes_load (self->notes, window, connection, period, today);
  pf_analytics_followers_load (self->followers, pf_window_get_workspace (window), connection,
                               period->from, today);
}

/**
 * pf_analytics_account_show:
 * @self: the account
 * @reply: of the account, not split
 */
void
pf_analytics_account_show (PfAnalyticsAccount *self, PfInsightReply *reply)
{
  PfMetricTable *table = pf_insight_reply_get_whole (reply);

  g_return_if_fail (PF_IS_ANALYTICS_ACCOUNT (self));

  g_clear_pointer (&self->reply, pf_insight_reply_unref);
  self->reply = pf_insight_reply_ref (reply);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    pf_figure_card_show_against (self->cards[i], table, self->period.from, self->period.to,
                                 self->period.before_from, self->period.before_to);
  show_metric (self);
}

/**
 * pf_analytics_account_show_parts:
 * @self: the account
 * @parts: (nullable): of the account, split
 * @error: (nullable): why there are none
 */
void
pf_analytics_account_show_parts (PfAnalyticsAccount *self,
                                 PfInsightReply *parts,
                                 const GError *error)
{
  g_return_if_fail (PF_IS_ANALYTICS_ACCOUNT (self));

  g_clear_pointer (&self->parts, pf_insight_reply_unref);
  g_free (self->parts_words);
  self->parts = parts != NULL ? pf_insight_reply_ref (parts) : NULL;
  self->parts_words = error != NULL ? pf_insight_trouble_dup_words (error) : NULL;
  if (self->reply == NULL)
    return;
  if (is_split (&self->choice))
    show_over_time (self);
  show_shares (self);
}

/**
 * pf_analytics_account_set_pins:
 * @self: the account
 * @pins: (nullable) (element-type PfPin): pins, for the days they were published on
 */
void
pf_analytics_account_set_pins (PfAnalyticsAccount *self, GPtrArray *pins)
{
  g_return_if_fail (PF_IS_ANALYTICS_ACCOUNT (self));

  g_clear_pointer (&self->pins, g_ptr_array_unref);
  self->pins = pins != NULL ? g_ptr_array_ref (pins) : NULL;
  show_over_time (self);
}

/**
 * pf_analytics_account_is_settled:
 * @self: the account
 *
 * Returns: whether what is on this computer has been read
 */
gboolean
pf_analytics_account_is_settled (PfAnalyticsAccount *self)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_ACCOUNT (self), FALSE);

  return pf_analytics_notes_is_settled (self->notes)
         && pf_analytics_followers_is_settled (self->followers);
}

static void
figure_chosen (PfFigureCard *card, PfAnalyticsAccount *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (self->cards[i] == card)
      self->metric = figures[i];
  if (self->reply == NULL)
    return;
  show_metric (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->over_time));
}

/* N: on the day that is read, else on the last. */
static gboolean
note_key (GtkWidget *card, GVariant *arguments, gpointer user_data)
{
  PfAnalyticsAccount *self = user_data;
  int point = pf_chart_get_cursor (pf_chart_card_get_chart (self->over_time));

  pf_analytics_notes_add (self->notes,
                          point >= 0 ? self->period.from + (PfDay)point : self->period.to);
  return TRUE;
}

static void
add_note_key (PfAnalyticsAccount *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_n, 0),
                                                          gtk_callback_action_new (note_key, self,
                                                                                   NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->over_time), keys);
}

static void
pf_analytics_account_dispose (GObject *object)
{
  PfAnalyticsAccount *self = PF_ANALYTICS_ACCOUNT (object);

  g_clear_pointer (&self->reply, pf_insight_reply_unref);
  g_clear_pointer (&self->parts, pf_insight_reply_unref);
  g_clear_pointer (&self->parts_words, g_free);
  g_clear_pointer (&self->pins, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_analytics_account_parent_class)->dispose (object);
}

static void
pf_analytics_account_class_init (PfAnalyticsAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_analytics_account_dispose;
}

static PfChartCard *
add_chart (PfAnalyticsAccount *self, PfChartKind kind)
{
  GtkWidget *card = pf_chart_card_new (kind);

  gtk_box_append (GTK_BOX (self), card);
  return PF_CHART_CARD (card);
}

static void
pf_analytics_account_init (PfAnalyticsAccount *self)
{
  GtkWidget *row = pf_figure_row_new (_ ("Which number"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
  self->metric = figures[0];
  pf_analytics_choice_init (&self->choice);
  gtk_box_append (GTK_BOX (self), row);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      GtkWidget *card = pf_figure_card_new (figures[i]);

      self->cards[i] = PF_FIGURE_CARD (card);
      g_signal_connect (card, "clicked", G_CALLBACK (figure_chosen), self);
      pf_figure_row_add (row, card);
    }
  self->over_time = add_chart (self, PF_CHART_AREA);
  add_note_key (self);
  self->notes = PF_ANALYTICS_NOTES (pf_analytics_notes_new ());
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->notes));
  g_signal_connect_object (self->notes, "changed", G_CALLBACK (show_over_time), self,
                           G_CONNECT_SWAPPED);
  self->shares = add_chart (self, PF_CHART_DONUT);
  self->calendar = add_chart (self, PF_CHART_CALENDAR);
  self->followers = PF_ANALYTICS_FOLLOWERS (pf_analytics_followers_new ());
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->followers));
}

/**
 * pf_analytics_account_new:
 *
 * Returns: (transfer floating): the account without numbers yet
 */
GtkWidget *
pf_analytics_account_new (void)
{
  return g_object_new (PF_TYPE_ANALYTICS_ACCOUNT, NULL);
}
