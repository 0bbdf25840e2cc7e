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
  put->section_boards = g_ptr_array_new_with_free_func (g_free);
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
  g_free (self->section_id);
  g_free (self->uuid);
  g_free (self->board_uuid);
  g_free (self->remote_id);
  g_free (self->bookmark);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->pin_boards);
  g_ptr_array_unref (self->section_boards);
  g_free (self);
}

/**
 * pf_mirror_put_finish:
 * @self: a mirror
 * @result: of pf_mirror_forget_async() or any pf_mirror_put_..._async()
 * @error: location for an error
 *
 * Returns: whether it was written
 */
gboolean
pf_mirror_put_finish (PfMirror *self, GAsyncResult *result, GError **error)
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
  put->bookmark = g_strdup (page->bookmark);
  put->last = page->bookmark == NULL;
  return put;
}

static PfMirrorPut *
put_new_one (PfRecordKind kind,
             const char *connection_id,
             const char *parent,
             gpointer record,
             const char *uuid)
{
  PfMirrorPut *put = put_new (kind, connection_id, parent);

  g_ptr_array_add (put->records, pf_record_ref (kind, record));
  put->uuid = g_strdup (uuid);
  return put;
}

static PfMirrorPut *
put_new_removal (PfRecordKind kind, const char *connection_id, const char *remote_id)
{
  PfMirrorPut *put = put_new (kind, connection_id, NULL);

  put->remote_id = g_strdup (remote_id);
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

/**
 * pf_mirror_put_section_pins_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board_id: of the board, at the service
 * @section_id: of its section; what @page has no section for is of this one
 * @page: a page of PfPin; referenced before the call returns
 * @generation: of this pass over the section
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Pins of a section stand in the listing of their board: what it does not have yet
 * goes to its end.
 */
void
pf_mirror_put_section_pins_async (PfMirror *self,
                                  const char *connection_id,
                                  const char *board_id,
                                  const char *section_id,
                                  const PfPage *page,
                                  gint64 generation,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  PfMirrorPut *put = put_new_page (PF_RECORD_PIN, connection_id, board_id, page, generation);

  put->way = PF_MIRROR_WAY_SECTION;
  put->section_id = g_strdup (section_id);
  pf_mirror_run_put (self, put, pf_mirror_write_page, pf_mirror_put_section_pins_async, cancellable,
                     callback, user_data);
}

/**
 * pf_mirror_put_all_pins_async:
 * @self: a mirror
 * @connection_id: of whom
 * @page: a page of PfPin, of any boards; referenced before the call returns
 * @generation: of this pass over all pins of the account
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Each pin goes into the listing of its board, at its end if it is new there. The
 * last page removes the account's own pins that this pass did not meet.
 */
void
pf_mirror_put_all_pins_async (PfMirror *self,
                              const char *connection_id,
                              const PfPage *page,
                              gint64 generation,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  PfMirrorPut *put = put_new_page (PF_RECORD_PIN, connection_id, NULL, page, generation);

  put->way = PF_MIRROR_WAY_ALL;
  pf_mirror_run_put (self, put, pf_mirror_write_page, pf_mirror_put_all_pins_async, cancellable,
                     callback, user_data);
}

/**
 * pf_mirror_put_found_pin_async:
 * @self: a mirror
 * @connection_id: of whom
 * @pin: a pin of one of its boards that was read by its id
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * The listing of its board has not come to it yet: it goes to the end there until then.
 */
void
pf_mirror_put_found_pin_async (PfMirror *self,
                               const char *connection_id,
                               PfPin *pin,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  PfMirrorPut *put = put_new_one (PF_RECORD_PIN, connection_id, pin->board_id, pin, NULL);

  put->way = PF_MIRROR_WAY_FOUND;
  pf_mirror_run_put (self, put, pf_mirror_write_page, pf_mirror_put_found_pin_async, cancellable,
                     callback, user_data);
}

/**
 * pf_mirror_put_board_async:
 * @self: a mirror
 * @connection_id: of whom
 * @board: a board that was made, changed or read
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
  pf_mirror_run_put (self, put_new_one (PF_RECORD_BOARD, connection_id, NULL, board, uuid),
                     pf_mirror_write_one, pf_mirror_put_board_async, cancellable, callback,
                     user_data);
}

/**
 * pf_mirror_put_section_async:
 * @self: a mirror
 * @connection_id: of whom
 * @section: a section that was made or changed; stands under its board_id
 * @uuid: (nullable): the local UUID it was made under
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_mirror_put_section_async (PfMirror *self,
                             const char *connection_id,
                             PfSection *section,
                             const char *uuid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  pf_mirror_run_put (
      self, put_new_one (PF_RECORD_SECTION, connection_id, section->board_id, section, uuid),
      pf_mirror_write_one, pf_mirror_put_section_async, cancellable, callback, user_data);
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
  pf_mirror_run_put (self, put_new_one (PF_RECORD_PIN, connection_id, pin->board_id, pin, uuid),
                     pf_mirror_write_one, pf_mirror_put_pin_async, cancellable, callback,
                     user_data);
}

/**
 * pf_mirror_put_changed_pin_async:
 * @self: a mirror
 * @connection_id: of whom
 * @pin: a pin that was changed or moved; stands under its board_id
 * @uuid: its local UUID
 * @board_uuid: (nullable): local UUID of the board that it was on, which counts it no longer
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * The pins of a board need not be here: after a start most are not.
 */
void
pf_mirror_put_changed_pin_async (PfMirror *self,
                                 const char *connection_id,
                                 PfPin *pin,
                                 const char *uuid,
                                 const char *board_uuid,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  PfMirrorPut *put = put_new_one (PF_RECORD_PIN, connection_id, pin->board_id, pin, uuid);

  put->changed = TRUE;
  put->board_uuid = g_strdup (board_uuid);
  pf_mirror_run_put (self, put, pf_mirror_write_one, pf_mirror_put_changed_pin_async, cancellable,
                     callback, user_data);
}

/**
 * pf_mirror_put_pin_removal_async:
 * @self: a mirror
 * @connection_id: of whom
 * @pin_id: at the service; one that is not here is no error
 * @board_uuid: (nullable): local UUID of the board that it was on, for its count
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
                                 const char *board_uuid,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  PfMirrorPut *put = put_new_removal (PF_RECORD_PIN, connection_id, pin_id);

  put->board_uuid = g_strdup (board_uuid);
  pf_mirror_run_put (self, put, pf_mirror_write_removal, pf_mirror_put_pin_removal_async,
                     cancellable, callback, user_data);
}

/**
 * pf_mirror_put_section_removal_async:
 * @self: a mirror
 * @connection_id: of whom
 * @section_id: at the service; one that is not here is no error
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * The section was deleted, and with it its pins.
 */
void
pf_mirror_put_section_removal_async (PfMirror *self,
                                     const char *connection_id,
                                     const char *section_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  pf_mirror_run_put (self, put_new_removal (PF_RECORD_SECTION, connection_id, section_id),
                     pf_mirror_write_removal, pf_mirror_put_section_removal_async, cancellable,
                     callback, user_data);
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
  pf_mirror_run_put (self, put_new_removal (PF_RECORD_BOARD, connection_id, board_id),
                     pf_mirror_write_removal, pf_mirror_put_board_removal_async, cancellable,
                     callback, user_data);
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
