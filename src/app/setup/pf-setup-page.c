/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-setup-page"

#include "config.h"

#include "app/setup/pf-setup-page.h"

#include "app/widgets/pf-copy-button.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* What a row shows of a value without clipping it, in a narrow window. */
#define ONE_LINE 24

/*
 * One step of the way to an app of one's own: a sentence, the exact values to copy,
 * a button to the page, and in words what stands there. Answers go into the progress
 * that the assistant keeps.
 */
struct _PfSetupPage
{
  AdwBin parent;

  GtkBox *box;
  GtkCheckButton *tick; /* (nullable) */
  AdwEntryRow *name;    /* (nullable): the app's name, which is checked */
  GtkLabel *name_hint;  /* (nullable) */
  const PfSetupStep *step;
  PfSetupProgress *progress; /* of the assistant, which outlives the page */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfSetupPage, pf_setup_page, ADW_TYPE_BIN)

static char *
make_key (PfSetupPage *self, guint value)
{
  return g_strdup_printf ("%s/%u", self->step->id, value);
}

static void
answer (PfSetupPage *self, const char *key, const char *text)
{
  g_hash_table_replace (self->progress->answers, g_strdup (key), g_strdup (text));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkLabel *
add_label (PfSetupPage *self, const char *text, const char *style)
{
  GtkWidget *label = make_label (text, style);

  gtk_box_append (self->box, label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_list (PfSetupPage *self, const char *name)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (self->box, list);
  return list;
}

/* Pinterest refuses its own name in an app's (requirements FR-4). */
static void
check_name (PfSetupPage *self)
{
  g_autoptr (GError) error = NULL;
  gboolean good
      = pf_setup_check_app_name (gtk_editable_get_text (GTK_EDITABLE (self->name)), &error);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  gtk_label_set_label (self->name_hint, good ? "" : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->name_hint), !good);
}

static void
value_changed (GtkEditable *editable, PfSetupPage *self)
{
  const char *key = g_object_get_data (G_OBJECT (editable), "key");

  if (self->name == ADW_ENTRY_ROW (editable))
    check_name (self);
  answer (self, key, gtk_editable_get_text (editable));
}

static void
long_value_changed (GtkTextBuffer *buffer, PfSetupPage *self)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  gtk_label_set_label (g_object_get_data (G_OBJECT (buffer), "shape"), text);
  answer (self, g_object_get_data (G_OBJECT (buffer), "key"), text);
}

/* A text view knows how high it is only after it was laid out; a label knows before. So an
 * unseen label with the same text gives both their height. */
static GtkWidget *
make_shaped_view (GtkWidget *view, const char *text)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *shape = make_label (text, NULL);

  gtk_label_set_wrap_mode (GTK_LABEL (shape), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_opacity (shape, 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (shape), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), shape);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), view);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  g_object_set_data (G_OBJECT (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view))), "shape", shape);
  return overlay;
}

/* A line of an AdwEntryRow would clip it: one reads what one is to send. */
static void
add_long_value (PfSetupPage *self, GtkWidget *list, const PfSetupValue *value, char *key)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *caption = make_label (value->label, "caption");
  GtkWidget *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  const char *kept = g_hash_table_lookup (self->progress->answers, key);
  const char *text = kept != NULL ? kept : value->value;

  gtk_widget_add_css_class (caption, "dim-label");
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  value->label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, value->label,
                                  -1);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (column), caption);
  gtk_box_append (GTK_BOX (column), make_shaped_view (view, text));
  gtk_box_append (GTK_BOX (box), column);
  gtk_box_append (GTK_BOX (box), pf_copy_button_new_for_buffer (value->label, buffer));
  gtk_widget_add_css_class (row, "pinfold-text-card");
  gtk_widget_add_css_class (row, "pinfold-long-value");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_object_set_data_full (G_OBJECT (buffer), "key", key, g_free);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (long_value_changed), self, 0);
}

static void
add_value (PfSetupPage *self, GtkWidget *list, guint i)
{
  const PfSetupValue *value = &self->step->values[i];
  g_autofree char *key = make_key (self, i);
  const char *kept = g_hash_table_lookup (self->progress->answers, key);
  GtkWidget *row;

  if (!value->editable)
    {
      row = adw_action_row_new ();
      pf_row_set_title (ADW_PREFERENCES_ROW (row), value->label);
      pf_action_row_set_subtitle (ADW_ACTION_ROW (row), value->value);
      /* Zero means all of them: a value to copy is read whole. */
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_add_css_class (row, "property");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 pf_copy_button_new (value->label, value->value));
      gtk_list_box_append (GTK_LIST_BOX (list), row);
      return;
    }

  if (g_utf8_strlen (value->value, -1) > ONE_LINE)
    {
      add_long_value (self, list, value, g_steal_pointer (&key));
      return;
    }
  row = adw_entry_row_new ();
  pf_row_set_title (ADW_PREFERENCES_ROW (row), value->label);
  gtk_editable_set_text (GTK_EDITABLE (row), kept != NULL ? kept : value->value);
  gtk_widget_set_tooltip_text (row, gtk_editable_get_text (GTK_EDITABLE (row)));
  g_object_set_data_full (G_OBJECT (row), "key", g_steal_pointer (&key), g_free);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row),
                            pf_copy_button_new_for_editable (value->label, GTK_EDITABLE (row)));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  if (g_strcmp0 (self->step->id, "app") == 0 && i == 0)
    self->name = ADW_ENTRY_ROW (row);
  g_signal_connect (row, "changed", G_CALLBACK (value_changed), self);
}

