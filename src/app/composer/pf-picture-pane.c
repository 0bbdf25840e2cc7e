/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-picture-pane.h"

#include "app/composer/pf-edit-view.h"
#include "app/composer/pf-feed-preview.h"
#include "app/composer/pf-picture-facts.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-box.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/* The picture of a draft and what will be done to it; or a place to drop one on. */
struct _PfPicturePane
{
  AdwBin parent;

  GtkStack *stack;
  GtkStack *views;
  PfEditView *picture;
  PfFeedPreview *feed;
  GtkToggleButton *crop;
  GtkWidget *rotate;
  GtkToggleButton *preview;
  PfWrapBox *shapes;
  GtkStack *cover_stack;
  PfPicture *cover;
  GtkLabel *video_facts;
  GtkSpinButton *cover_time;
  GtkAdjustment *cover_adjustment;
  gboolean filling;
  GtkLabel *what;
  GtkLabel *will;
  GtkWidget *advice_box;
  GtkLabel *advice;

  PfStore *store; /* nullable */
  char *blob;     /* nullable: shown */
  GCancellable *cancellable;
  PfDraft *draft; /* nullable: shown, a copy */
};

enum
{
  EDITED,
  COVER,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

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
  pf_edit_view_set_loader (self->picture, pf_window_get_pictures (window));
  pf_picture_set_loader (self->cover, pf_window_get_pictures (window));
  pf_feed_preview_set_loader (self->feed, pf_window_get_pictures (window));
}

static void
show_facts (PfPicturePane *self, const PfDraft *draft)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (draft->blob == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  pf_picture_facts_async (self->store, draft, self->cancellable, facts_cb, self);
}

static void
show_video (PfPicturePane *self, const PfDraft *draft)
{
  const PfPinMedia *media = &draft->media;
  g_autofree char *size = g_format_size ((guint64)media->size);
  g_autofree char *name = pf_text_clean (draft->picture_name);
  int seconds = (int)(media->duration_ms / 1000);
  g_autofree char *facts = g_strdup_printf ("%s · %d × %d · %d:%02d · %s", name, draft->width,
                                            draft->height, seconds / 60, seconds % 60, size);

  self->filling = TRUE;
  gtk_label_set_label (self->video_facts, facts);
  gtk_adjustment_set_upper (self->cover_adjustment, MAX (seconds, 1));
  gtk_spin_button_set_value (self->cover_time, MAX (media->cover_time, 0));
  pf_picture_set_blob (self->cover, media->cover_blob);
  gtk_stack_set_visible_child_name (self->cover_stack,
                                    media->cover_blob != NULL ? "cover" : "frame");
  self->filling = FALSE;
}

static void
cover_time_changed (PfPicturePane *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[COVER], 0, gtk_spin_button_get_value_as_int (self->cover_time));
}

/**
 * pf_picture_pane_show:
 * @self: a pane
 * @draft: a draft
 *
 * Shows the picture of a draft as it will be, or the place for one.
 */
void
pf_picture_pane_show (PfPicturePane *self, const PfDraft *draft)
{
  gboolean other = g_strcmp0 (self->blob, draft->blob) != 0;
  gboolean edited
      = self->draft == NULL || !pf_media_edit_equal (&self->draft->media.edit, &draft->media.edit);

  g_clear_pointer (&self->draft, pf_draft_unref);
  self->draft = pf_draft_copy (draft);
  if (draft->media.kind == PF_PIN_KIND_VIDEO && draft->blob != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "video");
      g_free (self->blob);
      self->blob = g_strdup (draft->blob);
      show_video (self, draft);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, draft->blob != NULL ? "picture" : "empty");
  if (other)
    gtk_toggle_button_set_active (self->crop, FALSE);
  if (other || edited)
    pf_edit_view_set_picture (self->picture, draft->blob, draft->width, draft->height,
                              &draft->media.edit);
  pf_feed_preview_show (self->feed, draft);
  if (!other && !edited)
    return;
  g_free (self->blob);
  self->blob = g_strdup (draft->blob);
  if (other)
    say (self, draft->picture_name, NULL, NULL);
  show_facts (self, draft);
}

static void
edited (PfPicturePane *self)
{
  if (self->draft == NULL)
    return;
  self->draft->media.edit = *pf_edit_view_get_edit (self->picture);
  pf_feed_preview_show (self->feed, self->draft);
  show_facts (self, self->draft);
  g_signal_emit (self, signals[EDITED], 0);
}

/**
 * pf_picture_pane_get_edit:
 * @self: a pane
 *
 * Returns: what is to be done to the picture
 */
const PfMediaEdit *
pf_picture_pane_get_edit (PfPicturePane *self)
{
  return pf_edit_view_get_edit (self->picture);
}

