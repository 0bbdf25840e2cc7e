/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-commands.h"

#include <glib/gi18n-lib.h>

/* Adding a row: what it is about is resolved here, once, in the transaction that
 * keeps it. Afterwards it needs neither the mirror nor the draft. */

/**
 * pf_outbox_command_new:
 * @target: (nullable): what it is about
 * @owner: the lease name
 * @now: wall clock, us
 *
 * Returns: (transfer full): a command
 */
PfOutboxCommand *
pf_outbox_command_new (const char *target, const char *owner, gint64 now)
{
  PfOutboxCommand *self = g_new0 (PfOutboxCommand, 1);

  self->target = g_strdup (target);
  self->owner = g_strdup (owner);
  self->now = now;
  return self;
}

/**
 * pf_outbox_command_free:
 * @self: (transfer full): a command
 *
 * Frees it.
 */
void
pf_outbox_command_free (PfOutboxCommand *self)
{
  g_free (self->target);
  g_free (self->owner);
  g_free (self->seed);
  g_free (self->board_remote);
  g_free (self->section_remote);
  if (self->record != NULL)
    pf_outbox_row_unref (&self->record->row);
  g_free (self);
}

char *
pf_outbox_get_text (
    sqlite3 *db, GError **error, const char *sql, const char *a, const char *b, const char *c)
{
  g_autoptr (sqlite3_stmt) stmt = c != NULL
                                      ? pf_db_prepare (db, error, sql, "sss", a, b, c)
                                      : (b != NULL ? pf_db_prepare (db, error, sql, "ss", a, b)
                                                   : pf_db_prepare (db, error, sql, "s", a));
  gboolean found = FALSE;

  if (stmt == NULL || !pf_db_step (stmt, &found, error) || !found)
    return NULL;
  return pf_db_column_text (stmt, 0);
}

/* A remote id has one local name. When ours is another one, ours is used from here on. */
gboolean
pf_outbox_bind_known (sqlite3 *db,
                      const char *connection_id,
                      const char *kind,
                      const char *remote_id,
                      char **uuid,
                      GError **error)
{
  char *bound;

  if (remote_id == NULL)
    return TRUE;
  if (!pf_outbox_bind (db, *uuid, connection_id, kind, remote_id, error))
    return FALSE;
  bound = pf_outbox_get_text (db, error,
                              "SELECT uuid FROM object WHERE connection_id = ? AND kind = ?"
                              " AND remote_id = ?",
                              connection_id, kind, remote_id);
  if (bound == NULL)
    return error == NULL || *error == NULL;
  g_free (*uuid);
  *uuid = bound;
  return TRUE;
}

