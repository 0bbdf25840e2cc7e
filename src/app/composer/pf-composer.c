/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-composer"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/activity/pf-sent-toast.h"
#include "app/composer/pf-composer-body.h"
#include "app/composer/pf-recent-boards.h"
#include "app/drafts/pf-draft-deletion.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* What is typed is on disk so soon after the last letter. */
#define SAVE_AFTER_MS 400

G_DEFINE_FINAL_TYPE (PfComposer, pf_composer, ADW_TYPE_WINDOW)

static gboolean
has_content (const PfDraft *draft)
{
  return draft->blob != NULL || *draft->title != '\0' || *draft->description != '\0'
         || *draft->alt_text != '\0' || *draft->link != '\0';
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (pf_store_save_draft_finish (PF_STORE (source), result, &error))
    return;
  if (self == NULL)
    {
      g_warning ("A draft could not be kept: %s", error->message);
      return;
    }
  pf_composer_mark (self, self->draft);
  g_free (self->failure);
  words = pf_error_words (error);
  self->failure = g_strdup_printf (_ ("The draft could not be kept. %s"), words);
  pf_composer_update (self);
}

/* What was changed is on its way to the disk when this returns. */
void
pf_composer_save (PfComposer *self)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new ();

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->gone || self->pinning)
    return;
  for (guint i = 0; i < pf_filmstrip_get_n (self->strip); i++)
    {
      PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);

      if (g_hash_table_remove (self->dirty, draft->uuid))
        g_ptr_array_add (drafts, draft);
    }
  /* Not to be cancelled: the window may close meanwhile. */
  if (drafts->len > 0)
    pf_store_save_drafts_async (pf_workspace_get_store (self->workspace), drafts, NULL, saved_cb,
                                pf_weak_new (self));
}

static void
save_timeout (gpointer data)
{
  PfComposer *self = data;

  self->save_id = 0;
  pf_composer_save (self);
}

/* A draft was changed and marked: it is saved in a moment. */
void
pf_composer_touch (PfComposer *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add_once (SAVE_AFTER_MS, save_timeout, self);
  pf_composer_update (self);
}

static PfNotice *
make_notice (PfComposer *self, const char *reason)
{
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

static void
take_text (PfComposer *self, char **place, PfField *field, PfDraftField which)
{
  g_autofree char *text = pf_field_get_text (field);

  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_steal_pointer (&text);
  pf_composer_spread (self, which);
}

static void
take_item_text (PfComposer *self, char **place, PfField *field)
{
  g_free (*place);
  *place = pf_field_get_text (field);
  pf_composer_mark (self, self->draft);
}

static void
text_changed (PfComposer *self)
{
  PfCarouselItem *item = pf_composer_get_item (self);

  if (self->filling)
    return;
  if (item != NULL)
    {
      take_item_text (self, &item->title, self->title_field);
      take_item_text (self, &item->description, self->description_field);
      take_item_text (self, &item->link, self->link_field);
    }
  else
    {
      take_text (self, &self->draft->title, self->title_field, PF_DRAFT_TITLE);
      take_text (self, &self->draft->description, self->description_field, PF_DRAFT_DESCRIPTION);
      take_text (self, &self->draft->alt_text, self->alt_text_field, PF_DRAFT_ALT_TEXT);
      take_text (self, &self->draft->link, self->link_field, PF_DRAFT_LINK);
    }
  pf_filmstrip_refresh (self->strip, pf_filmstrip_get_current (self->strip));
  pf_composer_show_picture (self);
  pf_composer_touch (self);
}

static void
picture_edited (PfComposer *self)
{
  pf_composer_take_edit (self, pf_picture_pane_get_edit (self->pane));
  pf_composer_mark (self, self->draft);
  pf_filmstrip_refresh (self->strip, pf_filmstrip_get_current (self->strip));
  pf_composer_touch (self);
}

static void
cover_changed (PfComposer *self, int second)
{
  self->draft->media.cover_time = second;
  g_clear_pointer (&self->draft->media.cover_blob, g_free);
  pf_composer_mark (self, self->draft);
  pf_composer_show_picture (self);
  pf_composer_touch (self);
}

static void
board_changed (PfComposer *self)
{
  g_free (self->draft->board_uuid);
  g_free (self->draft->section_uuid);
  self->draft->board_uuid = g_strdup (pf_board_button_get_board (self->board));
  self->draft->section_uuid = g_strdup (pf_board_button_get_section (self->board));
  pf_composer_spread (self, PF_DRAFT_BOARD);
  pf_composer_touch (self);
  if (*self->draft->title == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->title_field));
}

