/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-choose-files.h"

#include <glib/gi18n.h>

/* GtkFileDialog comes with GTK 4.10; until then the native chooser, which asks the portal inside
 * a sandbox. */

typedef struct
{
  PfChooseFunc chosen;
  gpointer user_data;
} Choice;

static void
response_cb (GtkNativeDialog *dialog, int response, Choice *choice)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  choice->chosen (files, choice->user_data);
  g_free (choice);
  /* The reference that kept the chooser alive until its answer. */
  g_object_unref (dialog);
}

/**
 * pf_choose_pictures:
 * @parent: the window that asks
 * @chosen: called with the files, or %NULL
 * @user_data: for @chosen
 *
 * Lets the person choose picture files.
 */
void
pf_choose_pictures (GtkWindow *parent, PfChooseFunc chosen, gpointer user_data)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (_ ("Choose Pictures"), parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                     _ ("_Open"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  gtk_file_filter_set_name (filter, _ ("Pictures and Videos"));
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/webp");
  gtk_file_filter_add_mime_type (filter, "image/gif");
  gtk_file_filter_add_mime_type (filter, "video/mp4");
  gtk_file_filter_add_mime_type (filter, "video/quicktime");
  gtk_file_filter_add_mime_type (filter, "video/x-m4v");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  choice->chosen = chosen;
  choice->user_data = user_data;
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * pf_choose_place:
 * @parent: the window that asks
 * @title: what for
 * @name: the name that is suggested
 * @chosen: called with the one file, or %NULL
 * @user_data: for @chosen
 *
 * Lets the person choose where something is saved. What is there is replaced, when they say so.
 */
void
pf_choose_place (
    GtkWindow *parent, const char *title, const char *name, PfChooseFunc chosen, gpointer user_data)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                                     _ ("_Cancel"));
  Choice *choice = g_new0 (Choice, 1);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  choice->chosen = chosen;
  choice->user_data = user_data;
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
