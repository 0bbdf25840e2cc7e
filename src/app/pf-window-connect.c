/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/compat/pf-ask.h"
#include "app/compat/pf-open-uri.h"
#include "app/connections/pf-picker-page.h"
#include "app/consent/pf-consent-window.h"
#include "app/setup/pf-review-page.h"
#include "app/setup/pf-setup-window.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/*
 * The actions about connections. Each that acts on one account takes its id. None is
 * exported on the bus: class actions of a widget never are (safety.md DB-9).
 */

static PfConnections *
get_connections (PfWindow *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self);

  return workspace != NULL ? pf_workspace_get_connections (workspace) : NULL;
}

static PfConnection *
find_connection (PfWindow *self, GVariant *target)
{
  PfConnections *connections = get_connections (self);

  if (connections == NULL)
    return NULL;
  return pf_connections_find (connections, g_variant_get_string (target, NULL));
}

static void
switch_account_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfConnection *connection = find_connection (PF_WINDOW (widget), target);

  if (connection != NULL)
    pf_window_set_connection (PF_WINDOW (widget), connection);
}

static void
tell (PfWindow *self, const char *words, const GError *error)
{
  g_autofree char *why = NULL;
  g_autofree char *text = NULL;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  why = error != NULL ? pf_error_words (error) : NULL;
  text = error != NULL ? g_strdup_printf ("%s %s", words, why) : g_strdup (words);
  pf_window_add_toast (self, pf_toast_new (text));
}

static void
refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  if (pf_connections_refresh_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, _ ("The connection is renewed"), NULL);
  else
    tell (self, _ ("The connection could not be renewed."), error);
}

static void
refresh_connection_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    pf_connections_refresh_async (get_connections (self), connection, NULL, refreshed,
                                  pf_weak_new (self));
}

static void
unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  if (!pf_connections_unlock_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, _ ("The keyring stayed locked."), error);
}

static void
unlock_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    pf_connections_unlock_async (get_connections (self), connection, NULL, unlocked,
                                 pf_weak_new (self));
}

static void
publishing_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  if (!pf_connections_set_publishing_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, _ ("Publishing could not be switched."), error);
}

static void
publishing_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    pf_connections_set_publishing_async (get_connections (self), connection,
                                         g_str_has_suffix (name, "-on"), NULL, publishing_set,
                                         pf_weak_new (self));
}

static void
link_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  if (!pf_open_uri_finish (result, &error))
    tell (self, _ ("The browser could not be opened."), error);
}

static void
open_link_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  pf_open_uri_async (widget, g_variant_get_string (target, NULL), NULL, link_opened,
                     pf_weak_new (widget));
}

static void
new_connection_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnections *connections = get_connections (self);

  if (connections != NULL && !PF_IS_PICKER_PAGE (pf_window_get_visible_view (self)))
    pf_window_push_view (self, pf_picker_page_new (connections));
}

static void
connected (PfWindow *self, PfConnection *connection)
{
  pf_window_set_connection (self, connection);
  pf_window_pop_all (self);
}

static void
see_boards (PfWindow *self, PfConnection *connection)
{
  pf_window_set_connection (self, connection);
  pf_window_show_page (self,
                       pf_window_find_page (self, "boards") != NULL ? "boards" : "connections");
  gtk_window_present (GTK_WINDOW (self));
}

static void
check_keys (PfWindow *self, const char *kind_id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.set-up", "s", kind_id);
}

static void
present_consent (PfWindow *self,
                 const PfKind *kind,
                 PfConnection *connection,
                 const char *const *scopes)
{
  PfConsentWindow *window
      = pf_consent_window_new (GTK_WINDOW (self), get_connections (self),
                               pf_workspace_get_context (pf_window_get_workspace (self)), kind,
                               connection, scopes);

  g_signal_connect_object (window, "connected", G_CALLBACK (connected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "see-boards", G_CALLBACK (see_boards), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "check-keys", G_CALLBACK (check_keys), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

typedef struct
{
  GWeakRef *window;
  const PfKind *kind;
} Wish;

/* What was chosen in the set-up is asked for again with each further account. */
static void
wish_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Wish *wish = user_data;
  g_autoptr (PfWindow) self = pf_weak_take (wish->window);
  g_autoptr (PfSetupProgress) progress = pf_setup_load_finish (PF_STORE (source), result, NULL);
  g_auto (GStrv) scopes = NULL;
  const char *kept = NULL;

  if (progress != NULL)
    kept = g_hash_table_lookup (progress->answers, "scopes");
  if (kept != NULL)
    scopes = pf_scopes_parse (kept, NULL, NULL);
  if (self != NULL && pf_window_get_workspace (self) != NULL)
    present_consent (self, wish->kind, NULL, (const char *const *)scopes);
}

static void
connect_kind (PfWindow *self, const PfKind *kind)
{
  Wish *wish;

  if (!kind->needs_app)
    {
      present_consent (self, kind, NULL, NULL);
      return;
    }
  if (!pf_connections_get_app (get_connections (self), kind->service, NULL, NULL, NULL))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.set-up", "s", kind->id);
      return;
    }
  wish = g_new (Wish, 1);
  *wish = (Wish){ pf_weak_new (self), kind };
  pf_setup_load_async (pf_workspace_get_store (pf_window_get_workspace (self)), kind->id, NULL,
                       wish_loaded, wish);
}

static void
connect_kind_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  const PfKind *kind = pf_catalogue_find (g_variant_get_string (target, NULL));

  if (kind != NULL && get_connections (self) != NULL)
    connect_kind (self, kind);
}

