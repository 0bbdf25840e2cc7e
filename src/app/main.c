/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pf-application.h"
#include "app/pf-start.h"
#include "core/account/pf-harden.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char *argv[])
{
  g_autoptr (PfApplication) application = NULL;

  pf_harden_process ();
  pf_start_choose_renderer ("/dev/dri");
  pf_start_hold_theme ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PF_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  pf_start_load_svg ();
  g_set_prgname (PF_APP_ID);
  g_set_application_name (_ ("Pinfold"));

  application = pf_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
