/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-account-choice.h"

#include "app/compat/pf-menu-button.h"
#include "app/widgets/pf-avatar.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* Whose pin it becomes; to be seen only when there are two accounts or more. */
struct _PfAccountChoice
{
  AdwBin parent;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkListBox *list;
  PfAvatar *avatar;
  GtkLabel *name;
  PfConnections *connections; /* nullable */
  PfConnection *selected;     /* nullable */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfAccountChoice, pf_account_choice, ADW_TYPE_BIN)

static void
update (PfAccountChoice *self)
{
  guint n
      = self->connections != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->connections)) : 0;
  g_autofree char *name = pf_text_clean (
      self->selected != NULL ? pf_connection_get_display_name (self->selected) : NULL);
  g_autofree char *spoken
      = g_strdup_printf (_ ("Account: %s"), self->selected != NULL ? name : _ ("not chosen"));

  gtk_widget_set_visible (GTK_WIDGET (self), n > 1 || (n == 1 && self->selected == NULL));
  pf_avatar_set_connection (self->avatar, self->selected);
  gtk_label_set_label (self->name, self->selected != NULL ? name : _ ("Choose an Account"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  PfConnection *connection = item;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *avatar = pf_avatar_new (32);
  g_autofree char *clean = pf_text_clean (pf_connection_get_display_name (connection));
  GtkWidget *name = gtk_label_new (clean);
  GtkWidget *row = gtk_list_box_row_new ();

  pf_avatar_set_connection (PF_AVATAR (avatar), connection);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), name);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, clean, -1);
  return row;
}

static void
row_activated (PfAccountChoice *self, GtkListBoxRow *row)
{
  g_autoptr (PfConnection) connection
      = g_list_model_get_item (G_LIST_MODEL (self->connections),
                               (guint)gtk_list_box_row_get_index (row));

  gtk_popover_popdown (self->popover);
  if (connection == NULL || connection == self->selected)
    return;
  pf_account_choice_set_selected (self, connection);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pf_account_choice_set_connections:
 * @self: a choice
 * @connections: all accounts
 */
void
pf_account_choice_set_connections (PfAccountChoice *self, PfConnections *connections)
{
  if (!g_set_object (&self->connections, connections))
    return;
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (connections), create_row, NULL, NULL);
  update (self);
}

/**
 * pf_account_choice_get_selected:
 * @self: a choice
 *
 * Returns: (transfer none) (nullable): the account
 */
PfConnection *
pf_account_choice_get_selected (PfAccountChoice *self)
{
  return self->selected;
}

/**
 * pf_account_choice_set_selected:
 * @self: a choice
 * @connection: (nullable): an account
 *
 * Shows an account; "changed" is not emitted.
 */
void
pf_account_choice_set_selected (PfAccountChoice *self, PfConnection *connection)
{
  g_set_object (&self->selected, connection);
  update (self);
}

static void
pf_account_choice_dispose (GObject *object)
{
  PfAccountChoice *self = PF_ACCOUNT_CHOICE (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->connections);
  g_clear_object (&self->selected);
  G_OBJECT_CLASS (pf_account_choice_parent_class)->dispose (object);
}

static void
pf_account_choice_class_init (PfAccountChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_account_choice_dispose;
  /**
   * PfAccountChoice::changed:
   * @self: a choice
   *
   * Another account was chosen.
   */
  signals[CHANGED] = g_signal_new ("changed", PF_TYPE_ACCOUNT_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_account_choice_init (PfAccountChoice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->avatar = PF_AVATAR (pf_avatar_new (32));
  self->name = GTK_LABEL (gtk_label_new (NULL));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->popover = GTK_POPOVER (gtk_popover_new ());
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->avatar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "pinfold-menu-list");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated), self);
  gtk_popover_set_child (self->popover, GTK_WIDGET (self->list));
  gtk_menu_button_set_child (self->button, box);
  pf_menu_button_fill (self->button);
  gtk_menu_button_set_popover (self->button, GTK_WIDGET (self->popover));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
