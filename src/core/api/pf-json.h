/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a reply may be at most (safety.md UI-5). */
#define PF_JSON_MAX_LENGTH (8 * 1024 * 1024)
#define PF_JSON_MAX_DEPTH 64
#define PF_JSON_MAX_VALUES 400000
#define PF_JSON_MAX_STRING (1024 * 1024)
#define PF_JSON_MAX_KEY 512

gboolean pf_json_guard (char *text, gsize length, GError **error);
JsonNode *pf_json_parse (char *text, gsize length, GError **error);
JsonObject *pf_json_parse_object (const char *json, gssize length, GError **error);

/* Reading: a member of another type counts as absent. */
const char *pf_json_get_text (JsonObject *object, const char *name);
char *pf_json_dup_text (JsonObject *object, const char *name);
char *pf_json_dup_id (JsonObject *object, const char *name);
gint64 pf_json_get_int (JsonObject *object, const char *name, gint64 fallback);
gint64 pf_json_get_count (JsonObject *object, const char *name);
gboolean pf_json_get_flag (JsonObject *object, const char *name);
JsonObject *pf_json_get_object (JsonObject *object, const char *name);
JsonArray *pf_json_get_array (JsonObject *object, const char *name);
gboolean pf_json_is_id (const char *text);

/* Writing, straight into a buffer. */
void pf_json_append_string (GString *json, const char *text);
void pf_json_append_name (GString *json, const char *name);
void pf_json_append_text_member (GString *json, const char *name, const char *text);
void pf_json_append_int_member (GString *json, const char *name, gint64 value);
void pf_json_append_flag_member (GString *json, const char *name, gboolean value);
void pf_json_append_time_member (GString *json, const char *name, gint64 time_us);

G_END_DECLS