static void pin (PfComposer *self);

static void
connection_changed (PfComposer *self)
{
  PfPinGate before = self->gate;

  pf_composer_update (self);
  if (!self->after_sign_in || before != PF_PIN_GATE_SIGN_IN || self->gate == before)
    return;
  self->after_sign_in = FALSE;
  gtk_window_present (GTK_WINDOW (self));
  if (self->gate == PF_PIN_GATE_OPEN)
    pin (self);
  else
    pf_composer_update (self);
}

static void
set_connection (PfComposer *self, PfConnection *connection)
{
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    g_signal_connect_object (connection, "notify", G_CALLBACK (connection_changed), self,
                             G_CONNECT_SWAPPED);
  pf_account_choice_set_selected (self->account, connection);
  pf_board_button_set_connection (self->board, connection);
}

/* A board belongs to one account. */
static void
account_changed (PfComposer *self)
{
  PfConnection *connection = pf_account_choice_get_selected (self->account);

  for (guint i = 0; i < pf_filmstrip_get_n (self->strip); i++)
    {
      PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);

      g_free (draft->connection_id);
      draft->connection_id = g_strdup (pf_connection_get_id (connection));
      g_clear_pointer (&draft->board_uuid, g_free);
      g_clear_pointer (&draft->section_uuid, g_free);
      pf_composer_mark (self, draft);
    }
  self->after_sign_in = FALSE;
  pf_board_button_set_board (self->board, NULL, NULL);
  set_connection (self, connection);
  pf_composer_touch (self);
}

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
  adw_toast_overlay_add_toast (self->toasts, pf_toast_new (text));
  pf_composer_touch (self);
}

static void
pin (PfComposer *self)
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
  pin (PF_COMPOSER (widget));
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

static void
save_draft_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
choose_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_composer_choose_picture (PF_COMPOSER (widget));
}

static void
replace_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_composer_replace_picture (PF_COMPOSER (widget));
}

static void
cover_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_composer_choose_cover (PF_COMPOSER (widget));
}

static void
web_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_composer_ask_web (PF_COMPOSER (widget));
}

static void
carousel_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  if (g_str_equal (name, "composer.make-carousel"))
    pf_composer_make_carousel (PF_COMPOSER (widget));
  else
    pf_composer_take_apart (PF_COMPOSER (widget));
}

static void
go_activated (GtkWidget *widget, const char *name, GVariant *by)
{
  pf_composer_go (PF_COMPOSER (widget), g_variant_get_int32 (by));
}

static void
discard_clicked (AdwToast *toast, PfWindow *window)
{
  pf_draft_delete (window, g_object_get_data (G_OBJECT (toast), "draft"));
}

static void
say_kept (PfComposer *self)
{
  guint n = pf_composer_count_open (self);
  g_autofree char *text = n > 1
                              ? g_strdup_printf (ngettext ("%u draft kept", "%u drafts kept", n), n)
                              : g_strdup (_ ("Draft kept"));
  AdwToast *toast = pf_toast_new (text);

  if (n == 1)
    {
      adw_toast_set_button_label (toast, _ ("_Discard"));
      g_object_set_data_full (G_OBJECT (toast), "draft", pf_draft_ref (self->draft),
                              (GDestroyNotify)pf_draft_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (discard_clicked), self->window,
                               0);
    }
  pf_window_add_toast (self->window, toast);
}

/* Drafts in which nothing stands are not kept. */
static gboolean
drop_empty (PfComposer *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < pf_filmstrip_get_n (self->strip); i++)
    {
      const PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);

      if (has_content (draft))
        {
          any = TRUE;
          continue;
        }
      g_hash_table_remove (self->dirty, draft->uuid);
      pf_store_delete_draft_async (pf_workspace_get_store (self->workspace), draft->uuid, NULL,
                                   NULL, NULL);
    }
  return any;
}

