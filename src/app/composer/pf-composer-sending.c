/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-composer"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/activity/pf-sent-toast.h"
#include "app/composer/pf-recent-boards.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

static void
remember_board (PfComposer *self)
{
  pf_recent_boards_add (pf_context_get_settings (pf_workspace_get_context (self->workspace)),
                        self->draft->connection_id, self->draft->board_uuid);
}

static char *
describe_sending (PfComposer *self, guint n)
{
  g_autofree char *board = pf_board_button_get_name (self->board);

  if (n > 1)
    return g_strdup_printf (ngettext ("Pinning %u pin", "Pinning %u pins", n), n);
  return board != NULL ? g_strdup_printf (_ ("Pinning to %s"), board) : g_strdup (_ ("Pinning"));
}

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) faults = NULL;
  g_autofree char *batch
      = pf_outbox_create_pins_finish (PF_OUTBOX (source), result, &faults, &error);
  g_autoptr (GPtrArray) sent = NULL;
  g_autofree char *text = NULL;

  if (self == NULL)
    return;
  self->pinning = FALSE;
  sent = g_steal_pointer (&self->sending);
  if (batch == NULL)
    {
      self->failure = pf_error_words (error);
      pf_composer_update (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->title_field));
      return;
    }
  remember_board (self);
  text = describe_sending (self, sent->len - g_hash_table_size (faults));
  if (self->window != NULL)
    pf_sent_toast_show (self->window, batch, text);
  pf_composer_note_sent (self, sent, faults);
  if (pf_composer_count_open (self) == 0)
    {
      self->gone = TRUE;
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  /* The rest is lacking something; what was sent shows how it fares. */
  pf_toasts_add (self->said, pf_toast_new (text));
  pf_composer_touch (self);
}

/* Gives the outbox what is ready. */
void
pf_composer_pin (PfComposer *self)
{
  if (self->pinning || self->gone || self->importing > 0)
    return;
  /* What was typed last is on disk before anything else happens to it. */
  pf_composer_save (self);
  g_clear_pointer (&self->failure, g_free);
  self->sending = pf_composer_list_ready (self);
  self->pinning = TRUE;
  pf_composer_update (self);
  pf_outbox_create_pins_async (pf_workspace_get_outbox (self->workspace), self->connection,
                               self->sending, NULL, enqueued_cb, pf_weak_new (self));
}

static void
pin_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_composer_pin (PF_COMPOSER (widget));
}

/* Ctrl+Enter does what the button does, whatever it is called just now. */
static gboolean
pin_pressed (GtkWidget *widget, GVariant *args, gpointer data)
{
  PfComposer *self = PF_COMPOSER (widget);

  gtk_widget_activate_action (widget,
                              gtk_actionable_get_action_name (GTK_ACTIONABLE (self->pin_button)),
                              NULL);
  return TRUE;
}

static void
pin_after_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfComposer *self = PF_COMPOSER (widget);

  pf_composer_save (self);
  self->after_sign_in = TRUE;
  pf_composer_update (self);
  if (self->window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.reconnect", "s",
                                pf_connection_get_id (self->connection));
}

static void
pin_not_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfComposer *self = PF_COMPOSER (widget);

  self->after_sign_in = FALSE;
  pf_composer_update (self);
}

/* The one next step of what stands in the notice. */
static void
mend_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfComposer *self = PF_COMPOSER (widget);
  const char *action = self->gate == PF_PIN_GATE_LOCKED  ? "win.unlock"
                       : self->gate == PF_PIN_GATE_OFF   ? "win.publishing-on"
                       : self->gate == PF_PIN_GATE_TRIAL ? "win.prepare-review"
                                                         : NULL;

  pf_composer_save (self);
  if (self->window == NULL)
    return;
  if (action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), action, "s",
                                pf_connection_get_id (self->connection));
  else
    {
      pf_window_show_page (self->window, "connections");
      gtk_window_present (GTK_WINDOW (self->window));
    }
}

static gboolean
go_pressed (GtkWidget *widget, GVariant *by, gpointer unused)
{
  pf_composer_go (PF_COMPOSER (widget), g_variant_get_int32 (by));
  return GDK_EVENT_STOP;
}

static void
add_go_key (GtkEventController *keys, guint keyval, guint keypad, int by)
{
  GtkShortcut *shortcut = gtk_shortcut_new (
      gtk_alternative_trigger_new (gtk_keyval_trigger_new (keyval, GDK_CONTROL_MASK),
                                   gtk_keyval_trigger_new (keypad, GDK_CONTROL_MASK)),
      gtk_callback_action_new (go_pressed, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (by));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
}

/* Before the fields see them: a text view takes Enter with any modifier as a new line, and goes
 * about its text with Ctrl and Page Down. */
void
pf_composer_add_pin_keys (PfComposer *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (
          gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                                       gtk_keyval_trigger_new (GDK_KEY_KP_Enter, GDK_CONTROL_MASK)),
          gtk_callback_action_new (pin_pressed, NULL, NULL)));
  add_go_key (keys, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -1);
  add_go_key (keys, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 1);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
pf_composer_install_pin_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.pin", NULL, pin_activated);
  gtk_widget_class_install_action (widget_class, "composer.pin-after-sign-in", NULL,
                                   pin_after_activated);
  gtk_widget_class_install_action (widget_class, "composer.pin-not", NULL, pin_not_activated);
  gtk_widget_class_install_action (widget_class, "composer.mend", NULL, mend_activated);
}
