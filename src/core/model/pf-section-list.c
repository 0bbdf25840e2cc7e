/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-edits.h"
#include "core/model/pf-items-private.h"
#include "core/model/pf-listing-view.h"
#include "core/model/pf-splice.h"

#include <string.h>

struct _PfSectionList
{
  GObject parent_instance;
  PfMirror *mirror;
  PfSync *sync;
  char *connection_id;
  char *board_uuid;
  char *board_id; /* NULL while the board itself is on its way */
  PfRowWatch *watch;
  PfListingView listing;
  PfEdits *edits;
  GPtrArray *sections; /* PfMirrorRow, as last read; NULL before */
  GPtrArray *items;    /* PfSectionItem, as shown */
  GPtrArray *gone;     /* PfSection */
  gboolean reading, again;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfSectionList,
                               pf_section_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

PF_IMPLEMENT_ITEMS (PfSectionList, PF_SECTION_LIST, PF_TYPE_SECTION_ITEM)

static void
pf_section_list_dispose (GObject *object)
{
  PfSectionList *self = PF_SECTION_LIST (object);

  g_clear_pointer (&self->watch, pf_row_watch_free);
  pf_listing_view_clear (&self->listing);
  if (self->mirror != NULL)
    g_signal_handlers_disconnect_by_data (self->mirror, self);
  g_clear_object (&self->mirror);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (pf_section_list_parent_class)->dispose (object);
}

static void
pf_section_list_finalize (GObject *object)
{
  PfSectionList *self = PF_SECTION_LIST (object);

  g_free (self->connection_id);
  g_free (self->board_uuid);
  g_free (self->board_id);
  g_clear_pointer (&self->sections, g_ptr_array_unref);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->gone);
  pf_edits_free (self->edits);
  G_OBJECT_CLASS (pf_section_list_parent_class)->finalize (object);
}

static void
pf_section_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  pf_listing_view_get (&PF_SECTION_LIST (object)->listing, id, value);
}

static void
pf_section_list_class_init (PfSectionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_section_list_dispose;
  object_class->finalize = pf_section_list_finalize;
  object_class->get_property = pf_section_list_get_property;
  pf_listing_view_install (object_class);
  /**
   * PfSectionList::changed:
   * @self: a list
   *
   * Something is other than before: after items-changed, if there was one.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
section_unref (gpointer section)
{
  pf_section_unref (section);
}

static void
pf_section_list_init (PfSectionList *self)
{
  pf_listing_view_init (&self->listing, G_OBJECT (self));
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->gone = g_ptr_array_new_with_free_func (section_unref);
  self->edits = pf_edits_new ();
}

static PfSectionItem *
find_item (PfSectionList *self, const char *uuid)
{
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (pf_section_item_get_uuid (self->items->pdata[i]), uuid) == 0)
      return self->items->pdata[i];
  return NULL;
}

static void
add_item (PfSectionList *self,
          GPtrArray *items,
          const char *uuid,
          PfSection *section,
          guint32 hash,
          const PfEdit *edit,
          PfOutboxRow *row)
{
  PfSectionItem *item = find_item (self, uuid);
  const char *name = section != NULL ? section->name : row->name;

  if (edit != NULL)
    {
      hash ^= edit->hash;
      if (edit->changes.fields & PF_CHANGE_NAME)
        name = edit->changes.name;
      if (edit->shown != NULL)
        row = edit->shown;
    }
  /* Not ^: the row of the edit is in there already. */
  hash = hash * 31 + pf_row_hash (row);
  if (item != NULL && pf_section_item_get_hash (item) == hash)
    g_object_ref (item);
  else
    item = pf_section_item_new (uuid, section, row, name, hash);
  g_ptr_array_add (items, item);
}

static void
rebuild (PfSectionList *self)
{
  g_autoptr (PfSectionList) keep = g_object_ref (self);
  g_autoptr (GHashTable) hashes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) creates = NULL;
  GPtrArray *items;

  if (!pf_section_list_is_read (self))
    return;
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->sections != NULL && i < self->sections->len; i++)
    {
      const PfMirrorRow *row = self->sections->pdata[i];

      g_hash_table_insert (hashes, row->uuid, GUINT_TO_POINTER (row->hash));
      g_hash_table_insert (hashes, ((PfSection *)row->record)->id, GUINT_TO_POINTER (row->hash));
    }
  pf_edits_follow (self->edits, pf_row_watch_get_rows (self->watch), self->connection_id,
                   PF_OP_CREATE_SECTION, PF_OP_UPDATE_SECTION, PF_OP_DELETE_SECTION,
                   self->board_uuid, hashes);
  g_ptr_array_set_size (self->gone, 0);
  for (guint i = 0; self->sections != NULL && i < self->sections->len; i++)
    {
      const PfMirrorRow *row = self->sections->pdata[i];
      const PfEdit *edit = pf_edits_find (self->edits, row->uuid);

      if (edit != NULL && edit->gone)
        g_ptr_array_add (self->gone, pf_section_ref (row->record));
      else
        add_item (self, items, row->uuid, row->record, row->hash, edit, NULL);
    }
  creates = pf_edits_list_creates (self->edits, hashes);
  for (guint i = 0; i < creates->len; i++)
    {
      PfOutboxRow *row = creates->pdata[i];

      add_item (self, items, row->object_uuid, NULL, 1,
                pf_edits_find (self->edits, row->object_uuid), row);
    }
  pf_splice (G_LIST_MODEL (self), &self->items, items);
  pf_listing_view_set_n_pending (&self->listing, pf_edits_get_n_pending (self->edits));
  pf_listing_view_set_current (&self->listing, !self->reading && !self->again);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void read_sections (PfSectionList *self);

