/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-pin-edits"

#include "config.h"

#include "app/pins/pf-pin-edits.h"

#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/api/pf-json.h"
#include "core/store/pf-snippet.h"

#include <glib/gi18n.h>

/* What is typed is on disk so soon after the last letter. */
#define SAVE_AFTER_MS 400

struct _PfPinEdits
{
  GObject parent_instance;
  PfWindow *window; /* (unowned): it holds this */
  PfStore *store;
  GHashTable *asked; /* connection ids whose edits were read, or are being read */
  GHashTable *edits; /* "connection pin" -> PfChanges */
  GHashTable *kept;  /* the same -> UUID in the store */
  GHashTable *dirty; /* those to be written */
  guint save_id;
  gboolean told; /* that it could not be kept */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfPinEdits, pf_pin_edits, G_TYPE_OBJECT)

static const struct
{
  PfChangeField field;
  const char *name;
  gsize offset;
} texts[] = {
  { PF_CHANGE_TITLE, "title", G_STRUCT_OFFSET (PfChanges, title) },
  { PF_CHANGE_DESCRIPTION, "description", G_STRUCT_OFFSET (PfChanges, description) },
  { PF_CHANGE_ALT_TEXT, "alt_text", G_STRUCT_OFFSET (PfChanges, alt_text) },
  { PF_CHANGE_LINK, "link", G_STRUCT_OFFSET (PfChanges, link) },
  { PF_CHANGE_BOARD, "board", G_STRUCT_OFFSET (PfChanges, board_uuid) },
  { PF_CHANGE_SECTION, "section", G_STRUCT_OFFSET (PfChanges, section_uuid) },
};

static char *
make_key (const char *connection_id, const char *pin_uuid)
{
  return g_strdup_printf ("%s %s", connection_id, pin_uuid);
}

static char *
to_json (const PfChanges *changes)
{
  GString *json = g_string_new ("{");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if ((changes->fields & texts[i].field) != 0)
      {
        const char *text = G_STRUCT_MEMBER (char *, changes, texts[i].offset);

        pf_json_append_text_member (json, texts[i].name, text != NULL ? text : "");
      }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static PfChanges *
from_json (const char *json)
{
  g_autoptr (PfJson) object = pf_json_parse_object (json, -1, NULL);
  PfChanges *changes = g_new0 (PfChanges, 1);

  for (guint i = 0; object != NULL && i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = pf_json_get_text (object, texts[i].name);
      gboolean place = (texts[i].field & (PF_CHANGE_BOARD | PF_CHANGE_SECTION)) != 0;

      if (text == NULL)
        continue;
      changes->fields |= texts[i].field;
      if (*text != '\0' || !place)
        G_STRUCT_MEMBER (char *, changes, texts[i].offset) = g_strdup (text);
    }
  return changes;
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfPinEdits) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = pf_store_save_snippet_finish (PF_STORE (source), result, &error);

  if (uuid == NULL)
    g_warning ("What was typed could not be kept: %s", error->message);
  if (self != NULL && uuid == NULL && !self->told)
    {
      g_autofree char *why = pf_error_words (error);
      g_autofree char *words = g_strdup_printf (_ ("What you wrote could not be kept. %s"), why);

      pf_window_add_toast (self->window, pf_toast_new_long (words));
    }
  if (self != NULL)
    self->told = uuid == NULL;
}

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_store_delete_snippet_finish (PF_STORE (source), result, &error))
    g_warning ("What was saved is still kept as typed: %s", error->message);
}

static void
write_one (PfPinEdits *self, const char *key)
{
  const PfChanges *changes = g_hash_table_lookup (self->edits, key);
  const char *uuid = g_hash_table_lookup (self->kept, key);

  /* Not to be cancelled: the window may close meanwhile. */
  if (changes != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (key, " ", 2);
      g_autofree char *json = to_json (changes);
      g_autoptr (PfSnippet) snippet = pf_snippet_new (PF_SNIPPET_EDIT, parts[0], parts[1], json);

      if (uuid == NULL)
        {
          uuid = pf_random_uuid (pf_context_get_random (pf_store_get_context (self->store)));
          g_hash_table_insert (self->kept, g_strdup (key), (char *)uuid);
        }
      snippet->uuid = g_strdup (uuid);
      pf_store_save_snippet_async (self->store, snippet, NULL, kept_cb, pf_weak_new (self));
    }
  else if (uuid != NULL)
    {
      pf_store_delete_snippet_async (self->store, uuid, NULL, dropped_cb, NULL);
      g_hash_table_remove (self->kept, key);
    }
}

