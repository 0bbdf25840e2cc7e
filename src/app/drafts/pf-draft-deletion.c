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

static void
undo_clicked (AdwToast *toast, PfWindow *window)
{
  pf_store_save_draft_async (pf_workspace_get_store (pf_window_get_workspace (window)),
                             g_object_get_data (G_OBJECT (toast), "draft"), NULL, restored_cb,
                             pf_weak_new (window));
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWindow) window = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!pf_store_delete_draft_finish (PF_STORE (source), result, &error))
    tell_error (window, error);
}

/**
 * pf_draft_delete:
 * @window: the window it is done in
 * @draft: a draft
 *
 * Deletes a draft, with Undo. Its composer closes.
 */
void
pf_draft_delete (PfWindow *window, const PfDraft *draft)
{
  PfComposer *composer = pf_composer_find (draft->uuid);
  AdwToast *toast = adw_toast_new (_ ("Draft deleted"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "draft",
                          pf_draft_copy (composer != NULL
                                             ? pf_composer_find_draft (composer, draft->uuid)
                                             : draft),
                          (GDestroyNotify)pf_draft_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked), window, 0);
  pf_store_delete_draft_async (pf_workspace_get_store (pf_window_get_workspace (window)),
                               draft->uuid, NULL, deleted_cb, pf_weak_new (window));
  if (composer != NULL)
    pf_composer_forget (composer, draft->uuid);
  pf_window_add_toast (window, toast);
}
