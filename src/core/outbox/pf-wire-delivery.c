/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/media/pf-media-fingerprint.h"
#include "core/outbox/pf-outbox-private.h"
#include "core/outbox/pf-wire-delivery.h"

#include <glib/gi18n-lib.h>

/* The product's world: PfConnections, PfClient and the media room. */

#define PAGE_SIZE 250 /* the most there is (api-facts section 5) */
#define MAX_RENDITION (4 * 1024 * 1024)
#define RENDITION_WIDTH 236

struct _PfWireDelivery
{
  GObject parent_instance;
  PfContext *context;
  PfConnections *connections;
  PfDecoderPool *pool; /* made when first needed */
  GPtrArray *watched;  /* PfConnection */
};

static void pf_wire_delivery_iface_init (PfDeliveryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfWireDelivery,
                               pf_wire_delivery,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_DELIVERY,
                                                      pf_wire_delivery_iface_init))

static const char *
find_reason (PfConnection *connection)
{
  switch (pf_connection_get_state (connection))
    {
    case PF_CONNECTION_CONNECTED:
    case PF_CONNECTION_REFRESH_DUE:
      return pf_connection_get_publishing (connection) ? NULL : "publishing";
    case PF_CONNECTION_OFF:
      return "publishing";
    case PF_CONNECTION_NOT_CONNECTED:
    case PF_CONNECTION_WAITING:
    case PF_CONNECTION_EXPIRED:
    case PF_CONNECTION_ERROR:
    case PF_CONNECTION_LOCKED:
    default:
      return "account";
    }
}

/* Practice is on this computer: it needs no network. */
static gboolean
is_reachable (PfWireDelivery *self, PfConnection *connection)
{
  return pf_connection_get_service (connection)->plain_http
         || pf_network_is_online (pf_context_get_network (self->context));
}

static gboolean
can_write (PfConnection *connection, PfOutboxOp op)
{
  gboolean boards = pf_connection_has_scope (connection, "boards:write");

  /* Both scopes for pins: the API description asks for them together. */
  if (pf_outbox_op_is_about_pin (op))
    return boards && pf_connection_has_scope (connection, "pins:write");
  return boards;
}

static GPtrArray *
wire_list_accounts (PfDelivery *delivery)
{
  PfWireDelivery *self = PF_WIRE_DELIVERY (delivery);
  GListModel *model = G_LIST_MODEL (self->connections);
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_delivery_account_free);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PfConnection) connection = g_list_model_get_item (model, i);
      PfDeliveryAccount *account = g_new0 (PfDeliveryAccount, 1);

      account->connection_id = g_strdup (pf_connection_get_id (connection));
      account->service = g_strdup (pf_connection_get_service (connection)->id);
      account->account_id = g_strdup (pf_connection_get_account_id (connection));
      account->waiting_for = find_reason (connection);
      account->looking_waits = g_strcmp0 (account->waiting_for, "account") == 0;
      if (!account->looking_waits && !is_reachable (self, connection))
        {
          account->looking_waits = TRUE;
          if (account->waiting_for == NULL)
            account->waiting_for = "network";
        }
      account->can_pins = can_write (connection, PF_OP_CREATE_PIN);
      account->can_boards = can_write (connection, PF_OP_CREATE_BOARD);
      account->no_edits = pf_connection_get_pin_edit_refused (connection);
      g_ptr_array_add (accounts, account);
    }
  return accounts;
}

static const char *
wire_get_id (PfDelivery *delivery, PfConnection *connection)
{
  return pf_connection_get_id (connection);
}

static gboolean
wire_check (PfDelivery *delivery, const char *connection_id, PfOutboxOp op, GError **error)
{
  PfConnection *connection
      = pf_connections_find (PF_WIRE_DELIVERY (delivery)->connections, connection_id);

  if (connection == NULL)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_SIGN_IN,
                           _ ("This account is not connected any more."));
      return FALSE;
    }
  if ((op == PF_OP_UPDATE_PIN || op == PF_OP_MERGE_BOARD)
      && pf_connection_get_pin_edit_refused (connection))
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_FEATURE, pf_outbox_words_no_edits ());
      return FALSE;
    }
  if (can_write (connection, op))
    return TRUE;
  g_set_error_literal (error, PF_ERROR, PF_ERROR_SCOPE,
                       _ ("This account was connected for reading only. Reconnect it and allow "
                          "Pinfold to create pins and boards."));
  return FALSE;
}

