/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-chosen-pins.h"

#include "core/model/pf-pin-overlay.h"
#include "core/store/pf-record-codec.h"

typedef struct
{
  char *connection_id;
  char **uuids;
  GPtrArray *rows; /* PfOutboxRow */
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->connection_id);
  g_strfreev (choice->uuids);
  g_clear_pointer (&choice->rows, g_ptr_array_unref);
  g_free (choice);
}

static void
chosen_free (gpointer data)
{
  PfChosenPin *self = data;

  g_free (self->uuid);
  g_clear_pointer (&self->pin, pf_pin_unref);
  g_clear_pointer (&self->seen, pf_changes_free);
  g_free (self->title);
  g_free (self->board_uuid);
  g_free (self->section_uuid);
  g_free (self);
}

/* Records are not changed: a face may hold this one. */
static PfPin *
copy_without_place (PfPin *pin)
{
  g_autoptr (GBytes) bytes = pf_record_encode (PF_RECORD_PIN, pin);
  gsize length = 0;
  const void *data = g_bytes_get_data (bytes, &length);
  PfPin *copy = pf_record_decode (PF_RECORD_PIN, data, length);

  g_clear_pointer (&copy->board_id, g_free);
  g_clear_pointer (&copy->section_id, g_free);
  return copy;
}

/* What is on its way knows better where it is; the record then tells no place. */
static gboolean
find_place (
    sqlite3 *db, const Choice *choice, const PfPinState *state, PfChosenPin *self, GError **error)
{
  if (state != NULL && (state->moved || self->pin == NULL))
    {
      self->board_uuid = g_strdup (state->board_uuid);
      self->section_uuid = g_strdup (state->section_uuid);
      if (self->pin != NULL)
        {
          PfPin *placeless = copy_without_place (self->pin);

          pf_pin_unref (self->pin);
          self->pin = placeless;
        }
      return TRUE;
    }
  if (self->pin == NULL || self->pin->board_id == NULL)
    return TRUE;
  self->board_uuid
      = pf_mirror_read_uuid (db, choice->connection_id, "boards", self->pin->board_id, error);
  if (self->board_uuid == NULL)
    return FALSE;
  if (self->pin->section_id == NULL)
    return TRUE;
  self->section_uuid
      = pf_mirror_read_uuid (db, choice->connection_id, "sections", self->pin->section_id, error);
  return self->section_uuid != NULL;
}

static PfChosenPin *
new_chosen (const char *uuid, PfPin *pin, const PfPinState *state)
{
  PfChosenPin *self = g_new0 (PfChosenPin, 1);

  self->uuid = g_strdup (uuid);
  self->pin = pin != NULL ? pf_pin_ref (pin) : NULL;
  self->title = g_strdup (pin != NULL ? pin->title : NULL);
  if (state == NULL)
    return self;
  self->is_leaving = state->away;
  if (pin == NULL && state->make != NULL)
    self->title = g_strdup (state->make->title);
  if (state->changes.fields == 0)
    return self;
  self->seen = pf_changes_copy (&state->changes);
  if ((self->seen->fields & PF_CHANGE_TITLE) != 0)
    {
      g_free (self->title);
      self->title = g_strdup (self->seen->title);
    }
  return self;
}

static GArray *
list_uuids (const Choice *choice)
{
  GArray *uuids = g_array_new (FALSE, FALSE, 16);

  for (guint i = 0; choice->uuids[i] != NULL; i++)
    {
      guint8 uuid[16];

      if (pf_uuid_from_text (uuid, choice->uuids[i]))
        g_array_append_vals (uuids, uuid, 1);
    }
  return uuids;
}

static gpointer
read_chosen (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Choice *choice = data;
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (chosen_free);
  g_autoptr (GArray) uuids = list_uuids (choice);
  g_autoptr (GArray) keys = pf_mirror_read_keys (db, uuids, error);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) pins = pf_mirror_pins_new ();
  g_autoptr (GHashTable) found = g_hash_table_new (pf_uuid_hash, pf_uuid_equal);
  g_autoptr (PfPinOverlay) overlay = NULL;

  if (keys == NULL)
    return NULL;
  for (guint i = 0; i < keys->len; i++)
    {
      PfMirrorKey *key = &g_array_index (keys, PfMirrorKey, i);

      g_array_append_val (entries, key->entry);
      g_hash_table_insert (found, key->uuid, key);
    }
  if (!pf_mirror_read_pins (db, entries, pins, error))
    return NULL;
  overlay = pf_pin_overlay_new (choice->rows, choice->connection_id, NULL, NULL, keys);
  for (guint i = 0; i < uuids->len; i++)
    {
      const guint8 *uuid = (const guint8 *)uuids->data + (gsize)i * 16;
      const PfMirrorKey *key = g_hash_table_lookup (found, uuid);
      const PfMirrorPin *pin = key != NULL ? g_hash_table_lookup (pins, &key->entry) : NULL;
      const PfPinState *state = pf_pin_overlay_find (overlay, uuid);
      g_autofree char *text = pf_uuid_to_text (uuid);
      PfChosenPin *one;

      if (pin == NULL && state == NULL)
        continue;
      one = new_chosen (text, pin != NULL ? pin->pin : NULL, state);
      g_ptr_array_add (chosen, one);
      if (!find_place (db, choice, state, one, error))
        return NULL;
    }
  return g_steal_pointer (&chosen);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *chosen = pf_db_run_finish (PF_DB (source), result, &error);

  if (chosen == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, chosen, (GDestroyNotify)g_ptr_array_unref);
}

static void
on_rows (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfMirror *mirror = g_task_get_source_object (task);
  Choice *choice = g_task_get_task_data (task);
  GError *error = NULL;

  choice->rows = pf_outbox_list_finish (PF_OUTBOX (source), result, &error);
  if (choice->rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* The task holds the choice, and is held until it was read. */
  pf_db_run_async (pf_mirror_get_db_of (mirror, choice->connection_id), PF_DB_READ, read_chosen,
                   choice, NULL, (GDestroyNotify)g_ptr_array_unref, g_task_get_cancellable (task),
                   on_read, g_object_ref (task));
}

/**
 * pf_chosen_pins_read_async:
 * @mirror: the mirror
 * @outbox: the outbox
 * @connection: whose pins
 * @uuids: (array zero-terminated=1): local UUIDs
 * @cancellable: (nullable): a cancellable
 * @callback: called with the pins
 * @user_data: for @callback
 *
 * Reads what a change of these pins starts from.
 */
void
pf_chosen_pins_read_async (PfMirror *mirror,
                           PfOutbox *outbox,
                           PfConnection *connection,
                           const char *const *uuids,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (mirror, cancellable, callback, user_data);
  Choice *choice = g_new0 (Choice, 1);

  choice->connection_id = g_strdup (pf_connection_get_id (connection));
  choice->uuids = g_strdupv ((char **)uuids);
  g_task_set_source_tag (task, pf_chosen_pins_read_async);
  g_task_set_task_data (task, choice, choice_free);
  pf_outbox_list_async (outbox, cancellable, on_rows, task);
}

/**
 * pf_chosen_pins_read_finish:
 * @mirror: the mirror
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfChosenPin): the pins
 */
GPtrArray *
pf_chosen_pins_read_finish (PfMirror *mirror, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, mirror), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
