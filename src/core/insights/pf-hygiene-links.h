/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/**
 * PfLinkCheck:
 * @dead: (element-type utf8): local UUIDs of pins that lead to a page that is gone (404 or 410)
 * @n_links: different links that loaded pins of the account have
 * @n_checked: of these, how many answered; of the others nothing is known
 *
 * What websites say about the links of pins.
 */
typedef struct
{
  GPtrArray *dead;
  guint n_links, n_checked;
} PfLinkCheck;

void pf_link_check_free (PfLinkCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfLinkCheck, pf_link_check_free)

/* Most links of one check. */
#define PF_HYGIENE_MAX_LINKS 200

/* How many links were asked of how many; main thread, with the callback's @user_data, before it. */
typedef void (*PfLinkProgress) (guint n_done, guint n_links, gpointer user_data);

void pf_hygiene_check_links_async (PfMirror *mirror,
                                   const char *connection_id,
                                   GCancellable *cancellable,
                                   PfLinkProgress progress,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
PfLinkCheck *pf_hygiene_check_links_finish (PfMirror *mirror, GAsyncResult *result, GError **error);

G_END_DECLS
