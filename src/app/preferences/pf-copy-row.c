/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-preferences-window"

#include "config.h"

#include "app/preferences/pf-copy-row.h"

#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkSwitch *keep;
  GtkButton *button; /* Update, Stop */
  GtkProgressBar *progress;
  gboolean setting; /* the switch by us */
} PfCopyRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PfCopyRow, pf_copy_row, ADW_TYPE_ACTION_ROW)

static void
switched (PfCopyRow *self)
{
  PfCopyRowPrivate *priv = pf_copy_row_get_instance_private (self);

  if (!priv->setting)
    PF_COPY_ROW_GET_CLASS (self)->choose (self, gtk_switch_get_active (priv->keep));
}

static void
clicked (PfCopyRow *self)
{
  PF_COPY_ROW_GET_CLASS (self)->press (self);
}

/**
 * pf_copy_row_set_names:
 * @self: a row
 * @keep: what the switch is called
 * @progress: what the progress bar is called
 *
 * Names for those who do not see them.
 */
void
pf_copy_row_set_names (PfCopyRow *self, const char *keep, const char *progress)
{
  PfCopyRowPrivate *priv = pf_copy_row_get_instance_private (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->keep), GTK_ACCESSIBLE_PROPERTY_LABEL, keep,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  progress, -1);
}

/**
 * pf_copy_row_show:
 * @self: a row
 * @state: how it stands
 * @words: the same in words
 *
 * Shows it.
 */
void
pf_copy_row_show (PfCopyRow *self, const PfCopyState *state, const char *words)
{
  PfCopyRowPrivate *priv = pf_copy_row_get_instance_private (self);

  pf_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
  priv->setting = TRUE;
  gtk_switch_set_active (priv->keep, state->kept);
  priv->setting = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (priv->keep), !state->changing);
  gtk_widget_set_visible (GTK_WIDGET (priv->button), state->has_button);
  gtk_button_set_label (priv->button, state->label != NULL ? state->label
                                      : state->running     ? _ ("_Stop")
                                                           : _ ("_Update"));
  gtk_widget_set_visible (GTK_WIDGET (priv->progress), state->running && state->n_total > 0);
  if (state->n_total > 0)
    gtk_progress_bar_set_fraction (priv->progress,
                                   MIN (1.0, (double)state->n_done / state->n_total));
}

/**
 * pf_copy_row_tell:
 * @self: a row
 * @error: why a choice could not be carried out
 *
 * Says it in the window, while that is there.
 */
void
pf_copy_row_tell (PfCopyRow *self, const GError *error)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *words = pf_error_words (error);

  if (ADW_IS_PREFERENCES_WINDOW (window))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), pf_toast_new (words));
}

static void
pf_copy_row_class_init (PfCopyRowClass *klass)
{
}

static void
pf_copy_row_init (PfCopyRow *self)
{
  PfCopyRowPrivate *priv = pf_copy_row_get_instance_private (self);

  priv->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_valign (GTK_WIDGET (priv->progress), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (priv->progress), "pf-short-progress");
  priv->button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (priv->button, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (priv->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (priv->button), "flat");
  g_signal_connect_swapped (priv->button, "clicked", G_CALLBACK (clicked), self);
  priv->keep = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (priv->keep), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (priv->keep, "notify::active", G_CALLBACK (switched), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (priv->progress));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (priv->button));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (priv->keep));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (priv->keep));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
}
