/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-drop-hint.h"

#include "app/widgets/pf-avatar.h"
#include "app/widgets/pf-text.h"

#define AVATAR 24

/* Over the foot of the window: what a drop will do, and for whom. */
struct _PfDropHint
{
  AdwBin parent;

  GtkRevealer *revealer;
  GtkWidget *avatar;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (PfDropHint, pf_drop_hint, ADW_TYPE_BIN)

static void
pf_drop_hint_class_init (PfDropHintClass *klass)
{
}

static void
pf_drop_hint_init (PfDropHint *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->avatar = pf_avatar_new (AVATAR);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), self->avatar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_widget_add_css_class (box, "drop-hint");
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_CROSSFADE);
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
}

/**
 * pf_drop_hint_show:
 * @self: a hint
 * @text: (nullable): what a drop will do; %NULL when nothing hovers
 * @connection: (nullable): the account it is for, where there are several
 */
void
pf_drop_hint_show (PfDropHint *self, const char *text, PfConnection *connection)
{
  if (text != NULL)
    {
      g_autofree char *clean = pf_text_clean (text);

      gtk_label_set_label (self->label, clean);
      gtk_widget_set_visible (self->avatar, connection != NULL);
      pf_avatar_set_connection (PF_AVATAR (self->avatar), connection);
    }
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}