static void
on_sections (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfSectionList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sections
      = pf_mirror_get_sections_finish (PF_MIRROR (source), result, &error);

  self->reading = FALSE;
  if (self->mirror == NULL)
    return;
  if (sections == NULL)
    g_debug ("Could not read sections: %s", error->message);
  else
    {
      g_clear_pointer (&self->sections, g_ptr_array_unref);
      self->sections = g_steal_pointer (&sections);
      rebuild (self);
    }
  if (self->again)
    read_sections (self);
}

static void
read_sections (PfSectionList *self)
{
  self->again = self->reading;
  if (self->reading || self->mirror == NULL || self->board_id == NULL)
    return;
  self->reading = TRUE;
  pf_listing_view_set_current (&self->listing, FALSE);
  pf_mirror_get_sections_async (self->mirror, self->connection_id, self->board_id, NULL,
                                on_sections, g_object_ref (self));
}

static void
on_sections_changed (PfMirror *mirror,
                     const char *connection_id,
                     const char *board_id,
                     PfSectionList *self)
{
  if (g_strcmp0 (board_id, self->board_id) == 0 && strcmp (connection_id, self->connection_id) == 0)
    read_sections (self);
}

static void
on_place_changed (PfMirror *mirror, const char *connection_id, PfSectionList *self)
{
  if (strcmp (connection_id, self->connection_id) == 0)
    read_sections (self);
}

static void
set_board_id (PfSectionList *self, const char *board_id)
{
  self->board_id = g_strdup (board_id);
  read_sections (self);
  if (self->sync == NULL)
    return;
  pf_listing_view_watch (&self->listing, pf_sync_get_sections (self->sync, board_id));
  if (pf_listing_get_loaded_at (self->listing.listing) == 0)
    pf_listing_load_more (self->listing.listing);
}

static void
on_rows (gpointer data)
{
  g_autoptr (PfSectionList) self = g_object_ref (data);
  GPtrArray *rows = pf_row_watch_get_rows (self->watch);

  for (guint i = 0; self->board_id == NULL && i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      if (row->op == PF_OP_CREATE_BOARD && row->remote_id != NULL
          && strcmp (row->object_uuid, self->board_uuid) == 0)
        set_board_id (self, row->remote_id);
    }
  rebuild (self);
}

/**
 * pf_section_list_new:
 * @mirror: the mirror
 * @sync: (nullable): pulls the sections; without it only what is there is shown
 * @outbox: the outbox
 * @connection: whose board
 * @board: the board, which may itself be pending
 *
 * A #GListModel of #PfSectionItem: the sections of a board, those being made last. Begins to load
 * them, once in a session.
 *
 * Returns: (transfer full): a list
 */
PfSectionList *
pf_section_list_new (
    PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection, PfBoardItem *board)
{
  PfSectionList *self = g_object_new (PF_TYPE_SECTION_LIST, NULL);

  self->mirror = g_object_ref (mirror);
  g_set_object (&self->sync, sync);
  self->connection_id = g_strdup (pf_connection_get_id (connection));
  self->board_uuid = g_strdup (pf_board_item_get_uuid (board));
  g_signal_connect (mirror, "sections-changed", G_CALLBACK (on_sections_changed), self);
  g_signal_connect (mirror, "place-changed", G_CALLBACK (on_place_changed), self);
  self->watch = pf_row_watch_new (outbox, on_rows, self);
  if (pf_board_item_get_board (board) != NULL)
    set_board_id (self, pf_board_item_get_board (board)->id);
  return self;
}

/**
 * pf_section_list_refresh:
 * @self: a list
 *
 * Asks the service again; what is shown stays until the answer is there.
 */
void
pf_section_list_refresh (PfSectionList *self)
{
  if (self->listing.listing != NULL)
    pf_listing_refresh (self->listing.listing);
}

/**
 * pf_section_list_find:
 * @self: a list
 * @uuid: (nullable): local UUID of a section
 *
 * Returns: (transfer full) (nullable): its item
 */
PfSectionItem *
pf_section_list_find (PfSectionList *self, const char *uuid)
{
  PfSectionItem *item = uuid != NULL ? find_item (self, uuid) : NULL;

  return item != NULL ? g_object_ref (item) : NULL;
}

gboolean
pf_section_list_is_read (PfSectionList *self)
{
  return pf_row_watch_is_loaded (self->watch) && (self->board_id == NULL || self->sections != NULL);
}

GPtrArray *
pf_section_list_get_gone (PfSectionList *self)
{
  return self->gone;
}