/* Another account of the same kind needs only the browser. */
static void
add_account_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = pf_window_get_connection (self);
  const PfKind *kind = connection != NULL ? pf_connection_get_kind (connection) : NULL;

  if (kind != NULL)
    connect_kind (self, kind);
  else
    new_connection_activated (widget, name, target);
}

static void
set_up_ready (PfWindow *self, const char *kind_id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.connect-kind", "s", kind_id);
}

static void
set_up_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  const PfKind *kind = pf_catalogue_find (g_variant_get_string (target, NULL));
  PfSetupWindow *window;

  if (kind == NULL || get_connections (self) == NULL)
    return;
  window = pf_setup_window_new (GTK_WINDOW (self), get_connections (self),
                                pf_workspace_get_store (pf_window_get_workspace (self)), kind);
  g_signal_connect_object (window, "ready", G_CALLBACK (set_up_ready), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* Where the browser is waited for already, that is shown again. */
static gboolean
show_waiting (PfConnection *connection)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (PF_IS_CONSENT_WINDOW (l->data) && pf_consent_window_get_connection (l->data) == connection)
      {
        gtk_window_present (l->data);
        return TRUE;
      }
  return FALSE;
}

static void
reconnect (PfWindow *self, PfConnection *connection, const char *preset)
{
  const PfKind *kind = pf_connection_get_kind (connection);
  guint n_presets = 0;
  const PfScopePreset *presets = pf_scope_presets_get (&n_presets);
  g_autofree char *wanted = NULL;
  g_autoptr (GString) all = NULL;
  g_auto (GStrv) scopes = NULL;

  if (pf_connection_get_state (connection) == PF_CONNECTION_WAITING && show_waiting (connection))
    return;
  g_object_get (connection, "scopes-wanted", &wanted, NULL);
  all = g_string_new (wanted);
  for (guint i = 0; i < n_presets; i++)
    for (guint j = 0;
         preset != NULL && g_str_equal (presets[i].id, preset) && presets[i].scopes[j] != NULL; j++)
      if (!pf_scopes_contain (all->str, presets[i].scopes[j]))
        g_string_append_printf (all, " %s", presets[i].scopes[j]);
  if (all->len > 0)
    scopes = pf_scopes_parse (all->str, NULL, NULL);
  /* A kind that a newer Pinfold made signs in as Pinterest does. */
  present_consent (self, kind != NULL ? kind : pf_catalogue_find ("pinterest"), connection,
                   (const char *const *)scopes);
}

static void
reconnect_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    reconnect (self, connection, NULL);
}

/* Asks for secret boards besides what the account asked for before. */
static void
allow_secret_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    reconnect (self, connection, "secret");
}

static void
prepare_review_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);
  g_autofree char *wanted = NULL;
  g_auto (GStrv) scopes = NULL;

  if (connection == NULL || PF_IS_REVIEW_PAGE (pf_window_get_visible_view (self)))
    return;
  g_object_get (connection, "scopes-wanted", &wanted, NULL);
  scopes = g_strsplit (wanted != NULL ? wanted : "", " ", -1);
  pf_window_push_view (self, pf_review_page_new (pf_window_get_workspace (self),
                                                 pf_connection_get_id (connection),
                                                 (const char *const *)scopes));
}

typedef struct
{
  GWeakRef *window;
  PfConnection *connection; /* (owned) */
} Subject;

static Subject *
subject_new (PfWindow *self, PfConnection *connection)
{
  Subject *subject = g_new (Subject, 1);

  *subject = (Subject){ pf_weak_new (self), g_object_ref (connection) };
  return subject;
}

static PfWindow *
subject_take (Subject *subject, PfConnection **connection)
{
  PfWindow *self = pf_weak_take (subject->window);

  *connection = subject->connection;
  g_free (subject);
  return self;
}

/* Trial access has a budget for the day, Standard access one for the minute (api-facts 3). */
static gboolean
is_counted_by_the_day (PfConnection *connection)
{
  PfBudget *budget = pf_connection_get_budget (connection);
  PfBudgetState state = { 0 };

  if (budget != NULL)
    pf_budget_peek (budget, PF_BUDGET_ORG_READ, &state);
  return state.limit > 0 && state.trial;
}

