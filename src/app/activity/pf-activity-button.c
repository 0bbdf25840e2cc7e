/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-activity-button.h"

#include "app/activity/pf-activity-batch.h"
#include "app/activity/pf-activity-entries.h"
#include "app/activity/pf-activity-row.h"
#include "app/activity/pf-activity.h"
#include "app/pf-window.h"

#include <glib/gi18n.h>

/* In the header bar of every page, to be seen only while something is under way or wants a word.
 * The rows are made when it is opened. */
struct _PfActivityButton
{
  AdwBin parent;

  GtkMenuButton *button;
  GtkStack *sign;
  GtkSpinner *spinner;
  GtkPopover *popover;
  GtkListBox *list;
  PfWindow *window;     /* (unowned): the button lives in it */
  PfActivity *activity; /* nullable */
};

G_DEFINE_FINAL_TYPE (PfActivityButton, pf_activity_button, ADW_TYPE_BIN)

static void
update (PfActivityButton *self)
{
  guint pending = self->activity != NULL ? pf_activity_get_n_pending (self->activity) : 0;
  guint problems = self->activity != NULL ? pf_activity_get_n_problems (self->activity) : 0;
  gboolean open = gtk_widget_get_visible (GTK_WIDGET (self->popover));
  g_autofree char *words = NULL;

  if (problems > 0)
    words = g_strdup_printf (ngettext ("Activity: %u change needs you",
                                       "Activity: %u changes need you", problems),
                             problems);
  else
    words = g_strdup_printf (ngettext ("Activity: %u change on its way",
                                       "Activity: %u changes on their way", pending),
                             pending);
  /* It does not vanish under somebody who reads. */
  gtk_widget_set_visible (GTK_WIDGET (self), pending + problems > 0 || open);
  gtk_stack_set_visible_child_name (self->sign, problems > 0  ? "problem"
                                                : pending > 0 ? "moving"
                                                              : "done");
  gtk_spinner_set_spinning (self->spinner, problems == 0 && pending > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  PfActivityButton *self = data;

  if (pf_activity_entry_get_progress (item) != NULL)
    return pf_activity_batch_new (self->window, item);
  return pf_activity_row_new (self->window, pf_activity_entry_get_row (item));
}

static void
opened (PfActivityButton *self)
{
  if (self->activity != NULL)
    gtk_list_box_bind_model (self->list, pf_activity_get_entries (self->activity), create_row, self,
                             NULL);
}

static void
closed (PfActivityButton *self)
{
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  update (self);
}

/* Pages come into their window before it has a workspace, too. */
static void
find_activity (PfActivityButton *self)
{
  if (self->activity != NULL || self->window == NULL
      || pf_window_get_activity (self->window) == NULL)
    return;
  self->activity = g_object_ref (pf_window_get_activity (self->window));
  g_signal_connect_object (self->activity, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
pf_activity_button_root (GtkWidget *widget)
{
  PfActivityButton *self = PF_ACTIVITY_BUTTON (widget);

  GTK_WIDGET_CLASS (pf_activity_button_parent_class)->root (widget);
  self->window = pf_window_get (widget);
  if (self->window == NULL)
    return;
  g_signal_connect_object (self->window, "notify::workspace", G_CALLBACK (find_activity), self,
                           G_CONNECT_SWAPPED);
  find_activity (self);
}

static void
pf_activity_button_unroot (GtkWidget *widget)
{
  PfActivityButton *self = PF_ACTIVITY_BUTTON (widget);

  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  self->window = NULL;
  if (self->activity != NULL)
    g_signal_handlers_disconnect_by_data (self->activity, self);
  g_clear_object (&self->activity);
  GTK_WIDGET_CLASS (pf_activity_button_parent_class)->unroot (widget);
}

/**
 * pf_activity_button_open:
 * @self: a button
 *
 * Shows what is under way.
 */
void
pf_activity_button_open (PfActivityButton *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_menu_button_popup (self->button);
}

static void
pf_activity_button_dispose (GObject *object)
{
  PfActivityButton *self = PF_ACTIVITY_BUTTON (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->activity);
  G_OBJECT_CLASS (pf_activity_button_parent_class)->dispose (object);
}

static void
pf_activity_button_class_init (PfActivityButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_activity_button_dispose;
  widget_class->root = pf_activity_button_root;
  widget_class->unroot = pf_activity_button_unroot;
}

static GtkWidget *
build_popover (PfActivityButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (_ ("Activity"));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "pinfold-menu-list");
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_set_margin_top (heading, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Activity"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 480);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_size_request (scroller, 320, -1);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), scroller);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, box);
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (opened), self);
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (closed), self);
  return GTK_WIDGET (self->popover);
}

static void
pf_activity_button_init (PfActivityButton *self)
{
  self->sign = GTK_STACK (gtk_stack_new ());
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Under way"), -1);
  gtk_stack_add_named (self->sign, GTK_WIDGET (self->spinner), "moving");
  gtk_stack_add_named (self->sign, gtk_image_new_from_icon_name ("dialog-warning-symbolic"),
                       "problem");
  gtk_stack_add_named (self->sign, gtk_image_new_from_icon_name ("object-select-symbolic"), "done");
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, GTK_WIDGET (self->sign));
  gtk_menu_button_set_popover (self->button, build_popover (self));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  update (self);
}
