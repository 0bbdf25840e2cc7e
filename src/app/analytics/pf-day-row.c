/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-day-row.h"

#include <glib/gi18n.h>

struct _PfDayRow
{
  AdwEntryRow parent;

  GtkMenuButton *button;
  GtkCalendar *calendar;
  gboolean updating; /* the calendar follows what is typed */
};

G_DEFINE_FINAL_TYPE (PfDayRow, pf_day_row, ADW_TYPE_ENTRY_ROW)

static void
picked (GtkCalendar *calendar, PfDayRow *self)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;

  if (self->updating)
    return;
  date = gtk_calendar_get_date (calendar);
  text = g_date_time_format (date, "%Y-%m-%d");
  gtk_editable_set_text (GTK_EDITABLE (self), text);
}

/* What is typed shows in the calendar; what is no day is marked, in colour and to screen readers.
 */
static void
typed (PfDayRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  gboolean wrong;
  PfDay day;

  wrong = *text != '\0' && !pf_day_parse (text, &day);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (wrong || *text == '\0')
    return;
  g_autoptr (GDateTime) date = pf_day_to_date_time (day);

  self->updating = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->updating = FALSE;
}

static void
pf_day_row_class_init (PfDayRowClass *klass)
{
}

static void
pf_day_row_init (PfDayRow *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (self->button, popover);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Calendar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Calendar"), -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), GTK_WIDGET (self->button));
  gtk_editable_set_enable_undo (GTK_EDITABLE (self), TRUE);
  g_signal_connect (self->calendar, "day-selected", G_CALLBACK (picked), self);
  g_signal_connect (self, "changed", G_CALLBACK (typed), NULL);
}

/**
 * pf_day_row_set_day:
 * @self: a row
 * @day: what it says from now on
 */
void
pf_day_row_set_day (PfDayRow *self, PfDay day)
{
  g_autofree char *text = pf_day_format (day);

  g_return_if_fail (PF_IS_DAY_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self), text);
}

/**
 * pf_day_row_get_day:
 * @self: a row
 * @day: (out): what it says
 *
 * Returns: whether it is a day
 */
gboolean
pf_day_row_get_day (PfDayRow *self, PfDay *day)
{
  g_return_val_if_fail (PF_IS_DAY_ROW (self), FALSE);

  return pf_day_parse (gtk_editable_get_text (GTK_EDITABLE (self)), day);
}
