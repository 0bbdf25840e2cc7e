/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-secret.h"

G_BEGIN_DECLS

/**
 * PfTokenRecord:
 * @access_token: what requests carry
 * @refresh_token: (nullable): what renews it
 * @access_expires_at: wall clock, us; 0 unknown
 * @refresh_expires_at: likewise
 * @obtained_at: wall clock of the reply
 * @tries: renewals of this pair that began and whose reply is not known to have come
 *
 * The tokens of one account, as they lie sealed.
 */
typedef struct
{
  PfSecret *access_token;
  PfSecret *refresh_token;
  gint64 access_expires_at;
  gint64 refresh_expires_at;
  gint64 obtained_at;
  guint32 tries;
} PfTokenRecord;

PfSecret *pf_token_record_write (const PfTokenRecord *self);
PfTokenRecord *pf_token_record_read (PfSecret *plain, GError **error);
PfTokenRecord *pf_token_record_copy (const PfTokenRecord *self);
void pf_token_record_free (PfTokenRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfTokenRecord, pf_token_record_free)

G_END_DECLS