static void
trial_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfConnection) connection = NULL;
  g_autoptr (PfWindow) self = subject_take (user_data, &connection);
  g_autoptr (GError) error = NULL;

  if (!pf_connections_update_account_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, _ ("It could not be asked for."), error);
  else if (is_counted_by_the_day (connection))
    tell (self, _ ("Not approved yet"), NULL);
  else
    {
      /* No read tells it for certain: a pin may be tried again, and its answer will. */
      pf_connection_note_success (connection, "create-pin");
      tell (self, _ ("Pinning is open again. The next pin shows whether the app is approved."),
            NULL);
    }
}

static void
check_trial_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    pf_connections_update_account_async (get_connections (self), connection, NULL, trial_checked,
                                         subject_new (self, connection));
}

static void
disconnected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfConnection) connection = NULL;
  g_autoptr (PfWindow) self = subject_take (user_data, &connection);
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = g_strdup_printf (_ ("%s is disconnected"), pf_connection_get_display_name (connection));

  if (pf_connections_disconnect_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, text, NULL);
  else
    tell (self, _ ("Disconnecting failed; the account is as it was."), error);
}

static void
disconnect_confirmed (gpointer user_data)
{
  Subject *subject = user_data;
  g_autoptr (PfWindow) self = g_weak_ref_get (subject->window);

  if (self != NULL && get_connections (self) != NULL)
    pf_connections_disconnect_async (get_connections (self), subject->connection, NULL,
                                     disconnected, subject_new (self, subject->connection));
}

static void
subject_free (gpointer user_data)
{
  g_autoptr (PfConnection) connection = NULL;
  g_autoptr (PfWindow) self = subject_take (user_data, &connection);
}

static void
open_settings (PfWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s",
                              "https://www.pinterest.com/settings/security");
}

/* Says what goes, what stays, and what only Pinterest can do (requirements MO-19, MO-20). */
static void
disconnect_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);
  const PfKind *kind;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  GtkWidget *link = NULL;

  if (connection == NULL)
    return;
  kind = pf_connection_get_kind (connection);
  heading = g_strdup_printf (_ ("Disconnect %s?"), pf_connection_get_display_name (connection));
  body = g_strconcat (
      _ ("Deleted here at once: the sign-in with its key, and what Pinfold read of this account. "
         "Drafts stay; pins not sent yet wait for the account."),
      kind != NULL && kind->needs_app
          ? _ ("\n\nOnly you can withdraw the permission at Pinterest itself: no app can do it. "
               "Look in its settings, under Security, Connected apps.")
          : "",
      NULL);
  if (kind != NULL && kind->needs_app)
    {
      link = gtk_button_new_with_mnemonic (_ ("_Open Pinterest's Settings"));
      gtk_widget_add_css_class (link, "flat");
      gtk_widget_set_halign (link, GTK_ALIGN_CENTER);
      g_signal_connect_object (link, "clicked", G_CALLBACK (open_settings), self,
                               G_CONNECT_SWAPPED);
    }
  pf_ask (widget, heading, body, _ ("_Disconnect"), TRUE, link, disconnect_confirmed,
          subject_new (self, connection), subject_free);
}

/* Installs the actions on the window's class. */
void
pf_window_install_connect_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.switch-account", "s",
                                   switch_account_activated);
  gtk_widget_class_install_action (widget_class, "win.new-connection", NULL,
                                   new_connection_activated);
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_activated);
  gtk_widget_class_install_action (widget_class, "win.connect-kind", "s", connect_kind_activated);
  gtk_widget_class_install_action (widget_class, "win.set-up", "s", set_up_activated);
  gtk_widget_class_install_action (widget_class, "win.reconnect", "s", reconnect_activated);
  gtk_widget_class_install_action (widget_class, "win.allow-secret", "s", allow_secret_activated);
  gtk_widget_class_install_action (widget_class, "win.disconnect", "s", disconnect_activated);
  gtk_widget_class_install_action (widget_class, "win.prepare-review", "s",
                                   prepare_review_activated);
  gtk_widget_class_install_action (widget_class, "win.check-trial", "s", check_trial_activated);
  gtk_widget_class_install_action (widget_class, "win.open-link", "s", open_link_activated);
  gtk_widget_class_install_action (widget_class, "win.refresh-connection", "s",
                                   refresh_connection_activated);
  gtk_widget_class_install_action (widget_class, "win.unlock", "s", unlock_activated);
  gtk_widget_class_install_action (widget_class, "win.publishing-on", "s", publishing_activated);
  gtk_widget_class_install_action (widget_class, "win.publishing-off", "s", publishing_activated);
}