static void
add_values (PfSetupPage *self)
{
  GtkWidget *list;

  if (self->step->n_values == 0)
    return;
  list = add_list (self, _ ("Values to copy"));
  for (guint i = 0; i < self->step->n_values; i++)
    add_value (self, list, i);
  if (self->name != NULL)
    {
      self->name_hint = add_label (self, NULL, "error");
      check_name (self);
    }
}

static void
tick_toggled (PfSetupPage *self)
{
  g_autofree char *key = g_strdup_printf ("%s/tick", self->step->id);

  answer (self, key, gtk_check_button_get_active (self->tick) ? "yes" : "no");
}

static void
add_tick (PfSetupPage *self)
{
  g_autofree char *key = g_strdup_printf ("%s/tick", self->step->id);
  GtkWidget *list, *row, *check;

  if (self->step->tick == NULL)
    return;
  list = add_list (self, _ ("Confirm"));
  row = adw_action_row_new ();
  check = gtk_check_button_new ();
  self->tick = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (self->tick,
                               g_strcmp0 (g_hash_table_lookup (self->progress->answers, key), "yes")
                                   == 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->step->tick, -1);
  pf_row_set_title (ADW_PREFERENCES_ROW (row), self->step->tick);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (tick_toggled), self);
}

static void
add_wait (PfSetupPage *self, gint64 now_us)
{
  g_autoptr (GDateTime) since = NULL;
  g_autofree char *date = NULL;
  g_autofree char *words = NULL;
  GtkWidget *list, *row;
  int days;

  if (!self->step->waits || self->progress->waiting_since == 0)
    return;
  since = g_date_time_new_from_unix_local (self->progress->waiting_since / G_USEC_PER_SEC);
  date = g_date_time_format (since, _ ("%A, %-e %B %Y"));
  days = (int)((now_us - self->progress->waiting_since) / G_TIME_SPAN_DAY);
  words = days < 1
              ? g_strdup_printf (_ ("Since %s"), date)
              : g_strdup_printf (ngettext ("Since %s, %d day", "Since %s, %d days", (gulong)days),
                                 date, days);
  list = add_list (self, _ ("Waiting"));
  row = adw_action_row_new ();
  pf_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Waiting for Pinterest's approval"));
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "pf-state-waiting-symbolic");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_browser (PfSetupPage *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Open in Browser"));

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, self->step->url);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "setup.open-link");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", self->step->url);
  gtk_box_append (self->box, button);
}

/* What the web page shows, under its own heading. */
static void
add_sight (PfSetupPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), make_label (_ ("What you will see there"), "caption-heading"));
  gtk_box_append (GTK_BOX (box), make_label (self->step->see, "dim-label"));
  gtk_box_append (self->box, box);
}

/**
 * pf_setup_page_new:
 * @step: a step
 * @progress: answers given so far; must outlive the page
 * @now_us: wall clock, microseconds
 *
 * Returns: a page for the step
 */
GtkWidget *
pf_setup_page_new (const PfSetupStep *step, PfSetupProgress *progress, gint64 now_us)
{
  PfSetupPage *self = g_object_new (PF_TYPE_SETUP_PAGE, NULL);

  self->step = step;
  self->progress = progress;
  add_label (self, step->title, "title-2");
  add_label (self, step->sentence, NULL);
  add_values (self);
  add_tick (self);
  add_wait (self, now_us);
  add_browser (self);
  add_sight (self);
  return GTK_WIDGET (self);
}

/**
 * pf_setup_page_is_complete:
 * @self: a page
 *
 * Returns: whether the step may be left (requirements AL-7)
 */
gboolean
pf_setup_page_is_complete (PfSetupPage *self)
{
  if (self->tick != NULL && !gtk_check_button_get_active (self->tick))
    return FALSE;
  return self->name == NULL
         || pf_setup_check_app_name (gtk_editable_get_text (GTK_EDITABLE (self->name)), NULL);
}

static void
pf_setup_page_class_init (PfSetupPageClass *klass)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_setup_page_init (PfSetupPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->box = GTK_BOX (box);
  adw_bin_set_child (ADW_BIN (self), box);
}
