/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sync"

#include "config.h"

#include "core/sync/pf-kept-urls.h"

#include "core/store/pf-kept-folder.h"
#include "core/store/pf-mirror.h"

static void
add_url (GPtrArray *urls, const char *url)
{
  if (url != NULL && *url != '\0')
    g_ptr_array_add (urls, g_strdup (url));
}

static void
add_pin (GPtrArray *urls, const PfPin *pin)
{
  for (guint i = 0; i < pin->n_pictures; i++)
    {
      const PfRendition *best = pf_picture_set_best (&pin->pictures[i], PF_KEPT_PICTURE_WIDTH);

      add_url (urls, best != NULL ? best->url : NULL);
    }
  if (pin->n_pictures == 0)
    add_url (urls, pin->cover_url);
}

/**
 * pf_kept_urls_read_entries:
 * @db: the database
 * @connection_id: (type utf8): of whom
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type gint64) (nullable): a #GArray of the pins, newest first
 */
gpointer
pf_kept_urls_read_entries (sqlite3 *db,
                           gpointer connection_id,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (PfMirrorSlice) slice
      = pf_mirror_read_slice (db, connection_id, NULL, 0, NULL, FALSE, 0, error);
  GArray *entries;

  if (slice == NULL)
    return NULL;
  entries = g_array_sized_new (FALSE, FALSE, sizeof (gint64), slice->keys->len);
  for (guint i = 0; i < slice->keys->len; i++)
    g_array_append_val (entries, g_array_index (slice->keys, PfMirrorKey, i).entry);
  return entries;
}

/**
 * pf_kept_urls_read:
 * @db: the database
 * @entries: (type GArray) (element-type gint64): some pins
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): a #GPtrArray of the addresses of their
 *   pictures in the size that is kept
 */
gpointer
pf_kept_urls_read (sqlite3 *db, gpointer entries, GCancellable *cancellable, GError **error)
{
  const GArray *wanted = entries;
  g_autoptr (GHashTable) pins = pf_mirror_pins_new ();
  GPtrArray *urls;

  if (!pf_mirror_read_pins (db, entries, pins, error))
    return NULL;
  urls = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < wanted->len; i++)
    {
      const PfMirrorPin *pin = g_hash_table_lookup (pins, &g_array_index (wanted, gint64, i));

      if (pin != NULL)
        add_pin (urls, pin->pin);
    }
  return urls;
}

/**
 * pf_kept_urls_of_boards:
 * @rows: (element-type PfMirrorRow): boards
 *
 * Returns: (transfer full) (element-type utf8): the addresses of their covers
 */
GPtrArray *
pf_kept_urls_of_boards (const GPtrArray *rows)
{
  GPtrArray *urls = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      const PfBoard *board = ((PfMirrorRow *)rows->pdata[i])->record;

      add_url (urls, board->cover_url);
      for (char **url = board->thumbnail_urls; *url != NULL; url++)
        add_url (urls, *url);
    }
  return urls;
}
