/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/drafts/pf-draft-deletion.h"

#include "app/composer/pf-composer.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* Deletes at once and brings back on Undo: the bytes of its picture stay in the store until a
 * sweep, which leaves what is younger than an hour. */

static void
tell_error (PfWindow *window, const GError *error)
{
  g_autofree char *words = pf_error_words (error);

  if (window != NULL)
    pf_window_add_toast (window, pf_toast_new (words));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWindow) window = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!pf_store_save_draft_finish (PF_STORE (source), result, &error))
    tell_error (window, error);
}

/* The last deletion of a window, for Ctrl+Z. */
typedef struct
{
  GPtrArray *drafts;
  char *done_before; /* nullable: what a window had done last then */
  AdwToast *toast;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_ptr_array_unref (deletion->drafts);
  g_free (deletion->done_before);
  g_object_unref (deletion->toast);
  g_free (deletion);
}

static const char *
get_done_last (PfWindow *window)
{
  PfHistory *history = pf_window_get_history (window);

  return history != NULL ? pf_history_get_undo_words (history) : NULL;
}

static void
restore (PfWindow *window, GPtrArray *drafts)
{
  pf_store_save_drafts_async (pf_workspace_get_store (pf_window_get_workspace (window)), drafts,
                              NULL, restored_cb, pf_weak_new (window));
}

static void
undo_clicked (AdwToast *toast, PfWindow *window)
{
  Deletion *last = g_object_get_data (G_OBJECT (window), "deleted-drafts");

  restore (window, g_object_get_data (G_OBJECT (toast), "drafts"));
  if (last != NULL && last->toast == toast)
    g_object_set_data (G_OBJECT (window), "deleted-drafts", NULL);
}

static void
remember (PfWindow *window, GPtrArray *drafts, AdwToast *toast)
{
  Deletion *last = g_new0 (Deletion, 1);

  last->drafts = g_ptr_array_ref (drafts);
  last->done_before = g_strdup (get_done_last (window));
  last->toast = g_object_ref (toast);
  g_object_set_data_full (G_OBJECT (window), "deleted-drafts", last, deletion_free);
}

/**
 * pf_drafts_undo_deletion:
 * @window: a window
 *
 * Brings back the drafts that were deleted in it last, if that is the last thing that was done.
 *
 * Returns: whether it was
 */
gboolean
pf_drafts_undo_deletion (PfWindow *window)
{
  Deletion *last = g_object_get_data (G_OBJECT (window), "deleted-drafts");
  gboolean newest = last != NULL && g_strcmp0 (last->done_before, get_done_last (window)) == 0;

  if (newest)
    {
      restore (window, last->drafts);
      pf_window_dismiss_toast (window, last->toast);
    }
  g_object_set_data (G_OBJECT (window), "deleted-drafts", NULL);
  return newest;
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWindow) window = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!pf_store_delete_draft_finish (PF_STORE (source), result, &error))
    tell_error (window, error);
}

static void
draft_unref (gpointer draft)
{
  pf_draft_unref (draft);
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

/* As they are now: a composer may be ahead of what is kept. */
static GPtrArray *
copy_drafts (GPtrArray *drafts)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (draft_unref);

  for (guint i = 0; i < drafts->len; i++)
    {
      const PfDraft *draft = drafts->pdata[i];
      PfComposer *composer = pf_composer_find (draft->uuid);

      g_ptr_array_add (copies, pf_draft_copy (composer != NULL
                                                  ? pf_composer_find_draft (composer, draft->uuid)
                                                  : draft));
    }
  return copies;
}

/**
 * pf_drafts_delete:
 * @window: the window it is done in
 * @drafts: (element-type PfDraft): drafts
 *
 * Deletes drafts, with one Undo. Their composers close.
 */
void
pf_drafts_delete (PfWindow *window, GPtrArray *drafts)
{
  g_autoptr (GPtrArray) copies = copy_drafts (drafts);
  g_autoptr (GPtrArray) uuids = g_ptr_array_new ();
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (copies->len == 0)
    return;
  for (guint i = 0; i < copies->len; i++)
    g_ptr_array_add (uuids, ((PfDraft *)copies->pdata[i])->uuid);
  g_ptr_array_add (uuids, NULL);
  pf_store_delete_drafts_async (pf_workspace_get_store (pf_window_get_workspace (window)),
                                (const char *const *)uuids->pdata, NULL, deleted_cb,
                                pf_weak_new (window));
  for (guint i = 0; i < copies->len; i++)
    {
      const char *uuid = uuids->pdata[i];
      PfComposer *composer = pf_composer_find (uuid);

      if (composer != NULL)
        pf_composer_forget (composer, uuid);
    }
  text
      = g_strdup_printf (ngettext ("Draft deleted", "%u drafts deleted", copies->len), copies->len);
  toast = pf_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  /* What can be undone now does not wait for what was said before. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  remember (window, copies, toast);
  g_object_set_data_full (G_OBJECT (toast), "drafts", g_steal_pointer (&copies), array_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked), window, 0);
  pf_window_add_toast (window, toast);
}

/**
 * pf_draft_delete:
 * @window: the window it is done in
 * @draft: a draft
 *
 * As pf_drafts_delete() for one.
 */
void
pf_draft_delete (PfWindow *window, PfDraft *draft)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, draft);
  pf_drafts_delete (window, one);
}
