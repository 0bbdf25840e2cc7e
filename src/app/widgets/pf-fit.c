/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-fit"

#include "config.h"

#include "app/widgets/pf-fit.h"

/**
 * pf_fit:
 * @window: a window that is not shown yet, with a default size
 * @parent: (nullable): the window it belongs to
 *
 * Makes a window that opens over a narrow one no wider than that. AdwDialog does this by itself,
 * from libadwaita 1.5 on.
 */
void
pf_fit (GtkWindow *window, GtkWindow *parent)
{
  int room = parent != NULL ? gtk_widget_get_width (GTK_WIDGET (parent)) : 0;
  int width = 0, height = 0;

  gtk_window_get_default_size (window, &width, &height);
  if (room > 0 && width > room)
    gtk_window_set_default_size (window, room, height);
}
