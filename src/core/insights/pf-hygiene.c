/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-hygiene.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_BOARDS 2000
/* Records read at once. */
#define BATCH 500

typedef struct
{
  char *connection_id;
  PfHygiene *report;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->connection_id);
  g_clear_pointer (&look->report, pf_hygiene_free);
  g_free (look);
}

/**
 * pf_hygiene_free:
 * @self: (transfer full): a report
 */
void
pf_hygiene_free (PfHygiene *self)
{
  for (guint i = 0; i < PF_HYGIENE_N_KINDS; i++)
    g_ptr_array_unref (self->found[i]);
  g_free (self);
}

static PfHygiene *
hygiene_new (void)
{
  PfHygiene *self = g_new0 (PfHygiene, 1);

  for (guint i = 0; i < PF_HYGIENE_N_KINDS; i++)
    self->found[i] = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * pf_hygiene_get_title:
 * @kind: what should be mended
 *
 * Returns: (transfer none): what it is called
 */
const char *
pf_hygiene_get_title (PfHygieneKind kind)
{
  switch (kind)
    {
    case PF_HYGIENE_NO_ALT_TEXT:
      return _ ("Pins without alt text");
    case PF_HYGIENE_NO_LINK:
      return _ ("Pins without a link");
    case PF_HYGIENE_DUPLICATE_PICTURE:
      return _ ("Pins with the same picture");
    case PF_HYGIENE_UNSORTED:
      return _ ("Unsorted pins");
    case PF_HYGIENE_NO_DESCRIPTION:
      return _ ("Boards without a description");
    case PF_HYGIENE_DEAD_LINK:
      return _ ("Dead links");
    case PF_HYGIENE_N_KINDS:
    default:
      return "";
    }
}

/**
 * pf_hygiene_get_words:
 * @kind: what should be mended
 *
 * Returns: (transfer none): why
 */
const char *
pf_hygiene_get_words (PfHygieneKind kind)
{
  switch (kind)
    {
    case PF_HYGIENE_NO_ALT_TEXT:
      return _ ("People who do not see the picture are told nothing of it");
    case PF_HYGIENE_NO_LINK:
      return _ ("Nobody gets from them to your site");
    case PF_HYGIENE_DUPLICATE_PICTURE:
      return _ ("Pinterest shows fresh pictures rather than ones it has");
    case PF_HYGIENE_UNSORTED:
      return _ ("They are in no section, on boards that have sections");
    case PF_HYGIENE_NO_DESCRIPTION:
      return _ ("A description helps people and search to find a board");
    case PF_HYGIENE_DEAD_LINK:
      return _ ("The page that they lead to is gone");
    case PF_HYGIENE_N_KINDS:
    default:
      return "";
    }
}

static void
add (Look *look, PfHygieneKind kind, const PfMirrorKey *key)
{
  g_ptr_array_add (look->report->found[kind], pf_uuid_to_text (key->uuid));
}

static void
look_at_keys (Look *look, GArray *keys)
{
  /* Boards of which any pin is in a section. */
  g_autoptr (GHashTable) sorted = g_hash_table_new (NULL, NULL);

  look->report->n_pins = keys->len;
  for (guint i = 0; i < keys->len; i++)
    {
      const PfMirrorKey *key = &g_array_index (keys, PfMirrorKey, i);

      if (key->section != 0)
        g_hash_table_add (sorted, GUINT_TO_POINTER (key->listing));
    }
  for (guint i = 0; i < keys->len; i++)
    {
      const PfMirrorKey *key = &g_array_index (keys, PfMirrorKey, i);
      gboolean own = (key->flags & PF_MIRROR_OWN) != 0;

      if (own && (key->flags & PF_MIRROR_ALT) == 0)
        add (look, PF_HYGIENE_NO_ALT_TEXT, key);
      if (own && (key->flags & PF_MIRROR_LINK) == 0)
        add (look, PF_HYGIENE_NO_LINK, key);
      if (key->section == 0 && g_hash_table_contains (sorted, GUINT_TO_POINTER (key->listing)))
        add (look, PF_HYGIENE_UNSORTED, key);
    }
}

/* Renditions of one picture differ in what stands before its name: /236x/ab/cd/abcd….jpg. */
static char *
dup_picture_name (const PfPin *pin)
{
  const char *url = pin->n_pictures > 0 && pin->pictures[0].n_renditions > 0
                        ? pin->pictures[0].renditions[0].url
                        : NULL;
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *path = uri != NULL ? g_uri_get_path (uri) : "";
  const char *name = *path == '/' ? strchr (path + 1, '/') : NULL;

  return name != NULL && strlen (name) > 1 ? g_strdup (name) : NULL;
}

static gboolean
look_at_batch (sqlite3 *db, GArray *keys, guint from, GHashTable *pictures, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) pins = pf_mirror_pins_new ();
  guint to = MIN (from + BATCH, keys->len);

  for (guint i = from; i < to; i++)
    g_array_append_val (entries, g_array_index (keys, PfMirrorKey, i).entry);
  if (!pf_mirror_read_pins (db, entries, pins, error))
    return FALSE;
  for (guint i = from; i < to; i++)
    {
      const PfMirrorKey *key = &g_array_index (keys, PfMirrorKey, i);
      PfMirrorPin *found = g_hash_table_lookup (pins, &key->entry);
      char *name = found != NULL && (key->flags & PF_MIRROR_OWN) != 0
                       ? dup_picture_name (found->pin)
                       : NULL;
      GPtrArray *same;

      if (name == NULL)
        continue;
      same = g_hash_table_lookup (pictures, name);
      if (same == NULL)
        g_hash_table_insert (pictures, name, same = g_ptr_array_new_with_free_func (g_free));
      else
        g_free (name);
      g_ptr_array_add (same, pf_uuid_to_text (key->uuid));
    }
  return TRUE;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const GPtrArray *left = *(GPtrArray *const *)a, *right = *(GPtrArray *const *)b;

  if (left->len != right->len)
    return left->len > right->len ? -1 : 1;
  return g_strcmp0 (g_ptr_array_index (left, 0), g_ptr_array_index (right, 0));
}

