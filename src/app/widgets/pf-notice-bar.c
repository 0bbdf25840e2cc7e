/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-notice-bar"

#include "config.h"

#include "app/widgets/pf-notice-bar.h"
#include "app/widgets/pf-text.h"

struct _PfNoticeBar
{
  AdwBin parent;

  GtkRevealer *revealer;
  GtkBox *box;
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
  PfNotice *notice; /* (nullable) (owned) */
};

G_DEFINE_BOXED_TYPE (PfNotice, pf_notice, pf_notice_copy, pf_notice_free)
G_DEFINE_FINAL_TYPE (PfNoticeBar, pf_notice_bar, ADW_TYPE_BIN)

/**
 * pf_notice_new:
 * @style: (nullable): style class
 * @icon_name: a symbolic icon
 * @text: plain text
 * @label: (nullable): of the button
 * @action: (nullable): detailed action name
 *
 * Returns: (transfer full): a notice
 */
PfNotice *
pf_notice_new (const char *style,
               const char *icon_name,
               const char *text,
               const char *label,
               const char *action)
{
  PfNotice *self = g_new0 (PfNotice, 1);

  self->style = g_strdup (style);
  self->icon_name = g_strdup (icon_name);
  self->text = pf_text_clean (text);
  self->label = g_strdup (label);
  self->action = g_strdup (action);
  return self;
}

/**
 * pf_notice_copy:
 * @self: (nullable): a notice
 *
 * Returns: (transfer full) (nullable): a copy
 */
PfNotice *
pf_notice_copy (const PfNotice *self)
{
  if (self == NULL)
    return NULL;
  return pf_notice_new (self->style, self->icon_name, self->text, self->label, self->action);
}

/**
 * pf_notice_free:
 * @self: a notice
 *
 * Frees a notice.
 */
void
pf_notice_free (PfNotice *self)
{
  g_free (self->style);
  g_free (self->icon_name);
  g_free (self->text);
  g_free (self->label);
  g_free (self->action);
  g_free (self);
}

/**
 * pf_notice_equal:
 * @a: (nullable): a notice
 * @b: (nullable): a notice
 *
 * Returns: whether both say and offer the same
 */
gboolean
pf_notice_equal (const PfNotice *a, const PfNotice *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strcmp0 (a->style, b->style) == 0 && g_strcmp0 (a->icon_name, b->icon_name) == 0
         && g_strcmp0 (a->text, b->text) == 0 && g_strcmp0 (a->label, b->label) == 0
         && g_strcmp0 (a->action, b->action) == 0;
}

/* The target first: a name alone would not fit the action. */
static void
set_action (GtkButton *button, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (detailed != NULL)
    g_action_parse_detailed_name (detailed, &name, &target, NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
}

/**
 * pf_notice_bar_set_notice:
 * @self: a notice bar
 * @notice: (nullable): what to show; %NULL folds the bar away
 *
 * Shows a notice, one at a time.
 */
void
pf_notice_bar_set_notice (PfNoticeBar *self, const PfNotice *notice)
{
  g_return_if_fail (PF_IS_NOTICE_BAR (self));

  if (pf_notice_equal (self->notice, notice))
    return;

  if (self->notice != NULL && self->notice->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->box), self->notice->style);
  g_clear_pointer (&self->notice, pf_notice_free);
  self->notice = pf_notice_copy (notice);

  if (notice != NULL)
    {
      if (notice->style != NULL)
        gtk_widget_add_css_class (GTK_WIDGET (self->box), notice->style);
      gtk_image_set_from_icon_name (self->icon, notice->icon_name);
      gtk_label_set_label (self->label, notice->text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), notice->text);
      gtk_widget_set_visible (GTK_WIDGET (self->button), notice->label != NULL);
      if (notice->label != NULL)
        {
          gtk_button_set_label (self->button, notice->label);
          set_action (self->button, notice->action);
        }
    }
  gtk_revealer_set_reveal_child (self->revealer, notice != NULL);
}

static void
pf_notice_bar_dispose (GObject *object)
{
  PfNoticeBar *self = PF_NOTICE_BAR (object);

  g_clear_pointer (&self->notice, pf_notice_free);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pf_notice_bar_parent_class)->dispose (object);
}

static void
pf_notice_bar_class_init (PfNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_notice_bar_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/widgets/pf-notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PfNoticeBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PfNoticeBar, box);
  gtk_widget_class_bind_template_child (widget_class, PfNoticeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, PfNoticeBar, label);
  gtk_widget_class_bind_template_child (widget_class, PfNoticeBar, button);
}

static void
pf_notice_bar_init (PfNoticeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
