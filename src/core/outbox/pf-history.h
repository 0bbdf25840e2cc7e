/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

G_BEGIN_DECLS

#define PF_TYPE_HISTORY (pf_history_get_type ())
G_DECLARE_FINAL_TYPE (PfHistory, pf_history, PF, HISTORY, GObject)

/*
 * What one window did, for Ctrl+Z and Ctrl+Shift+Z: batches, newest last, as long as the
 * window lives. Properties "undo-words" and "redo-words" (nullable strings: "Moved 12 pins
 * to Garden") notify. A new batch empties the way forward. Main thread.
 */
PfHistory *pf_history_new (PfOutbox *outbox);
void pf_history_add (PfHistory *self, const char *batch_id, const char *words);
/* A step that is no batch. Called with the task of Undo or, with @again, of Redo: it ends with
 * pf_history_answer(), now or later. */
typedef void (*PfHistoryDeed) (GTask *task, gboolean again, gpointer data);
void pf_history_add_deed (PfHistory *self,
                          const char *id,
                          const char *words,
                          PfHistoryDeed deed,
                          gpointer data,
                          GDestroyNotify destroy);
void pf_history_answer (GTask *task, GError *error);
const char *pf_history_get_undo_words (PfHistory *self);
const char *pf_history_get_undo_batch (PfHistory *self); /* nullable */
const char *pf_history_get_redo_words (PfHistory *self);
/* Takes the newest back, or does it again. Result: what became of it, or NULL: an error, or
 * PF_ERROR_NOT_FOUND when there is nothing. One at a time: PF_ERROR_BUSY. */
void pf_history_undo_async (PfHistory *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
PfUndoReport *pf_history_undo_finish (PfHistory *self, GAsyncResult *result, GError **error);
/* Takes back this step, wherever it stands among those; a batch that is not among them is undone
 * all the same. The same finish function. */
void pf_history_undo_batch_async (PfHistory *self,
                                  const char *batch_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void pf_history_redo_async (PfHistory *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
PfUndoReport *pf_history_redo_finish (PfHistory *self, GAsyncResult *result, GError **error);

G_END_DECLS
