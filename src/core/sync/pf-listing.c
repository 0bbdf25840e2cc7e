/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sync"

#include "config.h"

#include "core/sync/pf-listing-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

/* The largest page for what is loaded whole. The first page of pins is small, so that the first
 * pictures come quickly (performance.md P10). */
#define PAGE_FIRST_PINS 100
#define PAGE 250
/* Pages without items that are followed at one go. */
#define MAX_EMPTY 20

struct _PfListing
{
  GObject parent_instance;
  PfListingPlace place; /* all NULL once stopped */
  PfListingKind kind;
  char *board_id;
  char *section_id;
  PfListingState state;
  GError *error;
  gint64 loaded_at;
  gint64 generation;   /* 0 before the first page was asked for */
  char *bookmark;      /* of the next page */
  GHashTable *visited; /* bookmarks of this generation */
  guint n_empty;
  GCancellable *cancellable; /* of the page under way */
};

G_DEFINE_FINAL_TYPE (PfListing, pf_listing, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_ERROR,
  PROP_LOADED_AT,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* A page under way. It holds what it works on, so that stop may come at any time. */
typedef struct
{
  PfListing *listing;
  PfMirror *mirror;
  PfClient *client;
  char *connection_id;
  GCancellable *cancellable;
  gint64 generation;
  PfPage *page;
} Pull;

static void pull_page (PfListing *self);

static void
pull_free (Pull *self)
{
  g_clear_pointer (&self->page, pf_page_free);
  g_object_unref (self->listing);
  g_object_unref (self->mirror);
  g_object_unref (self->client);
  g_object_unref (self->cancellable);
  g_free (self->connection_id);
  g_free (self);
}

static void
set_state (PfListing *self, PfListingState state, const GError *error)
{
  gboolean other_state = self->state != state;
  gboolean other_error = self->error != NULL || error != NULL;

  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  if (other_state)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  if (other_error)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whether the answer is still wanted: not stopped, not asked for anew since. */
static gboolean
is_current (const Pull *pull)
{
  return pull->listing->cancellable == pull->cancellable;
}

static const char *
get_operation (const PfListing *self)
{
  switch (self->kind)
    {
    case PF_LISTING_BOARDS:
      return "list-boards";
    case PF_LISTING_SECTIONS:
      return "list-sections";
    case PF_LISTING_PINS:
    case PF_LISTING_SECTION_PINS:
    case PF_LISTING_ALL_PINS:
    default:
      return "list-pins";
    }
}

static void
start_again (PfListing *self)
{
  gint64 now = pf_clock_now (pf_context_get_clock (self->place.context));

  /* The clock may have gone back; generations never do. */
  self->generation = MAX (self->generation + 1, now);
  g_clear_pointer (&self->bookmark, g_free);
  g_hash_table_remove_all (self->visited);
  self->n_empty = 0;
}

/* Not we but the connection stopped it. Where it goes on with another client, so does this;
 * else it is being disconnected, and if that fails there must be a way on from here. */
static void
fail_cut_off (Pull *pull)
{
  PfListing *self = pull->listing;
  g_autoptr (GError) error = NULL;

  if (pull->client != pf_connection_get_client (self->place.connection))
    {
      pull_page (self);
      return;
    }
  error = g_error_new_literal (PF_ERROR, PF_ERROR_NO_REPLY, _ ("Loading was cut off."));
  set_state (self, PF_LISTING_ERROR, error);
}

static void
fail (Pull *pull, const GError *error)
{
  PfListing *self = pull->listing;

  g_clear_object (&self->cancellable);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail_cut_off (pull);
      return;
    }
  g_info ("%s: %s", get_operation (self), error->message);
  /* A bookmark that the service does not take any more is of no use for another try. */
  if (self->bookmark != NULL
      && (g_error_matches (error, PF_ERROR, PF_ERROR_INVALID)
          || g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND)))
    start_again (self);
  g_object_freeze_notify (G_OBJECT (self));
  set_state (self, PF_LISTING_ERROR, error);
  pf_connection_note_error (self->place.connection, error, get_operation (self));
  /* Being told may have ended the connection and with it this listing. */
  if (self->place.missing != NULL && self->kind != PF_LISTING_BOARDS
      && self->kind != PF_LISTING_ALL_PINS && g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND))
    self->place.missing (self->place.data);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Boards and sections are loaded whole. */
static gboolean
is_paged (const PfListing *self)
{
  return self->kind != PF_LISTING_BOARDS && self->kind != PF_LISTING_SECTIONS;
}

