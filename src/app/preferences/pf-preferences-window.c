/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-preferences-window"

#include "config.h"

#include "app/preferences/pf-preferences-window.h"

#include "app/compat/pf-ask.h"
#include "app/preferences/pf-kept-numbers-row.h"
#include "app/preferences/pf-kept-pictures-row.h"
#include "app/preferences/pf-kept-row.h"
#include "app/preferences/pf-stored-data.h"
#include "app/widgets/pf-copy-button.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"
#include "core/account/pf-setup.h"

#include <glib/gi18n.h>

/* Only what exists can be set; every kind of stored data has its way out. */
struct _PfPreferencesWindow
{
  AdwPreferencesWindow parent;

  AdwComboRow *color_scheme;
  GtkSwitch *strip_metadata;
  GtkSwitch *check_links;
  GtkSwitch *pkce;
  AdwPreferencesGroup *addresses;
  AdwPreferencesGroup *kept;
  AdwPreferencesGroup *kept_numbers;
  AdwPreferencesGroup *stored;

  PfWindow *window; /* (unowned): its parent, which outlives it */
  GSettings *settings;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PfPreferencesWindow, pf_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
color_scheme_selected (PfPreferencesWindow *self)
{
  if (self->settings != NULL)
    g_settings_set_enum (self->settings, "color-scheme",
                         (int)adw_combo_row_get_selected (self->color_scheme));
}

static void
change_address (GtkButton *button, PfPreferencesWindow *self)
{
  const char *kind = gtk_widget_get_name (GTK_WIDGET (button));

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.set-up", "s", kind);
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_address (PfPreferencesWindow *self, const PfKind *kind)
{
  PfConnections *connections
      = pf_workspace_get_connections (pf_window_get_workspace (self->window));
  g_autofree char *address = NULL;
  GtkWidget *row, *change;
  gboolean known = pf_connections_get_app (connections, kind->service, NULL, &address, NULL);

  if (!known)
    address = g_strdup (pf_setup_get_default_redirect_uri ());
  row = adw_action_row_new ();
  pf_row_set_title (ADW_PREFERENCES_ROW (row), kind->title);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), address);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pf_copy_button_new (_ ("address"), address));
  change = gtk_button_new_with_label (known ? _ ("Change…") : _ ("Set Up…"));
  gtk_widget_set_valign (change, GTK_ALIGN_CENTER);
  gtk_widget_set_name (change, kind->id);
  g_signal_connect (change, "clicked", G_CALLBACK (change_address), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), change);
  adw_preferences_group_add (self->addresses, row);
}

static void
add_addresses (PfPreferencesWindow *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_kinds = 0;
  const PfKind *kinds = pf_catalogue_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    if (kinds[i].needs_app && g_hash_table_add (seen, (gpointer)kinds[i].service))
      add_address (self, &kinds[i]);
}

static void
deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfPreferencesWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean gone = pf_stored_data_delete_finish (result, &error);
  g_autofree char *text = NULL;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = gone ? g_strdup (_ ("Deleted"))
              : g_strdup_printf (_ ("Not all was deleted: %s"), error->message);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), pf_toast_new (text));
}

static void
delete_kind (PfPreferencesWindow *self, const PfStoredData *kind)
{
  pf_stored_data_delete_async (pf_window_get_workspace (self->window), kind, self->cancellable,
                               deleted, pf_weak_new (self));
}

typedef struct
{
  GWeakRef *window;
  const PfStoredData *kind;
} Question;

static void
question_free (gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (PfPreferencesWindow) self = pf_weak_take (question->window);

  g_free (question);
}

static void
delete_confirmed (gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (PfPreferencesWindow) self = g_weak_ref_get (question->window);

  if (self != NULL)
    delete_kind (self, question->kind);
}

static void
stored_clicked (GtkButton *button, PfPreferencesWindow *self)
{
  const PfStoredData *kind = g_object_get_data (G_OBJECT (button), "kind");
  Question *question;

  if (g_str_equal (kind->id, "accounts"))
    {
      pf_window_show_page (self->window, "connections");
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (kind->question == NULL)
    {
      delete_kind (self, kind);
      return;
    }
  question = g_new (Question, 1);
  *question = (Question){ pf_weak_new (self), kind };
  pf_ask (GTK_WIDGET (self), kind->title, kind->question, _ ("_Delete"), TRUE, NULL,
          delete_confirmed, question, question_free);
}

static void
add_stored (PfPreferencesWindow *self)
{
  guint n_kinds = 0;
  const PfStoredData *kinds = pf_stored_data_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *button = gtk_button_new_with_mnemonic (kinds[i].label);

      pf_row_set_title (ADW_PREFERENCES_ROW (row), kinds[i].title);
      pf_action_row_set_subtitle (ADW_ACTION_ROW (row), kinds[i].text);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data (G_OBJECT (button), "kind", (gpointer)&kinds[i]);
      g_signal_connect (button, "clicked", G_CALLBACK (stored_clicked), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_preferences_group_add (self->stored, row);
    }
}

static void
add_kept (PfPreferencesWindow *self)
{
  GListModel *connections
      = G_LIST_MODEL (pf_workspace_get_connections (pf_window_get_workspace (self->window)));
  guint n = g_list_model_get_n_items (connections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfConnection) connection = g_list_model_get_item (connections, i);

      adw_preferences_group_add (self->kept, pf_kept_row_new (self->window, connection));
      adw_preferences_group_add (self->kept, pf_kept_pictures_row_new (self->window, connection));
      adw_preferences_group_add (self->kept_numbers,
                                 pf_kept_numbers_row_new (self->window, connection));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->kept), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->kept_numbers), n > 0);
}

/**
 * pf_preferences_window_new:
 * @window: the window it belongs to, with an open workspace
 *
 * Returns: (transfer none): the preferences
 */
PfPreferencesWindow *
pf_preferences_window_new (PfWindow *window)
{
  PfPreferencesWindow *self
      = g_object_new (PF_TYPE_PREFERENCES_WINDOW, "transient-for", window, NULL);

  pf_fit (GTK_WINDOW (self), GTK_WINDOW (window));
  self->window = window;
  self->settings = g_object_ref (
      pf_context_get_settings (pf_workspace_get_context (pf_window_get_workspace (window))));
  adw_combo_row_set_selected (self->color_scheme,
                              (guint)g_settings_get_enum (self->settings, "color-scheme"));
  g_settings_bind (self->settings, "strip-metadata", self->strip_metadata, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "check-links", self->check_links, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "pinterest-pkce", self->pkce, "active", G_SETTINGS_BIND_DEFAULT);
  add_addresses (self);
  add_kept (self);
  add_stored (self);
  return self;
}

static void
pf_preferences_window_dispose (GObject *object)
{
  PfPreferencesWindow *self = PF_PREFERENCES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pf_preferences_window_parent_class)->dispose (object);
}

static void
pf_preferences_window_class_init (PfPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_preferences_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/preferences/pf-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, strip_metadata);
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, check_links);
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, pkce);
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, addresses);
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, kept);
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, kept_numbers);
  gtk_widget_class_bind_template_child (widget_class, PfPreferencesWindow, stored);
  gtk_widget_class_bind_template_callback (widget_class, color_scheme_selected);
}

static void
pf_preferences_window_init (PfPreferencesWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
}
