/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/compat/pf-choose-files.h"
#include "app/composer/pf-web-window.h"
#include "app/intake/pf-import.h"
#include "app/intake/pf-incoming.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/media/pf-media-info.h"
#include "core/media/pf-media-load.h"

#include <glib/gi18n.h>

/* The ways a picture comes into the composer: dropped, pasted, chosen. It takes the place of the
 * one before, with Undo. */

static void
say (PfComposer *self, const char *text)
{
  pf_toasts_add (self->said, pf_toast_new (text));
}

/* Only what is still empty is filled in. What several share is for the one in the fields to say. */
static void
suggest (PfComposer *self, PfDraft *draft, char **place, const char *text, PfDraftField field)
{
  if (text == NULL || *text == '\0' || **place != '\0'
      || (draft != self->draft && (draft->own_fields & field) == 0))
    return;
  g_free (*place);
  *place = g_utf8_make_valid (text, -1);
  if (draft == self->draft)
    pf_composer_spread (self, field);
}

/* Of many, the words that a picture brings are its own. */
static void
take_words (PfComposer *self, PfDraft *draft, const PfDraft *from)
{
  if (*draft->description == '\0' && *from->description != '\0')
    draft->own_fields |= from->own_fields & PF_DRAFT_DESCRIPTION;
  suggest (self, draft, &draft->title, from->title, PF_DRAFT_TITLE);
  suggest (self, draft, &draft->description, from->description, PF_DRAFT_DESCRIPTION);
}

/* It need not be the draft that is in the fields: a picture takes a while to come. */
static void
set_picture (PfComposer *self, PfDraft *draft, const PfDraft *from)
{
  guint at = 0;

  g_free (draft->blob);
  g_free (draft->picture_name);
  draft->blob = g_strdup (from->blob);
  draft->picture_name = g_strdup (from->picture_name);
  draft->width = from->width;
  draft->height = from->height;
  /* A part of one picture is no part of another. */
  pf_pin_media_clear (&draft->media);
  pf_pin_media_copy (&draft->media, &from->media);
  pf_composer_mark (self, draft);
  take_words (self, draft, from);
  if (pf_filmstrip_find (self->strip, draft->uuid, &at))
    pf_filmstrip_refresh (self->strip, at);
  if (draft == self->draft)
    pf_composer_fill (self);
  pf_composer_touch (self);
}

/* Somebody may have gone on to another draft meanwhile, or taken this one out. */
static PfDraft *
find_draft (PfComposer *self, const char *uuid)
{
  guint at;

  return pf_filmstrip_find (self->strip, uuid, &at) ? pf_filmstrip_get_draft (self->strip, at)
                                                    : NULL;
}

/* The bytes of the picture before stay in the store until a sweep, which takes an hour. */
static void
undo_clicked (AdwToast *toast, PfComposer *self)
{
  const PfDraft *before = g_object_get_data (G_OBJECT (toast), "before");
  PfDraft *draft = find_draft (self, before->uuid);

  if (!self->pinning && !self->gone && draft != NULL)
    set_picture (self, draft, before);
}

static void
say_replaced (PfComposer *self, const PfDraft *before)
{
  AdwToast *toast = adw_toast_new (_ ("Picture replaced"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "before", pf_draft_copy (before),
                          (GDestroyNotify)pf_draft_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked), self, 0);
  pf_toasts_add (self->said, toast);
}

static void
take_import (PfComposer *self, const PfDraft *imported)
{
  PfDraft *draft = find_draft (self, imported->uuid);

  if (draft == NULL)
    {
      /* The import has kept it: what was taken out stays out. */
      pf_store_delete_draft_async (pf_workspace_get_store (self->workspace), imported->uuid, NULL,
                                   NULL, NULL);
      return;
    }
  if (draft->blob != NULL && g_strcmp0 (draft->blob, imported->blob) != 0)
    say_replaced (self, draft);
  set_picture (self, draft, imported);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfDraft) imported = pf_import_finish (result, &error);

  if (self == NULL || self->gone)
    return;
  self->importing--;
  if (imported != NULL)
    take_import (self, imported);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *words = pf_error_words (error);

      say (self, words);
    }
  pf_composer_update (self);
}