static void
page_stored (Pull *pull)
{
  PfListing *self = pull->listing;
  gboolean more = pull->page->bookmark != NULL;

  g_clear_object (&self->cancellable);
  g_free (self->bookmark);
  self->bookmark = g_steal_pointer (&pull->page->bookmark);
  if (more)
    g_hash_table_add (self->visited, g_strdup (self->bookmark));
  self->n_empty = pull->page->items->len > 0 ? 0 : self->n_empty + 1;
  self->loaded_at = pf_clock_now (pf_context_get_clock (self->place.context));
  /* Whoever is told may stop or refresh this listing, so tell at the end. */
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED_AT]);

  if (!more)
    set_state (self, PF_LISTING_END, NULL);
  else if (self->n_empty >= MAX_EMPTY)
    {
      self->n_empty = 0;
      set_state (self, PF_LISTING_IDLE, NULL);
    }
  else if (self->n_empty > 0 || !is_paged (self))
    pull_page (self);
  else
    set_state (self, PF_LISTING_IDLE, NULL);
  pf_connection_note_success (self->place.connection, get_operation (self));
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  Pull *pull = data;
  g_autoptr (GError) error = NULL;
  gboolean stored = pf_mirror_put_finish (PF_MIRROR (source), result, &error);

  if (!is_current (pull))
    ;
  else if (stored)
    page_stored (pull);
  else
    fail (pull, error);
  pull_free (pull);
}

static void
store_page (Pull *pull)
{
  PfListing *self = pull->listing;
  const PfPage *page = pull->page;

  switch (self->kind)
    {
    case PF_LISTING_BOARDS:
      pf_mirror_put_boards_async (pull->mirror, pull->connection_id, page, pull->generation,
                                  pull->cancellable, on_stored, pull);
      break;
    case PF_LISTING_SECTIONS:
      pf_mirror_put_sections_async (pull->mirror, pull->connection_id, self->board_id, page,
                                    pull->generation, pull->cancellable, on_stored, pull);
      break;
    case PF_LISTING_SECTION_PINS:
      pf_mirror_put_section_pins_async (pull->mirror, pull->connection_id, self->board_id,
                                        self->section_id, page, pull->generation, pull->cancellable,
                                        on_stored, pull);
      break;
    case PF_LISTING_ALL_PINS:
      pf_mirror_put_all_pins_async (pull->mirror, pull->connection_id, page, pull->generation,
                                    pull->cancellable, on_stored, pull);
      break;
    case PF_LISTING_PINS:
    default:
      pf_mirror_put_pins_async (pull->mirror, pull->connection_id, self->board_id, page,
                                pull->generation, pull->cancellable, on_stored, pull);
      break;
    }
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  Pull *pull = data;
  PfClient *client = PF_CLIENT (source);
  g_autoptr (GError) error = NULL;

  switch (pull->listing->kind)
    {
    case PF_LISTING_BOARDS:
      pull->page = pf_client_list_boards_finish (client, result, &error);
      break;
    case PF_LISTING_SECTIONS:
      pull->page = pf_client_list_sections_finish (client, result, &error);
      break;
    case PF_LISTING_SECTION_PINS:
      pull->page = pf_client_list_section_pins_finish (client, result, &error);
      break;
    case PF_LISTING_ALL_PINS:
      pull->page = pf_client_list_pins_finish (client, result, &error);
      break;
    case PF_LISTING_PINS:
    default:
      pull->page = pf_client_list_board_pins_finish (client, result, &error);
      break;
    }
  if (is_current (pull) && pull->page != NULL)
    {
      /* Round in a circle: this was the last page. The mirror is told so as well, which then
       * forgets what was not listed again. */
      if (pull->page->bookmark != NULL
          && g_hash_table_contains (pull->listing->visited, pull->page->bookmark))
        g_clear_pointer (&pull->page->bookmark, g_free);
      store_page (pull);
      return;
    }
  if (is_current (pull))
    fail (pull, error);
  pull_free (pull);
}

static void
pull_page (PfListing *self)
{
  Pull *pull = g_new0 (Pull, 1);
  guint page_size = self->bookmark == NULL ? PAGE_FIRST_PINS : PAGE;

  self->cancellable = g_cancellable_new ();
  pull->listing = g_object_ref (self);
  pull->mirror = g_object_ref (self->place.mirror);
  pull->client = g_object_ref (pf_connection_get_client (self->place.connection));
  pull->connection_id = g_strdup (pf_connection_get_id (self->place.connection));
  pull->cancellable = g_object_ref (self->cancellable);
  pull->generation = self->generation;
  set_state (self, PF_LISTING_LOADING, NULL);
  switch (self->kind)
    {
    case PF_LISTING_BOARDS:
      pf_client_list_boards_async (pull->client, PF_PRIORITY_USER, PAGE, self->bookmark,
                                   pull->cancellable, on_page, pull);
      break;
    case PF_LISTING_SECTIONS:
      pf_client_list_sections_async (pull->client, PF_PRIORITY_USER, self->board_id, PAGE,
                                     self->bookmark, pull->cancellable, on_page, pull);
      break;
    case PF_LISTING_SECTION_PINS:
      pf_client_list_section_pins_async (pull->client, PF_PRIORITY_USER, self->board_id,
                                         self->section_id, page_size, self->bookmark,
                                         pull->cancellable, on_page, pull);
      break;
    case PF_LISTING_ALL_PINS:
      pf_client_list_pins_async (pull->client, PF_PRIORITY_USER, page_size, self->bookmark,
                                 pull->cancellable, on_page, pull);
      break;
    case PF_LISTING_PINS:
    default:
      pf_client_list_board_pins_async (pull->client, PF_PRIORITY_USER, self->board_id, page_size,
                                       self->bookmark, pull->cancellable, on_page, pull);
      break;
    }
}

