/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-consent-window"

#include "config.h"

#include "app/consent/pf-consent-window.h"

#include "app/compat/pf-open-uri.h"
#include "app/compat/pf-toasts.h"
#include "app/connections/pf-connection-words.h"
#include "app/connections/pf-kind-card.h"
#include "app/consent/pf-consent-words.h"
#include "app/widgets/pf-avatar.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/*
 * Asking for consent: what will be asked, the wait for the browser, then either the
 * Connected moment or words for what went wrong with one next step.
 *
 * Closing the window while it waits cancels the attempt.
 */
struct _PfConsentWindow
{
  AdwWindow parent;

  AdwToastOverlay *toasts;
  PfToasts *said; /* (owned): what goes into @toasts */
  AdwWindowTitle *window_title;
  GtkStack *stack;
  GtkLabel *asks;
  GtkListBox *scopes;
  GtkLabel *promise;
  GtkWidget *continue_button;
  GtkSpinner *spinner;
  GtkLabel *waiting_text;
  GtkWidget *open_again;
  GtkWidget *copy_link;
  PfAvatar *avatar;
  GtkLabel *name;
  GtkLabel *state;
  GtkLabel *count;
  GtkLabel *linked;
  GtkLabel *remark;
  GtkWidget *see_boards;
  AdwStatusPage *failed;
  GtkLabel *message;
  GtkWidget *addresses;
  AdwActionRow *address_sent;
  AdwActionRow *address_other;
  GtkButton *step;
  GtkWidget *again;

  PfConnections *connections; /* (owned) */
  PfContext *context;         /* (owned) */
  const PfKind *kind;         /* static */
  PfConnection *connection;   /* (nullable) (owned): to reconnect, then the one made */
  char **scope_names;         /* (owned) */
  PfConnecting *connecting;   /* (nullable) (owned): under way */
  GCancellable *cancellable;  /* (nullable) (owned): of what is under way */
  PfConsentStep next_step;
  guint copy_only : 1; /* the link goes to the clipboard, not to the browser */
};

enum
{
  SIGNAL_CONNECTED,
  SIGNAL_SEE_BOARDS,
  SIGNAL_CHECK_KEYS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfConsentWindow, pf_consent_window, ADW_TYPE_WINDOW)

static void
say (PfConsentWindow *self, const char *text)
{
  if (self->said != NULL)
    pf_toasts_add (self->said, pf_toast_new (text));
}

static void
stop (PfConsentWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connecting);
}

static void
copy_text (PfConsentWindow *self, const char *text, const char *words)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, words);
}

static void
copy_link_clicked (PfConsentWindow *self)
{
  g_autofree char *url = NULL;

  if (self->connecting != NULL)
    url = pf_connecting_get_url (self->connecting);
  if (url != NULL)
    copy_text (self, url, _ ("Link copied"));
}

static void
browser_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfConsentWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  if (pf_open_uri_finish (result, &error) || self == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->connecting == NULL)
    return;
  gtk_label_set_label (self->waiting_text,
                       _ ("Your browser could not be opened. Copy the link and open it yourself."));
}

static void
open_browser (PfConsentWindow *self)
{
  g_autofree char *url = NULL;

  if (self->connecting != NULL)
    url = pf_connecting_get_url (self->connecting);
  if (url != NULL)
    pf_open_uri_async (GTK_WIDGET (self), url, self->cancellable, browser_opened,
                       pf_weak_new (self));
}

static void
ready_for_browser (PfConsentWindow *self)
{
  gtk_widget_set_sensitive (self->open_again, TRUE);
  gtk_widget_set_sensitive (self->copy_link, TRUE);
  gtk_widget_grab_focus (self->copy_only ? self->copy_link : self->open_again);
  if (!self->copy_only)
    {
      open_browser (self);
      return;
    }
  copy_link_clicked (self);
  gtk_label_set_label (self->waiting_text,
                       _ ("The link is copied. Open it in a private window, and sign in to the "
                          "other account there."));
}

