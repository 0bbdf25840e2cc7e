/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-ask"

#include "config.h"

#include "app/compat/pf-ask.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

typedef struct
{
  PfAskFunc confirmed;
  gpointer user_data;
  GDestroyNotify destroy;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

static void
responded (AdwMessageDialog *dialog, const char *response, Question *self)
{
  if (g_strcmp0 (response, "yes") == 0)
    self->confirmed (self->user_data);
}

/**
 * pf_ask:
 * @near: widget whose window the question belongs to
 * @heading: plain text
 * @body: plain text
 * @label: of the button that does it, with a mnemonic
 * @destructive: whether it destroys something
 * @extra: (nullable): a widget under the body
 * @confirmed: called when the person says yes
 * @user_data: for @confirmed
 * @destroy: (nullable): frees @user_data, in any case
 *
 * A question with Cancel and one other answer. AdwMessageDialog is deprecated
 * from libadwaita 1.6 on; the change to AdwAlertDialog will be here only.
 */
void
pf_ask (GtkWidget *near,
        const char *heading,
        const char *body,
        const char *label,
        gboolean destructive,
        GtkWidget *extra,
        PfAskFunc confirmed,
        gpointer user_data,
        GDestroyNotify destroy)
{
  GtkRoot *root = gtk_widget_get_root (near);
  Question *question = g_new (Question, 1);
  g_autofree char *clean_heading = pf_text_clean (heading);
  g_autofree char *clean_body = pf_text_clean (body);
  GtkWidget *dialog;

  *question = (Question){ confirmed, user_data, destroy };
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, clean_heading,
                                   clean_body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "no", _ ("_Cancel"), "yes", label,
                                    NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "no");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), destructive ? "no" : "yes");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "yes",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                          : ADW_RESPONSE_SUGGESTED);
  if (extra != NULL)
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), extra);
  g_signal_connect_data (dialog, "response", G_CALLBACK (responded), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * pf_tell:
 * @near: widget whose window it belongs to
 * @heading: plain text
 * @body: plain text
 *
 * Says something that is to be read in peace.
 */
void
pf_tell (GtkWidget *near, const char *heading, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (near);
  g_autofree char *clean_heading = pf_text_clean (heading);
  g_autofree char *clean_body = pf_text_clean (body);
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              clean_heading, clean_body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
