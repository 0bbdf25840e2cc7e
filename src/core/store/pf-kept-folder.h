/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-context.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The pictures of a kept copy: as they came, each under the digest of its address. */
char *pf_kept_folder_get_path (PfContext *context, const char *connection_id);
/* Of a picture's renditions the one that is kept is at least so wide, in pixels. */
#define PF_KEPT_PICTURE_WIDTH 600

/* What is in it. */
typedef struct
{
  GHashTable *sizes; /* (element-type utf8 gsize): bytes by name */
  guint64 n_bytes;
} PfKeptSurvey;
void pf_kept_survey_free (PfKeptSurvey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfKeptSurvey, pf_kept_survey_free)

char *pf_kept_folder_make_name (const char *url);
/* Both block. */
void pf_kept_folder_remove (const char *path);
/* @wanted: (element-type utf8): ids of the connections whose pictures are kept */
void pf_kept_folder_sweep (PfContext *context, GHashTable *wanted);

void pf_kept_folder_survey_async (const char *path,
                                  gboolean use,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
PfKeptSurvey *pf_kept_folder_survey_finish (GAsyncResult *result, GError **error);
void pf_kept_folder_change_async (PfContext *context,
                                  const char *path,
                                  GPtrArray *drop,
                                  const char *name,
                                  GBytes *picture,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean pf_kept_folder_change_finish (GAsyncResult *result, GError **error);

/* Reads a kept picture; with @any_size another rendition of it will do. PF_ERROR_NOT_FOUND when it
 * is not kept. */
void pf_kept_folder_load_async (PfContext *context,
                                const char *path,
                                const char *url,
                                gboolean any_size,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GBytes *pf_kept_folder_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