static char *
make_remark (PfConnection *connection)
{
  g_auto (GStrv) missing = pf_connection_get_missing_scopes (connection);

  if (pf_connection_get_session_only (connection))
    return g_strdup (_ ("No keyring can keep it, so this connection ends with this session."));
  if (missing != NULL && missing[0] != NULL)
    {
      g_autofree char *words = pf_kind_describe_scopes ((const char *const *)missing, ", ");

      /* Translators: %s is a list of permissions */
      return g_strdup_printf (_ ("Not allowed: %s. Everything else works."), words);
    }
  if (g_strcmp0 (pf_connection_get_account_type (connection), "PINNER") == 0)
    return g_strdup (_ ("This is a personal account. Boards and pins work; registering an app "
                        "and statistics need a business account."));
  return NULL;
}

static void
got_linked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfConsentWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names
      = pf_client_list_businesses_finish (PF_CLIENT (source), result, &error);
  g_autofree char *list = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self == NULL)
    return;
  if (names == NULL)
    {
      g_debug ("No linked businesses: %s", error->message);
      return;
    }
  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **)names->pdata);
  clean = pf_text_clean (list);
  /* Translators: %s is a list of user names */
  words = g_strdup_printf (_ ("Linked businesses: %s"), clean);
  gtk_label_set_label (self->linked, words);
  gtk_widget_set_visible (GTK_WIDGET (self->linked), TRUE);
}

/* Pinterest tells of businesses that this person also runs (requirements MO-9). */
static void
look_for_linked (PfConsentWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->linked), FALSE);
  self->cancellable = g_cancellable_new ();
  pf_client_list_businesses_async (pf_connection_get_client (self->connection), PF_PRIORITY_USER,
                                   self->cancellable, got_linked, pf_weak_new (self));
}

static void
show_connected (PfConsentWindow *self)
{
  gint64 boards = pf_connection_get_board_count (self->connection);
  g_autofree char *name = pf_text_clean (pf_connection_get_display_name (self->connection));
  g_autofree char *state = pf_connection_describe (self->connection);
  g_autofree char *count
      = g_strdup_printf (ngettext ("%d board", "%d boards", (gulong)boards), (int)boards);
  g_autofree char *remark = make_remark (self->connection);

  pf_avatar_set_connection (self->avatar, self->connection);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->state, state);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), boards >= 0);
  gtk_label_set_label (self->remark, remark != NULL ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), remark != NULL);

  look_for_linked (self);

  gtk_stack_set_visible_child_name (self->stack, "connected");
  gtk_widget_grab_focus (self->see_boards);
  gtk_window_present (GTK_WINDOW (self));
}

static void
show_addresses (PfConsentWindow *self)
{
  g_autofree char *address = NULL;
  g_autofree char *other = NULL;

  if (!pf_connections_get_app (self->connections, self->kind->service, NULL, &address, NULL))
    return;
  if (g_str_has_suffix (address, "/"))
    other = g_strndup (address, strlen (address) - 1);
  else
    other = g_strconcat (address, "/", NULL);
  pf_action_row_set_subtitle (self->address_sent, address);
  pf_action_row_set_subtitle (self->address_other, other);
  gtk_widget_set_visible (self->addresses, TRUE);
}

static void
show_failed (PfConsentWindow *self, const GError *error)
{
  PfConsentWords words = pf_consent_words (error);
  const PfErrorDetail *detail = error->domain == PF_ERROR ? pf_error_get_detail (error) : NULL;
  g_autofree char *message = NULL;

  if (detail != NULL && detail->api_message != NULL)
    message = pf_text_clean (detail->api_message);
  else
    message = pf_text_clean (error->message);
  adw_status_page_set_icon_name (self->failed, words.icon_name);
  adw_status_page_set_title (self->failed, words.title);
  pf_status_page_set_description (self->failed, words.text);
  gtk_label_set_label (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), words.show_message && *message != '\0');
  gtk_widget_set_visible (self->addresses, FALSE);
  if (words.step == PF_CONSENT_COPY_ADDRESS)
    show_addresses (self);

  self->next_step = words.step;
  gtk_button_set_label (self->step, words.label);
  gtk_widget_set_visible (self->again, words.step != PF_CONSENT_TRY_AGAIN);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_grab_focus (GTK_WIDGET (self->step));
  gtk_window_present (GTK_WINDOW (self));
}

