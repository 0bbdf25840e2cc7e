/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sync"

#include "config.h"

#include "core/sync/pf-sync-run.h"

#include "core/sync/pf-listing-private.h"

#include "core/base/pf-error.h"

#include <string.h>

struct _PfSync
{
  GObject parent_instance;
  PfContext *context;
  PfMirror *mirror;
  PfConnection *connection;
  PfListing *boards;
  GHashTable *sections; /* board id -> PfListing */
  GHashTable *pins;
  GHashTable *section_pins; /* section id -> PfListing */
  GHashTable *all_pins;     /* "" -> PfListing */
  PfSyncRun *run;
  char *granted; /* as when it was looked at last */
  guint asking;  /* an idle */
  gboolean stopped;
};

#define TABLES(self)                                                                               \
  {                                                                                                \
    (self)->sections, (self)->pins, (self)->section_pins, (self)->all_pins                         \
  }

G_DEFINE_FINAL_TYPE (PfSync, pf_sync, G_TYPE_OBJECT)

/* The board of a listing is gone: what boards there are must be asked again. */
static void
on_missing (gpointer data)
{
  PfSync *self = data;

  if (self->boards != NULL && pf_listing_get_state (self->boards) == PF_LISTING_END)
    pf_listing_refresh (self->boards);
}

static PfListing *
make_listing (PfSync *self, PfListingKind kind, const char *board_id, const char *section_id)
{
  PfListingPlace place = { .context = self->context,
                           .mirror = self->mirror,
                           .connection = self->connection,
                           .missing = on_missing,
                           .data = self };
  PfListing *listing = pf_listing_new (&place, kind, board_id, section_id);

  if (self->stopped)
    pf_listing_stop (listing);
  return listing;
}

static PfListing *
get_listing (PfSync *self,
             GHashTable *table,
             PfListingKind kind,
             const char *board_id,
             const char *section_id)
{
  const char *key = section_id != NULL ? section_id : board_id;
  PfListing *listing = g_hash_table_lookup (table, key);

  if (listing == NULL)
    {
      listing = make_listing (self, kind, board_id, section_id);
      g_hash_table_insert (table, g_strdup (key), listing);
    }
  return listing;
}

/**
 * pf_sync_get_boards:
 * @self: a sync
 *
 * Returns: (transfer none): the account's boards
 */
PfListing *
pf_sync_get_boards (PfSync *self)
{
  if (self->boards == NULL)
    self->boards = make_listing (self, PF_LISTING_BOARDS, NULL, NULL);
  return self->boards;
}

/**
 * pf_sync_get_sections:
 * @self: a sync
 * @board_id: Pinterest's id of a board
 *
 * Returns: (transfer none): the board's sections
 */
PfListing *
pf_sync_get_sections (PfSync *self, const char *board_id)
{
  return get_listing (self, self->sections, PF_LISTING_SECTIONS, board_id, NULL);
}

/**
 * pf_sync_get_pins:
 * @self: a sync
 * @board_id: Pinterest's id of a board
 *
 * Returns: (transfer none): the board's pins, those of its sections among them
 */
PfListing *
pf_sync_get_pins (PfSync *self, const char *board_id)
{
  return get_listing (self, self->pins, PF_LISTING_PINS, board_id, NULL);
}

/**
 * pf_sync_get_section_pins:
 * @self: a sync
 * @board_id: Pinterest's id of a board
 * @section_id: Pinterest's id of one of its sections
 *
 * For somebody who wants one section of a long board; pf_sync_get_pins() brings them too.
 *
 * Returns: (transfer none): the pins of the section
 */
PfListing *
pf_sync_get_section_pins (PfSync *self, const char *board_id, const char *section_id)
{
  return get_listing (self, self->section_pins, PF_LISTING_SECTION_PINS, board_id, section_id);
}

/**
 * pf_sync_get_all_pins:
 * @self: a sync
 *
 * Returns: (transfer none): the pins of all boards
 */
PfListing *
pf_sync_get_all_pins (PfSync *self)
{
  return get_listing (self, self->all_pins, PF_LISTING_ALL_PINS, "", NULL);
}

/**
 * pf_sync_get_run:
 * @self: a sync
 *
 * Returns: (transfer none): the pass over everything that all callers share
 */
PfSyncRun *
pf_sync_get_run (PfSync *self)
{
  if (self->run == NULL)
    self->run = pf_sync_run_new (self->context, self->mirror, self->connection, self);
  return self->run;
}

/* The way is clear again for what failed because of it. */
typedef gboolean (*Cured) (const GError *error);

static gboolean
cured_by_network (const GError *error)
{
  return g_error_matches (error, PF_ERROR, PF_ERROR_OFFLINE)
         || g_error_matches (error, PF_ERROR, PF_ERROR_NO_REPLY)
         || g_error_matches (error, PF_ERROR, PF_ERROR_TIMED_OUT);
}

static gboolean
cured_by_sign_in (const GError *error)
{
  return g_error_matches (error, PF_ERROR, PF_ERROR_AUTH)
         || g_error_matches (error, PF_ERROR, PF_ERROR_SIGN_IN)
         || g_error_matches (error, PF_ERROR, PF_ERROR_SCOPE)
         || g_error_matches (error, PF_ERROR, PF_ERROR_LOCKED);
}

static void
retry_listing (PfListing *listing, Cured cured)
{
  if (listing != NULL && pf_listing_get_state (listing) == PF_LISTING_ERROR
      && cured (pf_listing_get_error (listing)))
    pf_listing_load_more (listing);
}

