/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/**
 * PfHygieneKind:
 * @PF_HYGIENE_NO_ALT_TEXT: pins that a screen reader cannot tell
 * @PF_HYGIENE_NO_LINK: own pins that lead nowhere
 * @PF_HYGIENE_DUPLICATE_PICTURE: pins of one account with the same picture
 * @PF_HYGIENE_UNSORTED: pins in no section of a board that has sections
 * @PF_HYGIENE_NO_DESCRIPTION: boards without a description
 * @PF_HYGIENE_DEAD_LINK: pins whose link is gone: pf_hygiene_check_links_async() tells, not the
 * look
 */
typedef enum
{
  PF_HYGIENE_NO_ALT_TEXT,
  PF_HYGIENE_NO_LINK,
  PF_HYGIENE_DUPLICATE_PICTURE,
  PF_HYGIENE_UNSORTED,
  PF_HYGIENE_NO_DESCRIPTION,
  PF_HYGIENE_DEAD_LINK,
  PF_HYGIENE_N_KINDS
} PfHygieneKind;

/**
 * PfHygiene:
 * @found: by kind: (element-type utf8): local UUIDs of pins, or of boards for NO_DESCRIPTION;
 *   duplicates stand one beside the other
 * @n_pins, @n_boards: how many were looked at
 * @complete: whether all pins of the account are loaded; if not, this is of what is loaded
 *
 * What should be mended.
 */
typedef struct
{
  GPtrArray *found[PF_HYGIENE_N_KINDS];
  guint n_pins, n_boards;
  gboolean complete;
} PfHygiene;

void pf_hygiene_free (PfHygiene *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfHygiene, pf_hygiene_free)
const char *pf_hygiene_get_title (PfHygieneKind kind);
const char *pf_hygiene_get_words (PfHygieneKind kind);

void pf_hygiene_look_async (PfMirror *mirror,
                            const char *connection_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
PfHygiene *pf_hygiene_look_finish (PfMirror *mirror, GAsyncResult *result, GError **error);

G_END_DECLS
