/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-editor.h"

#include "app/activity/pf-sent-toast.h"
#include "app/compat/pf-ask.h"
#include "app/composer/pf-board-button.h"
#include "app/composer/pf-pin-checks.h"
#include "app/composer/pf-snippet-button.h"
#include "app/pins/pf-pin-edits.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-tab-stop.h"

#include <glib/gi18n.h>

/* The fields of a pin, to write in. What is typed is kept until it is saved or thrown away. */
struct _PfPinEditor
{
  AdwBin parent;

  GtkScrolledWindow *scroller;
  GtkWidget *trouble;
  GtkLabel *trouble_words;
  GtkWidget *open;
  PfBoardButton *board;
  PfField *title_field;
  PfField *description_field;
  PfField *alt_text_field;
  PfField *link_field;
  PfSnippetButton *snippets;

  PfWindow *window; /* (unowned): it is in it */
  PfConnection *connection;
  PfPinItem *item;
  char *board_uuid;   /* nullable: where the pin is */
  char *section_uuid; /* nullable */
  char *failure;      /* nullable: why it could not be saved just now */
  gboolean filling;
  gboolean saving;
};

enum
{
  DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfPinEditor, pf_pin_editor, ADW_TYPE_BIN)

static const struct
{
  PfChangeField change;
  gsize field;
  gsize text;
  guint limit;
} fields[] = {
  { PF_CHANGE_TITLE, G_STRUCT_OFFSET (PfPinEditor, title_field), G_STRUCT_OFFSET (PfChanges, title),
    PF_PIN_TITLE_MAX },
  { PF_CHANGE_DESCRIPTION, G_STRUCT_OFFSET (PfPinEditor, description_field),
    G_STRUCT_OFFSET (PfChanges, description), PF_PIN_DESCRIPTION_MAX },
  { PF_CHANGE_ALT_TEXT, G_STRUCT_OFFSET (PfPinEditor, alt_text_field),
    G_STRUCT_OFFSET (PfChanges, alt_text), PF_PIN_ALT_TEXT_MAX },
  { PF_CHANGE_LINK, G_STRUCT_OFFSET (PfPinEditor, link_field), G_STRUCT_OFFSET (PfChanges, link),
    PF_PIN_LINK_MAX },
};

static PfField *
field_at (PfPinEditor *self, guint i)
{
  return G_STRUCT_MEMBER (PfField *, self, fields[i].field);
}

static const char *
text_of (const char *text)
{
  return text != NULL ? text : "";
}

/* What is in the fields and not in the pin as it is shown. */
static PfChanges *
read_changes (PfPinEditor *self)
{
  PfChanges *changes = g_new0 (PfChanges, 1);
  PfPin *pin = pf_pin_item_get_pin (self->item);
  const char *board = pf_board_button_get_board (self->board);
  const char *section = pf_board_button_get_section (self->board);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = pf_field_get_text (field_at (self, i));

      if (g_str_equal (text, text_of (pf_changes_get_text (NULL, fields[i].change, pin))))
        continue;
      changes->fields |= fields[i].change;
      G_STRUCT_MEMBER (char *, changes, fields[i].text) = g_steal_pointer (&text);
    }
  if (board != NULL
      && (g_strcmp0 (board, self->board_uuid) != 0 || g_strcmp0 (section, self->section_uuid) != 0))
    {
      changes->fields |= PF_CHANGE_BOARD | PF_CHANGE_SECTION;
      changes->board_uuid = g_strdup (board);
      changes->section_uuid = g_strdup (section);
    }
  return changes;
}

static gboolean
is_too_long (PfPinEditor *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = pf_field_get_text (field_at (self, i));

      if (g_utf8_strlen (text, -1) > fields[i].limit)
        return TRUE;
    }
  return FALSE;
}

