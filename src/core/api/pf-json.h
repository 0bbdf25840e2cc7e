/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a reply may be at most (safety.md UI-5). */
#define PF_JSON_MAX_LENGTH (8 * 1024 * 1024)
#define PF_JSON_MAX_DEPTH 64
#define PF_JSON_MAX_VALUES 400000
#define PF_JSON_MAX_STRING (1024 * 1024)
#define PF_JSON_MAX_KEY 512

typedef enum
{
  PF_JSON_NULL,
  PF_JSON_FLAG,
  PF_JSON_INT,
  PF_JSON_REAL,
  PF_JSON_TEXT,
  PF_JSON_ARRAY,
  PF_JSON_OBJECT,
} PfJsonKind;

/**
 * PfJson:
 * @kind: what it is
 * @length: of an array or object, how many are in it
 * @span: how many values it is with all that is in it: the next one beside it stands so far on
 * @name: (nullable): of a member of an object
 * @number: of PF_JSON_INT; 0 or 1 of PF_JSON_FLAG
 * @real: of PF_JSON_REAL
 * @text: of PF_JSON_TEXT
 *
 * A value of a reply. All of a reply are one block of memory in the order they were read, which
 * only the first one, the root, frees. To be read only.
 */
typedef struct _PfJson PfJson;
struct _PfJson
{
  PfJsonKind kind;
  guint length;
  guint span;
  const char *name;
  union
  {
    gint64 number;
    double real;
    const char *text;
  };
};

PfJson *pf_json_parse (char *text, gsize length, GError **error);
PfJson *pf_json_parse_object (const char *json, gssize length, GError **error);
void pf_json_free (PfJson *root);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfJson, pf_json_free)

/* What is in an array or object, one after the other. */
const PfJson *pf_json_first (const PfJson *self);
const PfJson *pf_json_next (const PfJson *self, const PfJson *child);

/* Reading: a member of another type counts as absent; of a name that comes twice the last counts.
 */
const char *pf_json_get_text (const PfJson *object, const char *name);
char *pf_json_dup_text (const PfJson *object, const char *name);
char *pf_json_dup_id (const PfJson *object, const char *name);
gint64 pf_json_get_int (const PfJson *object, const char *name, gint64 fallback);
gint64 pf_json_get_count (const PfJson *object, const char *name);
gboolean pf_json_get_flag (const PfJson *object, const char *name);
const PfJson *pf_json_get_object (const PfJson *object, const char *name);
const PfJson *pf_json_get_array (const PfJson *object, const char *name);
gboolean pf_json_is_id (const char *text);

/* Writing, straight into a buffer. */
void pf_json_append_value (GString *json, const PfJson *value);
void pf_json_append_string (GString *json, const char *text);
void pf_json_append_name (GString *json, const char *name);
void pf_json_append_text_member (GString *json, const char *name, const char *text);
void pf_json_append_int_member (GString *json, const char *name, gint64 value);
void pf_json_append_flag_member (GString *json, const char *name, gboolean value);
void pf_json_append_time_member (GString *json, const char *name, gint64 time_us);

G_END_DECLS
