/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-notices"

#include "config.h"

#include "app/connections/pf-notices.h"

#include "app/connections/pf-connection-words.h"

#include <glib/gi18n.h>

/*
 * The one notice that stands under the header, of all that the accounts have to
 * say (ui.md "Window"):
 *
 *  - a locked keyring comes first: nothing works before it is opened;
 *  - then an account that has to sign in again, or needs attention;
 *  - then the wait for Pinterest's approval;
 *  - then being offline, then a session without a keyring.
 *
 * Accounts with other troubles are to be found on the Connections page.
 */
struct _PfNoticeWatch
{
  GObject parent;

  PfConnections *connections; /* (owned) */
  GPtrArray *watched;         /* (owned) */
  PfNotice *notice;           /* (nullable) (owned) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfNoticeWatch, pf_notice_watch, G_TYPE_OBJECT)

typedef enum
{
  TROUBLE_KEYRING,
  TROUBLE_SIGN_IN,
  TROUBLE_ATTENTION,
  TROUBLE_TRIAL,
  TROUBLE_OFFLINE,
  TROUBLE_SESSION,
  TROUBLE_NONE,
} Trouble;

static Trouble
find_trouble (PfConnection *connection)
{
  gboolean offline = FALSE;

  switch (pf_connection_get_state (connection))
    {
    case PF_CONNECTION_LOCKED:
      return TROUBLE_KEYRING;
    case PF_CONNECTION_EXPIRED:
      return TROUBLE_SIGN_IN;
    case PF_CONNECTION_ERROR:
      return TROUBLE_ATTENTION;
    case PF_CONNECTION_NOT_CONNECTED:
    case PF_CONNECTION_WAITING:
      return TROUBLE_NONE;
    case PF_CONNECTION_CONNECTED:
    case PF_CONNECTION_REFRESH_DUE:
    case PF_CONNECTION_OFF:
    default:
      break;
    }
  if (pf_connection_get_trial (connection))
    return TROUBLE_TRIAL;
  g_object_get (connection, "offline", &offline, NULL);
  if (offline)
    return TROUBLE_OFFLINE;
  return pf_connection_get_session_only (connection) ? TROUBLE_SESSION : TROUBLE_NONE;
}

/**
 * pf_window_action_for:
 * @action: name of an action whose target is the id of a connection
 * @connection: the connection
 *
 * Returns: (transfer full): the detailed action name
 */
char *
pf_window_action_for (const char *action, PfConnection *connection)
{
  g_autoptr (GVariant) target
      = g_variant_ref_sink (g_variant_new_string (pf_connection_get_id (connection)));

  return g_action_print_detailed_name (action, target);
}

static PfNotice *
make_notice (Trouble trouble, PfConnection *connection)
{
  const char *name = pf_connection_get_display_name (connection);
  g_autofree char *action = NULL;
  g_autofree char *text = NULL;

  switch (trouble)
    {
    case TROUBLE_KEYRING:
      action = pf_window_action_for ("win.unlock", connection);
      return pf_notice_new ("due", "changes-prevent-symbolic",
                            _ ("The keyring is locked. Your accounts wait behind it."),
                            _ ("_Unlock"), action);
    case TROUBLE_SIGN_IN:
      action = pf_window_action_for ("win.reconnect", connection);
      text = g_strdup_printf (_ ("%s has to sign in again. Nothing you wrote is lost."), name);
      return pf_notice_new ("trouble", "pf-state-expired-symbolic", text, _ ("_Reconnect"), action);
    case TROUBLE_ATTENTION:
      text = g_strdup_printf (_ ("%s needs attention."), name);
      return pf_notice_new ("trouble", "dialog-warning-symbolic", text, _ ("_Show"),
                            "win.show-page::connections");
    case TROUBLE_TRIAL:
      action = pf_window_action_for ("win.prepare-review", connection);
      return pf_notice_new ("due", "pf-state-waiting-symbolic",
                            _ ("Pinterest is still reviewing your app. Browse and draft now; "
                               "pinning opens after approval."),
                            _ ("_Prepare for Review"), action);
    case TROUBLE_OFFLINE:
      return pf_notice_new (NULL, "network-offline-symbolic",
                            _ ("You are offline. What is here stays usable; pins wait."), NULL,
                            NULL);
    case TROUBLE_SESSION:
      return pf_notice_new (
          "due", "dialog-password-symbolic",
          _ ("No keyring can keep it, so this connection ends with this session."),
          _ ("_Learn More"), "app.help::no-keyring");
    case TROUBLE_NONE:
    default:
      return NULL;
    }
}

/**
 * pf_notice_for_connections:
 * @connections: all accounts
 *
 * Returns: (transfer full) (nullable): the most pressing notice
 */
PfNotice *
pf_notice_for_connections (PfConnections *connections)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (connections));
  g_autoptr (PfConnection) worst = NULL;
  Trouble trouble = TROUBLE_NONE;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PfConnection) connection = g_list_model_get_item (G_LIST_MODEL (connections), i);
      Trouble found = find_trouble (connection);

      if (found < trouble)
        {
          trouble = found;
          g_set_object (&worst, connection);
        }
    }
  return worst != NULL ? make_notice (trouble, worst) : NULL;
}

static void
update (PfNoticeWatch *self)
{
  g_autoptr (PfNotice) notice = pf_notice_for_connections (self->connections);

  if (pf_notice_equal (notice, self->notice))
    return;
  g_clear_pointer (&self->notice, pf_notice_free);
  self->notice = g_steal_pointer (&notice);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
unwatch (PfNoticeWatch *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), update, self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
items_changed (PfNoticeWatch *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  unwatch (self);
  for (guint i = 0; i < n_items; i++)
    {
      PfConnection *connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      g_ptr_array_add (self->watched, connection);
      g_signal_connect_swapped (connection, "notify", G_CALLBACK (update), self);
    }
  update (self);
}

/**
 * pf_notice_watch_new:
 * @connections: all accounts
 *
 * Watches all accounts and emits "changed" when another notice is due.
 *
 * Returns: (transfer full): a watch
 */
PfNoticeWatch *
pf_notice_watch_new (PfConnections *connections)
{
  PfNoticeWatch *self = g_object_new (PF_TYPE_NOTICE_WATCH, NULL);

  self->connections = g_object_ref (connections);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED);
  items_changed (self);
  return self;
}

/**
 * pf_notice_watch_get:
 * @self: a watch
 *
 * Returns: (transfer none) (nullable): the notice to show now
 */
const PfNotice *
pf_notice_watch_get (PfNoticeWatch *self)
{
  return self->notice;
}

static void
pf_notice_watch_dispose (GObject *object)
{
  PfNoticeWatch *self = PF_NOTICE_WATCH (object);

  if (self->watched != NULL)
    unwatch (self);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_object (&self->connections);
  g_clear_pointer (&self->notice, pf_notice_free);
  G_OBJECT_CLASS (pf_notice_watch_parent_class)->dispose (object);
}

static void
pf_notice_watch_class_init (PfNoticeWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_notice_watch_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_notice_watch_init (PfNoticeWatch *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}