static void
retry_all (PfSync *self, Cured cured)
{
  GHashTable *tables[] = TABLES (self);

  retry_listing (self->boards, cured);
  if (self->run != NULL && pf_sync_run_get_state (self->run) == PF_SYNC_RUN_FAILED
      && cured (pf_sync_run_get_error (self->run)))
    pf_sync_run_begin (self->run);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GList) listings = g_hash_table_get_values (tables[i]);
      for (GList *l = listings; l != NULL; l = l->next)
        retry_listing (l->data, cured);
    }
}

static void
on_network_changed (PfSync *self, PfNetwork *network)
{
  if (pf_network_is_online (network))
    retry_all (self, cured_by_network);
}

static void
on_connection_state (PfSync *self, GParamSpec *spec, PfConnection *connection)
{
  if (pf_connection_get_state (connection) == PF_CONNECTION_CONNECTED)
    retry_all (self, cured_by_sign_in);
}

static void
refresh_loaded (PfListing *listing)
{
  if (listing != NULL && pf_listing_get_loaded_at (listing) != 0)
    pf_listing_refresh (listing);
}

/* A kept copy begins empty, or is wiped: what was looked at is asked for again. */
static void
on_place_changed (PfSync *self, const char *connection_id)
{
  GHashTable *tables[] = TABLES (self);

  if (self->stopped || strcmp (connection_id, pf_connection_get_id (self->connection)) != 0)
    return;
  if (self->run != NULL)
    pf_sync_run_cancel (self->run);
  refresh_loaded (self->boards);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GList) listings = g_hash_table_get_values (tables[i]);
      for (GList *l = listings; l != NULL; l = l->next)
        refresh_loaded (l->data);
    }
}

static gboolean
ask_again (gpointer data)
{
  PfSync *self = data;
  GHashTableIter iter;
  gpointer listing;

  self->asking = 0;
  if (self->stopped)
    return G_SOURCE_REMOVE;
  refresh_loaded (self->boards);
  g_hash_table_iter_init (&iter, self->all_pins);
  while (g_hash_table_iter_next (&iter, NULL, &listing))
    refresh_loaded (listing);
  return G_SOURCE_REMOVE;
}

/* With other permissions there are other boards and pins: secret ones are listed only for who may
 * see them (Pinterest API v5 description, boards/list). The tokens that bring them are there as
 * soon as the caller is done. */
static void
on_granted (PfSync *self, GParamSpec *spec, PfConnection *connection)
{
  const char *granted = pf_connection_get_scopes_granted (connection);

  if (g_strcmp0 (self->granted, granted) == 0)
    return;
  g_free (self->granted);
  self->granted = g_strdup (granted);
  if (self->asking == 0)
    self->asking = g_idle_add (ask_again, self);
}

/**
 * pf_sync_stop:
 * @self: a sync
 *
 * Cancels everything and loads nothing any more, as when the account is
 * disconnected.
 */
void
pf_sync_stop (PfSync *self)
{
  GHashTable *tables[] = TABLES (self);

  self->stopped = TRUE;
  if (self->run != NULL)
    pf_sync_run_cancel (self->run);
  if (self->boards != NULL)
    pf_listing_stop (self->boards);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      GHashTableIter iter;
      gpointer listing;

      g_hash_table_iter_init (&iter, tables[i]);
      while (g_hash_table_iter_next (&iter, NULL, &listing))
        pf_listing_stop (listing);
    }
}

static void
pf_sync_dispose (GObject *object)
{
  PfSync *self = PF_SYNC (object);
  GHashTable *tables[] = TABLES (self);

  /* Listings may live on in a face. */
  pf_sync_stop (self);
  g_clear_handle_id (&self->asking, g_source_remove);
  g_clear_object (&self->run);
  g_clear_object (&self->boards);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_hash_table_remove_all (tables[i]);
  g_clear_object (&self->connection);
  g_clear_object (&self->mirror);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_sync_parent_class)->dispose (object);
}

static void
pf_sync_finalize (GObject *object)
{
  PfSync *self = PF_SYNC (object);
  GHashTable *tables[] = TABLES (self);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_hash_table_unref (tables[i]);
  g_free (self->granted);
  G_OBJECT_CLASS (pf_sync_parent_class)->finalize (object);
}

static void
pf_sync_class_init (PfSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_sync_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_sync_finalize;
}

static void
pf_sync_init (PfSync *self)
{
  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->section_pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->all_pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * pf_sync_new:
 * @context: the context
 * @mirror: where rows go
 * @connection: whose
 *
 * Pulls listings of one account into the mirror. What failed for want of a
 * network or of a sign-in is tried again when there is one; with other permissions it is asked
 * again what there is. Main thread.
 *
 * Returns: (transfer full): a sync
 */
PfSync *
pf_sync_new (PfContext *context, PfMirror *mirror, PfConnection *connection)
{
  PfSync *self = g_object_new (PF_TYPE_SYNC, NULL);

  self->context = g_object_ref (context);
  self->mirror = g_object_ref (mirror);
  self->connection = g_object_ref (connection);
  self->granted = g_strdup (pf_connection_get_scopes_granted (connection));
  g_signal_connect_object (pf_context_get_network (context), "changed",
                           G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (on_connection_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::scopes-granted", G_CALLBACK (on_granted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (mirror, "place-changed", G_CALLBACK (on_place_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
