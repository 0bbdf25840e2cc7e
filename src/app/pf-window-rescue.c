/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/compat/pf-ask.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/store/pf-store.h"

#include <glib/gi18n.h>

/* What a person can do when pinfold.db is damaged: save what can be read, and begin anew. Never
 * by itself (safety.md DB-4). */

static PfContext *
get_context (PfWindow *self)
{
  return pf_application_get_context (
      PF_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

static void
tell (PfWindow *self, const char *words)
{
  pf_window_add_toast (self, pf_toast_new (words));
}

static void
rescued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWindow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  gint64 n_rows = 0;
  g_autofree char *folder = pf_store_rescue_finish (result, &n_rows, &error);
  g_autofree char *words = NULL;

  if (self == NULL)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.rescue", TRUE);
  if (folder == NULL)
    words = pf_error_words (error);
  else
    {
      g_autofree char *name = g_filename_display_name (folder);

      words = g_strdup_printf (ngettext ("%d entry is saved in %s", "%d entries are saved in %s",
                                         (gulong)n_rows),
                               (int)n_rows, name);
    }
  tell (self, words);
}

static void
rescue_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfContext *context = get_context (PF_WINDOW (widget));

  if (context == NULL)
    return;
  gtk_widget_action_set_enabled (widget, "win.rescue", FALSE);
  pf_store_rescue_async (context, NULL, NULL, rescued_cb, pf_weak_new (widget));
}

static void
set_aside_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWindow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return;
  if (pf_store_set_aside_finish (result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.open-workspace", NULL);
  else
    {
      g_autofree char *words = pf_error_words (error);

      tell (self, words);
    }
}

static void
begin_anew (gpointer data)
{
  g_autoptr (PfWindow) self = g_weak_ref_get (data);

  if (self != NULL && get_context (self) != NULL)
    pf_store_set_aside_async (get_context (self), NULL, set_aside_cb, pf_weak_new (self));
}

static void
weak_free (gpointer data)
{
  g_clear_object (&(GObject *){ pf_weak_take (data) });
}

static void
begin_anew_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_ask (widget, _ ("Begin Anew?"),
          _ ("The damaged file is kept under another name. Accounts, drafts and what waits to be "
             "pinned will not be there; your boards and pins on Pinterest are not touched."),
          _ ("_Begin Anew"), TRUE, NULL, begin_anew, pf_weak_new (widget), weak_free);
}

void
pf_window_install_rescue_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.rescue", NULL, rescue_activated);
  gtk_widget_class_install_action (widget_class, "win.begin-anew", NULL, begin_anew_activated);
}