static void
wire_note_error (PfDelivery *delivery,
                 const char *connection_id,
                 const GError *error,
                 const char *operation)
{
  PfConnection *connection
      = pf_connections_find (PF_WIRE_DELIVERY (delivery)->connections, connection_id);

  if (connection != NULL)
    pf_connection_note_error (connection, error, operation);
}

static void
wire_note_success (PfDelivery *delivery, const char *connection_id, const char *operation)
{
  PfConnection *connection
      = pf_connections_find (PF_WIRE_DELIVERY (delivery)->connections, connection_id);

  if (connection != NULL)
    pf_connection_note_success (connection, operation);
}

/* Gives a task to hang a client's answer on; %NULL when there is nobody to ask. */
static GTask *
new_task (PfDelivery *delivery,
          const char *connection_id,
          GCancellable *cancellable,
          gpointer tag,
          PfClient **client,
          GAsyncReadyCallback callback,
          gpointer data)
{
  PfConnection *connection
      = pf_connections_find (PF_WIRE_DELIVERY (delivery)->connections, connection_id);
  g_autoptr (GTask) task = g_task_new (delivery, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  /* What the client says counts: "cancelled" would hide that a write may have left. */
  g_task_set_check_cancellable (task, FALSE);
  *client = connection != NULL ? pf_connection_get_client (connection) : NULL;
  if (*client != NULL)
    return g_steal_pointer (&task);
  g_task_return_new_error (task, PF_ERROR, PF_ERROR_SIGN_IN, "%s",
                           _ ("This account is not connected any more."));
  return NULL;
}

static gpointer
finish_pointer (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, delivery), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish_boolean (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, delivery), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
return_pointer (GTask *task, gpointer result, gpointer free_func, GError *error)
{
  if (result == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, (GDestroyNotify)free_func);
  g_object_unref (task);
}

static void
return_boolean (GTask *task, gboolean result, GError *error)
{
  if (result)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

#define DEFINE_ANSWER(name, free_func)                                                             \
  static void on_##name (GObject *source, GAsyncResult *result, gpointer data)                     \
  {                                                                                                \
    GError *error = NULL;                                                                          \
    gpointer answer = pf_client_##name##_finish (PF_CLIENT (source), result, &error);              \
                                                                                                   \
    return_pointer (data, answer, free_func, error);                                               \
  }

DEFINE_ANSWER (create_board, pf_board_unref)
DEFINE_ANSWER (create_pin, pf_pin_unref)
DEFINE_ANSWER (register_media, pf_media_unref)
DEFINE_ANSWER (get_media, pf_media_unref)
DEFINE_ANSWER (list_boards, pf_page_free)
DEFINE_ANSWER (list_board_pins, pf_page_free)
DEFINE_ANSWER (list_section_pins, pf_page_free)
DEFINE_ANSWER (list_sections, pf_page_free)
DEFINE_ANSWER (create_section, pf_section_unref)
DEFINE_ANSWER (save_pin, pf_pin_unref)
DEFINE_ANSWER (update_pin, pf_pin_unref)
DEFINE_ANSWER (update_board, pf_board_unref)
DEFINE_ANSWER (update_section, pf_section_unref)

#define DEFINE_DONE(name)                                                                          \
  static void on_##name (GObject *source, GAsyncResult *result, gpointer data)                     \
  {                                                                                                \
    GError *error = NULL;                                                                          \
    gboolean done = pf_client_##name##_finish (PF_CLIENT (source), result, &error);                \
                                                                                                   \
    return_boolean (data, done, error);                                                            \
  }

DEFINE_DONE (upload_media)
DEFINE_DONE (delete_pin)
DEFINE_DONE (delete_section)
DEFINE_DONE (delete_board)

static void
wire_create_board (PfDelivery *delivery,
                   const char *connection_id,
                   const PfNewBoard *board,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_create_board, &client, callback, data);

  if (task != NULL)
    pf_client_create_board_async (client, board, cancellable, on_create_board, task);
}

static PfBoard *
wire_create_board_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return finish_pointer (delivery, result, error);
}

static void
wire_create_pin (PfDelivery *delivery,
                 const char *connection_id,
                 const PfNewPin *pin,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_create_pin, &client, callback, data);

  if (task != NULL)
    pf_client_create_pin_async (client, pin, cancellable, on_create_pin, task);
}

static PfPin *
wire_create_pin_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return finish_pointer (delivery, result, error);
}

