/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-days.h"

#include "app/analytics/pf-day-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#define WIDTH 260
#define HIGHEST 560

struct _PfAnalyticsDays
{
  AdwBin parent;

  GtkMenuButton *button;
  GtkCheckButton *kinds[PF_DAYS_N];
  GtkCheckButton *againsts[PF_AGAINST_N];
  GtkLabel *why;       /* why some cannot be chosen */
  GtkWidget *keep;     /* the way to change that */
  GtkWidget *dates[2]; /* of the days, of what they are compared with */

  PfAnalyticsChoice choice;
  PfDay today, kept_from;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (PfAnalyticsDays, pf_analytics_days, ADW_TYPE_BIN)

static guint changed_signal;

static const char *const kind_words[PF_DAYS_N] = {
  [PF_DAYS_WEEK] = N_ ("Last 7 days"),
  [PF_DAYS_MONTH] = N_ ("Last 30 days"),
  [PF_DAYS_REACH] = N_ ("Last 89 days"),
  [PF_DAYS_YEAR] = N_ ("Last year"),
  [PF_DAYS_KEPT] = N_ ("All days that are kept"),
};
static const char *const against_words[PF_AGAINST_N] = {
  [PF_AGAINST_BEFORE] = N_ ("As many days before"),
  [PF_AGAINST_LAST_YEAR] = N_ ("Same time last year"),
  [PF_AGAINST_NOTHING] = N_ ("Nothing"),
};

static char *
dup_kind_words (PfAnalyticsDays *self, PfDaysKind kind)
{
  PfPeriod period;

  if (kind != PF_DAYS_OWN)
    return g_strdup (_ (kind_words[kind]));
  pf_analytics_choice_get_period (&self->choice, self->today, self->kept_from, &period);
  return pf_analytics_format_days (period.from, period.to);
}

static char *
dup_against_words (PfAnalyticsDays *self, PfAgainst against)
{
  PfPeriod period;

  if (against != PF_AGAINST_OWN)
    return g_strdup (_ (against_words[against]));
  pf_analytics_choice_get_period (&self->choice, self->today, self->kept_from, &period);
  return period.before_from != PF_DAY_NONE
             ? pf_analytics_format_days (period.before_from, period.before_to)
             : g_strdup (_ ("Days out of reach"));
}

static void
set_words (GtkCheckButton *button, const char *words)
{
  gtk_label_set_text (GTK_LABEL (gtk_check_button_get_child (button)), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

/* All follows the choice and what is kept. */
static void
update (PfAnalyticsDays *self)
{
  PfDaysKind days = self->choice.days;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  self->updating = TRUE;
  if (!pf_days_kind_is_there (days, self->today, self->kept_from))
    days = PF_DAYS_REACH;
  for (guint i = 0; i < PF_DAYS_N; i++)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->kinds[i]),
                                pf_days_kind_is_there (i, self->today, self->kept_from));
      gtk_check_button_set_active (self->kinds[i], i == days);
    }
  for (guint i = 0; i < PF_AGAINST_N; i++)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->againsts[i]),
                                pf_against_is_there (i, self->today, self->kept_from));
      gtk_check_button_set_active (self->againsts[i], i == self->choice.against);
    }
  if (days == PF_DAYS_OWN)
    {
      g_autofree char *words = dup_kind_words (self, PF_DAYS_OWN);

      set_words (self->kinds[PF_DAYS_OWN], words);
    }
  if (self->choice.against == PF_AGAINST_OWN)
    {
      g_autofree char *words = dup_against_words (self, PF_AGAINST_OWN);

      set_words (self->againsts[PF_AGAINST_OWN], words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->kinds[PF_DAYS_OWN]), days == PF_DAYS_OWN);
  gtk_widget_set_visible (GTK_WIDGET (self->againsts[PF_AGAINST_OWN]),
                          self->choice.against == PF_AGAINST_OWN);
  self->updating = FALSE;
  title = dup_kind_words (self, days);
  gtk_menu_button_set_label (self->button, title);
  /* Translators: which days are shown follows */
  name = g_strdup_printf (_ ("Days: %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
tell (PfAnalyticsDays *self)
{
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
kind_toggled (GtkCheckButton *button, PfAnalyticsDays *self)
{
  if (self->updating || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < PF_DAYS_N; i++)
    if (self->kinds[i] == button)
      self->choice.days = i;
  tell (self);
}

static void
against_toggled (GtkCheckButton *button, PfAnalyticsDays *self)
{
  if (self->updating || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < PF_AGAINST_N; i++)
    if (self->againsts[i] == button)
      self->choice.against = i;
  tell (self);
}

static void
days_accepted (PfDayDialog *dialog, PfAnalyticsDays *self)
{
  self->choice.days = PF_DAYS_OWN;
  self->choice.from = pf_day_dialog_get_first (dialog);
  self->choice.to = pf_day_dialog_get_last (dialog);
  tell (self);
}

static void
against_accepted (PfDayDialog *dialog, PfAnalyticsDays *self)
{
  self->choice.against = PF_AGAINST_OWN;
  self->choice.against_from = pf_day_dialog_get_first (dialog);
  self->choice.against_to = pf_day_dialog_get_last (dialog);
  tell (self);
}

static void
choose_dates (GtkButton *button, PfAnalyticsDays *self)
{
  gboolean against = GTK_WIDGET (button) == self->dates[1];
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  PfDay earliest = pf_days_get_first (self->today, self->kept_from);
  PfPeriod period;
  PfDayDialog *dialog;

  pf_analytics_choice_get_period (&self->choice, self->today, self->kept_from, &period);
  if (against && period.before_from != PF_DAY_NONE && period.before_from >= earliest)
    {
      period.from = period.before_from;
      period.to = period.before_to;
    }
  gtk_menu_button_popdown (self->button);
  dialog = pf_day_dialog_new_range (window, against ? _ ("Compare With Days") : _ ("Show Days"),
                                    earliest, self->today - 1, period.from, period.to);
  g_signal_connect_object (dialog, "accepted",
                           G_CALLBACK (against ? against_accepted : days_accepted), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
keep_clicked (GtkButton *button, PfAnalyticsDays *self)
{
  gtk_menu_button_popdown (self->button);
}

static GtkCheckButton *
add_choice (GtkWidget *box, GtkCheckButton *group, const char *words)
{
  GtkCheckButton *button = GTK_CHECK_BUTTON (gtk_check_button_new ());
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (button, label);
  gtk_check_button_set_group (button, group);
  set_words (button, words);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (button));
  return button;
}

static GtkWidget *
add_heading (GtkWidget *box, const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
add_button (GtkWidget *box, const char *words)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (words);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
make_kinds (PfAnalyticsDays *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  add_heading (box, _ ("Days"));
  for (guint i = 0; i < PF_DAYS_N; i++)
    {
      self->kinds[i] = add_choice (box, i > 0 ? self->kinds[0] : NULL,
                                   kind_words[i] != NULL ? _ (kind_words[i]) : "");
      g_signal_connect (self->kinds[i], "toggled", G_CALLBACK (kind_toggled), self);
    }
  self->dates[0] = add_button (box, _ ("_Other Days…"));
  g_signal_connect (self->dates[0], "clicked", G_CALLBACK (choose_dates), self);
  return box;
}

static GtkWidget *
make_againsts (PfAnalyticsDays *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  add_heading (box, _ ("Compared with"));
  for (guint i = 0; i < PF_AGAINST_N; i++)
    {
      self->againsts[i] = add_choice (box, i > 0 ? self->againsts[0] : NULL,
                                      against_words[i] != NULL ? _ (against_words[i]) : "");
      g_signal_connect (self->againsts[i], "toggled", G_CALLBACK (against_toggled), self);
    }
  self->dates[1] = add_button (box, _ ("O_ther Days…"));
  g_signal_connect (self->dates[1], "clicked", G_CALLBACK (choose_dates), self);
  return box;
}

static GtkWidget *
make_popover (PfAnalyticsDays *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_widget_add_css_class (box, "analytics-menu");
  gtk_box_append (GTK_BOX (box), make_kinds (self));
  gtk_box_append (GTK_BOX (box), make_againsts (self));
  self->why = GTK_LABEL (add_heading (box, ""));
  gtk_widget_remove_css_class (GTK_WIDGET (self->why), "caption-heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->why), "caption");
  gtk_label_set_wrap (self->why, TRUE);
  gtk_label_set_max_width_chars (self->why, 32);
  self->keep = add_button (box, _ ("_Preferences"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->keep), "app.preferences");
  g_signal_connect (self->keep, "clicked", G_CALLBACK (keep_clicked), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HIGHEST);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  return popover;
}

static void
pf_analytics_days_class_init (PfAnalyticsDaysClass *klass)
{
  /**
   * PfAnalyticsDays::changed:
   * @self: the button
   *
   * Somebody chose other days, or something else to compare them with.
   */
  changed_signal = g_signal_new ("changed", PF_TYPE_ANALYTICS_DAYS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_analytics_days_init (PfAnalyticsDays *self)
{
  pf_analytics_choice_init (&self->choice);
  self->kept_from = PF_DAY_NONE;
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_popover (self->button, make_popover (self));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

/* What is greyed, and why. */
static char *
dup_why (PfAnalyticsDays *self, gboolean keeps)
{
  g_autofree char *since = NULL;

  if (pf_days_kind_is_there (PF_DAYS_YEAR, self->today, self->kept_from)
      && pf_against_is_there (PF_AGAINST_LAST_YEAR, self->today, self->kept_from))
    return NULL;
  if (!keeps)
    return g_strdup (_ ("Pinterest has numbers of 90 days. For more, let Pinfold keep analytics on "
                        "this computer: Preferences, Stored Data."));
  if (self->kept_from == PF_DAY_NONE)
    return g_strdup (_ ("Pinterest has numbers of 90 days. Analytics are kept on this computer; so "
                        "far there are none."));
  since = pf_analytics_format_day (self->kept_from);
  /* Translators: a date */
  return g_strdup_printf (_ ("Pinterest has numbers of 90 days. On this computer they are kept "
                             "since %s, which is not far enough back for all of these."),
                          since);
}

/**
 * pf_analytics_days_set:
 * @self: the button
 * @choice: what it shows from now on, without telling anybody
 * @today: the day that it is in UTC
 * @keeps: whether analytics are kept on this computer
 * @kept_from: the first day that is kept, or #PF_DAY_NONE
 */
void
pf_analytics_days_set (PfAnalyticsDays *self,
                       const PfAnalyticsChoice *choice,
                       PfDay today,
                       gboolean keeps,
                       PfDay kept_from)
{
  g_autofree char *why = NULL;

  g_return_if_fail (PF_IS_ANALYTICS_DAYS (self));

  self->choice = *choice;
  self->today = today;
  self->kept_from = kept_from;
  why = dup_why (self, keeps);
  gtk_label_set_text (self->why, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), why != NULL);
  gtk_widget_set_visible (self->keep, why != NULL && !keeps);
  update (self);
}

/**
 * pf_analytics_days_get:
 * @self: the button
 * @choice: (inout): gets the days that are chosen, and what they are compared with
 */
void
pf_analytics_days_get (PfAnalyticsDays *self, PfAnalyticsChoice *choice)
{
  PfAnalyticsChoice others = *choice;

  g_return_if_fail (PF_IS_ANALYTICS_DAYS (self));

  *choice = self->choice;
  memcpy (choice->filters, others.filters, sizeof choice->filters);
  choice->region = others.region;
  choice->trend_type = others.trend_type;
}

/**
 * pf_analytics_days_new:
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
pf_analytics_days_new (void)
{
  return g_object_new (PF_TYPE_ANALYTICS_DAYS, NULL);
}
