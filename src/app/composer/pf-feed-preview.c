/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-feed-preview.h"

#include "app/composer/pf-edit-view.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* A column of the feed; the longest shape that is shown whole. */
#define COLUMN 236
#define LONGEST (1 / 2.1)
#define BELOW 12

/* A pin as it looks among others: one column wide, too long pictures cut, its title too. */
struct _PfFeedPreview
{
  GtkWidget parent_instance;
  PfEditView *picture;
  GtkLabel *title;
  double aspect;
};

G_DEFINE_FINAL_TYPE (PfFeedPreview, pf_feed_preview, GTK_TYPE_WIDGET)

static void
pf_feed_preview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfFeedPreview *self = PF_FEED_PREVIEW (widget);
  int title_height, w, h;

  gtk_widget_measure (GTK_WIDGET (self->title), GTK_ORIENTATION_VERTICAL, COLUMN, NULL,
                      &title_height, NULL, NULL);
  h = MAX (height - title_height - BELOW, 1);
  w = MIN (MIN (width, COLUMN), (int)(h * self->aspect));
  w = MAX (w, 1);
  h = MAX ((int)(w / self->aspect), 1);
  gtk_widget_allocate (GTK_WIDGET (self->picture), w, h, -1,
                       gsk_transform_translate (
                           NULL,
                           &GRAPHENE_POINT_INIT ((float)(width - w) / 2,
                                                 (float)(height - h - title_height - BELOW) / 2)));
  gtk_widget_allocate (GTK_WIDGET (self->title), MIN (width, COLUMN), title_height, -1,
                       gsk_transform_translate (
                           NULL,
                           &GRAPHENE_POINT_INIT ((float)(width - MIN (width, COLUMN)) / 2,
                                                 (float)(height + h - title_height + BELOW) / 2)));
}

static void
pf_feed_preview_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  PfFeedPreview *self = PF_FEED_PREVIEW (widget);

  /* The title has to be measured once, so that it may be placed. */
  gtk_widget_measure (GTK_WIDGET (self->title), orientation, -1, minimum, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->picture), orientation, -1, NULL, NULL, NULL, NULL);
  *natural = MAX (*minimum, orientation == GTK_ORIENTATION_HORIZONTAL ? COLUMN : COLUMN * 3 / 2);
}

static void
pf_feed_preview_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pf_feed_preview_parent_class)->dispose (object);
}

static void
pf_feed_preview_class_init (PfFeedPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_feed_preview_dispose;
  widget_class->size_allocate = pf_feed_preview_size_allocate;
  widget_class->measure = pf_feed_preview_measure;
  gtk_widget_class_set_css_name (widget_class, "pffeedpreview");
}

static void
pf_feed_preview_init (PfFeedPreview *self)
{
  self->aspect = 2 / 3.0;
  self->picture = g_object_new (PF_TYPE_EDIT_VIEW, NULL);
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "feed-picture");
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "caption-heading");
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_lines (self->title, 2);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->title, 0);
  pf_edit_view_set_cover (self->picture, TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->picture), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->title), GTK_WIDGET (self));
}

/**
 * pf_feed_preview_set_loader:
 * @self: a preview
 * @loader: where its texture comes from
 */
void
pf_feed_preview_set_loader (PfFeedPreview *self, PfPictureLoader *loader)
{
  pf_edit_view_set_loader (self->picture, loader);
}

/**
 * pf_feed_preview_cut_title:
 * @title: a title
 *
 * Returns: (transfer full): what is seen of it among other pins
 */
char *
pf_feed_preview_cut_title (const char *title)
{
  g_autofree char *clean = pf_text_clean (title);
  g_autofree char *head = NULL;

  if (g_utf8_strlen (clean, -1) <= PF_FEED_TITLE_MAX)
    return g_steal_pointer (&clean);
  head = g_utf8_substring (clean, 0, PF_FEED_TITLE_MAX);
  return g_strconcat (g_strchomp (head), "…", NULL);
}

/**
 * pf_feed_preview_show:
 * @self: a preview
 * @draft: a draft with a picture
 */
void
pf_feed_preview_show (PfFeedPreview *self, const PfDraft *draft)
{
  g_autofree char *title = pf_feed_preview_cut_title (draft->title);
  guint width = 2, height = 3;

  if (draft->width > 0 && draft->height > 0)
    pf_media_edit_get_size (&draft->media.edit, (guint)draft->width, (guint)draft->height, &width,
                            &height);
  self->aspect = MAX ((double)width / height, LONGEST);
  pf_edit_view_set_picture (self->picture, draft->blob, draft->width, draft->height,
                            &draft->media.edit);
  gtk_label_set_label (self->title, *title != '\0' ? title : _ ("No title"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Preview of the pin"), -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