static void
wire_register_media (PfDelivery *delivery,
                     const char *connection_id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  PfClient *client;
  GTask *task = new_task (delivery, connection_id, cancellable, wire_register_media, &client,
                          callback, data);

  if (task != NULL)
    pf_client_register_media_async (client, cancellable, on_register_media, task);
}

static PfMedia *
wire_media_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return finish_pointer (delivery, result, error);
}

static void
wire_upload (PfDelivery *delivery,
             const char *connection_id,
             const PfMedia *media,
             const char *path,
             PfUploadProgress progress,
             gpointer progress_data,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_upload, &client, callback, data);

  if (task != NULL)
    pf_client_upload_media_async (client, media, path, progress, progress_data, cancellable,
                                  on_upload_media, task);
}

static void
wire_get_media (PfDelivery *delivery,
                const char *connection_id,
                const char *media_id,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_get_media, &client, callback, data);

  if (task != NULL)
    pf_client_get_media_async (client, PF_PRIORITY_DELIVERY, media_id, cancellable, on_get_media,
                               task);
}

static void
wire_create_section (PfDelivery *delivery,
                     const char *connection_id,
                     const char *board_id,
                     const char *name,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  PfClient *client;
  GTask *task = new_task (delivery, connection_id, cancellable, wire_create_section, &client,
                          callback, data);

  if (task != NULL)
    pf_client_create_section_async (client, board_id, name, cancellable, on_create_section, task);
}

static PfSection *
wire_create_section_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return finish_pointer (delivery, result, error);
}

static void
wire_save_pin (PfDelivery *delivery,
               const char *connection_id,
               const char *pin_id,
               const char *board_id,
               const char *section_id,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_save_pin, &client, callback, data);

  if (task != NULL)
    pf_client_save_pin_async (client, pin_id, board_id, section_id, cancellable, on_save_pin, task);
}

static void
wire_update (PfDelivery *delivery,
             const char *connection_id,
             PfOutboxOp op,
             const char *remote_id,
             const char *board_id,
             const PfPatch *patch,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_update, &client, callback, data);

  if (task == NULL)
    return;
  if (op == PF_OP_UPDATE_PIN)
    pf_client_update_pin_async (client, remote_id, patch, cancellable, on_update_pin, task);
  else if (op == PF_OP_UPDATE_BOARD)
    pf_client_update_board_async (client, remote_id, patch, cancellable, on_update_board, task);
  else
    pf_client_update_section_async (client, board_id, remote_id, patch, cancellable,
                                    on_update_section, task);
}

static void
wire_remove (PfDelivery *delivery,
             const char *connection_id,
             PfOutboxOp op,
             const char *remote_id,
             const char *board_id,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_remove, &client, callback, data);

  if (task == NULL)
    return;
  if (op == PF_OP_DELETE_PIN)
    pf_client_delete_pin_async (client, remote_id, cancellable, on_delete_pin, task);
  else if (op == PF_OP_DELETE_SECTION)
    pf_client_delete_section_async (client, board_id, remote_id, cancellable, on_delete_section,
                                    task);
  else
    pf_client_delete_board_async (client, remote_id, cancellable, on_delete_board, task);
}

static void
wire_list_boards (PfDelivery *delivery,
                  const char *connection_id,
                  const char *bookmark,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_list_boards, &client, callback, data);

  if (task != NULL)
    pf_client_list_boards_async (client, PF_PRIORITY_DELIVERY, PAGE_SIZE, bookmark, cancellable,
                                 on_list_boards, task);
}

static PfPage *
wire_list_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return finish_pointer (delivery, result, error);
}

static void
wire_list_sections (PfDelivery *delivery,
                    const char *connection_id,
                    const char *board_id,
                    const char *bookmark,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  PfClient *client;
  GTask *task = new_task (delivery, connection_id, cancellable, wire_list_sections, &client,
                          callback, data);

  if (task != NULL)
    pf_client_list_sections_async (client, PF_PRIORITY_DELIVERY, board_id, PAGE_SIZE, bookmark,
                                   cancellable, on_list_sections, task);
}

static void
wire_list_pins (PfDelivery *delivery,
                const char *connection_id,
                const char *board_id,
                const char *section_id,
                const char *bookmark,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_list_pins, &client, callback, data);

  if (task == NULL)
    return;
  if (section_id != NULL)
    pf_client_list_section_pins_async (client, PF_PRIORITY_DELIVERY, board_id, section_id,
                                       PAGE_SIZE, bookmark, cancellable, on_list_section_pins,
                                       task);
  else
    pf_client_list_board_pins_async (client, PF_PRIORITY_DELIVERY, board_id, PAGE_SIZE, bookmark,
                                     cancellable, on_list_board_pins, task);
}

