/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-day.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

/**
 * PfInsightNote:
 *
 * What the user wrote on a day, for charts to show. His own: it stays when numbers are wiped.
 */
typedef struct
{
  char *uuid;
  PfDay day;
  char *text;
} PfInsightNote;

void pf_insight_note_free (PfInsightNote *self);

/* (element-type PfInsightNote), by day. */
void pf_insight_notes_list_async (PfStore *store,
                                  const char *connection_id,
                                  PfDay from,
                                  PfDay to,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *pf_insight_notes_list_finish (PfStore *store, GAsyncResult *result, GError **error);
/* @uuid: (nullable): another text or day for a note there is. @text: "" removes it. */
void pf_insight_notes_set_async (PfStore *store,
                                 const char *connection_id,
                                 const char *uuid,
                                 PfDay day,
                                 const char *text,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean pf_insight_notes_set_finish (PfStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
