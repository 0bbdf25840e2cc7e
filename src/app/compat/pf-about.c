/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-about"

#include "config.h"

#include "app/compat/pf-about.h"

#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/**
 * pf_about_present:
 * @parent: (nullable): the window it belongs to
 *
 * Shows what Pinfold is. AdwAboutWindow gives way to AdwAboutDialog in
 * libadwaita 1.5; the change will be here only.
 */
void
pf_about_present (GtkWindow *parent)
{
  static const char *developers[] = { "Pinfold contributors", NULL };

  GtkWidget *about = g_object_new (
      ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, "application-name", _ ("Pinfold"),
      "application-icon", PF_APP_ID, "version", PF_VERSION, "developer-name",
      _ ("The Pinfold contributors"), "developers", developers, "license-type", GTK_LICENSE_GPL_3_0,
      "copyright", _ ("© The Pinfold contributors"), "comments",
      _ ("For people who keep boards on Pinterest. Nothing stands between this computer and "
         "Pinterest: no other account, no other server, no tracking.\n\n"
         "Pinfold is independent. Pinterest neither makes nor endorses it."),
      /* Translators: put your name here */
      "translator-credits", _ ("translator-credits"), NULL);

  pf_wrap_buttons (about);
  gtk_window_present (GTK_WINDOW (about));
}
