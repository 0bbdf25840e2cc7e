/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-fault.h"

#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *kind;
  PracticePhase phase;
} kinds[] = {
  { "cut-before-accept", PRACTICE_PHASE_ACCEPT },
  { "cut-after-headers", PRACTICE_PHASE_HEAD },
  { "cut-in-request-body", PRACTICE_PHASE_HEAD },
  { "delay", PRACTICE_PHASE_REQUEST },
  { "delay-reply", PRACTICE_PHASE_REQUEST },
  { "hold", PRACTICE_PHASE_REQUEST },
  { "cut-before-commit", PRACTICE_PHASE_REQUEST },
  { "cut-after-commit", PRACTICE_PHASE_REQUEST },
  { "late", PRACTICE_PHASE_REQUEST },
  { "twice", PRACTICE_PHASE_REQUEST },
  { "cut-after-reply-line", PRACTICE_PHASE_REQUEST },
  { "cut-mid-body", PRACTICE_PHASE_REQUEST },
  { "reset", PRACTICE_PHASE_REQUEST },
  { "truncated", PRACTICE_PHASE_REQUEST },
  { "hostile-json", PRACTICE_PHASE_REQUEST },
  { "status", PRACTICE_PHASE_REQUEST },
  { "429", PRACTICE_PHASE_REQUEST },
  { "spam", PRACTICE_PHASE_REQUEST },
  { "wrong-content-type", PRACTICE_PHASE_REQUEST },
  { "redirect", PRACTICE_PHASE_REQUEST },
  { "black-hole", PRACTICE_PHASE_REQUEST },
  { "slow-drip", PRACTICE_PHASE_REQUEST },
  { "gzip-bomb", PRACTICE_PHASE_REQUEST },
  { "token-revoked", PRACTICE_PHASE_REQUEST },
  { "repeat-bookmark", PRACTICE_PHASE_REQUEST },
  { "empty-page", PRACTICE_PHASE_REQUEST },
};

struct _PracticeFaults
{
  GPtrArray *all;
  /* Cleared ones stay, because a request under way may still point at its fault. */
  GPtrArray *retired;
  guint next_id;
};

static void
fault_free (PracticeFault *self)
{
  g_free (self->match);
  g_free (self->kind);
  g_clear_pointer (&self->value, json_node_unref);
  g_free (self);
}

PracticeFaults *
practice_faults_new (void)
{
  PracticeFaults *self = g_new0 (PracticeFaults, 1);

  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify)fault_free);
  self->retired = g_ptr_array_new_with_free_func ((GDestroyNotify)fault_free);
  return self;
}

void
practice_faults_free (PracticeFaults *self)
{
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->retired);
  g_free (self);
}

static int
phase_of (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return (int)kinds[i].phase;
  return -1;
}

gboolean
practice_faults_add (PracticeFaults *self,
                     const char *match,
                     const char *kind,
                     JsonNode *value,
                     int times,
                     int commit,
                     guint *id)
{
  PracticeFault *fault;

  if (kind == NULL || phase_of (kind) < 0)
    return FALSE;
  fault = g_new0 (PracticeFault, 1);
  fault->id = ++self->next_id;
  fault->match = g_strdup (match != NULL ? match : "*");
  fault->kind = g_strdup (kind);
  fault->value = value != NULL ? json_node_copy (value) : NULL;
  fault->times = times;
  fault->commit = commit;
  g_ptr_array_add (self->all, fault);
  if (id != NULL)
    *id = fault->id;
  return TRUE;
}

gboolean
practice_faults_add_text (PracticeFaults *self, const char *text)
{
  g_autofree char *kind = NULL;
  g_autofree char *match = NULL;
  g_autoptr (JsonNode) value = NULL;
  const char *equals = strchr (text, '=');
  gsize head = equals != NULL ? (gsize)(equals - text) : strlen (text);
  char *colon;
  int times = -1;

  kind = g_strndup (text, head);
  colon = strchr (kind, ':');
  if (colon != NULL)
    {
      match = g_strdup (colon + 1);
      *colon = '\0';
    }
  if (equals != NULL)
    {
      g_autofree char *raw = g_strdup (equals + 1);
      char *star = strrchr (raw, '*');

      if (star != NULL)
        {
          times = atoi (star + 1);
          *star = '\0';
        }
      value = json_from_string (raw, NULL);
      if (value == NULL && raw[0] != '\0')
        {
          value = json_node_new (JSON_NODE_VALUE);
          json_node_set_string (value, raw);
        }
    }
  return practice_faults_add (self, match, kind, value, times, -1, NULL);
}

void
practice_faults_clear (PracticeFaults *self)
{
  while (self->all->len > 0)
    {
      PracticeFault *fault = g_ptr_array_steal_index (self->all, 0);

      fault->cleared = TRUE;
      g_ptr_array_add (self->retired, fault);
    }
}

static gboolean
strikes (PracticeFault *fault, PracticePhase phase, const char *op, const char *path)
{
  if (fault->times == 0 || phase_of (fault->kind) != (int)phase)
    return FALSE;
  /* Before a connection is read nobody knows what it asks for. */
  if (phase == PRACTICE_PHASE_ACCEPT)
    return TRUE;
  if (op != NULL && g_pattern_match_simple (fault->match, op))
    return TRUE;
  /* A bare star means the API, not its pictures and pages. */
  if (g_str_equal (fault->match, "*"))
    return g_str_has_prefix (path, "/v5/");
  return g_pattern_match_simple (fault->match, path);
}

gboolean
practice_faults_armed (PracticeFaults *self, PracticePhase phase)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      PracticeFault *fault = g_ptr_array_index (self->all, i);

      if (fault->times != 0 && phase_of (fault->kind) == (int)phase)
        return TRUE;
    }
  return FALSE;
}

PracticeFault *
practice_faults_take (PracticeFaults *self, PracticePhase phase, const char *op, const char *path)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      PracticeFault *fault = g_ptr_array_index (self->all, i);

      if (!strikes (fault, phase, op, path))
        continue;
      if (fault->times > 0)
        fault->times--;
      fault->hits++;
      return fault;
    }
  return NULL;
}

JsonNode *
practice_faults_list (PracticeFaults *self)
{
  JsonArray *all = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->all->len; i++)
    {
      PracticeFault *fault = g_ptr_array_index (self->all, i);
      JsonObject *o = json_object_new ();

      json_object_set_int_member (o, "id", fault->id);
      json_object_set_string_member (o, "match", fault->match);
      json_object_set_string_member (o, "kind", fault->kind);
      json_object_set_int_member (o, "times", fault->times);
      json_object_set_int_member (o, "hits", fault->hits);
      json_array_add_object_element (all, o);
    }
  json_node_take_array (node, all);
  return node;
}

gint64
practice_fault_number (PracticeFault *self, gint64 otherwise)
{
  if (self->value == NULL || !JSON_NODE_HOLDS_VALUE (self->value)
      || json_node_get_value_type (self->value) == G_TYPE_STRING)
    return otherwise;
  return json_node_get_int (self->value);
}

const char *
practice_fault_text (PracticeFault *self, const char *otherwise)
{
  if (self->value == NULL || !JSON_NODE_HOLDS_VALUE (self->value)
      || json_node_get_value_type (self->value) != G_TYPE_STRING)
    return otherwise;
  return json_node_get_string (self->value);
}

gboolean
practice_fault_is (PracticeExchange *x, const char *kind)
{
  return x->fault != NULL && g_str_equal (x->fault->kind, kind);
}
