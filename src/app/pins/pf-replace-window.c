/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-replace-window.h"

#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#define N_FIELDS 4

/* Find and Replace in the texts of pins. */
struct _PfReplaceWindow
{
  PfEditWindow parent;

  GtkWidget *find;
  GtkWidget *with;
  GtkWidget *match_case;
  GtkWidget *whole_word;
  GtkWidget *fields[N_FIELDS];
};

static const struct
{
  PfChangeField field;
  const char *title;
} fields[N_FIELDS] = {
  { PF_CHANGE_TITLE, N_ ("Title") },
  { PF_CHANGE_DESCRIPTION, N_ ("Description") },
  { PF_CHANGE_ALT_TEXT, N_ ("Alternative Text") },
  { PF_CHANGE_LINK, N_ ("Link") },
};

G_DEFINE_FINAL_TYPE (PfReplaceWindow, pf_replace_window, PF_TYPE_EDIT_WINDOW)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_on (GtkWidget *control)
{
  return GTK_IS_SWITCH (control) ? gtk_switch_get_active (GTK_SWITCH (control))
                                 : gtk_check_button_get_active (GTK_CHECK_BUTTON (control));
}

static PfReplaceFlags
get_flags (PfReplaceWindow *self)
{
  return (is_on (self->match_case) ? PF_REPLACE_MATCH_CASE : 0)
         | (is_on (self->whole_word) ? PF_REPLACE_WHOLE_WORD : 0);
}

static void
set_field (PfChanges *changes, PfChangeField field, char *text)
{
  changes->fields |= field;
  if (field == PF_CHANGE_TITLE)
    changes->title = text;
  else if (field == PF_CHANGE_DESCRIPTION)
    changes->description = text;
  else if (field == PF_CHANGE_ALT_TEXT)
    changes->alt_text = text;
  else
    changes->link = text;
}

static char *
preview (PfEditWindow *window, const PfChosenPin *pin)
{
  PfReplaceWindow *self = PF_REPLACE_WINDOW (window);
  g_auto (GStrv) texts = g_new0 (char *, N_FIELDS + 1);
  PfChanges changes = { 0 };
  guint n = 0;

  if (*get_text (self->find) == '\0')
    return NULL;
  for (guint i = 0; i < N_FIELDS; i++)
    {
      const char *before = pf_changes_get_text (pin->seen, fields[i].field, pin->pin);
      char *after = is_on (self->fields[i]) && before != NULL
                        ? pf_text_replace (before, get_text (self->find), get_text (self->with),
                                           get_flags (self), NULL)
                        : NULL;

      if (after == NULL)
        continue;
      texts[n++] = after;
      set_field (&changes, fields[i].field, after);
    }
  if (n == 0 || pf_changes_find_fault (&changes) != NULL)
    return NULL;
  return g_strjoinv ("\n", texts);
}

static void
add (PfEditWindow *window, PfBatch *batch, const PfChosenPin *pin)
{
  PfReplaceWindow *self = PF_REPLACE_WINDOW (window);
  guint where = 0;

  for (guint i = 0; i < N_FIELDS; i++)
    where |= is_on (self->fields[i]) ? (guint)fields[i].field : 0;
  pf_batch_replace_in_pin (batch, pin->uuid, pin->board_uuid, pin->section_uuid, pin->pin,
                           pin->seen, where, get_text (self->find), get_text (self->with),
                           get_flags (self));
}

static char *
words (PfEditWindow *window, guint n, gboolean doing)
{
  const char *find = get_text (PF_REPLACE_WINDOW (window)->find);

  if (doing)
    return g_strdup_printf (ngettext ("Replacing “%s” in %u pin", "Replacing “%s” in %u pins", n),
                            find, n);
  return g_strdup_printf (ngettext ("Replaced “%s” in %u pin", "Replaced “%s” in %u pins", n), find,
                          n);
}

static void
ready (PfEditWindow *window)
{
  gtk_widget_grab_focus (PF_REPLACE_WINDOW (window)->find);
}

static void
pf_replace_window_class_init (PfReplaceWindowClass *klass)
{
  PfEditWindowClass *edit_class = PF_EDIT_WINDOW_CLASS (klass);

  edit_class->ready = ready;
  edit_class->preview = preview;
  edit_class->add = add;
  edit_class->words = words;
}

static GtkWidget *
add_entry (PfReplaceWindow *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  pf_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  pf_edit_window_watch (PF_EDIT_WINDOW (self), row);
  return row;
}

/* A row with a switch or a check button in it. */
static void
add_control (PfReplaceWindow *self, GtkWidget *group, const char *title, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  pf_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  if (GTK_IS_SWITCH (control))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  else
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  pf_edit_window_watch (PF_EDIT_WINDOW (self), control);
}

static void
pf_replace_window_init (PfReplaceWindow *self)
{
  GtkWidget *what = adw_preferences_group_new ();
  GtkWidget *where = adw_preferences_group_new ();

  gtk_window_set_title (GTK_WINDOW (self), _ ("Find and Replace"));
  self->find = add_entry (self, what, _ ("Find"));
  self->with = add_entry (self, what, _ ("Replace With"));
  self->match_case = gtk_switch_new ();
  self->whole_word = gtk_switch_new ();
  add_control (self, what, _ ("Match Case"), self->match_case);
  add_control (self, what, _ ("Whole Words Only"), self->whole_word);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (where), _ ("Look In"));
  for (guint i = 0; i < N_FIELDS; i++)
    {
      self->fields[i] = gtk_check_button_new ();
      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->fields[i]),
                                   fields[i].field != PF_CHANGE_LINK);
      add_control (self, where, gettext (fields[i].title), self->fields[i]);
    }
  pf_edit_window_add_group (PF_EDIT_WINDOW (self), what);
  pf_edit_window_add_group (PF_EDIT_WINDOW (self), where);
}