static void
write_all (PfPinEdits *self)
{
  GHashTableIter iter;
  const char *key;

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, (gpointer *)&key, NULL))
    write_one (self, key);
  g_hash_table_remove_all (self->dirty);
}

static void
save_timeout (gpointer data)
{
  PfPinEdits *self = data;

  self->save_id = 0;
  write_all (self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfPinEdits) self = pf_weak_take (data);
  g_autoptr (GPtrArray) snippets = pf_store_list_snippets_finish (PF_STORE (source), result, NULL);

  if (self == NULL || snippets == NULL || snippets->len == 0)
    return;
  for (guint i = 0; i < snippets->len; i++)
    {
      const PfSnippet *snippet = g_ptr_array_index (snippets, i);
      char *key = make_key (snippet->connection_id, snippet->name);

      if (g_hash_table_contains (self->edits, key))
        {
          /* Typed in this moment: that counts, and takes the place of the one before. */
          g_free (key);
          continue;
        }
      g_hash_table_insert (self->kept, g_strdup (key), g_strdup (snippet->uuid));
      g_hash_table_insert (self->edits, key, from_json (snippet->value));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pf_pin_edits_dispose (GObject *object)
{
  PfPinEdits *self = PF_PIN_EDITS (object);

  if (self->store != NULL)
    write_all (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pf_pin_edits_parent_class)->dispose (object);
}

static void
pf_pin_edits_finalize (GObject *object)
{
  PfPinEdits *self = PF_PIN_EDITS (object);

  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->edits);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->dirty);
  G_OBJECT_CLASS (pf_pin_edits_parent_class)->finalize (object);
}

static void
pf_pin_edits_class_init (PfPinEditsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_pin_edits_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_pin_edits_finalize;
  /**
   * PfPinEdits::changed:
   * @self: edits
   *
   * Those of an earlier session were read.
   */
  signals[CHANGED] = g_signal_new ("changed", PF_TYPE_PIN_EDITS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pf_pin_edits_init (PfPinEdits *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->edits
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)pf_changes_free);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * pf_pin_edits_get:
 * @window: a window with a workspace
 *
 * Returns: (transfer none): what was typed in it; as long as the window lives
 */
PfPinEdits *
pf_pin_edits_get (PfWindow *window)
{
  PfPinEdits *self = g_object_get_data (G_OBJECT (window), "pin-edits");

  if (self == NULL)
    {
      self = g_object_new (PF_TYPE_PIN_EDITS, NULL);
      self->window = window;
      self->store = g_object_ref (pf_workspace_get_store (pf_window_get_workspace (window)));
      g_object_set_data_full (G_OBJECT (window), "pin-edits", self, g_object_unref);
    }
  return self;
}

/**
 * pf_pin_edits_find:
 * @self: edits
 * @connection: whose pin
 * @pin_uuid: local UUID of a pin
 *
 * Those of an earlier session are read when an account is asked for first; `changed` tells.
 *
 * Returns: (transfer none) (nullable): what was typed and not saved
 */
const PfChanges *
pf_pin_edits_find (PfPinEdits *self, PfConnection *connection, const char *pin_uuid)
{
  const char *id = pf_connection_get_id (connection);
  g_autofree char *key = make_key (id, pin_uuid);

  if (g_hash_table_add (self->asked, g_strdup (id)))
    pf_store_list_snippets_async (self->store, id, PF_SNIPPET_EDIT, NULL, listed_cb,
                                  pf_weak_new (self));
  return g_hash_table_lookup (self->edits, key);
}

/**
 * pf_pin_edits_set:
 * @self: edits
 * @connection: whose pin
 * @pin_uuid: local UUID of a pin
 * @changes: (nullable): what is typed; %NULL when it is saved or thrown away
 *
 * Keeps it, on the disk in a moment.
 */
void
pf_pin_edits_set (PfPinEdits *self,
                  PfConnection *connection,
                  const char *pin_uuid,
                  const PfChanges *changes)
{
  char *key = make_key (pf_connection_get_id (connection), pin_uuid);

  g_hash_table_add (self->dirty, g_strdup (key));
  if (changes != NULL && changes->fields != 0)
    g_hash_table_insert (self->edits, key, pf_changes_copy (changes));
  else
    {
      g_hash_table_remove (self->edits, key);
      g_free (key);
    }
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add_once (SAVE_AFTER_MS, save_timeout, self);
}
