/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-ask"

#include "config.h"

/* What is newer than the baseline is asked for by its version below. */
#undef ADW_VERSION_MAX_ALLOWED

#include "app/compat/pf-ask.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#if ADW_CHECK_VERSION(1, 5, 0)
/* In the window, where it is a sheet when that is narrow. */
typedef AdwAlertDialog Dialog;
#define DIALOG(verb) adw_alert_dialog_##verb
#else
typedef AdwMessageDialog Dialog;
#define DIALOG(verb) adw_message_dialog_##verb
#endif

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
responded (Dialog *dialog, const char *response, Question *self)
{
  if (g_strcmp0 (response, "yes") == 0)
    self->confirmed (self->user_data);
}

#if ADW_CHECK_VERSION(1, 5, 0)
/* Of its two headings libadwaita shows the one that fits, but asks the large one for its height in
 * any case. GTK warns where that is wider than the dialog, unless it could go on in a second line.
 */
static void
wrap_heading (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_has_css_class (root, "title-2"))
    {
      gtk_label_set_wrap (GTK_LABEL (root), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (root), PANGO_WRAP_WORD_CHAR);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_heading (child);
}
#endif

static Dialog *
dialog_new (GtkWidget *near, const char *heading, const char *body)
{
  g_autofree char *clean_heading = pf_text_clean (heading);
  g_autofree char *clean_body = pf_text_clean (body);

#if ADW_CHECK_VERSION(1, 5, 0)
  AdwDialog *dialog = adw_alert_dialog_new (clean_heading, clean_body);

  wrap_heading (adw_dialog_get_child (dialog));
  return ADW_ALERT_DIALOG (dialog);
#else
  GtkRoot *root = gtk_widget_get_root (near);

  return ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, clean_heading,
                              clean_body));
#endif
}

static void
dialog_present (Dialog *dialog, GtkWidget *near)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_dialog_present (ADW_DIALOG (dialog), near);
#else
  gtk_window_present (GTK_WINDOW (dialog));
#endif
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
 * A question with Cancel and one other answer: an AdwAlertDialog where there is one, else an
 * AdwMessageDialog.
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
  Question *question = g_new (Question, 1);
  Dialog *dialog = dialog_new (near, heading, body);
  AdwResponseAppearance appearance
      = destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED;

  *question = (Question){ confirmed, user_data, destroy };
  DIALOG (add_responses) (dialog, "no", _ ("_Cancel"), "yes", label, NULL);
  DIALOG (set_close_response) (dialog, "no");
  DIALOG (set_default_response) (dialog, destructive ? "no" : "yes");
  DIALOG (set_response_appearance) (dialog, "yes", appearance);
  if (extra != NULL)
    DIALOG (set_extra_child) (dialog, extra);
  g_signal_connect_data (dialog, "response", G_CALLBACK (responded), question, question_free, 0);
  dialog_present (dialog, near);
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
  Dialog *dialog = dialog_new (near, heading, body);

  DIALOG (add_response) (dialog, "close", _ ("_Close"));
  dialog_present (dialog, near);
}
