/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-steps.h"

#include "app/activity/pf-activity-entries.h"
#include "app/home/pf-home-section.h"

#include <glib/gi18n.h>

#define HIDDEN_KEY "first-steps-hidden"
#define DONE_KEY "first-steps-done"

/* In the order in which they are told. @name is stored. */
static const struct
{
  const char *name, *title, *words;
  const char *label, *action;
} steps[] = {
  { "connect", N_ ("Connect an account"), N_ ("Your boards and pins are here."), NULL, NULL },
  { "make-pin", N_ ("Make a pin"),
    N_ ("Drop a picture here or on a board, paste one, or press Ctrl+N."), N_ ("_New Pin…"),
    "win.new-pin" },
  { "arrange", N_ ("Put pins in order"),
    N_ ("Drag pins onto a board in the sidebar, or choose some and press Move to…"),
    N_ ("_All Pins"), "win.show-page::all-pins" },
  { "help", N_ ("Read the first steps"), N_ ("What Pinfold can do, in five minutes. F1 is help."),
    N_ ("_Help"), "app.help::first-steps" },
};

typedef struct
{
  GtkStack *sign;
  GtkWidget *button;
  GtkWidget *row;
} Step;

struct _PfHomeSteps
{
  AdwBin parent;
  Step steps[G_N_ELEMENTS (steps)];
  GSettings *settings; /* (owned) */
  PfWindow *window;    /* (unowned): it is in it */
};

G_DEFINE_FINAL_TYPE (PfHomeSteps, pf_home_steps, ADW_TYPE_BIN)

static void
update (PfHomeSteps *self)
{
  g_auto (GStrv) done = g_settings_get_strv (self->settings, DONE_KEY);
  guint open = 0;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gboolean is_done = i == 0 || g_strv_contains ((const char *const *)done, steps[i].name);
      g_autofree char *label
          = g_strdup_printf ("%s, %s", _ (steps[i].title), is_done ? _ ("done") : _ ("to do"));

      gtk_stack_set_visible_child_name (self->steps[i].sign, is_done ? "done" : "open");
      if (self->steps[i].button != NULL)
        gtk_widget_set_visible (self->steps[i].button, !is_done);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->steps[i].row),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      open += !is_done;
    }
  gtk_widget_set_visible (GTK_WIDGET (self),
                          open > 0 && !g_settings_get_boolean (self->settings, HIDDEN_KEY));
}

static void
mark_done (PfHomeSteps *self, const char *name)
{
  g_auto (GStrv) done = g_settings_get_strv (self->settings, DONE_KEY);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) more = NULL;

  if (g_strv_contains ((const char *const *)done, name))
    return;
  builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **)done);
  g_strv_builder_add (builder, name);
  more = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, DONE_KEY, (const char *const *)more);
}

static void
dismiss (PfHomeSteps *self)
{
  g_settings_set_boolean (self->settings, HIDDEN_KEY, TRUE);
  /* The focus was on what is hidden now. */
  gtk_widget_child_focus (gtk_widget_get_parent (GTK_WIDGET (self)), GTK_DIR_TAB_FORWARD);
}

static void
help_clicked (PfHomeSteps *self)
{
  mark_done (self, "help");
}

/* What somebody did shows in what is under way. */
static void
entries_changed (PfHomeSteps *self, guint position, guint removed, guint added, GListModel *entries)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PfActivityEntry) entry = g_list_model_get_item (entries, i);
      const PfOutboxRow *row = pf_activity_entry_get_row (entry);

      if (row->op == PF_OP_CREATE_PIN)
        mark_done (self, "make-pin");
      else if (row->op == PF_OP_UPDATE_PIN || row->op == PF_OP_SAVE_PIN)
        mark_done (self, "arrange");
    }
}

static void
pf_home_steps_dispose (GObject *object)
{
  g_clear_object (&PF_HOME_STEPS (object)->settings);
  G_OBJECT_CLASS (pf_home_steps_parent_class)->dispose (object);
}

static void
pf_home_steps_class_init (PfHomeStepsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_home_steps_dispose;
}

static GtkWidget *
create_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    {
      gtk_widget_add_css_class (label, style);
      gtk_widget_add_css_class (label, "dim-label");
    }
  return label;
}

static GtkWidget *
create_row (PfHomeSteps *self, guint i)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *tick = gtk_image_new_from_icon_name ("object-select-symbolic");
  Step *step = &self->steps[i];

  step->row = row;
  step->sign = GTK_STACK (gtk_stack_new ());
  gtk_widget_add_css_class (tick, "pinfold-brand");
  gtk_stack_add_named (step->sign, tick, "done");
  gtk_stack_add_named (step->sign, gtk_image_new_from_icon_name ("pf-state-none-symbolic"), "open");
  gtk_widget_set_valign (GTK_WIDGET (step->sign), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), create_label (_ (steps[i].title), NULL));
  gtk_box_append (GTK_BOX (column), create_label (_ (steps[i].words), "caption"));
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (step->sign));
  gtk_box_append (GTK_BOX (box), column);
  if (steps[i].label != NULL)
    {
      step->button = gtk_button_new_with_mnemonic (_ (steps[i].label));
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (step->button), steps[i].action);
      gtk_widget_set_valign (step->button, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), step->button);
      if (g_str_equal (steps[i].name, "help"))
        g_signal_connect_swapped (step->button, "clicked", G_CALLBACK (help_clicked), self);
    }
  gtk_widget_add_css_class (box, "home-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
pf_home_steps_init (PfHomeSteps *self)
{
  GtkWidget *section = pf_home_section_new (_ ("First Steps"));
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("First Steps"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_list_box_append (GTK_LIST_BOX (list), create_row (self, i));
  gtk_widget_set_tooltip_text (close, _ ("Dismiss First Steps"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Dismiss First Steps"), -1);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (dismiss), self);
  pf_home_section_set_button (PF_HOME_SECTION (section), close);
  gtk_box_append (GTK_BOX (section), list);
  adw_bin_set_child (ADW_BIN (self), section);
}

/**
 * pf_home_steps_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): first steps
 */
GtkWidget *
pf_home_steps_new (PfWindow *window)
{
  PfHomeSteps *self = g_object_new (PF_TYPE_HOME_STEPS, NULL);
  GListModel *entries = pf_activity_get_entries (pf_window_get_activity (window));

  self->window = window;
  self->settings = g_object_ref (
      pf_context_get_settings (pf_workspace_get_context (pf_window_get_workspace (window))));
  g_signal_connect_object (self->settings, "changed::" HIDDEN_KEY, G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" DONE_KEY, G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entries, "items-changed", G_CALLBACK (entries_changed), self,
                           G_CONNECT_SWAPPED);
  entries_changed (self, 0, 0, g_list_model_get_n_items (entries), entries);
  update (self);
  return GTK_WIDGET (self);
}