static gboolean
pf_composer_close_request (GtkWindow *window)
{
  PfComposer *self = PF_COMPOSER (window);

  if (self->pinning)
    return TRUE;
  if (!self->gone && drop_empty (self))
    {
      pf_composer_save (self);
      if (self->window != NULL)
        say_kept (self);
    }
  else if (!self->gone)
    self->gone = TRUE;
  return GTK_WINDOW_CLASS (pf_composer_parent_class)->close_request (window);
}

static void
pf_composer_dispose (GObject *object)
{
  PfComposer *self = PF_COMPOSER (object);

  /* The main window takes its composers with it without asking them. */
  if (self->workspace != NULL && self->strip != NULL && self->draft != NULL)
    {
      if (!self->gone)
        drop_empty (self);
      pf_composer_save (self);
      self->draft = NULL;
    }
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_handle_id (&self->warn_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->connection);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (pf_composer_parent_class)->dispose (object);
}

static void
pf_composer_finalize (GObject *object)
{
  PfComposer *self = PF_COMPOSER (object);

  g_clear_pointer (&self->dirty, g_hash_table_unref);
  g_clear_pointer (&self->sending, g_ptr_array_unref);
  g_free (self->failure);
  g_free (self->checked_link);
  g_free (self->link_words);
  g_free (self->checked_blob);
  g_free (self->alike_words);
  G_OBJECT_CLASS (pf_composer_parent_class)->finalize (object);
}

static const char *const share_names[PF_COMPOSER_N_SHARES]
    = { "share_board", "share_title", "share_description", "share_alt_text", "share_link" };

static void
pf_composer_class_init (PfComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pf_composer_dispose;
  object_class->finalize = pf_composer_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pf_composer_close_request;

  g_type_ensure (PF_TYPE_NOTICE_BAR);
  g_type_ensure (PF_TYPE_COMPOSER_BODY);
  g_type_ensure (PF_TYPE_PICTURE_PANE);
  g_type_ensure (PF_TYPE_ACCOUNT_CHOICE);
  g_type_ensure (PF_TYPE_BOARD_BUTTON);
  g_type_ensure (PF_TYPE_FIELD);
  g_type_ensure (PF_TYPE_FILMSTRIP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/composer/pf-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, PfComposer, toasts);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, heading);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, pin_button);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, spinner);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, notice);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, body);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, pane);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, account);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, board);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, title_field);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, description_field);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, alt_text_field);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, link_field);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, strip_bar);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, alike_note);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, carousel_button);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, carousel_bar);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, parts);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, carousel_note);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, strip);
  for (guint i = 0; i < PF_COMPOSER_N_SHARES; i++)
    gtk_widget_class_bind_template_child_full (widget_class, share_names[i], FALSE,
                                               G_STRUCT_OFFSET (PfComposer, shares)
                                                   + (gssize)(i * sizeof (GtkCheckButton *)));
  gtk_widget_class_bind_template_callback (widget_class, picture_edited);
  gtk_widget_class_bind_template_callback (widget_class, cover_changed);
  gtk_widget_class_bind_template_callback (widget_class, text_changed);
  gtk_widget_class_bind_template_callback (widget_class, board_changed);
  gtk_widget_class_bind_template_callback (widget_class, account_changed);

  gtk_widget_class_install_action (widget_class, "composer.pin", NULL, pin_activated);
  gtk_widget_class_install_action (widget_class, "composer.pin-after-sign-in", NULL,
                                   pin_after_activated);
  gtk_widget_class_install_action (widget_class, "composer.pin-not", NULL, pin_not_activated);
  gtk_widget_class_install_action (widget_class, "composer.mend", NULL, mend_activated);
  gtk_widget_class_install_action (widget_class, "composer.save-draft", NULL, save_draft_activated);
  gtk_widget_class_install_action (widget_class, "composer.choose-picture", NULL, choose_activated);
  gtk_widget_class_install_action (widget_class, "composer.replace-picture", NULL,
                                   replace_activated);
  gtk_widget_class_install_action (widget_class, "composer.go", "i", go_activated);
  gtk_widget_class_install_action (widget_class, "composer.ask-web", NULL, web_activated);
  gtk_widget_class_install_action (widget_class, "composer.choose-cover", NULL, cover_activated);
  gtk_widget_class_install_action (widget_class, "composer.make-carousel", NULL,
                                   carousel_activated);
  gtk_widget_class_install_action (widget_class, "composer.take-apart", NULL, carousel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK,
                                       "composer.go", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK,
                                       "composer.go", "i", 1);
}

