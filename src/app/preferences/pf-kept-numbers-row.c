/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-preferences-window"

#include "config.h"

#include "app/preferences/pf-kept-numbers-row.h"

#include "app/compat/pf-ask.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/insights/pf-insight-history.h"

#include <glib/gi18n.h>

/* "Keep Analytics on This Computer" of one account: the choice, which days there are, and the
 * button that deletes them. */
struct _PfKeptNumbersRow
{
  PfCopyRow parent;

  PfWorkspace *workspace;
  PfConnection *connection;
  PfInsightHistoryAge age;
  gboolean known;    /* @age was read */
  gboolean changing; /* a choice is being carried out */
};

G_DEFINE_FINAL_TYPE (PfKeptNumbersRow, pf_kept_numbers_row, PF_TYPE_COPY_ROW)

static gboolean
is_kept (PfKeptNumbersRow *self)
{
  return (pf_workspace_get_kept (self->workspace, self->connection) & PF_KEEP_ANALYTICS) != 0;
}

static char *
make_day (PfDay day)
{
  g_autoptr (GDateTime) date = pf_day_to_date_time (day);

  /* Translators: a date as strftime() writes it */
  return g_date_time_format (date, _ ("%-e %B %Y"));
}

static char *
make_words (PfKeptNumbersRow *self)
{
  g_autofree char *first = NULL, *last = NULL;

  if (self->changing)
    return g_strdup (is_kept (self) ? _ ("Making room…") : _ ("Deleting…"));
  if (!is_kept (self))
    return g_strdup (_ ("Nothing is kept"));
  if (!self->known)
    return g_strdup ("");
  if (self->age.n_values == 0 || self->age.first == PF_DAY_NONE)
    return g_strdup (_ ("Nothing yet: days are added as Pinfold shows them"));
  first = make_day (self->age.first);
  last = make_day (self->age.last);
  if (self->age.first == self->age.last)
    /* Translators: a date */
    return g_strdup_printf (_ ("One day so far, %s"), first);
  /* Translators: two dates */
  return g_strdup_printf (_ ("From %s to %s"), first, last);
}

static void
update (PfKeptNumbersRow *self)
{
  gboolean has_days = self->known && self->age.n_values > 0;
  PfCopyState state = { .kept = is_kept (self),
                        .changing = self->changing,
                        .has_button = is_kept (self) && has_days && !self->changing,
                        .label = _ ("_Delete…") };
  g_autofree char *words = make_words (self);

  pf_copy_row_show (PF_COPY_ROW (self), &state, words);
}

static void
age_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfKeptNumbersRow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  PfInsightHistoryAge age;

  if (!pf_insight_history_get_age_finish (PF_STORE (source), result, &age, &error) || self == NULL
      || self->workspace == NULL)
    return;
  self->age = age;
  self->known = TRUE;
  update (self);
}

static void
read_age (PfKeptNumbersRow *self)
{
  pf_insight_history_get_age_async (pf_workspace_get_store (self->workspace),
                                    pf_connection_get_id (self->connection), NULL, age_cb,
                                    pf_weak_new (self));
}

/* Today's counts are there at once, so that somebody sees that it works. */
static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfKeptNumbersRow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!pf_insights_note_followers_finish (PF_INSIGHTS (source), result, &error) && error != NULL)
    g_info ("Today's counts are not noted: %s", error->message);
  if (self != NULL && self->workspace != NULL)
    read_age (self);
}

static void
settle (PfKeptNumbersRow *self, const GError *error)
{
  self->changing = FALSE;
  if (error != NULL)
    pf_copy_row_tell (PF_COPY_ROW (self), error);
  update (self);
  read_age (self);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfKeptNumbersRow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  pf_workspace_set_kept_finish (PF_WORKSPACE (source), result, &error);
  if (self == NULL || self->workspace == NULL)
    return;
  settle (self, error);
  if (is_kept (self))
    pf_insights_note_followers_async (pf_workspace_get_insights (self->workspace, self->connection),
                                      NULL, noted_cb, pf_weak_new (self));
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfKeptNumbersRow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  pf_insight_history_wipe_finish (PF_STORE (source), result, &error);
  if (self != NULL && self->workspace != NULL)
    settle (self, error);
}