/* A pin that is to go into a section never goes onto the bare board instead. */
static gboolean
resolve_section (sqlite3 *db, PfOutboxRow *row, GError **error)
{
  g_autofree char *known = NULL;
  g_autoptr (GError) local = NULL;

  if (row->section_uuid == NULL)
    return TRUE;
  known = pf_outbox_get_text (db, &local, "SELECT remote_id FROM object WHERE uuid = ?",
                              row->section_uuid, NULL, NULL);
  if (known == NULL && local == NULL)
    {
      g_free (row->depends_on);
      row->depends_on
          = pf_outbox_get_text (db, &local,
                                "SELECT uuid FROM outbox WHERE op = 'create-section'"
                                " AND object_uuid = ? AND state NOT IN ('undone', 'discarded')"
                                " ORDER BY seq DESC",
                                row->section_uuid, NULL, NULL);
      if (row->depends_on == NULL && local == NULL)
        local = g_error_new_literal (PF_ERROR, PF_ERROR_INVALID,
                                     _ ("Choose a section for this pin again."));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
resolve_board (sqlite3 *db, PfOutboxCommand *command, GError **error)
{
  PfOutboxRow *row = &command->record->row;
  g_autofree char *known = NULL, *state = NULL;

  if (!pf_outbox_bind_known (db, row->connection_id, "board", command->board_remote,
                             &row->board_uuid, error)
      || (row->section_uuid != NULL
          && !pf_outbox_bind_known (db, row->connection_id, "section", command->section_remote,
                                    &row->section_uuid, error)))
    return FALSE;
  known = pf_outbox_get_text (db, error, "SELECT remote_id FROM object WHERE uuid = ?",
                              row->board_uuid, NULL, NULL);
  if (known != NULL)
    return TRUE;
  row->depends_on
      = pf_outbox_get_text (db, error,
                            "SELECT uuid FROM outbox WHERE op = 'create-board'"
                            " AND object_uuid = ? AND state NOT IN ('undone', 'discarded')"
                            " ORDER BY seq DESC",
                            row->board_uuid, NULL, NULL);
  if (row->depends_on != NULL)
    return TRUE;
  g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID, _ ("Choose a board for this pin."));
  return FALSE;
}

static gboolean
check_not_there (
    sqlite3 *db, const PfOutboxRow *row, const char *ended, const char *words, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *sql = g_strconcat ("SELECT COUNT (*) FROM outbox WHERE object_uuid = ?"
                                      " AND op = ? AND state NOT IN (",
                                      ended, ")", NULL);
  gint64 n
      = pf_db_get_int (db, &local, sql, "ss", row->object_uuid, pf_outbox_op_to_string (row->op));

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (n == 0)
    return TRUE;
  g_set_error_literal (error, PF_ERROR, PF_ERROR_BUSY, words);
  return FALSE;
}

static gboolean
resolve_pin (sqlite3 *db, PfOutboxCommand *command, GError **error)
{
  PfOutboxRow *row = &command->record->row;

  if (!pf_outbox_bind_known (db, row->connection_id, "pin", row->remote_id, &row->object_uuid,
                             error))
    return FALSE;
  if (row->remote_id == NULL)
    row->remote_id = pf_outbox_get_text (db, error, "SELECT remote_id FROM object WHERE uuid = ?",
                                         row->object_uuid, NULL, NULL);
  if (row->remote_id != NULL)
    return TRUE;
  if (error == NULL || *error == NULL)
    g_set_error_literal (error, PF_ERROR, PF_ERROR_NOT_FOUND, _ ("This pin is still on its way."));
  return FALSE;
}

/**
 * pf_outbox_do_enqueue:
 * @data: a #PfOutboxCommand
 *
 * Keeps a row, and removes the draft it was made of, in one transaction.
 *
 * Returns: (transfer full): the #PfOutboxRecord as it is kept
 */
gpointer
pf_outbox_do_enqueue (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfOutboxCommand *command = data;
  PfOutboxRow *row = &command->record->row;
  gboolean ok = TRUE;

  if (row->op == PF_OP_CREATE_PIN)
    ok = resolve_board (db, command, error) && resolve_section (db, row, error)
         && check_not_there (db, row, "'failed', 'undone', 'discarded'",
                             _ ("This draft is already being pinned."), error)
         && pf_db_exec (db, error, "DELETE FROM draft WHERE uuid = ?", "s", row->object_uuid);
  else if (row->op == PF_OP_DELETE_PIN)
    ok = resolve_pin (db, command, error)
         && check_not_there (db, row, "'failed', 'undone', 'discarded'",
                             _ ("This pin is already being deleted."), error);
  PF_FAULT_POINT ("outbox/enqueue/before-insert");
  if (!ok || !pf_outbox_insert (db, command->record, error))
    return NULL;
  PF_FAULT_POINT ("outbox/enqueue/before-commit");
  return pf_outbox_load (db, row->uuid, error);
}

/**
 * pf_outbox_do_enqueue_pins:
 * @data: a #PfOutboxPins
 *
 * Keeps many rows in one transaction. What stands against one pin is noted in faults and
 * hinders no other; a database that fails hinders all.
 *
 * Returns: %PF_DB_OK
 */
gpointer
pf_outbox_do_enqueue_pins (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfOutboxPins *pins = data;

  for (guint i = 0; i < pins->commands->len; i++)
    {
      PfOutboxCommand *command = g_ptr_array_index (pins->commands, i);
      g_autoptr (GError) fault = NULL;
      g_autoptr (PfOutboxRow) row = pf_outbox_do_enqueue (db, command, cancellable, &fault);

      if (row != NULL)
        continue;
      if (!g_error_matches (fault, PF_ERROR, PF_ERROR_INVALID)
          && !g_error_matches (fault, PF_ERROR, PF_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      g_hash_table_insert (pins->faults, g_strdup (command->record->row.object_uuid),
                           g_steal_pointer (&fault));
    }
  return PF_DB_OK;
}
