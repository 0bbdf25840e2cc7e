/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-patch.h"
#include "core/api/pf-records.h"
#include "core/base/pf-authorizer.h"
#include "core/base/pf-budget.h"
#include "core/base/pf-context.h"
#include "core/base/pf-service.h"

G_BEGIN_DECLS

#define PF_TYPE_CLIENT (pf_client_get_type ())
G_DECLARE_FINAL_TYPE (PfClient, pf_client, PF, CLIENT, GObject)

/*
 * Pinterest API v5 of one account: one SoupSession, async only, GET retried
 * (jittered), writes never (safety.md PQ-2). Replies: at most 8 MiB, depth 64,
 * parsed on a worker. Errors: domain PF_ERROR with a PfErrorDetail.
 * A write's error says in maybe_sent whether its body stream was ever read.
 * All calls on the thread that made the client.
 */
PfClient *pf_client_new (PfContext *context,
                         PfService *service,
                         PfAuthorizer *authorizer, /* keeps a weak reference: it owns the client */
                         PfBudget *budget);
PfService *pf_client_get_service (PfClient *self);
void pf_client_abort (PfClient *self); /* cancels everything and closes connections */

/* Each read takes a priority, each call a cancellable. Finish functions:
 * records (transfer full). page_size 1..250. */
#define PF_DECLARE_CALL(Ret, name, ...)                                                            \
  void pf_client_##name##_async (PfClient *self, __VA_ARGS__, GCancellable *cancellable,           \
                                 GAsyncReadyCallback callback, gpointer data);                     \
  Ret pf_client_##name##_finish (PfClient *self, GAsyncResult *result, GError **error)

PF_DECLARE_CALL (PfAccount *, get_account, PfPriority priority);
PF_DECLARE_CALL (GPtrArray *, list_businesses, PfPriority priority); /* of char* usernames */
PF_DECLARE_CALL (PfPage *, list_boards, PfPriority priority, guint page_size, const char *bookmark);
PF_DECLARE_CALL (PfBoard *, get_board, PfPriority priority, const char *board_id);
PF_DECLARE_CALL (PfPage *,
                 list_sections,
                 PfPriority priority,
                 const char *board_id,
                 guint page_size,
                 const char *bookmark);
PF_DECLARE_CALL (PfPage *,
                 list_board_pins,
                 PfPriority priority,
                 const char *board_id,
                 guint page_size,
                 const char *bookmark);
PF_DECLARE_CALL (PfPage *,
                 list_section_pins,
                 PfPriority priority,
                 const char *board_id,
                 const char *section_id,
                 guint page_size,
                 const char *bookmark);
PF_DECLARE_CALL (PfPage *, list_pins, PfPriority priority, guint page_size, const char *bookmark);
PF_DECLARE_CALL (PfPin *, get_pin, PfPriority priority, const char *pin_id);

/**
 * PfNewBoard: what POST /boards takes
 */
typedef struct
{
  const char *name;
  const char *description;
  PfPrivacy privacy;
} PfNewBoard;

/**
 * PfNewPinItem: one picture of a carousel
 */
typedef struct
{
  const char *title; /* nullable, as are the others */
  const char *description;
  const char *link;
  const char *content_type; /* image/jpeg or image/png */
  GBytes *picture;
} PfNewPinItem;

/**
 * PfNewPin: what POST /pins takes (api-facts section 9). One picture: @picture. A
 * carousel: @items. A video: @media_id, and @picture is its cover, or else @cover_time.
 * Pictures are streamed as base64 into the body, without a copy of the whole.
 */
typedef struct
{
  const char *board_id;
  const char *section_id; /* nullable, as are the texts */
  const char *title;
  const char *description;
  const char *alt_text;
  const char *link;
  const char *content_type; /* image/jpeg or image/png */
  GBytes *picture;
  const PfNewPinItem *items; /* 2 to 5 of them */
  guint n_items;
  const char *media_id;
  int cover_time; /* seconds; when there is no @picture */
} PfNewPin;

/* Strings and bytes are copied or referenced before the call returns. */
PF_DECLARE_CALL (PfBoard *, create_board, const PfNewBoard *board);
PF_DECLARE_CALL (PfSection *, create_section, const char *board_id, const char *name);
PF_DECLARE_CALL (PfPin *, create_pin, const PfNewPin *pin);
PF_DECLARE_CALL (gboolean, delete_pin, const char *pin_id);
PF_DECLARE_CALL (gboolean, delete_board, const char *board_id);
PF_DECLARE_CALL (gboolean, delete_section, const char *board_id, const char *section_id);
PF_DECLARE_CALL (PfBoard *, update_board, const char *board_id, const PfPatch *patch);
PF_DECLARE_CALL (PfSection *,
                 update_section,
                 const char *board_id,
                 const char *section_id,
                 const PfPatch *patch);
PF_DECLARE_CALL (PfPin *, update_pin, const char *pin_id, const PfPatch *patch);
PF_DECLARE_CALL (
    PfPin *, save_pin, const char *pin_id, const char *board_id, const char *section_id);

/* Pictures: from the service's picture hosts only, https (Practice: loopback), at most
 * max_length bytes, no token sent, up to 16 connections (performance.md rule 8). */
PF_DECLARE_CALL (GBytes *, fetch_picture, const char *url, gsize max_length, int io_priority);

/* Videos (api-facts section 10). What POST /media answers says where to send the file. */
void pf_client_register_media_async (PfClient *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
PfMedia *pf_client_register_media_finish (PfClient *self, GAsyncResult *result, GError **error);
PF_DECLARE_CALL (PfMedia *, get_media, PfPriority priority, const char *media_id);

/* Sends a file to where register_media said, without the token. @progress gets the share
 * that has left, 0 to 1, in the main context; at most ten times a second. */
typedef void (*PfUploadProgress) (double share, gpointer data);
void pf_client_upload_media_async (PfClient *self,
                                   const PfMedia *media,
                                   const char *path,
                                   PfUploadProgress progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean pf_client_upload_media_finish (PfClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
