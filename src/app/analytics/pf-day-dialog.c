/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-day-dialog.h"

#include "app/analytics/pf-analytics-choice.h"
#include "app/analytics/pf-day-row.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-slim-title.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

struct _PfDayDialog
{
  AdwWindow parent;

  AdwEntryRow *text;
  PfDayRow *first, *last;
  GtkLabel *words;
  GtkButton *save;

  gboolean is_note;
  PfDay earliest, latest;
};

enum
{
  ACCEPTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfDayDialog, pf_day_dialog, ADW_TYPE_WINDOW)

static gboolean
read_day (PfDayDialog *self, PfDayRow *row, PfDay *day)
{
  return pf_day_row_get_day (row, day) && *day >= self->earliest && *day <= self->latest;
}

static gboolean
is_complete (PfDayDialog *self)
{
  PfDay first, last;

  if (!read_day (self, self->first, &first))
    return FALSE;
  if (!self->is_note)
    return read_day (self, self->last, &last) && first <= last;
  g_autofree char *text = pf_day_dialog_dup_text (self);

  return *text != '\0';
}

static void
changed (PfDayDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), is_complete (self));
}

static void
accepted (PfDayDialog *self)
{
  if (!is_complete (self))
    return;
  g_signal_emit (self, signals[ACCEPTED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
pf_day_dialog_class_init (PfDayDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * PfDayDialog::accepted:
   * @self: the dialog
   *
   * What stands in it is meant; it closes then.
   */
  signals[ACCEPTED] = g_signal_new ("accepted", PF_TYPE_DAY_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (PF_TYPE_SLIM_TITLE);
  g_type_ensure (PF_TYPE_DAY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/analytics/pf-day-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PfDayDialog, text);
  gtk_widget_class_bind_template_child (widget_class, PfDayDialog, first);
  gtk_widget_class_bind_template_child (widget_class, PfDayDialog, last);
  gtk_widget_class_bind_template_child (widget_class, PfDayDialog, words);
  gtk_widget_class_bind_template_child (widget_class, PfDayDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, accepted);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pf_day_dialog_init (PfDayDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
}

static PfDayDialog *
dialog_new (GtkWindow *window, const char *title, gboolean is_note, PfDay earliest, PfDay latest)
{
  PfDayDialog *self = g_object_new (PF_TYPE_DAY_DIALOG, "transient-for", window, NULL);
  g_autofree char *days = pf_analytics_format_days (earliest, latest);
  g_autofree char *example = pf_day_format (latest);
  /* Translators: two dates, and how the last is typed */
  g_autofree char *words = g_strdup_printf (_ ("From %s. Type a day as %s."), days, example);

  self->is_note = is_note;
  self->earliest = earliest;
  self->latest = latest;
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (self->save, is_note ? _ ("_Save") : _ ("_Show"));
  pf_row_set_title (ADW_PREFERENCES_ROW (self->first), is_note ? _ ("Day") : _ ("First day"));
  gtk_widget_set_visible (GTK_WIDGET (self->text), is_note);
  gtk_widget_set_visible (GTK_WIDGET (self->last), !is_note);
  gtk_label_set_text (self->words, words);
  pf_fit (GTK_WINDOW (self), window);
  return self;
}

/**
 * pf_day_dialog_new_range:
 * @window: the window it belongs to
 * @title: what the days are for
 * @earliest: there are no numbers before it
 * @latest: nor after it
 * @from: first day
 * @to: last day
 *
 * Returns: (transfer none): a dialog to present
 */
PfDayDialog *
pf_day_dialog_new_range (
    GtkWindow *window, const char *title, PfDay earliest, PfDay latest, PfDay from, PfDay to)
{
  PfDayDialog *self = dialog_new (window, title, FALSE, earliest, latest);

  pf_day_row_set_day (self->first, from);
  pf_day_row_set_day (self->last, to);
  changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->first));
  return self;
}

/**
 * pf_day_dialog_new_note:
 * @window: the window it belongs to
 * @text: (nullable): what the note says; %NULL for a new one
 * @earliest: it stands on no day before
 * @latest: nor after it
 * @day: where it stands
 *
 * Returns: (transfer none): a dialog to present
 */
PfDayDialog *
pf_day_dialog_new_note (
    GtkWindow *window, const char *text, PfDay earliest, PfDay latest, PfDay day)
{
  PfDayDialog *self = dialog_new (window, text != NULL ? _ ("Edit Note") : _ ("Add Note"), TRUE,
                                  earliest, latest);

  gtk_editable_set_text (GTK_EDITABLE (self->text), text != NULL ? text : "");
  pf_day_row_set_day (self->first, day);
  changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  return self;
}

/**
 * pf_day_dialog_get_first:
 * @self: the dialog
 *
 * Returns: the day, or the first of the days; #PF_DAY_NONE when there is none yet
 */
PfDay
pf_day_dialog_get_first (PfDayDialog *self)
{
  PfDay day;

  g_return_val_if_fail (PF_IS_DAY_DIALOG (self), PF_DAY_NONE);
  return read_day (self, self->first, &day) ? day : PF_DAY_NONE;
}

/**
 * pf_day_dialog_get_last:
 * @self: the dialog
 *
 * Returns: the last of the days; #PF_DAY_NONE when there is none yet
 */
PfDay
pf_day_dialog_get_last (PfDayDialog *self)
{
  PfDay day;

  g_return_val_if_fail (PF_IS_DAY_DIALOG (self), PF_DAY_NONE);
  return read_day (self, self->last, &day) ? day : PF_DAY_NONE;
}

/**
 * pf_day_dialog_dup_text:
 * @self: the dialog
 *
 * Returns: (transfer full): what the note says, without space around it
 */
char *
pf_day_dialog_dup_text (PfDayDialog *self)
{
  g_return_val_if_fail (PF_IS_DAY_DIALOG (self), NULL);
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text))));
}
