/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-notes.h"

#include "app/activity/pf-undo.h"
#include "app/analytics/pf-day-dialog.h"
#include "app/home/pf-home-section.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/insights/pf-insight-notes.h"
#include "core/insights/pf-insight-range.h"

#include <glib/gi18n.h>

/* How far back a note may stand: charts of all days that are kept show it. */
#define EARLIEST_YEARS 10

struct _PfAnalyticsNotes
{
  AdwBin parent;

  AdwPreferencesGroup *group;
  GtkLabel *words; /* what notes are, while there are none */
  GPtrArray *rows; /* (element-type GtkWidget) (unowned): in the group */

  PfWindow *window;         /* (unowned): the page lives in it */
  PfConnection *connection; /* (nullable) */
  GCancellable *cancellable;
  PfDay from, to, today;
  GPtrArray *notes; /* (nullable) (element-type PfInsightNote) */
  gboolean settled;
};

G_DEFINE_FINAL_TYPE (PfAnalyticsNotes, pf_analytics_notes, ADW_TYPE_BIN)

static guint changed_signal;

static void list (PfAnalyticsNotes *self);

/* What was changed, for Undo: as it was, and as it is. An empty text is none. */
typedef struct
{
  GWeakRef view;
  PfStore *store;
  char *connection_id, *uuid;
  PfDay days[2];
  char *texts[2];
} Deed;

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_weak_ref_clear (&deed->view);
  g_object_unref (deed->store);
  g_free (deed->connection_id);
  g_free (deed->uuid);
  g_free (deed->texts[0]);
  g_free (deed->texts[1]);
  g_free (deed);
}

typedef struct
{
  GWeakRef view;
  GTask *task; /* (nullable): of Undo or Redo */
} Setting;

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Setting *setting = data;
  g_autoptr (PfAnalyticsNotes) self = g_weak_ref_get (&setting->view);
  GError *error = NULL;

  pf_insight_notes_set_finish (PF_STORE (source), result, &error);
  if (self != NULL && self->connection != NULL)
    {
      if (error != NULL && setting->task == NULL)
        {
          g_autofree char *words = pf_error_words (error);

          pf_window_add_toast (self->window, pf_toast_new (words));
        }
      list (self);
    }
  if (setting->task != NULL)
    pf_history_answer (setting->task, error);
  else
    g_clear_error (&error);
  g_weak_ref_clear (&setting->view);
  g_free (setting);
}

/* @which: of the deed: 0 as it was, 1 as it is. */
static void
set_note (const Deed *deed, guint which, GTask *task)
{
  g_autoptr (GObject) view = g_weak_ref_get ((GWeakRef *)&deed->view);
  Setting *setting = g_new0 (Setting, 1);

  g_weak_ref_init (&setting->view, view);
  setting->task = task;
  pf_insight_notes_set_async (deed->store, deed->connection_id, deed->uuid, deed->days[which],
                              deed->texts[which], set_cb, setting);
}

static void
run_deed (GTask *task, gboolean again, gpointer data)
{
  set_note (data, again ? 1 : 0, task);
}

static void
undo_clicked (AdwToast *toast, PfWindow *window)
{
  pf_undo_batch (window, g_object_get_data (G_OBJECT (toast), "deed"));
}

/* Writes it down, and remembers how to take it back. @note: (nullable): as it was. */
static void
change (PfAnalyticsNotes *self, const PfInsightNote *note, PfDay day, const char *text)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfRandom *random = pf_context_get_random (pf_workspace_get_context (workspace));
  const char *words = *text == '\0'  ? _ ("Note removed")
                      : note == NULL ? _ ("Note added")
                                     : _ ("Note changed");
  Deed *deed = g_new0 (Deed, 1);
  char *id = pf_random_uuid (random);
  AdwToast *toast = pf_toast_new (words);

  g_weak_ref_init (&deed->view, self);
  deed->store = g_object_ref (pf_workspace_get_store (workspace));
  deed->connection_id = g_strdup (pf_connection_get_id (self->connection));
  deed->uuid = note != NULL ? g_strdup (note->uuid) : pf_random_uuid (random);
  deed->days[0] = note != NULL ? note->day : day;
  deed->texts[0] = g_strdup (note != NULL ? note->text : "");
  deed->days[1] = day;
  deed->texts[1] = g_strdup (text);
  self->settled = FALSE;
  set_note (deed, 1, NULL);
  pf_history_add_deed (pf_window_get_history (self->window), id, words, run_deed, deed, deed_free);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_object_set_data_full (G_OBJECT (toast), "deed", id, g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked), self->window, 0);
  pf_window_add_toast (self->window, toast);
}

