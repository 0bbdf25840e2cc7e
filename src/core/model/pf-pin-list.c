/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-listing-view.h"
#include "core/model/pf-pin-read.h"
#include "core/model/pf-row-watch.h"
#include "core/sync/pf-sync-run.h"

#include <string.h>

struct _PfPinList
{
  GObject parent_instance;
  PfPinView view;
  PfMirror *mirror;
  PfSync *sync;
  PfSectionList *sections; /* NULL for all pins */
  char *connection_id;
  char *board_uuid;   /* NULL for all pins */
  char *board_id;     /* NULL while the board itself is on its way */
  char *section_uuid; /* NULL for all of the board */
  PfRowWatch *watch;
  PfListingView listing;
  PfPinSort sort, shown_sort;
  PfPinFilter filter;
  GHashTable *only; /* nullable: pf_pin_order_new_set() */
  PfDb *db;         /* that the revision is of; no reference */
  gint64 revision;  /* of the last slice */
  gboolean reading, again;
  gboolean partial; /* the rest of the keys follows */
  guint rest_id;    /* until it does */
};

/* The rest of the keys of a long list, as long as one is not scrolled, leaves the first pictures
 * their time: it is a reader's work for a third of a second. */
#define REST_MS 200

enum
{
  PROP_IN_PLACE = PF_LISTING_VIEW_N_PROPS
};

enum
{
  READ,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);
static void tile_source_init (PfTileSourceInterface *iface);
static void read_pins (PfPinList *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfPinList,
                               pf_pin_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (PF_TYPE_TILE_SOURCE, tile_source_init))

PF_IMPLEMENT_PIN_VIEW (PfPinList, PF_PIN_LIST)

static void
pf_pin_list_dispose (GObject *object)
{
  PfPinList *self = PF_PIN_LIST (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_pointer (&self->watch, pf_row_watch_free);
  pf_listing_view_clear (&self->listing);
  pf_pin_view_dispose (&self->view);
  if (self->mirror != NULL)
    g_signal_handlers_disconnect_by_data (self->mirror, self);
  if (self->sections != NULL)
    g_signal_handlers_disconnect_by_data (self->sections, self);
  g_clear_object (&self->sections);
  g_clear_object (&self->mirror);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (pf_pin_list_parent_class)->dispose (object);
}

static void
pf_pin_list_finalize (GObject *object)
{
  PfPinList *self = PF_PIN_LIST (object);

  g_free (self->connection_id);
  g_free (self->board_uuid);
  g_free (self->board_id);
  g_free (self->section_uuid);
  g_clear_pointer (&self->only, g_hash_table_unref);
  pf_pin_view_finalize (&self->view);
  G_OBJECT_CLASS (pf_pin_list_parent_class)->finalize (object);
}

static void
pf_pin_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfPinList *self = PF_PIN_LIST (object);

  if (id == PROP_IN_PLACE)
    g_value_set_boolean (value, self->view.in_place);
  else
    pf_listing_view_get (&self->listing, id, value);
}

static void
pf_pin_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_return_if_fail (id == PROP_IN_PLACE);
  PF_PIN_LIST (object)->view.in_place = g_value_get_boolean (value);
}

static void
pf_pin_list_class_init (PfPinListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_pin_list_dispose;
  object_class->finalize = pf_pin_list_finalize;
  object_class->get_property = pf_pin_list_get_property;
  object_class->set_property = pf_pin_list_set_property;
  pf_listing_view_install (object_class);
  /**
   * PfPinList::read:
   * @self: the list
   *
   * What is on this computer was read once more; the first time it is complete as far as a
   * screen goes, and may be nothing.
   */
  signals[READ] = g_signal_new ("read", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  /**
   * PfPinList:in-place:
   *
   * Whether pins with other contents are told by #PfTileSource::refreshed. Else they
   * are replaced with items-changed, as views of GTK need it.
   */
  g_object_class_install_property (object_class, PROP_IN_PLACE,
                                   g_param_spec_boolean ("in-place", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT
                                                             | G_PARAM_STATIC_STRINGS));
}

static void
on_wanted (gpointer owner)
{
  read_pins (owner);
}

static void
pf_pin_list_init (PfPinList *self)
{
  pf_listing_view_init (&self->listing, G_OBJECT (self));
  pf_pin_view_init (&self->view, G_LIST_MODEL (self), on_wanted);
}

/* The sections as groups, those that are being deleted at the end. */
static GPtrArray *
list_groups (PfPinList *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (pf_pin_group_free);
  GPtrArray *gone = pf_section_list_get_gone (self->sections);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sections));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfSectionItem) item = g_list_model_get_item (G_LIST_MODEL (self->sections), i);
      const PfSection *section = pf_section_item_get_section (item);

      g_ptr_array_add (groups, pf_pin_group_new (pf_section_item_get_uuid (item),
                                                 pf_mirror_section_digest (
                                                     section != NULL ? section->id : NULL),
                                                 FALSE));
    }
  for (guint i = 0; i < gone->len; i++)
    {
      const PfSection *section = gone->pdata[i];

      g_ptr_array_add (groups, pf_pin_group_new (section->id,
                                                 pf_mirror_section_digest (section->id), TRUE));
    }
  return groups;
}