/* Renewing: the token that is good now is the one that was refused. */

static void
on_new_token (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  g_autoptr (PfSecret) token = pf_authorizer_finish (PF_AUTHORIZER (source), result, &error);

  return_boolean (data, token != NULL, error);
}

static void
on_old_token (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  g_autoptr (PfSecret) token = pf_authorizer_finish (PF_AUTHORIZER (source), result, &error);

  if (token == NULL)
    return_boolean (task, FALSE, error);
  else
    pf_authorizer_renew_async (PF_AUTHORIZER (source), token, g_task_get_cancellable (task),
                               on_new_token, task);
}

static void
wire_renew (PfDelivery *delivery,
            const char *connection_id,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_renew, &client, callback, data);

  if (task != NULL)
    pf_authorizer_get_token_async (PF_AUTHORIZER (pf_connections_find (
                                       PF_WIRE_DELIVERY (delivery)->connections, connection_id)),
                                   cancellable, on_old_token, task);
}

/* Pictures. */

static PfDecoderPool *
get_pool (PfWireDelivery *self)
{
  if (self->pool == NULL)
    {
      g_autofree char *helper = pf_context_find_helper (self->context, "pinfold-decode");

      self->pool = pf_decoder_pool_new (helper, 1);
    }
  return self->pool;
}

static void
on_prepare (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  PfPrepared *picture = pf_media_prepare_finish (result, &error);

  return_pointer (data, picture, pf_prepared_free, error);
}

static void
wire_prepare (PfDelivery *delivery,
              GBytes *picture,
              const PfMediaEdit *edit,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  GSettings *settings = pf_context_get_settings (PF_WIRE_DELIVERY (delivery)->context);
  PfPrepareOptions options = { 0 };
  GTask *task = g_task_new (delivery, cancellable, callback, data);

  options.keep_metadata = settings != NULL && !g_settings_get_boolean (settings, "strip-metadata");
  options.edit = *edit;
  g_task_set_source_tag (task, wire_prepare);
  pf_media_prepare_async (get_pool (PF_WIRE_DELIVERY (delivery)), picture, &options, cancellable,
                          on_prepare, task);
}

static PfPrepared *
wire_prepare_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return finish_pointer (delivery, result, error);
}

static void
on_fingerprint (GObject *source, GAsyncResult *result, gpointer data)
{
  guint64 fingerprint = 0;
  GError *error = NULL;

  if (pf_media_fingerprint_finish (result, &fingerprint, &error))
    return_pointer (data, g_memdup2 (&fingerprint, sizeof fingerprint), g_free, NULL);
  else
    return_pointer (data, NULL, NULL, error);
}

static void
on_rendition (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfWireDelivery *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = pf_client_fetch_picture_finish (PF_CLIENT (source), result, &error);

  if (bytes == NULL)
    return_pointer (task, NULL, NULL, error);
  else
    pf_media_fingerprint_async (get_pool (self), bytes, g_task_get_cancellable (task),
                                on_fingerprint, task);
}

static void
wire_fingerprint (PfDelivery *delivery,
                  const char *connection_id,
                  PfPin *pin,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  PfClient *client;
  GTask *task
      = new_task (delivery, connection_id, cancellable, wire_fingerprint, &client, callback, data);
  const PfRendition *rendition
      = pin->n_pictures > 0 ? pf_picture_set_best (&pin->pictures[0], RENDITION_WIDTH) : NULL;

  if (task == NULL)
    return;
  if (rendition == NULL)
    return_pointer (task, NULL, NULL,
                    g_error_new_literal (PF_ERROR, PF_ERROR_NOT_FOUND,
                                         _ ("The pin has no picture yet.")));
  else
    pf_client_fetch_picture_async (client, rendition->url, MAX_RENDITION, G_PRIORITY_LOW,
                                   cancellable, on_rendition, task);
}

static gboolean
wire_fingerprint_finish (PfDelivery *delivery,
                         GAsyncResult *result,
                         guint64 *fingerprint,
                         GError **error)
{
  g_autofree guint64 *value = finish_pointer (delivery, result, error);

  if (value == NULL)
    return FALSE;
  *fingerprint = *value;
  return TRUE;
}

