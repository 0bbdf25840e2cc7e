/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-connection-row"

#include "config.h"

#include "app/connections/pf-connection-row.h"

#include "app/connections/pf-connection-words.h"
#include "app/connections/pf-kind-card.h"
#include "app/connections/pf-notices.h"
#include "app/widgets/pf-avatar.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-box.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/* One connection: its state in a line, everything about it when unfolded. */
struct _PfConnectionRow
{
  AdwExpanderRow parent;

  PfAvatar *avatar;
  GtkImage *dot;
  GtkButton *next_step;
  AdwActionRow *problem;
  GtkWidget *session_only;
  GtkWidget *trial;
  GtkWidget *sandbox;
  GtkWidget *go_live;
  GtkWidget *prepare;
  GtkWidget *check_again;
  GtkWidget *personal;
  AdwActionRow *since;
  AdwActionRow *expiry;
  AdwActionRow *granted;
  AdwActionRow *missing;
  GtkWidget *allow;
  AdwActionRow *requests;
  GtkLevelBar *meter;
  GtkSwitch *publishing;
  GtkWidget *refresh;
  GtkWidget *reconnect;
  GtkWidget *disconnect;

  PfConnection *connection; /* (owned) */
  PfClock *clock;           /* (owned) */
  const char *style;        /* static: class of the dot */
  guint updating : 1;       /* the switch follows the account, not the person */
};

G_DEFINE_FINAL_TYPE (PfConnectionRow, pf_connection_row, ADW_TYPE_EXPANDER_ROW)

static void
set_row (AdwActionRow *row, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
  pf_action_row_set_subtitle (row, text);
}

/* The target first: a name alone would not fit the action. */
static void
set_action (GtkWidget *button, const char *action, const char *id)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
update_state (PfConnectionRow *self)
{
  PfConnectionWords words = pf_connection_get_words (self->connection);
  g_autofree char *subtitle = pf_connection_describe (self->connection);
  g_autofree char *clean = pf_text_clean (subtitle);
  g_autofree char *name = NULL;

  pf_row_set_title (ADW_PREFERENCES_ROW (self), pf_connection_get_display_name (self->connection));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), clean);
  name = g_strdup_printf ("%s, %s", pf_connection_get_display_name (self->connection), words.word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->dot), self->style);
  self->style = words.style;
  gtk_widget_add_css_class (GTK_WIDGET (self->dot), self->style);
  gtk_image_set_from_icon_name (self->dot, words.icon_name);

  gtk_widget_set_visible (GTK_WIDGET (self->next_step), words.label != NULL);
  if (words.label != NULL)
    {
      gtk_button_set_label (self->next_step, words.label);
      set_action (GTK_WIDGET (self->next_step), words.action,
                  pf_connection_get_id (self->connection));
    }
}

static void
update_times (PfConnectionRow *self)
{
  gint64 now = pf_clock_now (self->clock);
  gint64 since = pf_connection_get_connected_at (self->connection);
  gint64 until = pf_connection_get_refresh_expires_at (self->connection);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (since / G_USEC_PER_SEC);
  g_autofree char *since_words = date != NULL ? g_date_time_format (date, _ ("%-e %B %Y")) : NULL;
  g_autofree char *until_words = NULL;
  g_autofree char *expiry = NULL;

  if (until == 0)
    until = pf_connection_get_access_expires_at (self->connection);
  until_words = pf_words_for_expiry (until, now);
  switch (pf_connection_get_state (self->connection))
    {
    case PF_CONNECTION_EXPIRED:
      expiry = g_strdup (_ ("Ended. Sign in again to go on; nothing you wrote is lost."));
      break;
    case PF_CONNECTION_NOT_CONNECTED:
    case PF_CONNECTION_WAITING:
      break;
    case PF_CONNECTION_LOCKED:
      expiry = g_strdup (_ ("Waits behind the locked keyring."));
      break;
    case PF_CONNECTION_CONNECTED:
    case PF_CONNECTION_REFRESH_DUE:
    case PF_CONNECTION_ERROR:
    case PF_CONNECTION_OFF:
    default:
      if (until_words != NULL)
        /* Translators: %s is as "in 29 days" */
        expiry = g_strdup_printf (_ ("Renews automatically. Without being used it would end %s."),
                                  until_words);
      else
        expiry = g_strdup (_ ("Renews automatically."));
    }

  set_row (self->since, since > 0 ? since_words : NULL);
  set_row (self->expiry, expiry);
}

