/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-pin-read.h"

#include <string.h>

/* Records that come with new keys, so that the first pictures need no second reading. */
#define FIRST_RECORDS 250
/* So many keys come by themselves: on a screen are some dozens, and 100,000 take a third of a
 * second (performance.md P2). */
#define FIRST_KEYS 500

PfPinGroup *
pf_pin_group_new (const char *uuid, guint32 digest, gboolean gone)
{
  PfPinGroup *group = g_new0 (PfPinGroup, 1);

  group->uuid = g_strdup (uuid);
  group->digest = digest;
  group->gone = gone;
  return group;
}

void
pf_pin_group_free (gpointer data)
{
  PfPinGroup *group = data;

  g_free (group->uuid);
  g_free (group);
}

void
pf_pin_read_free (gpointer data)
{
  PfPinRead *self = data;

  g_free (self->connection_id);
  g_free (self->board_id);
  g_free (self->board_uuid);
  g_free (self->section_uuid);
  g_free (self->find);
  g_clear_pointer (&self->before, pf_pin_order_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_pointer (&self->live, g_array_unref);
  g_clear_pointer (&self->only, g_hash_table_unref);
  g_free (self);
}

void
pf_pin_reading_free (gpointer data)
{
  PfPinReading *self = data;

  g_clear_pointer (&self->order, pf_pin_order_unref);
  g_clear_pointer (&self->hunks, g_array_unref);
  g_clear_pointer (&self->refreshed, g_array_unref);
  g_clear_pointer (&self->pins, g_hash_table_unref);
  g_free (self);
}

static GArray *
new_keys (void)
{
  return g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
}

static gboolean
add_records (sqlite3 *db, GArray *keys, guint from, PfPinReading *reading, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = from; i < keys->len && i < from + FIRST_RECORDS; i++)
    g_array_append_val (entries, g_array_index (keys, PfMirrorKey, i).entry);
  return pf_mirror_read_pins (db, entries, reading->pins, error);
}

/* Whether what comes later goes to the end: nothing that was shown moves then. */
static gboolean
may_come_in_parts (const PfPinRead *self)
{
  return self->before == NULL && self->rows->len == 0
         && (self->groups == NULL || self->groups->len == 0) && self->sort == PF_PIN_SORT_LISTING
         && self->filter == PF_PIN_FILTER_NONE && self->only == NULL;
}

/* The keys as the mirror has them now; those of before where nothing changed. */
static GArray *
follow (sqlite3 *db, const PfPinRead *self, PfPinReading *reading, GError **error)
{
  GArray *known = self->before != NULL ? pf_pin_order_get_keys (self->before) : NULL;
  g_autoptr (PfMirrorSlice) slice = NULL;
  GArray *keys;

  if (self->board_id == NULL && !self->all)
    return new_keys ();
  if (self->partial && self->hold && known != NULL)
    {
      reading->more = TRUE;
      return g_array_ref (known);
    }
  slice = pf_mirror_read_slice (db, self->connection_id, self->board_id, self->revision, known,
                                !self->partial, may_come_in_parts (self) ? FIRST_KEYS : 0, error);
  if (slice == NULL)
    return NULL;
  reading->more = slice->more;
  reading->revision = slice->revision;
  if (known != NULL && slice->from == known->len && slice->keys->len == 0)
    return g_array_ref (known);
  if (slice->from == 0)
    keys = g_array_ref (slice->keys);
  else
    {
      keys = g_array_sized_new (FALSE, FALSE, sizeof (PfMirrorKey), slice->from + slice->keys->len);
      g_array_append_vals (keys, known->data, slice->from);
      g_array_append_vals (keys, slice->keys->data, slice->keys->len);
    }
  /* What is looked at may say something else now. */
  if ((slice->from == 0 && self->live != NULL
       && !pf_mirror_read_pins (db, self->live, reading->pins, error))
      || (!self->partial && !add_records (db, keys, slice->from, reading, error)))
    {
      g_array_unref (keys);
      return NULL;
    }
  return keys;
}

static GArray *
search (sqlite3 *db,
        const PfPinRead *self,
        PfPinReading *reading,
        GCancellable *cancellable,
        GError **error)
{
  GArray *keys = pf_mirror_search (db, self->connection_id, self->board_id, self->find, G_MININT64,
                                   self->n_limit + 1, cancellable, error);

  if (keys == NULL)
    return NULL;
  reading->more = keys->len > self->n_limit;
  if (reading->more)
    g_array_set_size (keys, self->n_limit);
  if (add_records (db, keys, self->before != NULL ? pf_pin_order_get_length (self->before) : 0,
                   reading, error)
      && add_records (db, keys, 0, reading, error))
    return keys;
  g_array_unref (keys);
  return NULL;
}

typedef struct
{
  char *text; /* collation key */
  guint index;
} Sortable;

static int
compare_sortable (gconstpointer a, gconstpointer b)
{
  const Sortable *first = a, *second = b;
  int by_text = strcmp (first->text, second->text);

  return by_text != 0 ? by_text : (first->index > second->index) - (first->index < second->index);
}

static char *
collation_key (const char *text)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  /* What has no title comes last. */
  return folded != NULL && *folded != '\0' ? g_utf8_collate_key (folded, -1) : g_strdup ("\xff");
}

static GArray *
rank (Sortable *all, guint n)
{
  GArray *ranks = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);
  guint32 number = 0;

  g_array_set_size (ranks, n);
  qsort (all, n, sizeof *all, compare_sortable);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && strcmp (all[i - 1].text, all[i].text) != 0)
        number++;
      g_array_index (ranks, guint32, all[i].index) = number;
    }
  for (guint i = 0; i < n; i++)
    g_free (all[i].text);
  return ranks;
}

