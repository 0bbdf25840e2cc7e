/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-connections-page"

#include "config.h"

#include "app/connections/pf-connections-page.h"

#include "app/connections/pf-connection-row.h"

/* All accounts, each with its state and its next step. */
struct _PfConnectionsPage
{
  PfView parent;

  GtkListBox *rows;
  PfConnections *connections; /* (owned) */
  PfClock *clock;             /* (owned) */
};

G_DEFINE_FINAL_TYPE (PfConnectionsPage, pf_connections_page, PF_TYPE_VIEW)

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  PfConnectionsPage *self = PF_CONNECTIONS_PAGE (user_data);

  return pf_connection_row_new (PF_CONNECTION (item), self->clock);
}

/**
 * pf_connections_page_new:
 * @connections: all accounts
 * @clock: what time it is
 *
 * Returns: the page
 */
PfView *
pf_connections_page_new (PfConnections *connections, PfClock *clock)
{
  PfConnectionsPage *self = g_object_new (PF_TYPE_CONNECTIONS_PAGE, NULL);

  self->connections = g_object_ref (connections);
  self->clock = g_object_ref (clock);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (connections), create_row, self, NULL);
  return PF_VIEW (self);
}

static void
update_rows (PfView *view)
{
  PfConnectionsPage *self = PF_CONNECTIONS_PAGE (view);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    pf_connection_row_update (PF_CONNECTION_ROW (row));
}

static void
pf_connections_page_shown (PfView *view)
{
  update_rows (view);
  gtk_widget_child_focus (GTK_WIDGET (PF_CONNECTIONS_PAGE (view)->rows), GTK_DIR_TAB_FORWARD);
}

static void
pf_connections_page_refresh (PfView *view)
{
  PfConnectionsPage *self = PF_CONNECTIONS_PAGE (view);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PfConnection) connection
          = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      /* What went wrong stands in the row itself. */
      pf_connections_update_account_async (self->connections, connection, NULL, NULL, NULL);
    }
  update_rows (view);
}

static void
pf_connections_page_dispose (GObject *object)
{
  PfConnectionsPage *self = PF_CONNECTIONS_PAGE (object);

  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->connections);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (pf_connections_page_parent_class)->dispose (object);
}

static void
pf_connections_page_class_init (PfConnectionsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_connections_page_dispose;
  PF_VIEW_CLASS (klass)->shown = pf_connections_page_shown;
  PF_VIEW_CLASS (klass)->refresh = pf_connections_page_refresh;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/connections/pf-connections-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfConnectionsPage, rows);
}

static void
pf_connections_page_init (PfConnectionsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
