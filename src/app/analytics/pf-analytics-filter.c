/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-filter.h"

#include "app/widgets/pf-choice.h"
#include "core/insights/pf-metric-sum.h"

#include <glib/gi18n.h>

#define WIDTH 260
#define HIGHEST 480

struct _PfAnalyticsFilter
{
  AdwBin parent;

  GtkMenuButton *button;
  GtkDropDown *choices[PF_FILTER_N];
  GtkWidget *reset;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (PfAnalyticsFilter, pf_analytics_filter, ADW_TYPE_BIN)

static guint changed_signal;

/* That something is left out shows on the button. */
static void
update (PfAnalyticsFilter *self)
{
  gboolean any = FALSE;
  const char *name;

  for (guint i = 0; i < PF_FILTER_N; i++)
    any = any || gtk_drop_down_get_selected (self->choices[i]) != 0;
  name = any ? _ ("Filter: Some Numbers Are Left Out or Split") : _ ("Filter");
  if (any)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "accent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "accent");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_sensitive (self->reset, any);
}

static void
chosen (PfAnalyticsFilter *self)
{
  if (self->updating)
    return;
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

/* One change for all of them. */
static void
reset (GtkButton *button, PfAnalyticsFilter *self)
{
  self->updating = TRUE;
  for (guint i = 0; i < PF_FILTER_N; i++)
    gtk_drop_down_set_selected (self->choices[i], 0);
  self->updating = FALSE;
  gtk_menu_button_popdown (self->button);
  chosen (self);
}

static GtkWidget *
make_row (PfAnalyticsFilter *self, PfFilter filter)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (pf_filter_get_title (filter));
  const char *const *names = pf_filter_list (filter);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *word = pf_split_dup_title (names[i]);

      g_strv_builder_add (builder, word);
    }
  words = g_strv_builder_end (builder);
  self->choices[filter] = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  pf_choice_fill (self->choices[filter], (const char *const *)words, pf_filter_get_title (filter));
  g_signal_connect_object (self->choices[filter], "notify::selected", G_CALLBACK (chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption-heading");
  gtk_widget_add_css_class (title, "dim-label");
  gtk_box_append (GTK_BOX (row), title);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->choices[filter]));
  return row;
}

static GtkWidget *
make_popover (PfAnalyticsFilter *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_size_request (box, WIDTH, -1);
  for (guint i = 0; i < PF_FILTER_N; i++)
    gtk_box_append (GTK_BOX (box), make_row (self, i));
  self->reset = gtk_button_new_with_mnemonic (_ ("_Reset"));
  g_signal_connect (self->reset, "clicked", G_CALLBACK (reset), self);
  gtk_box_append (GTK_BOX (box), self->reset);
  gtk_widget_add_css_class (box, "analytics-menu");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HIGHEST);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  return popover;
}

static void
pf_analytics_filter_class_init (PfAnalyticsFilterClass *klass)
{
  /**
   * PfAnalyticsFilter::changed:
   * @self: the button
   *
   * Somebody chose another filter, or none.
   */
  changed_signal = g_signal_new ("changed", PF_TYPE_ANALYTICS_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_analytics_filter_init (PfAnalyticsFilter *self)
{
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "pf-filter-symbolic");
  gtk_menu_button_set_popover (self->button, make_popover (self));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  update (self);
}

/**
 * pf_analytics_filter_set:
 * @self: the button
 * @choice: what it shows from now on, without telling anybody
 */
void
pf_analytics_filter_set (PfAnalyticsFilter *self, const PfAnalyticsChoice *choice)
{
  g_return_if_fail (PF_IS_ANALYTICS_FILTER (self));

  self->updating = TRUE;
  for (guint i = 0; i < PF_FILTER_N; i++)
    {
      const char *const *names = pf_filter_list (i);
      guint at = 0;

      while (names[at] != NULL && !g_str_equal (names[at], choice->filters[i]))
        at++;
      gtk_drop_down_set_selected (self->choices[i], names[at] != NULL ? at : 0);
    }
  self->updating = FALSE;
  update (self);
}

/**
 * pf_analytics_filter_get_choice:
 * @self: the button
 * @filter: which
 *
 * Returns: (transfer none): the list it is chosen from
 */
GtkWidget *
pf_analytics_filter_get_choice (PfAnalyticsFilter *self, PfFilter filter)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_FILTER (self), NULL);

  return GTK_WIDGET (self->choices[filter]);
}

/**
 * pf_analytics_filter_get:
 * @self: the button
 * @filter: which
 *
 * Returns: (transfer none): what is chosen, as the service calls it
 */
const char *
pf_analytics_filter_get (PfAnalyticsFilter *self, PfFilter filter)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_FILTER (self), NULL);

  return pf_filter_list (filter)[gtk_drop_down_get_selected (self->choices[filter])];
}

/**
 * pf_analytics_filter_new:
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
pf_analytics_filter_new (void)
{
  return g_object_new (PF_TYPE_ANALYTICS_FILTER, NULL);
}