static void
update (PfPinEditor *self)
{
  g_autofree char *link = pf_field_get_text (self->link_field);
  g_autofree char *alt = pf_field_get_text (self->alt_text_field);
  g_autofree char *refusal = pf_pin_check_link (link);
  g_autofree char *advice = pf_pin_advise_link (link);
  gboolean refused
      = self->connection != NULL && pf_connection_get_pin_edit_refused (self->connection);
  const char *words = refused ? _ ("Pinterest has not opened editing to your app. What you wrote "
                                   "is kept here: copy it, and paste it on Pinterest.")
                              : self->failure;

  pf_field_set_refusal (self->link_field, refusal);
  pf_field_set_advice (self->link_field, advice);
  pf_field_set_advice (self->alt_text_field,
                       *alt == '\0' ? _ ("Describe the picture for people who cannot see it")
                                    : NULL);
  gtk_label_set_label (self->trouble_words, words != NULL ? words : "");
  gtk_widget_set_visible (self->trouble, words != NULL);
  gtk_widget_set_visible (self->open,
                          refused
                              && !g_str_equal (pf_connection_get_service (self->connection)->id,
                                               "practice"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "edit.save",
                                 self->item != NULL && !self->saving && !refused && refusal == NULL
                                     && !is_too_long (self));
}

static void
keep_typed (PfPinEditor *self)
{
  g_autoptr (PfChanges) changes = read_changes (self);

  pf_pin_edits_set (pf_pin_edits_get (self->window), self->connection,
                    pf_pin_item_get_uuid (self->item), changes);
}

static void
edited (PfPinEditor *self)
{
  if (self->filling || self->item == NULL)
    return;
  g_clear_pointer (&self->failure, g_free);
  keep_typed (self);
  update (self);
}

static void
leave (PfPinEditor *self)
{
  g_clear_pointer (&self->failure, g_free);
  /* What stands in the fields is nobody's any more. */
  g_clear_object (&self->item);
  g_signal_emit (self, signals[DONE], 0);
}

/* A save on its way to the outbox: the editor may show another pin by then. */
typedef struct
{
  GWeakRef editor;
  GWeakRef window;
  PfConnection *connection;
  char *pin_uuid;
  char *words;
  PfChanges *changes;
} Saving;

static void
saving_free (Saving *saving)
{
  g_weak_ref_clear (&saving->editor);
  g_weak_ref_clear (&saving->window);
  g_object_unref (saving->connection);
  g_free (saving->pin_uuid);
  g_free (saving->words);
  pf_changes_free (saving->changes);
  g_free (saving);
}

static gboolean
same_changes (const PfChanges *one, const PfChanges *other)
{
  return one->fields == other->fields && g_strcmp0 (one->title, other->title) == 0
         && g_strcmp0 (one->description, other->description) == 0
         && g_strcmp0 (one->alt_text, other->alt_text) == 0
         && g_strcmp0 (one->link, other->link) == 0
         && g_strcmp0 (one->board_uuid, other->board_uuid) == 0
         && g_strcmp0 (one->section_uuid, other->section_uuid) == 0;
}

/* Whether somebody wrote on after Save. What is saved may be in the pin by now. */
static gboolean
is_written_on (const Saving *saving, PfPinEdits *edits)
{
  const PfChanges *typed = pf_pin_edits_find (edits, saving->connection, saving->pin_uuid);

  return typed != NULL && !same_changes (typed, saving->changes);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (PfPinEditor) self = g_weak_ref_get (&saving->editor);
  g_autoptr (PfWindow) window = g_weak_ref_get (&saving->window);
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = pf_outbox_enqueue_batch_finish (PF_OUTBOX (source), result, &error);
  gboolean shown = self != NULL && self->item != NULL
                   && g_str_equal (pf_pin_item_get_uuid (self->item), saving->pin_uuid);
  gboolean over = batch != NULL;

  if (self != NULL)
    self->saving = FALSE;
  if (batch != NULL && window != NULL)
    {
      over = !is_written_on (saving, pf_pin_edits_get (window));
      if (over)
        pf_pin_edits_set (pf_pin_edits_get (window), saving->connection, saving->pin_uuid, NULL);
      pf_sent_toast_show (window, batch, saving->words);
    }
  if (shown && over)
    leave (self);
  else if (shown && batch == NULL)
    self->failure = pf_error_words (error);
  if (self != NULL)
    update (self);
  saving_free (saving);
}

static char *
name_pin (PfPinEditor *self)
{
  g_autofree char *title = pf_text_clean (pf_pin_item_get_title (self->item));

  return *title != '\0' ? g_strdup_printf ("“%s”", title) : g_strdup (_ ("the pin"));
}

static void
save_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinEditor *self = PF_PIN_EDITOR (widget);
  g_autoptr (PfChanges) changes = read_changes (self);
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  g_autoptr (PfBatch) batch = NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  Saving *saving;

  if (changes->fields == 0)
    {
      pf_pin_edits_set (pf_pin_edits_get (self->window), self->connection,
                        pf_pin_item_get_uuid (self->item), NULL);
      leave (self);
      return;
    }
  name = name_pin (self);
  words = g_strdup_printf (_ ("Edited %s"), name);
  batch = pf_batch_new (pf_workspace_get_context (workspace), words);
  /* What stood there before is what somebody saw: of an edit on its way its texts. */
  pf_batch_update_pin (batch, pf_pin_item_get_uuid (self->item), self->board_uuid,
                       self->section_uuid, pf_pin_item_get_pin (self->item), changes);
  saving = g_new0 (Saving, 1);
  g_weak_ref_init (&saving->editor, self);
  g_weak_ref_init (&saving->window, self->window);
  saving->connection = g_object_ref (self->connection);
  saving->pin_uuid = g_strdup (pf_pin_item_get_uuid (self->item));
  saving->words = g_strdup_printf (_ ("Saving %s"), name);
  saving->changes = pf_changes_copy (changes);
  self->saving = TRUE;
  g_clear_pointer (&self->failure, g_free);
  update (self);
  pf_outbox_enqueue_batch_async (pf_workspace_get_outbox (workspace), self->connection, batch, NULL,
                                 saved_cb, saving);
}

