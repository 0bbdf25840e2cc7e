/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-insights.h"
#include "core/model/pf-board-view.h"
#include "core/model/pf-items.h"
#include "core/store/pf-choices.h"
#include "core/sync/pf-kept-pictures.h"

G_BEGIN_DECLS

#define PF_TYPE_WORKSPACE (pf_workspace_get_type ())
G_DECLARE_FINAL_TYPE (PfWorkspace, pf_workspace, PF, WORKSPACE, GObject)

/*
 * What a face opens: the store, the mirror, the connections, the outbox and, for each
 * connection, its sync. Top of core. Signal "trouble" (GError): delivery could not start.
 */
void pf_workspace_open_async (PfContext *context,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PfWorkspace *pf_workspace_open_finish (GAsyncResult *result, GError **error);
PfContext *pf_workspace_get_context (PfWorkspace *self);
PfStore *pf_workspace_get_store (PfWorkspace *self);
PfMirror *pf_workspace_get_mirror (PfWorkspace *self);
PfConnections *pf_workspace_get_connections (PfWorkspace *self);
PfOutbox *pf_workspace_get_outbox (PfWorkspace *self);
PfSync *pf_workspace_get_sync (PfWorkspace *self, PfConnection *connection);
PfBoardList *pf_workspace_get_boards (PfWorkspace *self, PfConnection *connection); /* shared */
PfFavouriteList *pf_workspace_get_favourites (PfWorkspace *self,
                                              PfConnection *connection);             /* shared */
PfInsights *pf_workspace_get_insights (PfWorkspace *self, PfConnection *connection); /* shared */
/* What is kept on this computer of an account; signal "kept-changed" (connection id). Setting
 * less wipes it; PfMirrorWalk.walked_at of its pins is its age. */
PfKeep pf_workspace_get_kept (PfWorkspace *self, PfConnection *connection);
void pf_workspace_set_kept_async (PfWorkspace *self,
                                  PfConnection *connection,
                                  PfKeep keep,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean pf_workspace_set_kept_finish (PfWorkspace *self, GAsyncResult *result, GError **error);
PfKeptPictures *pf_workspace_get_kept_pictures (PfWorkspace *self,
                                                PfConnection *connection); /* shared */
const char *pf_workspace_find_kept_folder (PfWorkspace *self, PfClient *client);
/* Delivers what is held, closes databases, removes the mirror. */
void pf_workspace_close_async (PfWorkspace *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean pf_workspace_close_finish (PfWorkspace *self, GAsyncResult *result, GError **error);

G_END_DECLS
