/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/activity/pf-undo.h"
#include "app/boards/pf-board-dialog.h"
#include "app/intake/pf-intake.h"
#include "app/pins/pf-board-page.h"
#include "app/tidy/pf-tidy-page.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* The actions about boards and pins. */

static gboolean
can_create (PfWindow *self)
{
  PfConnection *connection = pf_window_get_connection (self);
  g_autofree char *reason = NULL;

  if (connection == NULL)
    return FALSE;
  if (pf_connection_can_create (connection, &reason))
    return TRUE;
  pf_window_add_toast (self, pf_toast_new (reason));
  return FALSE;
}

static void
new_board_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfWindow *self = PF_WINDOW (widget);

  if (can_create (self))
    gtk_window_present (
        GTK_WINDOW (pf_board_dialog_new (self, pf_window_get_connection (self), NULL)));
}

/* The board somebody looks at is where a new pin goes. */
static const char *
visible_board (PfWindow *self)
{
  PfView *view = pf_window_get_visible_view (self);

  return PF_IS_BOARD_PAGE (view) ? pf_board_page_get_board_uuid (PF_BOARD_PAGE (view)) : NULL;
}

static void
new_pin_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfWindow *self = PF_WINDOW (widget);

  if (pf_window_get_connection (self) != NULL)
    pf_intake_choose (self, visible_board (self));
}

static void
paste_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfWindow *self = PF_WINDOW (widget);

  if (pf_window_get_connection (self) != NULL)
    pf_intake_paste (self, visible_board (self));
}

/* Who writes undoes what was written. */
static gboolean
is_writing (PfWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus);
}

static void
undo_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfWindow *self = PF_WINDOW (widget);

  if (!is_writing (self))
    pf_undo_newest (self);
}

static void
redo_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfWindow *self = PF_WINDOW (widget);

  if (!is_writing (self))
    pf_undo_redo (self);
}

static void
show_activity_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfView *view = pf_window_get_visible_view (PF_WINDOW (widget));

  if (view != NULL)
    pf_view_show_activity (view);
}

static void
tidy_up_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_tidy_page_open (PF_WINDOW (widget));
}

void
pf_window_install_pin_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-board", NULL, new_board_activated);
  gtk_widget_class_install_action (widget_class, "win.new-pin", NULL, new_pin_activated);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, paste_activated);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_activated);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_activated);
  gtk_widget_class_install_action (widget_class, "win.show-activity", NULL,
                                   show_activity_activated);
  gtk_widget_class_install_action (widget_class, "win.tidy-up", NULL, tidy_up_activated);
}