static const PfInsightNote *
find_note (PfAnalyticsNotes *self, const char *uuid)
{
  for (guint i = 0; self->notes != NULL && i < self->notes->len; i++)
    {
      const PfInsightNote *note = g_ptr_array_index (self->notes, i);

      if (g_strcmp0 (note->uuid, uuid) == 0)
        return note;
    }
  return NULL;
}

static void
accepted (PfDayDialog *dialog, PfAnalyticsNotes *self)
{
  const char *uuid = g_object_get_data (G_OBJECT (dialog), "pf-note");
  const PfInsightNote *note = find_note (self, uuid);
  g_autofree char *text = pf_day_dialog_dup_text (dialog);
  PfDay day = pf_day_dialog_get_first (dialog);

  /* Of another account by now, or gone. */
  if (self->connection == NULL || (uuid != NULL && note == NULL))
    return;
  if (note == NULL || note->day != day || !g_str_equal (note->text, text))
    change (self, note, day, text);
}

/* @note: (nullable): for a new one */
static void
open_dialog (PfAnalyticsNotes *self, const PfInsightNote *note, PfDay day)
{
  PfDay earliest = pf_day_add_years (self->today, -EARLIEST_YEARS);
  PfDayDialog *dialog
      = pf_day_dialog_new_note (GTK_WINDOW (self->window), note != NULL ? note->text : NULL,
                                earliest, self->today, day);

  if (note != NULL)
    g_object_set_data_full (G_OBJECT (dialog), "pf-note", g_strdup (note->uuid), g_free);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (accepted), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
row_activated (AdwActionRow *row, PfAnalyticsNotes *self)
{
  const PfInsightNote *note = find_note (self, g_object_get_data (G_OBJECT (row), "pf-note"));

  if (note != NULL)
    open_dialog (self, note, note->day);
}

static void
remove_clicked (GtkButton *button, PfAnalyticsNotes *self)
{
  const PfInsightNote *note = find_note (self, g_object_get_data (G_OBJECT (button), "pf-note"));

  if (note != NULL)
    change (self, note, note->day, "");
}

static void
add_clicked (GtkButton *button, PfAnalyticsNotes *self)
{
  if (self->connection != NULL)
    open_dialog (self, NULL, self->to);
}

static void
add_row (PfAnalyticsNotes *self, const PfInsightNote *note)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *day = pf_analytics_format_day (note->day);
  g_autofree char *name = NULL;

  /* Translators: what a note says follows */
  name = g_strdup_printf (_ ("Remove “%s”"), note->text);
  pf_row_set_title (ADW_PREFERENCES_ROW (row), note->text);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), day);
  g_object_set_data_full (G_OBJECT (row), "pf-note", g_strdup (note->uuid), g_free);
  g_object_set_data_full (G_OBJECT (button), "pf-note", g_strdup (note->uuid), g_free);
  gtk_widget_set_tooltip_text (button, _ ("Remove Note"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (row_activated), self);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
show (PfAnalyticsNotes *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; self->notes != NULL && i < self->notes->len; i++)
    add_row (self, g_ptr_array_index (self->notes, i));
  gtk_widget_set_visible (GTK_WIDGET (self->group), self->rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->words), self->rows->len == 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfAnalyticsNotes) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = pf_insight_notes_list_finish (PF_STORE (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (notes == NULL)
    g_warning ("Notes cannot be read: %s", error->message);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  self->notes = g_steal_pointer (&notes);
  self->settled = TRUE;
  show (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
list (PfAnalyticsNotes *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->settled = FALSE;
  pf_insight_notes_list_async (pf_workspace_get_store (pf_window_get_workspace (self->window)),
                               pf_connection_get_id (self->connection), self->from, self->to,
                               self->cancellable, listed_cb, pf_weak_new (self));
}

/**
 * pf_analytics_notes_load:
 * @self: the notes
 * @window: where they are written
 * @connection: (nullable): of whom; %NULL forgets them
 * @period: the days that are shown
 * @today: no note stands after it
 */
void
pf_analytics_notes_load (PfAnalyticsNotes *self,
                         PfWindow *window,
                         PfConnection *connection,
                         const PfPeriod *period,
                         PfDay today)
{
  g_return_if_fail (PF_IS_ANALYTICS_NOTES (self));

  self->window = window;
  if (self->connection != connection)
    g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_set_object (&self->connection, connection);
  if (connection == NULL)
    {
      g_cancellable_cancel (self->cancellable);
      return;
    }
  self->from = period->from;
  self->to = period->to;
  self->today = today;
  list (self);
}

/**
 * pf_analytics_notes_add:
 * @self: the notes
 * @day: a day
 *
 * Lets somebody write a note on a day, or change the one that is there.
 */
void
pf_analytics_notes_add (PfAnalyticsNotes *self, PfDay day)
{
  g_return_if_fail (PF_IS_ANALYTICS_NOTES (self));

  if (self->connection == NULL)
    return;
  for (guint i = 0; self->notes != NULL && i < self->notes->len; i++)
    {
      const PfInsightNote *note = g_ptr_array_index (self->notes, i);

      if (note->day == day)
        {
          open_dialog (self, note, day);
          return;
        }
    }
  open_dialog (self, NULL, day);
}

/**
 * pf_analytics_notes_is_settled:
 * @self: the notes
 *
 * Returns: whether they were read, and what was written is written
 */
gboolean
pf_analytics_notes_is_settled (PfAnalyticsNotes *self)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_NOTES (self), FALSE);

  return self->settled;
}

/**
 * pf_analytics_notes_get:
 * @self: the notes
 *
 * Returns: (transfer none) (nullable) (element-type PfInsightNote): notes of the days that are
 *   shown
 */
GPtrArray *
pf_analytics_notes_get (PfAnalyticsNotes *self)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_NOTES (self), NULL);

  return self->notes;
}

