/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sidebar"

#include "config.h"

#include "app/sidebar/pf-sidebar-drops.h"

#include "app/hands/pf-spring.h"
#include "app/intake/pf-drop-zone.h"
#include "app/sidebar/pf-account-row.h"

/* So long the pointer may be on its way from the button to the accounts. */
#define PATIENCE_MS 400

/* What the sidebar does with something that is dragged, beside its boards. */

static gboolean
find_account (GtkWidget *row, double x, double y, PfDropPlace *place, gpointer unused)
{
  place->connection = g_object_ref (pf_account_row_get_connection (PF_ACCOUNT_ROW (row)));
  return TRUE;
}

/**
 * pf_sidebar_add_account_drop:
 * @row: an account in the switcher
 *
 * Pictures, and pins of one's own from another account, begin new pins there.
 */
void
pf_sidebar_add_account_drop (GtkWidget *row)
{
  pf_drop_zone_add_places (row, find_account, NULL, NULL);
}

static void
show_page (GtkWidget *row, gpointer unused)
{
  gtk_widget_activate_action (row, "win.show-page", "s", gtk_widget_get_name (row));
}

/**
 * pf_sidebar_add_page_spring:
 * @row: of a page with places to drop something on
 *
 * Opens the page when something is held over its row.
 */
void
pf_sidebar_add_page_spring (GtkWidget *row)
{
  pf_spring_add (row, show_page, NULL);
}

typedef struct
{
  GtkPopover *popover; /* (unowned): the button has it, which has this */
  GtkDropControllerMotion *on_button, *on_popover;
  gboolean sprung;
  guint timer;
} Accounts;

static void
accounts_free (gpointer data)
{
  Accounts *accounts = data;

  g_clear_handle_id (&accounts->timer, g_source_remove);
  g_free (accounts);
}

static void
open_accounts (GtkWidget *button, gpointer data)
{
  Accounts *accounts = data;

  if (gtk_widget_get_visible (GTK_WIDGET (accounts->popover)))
    return;
  /* One that hides by itself takes the pointer away from the drag. */
  gtk_popover_set_autohide (accounts->popover, FALSE);
  accounts->sprung = TRUE;
  gtk_popover_popup (accounts->popover);
}

static void
close_accounts (gpointer data)
{
  Accounts *accounts = data;

  accounts->timer = 0;
  if (!accounts->sprung || gtk_drop_controller_motion_contains_pointer (accounts->on_button)
      || gtk_drop_controller_motion_contains_pointer (accounts->on_popover))
    return;
  accounts->sprung = FALSE;
  gtk_popover_popdown (accounts->popover);
  gtk_popover_set_autohide (accounts->popover, TRUE);
}

static void
left (GtkDropControllerMotion *motion, Accounts *accounts)
{
  g_clear_handle_id (&accounts->timer, g_source_remove);
  accounts->timer = g_timeout_add_once (PATIENCE_MS, close_accounts, accounts);
}

static GtkDropControllerMotion *
watch (GtkWidget *widget, Accounts *accounts)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();

  g_signal_connect (motion, "leave", G_CALLBACK (left), accounts);
  gtk_widget_add_controller (widget, motion);
  return GTK_DROP_CONTROLLER_MOTION (motion);
}

/**
 * pf_sidebar_add_account_spring:
 * @button: the account button
 * @popover: its switcher
 *
 * Opens the switcher while something is held over the button, as long as that lasts.
 */
void
pf_sidebar_add_account_spring (GtkMenuButton *button, GtkPopover *popover)
{
  Accounts *accounts = g_new0 (Accounts, 1);

  accounts->popover = popover;
  accounts->on_button = watch (GTK_WIDGET (button), accounts);
  accounts->on_popover = watch (gtk_popover_get_child (popover), accounts);
  g_object_set_data_full (G_OBJECT (button), "accounts", accounts, accounts_free);
  pf_spring_add (GTK_WIDGET (button), open_accounts, accounts);
}
