/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-status.h"

#include "app/activity/pf-activity-row.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* What is on its way about a pin, or went wrong: words, what can be done, and, of an edit that was
 * refused, what was written, so that it can be taken elsewhere. */
struct _PfPinStatus
{
  AdwBin parent;

  GtkListBox *list;
  GtkWidget *kept;
  GtkLabel *kept_words;
  char *texts;      /* nullable: what the refused edit would have set */
  PfOutboxRow *row; /* nullable: shown */
  PfWindow *window; /* (unowned): it is in it */
};

G_DEFINE_FINAL_TYPE (PfPinStatus, pf_pin_status, ADW_TYPE_BIN)

static void
copy_clicked (PfPinStatus *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->texts);
  pf_window_add_toast (self->window, pf_toast_new (_ ("Texts copied")));
}

static void
pf_pin_status_dispose (GObject *object)
{
  PfPinStatus *self = PF_PIN_STATUS (object);

  g_clear_pointer (&self->row, pf_outbox_row_unref);
  g_clear_pointer (&self->texts, g_free);
  G_OBJECT_CLASS (pf_pin_status_parent_class)->dispose (object);
}

static void
pf_pin_status_class_init (PfPinStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_pin_status_dispose;
}

static GtkWidget *
build_kept (PfPinStatus *self)
{
  GtkWidget *heading = gtk_label_new (_ ("You wrote"));
  GtkWidget *copy = gtk_button_new_with_mnemonic (_ ("_Copy Texts"));

  self->kept = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->kept_words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "caption-heading");
  gtk_label_set_xalign (self->kept_words, 0);
  gtk_label_set_wrap (self->kept_words, TRUE);
  gtk_label_set_wrap_mode (self->kept_words, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (self->kept_words, TRUE);
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_clicked), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (self->kept, "card");
  gtk_widget_add_css_class (self->kept, "pinfold-text-card");
  gtk_box_append (GTK_BOX (self->kept), heading);
  gtk_box_append (GTK_BOX (self->kept), GTK_WIDGET (self->kept_words));
  gtk_box_append (GTK_BOX (self->kept), copy);
  return self->kept;
}

static void
pf_pin_status_init (PfPinStatus *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How It Stands"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), build_kept (self));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* What an edit that did not work would have written. */
static char *
collect_texts (PfOutboxRow *row)
{
  const PfChanges *changes
      = row != NULL && row->state == PF_OUTBOX_FAILED ? pf_outbox_row_get_changes (row) : NULL;
  const char *texts[5] = { NULL };
  guint n = 0;

  if (changes == NULL)
    return NULL;
  if ((changes->fields & PF_CHANGE_TITLE) != 0 && changes->title != NULL)
    texts[n++] = changes->title;
  if ((changes->fields & PF_CHANGE_DESCRIPTION) != 0 && changes->description != NULL)
    texts[n++] = changes->description;
  if ((changes->fields & PF_CHANGE_ALT_TEXT) != 0 && changes->alt_text != NULL)
    texts[n++] = changes->alt_text;
  if ((changes->fields & PF_CHANGE_LINK) != 0 && changes->link != NULL)
    texts[n++] = changes->link;
  return n > 0 ? g_strjoinv ("\n\n", (char **)texts) : NULL;
}

/**
 * pf_pin_status_set_row:
 * @self: a status
 * @window: the window it is in
 * @row: (nullable): what is on its way about the pin, or in trouble
 */
void
pf_pin_status_set_row (PfPinStatus *self, PfWindow *window, PfOutboxRow *row)
{
  gboolean shown = row != NULL && row->state != PF_OUTBOX_DONE;
  GtkListBoxRow *old;
  g_autofree char *clean = NULL;

  self->window = window;
  if (self->row == row)
    return;
  g_clear_pointer (&self->row, pf_outbox_row_unref);
  self->row = row != NULL ? pf_outbox_row_ref (row) : NULL;
  while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  if (shown)
    gtk_list_box_append (self->list, pf_activity_row_new (window, row));
  g_free (self->texts);
  self->texts = collect_texts (row);
  clean = pf_text_clean (self->texts);
  gtk_label_set_label (self->kept_words, clean);
  gtk_widget_set_visible (self->kept, self->texts != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
}
