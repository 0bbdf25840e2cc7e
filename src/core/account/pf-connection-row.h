/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-records.h"
#include "core/store/pf-db.h"

G_BEGIN_DECLS

/* Stored states beside those of PfConnectionState: on the way out. */
#define PF_CONNECTION_ROW_LEAVING "leaving"

/**
 * PfConnectionRow:
 *
 * A row of table connection with its app record. Times: wall clock, us; 0 for NULL.
 */
typedef struct
{
  char *id;
  char *app_id;
  char *client_id;
  char *redirect_uri;
  char *service;
  char *kind;
  char *account_id, *username, *display_name, *account_type, *avatar_url;
  gint64 board_count;
  char *scopes_wanted, *scopes_granted;
  char *state;
  char *problem;
  gboolean publishing, trial, pin_edit_refused;
  gint64 access_expires_at, refresh_expires_at, refreshed_at, connected_at;
} PfConnectionRow;

/**
 * PfAppRow:
 *
 * A row of table app_record.
 */
typedef struct
{
  char *id;
  char *service;
  char *client_id;
  char *redirect_uri;
  char *last4;
  gint64 created_at;
} PfAppRow;

void pf_connection_row_free (PfConnectionRow *self);
PfConnectionRow *pf_connection_row_copy (const PfConnectionRow *self);
void pf_connection_row_set_account (PfConnectionRow *self, const PfAccount *account);
void pf_app_row_free (PfAppRow *self);
PfAppRow *pf_app_row_copy (const PfAppRow *self);

/**
 * PfAccountRows:
 * @connections: (element-type PfConnectionRow): in the order of the sidebar
 * @apps: (element-type PfAppRow): newest first
 */
typedef struct
{
  GPtrArray *connections;
  GPtrArray *apps;
} PfAccountRows;
void pf_account_rows_free (PfAccountRows *self);

/* PfDbFunc's: pieces of database work. */
gpointer pf_rows_load (sqlite3 *db, gpointer unused, GCancellable *cancellable, GError **error);
gpointer
pf_rows_insert_app (sqlite3 *db, gpointer app_row, GCancellable *cancellable, GError **error);
gpointer
pf_rows_put (sqlite3 *db, gpointer connection_row, GCancellable *cancellable, GError **error);
gpointer
pf_rows_update_status (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error);
gpointer
pf_rows_update_publishing (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error);
gpointer
pf_rows_update_learned (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error);
gpointer
pf_rows_update_account (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error);
gpointer pf_rows_set_leaving (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error);
gpointer pf_rows_put_back (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error);
gpointer pf_rows_delete (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error);
gpointer
pf_rows_delete_app (sqlite3 *db, gpointer app_id, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfConnectionRow, pf_connection_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfAppRow, pf_app_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfAccountRows, pf_account_rows_free)

G_END_DECLS
