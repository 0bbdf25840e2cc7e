/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/drafts/pf-draft-deletion.h"

#include "app/activity/pf-undo.h"
#include "app/composer/pf-composer.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* Deletes at once and brings back on Undo: the bytes of its picture stay in the store until a
 * sweep, which leaves what is younger than an hour. */

typedef struct
{
  PfStore *store;
  GPtrArray *drafts; /* as they were */
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_object_unref (deletion->store);
  g_ptr_array_unref (deletion->drafts);
  g_free (deletion);
}

static void
tell_error (PfWindow *window, const GError *error)
{
  g_autofree char *words = pf_error_words (error);

  if (window != NULL)
    pf_window_add_toast (window, pf_toast_new (words));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;

  pf_store_save_draft_finish (PF_STORE (source), result, &error);
  pf_history_answer (task, error);
}

static void
deleted_again_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;

  pf_store_delete_draft_finish (PF_STORE (source), result, &error);
  pf_history_answer (task, error);
}

static void
undo_clicked (AdwToast *toast, PfWindow *window)
{
  pf_undo_batch (window, g_object_get_data (G_OBJECT (toast), "deletion"));
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

/* Their composers close: what they hold is no more. */
static void
delete_now (PfStore *store, GPtrArray *drafts, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new ();

  for (guint i = 0; i < drafts->len; i++)
    g_ptr_array_add (uuids, ((PfDraft *)drafts->pdata[i])->uuid);
  g_ptr_array_add (uuids, NULL);
  pf_store_delete_drafts_async (store, (const char *const *)uuids->pdata, NULL, callback, data);
  for (guint i = 0; i < drafts->len; i++)
    {
      PfComposer *composer = pf_composer_find (uuids->pdata[i]);

      if (composer != NULL)
        pf_composer_forget (composer, uuids->pdata[i]);
    }
}

static void
run_deed (GTask *task, gboolean again, gpointer data)
{
  Deletion *deletion = data;

  if (again)
    delete_now (deletion->store, deletion->drafts, deleted_again_cb, task);
  else
    pf_store_save_drafts_async (deletion->store, deletion->drafts, NULL, restored_cb, task);
}

/* For Ctrl+Z, and for the toast's own Undo. Returns (transfer full): its name. */
static char *
remember (PfWindow *window, GPtrArray *copies, const char *words)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  Deletion *deletion = g_new0 (Deletion, 1);
  char *id = pf_random_uuid (pf_context_get_random (pf_workspace_get_context (workspace)));

  deletion->store = g_object_ref (pf_workspace_get_store (workspace));
  deletion->drafts = g_ptr_array_ref (copies);
  pf_history_add_deed (pf_window_get_history (window), id, words, run_deed, deletion,
                       deletion_free);
  return id;
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
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (copies->len == 0)
    return;
  delete_now (pf_workspace_get_store (pf_window_get_workspace (window)), copies, deleted_cb,
              pf_weak_new (window));
  text
      = g_strdup_printf (ngettext ("Draft deleted", "%u drafts deleted", copies->len), copies->len);
  toast = pf_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  /* What can be undone now does not wait for what was said before. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_object_set_data_full (G_OBJECT (toast), "deletion", remember (window, copies, text), g_free);
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