static gboolean
read_rest (gpointer data)
{
  PfPinList *self = data;

  self->rest_id = 0;
  read_pins (self);
  return G_SOURCE_REMOVE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfPinList) self = data;
  g_autoptr (GError) error = NULL;
  PfPinReading *reading = pf_db_run_finish (PF_DB (source), result, &error);
  gboolean more = reading != NULL && reading->more;

  self->reading = FALSE;
  if (reading == NULL)
    g_debug ("Could not read pins: %s", error->message);
  else if (self->mirror != NULL && self->db == PF_DB (source))
    {
      self->revision = reading->revision;
      self->partial = more;
      pf_pin_view_show (&self->view, reading->order, reading->hunks, reading->refreshed,
                        reading->pins);
      pf_listing_view_set_n_pending (&self->listing,
                                     pf_pin_overlay_get_n_pending (
                                         pf_pin_order_get_overlay (reading->order)));
      pf_listing_view_set_current (&self->listing, !self->again && !more);
    }
  g_clear_pointer (&reading, pf_pin_reading_free);
  if (self->mirror == NULL)
    return;
  if (more && self->rest_id == 0)
    self->rest_id = g_timeout_add_full (G_PRIORITY_LOW, REST_MS, read_rest, self, NULL);
  if (self->again || g_hash_table_size (self->view.wanted) > 0)
    read_pins (self);
  g_signal_emit (self, signals[READ], 0);
}

static void
read_pins (PfPinList *self)
{
  PfPinRead *read;
  PfDb *db;

  self->again = self->reading;
  /* Rows alone or pins alone would flash. */
  if (self->reading || self->mirror == NULL || !pf_row_watch_is_loaded (self->watch)
      || (self->sections != NULL && !pf_section_list_is_read (self->sections)))
    return;
  self->reading = TRUE;
  pf_listing_view_set_current (&self->listing, FALSE);
  db = pf_mirror_get_db_of (self->mirror, self->connection_id);
  if (db != self->db)
    {
      self->revision = 0;
      g_clear_handle_id (&self->rest_id, g_source_remove);
    }
  self->db = db;
  read = g_new0 (PfPinRead, 1);
  read->connection_id = g_strdup (self->connection_id);
  read->board_id = g_strdup (self->board_id);
  read->board_uuid = g_strdup (self->board_uuid);
  read->section_uuid = g_strdup (self->section_uuid);
  read->all = self->board_uuid == NULL;
  read->revision = self->revision;
  read->partial = self->partial;
  read->before = self->view.order != NULL ? pf_pin_order_ref (self->view.order) : NULL;
  read->rows = g_ptr_array_ref (pf_row_watch_get_rows (self->watch));
  read->groups = self->sections != NULL ? list_groups (self) : NULL;
  /* All pins lie newest first: nothing is to be sorted. */
  read->sort = read->all && self->sort == PF_PIN_SORT_NEWEST ? PF_PIN_SORT_LISTING : self->sort;
  read->before_sort = self->shown_sort;
  read->filter = self->filter;
  /* Of anything else than more at the end, all must be known at once. */
  read->hold = self->rest_id != 0 && read->sort == PF_PIN_SORT_LISTING
               && read->filter == PF_PIN_FILTER_NONE && self->only == NULL;
  read->only = self->only != NULL ? g_hash_table_ref (self->only) : NULL;
  read->wanted = pf_pin_view_take_wanted (&self->view);
  read->live = pf_pin_view_list_live (&self->view);
  self->shown_sort = read->sort;
  pf_db_run_async (db, PF_DB_READ, pf_pin_read_run, read, pf_pin_read_free, pf_pin_reading_free,
                   NULL, on_read, g_object_ref (self));
}

static void
on_pins_changed (PfMirror *mirror, const char *connection_id, const char *board_id, PfPinList *self)
{
  if (strcmp (connection_id, self->connection_id) == 0
      && (self->board_uuid == NULL || g_strcmp0 (board_id, self->board_id) == 0))
    read_pins (self);
}

/* Names may sort. */
static void
on_boards_changed (PfMirror *mirror, const char *connection_id, PfPinList *self)
{
  if (self->sort == PF_PIN_SORT_BOARD && strcmp (connection_id, self->connection_id) == 0)
    read_pins (self);
}

