/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-go-live-group"

#include "config.h"

#include "app/setup/pf-go-live-group.h"

#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/* The way from new keys to pins that everybody sees, with ticks that know the truth. */
struct _PfGoLiveGroup
{
  AdwPreferencesGroup parent;

  PfGoLive *way;     /* (owned) */
  GPtrArray *marks;  /* (owned): of each step a GtkImage, or the GtkCheckButton of the person's */
  GPtrArray *steps;  /* (owned): of each step the button to do it, or NULL */
  gboolean updating; /* the ticks follow, nobody presses them */
};

G_DEFINE_FINAL_TYPE (PfGoLiveGroup, pf_go_live_group, ADW_TYPE_PREFERENCES_GROUP)

static void
show_mark (GtkWidget *mark, gboolean done)
{
  if (GTK_IS_CHECK_BUTTON (mark))
    {
      gtk_check_button_set_active (GTK_CHECK_BUTTON (mark), done);
      return;
    }
  gtk_image_set_from_icon_name (GTK_IMAGE (mark),
                                done ? "object-select-symbolic" : "pf-state-waiting-symbolic");
  if (done)
    gtk_widget_add_css_class (mark, "connected");
  else
    gtk_widget_remove_css_class (mark, "connected");
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  done ? _ ("Done") : _ ("To do"), -1);
}

static void
update (PfGoLiveGroup *self)
{
  self->updating = TRUE;
  for (guint i = 0; i < self->marks->len; i++)
    {
      gboolean done = pf_go_live_is_done (self->way, i);

      show_mark (self->marks->pdata[i], done);
      if (self->steps->pdata[i] != NULL)
        gtk_widget_set_visible (self->steps->pdata[i], !done);
    }
  self->updating = FALSE;
}

static void
tick_toggled (GtkCheckButton *tick, PfGoLiveGroup *self)
{
  guint step = 0;

  if (!self->updating && g_ptr_array_find (self->marks, tick, &step))
    {
      pf_go_live_tell (self->way, step, gtk_check_button_get_active (tick));
      update (self);
    }
}

static GtkWidget *
make_mark (PfGoLiveGroup *self, const PfGoLiveStep *step)
{
  GtkWidget *mark;

  if (!step->told)
    {
      mark = gtk_image_new ();
      gtk_widget_add_css_class (mark, "pinfold-state");
      return mark;
    }
  mark = gtk_check_button_new ();
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, step->title,
                                  -1);
  g_signal_connect (mark, "toggled", G_CALLBACK (tick_toggled), self);
  return mark;
}

static GtkWidget *
make_button (const PfGoLiveStep *step)
{
  GtkWidget *button;

  if (step->kind == NULL && step->url == NULL)
    return NULL;
  button = gtk_button_new_with_label (step->kind != NULL ? _ ("Connect") : _ ("Open"));
  if (step->kind == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Open My Apps"), -1);
  pf_wrap_buttons (button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button),
                                  step->kind != NULL ? "win.connect-kind" : "win.open-link");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    step->kind != NULL ? step->kind : step->url);
  return button;
}

static void
add_step (PfGoLiveGroup *self, const PfGoLiveStep *step)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *mark = make_mark (self, step);
  GtkWidget *button = make_button (step);

  pf_row_set_title (ADW_PREFERENCES_ROW (row), step->title);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), step->text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  if (step->told)
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), mark);
  if (button != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_ptr_array_add (self->marks, mark);
  g_ptr_array_add (self->steps, button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
pf_go_live_group_dispose (GObject *object)
{
  PfGoLiveGroup *self = PF_GO_LIVE_GROUP (object);

  if (self->way != NULL)
    g_signal_handlers_disconnect_by_data (self->way, self);
  g_clear_object (&self->way);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_go_live_group_parent_class)->dispose (object);
}

static void
pf_go_live_group_class_init (PfGoLiveGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_go_live_group_dispose;
}

static void
pf_go_live_group_init (PfGoLiveGroup *self)
{
  self->marks = g_ptr_array_new ();
  self->steps = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Go Live"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      _ ("First in Pinterest's test area, then before everybody's eyes."));
}

/**
 * pf_go_live_group_new:
 * @workspace: what is open
 *
 * Returns: (transfer floating): the steps, ticked as they are done
 */
GtkWidget *
pf_go_live_group_new (PfWorkspace *workspace)
{
  PfGoLiveGroup *self = g_object_new (PF_TYPE_GO_LIVE_GROUP, NULL);
  guint n_steps = 0;
  const PfGoLiveStep *steps = pf_go_live_get_steps (&n_steps);

  self->way = pf_go_live_new (workspace);
  for (guint i = 0; i < n_steps; i++)
    add_step (self, &steps[i]);
  g_signal_connect_swapped (self->way, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