static void
pf_analytics_notes_dispose (GObject *object)
{
  PfAnalyticsNotes *self = PF_ANALYTICS_NOTES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_analytics_notes_parent_class)->dispose (object);
}

static void
pf_analytics_notes_finalize (GObject *object)
{
  PfAnalyticsNotes *self = PF_ANALYTICS_NOTES (object);

  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (pf_analytics_notes_parent_class)->finalize (object);
}

static void
pf_analytics_notes_class_init (PfAnalyticsNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_analytics_notes_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_analytics_notes_finalize;
  /**
   * PfAnalyticsNotes::changed:
   * @self: the notes
   *
   * They were read, or read anew.
   */
  changed_signal = g_signal_new ("changed", PF_TYPE_ANALYTICS_NOTES, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_analytics_notes_init (PfAnalyticsNotes *self)
{
  GtkWidget *section = pf_home_section_new (_ ("Your notes"));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Add Note…"));

  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->words
      = GTK_LABEL (gtk_label_new (_ ("What you did on a day, as “Sale began”: it stands in the "
                                     "chart. Notes stay on this computer.")));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  g_signal_connect (button, "clicked", G_CALLBACK (add_clicked), self);
  pf_home_section_set_button (PF_HOME_SECTION (section), button);
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->group));
  adw_bin_set_child (ADW_BIN (self), section);
  show (self);
}

/**
 * pf_analytics_notes_new:
 *
 * Returns: (transfer floating): notes of nobody yet
 */
GtkWidget *
pf_analytics_notes_new (void)
{
  return g_object_new (PF_TYPE_ANALYTICS_NOTES, NULL);
}