static void
thrown_away (gpointer data)
{
  PfPinEditor *self = PF_PIN_EDITOR (data);

  if (self->item == NULL)
    return;
  pf_pin_edits_set (pf_pin_edits_get (self->window), self->connection,
                    pf_pin_item_get_uuid (self->item), NULL);
  leave (self);
}

static void
cancel_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinEditor *self = PF_PIN_EDITOR (widget);

  if (self->saving)
    return;
  if (pf_pin_editor_is_changed (self))
    pf_ask (widget, _ ("Throw Away What You Wrote?"), _ ("The pin stays as it is."),
            _ ("_Throw Away"), TRUE, NULL, thrown_away, g_object_ref (self), g_object_unref);
  else
    leave (self);
}

static void
copy_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinEditor *self = PF_PIN_EDITOR (widget);
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = pf_field_get_text (field_at (self, i));

      if (*text == '\0')
        continue;
      if (texts->len > 0)
        g_string_append (texts, "\n\n");
      g_string_append (texts, text);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), texts->str);
  g_string_free (texts, TRUE);
  pf_window_add_toast (self->window, pf_toast_new (_ ("Texts copied")));
}

/* Kept texts go where the cursor is, or was. */
static void
field_entered (PfPinEditor *self, GtkEventController *focus)
{
  pf_snippet_button_set_field (self->snippets, PF_FIELD (gtk_event_controller_get_widget (focus)));
}

static gboolean
pf_pin_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PF_PIN_EDITOR (widget)->title_field));
}

static void
set_connection (PfPinEditor *self, PfConnection *connection)
{
  if (self->connection == connection)
    return;
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    g_signal_connect_object (connection, "notify::pin-edit-refused", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
}

static void
pf_pin_editor_dispose (GObject *object)
{
  PfPinEditor *self = PF_PIN_EDITOR (object);

  set_connection (self, NULL);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (pf_pin_editor_parent_class)->dispose (object);
}

static void
pf_pin_editor_finalize (GObject *object)
{
  PfPinEditor *self = PF_PIN_EDITOR (object);

  g_free (self->board_uuid);
  g_free (self->section_uuid);
  g_free (self->failure);
  G_OBJECT_CLASS (pf_pin_editor_parent_class)->finalize (object);
}

static void
pf_pin_editor_class_init (PfPinEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_pin_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_pin_editor_finalize;
  widget_class->grab_focus = pf_pin_editor_grab_focus;
  widget_class->focus = pf_tab_through_bin;
  /**
   * PfPinEditor::done:
   * @self: an editor
   *
   * It was saved, or left as it was.
   */
  signals[DONE] = g_signal_new ("done", PF_TYPE_PIN_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  g_type_ensure (PF_TYPE_BOARD_BUTTON);
  g_type_ensure (PF_TYPE_FIELD);
  g_type_ensure (PF_TYPE_SNIPPET_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/pins/pf-pin-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, trouble);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, trouble_words);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, open);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, board);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, title_field);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, description_field);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, alt_text_field);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, link_field);
  gtk_widget_class_bind_template_child (widget_class, PfPinEditor, snippets);
  gtk_widget_class_bind_template_callback (widget_class, edited);
  gtk_widget_class_install_action (widget_class, "edit.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "edit.cancel", NULL, cancel_activated);
  gtk_widget_class_install_action (widget_class, "edit.copy-texts", NULL, copy_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "edit.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "edit.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "edit.save", NULL);
}

