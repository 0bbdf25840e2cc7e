/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-picture-pane.h"

#include "app/composer/pf-picture-facts.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* The picture of a draft and what will be done to it; or a place to drop one on. */
struct _PfPicturePane
{
  AdwBin parent;

  GtkStack *stack;
  PfPicture *picture;
  GtkLabel *what;
  GtkLabel *will;
  GtkWidget *advice_box;
  GtkLabel *advice;

  PfStore *store; /* nullable */
  char *blob;     /* nullable: shown */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PfPicturePane, pf_picture_pane, ADW_TYPE_BIN)

static void
say (PfPicturePane *self, const char *what, const char *will, const char *advice)
{
  g_autofree char *clean = pf_text_clean (what);

  gtk_label_set_label (self->what, clean);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->what), clean);
  gtk_label_set_label (self->will, will != NULL ? will : "");
  gtk_widget_set_visible (GTK_WIDGET (self->will), will != NULL);
  gtk_label_set_label (self->advice, advice != NULL ? advice : "");
  gtk_widget_set_visible (self->advice_box, advice != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Picture"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, clean, -1);
}

static void
facts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPictureFacts) facts = pf_picture_facts_finish (result, &error);
  PfPicturePane *self = data;

  /* Cancelled when another picture comes, or the pane goes. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (facts != NULL)
    say (self, facts->what, facts->will, facts->advice);
  else
    {
      g_autofree char *words = pf_error_words (error);

      say (self, "", NULL, words);
    }
}

/**
 * pf_picture_pane_set_window:
 * @self: a pane
 * @window: the window whose pictures it shows
 */
void
pf_picture_pane_set_window (PfPicturePane *self, PfWindow *window)
{
  g_set_object (&self->store, pf_workspace_get_store (pf_window_get_workspace (window)));
  pf_picture_set_loader (self->picture, pf_window_get_pictures (window));
}

/**
 * pf_picture_pane_show:
 * @self: a pane
 * @draft: a draft
 *
 * Shows the picture of a draft, or the place for one.
 */
void
pf_picture_pane_show (PfPicturePane *self, const PfDraft *draft)
{
  gtk_stack_set_visible_child_name (self->stack, draft->blob != NULL ? "picture" : "empty");
  if (g_strcmp0 (self->blob, draft->blob) == 0)
    return;
  g_free (self->blob);
  self->blob = g_strdup (draft->blob);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  pf_picture_set_blob (self->picture, draft->blob);
  say (self, draft->picture_name, NULL, NULL);
  if (draft->blob == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  pf_picture_facts_async (self->store, draft, self->cancellable, facts_cb, self);
}

static void
pf_picture_pane_dispose (GObject *object)
{
  PfPicturePane *self = PF_PICTURE_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pf_picture_pane_parent_class)->dispose (object);
}

static void
pf_picture_pane_finalize (GObject *object)
{
  g_free (PF_PICTURE_PANE (object)->blob);
  G_OBJECT_CLASS (pf_picture_pane_parent_class)->finalize (object);
}

static void
pf_picture_pane_class_init (PfPicturePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_picture_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_picture_pane_finalize;
  g_type_ensure (PF_TYPE_PICTURE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/composer/pf-picture-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, stack);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, picture);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, what);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, will);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, advice_box);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, advice);
}

static void
pf_picture_pane_init (PfPicturePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_picture_set_fit (self->picture, PF_DECODE_FIT_CONTAIN);
}
