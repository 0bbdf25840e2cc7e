/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-failed-page.h"

#include "app/widgets/pf-text.h"
#include "core/base/pf-error.h"

#include <glib/gi18n.h>

/* Why the data cannot be opened, and what can be done, in place of all pages. */
struct _PfFailedPage
{
  PfView parent;

  AdwStatusPage *status;
  GtkLabel *details;
  GtkWidget *try_again;
  GtkWidget *rescue;
};

G_DEFINE_FINAL_TYPE (PfFailedPage, pf_failed_page, PF_TYPE_VIEW)

static void
pf_failed_page_class_init (PfFailedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pinfold/Pinfold/ui/pf-failed-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfFailedPage, status);
  gtk_widget_class_bind_template_child (widget_class, PfFailedPage, details);
  gtk_widget_class_bind_template_child (widget_class, PfFailedPage, try_again);
  gtk_widget_class_bind_template_child (widget_class, PfFailedPage, rescue);
}

static void
pf_failed_page_init (PfFailedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pf_failed_page_new:
 *
 * Returns: (transfer floating): a page
 */
PfFailedPage *
pf_failed_page_new (void)
{
  return g_object_new (PF_TYPE_FAILED_PAGE, NULL);
}

/**
 * pf_failed_page_set_error:
 * @self: a page on the screen
 * @error: why the workspace does not open
 *
 * Says what is wrong; only damage offers rescue.
 */
void
pf_failed_page_set_error (PfFailedPage *self, const GError *error)
{
  g_autofree char *clean = pf_text_clean (error->message);
  const char *title = _ ("Pinfold cannot open its data");
  const char *words = _ ("Nothing was changed. Look at the details, then try again.");
  gboolean damaged = FALSE;

  if (g_error_matches (error, PF_ERROR, PF_ERROR_NEWER_SCHEMA))
    {
      title = _ ("This Data Belongs to a Newer Pinfold");
      words = _ ("Update Pinfold to open it. Nothing was changed.");
    }
  else if (g_error_matches (error, PF_ERROR, PF_ERROR_DAMAGED))
    {
      title = _ ("Pinfold's Data Is Damaged");
      words = _ ("The file was left as it is. Save what can be read, or restore the file from a "
                 "copy and try again.");
      damaged = TRUE;
    }
  else if (g_error_matches (error, PF_ERROR, PF_ERROR_DISK_FULL))
    {
      title = _ ("There Is No Room to Work In");
      words = _ ("The disk is full or cannot be written. Make room, then try again.");
    }

  adw_status_page_set_title (self->status, title);
  pf_status_page_set_description (self->status, words);
  gtk_label_set_label (self->details, clean);
  gtk_widget_set_visible (self->rescue, damaged);
  gtk_widget_grab_focus (self->try_again);
}