static void
connecting_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfConsentWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfConnection) connection
      = pf_connecting_run_finish (PF_CONNECTING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self == NULL
      || PF_CONNECTING (source) != self->connecting)
    return;
  stop (self);
  gtk_spinner_stop (self->spinner);
  if (connection == NULL)
    {
      show_failed (self, error);
      return;
    }
  g_set_object (&self->connection, connection);
  show_connected (self);
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0, connection);
}

static void
begin (PfConsentWindow *self, gboolean copy_only)
{
  stop (self);
  self->copy_only = copy_only;
  self->cancellable = g_cancellable_new ();
  if (self->connection != NULL)
    self->connecting = pf_connections_reconnect (self->connections, self->connection,
                                                 (const char *const *)self->scope_names);
  else
    self->connecting = pf_connections_connect (self->connections, self->kind,
                                               (const char *const *)self->scope_names);
  g_signal_connect_object (self->connecting, "open-url", G_CALLBACK (ready_for_browser), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_set_sensitive (self->open_again, FALSE);
  gtk_widget_set_sensitive (self->copy_link, FALSE);
  gtk_label_set_label (
      self->waiting_text,
      self->kind->needs_app
          ? _ ("Allow Pinfold on Pinterest's page, then come back here.")
          : _ ("Choose a pretend account on the practice page, then come back here."));
  gtk_spinner_start (self->spinner);
  adw_window_title_set_title (self->window_title, "");
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  pf_connecting_run_async (self->connecting, self->cancellable, connecting_done,
                           pf_weak_new (self));
}

static void
start (PfConsentWindow *self)
{
  begin (self, FALSE);
}

static void
unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfConsentWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  gboolean unlocked_now = pf_secret_store_unlock_finish (PF_SECRET_STORE (source), result, &error);

  if (self == NULL)
    return;
  if (unlocked_now)
    start (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _ ("The keyring stayed locked"));
}

static void
step_clicked (PfConsentWindow *self)
{
  g_autofree char *address = NULL;

  switch (self->next_step)
    {
    case PF_CONSENT_COPY_ADDRESS:
      if (pf_connections_get_app (self->connections, self->kind->service, NULL, &address, NULL))
        copy_text (self, address, _ ("Address copied"));
      break;
    case PF_CONSENT_COPY_LINK:
      begin (self, TRUE);
      break;
    case PF_CONSENT_CHECK_KEYS:
      g_signal_emit (self, signals[SIGNAL_CHECK_KEYS], 0, self->kind->id);
      gtk_window_close (GTK_WINDOW (self));
      break;
    case PF_CONSENT_UNLOCK:
      stop (self);
      self->cancellable = g_cancellable_new ();
      pf_secret_store_unlock_async (pf_context_get_secrets (self->context), self->cancellable,
                                    unlocked, pf_weak_new (self));
      break;
    case PF_CONSENT_TRY_AGAIN:
    default:
      start (self);
      break;
    }
}