static void
update_scopes (PfConnectionRow *self)
{
  const char *granted = pf_connection_get_scopes_granted (self->connection);
  g_auto (GStrv) names = g_strsplit (granted != NULL ? granted : "", " ", -1);
  g_auto (GStrv) missing = pf_connection_get_missing_scopes (self->connection);
  g_autofree char *granted_words = pf_kind_describe_scopes ((const char *const *)names, "\n");
  g_autofree char *missing_words = pf_kind_describe_scopes ((const char *const *)missing, "\n");

  set_row (self->granted, granted_words);
  set_row (self->missing, missing_words);
}

static void
update_requests (PfConnectionRow *self)
{
  PfBudget *budget = pf_connection_get_budget (self->connection);
  PfBudgetState state = { 0 };
  g_autofree char *words = NULL;

  if (budget != NULL)
    pf_budget_peek (budget, PF_BUDGET_ORG_READ, &state);
  gtk_widget_set_visible (GTK_WIDGET (self->requests), state.limit > 0);
  if (state.limit == 0)
    return;
  words = g_strdup_printf (state.trial ? _ ("%u of %u today") : _ ("%u of %u this minute"),
                           state.remaining, state.limit);
  pf_action_row_set_subtitle (self->requests, words);
  gtk_level_bar_set_max_value (self->meter, state.limit);
  gtk_level_bar_set_value (self->meter, MIN (state.remaining, state.limit));
}

/**
 * pf_connection_row_update:
 * @self: a row
 *
 * Shows the account as it is now.
 */
void
pf_connection_row_update (PfConnectionRow *self)
{
  gboolean trial, personal;

  g_return_if_fail (PF_IS_CONNECTION_ROW (self));

  trial = pf_connection_get_trial (self->connection);
  personal = g_strcmp0 (pf_connection_get_account_type (self->connection), "PINNER") == 0;
  update_state (self);
  update_times (self);
  update_scopes (self);
  update_requests (self);
  set_row (self->problem, pf_connection_get_problem (self->connection));
  gtk_widget_set_visible (self->session_only, pf_connection_get_session_only (self->connection));
  gtk_widget_set_visible (self->trial, trial);
  gtk_widget_set_visible (self->personal, personal);

  self->updating = TRUE;
  gtk_switch_set_active (self->publishing, pf_connection_get_publishing (self->connection));
  self->updating = FALSE;
}

static gboolean
publishing_set (PfConnectionRow *self, gboolean on)
{
  if (!self->updating)
    gtk_widget_activate_action (GTK_WIDGET (self), on ? "win.publishing-on" : "win.publishing-off",
                                "s", pf_connection_get_id (self->connection));
  return FALSE;
}

/**
 * pf_connection_row_new:
 * @connection: an account
 * @clock: what time it is
 *
 * Returns: its row
 */
GtkWidget *
pf_connection_row_new (PfConnection *connection, PfClock *clock)
{
  PfConnectionRow *self = g_object_new (PF_TYPE_CONNECTION_ROW, NULL);
  const char *id = pf_connection_get_id (connection);

  self->connection = g_object_ref (connection);
  self->clock = g_object_ref (clock);
  pf_avatar_set_connection (self->avatar, connection);
  set_action (self->prepare, "win.prepare-review", id);
  set_action (self->go_live, "win.prepare-review", id);
  gtk_widget_set_visible (self->sandbox,
                          g_str_equal (pf_connection_get_service (connection)->id, "sandbox"));
  set_action (self->check_again, "win.check-trial", id);
  set_action (self->allow, "win.reconnect", id);
  set_action (self->refresh, "win.refresh-connection", id);
  set_action (self->reconnect, "win.reconnect", id);
  set_action (self->disconnect, "win.disconnect", id);
  g_signal_connect_object (connection, "notify", G_CALLBACK (pf_connection_row_update), self,
                           G_CONNECT_SWAPPED);
  pf_connection_row_update (self);
  return GTK_WIDGET (self);
}

static void
pf_connection_row_dispose (GObject *object)
{
  PfConnectionRow *self = PF_CONNECTION_ROW (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (pf_connection_row_parent_class)->dispose (object);
}

static void
pf_connection_row_class_init (PfConnectionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_connection_row_dispose;

  g_type_ensure (PF_TYPE_AVATAR);
  g_type_ensure (PF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/connections/pf-connection-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, dot);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, next_step);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, problem);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, session_only);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, trial);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, sandbox);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, go_live);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, prepare);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, check_again);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, personal);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, since);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, expiry);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, granted);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, missing);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, allow);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, requests);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, meter);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, publishing);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, refresh);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, reconnect);
  gtk_widget_class_bind_template_child (widget_class, PfConnectionRow, disconnect);
  gtk_widget_class_bind_template_callback (widget_class, publishing_set);
}

static void
pf_connection_row_init (PfConnectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
}
