/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-composer"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/composer/pf-composer-body.h"
#include "app/widgets/pf-wrap-box.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (PfComposer, pf_composer, ADW_TYPE_WINDOW)

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
    pf_composer_pin (self);
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
  pf_snippet_button_set_connection (self->snippets, self->workspace, connection);
  gtk_widget_set_visible (GTK_WIDGET (self->snippets), connection != NULL);
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

static gboolean
pf_composer_close_request (GtkWindow *window)
{
  PfComposer *self = PF_COMPOSER (window);

  if (self->pinning)
    return TRUE;
  if (!self->gone && pf_composer_drop_empty (self))
    {
      pf_composer_save (self);
      if (self->window != NULL)
        pf_composer_say_kept (self);
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
        pf_composer_drop_empty (self);
      pf_composer_save (self);
      self->draft = NULL;
    }
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_handle_id (&self->warn_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->window);
  g_clear_pointer (&self->said, pf_toasts_free);
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
  g_free (self->not_kept);
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
  g_type_ensure (PF_TYPE_SNIPPET_BUTTON);
  g_type_ensure (PF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/composer/pf-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, PfComposer, toasts);
  gtk_widget_class_bind_template_child (widget_class, PfComposer, snippets);
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

  pf_composer_install_pin_actions (widget_class);
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
}

/* Kept texts go where the cursor is, or was. */
static void
field_entered (PfComposer *self, GtkEventController *focus)
{
  pf_snippet_button_set_field (self->snippets, PF_FIELD (gtk_event_controller_get_widget (focus)));
}

static void
watch_fields (PfComposer *self)
{
  PfField *fields[] = { self->title_field, self->description_field, self->alt_text_field };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_object (focus, "enter", G_CALLBACK (field_entered), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (GTK_WIDGET (fields[i]), focus);
    }
  pf_snippet_button_set_field (self->snippets, self->description_field);
}

static void
pf_composer_init (PfComposer *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
  /* Beside a long strip it has room for one line. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (
                                       gtk_button_get_child (GTK_BUTTON (self->carousel_button))),
                                   GTK_NATURAL_WRAP_NONE);
  self->said = pf_toasts_new (self->toasts);
  watch_fields (self);
  self->item = -1;
  pf_composer_init_group (self);
  pf_composer_add_picture_ways (self);
  pf_composer_add_pin_keys (self);
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