static void
import (PfComposer *self, GFile *file, GBytes *bytes)
{
  if (self->pinning || self->gone)
    return;
  self->importing++;
  pf_import_into_async (pf_workspace_get_store (self->workspace), self->draft, file, bytes,
                        self->cancellable, imported_cb, pf_weak_new (self));
  pf_composer_update (self);
}

/* The first picture is the current draft's when it has none; others become drafts of the strip. A
 * single one takes the place of the one before as long as there is no strip. */
static void
import_files (PfComposer *self, GListModel *files)
{
  guint n = g_list_model_get_n_items (files);
  g_autoptr (GListStore) rest = g_list_store_new (G_TYPE_FILE);
  gboolean first = self->draft->blob == NULL
                   || (n == 1 && pf_filmstrip_get_n (self->strip) == 1 && !self->adding);

  if (n == 0 || self->pinning || self->gone)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (i == 0 && first)
        import (self, file, NULL);
      else
        g_list_store_append (rest, file);
    }
  self->adding = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (rest)) > 0)
    pf_composer_add_files (self, G_LIST_MODEL (rest));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfIncoming) incoming = pf_incoming_read_finish (result, &error);

  if (GDK_IS_DROP (source))
    gdk_drop_finish (GDK_DROP (source), incoming != NULL ? GDK_ACTION_COPY : 0);
  if (self == NULL)
    return;
  if (incoming != NULL && incoming->files != NULL)
    import_files (self, incoming->files);
  else if (incoming != NULL)
    import (self, NULL, incoming->bytes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

static void
chosen_cb (GListModel *files, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);

  if (self != NULL && files != NULL)
    import_files (self, files);
}

/* Lets the person choose pictures: for a draft without one, or more drafts. */
void
pf_composer_choose_picture (PfComposer *self)
{
  self->adding = TRUE;
  pf_choose_pictures (GTK_WINDOW (self), chosen_cb, pf_weak_new (self));
}

static void
replacement_cb (GListModel *files, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (self != NULL && file != NULL)
    import (self, file, NULL);
}

/* Lets the person choose another picture for the current draft. */
void
pf_composer_replace_picture (PfComposer *self)
{
  pf_choose_pictures (GTK_WINDOW (self), replacement_cb, pf_weak_new (self));
}

/* A picture for a video, on its way; it is kept like any other. */
typedef struct
{
  GWeakRef composer;
  char *uuid; /* of the draft */
} Cover;

static void
cover_free (Cover *cover)
{
  g_weak_ref_clear (&cover->composer);
  g_free (cover->uuid);
  g_free (cover);
}

static void
set_cover (PfComposer *self, PfDraft *draft, const char *blob)
{
  g_free (draft->media.cover_blob);
  draft->media.cover_blob = g_strdup (blob);
  draft->media.cover_time = -1;
  pf_composer_mark (self, draft);
  if (draft == self->draft)
    pf_composer_show_picture (self);
  pf_composer_touch (self);
}

static void
cover_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Cover *cover = data;
  g_autoptr (PfComposer) self = g_weak_ref_get (&cover->composer);
  g_autoptr (GError) error = NULL;
  g_autofree char *blob = pf_store_keep_blob_finish (PF_STORE (source), result, &error);
  PfDraft *draft = self != NULL && !self->gone ? find_draft (self, cover->uuid) : NULL;

  if (draft != NULL && draft->media.kind == PF_PIN_KIND_VIDEO && blob != NULL)
    set_cover (self, draft, blob);
  else if (draft != NULL && blob == NULL)
    {
      g_autofree char *words = pf_error_words (error);

      say (self, words);
    }
  cover_free (cover);
}

static void
cover_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Cover *cover = data;
  g_autoptr (PfComposer) self = g_weak_ref_get (&cover->composer);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pf_media_load_finish (result, &error);
  gsize size = 0;
  const void *head = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (self != NULL && bytes != NULL && pf_media_sniff (head, size) != PF_MEDIA_FORMAT_UNKNOWN)
    {
      pf_store_keep_blob_async (pf_workspace_get_store (self->workspace), bytes, self->cancellable,
                                cover_kept_cb, cover);
      return;
    }
  if (self != NULL && bytes != NULL)
    say (self, _ ("This is not a picture that can be pinned"));
  else if (self != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *words = pf_error_words (error);

      say (self, words);
    }
  cover_free (cover);
}

