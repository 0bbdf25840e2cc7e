/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-composer"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/drafts/pf-draft-deletion.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* What is typed is on disk so soon after the last letter. */
#define SAVE_AFTER_MS 400

static gboolean
has_content (const PfDraft *draft)
{
  return draft->blob != NULL || *draft->title != '\0' || *draft->description != '\0'
         || *draft->alt_text != '\0' || *draft->link != '\0';
}

/* Drafts on their way to the disk. */
typedef struct
{
  GWeakRef composer;
  GPtrArray *uuids; /* char * */
} Saving;

static void
saving_free (Saving *saving)
{
  g_weak_ref_clear (&saving->composer);
  g_ptr_array_unref (saving->uuids);
  g_free (saving);
}

/* All of them are still to be kept; the next letter, or closing, tries again. */
static void
not_kept (PfComposer *self, const Saving *saving, const GError *error)
{
  g_autofree char *words = pf_error_words (error);
  guint at;

  for (guint i = 0; i < saving->uuids->len; i++)
    if (pf_filmstrip_find (self->strip, saving->uuids->pdata[i], &at))
      pf_composer_mark (self, pf_filmstrip_get_draft (self->strip, at));
  g_free (self->not_kept);
  self->not_kept = g_strdup_printf (_ ("The draft could not be kept. %s"), words);
  pf_composer_update (self);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (PfComposer) self = g_weak_ref_get (&saving->composer);
  g_autoptr (GError) error = NULL;
  gboolean kept = pf_store_save_draft_finish (PF_STORE (source), result, &error);

  if (!kept && (self == NULL || self->gone || self->draft == NULL))
    g_warning ("A draft could not be kept: %s", error->message);
  else if (!kept)
    not_kept (self, saving, error);
  else if (self != NULL && !self->gone && self->draft != NULL && self->not_kept != NULL)
    {
      g_clear_pointer (&self->not_kept, g_free);
      pf_composer_update (self);
    }
  saving_free (saving);
}

static Saving *
saving_new (PfComposer *self, GPtrArray *drafts)
{
  Saving *saving = g_new0 (Saving, 1);

  g_weak_ref_init (&saving->composer, self);
  saving->uuids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < drafts->len; i++)
    g_ptr_array_add (saving->uuids, g_strdup (((PfDraft *)drafts->pdata[i])->uuid));
  return saving;
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
                                saving_new (self, drafts));
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
