/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-snippet-button.h"

#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/store/pf-snippet.h"

#include <glib/gi18n.h>

#define LONGEST_NAME 60

/* Texts of an account to use again: inserted where the cursor is, and kept from what is there. */
struct _PfSnippetButton
{
  AdwBin parent;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkListBox *list;
  GtkWidget *none;
  GtkEditable *name;
  GtkWidget *keep;
  GtkLabel *fault;

  PfStore *store;           /* nullable */
  PfConnection *connection; /* nullable */
  PfField *field;           /* (nullable): the one with the cursor; weak */
  gboolean keeping;
};

G_DEFINE_FINAL_TYPE (PfSnippetButton, pf_snippet_button, ADW_TYPE_BIN)

static void read_again (PfSnippetButton *self);

static void
tell (PfSnippetButton *self, const GError *error)
{
  g_autofree char *words = error != NULL ? pf_error_words (error) : g_strdup ("");

  gtk_label_set_label (self->fault, words);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), *words != '\0');
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfSnippetButton) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  pf_store_delete_snippet_finish (PF_STORE (source), result, &error);
  if (self != NULL)
    {
      tell (self, error);
      read_again (self);
    }
}

static void
delete_clicked (PfSnippetButton *self, GtkWidget *button)
{
  pf_store_delete_snippet_async (self->store, g_object_get_data (G_OBJECT (button), "uuid"), NULL,
                                 deleted_cb, pf_weak_new (self));
}

static void
activated (PfSnippetButton *self, GtkListBoxRow *row)
{
  const char *text = g_object_get_data (G_OBJECT (row), "text");

  gtk_popover_popdown (self->popover);
  if (self->field == NULL)
    return;
  pf_field_insert (self->field, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  /* One line: a text may have many. */
  g_autofree char *clean = pf_text_clean (text);
  GtkWidget *label = gtk_label_new (g_strdelimit (clean, "\n", ' '));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_row (PfSnippetButton *self, const PfSnippet *snippet)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *clean = pf_text_clean (snippet->name);
  g_autofree char *label = g_strdup_printf (_ ("Delete “%s”"), clean);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), make_label (snippet->name, NULL));
  gtk_box_append (GTK_BOX (words), make_label (snippet->value, "caption"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (remove), "uuid", g_strdup (snippet->uuid), g_free);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (delete_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), remove);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "text", g_strdup (snippet->value), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, clean, -1);
  gtk_list_box_append (self->list, row);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfSnippetButton) self = pf_weak_take (data);
  g_autoptr (GPtrArray) snippets = pf_store_list_snippets_finish (PF_STORE (source), result, NULL);
  GtkListBoxRow *old;

  if (self == NULL || snippets == NULL)
    return;
  while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  for (guint i = 0; i < snippets->len; i++)
    add_row (self, g_ptr_array_index (snippets, i));
  gtk_widget_set_visible (self->none, snippets->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->list), snippets->len > 0);
}

static void
read_again (PfSnippetButton *self)
{
  if (self->store != NULL && self->connection != NULL)
    pf_store_list_snippets_async (self->store, pf_connection_get_id (self->connection),
                                  PF_SNIPPET_TEXT, NULL, listed_cb, pf_weak_new (self));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfSnippetButton) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = pf_store_save_snippet_finish (PF_STORE (source), result, &error);

  if (self == NULL)
    return;
  self->keeping = FALSE;
  tell (self, error);
  if (uuid != NULL)
    gtk_editable_set_text (self->name, "");
  read_again (self);
}

static void
keep_clicked (PfSnippetButton *self)
{
  g_autofree char *text = self->field != NULL ? pf_field_get_selected (self->field) : NULL;
  g_autoptr (PfSnippet) snippet = NULL;

  /* Enter twice keeps it once. */
  if (text == NULL || self->keeping || !gtk_widget_get_sensitive (self->keep))
    return;
  snippet = pf_snippet_new (PF_SNIPPET_TEXT, pf_connection_get_id (self->connection),
                            gtk_editable_get_text (self->name), text);
  self->keeping = TRUE;
  pf_store_save_snippet_async (self->store, snippet, NULL, kept_cb, pf_weak_new (self));
}

static void
name_changed (PfSnippetButton *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  g_autofree char *text = self->field != NULL ? pf_field_get_selected (self->field) : NULL;

  gtk_widget_set_sensitive (self->keep, *name != '\0' && text != NULL && *text != '\0');
}

static void
opened (PfSnippetButton *self)
{
  tell (self, NULL);
  name_changed (self);
  read_again (self);
}

static void
pf_snippet_button_dispose (GObject *object)
{
  PfSnippetButton *self = PF_SNIPPET_BUTTON (object);

  g_clear_object (&self->store);
  g_clear_object (&self->connection);
  g_clear_weak_pointer (&self->field);
  G_OBJECT_CLASS (pf_snippet_button_parent_class)->dispose (object);
}

static void
pf_snippet_button_class_init (PfSnippetButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_snippet_button_dispose;
}

static GtkWidget *
build_keep (PfSnippetButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->name = GTK_EDITABLE (gtk_entry_new ());
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), _ ("Keep the text as…"));
  gtk_entry_set_max_length (GTK_ENTRY (self->name), LONGEST_NAME);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name for what is selected, or all of the text"), -1);
  self->keep = gtk_button_new_with_mnemonic (_ ("_Keep"));
  gtk_widget_set_tooltip_text (self->keep, _ ("Keeps what is selected, or all of the text"));
  g_signal_connect_object (self->name, "changed", G_CALLBACK (name_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name, "activate", G_CALLBACK (keep_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keep, "clicked", G_CALLBACK (keep_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), self->keep);
  return box;
}

static GtkWidget *
build_list (PfSnippetButton *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "pinfold-menu-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Kept texts"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated), self,
                           G_CONNECT_SWAPPED);
  self->none = gtk_label_new (_ ("Nothing is kept yet. Select what you write often, give it a "
                                 "name, and it is here for every pin of this account."));
  gtk_label_set_wrap (GTK_LABEL (self->none), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->none), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->none), 34);
  gtk_widget_add_css_class (self->none, "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->none);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 260);
  return scroller;
}

static void
pf_snippet_button_init (PfSnippetButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->fault = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->fault, TRUE);
  gtk_label_set_xalign (self->fault, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->fault), "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->fault), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
  gtk_widget_set_size_request (box, 288, -1);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), build_list (self));
  gtk_box_append (GTK_BOX (box), build_keep (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->fault));
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, box);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (opened), self, G_CONNECT_SWAPPED);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_label (self->button, _ ("_Insert Text"));
  gtk_menu_button_set_use_underline (self->button, TRUE);
  gtk_menu_button_set_popover (self->button, GTK_WIDGET (self->popover));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Texts You Use Often"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

/**
 * pf_snippet_button_set_connection:
 * @self: a button
 * @workspace: where they are kept
 * @connection: (nullable): whose texts
 */
void
pf_snippet_button_set_connection (PfSnippetButton *self,
                                  PfWorkspace *workspace,
                                  PfConnection *connection)
{
  g_set_object (&self->store, pf_workspace_get_store (workspace));
  g_set_object (&self->connection, connection);
}

/**
 * pf_snippet_button_set_field:
 * @self: a button
 * @field: (nullable): where it inserts
 */
void
pf_snippet_button_set_field (PfSnippetButton *self, PfField *field)
{
  g_set_weak_pointer (&self->field, field);
}
