/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"
#include "core/account/pf-keeper.h"
#include "core/account/pf-token-record.h"

G_BEGIN_DECLS

struct _PfConnection
{
  GObject parent_instance;
  PfKeeper *keeper;
  const PfKind *kind;
  PfService *service;
  PfClient *client;
  PfBudget *budget;
  PfConnectionRow *row;
  PfTokenRecord *tokens; /* nullable: not unsealed yet */
  PfConnectionState base;
  gboolean session_only;
  gboolean leaving; /* this process is disconnecting it; it is shown until it is gone */
  gboolean offline;
  gboolean dropped;
  gboolean loading;
  GQueue load_waiters; /* of GTask */
  gboolean renewing;
  GQueue renew_waiters; /* of GTask */
  gboolean launching;
  guint timer;
  guint n_waiting; /* attempts that are open in a browser */
  char *unsaved;   /* nullable: words, while the tokens are only in memory */
  gboolean saving;
  guint failures;
};

/* All on the main thread. */
PfConnection *pf_connection_new (PfKeeper *keeper, const PfConnectionRow *row, PfService *service);
void pf_connection_adopt_row (PfConnection *self, const PfConnectionRow *row);
void pf_connection_adopt_tokens (PfConnection *self, const PfTokenRecord *tokens);
void pf_connection_set_base (PfConnection *self, PfConnectionState base, const char *problem);
void pf_connection_set_offline (PfConnection *self, gboolean offline);
void pf_connection_set_session_only (PfConnection *self);
void pf_connection_set_waiting (PfConnection *self, gboolean waiting);
void pf_connection_set_service (PfConnection *self, PfService *service);
void pf_connection_write (PfConnection *self, PfDbFunc func);
void pf_connection_drop (PfConnection *self);
void pf_connection_changed (PfConnection *self);

/* pf-token-loader.c */
void pf_connection_load_tokens_async (PfConnection *self,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
pf_connection_load_tokens_finish (PfConnection *self, GAsyncResult *result, GError **error);

/* pf-renewal.c */
void pf_connection_renew_async (PfConnection *self,
                                PfSecret *rejected,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean pf_connection_renew_finish (PfConnection *self, GAsyncResult *result, GError **error);

/* pf-unsaved.c */
void pf_connection_set_unsaved (PfConnection *self, const GError *error);
void pf_connection_save_tokens (PfConnection *self);

/* pf-renewal-timer.c */
void pf_connection_schedule (PfConnection *self);
gboolean pf_connection_is_due (PfConnection *self);

/* pf-connection-authorizer.c */
void pf_connection_authorizer_init (PfAuthorizerInterface *iface);

G_END_DECLS
