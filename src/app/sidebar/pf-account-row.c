/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account-row"

#include "config.h"

#include "app/sidebar/pf-account-row.h"

#include "app/connections/pf-connection-words.h"
#include "app/widgets/pf-avatar.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* One account in the switcher: picture, name, state, and a tick when it is the one shown. */
struct _PfAccountRow
{
  GtkListBoxRow parent;

  GtkLabel *name;
  GtkLabel *state;
  GtkWidget *tick;
  PfConnection *connection; /* (owned) */
};

G_DEFINE_FINAL_TYPE (PfAccountRow, pf_account_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (PfAccountRow *self)
{
  g_autofree char *name = pf_text_clean (pf_connection_get_display_name (self->connection));
  g_autofree char *state = pf_connection_describe (self->connection);
  g_autofree char *label = NULL;

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->state, state);
  label = g_strdup_printf ("%s, %s", name, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * pf_account_row_new:
 * @connection: an account
 *
 * Returns: a row that shows it
 */
GtkWidget *
pf_account_row_new (PfConnection *connection)
{
  PfAccountRow *self = g_object_new (PF_TYPE_ACCOUNT_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *avatar = pf_avatar_new (32);

  self->connection = g_object_ref (connection);
  pf_avatar_set_connection (PF_AVATAR (avatar), connection);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), self->tick);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  g_signal_connect_object (connection, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * pf_account_row_get_connection:
 * @self: a row
 *
 * Returns: (transfer none): its account
 */
PfConnection *
pf_account_row_get_connection (PfAccountRow *self)
{
  return self->connection;
}

/**
 * pf_account_row_set_current:
 * @self: a row
 * @current: whether its account is the one the window shows
 */
void
pf_account_row_set_current (PfAccountRow *self, gboolean current)
{
  /* It keeps its room, so that names do not move. */
  gtk_widget_set_opacity (self->tick, current ? 1 : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tick), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  current ? _ ("Current account") : "", -1);
}

static void
pf_account_row_dispose (GObject *object)
{
  g_clear_object (&PF_ACCOUNT_ROW (object)->connection);
  G_OBJECT_CLASS (pf_account_row_parent_class)->dispose (object);
}

static void
pf_account_row_class_init (PfAccountRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_account_row_dispose;
}

static void
pf_account_row_init (PfAccountRow *self)
{
  self->name = GTK_LABEL (gtk_label_new (NULL));
  self->state = GTK_LABEL (gtk_label_new (NULL));
  self->tick = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_xalign (self->state, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (self->state, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "dim-label");
  pf_account_row_set_current (self, FALSE);
}
