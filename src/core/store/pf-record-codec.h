/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-records.h"

G_BEGIN_DECLS

/**
 * PfRecordKind:
 *
 * The records that the mirror keeps.
 */
typedef enum
{
  PF_RECORD_BOARD,
  PF_RECORD_SECTION,
  PF_RECORD_PIN,
} PfRecordKind;

/* A compact form of a record for the mirror, which lives no longer than its process:
 * several times smaller and faster than JSON (performance.md P11). */
GBytes *pf_record_encode (PfRecordKind kind, gconstpointer record);
gpointer pf_record_decode (PfRecordKind kind, const void *data, gsize length);
/* The first texts of a pin, in the order they are kept. */
#define PF_RECORD_PEEK 8
gboolean pf_record_peek_pin (const void *data, gsize length, const char **texts, gsize *lengths);

gpointer pf_record_ref (PfRecordKind kind, gpointer record);
void pf_record_unref (PfRecordKind kind, gpointer record);
const char *pf_record_get_id (PfRecordKind kind, gconstpointer record);

G_END_DECLS
