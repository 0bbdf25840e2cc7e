/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-json.h"
#include "core/api/pf-records.h"

G_BEGIN_DECLS

/* What records share. Each record's file has a static void Name_clear (Name *). */
#define PF_DEFINE_RECORD(Name, name)                                                               \
  G_DEFINE_BOXED_TYPE (Name, name, name##_ref, name##_unref)                                       \
  Name *name##_ref (Name *self)                                                                    \
  {                                                                                                \
    g_atomic_ref_count_inc (&self->refs);                                                          \
    return self;                                                                                   \
  }                                                                                                \
  void name##_unref (Name *self)                                                                   \
  {                                                                                                \
    if (!g_atomic_ref_count_dec (&self->refs))                                                     \
      return;                                                                                      \
    name##_clear (self);                                                                           \
    g_free (self);                                                                                 \
  }                                                                                                \
  Name *name##_new_from_json (const char *json, gssize length, GError **error)                     \
  {                                                                                                \
    g_autoptr (PfJson) object = pf_json_parse_object (json, length, error);                        \
    return object != NULL ? name##_new_from_object (object, error) : NULL;                         \
  }                                                                                                \
  static Name *name##_alloc (void)                                                                 \
  {                                                                                                \
    Name *self = g_new0 (Name, 1);                                                                 \
    g_atomic_ref_count_init (&self->refs);                                                         \
    return self;                                                                                   \
  }

PfAccount *pf_account_new_from_object (const PfJson *object, GError **error);
PfBoard *pf_board_new_from_object (const PfJson *object, GError **error);
PfSection *pf_section_new_from_object (const PfJson *object, GError **error);
PfPin *pf_pin_new_from_object (const PfJson *object, GError **error);
PfMedia *pf_media_new_from_object (const PfJson *object, GError **error);

gpointer pf_record_fail (GError **error, const char *what);

/* One page of {items, bookmark}; @make gives records, @free frees them. */
typedef gpointer (*PfRecordMake) (const PfJson *object, GError **error);
PfPage *
pf_page_new_from_json (const PfJson *root, PfRecordMake make, GDestroyNotify free, GError **error);

G_END_DECLS
