/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/media/pf-media-prepare.h"
#include "core/outbox/pf-outbox.h"

G_BEGIN_DECLS

/**
 * PfDeliveryAccount:
 * @connection_id: the connection
 * @service: service id
 * @account_id: (nullable): the account's id at the service, when known
 * @waiting_for: (nullable): why nothing can be sent now: "account", "publishing"
 *   or "network"; %NULL when it can
 * @looking_waits: even reading has to wait (not for publishing that is off)
 * @can_pins: pins may be written with the scopes granted
 * @can_boards: boards may be written
 * @no_edits: Pinterest refused to let this app edit pins
 *
 * An account as the outbox sees it. A value of one moment.
 */
typedef struct
{
  char *connection_id;
  char *service;
  char *account_id;
  const char *waiting_for;
  gboolean looking_waits;
  gboolean can_pins;
  gboolean can_boards;
  gboolean no_edits;
} PfDeliveryAccount;

void pf_delivery_account_free (PfDeliveryAccount *self);

#define PF_TYPE_DELIVERY (pf_delivery_get_type ())
G_DECLARE_INTERFACE (PfDelivery, pf_delivery, PF, DELIVERY, GObject)

/**
 * PfDeliveryInterface:
 * @list_accounts: (transfer full) (element-type PfDeliveryAccount): all accounts, now
 * @get_id: id of @connection
 * @check: whether @op may be asked of the account at all; the error has the words
 * @note_error: tells the account what a reply taught
 * @note_success: (nullable): tells the account that a call worked
 * @renew_async: the token was refused: get another, once
 * @create_board_async: POST /boards
 * @create_pin_async: POST /pins
 * @create_section_async: POST of a section
 * @save_pin_async: POST /pins/{id}/save
 * @update_async: PATCH of a pin, a board or a section; the record by @op
 * @remove_async: DELETE of a pin, a board or a section (which needs its board)
 * @list_boards_async: a page of GET /boards
 * @list_sections_async: a page of a board's sections
 * @list_pins_async: a page of a board's pins, newest first, those of sections among them;
 *   with a section id only those in it
 * @fingerprint_async: of a pin's picture, as the service serves it
 * @prepare_async: makes a picture ready to upload, turned and cut as wanted
 * @register_media_async: POST /media
 * @upload_async: sends a video to where that said
 * @get_media_async: GET /media/{media_id}
 *
 * All that the outbox needs of the world outside: accounts, wire and pictures.
 * The product's one stands over PfConnections, PfClient and the media room; a
 * simulation gives another (safety.md FT-1, FT-3). Main context. Write errors
 * are those of PfClient: PfErrorDetail's maybe_sent decides (PQ-2).
 * Signal "changed" (): accounts, their states or the network changed.
 */
struct _PfDeliveryInterface
{
  GTypeInterface parent;
  GPtrArray *(*list_accounts) (PfDelivery *self);
  const char *(*get_id) (PfDelivery *self, PfConnection *connection);
  gboolean (*check) (PfDelivery *self, const char *connection_id, PfOutboxOp op, GError **error);
  void (*note_error) (PfDelivery *self,
                      const char *connection_id,
                      const GError *error,
                      const char *operation);
  void (*note_success) (PfDelivery *self, const char *connection_id, const char *operation);
  void (*renew_async) (PfDelivery *self,
                       const char *connection_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
  gboolean (*renew_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*create_board_async) (PfDelivery *self,
                              const char *connection_id,
                              const PfNewBoard *board,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
  PfBoard *(*create_board_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*create_pin_async) (PfDelivery *self,
                            const char *connection_id,
                            const PfNewPin *pin,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
  PfPin *(*create_pin_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*create_section_async) (PfDelivery *self,
                                const char *connection_id,
                                const char *board_id,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
  PfSection *(*create_section_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*save_pin_async) (PfDelivery *self,
                          const char *connection_id,
                          const char *pin_id,
                          const char *board_id,
                          const char *section_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
  PfPin *(*save_pin_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*update_async) (PfDelivery *self,
                        const char *connection_id,
                        PfOutboxOp op,
                        const char *remote_id,
                        const char *board_id,
                        const PfPatch *patch,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  gpointer (*update_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*remove_async) (PfDelivery *self,
                        const char *connection_id,
                        PfOutboxOp op,
                        const char *remote_id,
                        const char *board_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  gboolean (*remove_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*list_boards_async) (PfDelivery *self,
                             const char *connection_id,
                             const char *bookmark,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
  PfPage *(*list_boards_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*list_sections_async) (PfDelivery *self,
                               const char *connection_id,
                               const char *board_id,
                               const char *bookmark,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
  PfPage *(*list_sections_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*list_pins_async) (PfDelivery *self,
                           const char *connection_id,
                           const char *board_id,
                           const char *section_id,
                           const char *bookmark,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
  PfPage *(*list_pins_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*fingerprint_async) (PfDelivery *self,
                             const char *connection_id,
                             PfPin *pin,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
  gboolean (*fingerprint_finish) (PfDelivery *self,
                                  GAsyncResult *result,
                                  guint64 *fingerprint,
                                  GError **error);
  void (*prepare_async) (PfDelivery *self,
                         GBytes *picture,
                         const PfMediaEdit *edit,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
  PfPrepared *(*prepare_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*register_media_async) (PfDelivery *self,
                                const char *connection_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
  PfMedia *(*register_media_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*upload_async) (PfDelivery *self,
                        const char *connection_id,
                        const PfMedia *media,
                        const char *path,
                        PfUploadProgress progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  gboolean (*upload_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
  void (*get_media_async) (PfDelivery *self,
                           const char *connection_id,
                           const char *media_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
  PfMedia *(*get_media_finish) (PfDelivery *self, GAsyncResult *result, GError **error);
};

void pf_delivery_emit_changed (PfDelivery *self);

G_END_DECLS