static void
take_duplicates (Look *look, GHashTable *pictures)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer same;

  g_hash_table_iter_init (&iter, pictures);
  while (g_hash_table_iter_next (&iter, NULL, &same))
    if (((GPtrArray *)same)->len > 1)
      g_ptr_array_add (groups, same);
  g_ptr_array_sort (groups, compare_groups);
  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *group = g_ptr_array_index (groups, i);

      for (guint j = 0; j < group->len; j++)
        g_ptr_array_add (look->report->found[PF_HYGIENE_DUPLICATE_PICTURE],
                         g_strdup (g_ptr_array_index (group, j)));
    }
}

static gpointer
look_at_pins (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;
  g_autoptr (GArray) keys = pf_mirror_read_loaded (db, look->connection_id, error);
  g_autoptr (GHashTable) pictures
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

  if (keys == NULL)
    return NULL;
  look_at_keys (look, keys);
  for (guint from = 0; from < keys->len; from += BATCH)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !look_at_batch (db, keys, from, pictures, error))
      return NULL;
  take_duplicates (look, pictures);
  return PF_DB_OK;
}

static void
on_pins (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;

  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&look->report), (GDestroyNotify)pf_hygiene_free);
}

static void
on_walk (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfMirror *mirror = PF_MIRROR (source);
  Look *look = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (PfMirrorWalk) walk = pf_mirror_get_walk_finish (mirror, result, &error);

  if (walk == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  look->report->complete = walk->walked_at > 0;
  pf_db_run_async (pf_mirror_get_db_of (mirror, look->connection_id), PF_DB_READ, look_at_pins,
                   look, NULL, NULL, cancellable, on_pins, g_steal_pointer (&task));
}

static void
on_boards (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfMirror *mirror = PF_MIRROR (source);
  Look *look = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) boards = pf_mirror_get_boards_finish (mirror, result, &error);

  if (boards == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  look->report->n_boards = boards->len;
  for (guint i = 0; i < boards->len; i++)
    {
      const PfMirrorRow *row = g_ptr_array_index (boards, i);
      const PfBoard *board = row->record;

      if (!board->is_ads_only && (board->description == NULL || *board->description == '\0'))
        g_ptr_array_add (look->report->found[PF_HYGIENE_NO_DESCRIPTION], g_strdup (row->uuid));
    }
  pf_mirror_get_walk_async (mirror, look->connection_id, "pins", "", cancellable, on_walk,
                            g_steal_pointer (&task));
}

/**
 * pf_hygiene_look_async: (skip)
 * @mirror: the mirror
 * @connection_id: of whom
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Looks through what is loaded; asks nobody. Dead links are not looked for.
 */
void
pf_hygiene_look_async (PfMirror *mirror,
                       const char *connection_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (mirror, cancellable, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, pf_hygiene_look_async);
  g_task_set_task_data (task, look, look_free);
  look->connection_id = g_strdup (connection_id);
  look->report = hygiene_new ();
  pf_mirror_get_boards_async (mirror, connection_id, 0, MAX_BOARDS, cancellable, on_boards, task);
}

PfHygiene *
pf_hygiene_look_finish (PfMirror *mirror, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, mirror), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