static void
set_kept (PfKeptNumbersRow *self, gboolean wanted)
{
  PfKeep keep = pf_workspace_get_kept (self->workspace, self->connection) & ~PF_KEEP_ANALYTICS;

  if (wanted)
    keep |= PF_KEEP_ANALYTICS;
  self->changing = TRUE;
  pf_workspace_set_kept_async (self->workspace, self->connection, keep, kept_cb,
                               pf_weak_new (self));
  update (self);
}

static void
off_confirmed (gpointer data)
{
  g_autoptr (PfKeptNumbersRow) self = g_weak_ref_get (data);

  if (self != NULL && self->workspace != NULL)
    set_kept (self, FALSE);
}

static void
wipe_confirmed (gpointer data)
{
  g_autoptr (PfKeptNumbersRow) self = g_weak_ref_get (data);

  if (self == NULL || self->workspace == NULL)
    return;
  self->changing = TRUE;
  pf_insight_history_wipe_async (pf_workspace_get_store (self->workspace),
                                 pf_connection_get_id (self->connection), wiped_cb,
                                 pf_weak_new (self));
  update (self);
}

/* Whatever was said: the switch stands as it is. */
static void
question_over (gpointer data)
{
  g_autoptr (PfKeptNumbersRow) self = pf_weak_take (data);

  if (self != NULL && self->workspace != NULL)
    update (self);
}

static void
ask (PfKeptNumbersRow *self, PfAskFunc confirmed)
{
  pf_ask (GTK_WIDGET (self), _ ("Delete the Kept Analytics?"),
          _ ("Pinterest gives the last 90 days again. Older days and the followers of each day are "
             "nowhere else."),
          _ ("_Delete"), TRUE, NULL, confirmed, pf_weak_new (self), question_over);
}

static void
choose (PfCopyRow *row, gboolean wanted)
{
  PfKeptNumbersRow *self = PF_KEPT_NUMBERS_ROW (row);

  if (self->changing || wanted == is_kept (self))
    return;
  /* Without a question where nothing is lost. */
  if (wanted || (self->known && self->age.n_values == 0))
    set_kept (self, wanted);
  else
    ask (self, off_confirmed);
}

static void
press (PfCopyRow *row)
{
  ask (PF_KEPT_NUMBERS_ROW (row), wipe_confirmed);
}

static void
pf_kept_numbers_row_dispose (GObject *object)
{
  PfKeptNumbersRow *self = PF_KEPT_NUMBERS_ROW (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (pf_kept_numbers_row_parent_class)->dispose (object);
}

static void
pf_kept_numbers_row_class_init (PfKeptNumbersRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_kept_numbers_row_dispose;
  PF_COPY_ROW_CLASS (klass)->choose = choose;
  PF_COPY_ROW_CLASS (klass)->press = press;
}

static void
pf_kept_numbers_row_init (PfKeptNumbersRow *self)
{
}

/**
 * pf_kept_numbers_row_new:
 * @window: the main window
 * @connection: an account
 *
 * Returns: (transfer floating): a row with the choice whether its analytics are kept
 */
GtkWidget *
pf_kept_numbers_row_new (PfWindow *window, PfConnection *connection)
{
  PfKeptNumbersRow *self = g_object_new (PF_TYPE_KEPT_NUMBERS_ROW, NULL);
  g_autofree char *label = NULL;

  self->workspace = g_object_ref (pf_window_get_workspace (window));
  self->connection = g_object_ref (connection);
  pf_row_set_title (ADW_PREFERENCES_ROW (self), pf_connection_get_display_name (connection));
  /* Translators: name of an account */
  label = g_strdup_printf (_ ("Keep analytics of %s"), pf_connection_get_display_name (connection));
  pf_copy_row_set_names (PF_COPY_ROW (self), label, _ ("Deleting"));
  update (self);
  read_age (self);
  return GTK_WIDGET (self);
}
