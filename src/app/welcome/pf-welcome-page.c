/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-welcome-page"

#include "config.h"

#include "app/welcome/pf-welcome-page.h"

/* What a newcomer sees: two ways to begin. */
struct _PfWelcomePage
{
  PfView parent;

  GtkImage *picture;
  GtkWidget *connect;
};

G_DEFINE_FINAL_TYPE (PfWelcomePage, pf_welcome_page, PF_TYPE_VIEW)

/**
 * pf_welcome_page_new:
 *
 * Returns: the welcome page
 */
PfView *
pf_welcome_page_new (void)
{
  return g_object_new (PF_TYPE_WELCOME_PAGE, NULL);
}

static void
pf_welcome_page_shown (PfView *page)
{
  gtk_widget_grab_focus (PF_WELCOME_PAGE (page)->connect);
}

static void
pf_welcome_page_class_init (PfWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  PF_VIEW_CLASS (klass)->shown = pf_welcome_page_shown;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/welcome/pf-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfWelcomePage, picture);
  gtk_widget_class_bind_template_child (widget_class, PfWelcomePage, connect);
}

static void
pf_welcome_page_init (PfWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_image_set_from_icon_name (self->picture, PF_APP_ID);
}