/* Before the fields see it: a text view takes Enter with any modifier as a new line. */
static void
add_pin_keys (PfComposer *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (
          gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                                       gtk_keyval_trigger_new (GDK_KEY_KP_Enter, GDK_CONTROL_MASK)),
          gtk_callback_action_new (pin_pressed, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
pf_composer_init (PfComposer *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->item = -1;
  pf_composer_init_group (self);
  pf_composer_add_picture_ways (self);
  add_pin_keys (self);
}

/* Shows the picture that the fields are about. */
void
pf_composer_show_picture (PfComposer *self)
{
  g_autoptr (PfDraft) shown = pf_composer_describe_shown (self);

  pf_picture_pane_show (self->pane, shown);
}

/* Puts the current draft into the fields. */
void
pf_composer_fill (PfComposer *self)
{
  const PfCarouselItem *item = pf_composer_get_item (self);

  self->filling = TRUE;
  pf_field_set_text (self->title_field, item != NULL ? item->title : self->draft->title);
  pf_field_set_text (self->description_field,
                     item != NULL ? item->description : self->draft->description);
  pf_field_set_text (self->alt_text_field, self->draft->alt_text);
  pf_field_set_text (self->link_field, item != NULL ? item->link : self->draft->link);
  self->filling = FALSE;
  pf_board_button_set_board (self->board, self->draft->board_uuid, self->draft->section_uuid);
  pf_composer_update_carousel (self);
  pf_composer_show_picture (self);
}

/* A draft keeps its account; one without gets the only one there is. */
static PfConnection *
find_connection (PfComposer *self)
{
  PfConnections *connections = pf_workspace_get_connections (self->workspace);
  PfConnection *found = self->draft->connection_id != NULL
                            ? pf_connections_find (connections, self->draft->connection_id)
                            : NULL;

  if (found == NULL && self->draft->connection_id == NULL
      && g_list_model_get_n_items (G_LIST_MODEL (connections)) == 1)
    {
      found = pf_window_get_connection (self->window);
      self->draft->connection_id = g_strdup (found != NULL ? pf_connection_get_id (found) : NULL);
    }
  return found;
}

/**
 * pf_composer_find:
 * @draft_uuid: UUID of a draft
 *
 * Returns: (transfer none) (nullable): its composer, when it is open
 */
PfComposer *
pf_composer_find (const char *draft_uuid)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (PF_IS_COMPOSER (window)
          && pf_composer_find_draft (PF_COMPOSER (window), draft_uuid) != NULL)
        return PF_COMPOSER (window);
    }
  return NULL;
}

/**
 * pf_composer_get_draft:
 * @self: a composer
 *
 * Returns: the draft as it stands in the fields
 */
const PfDraft *
pf_composer_get_draft (PfComposer *self)
{
  return self->draft;
}

/**
 * pf_composer_present:
 * @window: the window it belongs to
 * @draft: a draft; the composer works on a copy of it
 *
 * Opens a draft for writing, or raises the composer that it is open in.
 *
 * Returns: (transfer none): the composer
 */
PfComposer *
pf_composer_present (PfWindow *window, PfDraft *draft)
{
  PfComposer *self = pf_composer_find (draft->uuid);

  if (self != NULL)
    {
      gtk_window_present (GTK_WINDOW (self));
      return self;
    }
  self = g_object_new (PF_TYPE_COMPOSER, "transient-for", window, NULL);
  g_set_weak_pointer (&self->window, window);
  self->workspace = g_object_ref (pf_window_get_workspace (window));
  pf_filmstrip_set_loader (self->strip, pf_window_get_pictures (window));
  {
    g_autoptr (PfDraft) copy = pf_draft_copy (draft);

    pf_filmstrip_insert (self->strip, 0, copy);
    self->draft = copy;
  }
  self->failure = g_strdup (draft->problem);
  pf_picture_pane_set_window (self->pane, window);
  pf_account_choice_set_connections (self->account, pf_workspace_get_connections (self->workspace));
  set_connection (self, find_connection (self));
  pf_composer_fill (self);
  pf_composer_update (self);
  pf_composer_set_up_group (self);
  gtk_widget_grab_focus (self->draft->board_uuid != NULL ? GTK_WIDGET (self->title_field)
                                                         : GTK_WIDGET (self->board));
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