static void
pf_wire_delivery_iface_init (PfDeliveryInterface *iface)
{
  iface->list_accounts = wire_list_accounts;
  iface->get_id = wire_get_id;
  iface->check = wire_check;
  iface->note_error = wire_note_error;
  iface->note_success = wire_note_success;
  iface->renew_async = wire_renew;
  iface->renew_finish = finish_boolean;
  iface->create_board_async = wire_create_board;
  iface->create_board_finish = wire_create_board_finish;
  iface->create_pin_async = wire_create_pin;
  iface->create_pin_finish = wire_create_pin_finish;
  iface->create_section_async = wire_create_section;
  iface->create_section_finish = wire_create_section_finish;
  iface->save_pin_async = wire_save_pin;
  iface->save_pin_finish = wire_create_pin_finish;
  iface->update_async = wire_update;
  iface->update_finish = finish_pointer;
  iface->remove_async = wire_remove;
  iface->remove_finish = finish_boolean;
  iface->list_boards_async = wire_list_boards;
  iface->list_boards_finish = wire_list_finish;
  iface->list_sections_async = wire_list_sections;
  iface->list_sections_finish = wire_list_finish;
  iface->list_pins_async = wire_list_pins;
  iface->list_pins_finish = wire_list_finish;
  iface->fingerprint_async = wire_fingerprint;
  iface->fingerprint_finish = wire_fingerprint_finish;
  iface->prepare_async = wire_prepare;
  iface->prepare_finish = wire_prepare_finish;
  iface->register_media_async = wire_register_media;
  iface->register_media_finish = wire_media_finish;
  iface->upload_async = wire_upload;
  iface->upload_finish = finish_boolean;
  iface->get_media_async = wire_get_media;
  iface->get_media_finish = wire_media_finish;
}

/* Watching. */

static void
unwatch (PfWireDelivery *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
watch (PfWireDelivery *self)
{
  GListModel *model = G_LIST_MODEL (self->connections);
  static const char *const properties[]
      = { "notify::state", "notify::publishing", "notify::scopes-granted", "notify::account-id",
          "notify::pin-edit-refused" };

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      PfConnection *connection = g_list_model_get_item (model, i);

      g_ptr_array_add (self->watched, connection);
      for (guint j = 0; j < G_N_ELEMENTS (properties); j++)
        g_signal_connect_swapped (connection, properties[j], G_CALLBACK (pf_delivery_emit_changed),
                                  self);
    }
}

static void
on_items_changed (GListModel *model, guint at, guint removed, guint added, PfWireDelivery *self)
{
  unwatch (self);
  watch (self);
  pf_delivery_emit_changed (PF_DELIVERY (self));
}

static void
pf_wire_delivery_dispose (GObject *object)
{
  PfWireDelivery *self = PF_WIRE_DELIVERY (object);

  if (self->connections != NULL)
    {
      unwatch (self);
      g_signal_handlers_disconnect_by_data (self->connections, self);
      g_signal_handlers_disconnect_by_data (pf_context_get_network (self->context), self);
    }
  g_clear_object (&self->connections);
  g_clear_object (&self->pool);
  g_clear_object (&self->context);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_wire_delivery_parent_class)->dispose (object);
}

static void
pf_wire_delivery_class_init (PfWireDeliveryClass *class)
{
  G_OBJECT_CLASS (class)->dispose = pf_wire_delivery_dispose;
}

static void
pf_wire_delivery_init (PfWireDelivery *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * pf_wire_delivery_new:
 * @context: the context
 * @connections: the accounts
 *
 * Returns: (transfer full): the product's world outside. Main context.
 */
PfDelivery *
pf_wire_delivery_new (PfContext *context, PfConnections *connections)
{
  PfWireDelivery *self = g_object_new (PF_TYPE_WIRE_DELIVERY, NULL);

  self->context = g_object_ref (context);
  self->connections = g_object_ref (connections);
  g_signal_connect (connections, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect_swapped (pf_context_get_network (context), "changed",
                            G_CALLBACK (pf_delivery_emit_changed), self);
  watch (self);
  return PF_DELIVERY (self);
}

/**
 * pf_outbox_new:
 * @store: the user's own work
 * @mirror: what Pinterest said
 * @connections: the accounts
 *
 * Returns: (transfer full): an outbox that has not started. Main context.
 */
PfOutbox *
pf_outbox_new (PfStore *store, PfMirror *mirror, PfConnections *connections)
{
  g_autoptr (PfDelivery) delivery
      = pf_wire_delivery_new (pf_store_get_context (store), connections);

  return pf_outbox_new_with_delivery (store, mirror, delivery);
}