static void
crop_toggled (PfPicturePane *self)
{
  gboolean active = gtk_toggle_button_get_active (self->crop);
  PfMediaEdit before = *pf_edit_view_get_edit (self->picture);

  if (active)
    gtk_toggle_button_set_active (self->preview, FALSE);
  pf_edit_view_set_cropping (self->picture, active);
  if (active)
    gtk_widget_grab_focus (GTK_WIDGET (self->picture));
  else if (!pf_media_edit_equal (&before, pf_edit_view_get_edit (self->picture)))
    edited (self);
}

static void
preview_toggled (PfPicturePane *self)
{
  gboolean active = gtk_toggle_button_get_active (self->preview);

  if (active)
    gtk_toggle_button_set_active (self->crop, FALSE);
  gtk_stack_set_visible_child_name (self->views, active ? "feed" : "edit");
}

static void
rotate_clicked (PfPicturePane *self)
{
  pf_edit_view_turn (self->picture);
}

static const struct
{
  const char *label;
  guint width, height;
} shapes[] = {
  { N_ ("2:3"), 2, 3 },
  { N_ ("1:1"), 1, 1 },
  { N_ ("9:16"), 9, 16 },
  { N_ ("Free"), 0, 0 },
};

static void
shape_clicked (GtkButton *button, PfPicturePane *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "shape"));

  pf_edit_view_cut (self->picture, shapes[i].width, shapes[i].height);
  gtk_widget_grab_focus (GTK_WIDGET (self->picture));
}

static void
add_shapes (PfPicturePane *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (shapes[i].label));

      gtk_widget_add_css_class (button, "pill-small");
      g_object_set_data (G_OBJECT (button), "shape", GUINT_TO_POINTER (i));
      g_signal_connect (button, "clicked", G_CALLBACK (shape_clicked), self);
      pf_wrap_box_append (self->shapes, button);
    }
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
  PfPicturePane *self = PF_PICTURE_PANE (object);

  g_free (self->blob);
  g_clear_pointer (&self->draft, pf_draft_unref);
  G_OBJECT_CLASS (pf_picture_pane_parent_class)->finalize (object);
}

static void
pf_picture_pane_class_init (PfPicturePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_picture_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_picture_pane_finalize;
  g_type_ensure (PF_TYPE_EDIT_VIEW);
  g_type_ensure (PF_TYPE_WRAP_BOX);
  g_type_ensure (PF_TYPE_PICTURE);
  /**
   * PfPicturePane::cover:
   * @self: a pane
   * @second: of the video
   *
   * Somebody wants another moment of the video as its cover.
   */
  signals[COVER] = g_signal_new ("cover", PF_TYPE_PICTURE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  g_type_ensure (PF_TYPE_FEED_PREVIEW);
  /**
   * PfPicturePane::edited:
   * @self: a pane
   *
   * Somebody turned or cut the picture.
   */
  signals[EDITED] = g_signal_new ("edited", PF_TYPE_PICTURE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/composer/pf-picture-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, stack);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, picture);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, what);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, will);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, advice_box);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, advice);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, views);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, feed);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, crop);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, rotate);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, preview);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, shapes);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, cover_stack);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, cover);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, video_facts);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, cover_time);
  gtk_widget_class_bind_template_child (widget_class, PfPicturePane, cover_adjustment);
  gtk_widget_class_bind_template_callback (widget_class, cover_time_changed);
  gtk_widget_class_bind_template_callback (widget_class, edited);
  gtk_widget_class_bind_template_callback (widget_class, crop_toggled);
  gtk_widget_class_bind_template_callback (widget_class, rotate_clicked);
  gtk_widget_class_bind_template_callback (widget_class, preview_toggled);
}

static void
pf_picture_pane_init (PfPicturePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
  add_shapes (self);
  pf_picture_set_fit (self->cover, PF_DECODE_FIT_CONTAIN);
}

/**
 * pf_picture_pane_set_narrow:
 * @self: a pane
 * @narrow: whether the fields stand under it and not beside it
 *
 * The picture gets the room then, and not what it is called and weighs.
 */
void
pf_picture_pane_set_narrow (PfPicturePane *self, gboolean narrow)
{
  GtkWidget *page = gtk_widget_get_parent (GTK_WIDGET (self->views));
  int margin = narrow ? 12 : 24;

  gtk_widget_set_visible (GTK_WIDGET (self->what), !narrow);
  gtk_widget_set_margin_start (page, margin);
  gtk_widget_set_margin_end (page, margin);
  gtk_widget_set_margin_top (page, narrow ? 0 : 12);
  gtk_widget_set_margin_bottom (page, narrow ? 6 : 24);
  gtk_box_set_spacing (GTK_BOX (page), narrow ? 6 : 12);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow-picture");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow-picture");
}