static GArray *
rank_by_title (sqlite3 *db, GArray *keys, GError **error)
{
  g_autoptr (GPtrArray) titles = pf_mirror_read_titles (db, keys, error);
  g_autofree Sortable *all = g_new (Sortable, keys->len + 1);

  if (titles == NULL)
    return NULL;
  for (guint i = 0; i < keys->len; i++)
    all[i] = (Sortable){ collation_key (titles->pdata[i]), i };
  return rank (all, keys->len);
}

static GArray *
rank_by_board (sqlite3 *db, const char *connection_id, GArray *keys, GError **error)
{
  g_autoptr (GHashTable) names = pf_mirror_read_board_names (db, connection_id, error);
  g_autoptr (GHashTable) places = NULL;
  g_autoptr (GArray) order = NULL;
  g_autofree Sortable *all = NULL;
  GArray *ranks;
  GHashTableIter iter;
  gpointer listing, name;
  guint n = 0;

  if (names == NULL)
    return NULL;
  places = g_hash_table_new (NULL, NULL);
  all = g_new (Sortable, g_hash_table_size (names) + 1);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &listing, &name))
    {
      g_hash_table_insert (places, listing, GUINT_TO_POINTER (n));
      all[n] = (Sortable){ collation_key (name), n };
      n++;
    }
  order = rank (all, n);
  ranks = g_array_sized_new (FALSE, FALSE, sizeof (guint32), keys->len);
  for (guint i = 0; i < keys->len; i++)
    {
      gpointer place;
      guint32 value = G_MAXUINT32;

      if (g_hash_table_lookup_extended (
              places, GUINT_TO_POINTER (g_array_index (keys, PfMirrorKey, i).listing), NULL,
              &place))
        value = g_array_index (order, guint32, GPOINTER_TO_UINT (place));
      g_array_append_val (ranks, value);
    }
  return ranks;
}

/* Ranks for sorts that the keys do not tell. @ranks stays NULL for the others. */
static gboolean
make_ranks (sqlite3 *db, const PfPinRead *self, GArray *keys, GArray **ranks, GError **error)
{
  *ranks = NULL;
  if (self->sort != PF_PIN_SORT_TITLE && self->sort != PF_PIN_SORT_BOARD)
    return TRUE;
  if (self->before != NULL && self->before_sort == self->sort
      && pf_pin_order_get_keys (self->before) == keys
      && pf_pin_order_get_ranks (self->before) != NULL)
    {
      *ranks = g_array_ref (pf_pin_order_get_ranks (self->before));
      return TRUE;
    }
  *ranks = self->sort == PF_PIN_SORT_TITLE ? rank_by_title (db, keys, error)
                                           : rank_by_board (db, self->connection_id, keys, error);
  return *ranks != NULL;
}

static gboolean
seat_guests (sqlite3 *db, PfPinOverlay *overlay, PfPinReading *reading, GError **error)
{
  g_autoptr (GArray) uuids = pf_pin_overlay_get_guests (overlay);
  g_autoptr (GArray) guests = NULL;

  guests = uuids->len > 0 ? pf_mirror_read_keys (db, uuids, error) : new_keys ();
  if (guests == NULL || !add_records (db, guests, 0, reading, error))
    return FALSE;
  pf_pin_overlay_seat (overlay, guests);
  return TRUE;
}

static PfPinOverlay *
lay_over (const PfPinRead *self, GArray *keys)
{
  PfPinOverlay *before = self->before != NULL ? pf_pin_order_get_overlay (self->before) : NULL;

  if (self->find != NULL)
    return pf_pin_overlay_new_found (self->rows, self->connection_id, self->board_uuid, self->find,
                                     before, keys);
  return pf_pin_overlay_new (self->rows, self->connection_id, self->board_uuid, before, keys);
}

gpointer
pf_pin_read_run (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfPinRead *self = data;
  PfPinReading *reading = g_new0 (PfPinReading, 1);
  g_autoptr (PfPinOrder) none = NULL;
  g_autoptr (PfPinOverlay) overlay = NULL;
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GArray) ranks = NULL;

  reading->revision = self->revision;
  reading->pins = pf_mirror_pins_new ();
  keys = self->find != NULL ? search (db, self, reading, cancellable, error)
                            : follow (db, self, reading, error);
  if (keys != NULL)
    overlay = lay_over (self, keys);
  if (overlay == NULL || !seat_guests (db, overlay, reading, error)
      || !make_ranks (db, self, keys, &ranks, error)
      || (self->wanted != NULL && !pf_mirror_read_pins (db, self->wanted, reading->pins, error)))
    {
      pf_pin_reading_free (reading);
      return NULL;
    }
  reading->order = pf_pin_order_new (&(PfPinPlan){ .keys = keys,
                                                   .ranks = ranks,
                                                   .groups = self->groups,
                                                   .section_uuid = self->section_uuid,
                                                   .only = self->only,
                                                   .overlay = overlay,
                                                   .sort = self->sort,
                                                   .filter = self->filter });
  if (self->before == NULL)
    {
      g_autoptr (GArray) nothing = new_keys ();
      g_autoptr (PfPinOverlay) bare = pf_pin_overlay_new (self->rows, "", NULL, NULL, nothing);

      none = pf_pin_order_new (&(PfPinPlan){ .keys = nothing, .overlay = bare });
    }
  pf_pin_order_compare (self->before != NULL ? self->before : none, reading->order, &reading->hunks,
                        &reading->refreshed);
  return reading;
}
