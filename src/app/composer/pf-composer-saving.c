/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-composer"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/drafts/pf-draft-deletion.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* What is typed is on disk so soon after the last letter. */
#define SAVE_AFTER_MS 400

static gboolean
has_content (const PfDraft *draft)
{
  return draft->blob != NULL || *draft->title != '\0' || *draft->description != '\0'
         || *draft->alt_text != '\0' || *draft->link != '\0';
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (pf_store_save_draft_finish (PF_STORE (source), result, &error))
    return;
  if (self == NULL)
    {
      g_warning ("A draft could not be kept: %s", error->message);
      return;
    }
  pf_composer_mark (self, self->draft);
  g_free (self->failure);
  words = pf_error_words (error);
  self->failure = g_strdup_printf (_ ("The draft could not be kept. %s"), words);
  pf_composer_update (self);
}

/* What was changed is on its way to the disk when this returns. */
void
pf_composer_save (PfComposer *self)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new ();

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->gone || self->pinning)
    return;
  for (guint i = 0; i < pf_filmstrip_get_n (self->strip); i++)
    {
      PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);

      if (g_hash_table_remove (self->dirty, draft->uuid))
        g_ptr_array_add (drafts, draft);
    }
  /* Not to be cancelled: the window may close meanwhile. */
  if (drafts->len > 0)
    pf_store_save_drafts_async (pf_workspace_get_store (self->workspace), drafts, NULL, saved_cb,
                                pf_weak_new (self));
}

static void
save_timeout (gpointer data)
{
  PfComposer *self = data;

  self->save_id = 0;
  pf_composer_save (self);
}

/* A draft was changed and marked: it is saved in a moment. */
void
pf_composer_touch (PfComposer *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add_once (SAVE_AFTER_MS, save_timeout, self);
  pf_composer_update (self);
}

/* Drafts in which nothing stands are not kept. */
gboolean
pf_composer_drop_empty (PfComposer *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < pf_filmstrip_get_n (self->strip); i++)
    {
      const PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);

      if (has_content (draft))
        {
          any = TRUE;
          continue;
        }
      g_hash_table_remove (self->dirty, draft->uuid);
      pf_store_delete_draft_async (pf_workspace_get_store (self->workspace), draft->uuid, NULL,
                                   NULL, NULL);
    }
  return any;
}

static void
discard_clicked (AdwToast *toast, PfWindow *window)
{
  pf_draft_delete (window, g_object_get_data (G_OBJECT (toast), "draft"));
}

/* Closing keeps what was written; a single draft can be thrown away from the toast. */
void
pf_composer_say_kept (PfComposer *self)
{
  guint n = pf_composer_count_open (self);
  g_autofree char *text = n > 1
                              ? g_strdup_printf (ngettext ("%u draft kept", "%u drafts kept", n), n)
                              : g_strdup (_ ("Draft kept"));
  AdwToast *toast = pf_toast_new (text);

  if (n == 1)
    {
      adw_toast_set_button_label (toast, _ ("_Discard"));
      g_object_set_data_full (G_OBJECT (toast), "draft", pf_draft_ref (self->draft),
                              (GDestroyNotify)pf_draft_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (discard_clicked), self->window,
                               0);
    }
  pf_window_add_toast (self->window, toast);
}