static void
on_place_changed (PfMirror *mirror, const char *connection_id, PfPinList *self)
{
  if (strcmp (connection_id, self->connection_id) == 0)
    read_pins (self);
}

static void
watch_listing (PfPinList *self, PfListing *listing)
{
  pf_listing_view_watch (&self->listing, listing);
  if (pf_listing_get_loaded_at (listing) == 0)
    pf_listing_load_more (listing);
}

/* The pins of a section come with those of the board; until all of them are there, the section
 * is listed by itself. */
static void
watch_section (PfPinList *self)
{
  g_autoptr (PfSectionItem) item = NULL;
  PfListing *board;

  if (self->listing.listing != NULL || self->sync == NULL || self->board_id == NULL)
    return;
  item = pf_section_list_find (self->sections, self->section_uuid);
  if (item == NULL || pf_section_item_get_section (item) == NULL)
    return;
  board = pf_sync_get_pins (self->sync, self->board_id);
  if (pf_listing_get_state (board) == PF_LISTING_END)
    watch_listing (self, board);
  else
    watch_listing (self, pf_sync_get_section_pins (self->sync, self->board_id,
                                                   pf_section_item_get_section (item)->id));
}

static void
set_board_id (PfPinList *self, const char *board_id)
{
  self->board_id = g_strdup (board_id);
  read_pins (self);
  if (self->sync == NULL)
    return;
  if (self->section_uuid != NULL)
    watch_section (self);
  else
    watch_listing (self, pf_sync_get_pins (self->sync, board_id));
}

static void
on_sections (PfPinList *self)
{
  if (self->section_uuid != NULL)
    watch_section (self);
  read_pins (self);
}

static void
on_rows (gpointer data)
{
  /* Whoever is told may let go of the list. */
  g_autoptr (PfPinList) self = g_object_ref (data);
  GPtrArray *rows = pf_row_watch_get_rows (self->watch);

  for (guint i = 0; self->board_uuid != NULL && self->board_id == NULL && i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      if (row->op == PF_OP_CREATE_BOARD && row->remote_id != NULL
          && strcmp (row->object_uuid, self->board_uuid) == 0)
        set_board_id (self, row->remote_id);
    }
  read_pins (self);
}

static PfPinList *
new_list (PfMirror *mirror,
          PfSync *sync,
          PfOutbox *outbox,
          PfConnection *connection,
          PfBoardItem *board,
          const char *section_uuid)
{
  PfPinList *self = g_object_new (PF_TYPE_PIN_LIST, NULL);

  self->mirror = g_object_ref (mirror);
  g_set_object (&self->sync, sync);
  self->connection_id = g_strdup (pf_connection_get_id (connection));
  self->section_uuid = g_strdup (section_uuid);
  g_signal_connect (mirror, "pins-changed", G_CALLBACK (on_pins_changed), self);
  g_signal_connect (mirror, "boards-changed", G_CALLBACK (on_boards_changed), self);
  g_signal_connect (mirror, "place-changed", G_CALLBACK (on_place_changed), self);
  if (board != NULL)
    {
      self->board_uuid = g_strdup (pf_board_item_get_uuid (board));
      self->sections = pf_section_list_new (mirror, sync, outbox, connection, board);
      g_signal_connect_swapped (self->sections, "changed", G_CALLBACK (on_sections), self);
    }
  self->watch = pf_row_watch_new (outbox, on_rows, self);
  if (board != NULL && pf_board_item_get_board (board) != NULL)
    set_board_id (self, pf_board_item_get_board (board)->id);
  return self;
}

/**
 * pf_pin_list_new:
 * @mirror: the mirror
 * @sync: (nullable): pulls the pins; without it only what is there is shown
 * @outbox: the outbox
 * @connection: whose board
 * @board: the board, which may itself be pending
 *
 * A #GListModel of #PfPinItem and a #PfTileSource: the pins of a board, first those without a
 * section, then section by section; what is on its way stands on top of its group. Begins to load
 * the first page. Items are handles made on demand; the list itself keeps some 60 bytes a pin.
 *
 * Returns: (transfer full): a list
 */
PfPinList *
pf_pin_list_new (
    PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection, PfBoardItem *board)
{
  return new_list (mirror, sync, outbox, connection, board, NULL);
}

/**
 * pf_pin_list_new_section:
 * @mirror: the mirror
 * @sync: (nullable): pulls the pins
 * @outbox: the outbox
 * @connection: whose board
 * @board: the board
 * @section_uuid: local UUID of its section, which may itself be pending
 *
 * As pf_pin_list_new(), but only what is in the section, in one group.
 *
 * Returns: (transfer full): a list
 */
PfPinList *
pf_pin_list_new_section (PfMirror *mirror,
                         PfSync *sync,
                         PfOutbox *outbox,
                         PfConnection *connection,
                         PfBoardItem *board,
                         const char *section_uuid)
{
  return new_list (mirror, sync, outbox, connection, board, section_uuid);
}

