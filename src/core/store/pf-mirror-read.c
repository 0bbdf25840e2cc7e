/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  PfRecordKind kind;
  char *connection_id;
  char *parent;
  guint offset, limit;
} Get;

static void
get_free (gpointer data)
{
  Get *get = data;

  g_free (get->connection_id);
  g_free (get->parent);
  g_free (get);
}

static void
row_unref (gpointer data, PfRecordKind kind)
{
  PfMirrorRow *row = data;

  g_free (row->uuid);
  pf_record_unref (kind, row->record);
  g_free (row);
}

static void
free_board_row (gpointer row)
{
  row_unref (row, PF_RECORD_BOARD);
}

static void
free_section_row (gpointer row)
{
  row_unref (row, PF_RECORD_SECTION);
}

static void
free_pin_row (gpointer row)
{
  row_unref (row, PF_RECORD_PIN);
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

static const GDestroyNotify row_free_funcs[] = {
  [PF_RECORD_BOARD] = free_board_row,
  [PF_RECORD_SECTION] = free_section_row,
  [PF_RECORD_PIN] = free_pin_row,
};

static gint64
find_listing (sqlite3 *db, const Get *get, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;

  stmt = pf_db_prepare (db, error,
                        "SELECT id FROM listing "
                        "WHERE connection_id = ? AND kind = ? AND parent = ?",
                        "sss", get->connection_id, pf_mirror_listing_name (get->kind), get->parent);
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return -1;
  return row ? sqlite3_column_int64 (stmt, 0) : 0;
}

/* Spends @stmt, which may be %NULL with @error set. */
static GPtrArray *
collect_rows (sqlite3_stmt *stmt_in, PfRecordKind kind, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free_funcs[kind]);
  g_autoptr (sqlite3_stmt) stmt = stmt_in;

  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      PfMirrorRow *item;
      gpointer record;
      gboolean row;

      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&rows);
      record = NULL;
      if (sqlite3_column_bytes (stmt, 0) == PF_UUID_BYTES)
        record = pf_record_decode (kind, sqlite3_column_blob (stmt, 1),
                                   (gsize)sqlite3_column_bytes (stmt, 1));
      if (record == NULL)
        {
          g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED,
                               _ ("What was kept for this session is damaged. Restart Pinfold."));
          return NULL;
        }
      item = g_new0 (PfMirrorRow, 1);
      item->uuid = pf_uuid_to_text (sqlite3_column_blob (stmt, 0));
      item->record = record;
      item->hash = (guint32)sqlite3_column_int64 (stmt, 2);
      g_ptr_array_add (rows, item);
    }
}

static GPtrArray *
read_rows (
    sqlite3 *db, PfRecordKind kind, gint64 listing, guint offset, guint limit, GError **error)
{
  return collect_rows (
      pf_db_prepare (db, error,
                     "SELECT uuid, data, hash FROM entry JOIN record ON entry = entry.id "
                     "WHERE listing = ? ORDER BY generation DESC, position LIMIT ? OFFSET ?",
                     "iii", listing, (gint64)limit, (gint64)offset),
      kind, error);
}

static gpointer
get_rows (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Get *get = data;
  gint64 listing = find_listing (db, get, error);

  if (listing < 0)
    return NULL;
  return read_rows (db, get->kind, listing, get->offset, get->limit, error);
}

/* Of all boards. */
static gpointer
get_all_sections (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Get *get = data;

  return collect_rows (
      pf_db_prepare (db, error,
                     "SELECT uuid, data, hash FROM entry JOIN record ON entry = entry.id "
                     "WHERE listing IN (SELECT id FROM listing WHERE connection_id = ? "
                     "AND kind = 'sections') ORDER BY listing, generation DESC, position",
                     "s", get->connection_id),
      PF_RECORD_SECTION, error);
}

static void
walk_free (gpointer walk)
{
  pf_mirror_walk_free (walk);
}

/**
 * pf_mirror_walk_free:
 * @self: (transfer full): a walk
 */
void
pf_mirror_walk_free (PfMirrorWalk *self)
{
  g_free (self->bookmark);
  g_free (self);
}