static void
pf_pin_editor_init (PfPinEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->board, "changed", G_CALLBACK (edited), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_object (focus, "enter", G_CALLBACK (field_entered), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (GTK_WIDGET (field_at (self, i)), focus);
    }
}

static void
fill (PfPinEditor *self)
{
  PfPin *pin = pf_pin_item_get_pin (self->item);
  const PfChanges *typed = pf_pin_edits_find (pf_pin_edits_get (self->window), self->connection,
                                              pf_pin_item_get_uuid (self->item));
  gboolean moved = typed != NULL && (typed->fields & PF_CHANGE_BOARD) != 0;

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    pf_field_set_text (field_at (self, i),
                       text_of (pf_changes_get_text (typed, fields[i].change, pin)));
  pf_board_button_set_connection (self->board, self->connection);
  pf_board_button_set_board (self->board, moved ? typed->board_uuid : self->board_uuid,
                             moved ? typed->section_uuid : self->section_uuid);
  self->filling = FALSE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* The pin became another one while somebody writes: what they did not touch follows, and only
 * what they wrote counts as theirs. */
static void
follow (PfPinEditor *self, PfPin *before, const char *old_board, const char *old_section)
{
  PfPin *pin = pf_pin_item_get_pin (self->item);
  gboolean chosen = g_strcmp0 (pf_board_button_get_board (self->board), old_board) != 0
                    || g_strcmp0 (pf_board_button_get_section (self->board), old_section) != 0;

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = pf_field_get_text (field_at (self, i));

      if (g_str_equal (text, text_of (pf_changes_get_text (NULL, fields[i].change, before))))
        pf_field_set_text (field_at (self, i),
                           text_of (pf_changes_get_text (NULL, fields[i].change, pin)));
    }
  if (!chosen)
    pf_board_button_set_board (self->board, self->board_uuid, self->section_uuid);
  self->filling = FALSE;
  keep_typed (self);
}

/**
 * pf_pin_editor_set_pin:
 * @self: an editor, in a window
 * @window: that window
 * @connection: whose pin
 * @item: the pin
 * @board_uuid: (nullable): local UUID of the board it is on
 * @section_uuid: (nullable): and of the section
 *
 * Fills the fields with the pin, and with what was typed about it before. The same pin once more
 * leaves what somebody has written in the fields.
 */
void
pf_pin_editor_set_pin (PfPinEditor *self,
                       PfWindow *window,
                       PfConnection *connection,
                       PfPinItem *item,
                       const char *board_uuid,
                       const char *section_uuid)
{
  gboolean same = self->item != NULL
                  && g_str_equal (pf_pin_item_get_uuid (self->item), pf_pin_item_get_uuid (item))
                  && pf_pin_editor_is_changed (self);
  g_autoptr (PfPinItem) before = same ? g_object_ref (self->item) : NULL;
  g_autofree char *old_board = g_steal_pointer (&self->board_uuid);
  g_autofree char *old_section = g_steal_pointer (&self->section_uuid);

  self->window = window;
  set_connection (self, connection);
  /* A record that is not at hand says nothing. */
  if (!same || pf_pin_item_get_pin (item) != NULL)
    g_set_object (&self->item, item);
  self->board_uuid = g_strdup (board_uuid);
  self->section_uuid = g_strdup (section_uuid);
  pf_snippet_button_set_connection (self->snippets, pf_window_get_workspace (window), connection);
  if (!same)
    {
      pf_snippet_button_set_field (self->snippets, self->description_field);
      g_clear_pointer (&self->failure, g_free);
      fill (self);
    }
  else if (before != self->item || g_strcmp0 (old_board, board_uuid) != 0
           || g_strcmp0 (old_section, section_uuid) != 0)
    follow (self, pf_pin_item_get_pin (before), old_board, old_section);
  update (self);
}

/**
 * pf_pin_editor_is_changed:
 * @self: an editor
 *
 * Returns: whether something else stands in it than in the pin
 */
gboolean
pf_pin_editor_is_changed (PfPinEditor *self)
{
  g_autoptr (PfChanges) changes = self->item != NULL ? read_changes (self) : NULL;

  return changes != NULL && changes->fields != 0;
}
