/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-private.h"

static const char *const listing_names[] = {
  [PF_RECORD_BOARD] = "boards",
  [PF_RECORD_SECTION] = "sections",
  [PF_RECORD_PIN] = "pins",
};

/**
 * pf_mirror_listing_name: (skip)
 * @kind: of records
 *
 * Returns: (transfer none): how its listing is called
 */
const char *
pf_mirror_listing_name (PfRecordKind kind)
{
  return listing_names[kind];
}

static void
free_board (gpointer record)
{
  pf_board_unref (record);
}

static void
free_section (gpointer record)
{
  pf_section_unref (record);
}

static void
free_pin (gpointer record)
{
  pf_pin_unref (record);
}

static const GDestroyNotify record_free_funcs[] = {
  [PF_RECORD_BOARD] = free_board,
  [PF_RECORD_SECTION] = free_section,
  [PF_RECORD_PIN] = free_pin,
};

static PfMirrorPut *
put_new (PfRecordKind kind, const char *connection_id, const char *parent)
{
  PfMirrorPut *put = g_new0 (PfMirrorPut, 1);

  put->kind = kind;
  put->connection_id = g_strdup (connection_id);
  put->parent = g_strdup (parent != NULL ? parent : "");
  put->records = g_ptr_array_new_with_free_func (record_free_funcs[kind]);
  put->pin_boards = g_ptr_array_new_with_free_func (g_free);
  return put;
}

/**
 * pf_mirror_put_free: (skip)
 * @self: (transfer full): a change
 */
void
pf_mirror_put_free (PfMirrorPut *self)
{
  g_free (self->connection_id);
  g_free (self->parent);
  g_free (self->uuid);
  g_free (self->remote_id);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->pin_boards);
  g_free (self);
}

static gboolean
finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static PfMirrorPut *
put_new_page (PfRecordKind kind,
              const char *connection_id,
              const char *parent,
              const PfPage *page,
              gint64 generation)
{
  PfMirrorPut *put = put_new (kind, connection_id, parent);

  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (put->records, pf_record_ref (kind, g_ptr_array_index (page->items, i)));
  put->generation = generation;
  put->last = page->bookmark == NULL;
  return put;
}

/**
 * pf_mirror_put_boards_async:
 * @self: a mirror
 * @connection_id: of whom
 * @page: a page of PfBoard; referenced before the call returns
 * @generation: of this pass over the listing
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_put_boards_async (PfMirror *self,
                            const char *connection_id,
                            const PfPage *page,
                            gint64 generation,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  pf_mirror_run_put (self, put_new_page (PF_RECORD_BOARD, connection_id, NULL, page, generation),
                     pf_mirror_write_page, pf_mirror_put_boards_async, cancellable, callback,
                     user_data);
}

gboolean
pf_mirror_put_boards_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * pf_mirror_put_sections_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board_id: of the board, at the service
 * @page: a page of PfSection; referenced before the call returns
 * @generation: of this pass over the listing
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_put_sections_async (PfMirror *self,
                              const char *connection_id,
                              const char *board_id,
                              const PfPage *page,
                              gint64 generation,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  pf_mirror_run_put (self,
                     put_new_page (PF_RECORD_SECTION, connection_id, board_id, page, generation),
                     pf_mirror_write_page, pf_mirror_put_sections_async, cancellable, callback,
                     user_data);
}

gboolean
pf_mirror_put_sections_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * pf_mirror_put_pins_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board_id: of the board, at the service
 * @page: a page of PfPin; referenced before the call returns
 * @generation: of this pass over the listing
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_put_pins_async (PfMirror *self,
                          const char *connection_id,
                          const char *board_id,
                          const PfPage *page,
                          gint64 generation,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  pf_mirror_run_put (self, put_new_page (PF_RECORD_PIN, connection_id, board_id, page, generation),
                     pf_mirror_write_page, pf_mirror_put_pins_async, cancellable, callback,
                     user_data);
}

gboolean
pf_mirror_put_pins_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * pf_mirror_put_board_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board: a board that was made or read
 * @uuid: (nullable): the local UUID it was made under
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_put_board_async (PfMirror *self,
                           const char *connection_id,
                           PfBoard *board,
                           const char *uuid,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  PfMirrorPut *put = put_new (PF_RECORD_BOARD, connection_id, NULL);

  g_ptr_array_add (put->records, pf_board_ref (board));
  put->uuid = g_strdup (uuid);
  pf_mirror_run_put (self, put, pf_mirror_write_one, pf_mirror_put_board_async, cancellable,
                     callback, user_data);
}

gboolean
pf_mirror_put_board_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * pf_mirror_put_pin_async:
 * @self: a mirror
 * @connection_id: of whom
 * @pin: a pin that was made or read; stands under its board_id
 * @uuid: (nullable): the local UUID it was made under
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_put_pin_async (PfMirror *self,
                         const char *connection_id,
                         PfPin *pin,
                         const char *uuid,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PfMirrorPut *put = put_new (PF_RECORD_PIN, connection_id, pin->board_id);

  g_ptr_array_add (put->records, pf_pin_ref (pin));
  put->uuid = g_strdup (uuid);
  pf_mirror_run_put (self, put, pf_mirror_write_one, pf_mirror_put_pin_async, cancellable, callback,
                     user_data);
}

gboolean
pf_mirror_put_pin_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * pf_mirror_put_pin_removal_async:
 * @self: a mirror
 * @connection_id: of whom
 * @pin_id: at the service; one that is not here is no error
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * The pin was deleted. A listing that still shows it for a moment does not bring
 * it back.
 */
void
pf_mirror_put_pin_removal_async (PfMirror *self,
                                 const char *connection_id,
                                 const char *pin_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  PfMirrorPut *put = put_new (PF_RECORD_PIN, connection_id, NULL);

  put->remote_id = g_strdup (pin_id);
  pf_mirror_run_put (self, put, pf_mirror_write_removal, pf_mirror_put_pin_removal_async,
                     cancellable, callback, user_data);
}

gboolean
pf_mirror_put_pin_removal_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * pf_mirror_put_board_removal_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board_id: at the service; one that is not here is no error
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * The board was deleted, and with it its sections and pins.
 */
void
pf_mirror_put_board_removal_async (PfMirror *self,
                                   const char *connection_id,
                                   const char *board_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  PfMirrorPut *put = put_new (PF_RECORD_BOARD, connection_id, NULL);

  put->remote_id = g_strdup (board_id);
  pf_mirror_run_put (self, put, pf_mirror_write_removal, pf_mirror_put_board_removal_async,
                     cancellable, callback, user_data);
}

gboolean
pf_mirror_put_board_removal_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * pf_mirror_forget_async:
 * @self: a mirror
 * @connection_id: of whom
 * @callback: (nullable): called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Forgets all that is known of a connection. Which local UUID is which of its things is
 * not Pinterest's but ours, and stays for the day it comes back.
 */
void
pf_mirror_forget_async (PfMirror *self,
                        const char *connection_id,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  pf_mirror_run_put (self, put_new (PF_RECORD_BOARD, connection_id, NULL), pf_mirror_write_forget,
                     pf_mirror_forget_async, NULL, callback, user_data);
}

gboolean
pf_mirror_forget_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}