/**
 * pf_pin_list_new_all:
 * @mirror: the mirror
 * @sync: (nullable): pulls the pins
 * @outbox: the outbox
 * @connection: whose pins
 *
 * As pf_pin_list_new(), but the pins of all boards, the newest first and in one group.
 *
 * Returns: (transfer full): a list
 */
PfPinList *
pf_pin_list_new_all (PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection)
{
  PfPinList *self = new_list (mirror, sync, outbox, connection, NULL, NULL);

  if (sync != NULL)
    watch_listing (self, pf_sync_get_all_pins (sync));
  return self;
}

/**
 * pf_pin_list_load_more:
 * @self: a list
 *
 * Asks for the next page, as the view comes near the end; without effect while one
 * is on its way or when there are no more. Also tries again after an error.
 */
void
pf_pin_list_load_more (PfPinList *self)
{
  /* The pass over everything brings all pins, and the listing goes on where that ends. */
  if (self->board_uuid == NULL && self->sync != NULL
      && pf_sync_run_get_state (pf_sync_get_run (self->sync)) == PF_SYNC_RUN_RUNNING)
    return;
  if (self->listing.listing != NULL)
    pf_listing_load_more (self->listing.listing);
}

/**
 * pf_pin_list_refresh:
 * @self: a list
 *
 * Asks the service again; what is shown stays until the answer is there.
 */
void
pf_pin_list_refresh (PfPinList *self)
{
  if (self->listing.listing != NULL)
    pf_listing_refresh (self->listing.listing);
  if (self->sections != NULL)
    pf_section_list_refresh (self->sections);
}

/**
 * pf_pin_list_set_sort:
 * @self: a list
 * @sort: what it is sorted by, in each group by itself
 *
 * Sorts what is loaded, on a thread of its own; the list tells when it is done.
 */
void
pf_pin_list_set_sort (PfPinList *self, PfPinSort sort)
{
  if (self->sort == sort)
    return;
  self->sort = sort;
  read_pins (self);
}

PfPinSort
pf_pin_list_get_sort (PfPinList *self)
{
  return self->sort;
}

/**
 * pf_pin_list_set_filter:
 * @self: a list
 * @filter: what must hold for a pin to be shown
 *
 * Filters what is loaded. Pins on their way are filtered by what they will be.
 */
void
pf_pin_list_set_filter (PfPinList *self, PfPinFilter filter)
{
  if (self->filter == filter)
    return;
  self->filter = filter;
  read_pins (self);
}

/**
 * pf_pin_list_set_only:
 * @self: a list
 * @uuids: (element-type utf8) (nullable): local UUIDs of the pins that may be shown, besides what
 *   the filter says; %NULL for all
 *
 * Shows nothing but these pins.
 */
void
pf_pin_list_set_only (PfPinList *self, GPtrArray *uuids)
{
  g_clear_pointer (&self->only, g_hash_table_unref);
  if (uuids != NULL)
    self->only = pf_pin_order_new_set (uuids);
  read_pins (self);
}

PfPinFilter
pf_pin_list_get_filter (PfPinList *self)
{
  return self->filter;
}

/**
 * pf_pin_list_is_read:
 * @self: a list
 *
 * Returns: whether it has taken in all that the mirror and the outbox have for it
 */
gboolean
pf_pin_list_is_read (PfPinList *self)
{
  g_return_val_if_fail (PF_IS_PIN_LIST (self), FALSE);
  return self->db != NULL && !self->reading && !self->again && !self->partial;
}

/**
 * pf_pin_list_get_n_loaded:
 * @self: a list
 *
 * Returns: how many pins there are before its filter leaves some out
 */
guint
pf_pin_list_get_n_loaded (PfPinList *self)
{
  PfPinOrder *order = self->view.order;

  if (order == NULL)
    return 0;
  return pf_pin_order_get_keys (order)->len
         + pf_pin_overlay_get_extras (pf_pin_order_get_overlay (order))->len;
}

/**
 * pf_pin_list_get_sections:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the sections of its board
 */
PfSectionList *
pf_pin_list_get_sections (PfPinList *self)
{
  return self->sections;
}

/**
 * pf_pin_list_get_group_section:
 * @self: a list
 * @group: one of its groups
 *
 * Returns: (transfer full) (nullable): its section; %NULL for pins without one
 */
PfSectionItem *
pf_pin_list_get_group_section (PfPinList *self, guint group)
{
  const char *uuid
      = self->view.order != NULL ? pf_pin_order_get_group_uuid (self->view.order, group) : NULL;

  if (uuid == NULL || *uuid == '\0' || self->sections == NULL)
    return NULL;
  return pf_section_list_find (self->sections, uuid);
}
