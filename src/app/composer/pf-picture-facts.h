/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-draft.h"

G_BEGIN_DECLS

/**
 * PfPictureFacts:
 * @what: what it is: name, size in pixels and bytes
 * @will: (nullable): what will be done to it before it leaves
 * @advice: (nullable): what would make it better
 *
 * A picture of a draft in words.
 */
typedef struct
{
  char *what;
  char *will;
  char *advice;
} PfPictureFacts;

void pf_picture_facts_async (PfStore *store,
                             const PfDraft *draft,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
PfPictureFacts *pf_picture_facts_finish (GAsyncResult *result, GError **error);
void pf_picture_facts_free (PfPictureFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPictureFacts, pf_picture_facts_free)

G_END_DECLS
