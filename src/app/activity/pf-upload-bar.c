/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-upload-bar.h"

#include <glib/gi18n.h>

static void
show (GtkProgressBar *bar, PfOutbox *outbox)
{
  double share = pf_outbox_get_upload_share (outbox, gtk_widget_get_name (GTK_WIDGET (bar)));
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (bar), share >= 0);
  if (share < 0)
    return;
  /* Translators: share of a video that is sent */
  text = g_strdup_printf (_ ("Video: %d %% sent"), (int)(share * 100));
  gtk_progress_bar_set_fraction (bar, share);
  gtk_progress_bar_set_text (bar, text);
}

static void
uploaded (GtkProgressBar *bar, const PfOutboxRow *row, PfOutbox *outbox)
{
  if (g_strcmp0 (row->uuid, gtk_widget_get_name (GTK_WIDGET (bar))) == 0)
    show (bar, outbox);
}

/**
 * pf_upload_bar_new:
 * @outbox: the outbox
 * @row_uuid: a row
 *
 * How much of a video is sent; to be seen only while it is being sent by this process.
 *
 * Returns: (transfer floating): a progress bar
 */
GtkWidget *
pf_upload_bar_new (PfOutbox *outbox, const char *row_uuid)
{
  GtkWidget *bar = gtk_progress_bar_new ();

  gtk_widget_set_name (bar, row_uuid);
  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The video is being sent"), -1);
  gtk_widget_add_css_class (bar, "numeric");
  g_signal_connect_object (outbox, "upload", G_CALLBACK (uploaded), bar, G_CONNECT_SWAPPED);
  show (GTK_PROGRESS_BAR (bar), outbox);
  return bar;
}
