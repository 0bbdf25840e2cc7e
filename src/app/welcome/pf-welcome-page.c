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
  guint drawing; /* source id */
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

/* To read SVG takes a library longer to start than all of the page: it comes after the words. */
static gboolean
draw_picture (gpointer data)
{
  PfWelcomePage *self = data;

  self->drawing = 0;
  gtk_image_set_from_icon_name (self->picture, PF_APP_ID);
  return G_SOURCE_REMOVE;
}

static void
pf_welcome_page_map (GtkWidget *widget)
{
  PfWelcomePage *self = PF_WELCOME_PAGE (widget);

  GTK_WIDGET_CLASS (pf_welcome_page_parent_class)->map (widget);
  if (self->drawing == 0 && gtk_image_get_storage_type (self->picture) == GTK_IMAGE_EMPTY)
    self->drawing = g_idle_add_full (G_PRIORITY_LOW, draw_picture, self, NULL);
}

static void
pf_welcome_page_dispose (GObject *object)
{
  g_clear_handle_id (&PF_WELCOME_PAGE (object)->drawing, g_source_remove);
  G_OBJECT_CLASS (pf_welcome_page_parent_class)->dispose (object);
}

static void
pf_welcome_page_class_init (PfWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_welcome_page_dispose;
  widget_class->map = pf_welcome_page_map;
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
}
