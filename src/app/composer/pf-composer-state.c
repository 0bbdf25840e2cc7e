/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-composer"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include <glib/gi18n.h>

static PfNotice *
make_notice (PfComposer *self, const char *reason)
{
  if (self->not_kept != NULL)
    return pf_notice_new ("error", "dialog-error-symbolic", self->not_kept, NULL, NULL);
  if (self->failure != NULL)
    return pf_notice_new ("error", "dialog-error-symbolic", self->failure, NULL, NULL);
  switch (self->gate)
    {
    case PF_PIN_GATE_SIGN_IN:
      if (self->after_sign_in)
        return pf_notice_new ("accent", "pf-state-waiting-symbolic",
                              _ ("It is pinned as soon as you have signed in."), _ ("_Do Not Pin"),
                              "composer.pin-not");
      return pf_notice_new ("error", "pf-state-expired-symbolic", reason, NULL, NULL);
    case PF_PIN_GATE_LOCKED:
      return pf_notice_new ("warning", "changes-prevent-symbolic", reason, _ ("_Unlock"),
                            "composer.mend");
    case PF_PIN_GATE_OFF:
      return pf_notice_new ("warning", "dialog-warning-symbolic", reason, _ ("_Turn On"),
                            "composer.mend");
    case PF_PIN_GATE_TRIAL:
      return pf_notice_new ("warning", "pf-state-waiting-symbolic", reason,
                            _ ("_Prepare for Review"), "composer.mend");
    case PF_PIN_GATE_REFUSED:
      return pf_notice_new ("warning", "dialog-warning-symbolic", reason, _ ("_Connections"),
                            "composer.mend");
    case PF_PIN_GATE_OPEN:
    case PF_PIN_GATE_INCOMPLETE:
    default:
      return NULL;
    }
}

static void
update_button (PfComposer *self, const char *reason)
{
  g_autofree char *many
      = self->n_ready > 1 ? g_strdup_printf (ngettext ("_Pin All %u", "_Pin All %u", self->n_ready),
                                             self->n_ready)
                          : NULL;
  const char *label = many != NULL ? many : _ ("_Pin");
  const char *action = "composer.pin";

  if (self->gate == PF_PIN_GATE_SIGN_IN)
    {
      label = _ ("_Pin After Sign-in");
      action = "composer.pin-after-sign-in";
    }
  else if (self->gate == PF_PIN_GATE_TRIAL)
    {
      label = _ ("_Save Draft");
      action = "composer.save-draft";
    }
  adw_split_button_set_label (self->pin_button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->pin_button), action);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pin_button), reason);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.pin",
                                 self->gate == PF_PIN_GATE_OPEN && !self->pinning
                                     && self->importing == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.pin-after-sign-in",
                                 self->gate == PF_PIN_GATE_SIGN_IN && !self->after_sign_in);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.save-draft", !self->pinning);
}

static void
update_heading (PfComposer *self, const char *reason)
{
  guint n = pf_filmstrip_get_n (self->strip);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (n < 2)
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("New Pin"));
      adw_window_title_set_title (self->heading, _ ("New Pin"));
      adw_window_title_set_subtitle (self->heading,
                                     self->gate == PF_PIN_GATE_INCOMPLETE ? reason : "");
      return;
    }
  title = g_strdup_printf (ngettext ("%u New Pin", "%u New Pins", n), n);
  if (self->gate == PF_PIN_GATE_INCOMPLETE)
    subtitle = g_strdup_printf (_ ("%u ready. This one: %s"), self->n_ready, reason);
  else
    subtitle = g_strdup_printf (_ ("%u ready"), self->n_ready);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->heading, title);
  adw_window_title_set_subtitle (self->heading, subtitle);
}

/* Says what stands between the draft and Pin. */
void
pf_composer_update (PfComposer *self)
{
  g_autofree char *reason = NULL;
  const PfCarouselItem *item = pf_composer_get_item (self);
  g_autofree char *link = pf_pin_check_link (item != NULL ? item->link : self->draft->link);
  g_autoptr (PfNotice) notice = NULL;
  gboolean busy = self->pinning || self->importing > 0;

  pf_composer_update_group (self);
  self->gate = pf_pin_gate (self->connection, self->draft, &reason);
  notice = make_notice (self, reason);
  pf_notice_bar_set_notice (self->notice, notice);
  update_heading (self, reason);
  /* What the account allows is the same for all; of the drafts one that is ready is enough. */
  if (self->gate == PF_PIN_GATE_INCOMPLETE && self->n_ready > 0)
    {
      self->gate = PF_PIN_GATE_OPEN;
      g_clear_pointer (&reason, g_free);
    }
  else if (self->gate == PF_PIN_GATE_OPEN && self->n_ready == 0)
    self->gate = PF_PIN_GATE_INCOMPLETE;
  update_button (self, reason);
  pf_field_set_refusal (self->link_field, link);
  pf_composer_show_warnings (self);
  pf_field_set_advice (self->alt_text_field,
                       *self->draft->alt_text == '\0'
                           ? _ ("Describe the picture for people who cannot see it")
                           : NULL);
  /* GTK 4.8 goes on blinking the cursor of an entry that lost the focus by becoming insensitive,
   * and complains about it. */
  if (self->pinning)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->body, !self->pinning);
  if (gtk_spinner_get_spinning (self->spinner) != busy)
    gtk_spinner_set_spinning (self->spinner, busy);
}