static void
see_boards_clicked (PfConsentWindow *self)
{
  g_signal_emit (self, signals[SIGNAL_SEE_BOARDS], 0, self->connection);
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_scopes (PfConsentWindow *self)
{
  for (guint i = 0; self->scope_names[i] != NULL; i++)
    {
      const PfScope *scope = pf_scope_find (self->scope_names[i]);
      GtkWidget *row = adw_action_row_new ();

      pf_row_set_title (ADW_PREFERENCES_ROW (row),
                        scope != NULL ? scope->title : self->scope_names[i]);
      if (scope != NULL)
        pf_action_row_set_subtitle (ADW_ACTION_ROW (row), scope->reason);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
      gtk_list_box_append (self->scopes, row);
    }
}

/**
 * pf_consent_window_get_connection:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the account that signs in again, or was connected
 */
PfConnection *
pf_consent_window_get_connection (PfConsentWindow *self)
{
  return self->connection;
}

/**
 * pf_consent_window_new:
 * @parent: the window it belongs to
 * @connections: all accounts
 * @context: the context
 * @kind: what to connect
 * @connection: (nullable): an account to connect again
 * @scopes: (nullable) (array zero-terminated=1): what to ask for; %NULL for what the kind asks
 *
 * Returns: (transfer none): the window, not yet presented
 */
PfConsentWindow *
pf_consent_window_new (GtkWindow *parent,
                       PfConnections *connections,
                       PfContext *context,
                       const PfKind *kind,
                       PfConnection *connection,
                       const char *const *scopes)
{
  PfConsentWindow *self = g_object_new (PF_TYPE_CONSENT_WINDOW, "transient-for", parent, NULL);

  pf_fit (GTK_WINDOW (self), parent);
  self->connections = g_object_ref (connections);
  self->context = g_object_ref (context);
  self->kind = kind;
  g_set_object (&self->connection, connection);
  self->scope_names = g_strdupv ((char **)(scopes != NULL ? scopes : kind->scopes));

  adw_window_title_set_title (self->window_title, kind->title);
  gtk_label_set_label (self->asks, kind->needs_app
                                       ? _ ("Pinfold will ask Pinterest for")
                                       : _ ("Pinfold will ask the practice account for"));
  gtk_label_set_label (
      self->promise,
      kind->needs_app
          ? _ ("You sign in on Pinterest's own page; your password never comes here. Take this "
               "back at any time, here or on Pinterest.")
          : _ ("A pretend account on this computer. It is not Pinterest, and nothing leaves this "
               "computer."));
  show_scopes (self);
  return self;
}

static gboolean
pf_consent_window_close_request (GtkWindow *window)
{
  stop (PF_CONSENT_WINDOW (window));
  return GTK_WINDOW_CLASS (pf_consent_window_parent_class)->close_request (window);
}

static void
pf_consent_window_dispose (GObject *object)
{
  PfConsentWindow *self = PF_CONSENT_WINDOW (object);

  stop (self);
  g_clear_pointer (&self->said, pf_toasts_free);
  g_clear_object (&self->connections);
  g_clear_object (&self->context);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->scope_names, g_strfreev);
  G_OBJECT_CLASS (pf_consent_window_parent_class)->dispose (object);
}

static void
pf_consent_window_class_init (PfConsentWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_consent_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pf_consent_window_close_request;

  signals[SIGNAL_CONNECTED] = g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, PF_TYPE_CONNECTION);
  signals[SIGNAL_SEE_BOARDS] = g_signal_new ("see-boards", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 1, PF_TYPE_CONNECTION);
  signals[SIGNAL_CHECK_KEYS] = g_signal_new ("check-keys", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PF_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/consent/pf-consent-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, asks);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, scopes);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, promise);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, continue_button);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, waiting_text);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, open_again);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, copy_link);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, avatar);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, name);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, state);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, count);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, linked);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, remark);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, see_boards);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, message);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, addresses);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, address_sent);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, address_other);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, step);
  gtk_widget_class_bind_template_child (widget_class, PfConsentWindow, again);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, open_browser);
  gtk_widget_class_bind_template_callback (widget_class, copy_link_clicked);
  gtk_widget_class_bind_template_callback (widget_class, step_clicked);
  gtk_widget_class_bind_template_callback (widget_class, see_boards_clicked);
}

static void
pf_consent_window_init (PfConsentWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
  self->said = pf_toasts_new (self->toasts);
  gtk_window_set_focus (GTK_WINDOW (self), self->continue_button);
}