static void
cover_chosen_cb (GListModel *files, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;
  Cover *cover;

  if (self == NULL || file == NULL)
    return;
  cover = g_new0 (Cover, 1);
  g_weak_ref_init (&cover->composer, self);
  cover->uuid = g_strdup (self->draft->uuid);
  pf_media_load_async (file, PF_MEDIA_OWN_MAX_BYTES, self->cancellable, cover_loaded_cb, cover);
}

/* Lets the person choose the cover of a video. */
void
pf_composer_choose_cover (PfComposer *self)
{
  pf_choose_pictures (GTK_WINDOW (self), cover_chosen_cb, pf_weak_new (self));
}

static void
web_chosen (PfComposer *self,
            const char *blob,
            const char *name,
            int width,
            int height,
            const char *title,
            const char *link)
{
  g_autoptr (PfDraft) from = pf_draft_copy (self->draft);

  if (self->pinning || self->gone)
    return;
  g_free (from->blob);
  g_free (from->picture_name);
  pf_pin_media_clear (&from->media);
  from->blob = g_strdup (blob);
  from->picture_name = g_strdup (name);
  from->width = width;
  from->height = height;
  set_picture (self, self->draft, from);
  suggest (self, self->draft, &self->draft->title, title, PF_DRAFT_TITLE);
  suggest (self, self->draft, &self->draft->link, link, PF_DRAFT_LINK);
  pf_composer_fill (self);
  pf_composer_touch (self);
}

/* A picture from an address, or one of a page's. */
void
pf_composer_ask_web (PfComposer *self)
{
  PfWebWindow *window;

  if (self->pinning || self->window == NULL)
    return;
  window = pf_web_window_new (GTK_WINDOW (self), pf_workspace_get_store (self->workspace),
                              pf_window_get_pictures (self->window));
  g_signal_connect_object (window, "chosen", G_CALLBACK (web_chosen), self, G_CONNECT_SWAPPED);
}

/* Takes the picture that is on the clipboard. */
void
pf_composer_paste (PfComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  pf_incoming_read_async (G_OBJECT (clipboard), self->cancellable, read_cb, pf_weak_new (self));
}

/* Text on the clipboard belongs to the field that has the focus. */
static gboolean
paste (GtkWidget *widget, GVariant *args, gpointer data)
{
  PfComposer *self = PF_COMPOSER (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GdkContentFormats) wanted = pf_incoming_get_formats ();
  g_autoptr (GdkContentFormats) offered
      = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gboolean typing = GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus);

  if (!gdk_content_formats_match (offered, wanted)
      || (typing && gdk_content_formats_contain_gtype (offered, G_TYPE_STRING)))
    return FALSE;
  pf_composer_paste (self);
  return TRUE;
}

static GdkDragAction
drag_over (PfComposer *self)
{
  if (self->pinning)
    return 0;
  gtk_widget_add_css_class (GTK_WIDGET (self->pane), "drop-here");
  return GDK_ACTION_COPY;
}

static void
drag_left (PfComposer *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->pane), "drop-here");
}

static gboolean
dropped (PfComposer *self, GdkDrop *drop)
{
  drag_left (self);
  if (self->pinning)
    return FALSE;
  pf_incoming_read_async (G_OBJECT (drop), self->cancellable, read_cb, pf_weak_new (self));
  return TRUE;
}

/* Makes the whole window take pictures. */
void
pf_composer_add_picture_ways (PfComposer *self)
{
  GtkDropTargetAsync *target
      = gtk_drop_target_async_new (pf_incoming_get_formats (), GDK_ACTION_COPY);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_signal_connect_swapped (target, "drag-enter", G_CALLBACK (drag_over), self);
  g_signal_connect_swapped (target, "drag-motion", G_CALLBACK (drag_over), self);
  g_signal_connect_swapped (target, "drag-leave", G_CALLBACK (drag_left), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                        gtk_callback_action_new (paste, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