static gpointer
get_walk (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Get *get = data;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  PfMirrorWalk *walk;
  gboolean row;

  stmt = pf_db_prepare (db, error,
                        "SELECT generation, bookmark, n_walked, coalesce (walked_at, 0) "
                        "FROM listing WHERE connection_id = ? AND kind = ? AND parent = ?",
                        "sss", get->connection_id, pf_mirror_listing_name (get->kind), get->parent);
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return NULL;
  walk = g_new0 (PfMirrorWalk, 1);
  if (!row)
    return walk;
  walk->generation = sqlite3_column_int64 (stmt, 0);
  walk->bookmark = pf_db_column_text (stmt, 1);
  walk->n_walked = sqlite3_column_int64 (stmt, 2);
  walk->walked_at = sqlite3_column_int64 (stmt, 3);
  return walk;
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GDestroyNotify free_func = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = pf_db_run_finish (PF_DB (source), result, &error);

  if (value == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, free_func);
}

static Get *
get_new (PfRecordKind kind, const char *connection_id, const char *parent)
{
  Get *get = g_new0 (Get, 1);

  get->kind = kind;
  get->connection_id = g_strdup (connection_id);
  get->parent = g_strdup (parent);
  get->limit = G_MAXINT;
  return get;
}

static void
run_get (PfMirror *self,
         Get *get,
         PfDbFunc func,
         GDestroyNotify free_func,
         gpointer tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, (gpointer)free_func, NULL);
  pf_db_run_async (pf_mirror_get_db_of (self, get->connection_id), PF_DB_READ, func, get, get_free,
                   free_func, cancellable, on_got, task);
}

static gpointer
finish_get (PfMirror *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_mirror_get_boards_async:
 * @self: a mirror
 * @connection_id: of whom
 * @offset: first position
 * @limit: at most so many
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_get_boards_async (PfMirror *self,
                            const char *connection_id,
                            guint offset,
                            guint limit,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Get *get = get_new (PF_RECORD_BOARD, connection_id, "");

  get->offset = offset;
  get->limit = limit;
  run_get (self, get, get_rows, array_unref, pf_mirror_get_boards_async, cancellable, callback,
           user_data);
}

/**
 * pf_mirror_get_boards_finish:
 * @self: a mirror
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfMirrorRow): rows of PfBoard
 */
GPtrArray *
pf_mirror_get_boards_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish_get (self, result, error);
}

/**
 * pf_mirror_get_sections_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board_id: (nullable): of the board, at the service; %NULL for the sections of all boards, as
 *   far as somebody has listed them
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_get_sections_async (PfMirror *self,
                              const char *connection_id,
                              const char *board_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  run_get (self, get_new (PF_RECORD_SECTION, connection_id, board_id),
           board_id != NULL ? get_rows : get_all_sections, array_unref,
           pf_mirror_get_sections_async, cancellable, callback, user_data);
}

/**
 * pf_mirror_get_sections_finish:
 * @self: a mirror
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfMirrorRow): rows of PfSection
 */
GPtrArray *
pf_mirror_get_sections_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish_get (self, result, error);
}

/**
 * pf_mirror_get_pins_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board_id: of the board, at the service
 * @offset: first position
 * @limit: at most so many
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_get_pins_async (PfMirror *self,
                          const char *connection_id,
                          const char *board_id,
                          guint offset,
                          guint limit,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Get *get = get_new (PF_RECORD_PIN, connection_id, board_id);

  get->offset = offset;
  get->limit = limit;
  run_get (self, get, get_rows, array_unref, pf_mirror_get_pins_async, cancellable, callback,
           user_data);
}

/**
 * pf_mirror_get_pins_finish:
 * @self: a mirror
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfMirrorRow): rows of PfPin, newest first
 */
GPtrArray *
pf_mirror_get_pins_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish_get (self, result, error);
}

/**
 * pf_mirror_get_walk_async:
 * @self: a mirror
 * @connection_id: of whom
 * @kind: "boards", "sections" or "pins"
 * @parent: id of the board at the service, "" for boards and for all pins
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Asks how far a listing was gone through, to go on there and to tell its age.
 */
void
pf_mirror_get_walk_async (PfMirror *self,
                          const char *connection_id,
                          const char *kind,
                          const char *parent,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  PfRecordKind record = strcmp (kind, "boards") == 0     ? PF_RECORD_BOARD
                        : strcmp (kind, "sections") == 0 ? PF_RECORD_SECTION
                                                         : PF_RECORD_PIN;

  run_get (self, get_new (record, connection_id, parent), get_walk, walk_free,
           pf_mirror_get_walk_async, cancellable, callback, user_data);
}

/**
 * pf_mirror_get_walk_finish:
 * @self: a mirror
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): the walk
 */
PfMirrorWalk *
pf_mirror_get_walk_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish_get (self, result, error);
}
