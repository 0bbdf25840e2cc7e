/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#undef ADW_VERSION_MAX_ALLOWED

#include "questions.h"

#include <adwaita.h>

#include "app-world.h"

#if ADW_CHECK_VERSION(1, 5, 0)
#define DIALOG(widget) ADW_ALERT_DIALOG (widget)
#define GET(what) adw_alert_dialog_get_##what
#else
#define DIALOG(widget) ADW_MESSAGE_DIALOG (widget)
#define GET(what) adw_message_dialog_get_##what
#endif

static GtkWidget *
question_of (GtkWidget *window)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwDialog *dialog = NULL;

  if (ADW_IS_APPLICATION_WINDOW (window))
    dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  else if (ADW_IS_WINDOW (window))
    dialog = adw_window_get_visible_dialog (ADW_WINDOW (window));
  return ADW_IS_ALERT_DIALOG (dialog) ? GTK_WIDGET (dialog) : NULL;
#else
  return ADW_IS_MESSAGE_DIALOG (window) ? window : NULL;
#endif
}

GtkWidget *
app_find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *question = question_of (window);

      if (question != NULL)
        return question;
    }
  return NULL;
}

const char *
app_question_heading (GtkWidget *question)
{
  return GET (heading) (DIALOG (question));
}

const char *
app_question_body (GtkWidget *question)
{
  return GET (body) (DIALOG (question));
}

void
app_question_answer (GtkWidget *question, const char *response)
{
  GtkWidget *button
      = app_find_button (question, GET (response_label) (DIALOG (question), response));

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

void
app_question_close (GtkWidget *question)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  g_assert_true (adw_dialog_close (ADW_DIALOG (question)));
#else
  gtk_window_close (GTK_WINDOW (question));
#endif
}
