/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-connection-words"

#include "config.h"

#include "app/connections/pf-connection-words.h"

#include "core/base/pf-error.h"
#include "core/insights/pf-insight-trouble.h"

#include <glib/gi18n.h>

/**
 * pf_connection_words:
 * @state: the state
 * @offline: whether the service cannot be reached
 * @warn: whether it is a test area, which shows yellow while well
 * @publishing: whether the user lets Pinfold publish
 *
 * Returns: the words for a state; strings are static
 */
PfConnectionWords
pf_connection_words (PfConnectionState state, gboolean offline, gboolean warn, gboolean publishing)
{
  switch (state)
    {
    case PF_CONNECTION_NOT_CONNECTED:
      return (PfConnectionWords){
        _ ("Not connected"), "pf-state-none-symbolic", "idle", _ ("_Connect"), "win.reconnect", 4,
      };
    case PF_CONNECTION_WAITING:
      return (PfConnectionWords){
        _ ("Waiting for your browser"),
        "pf-state-waiting-symbolic",
        "due",
        _ ("_Show"),
        "win.reconnect",
        1,
      };
    case PF_CONNECTION_EXPIRED:
      return (PfConnectionWords){
        _ ("Sign in again"), "pf-state-expired-symbolic",
        "trouble",           _ ("_Reconnect"),
        "win.reconnect",     6,
      };
    case PF_CONNECTION_ERROR:
      return (PfConnectionWords){
        _ ("Needs attention"), "dialog-warning-symbolic", "trouble",
        _ ("_Refresh Now"),    "win.refresh-connection",  5,
      };
    case PF_CONNECTION_LOCKED:
      return (PfConnectionWords){
        _ ("Keyring locked"), "changes-prevent-symbolic", "due", _ ("_Unlock"), "win.unlock", 7,
      };
    case PF_CONNECTION_CONNECTED:
    case PF_CONNECTION_REFRESH_DUE:
    case PF_CONNECTION_OFF:
    default:
      break;
    }

  if (offline)
    return (PfConnectionWords){
      _ ("Offline"),    "network-offline-symbolic", "idle",
      _ ("_Try Again"), "win.refresh-connection",   3,
    };
  if (state == PF_CONNECTION_OFF || !publishing)
    return (PfConnectionWords){
      _ ("Publishing off"),
      "media-playback-pause-symbolic",
      "idle",
      _ ("_Turn On"),
      "win.publishing-on",
      2,
    };
  /* A due renewal is Pinfold's own business: the word stays, only the colour tells. */
  return (PfConnectionWords){
    _ ("Connected"),
    "pf-state-connected-symbolic",
    state == PF_CONNECTION_REFRESH_DUE || warn ? "due" : "connected",
    NULL,
    NULL,
    0,
  };
}

/**
 * pf_connection_get_words:
 * @connection: a connection
 *
 * Returns: the words for its state
 */
PfConnectionWords
pf_connection_get_words (PfConnection *connection)
{
  const PfKind *kind = pf_connection_get_kind (connection);
  gboolean offline = FALSE;

  g_object_get (connection, "offline", &offline, NULL);
  return pf_connection_words (pf_connection_get_state (connection), offline,
                              kind != NULL && g_strcmp0 (kind->service, "sandbox") == 0,
                              pf_connection_get_publishing (connection));
}

/**
 * pf_connection_describe:
 * @connection: a connection
 *
 * Returns: (transfer full): state and badge, as "Connected, Sandbox"
 */
char *
pf_connection_describe (PfConnection *connection)
{
  const PfKind *kind = pf_connection_get_kind (connection);
  PfConnectionWords words = pf_connection_get_words (connection);

  if (kind == NULL || kind->badge == NULL)
    return g_strdup (words.word);
  /* Translators: state of a connection and its kind, as "Connected, Sandbox" */
  return g_strdup_printf (_ ("%s, %s"), words.word, kind->badge);
}

/**
 * pf_words_for_expiry:
 * @at_us: wall clock, microseconds; 0 when unknown
 * @now_us: wall clock, microseconds
 *
 * Returns: (transfer full) (nullable): how long until then, as "in 29 days"
 */
char *
pf_words_for_expiry (gint64 at_us, gint64 now_us)
{
  gint64 seconds = (at_us - now_us) / G_USEC_PER_SEC;
  gint64 count;

  if (at_us == 0)
    return NULL;
  if (seconds <= 0)
    return g_strdup (_ ("ended"));
  if (seconds >= 2 * 86400)
    {
      count = seconds / 86400;
      return g_strdup_printf (ngettext ("in %d day", "in %d days", count), (int)count);
    }
  if (seconds >= 2 * 3600)
    {
      count = seconds / 3600;
      return g_strdup_printf (ngettext ("in %d hour", "in %d hours", count), (int)count);
    }
  count = MAX (1, seconds / 60);
  return g_strdup_printf (ngettext ("in %d minute", "in %d minutes", count), (int)count);
}

/**
 * pf_words_for_read_only:
 * @connection: a connection
 *
 * Returns: (nullable): why it can make nothing at all, for want of permission (requirements
 *   FR-13); %NULL when it may. Static.
 */
const char *
pf_words_for_read_only (PfConnection *connection)
{
  if (pf_connection_has_scope (connection, "boards:write"))
    return NULL;
  return _ ("Pinfold may only look at this account. Allow more on the Connections page.");
}

/**
 * pf_offer_step_for_error:
 * @button: the button of a page that says what went wrong
 * @error: what went wrong
 * @connection: (nullable): whose listing it was
 *
 * Makes the button the step that helps: trying again brings back neither a lost key nor a
 * sign-in that is over, and opens no keyring.
 */
void
pf_offer_step_for_error (GtkButton *button, const GError *error, PfConnection *connection)
{
  const char *label = _ ("_Try Again"), *action = NULL;

  if (connection != NULL
      && (g_error_matches (error, PF_ERROR, PF_ERROR_SIGN_IN)
          || g_error_matches (error, PF_ERROR, PF_ERROR_AUTH)
          || g_error_matches (error, PF_ERROR, PF_ERROR_SECRET)))
    {
      label = _ ("_Reconnect");
      action = "win.reconnect";
    }
  else if (connection != NULL && g_error_matches (error, PF_ERROR, PF_ERROR_LOCKED))
    {
      label = _ ("_Unlock");
      action = "win.unlock";
    }
  gtk_button_set_label (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  if (action != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                      pf_connection_get_id (connection));
  else
    gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action != NULL ? action : "win.refresh");
}

/**
 * pf_offer_step_for_numbers:
 * @button: the button beside words that say why there are no numbers
 * @error: of a call of core/insights
 * @connection: (nullable): whose numbers they would be
 *
 * As pf_offer_step_for_error(). Where nothing that can be done here helps, nothing is offered.
 */
void
pf_offer_step_for_numbers (GtkButton *button, const GError *error, PfConnection *connection)
{
  PfInsightTrouble trouble = pf_insight_trouble_of (error);

  gtk_widget_set_visible (GTK_WIDGET (button), trouble != PF_INSIGHT_TROUBLE_SANDBOX
                                                   && trouble != PF_INSIGHT_TROUBLE_TRIAL
                                                   && trouble != PF_INSIGHT_TROUBLE_FORBIDDEN);
  if (trouble == PF_INSIGHT_TROUBLE_SCOPE)
    {
      gtk_button_set_label (button, _ ("_Connections"));
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button),
                                               "win.show-page::connections");
    }
  else
    pf_offer_step_for_error (button, error, connection);
}