static void
cancel_pull (PfListing *self)
{
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
}

/**
 * pf_listing_load_more:
 * @self: a listing
 *
 * Asks for the next page of pins, or for all of boards and sections; also to
 * try again after an error. Does nothing while loading and at the end.
 */
void
pf_listing_load_more (PfListing *self)
{
  if (self->place.connection == NULL
      || (self->state != PF_LISTING_IDLE && self->state != PF_LISTING_ERROR))
    return;
  if (self->generation == 0)
    start_again (self);
  pull_page (self);
}

/**
 * pf_listing_refresh:
 * @self: a listing
 *
 * Begins with the first page again; an answer still under way is dropped. Rows
 * that do not come again leave the mirror when the end is reached.
 */
void
pf_listing_refresh (PfListing *self)
{
  if (self->place.connection == NULL)
    return;
  cancel_pull (self);
  start_again (self);
  pull_page (self);
}

/**
 * pf_listing_stop:
 * @self: a listing
 *
 * Ends it for good, without a word.
 */
void
pf_listing_stop (PfListing *self)
{
  cancel_pull (self);
  self->place = (PfListingPlace){ 0 };
  if (self->state == PF_LISTING_LOADING)
    set_state (self, PF_LISTING_IDLE, NULL);
}

/**
 * pf_listing_take_over:
 * @self: a listing
 * @generation: of the pass
 * @bookmark: (nullable): where it goes on; %NULL when it came to its end
 *
 * Goes on where somebody else stopped, so that nothing is asked for twice.
 */
void
pf_listing_take_over (PfListing *self, gint64 generation, const char *bookmark)
{
  /* Begun anew meanwhile, it is ahead of that pass. */
  if (self->place.connection == NULL || generation < self->generation)
    return;
  cancel_pull (self);
  self->generation = generation;
  g_free (self->bookmark);
  self->bookmark = g_strdup (bookmark);
  self->n_empty = 0;
  g_hash_table_remove_all (self->visited);
  if (bookmark != NULL)
    g_hash_table_add (self->visited, g_strdup (bookmark));
  self->loaded_at = pf_clock_now (pf_context_get_clock (self->place.context));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED_AT]);
  set_state (self, bookmark != NULL ? PF_LISTING_IDLE : PF_LISTING_END, NULL);
}

PfListingState
pf_listing_get_state (PfListing *self)
{
  return self->state;
}

/**
 * pf_listing_get_error:
 * @self: a listing
 *
 * Returns: (transfer none) (nullable): why it is in PF_LISTING_ERROR
 */
const GError *
pf_listing_get_error (PfListing *self)
{
  return self->error;
}

/**
 * pf_listing_get_loaded_at:
 * @self: a listing
 *
 * Returns: wall clock of the last page, us; 0 before the first
 */
gint64
pf_listing_get_loaded_at (PfListing *self)
{
  return self->loaded_at;
}

static void
pf_listing_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PfListing *self = PF_LISTING (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int)self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_LOADED_AT:
      g_value_set_int64 (value, self->loaded_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
pf_listing_finalize (GObject *object)
{
  PfListing *self = PF_LISTING (object);

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_hash_table_unref (self->visited);
  g_free (self->board_id);
  g_free (self->section_id);
  g_free (self->bookmark);
  G_OBJECT_CLASS (pf_listing_parent_class)->finalize (object);
}

static void
pf_listing_class_init (PfListingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pf_listing_get_property;
  object_class->finalize = pf_listing_finalize;
  /**
   * PfListing:state:
   *
   * A #PfListingState.
   */
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PF_LISTING_IDLE, PF_LISTING_ERROR,
                                        PF_LISTING_IDLE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_LOADED_AT]
      = g_param_spec_int64 ("loaded-at", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pf_listing_init (PfListing *self)
{
  self->visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * pf_listing_new:
 * @place: what it works with, alive until pf_listing_stop()
 * @kind: what is listed
 * @board_id: (nullable): of which board
 * @section_id: (nullable): of which section of it
 *
 * Returns: (transfer full): a listing that has loaded nothing yet
 */
PfListing *
pf_listing_new (const PfListingPlace *place,
                PfListingKind kind,
                const char *board_id,
                const char *section_id)
{
  PfListing *self = g_object_new (PF_TYPE_LISTING, NULL);

  self->place = *place;
  self->kind = kind;
  self->board_id = g_strdup (board_id);
  self->section_id = g_strdup (section_id);
  return self;
}
