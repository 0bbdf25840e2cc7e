/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-pin-read.h"
#include "core/model/pf-row-watch.h"

#include <string.h>

/* First so many of the newest, then as many more. */
#define FIRST_FINDS 100
#define MORE_FINDS 250
/* While somebody types or rows come in, not more often than this. */
#define TYPING_MS 30
#define RELOAD_MS 400

struct _PfSearchList
{
  GObject parent_instance;
  PfPinView view;
  PfMirror *mirror;
  char *connection_id;
  PfBoardItem *board; /* nullable */
  PfRowWatch *watch;
  char *text;  /* what is wanted */
  char *shown; /* what the list shows */
  guint limit;
  GCancellable *cancellable; /* of the query under way */
  gboolean again, searching, complete;
  guint source;
};

enum
{
  PROP_TEXT = 1,
  PROP_SEARCHING,
  PROP_COMPLETE,
  PROP_IN_PLACE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *iface);
static void tile_source_init (PfTileSourceInterface *iface);
static void run_search (PfSearchList *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfSearchList,
                               pf_search_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (PF_TYPE_TILE_SOURCE, tile_source_init))

PF_IMPLEMENT_PIN_VIEW (PfSearchList, PF_SEARCH_LIST)

static void
pf_search_list_dispose (GObject *object)
{
  PfSearchList *self = PF_SEARCH_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->watch, pf_row_watch_free);
  pf_pin_view_dispose (&self->view);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->mirror != NULL)
    g_signal_handlers_disconnect_by_data (self->mirror, self);
  g_clear_object (&self->mirror);
  g_clear_object (&self->board);
  G_OBJECT_CLASS (pf_search_list_parent_class)->dispose (object);
}

static void
pf_search_list_finalize (GObject *object)
{
  PfSearchList *self = PF_SEARCH_LIST (object);

  g_free (self->connection_id);
  g_free (self->text);
  g_free (self->shown);
  g_clear_object (&self->cancellable);
  pf_pin_view_finalize (&self->view);
  G_OBJECT_CLASS (pf_search_list_parent_class)->finalize (object);
}

static void
pf_search_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfSearchList *self = PF_SEARCH_LIST (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_SEARCHING:
      g_value_set_boolean (value, self->searching);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    case PROP_IN_PLACE:
      g_value_set_boolean (value, self->view.in_place);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_search_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_return_if_fail (id == PROP_IN_PLACE);
  PF_SEARCH_LIST (object)->view.in_place = g_value_get_boolean (value);
}

static void
pf_search_list_class_init (PfSearchListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = pf_search_list_dispose;
  object_class->finalize = pf_search_list_finalize;
  object_class->get_property = pf_search_list_get_property;
  object_class->set_property = pf_search_list_set_property;
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  /**
   * PfSearchList:searching:
   *
   * Whether what is shown is not of #PfSearchList:text yet.
   */
  props[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  /**
   * PfSearchList:complete:
   *
   * Whether all finds of what is loaded are shown.
   */
  props[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  /**
   * PfSearchList:in-place:
   *
   * As that of #PfPinList.
   */
  props[PROP_IN_PLACE]
      = g_param_spec_boolean ("in-place", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
on_wanted (gpointer owner)
{
  run_search (owner);
}

static void
pf_search_list_init (PfSearchList *self)
{
  pf_pin_view_init (&self->view, G_LIST_MODEL (self), on_wanted);
  self->text = g_strdup ("");
  self->shown = g_strdup ("");
  self->limit = FIRST_FINDS;
}

static void
set_flag (PfSearchList *self, gboolean *flag, gboolean value, guint prop)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

typedef struct
{
  PfSearchList *list;
  char *text;
} Query;

static void
take_finds (PfSearchList *self, PfPinReading *reading, const char *text)
{
  gboolean other = strcmp (self->shown, text) != 0;

  g_free (self->shown);
  self->shown = g_strdup (text);
  pf_pin_view_show (&self->view, reading->order, reading->hunks, reading->refreshed, reading->pins);
  set_flag (self, &self->complete, !reading->more, PROP_COMPLETE);
  if (other && g_strcmp0 (self->text, text) != 0)
    self->again = TRUE;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  Query *query = data;
  g_autoptr (PfSearchList) self = query->list;
  g_autofree char *text = query->text;
  g_autoptr (GError) error = NULL;
  PfPinReading *reading = pf_db_run_finish (PF_DB (source), result, &error);

  g_free (query);
  g_clear_object (&self->cancellable);
  if (reading != NULL && self->mirror != NULL)
    take_finds (self, reading, text);
  else if (reading == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("Could not search: %s", error->message);
  g_clear_pointer (&reading, pf_pin_reading_free);
  if (self->mirror == NULL)
    return;
  if (self->again || strcmp (self->text, text) != 0)
    run_search (self);
  else
    set_flag (self, &self->searching, FALSE, PROP_SEARCHING);
}

static void
run_search (PfSearchList *self)
{
  PfPinRead *read;
  Query *query;

  self->again = self->cancellable != NULL;
  if (self->again || self->mirror == NULL || !pf_row_watch_is_loaded (self->watch))
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  self->cancellable = g_cancellable_new ();
  read = g_new0 (PfPinRead, 1);
  read->connection_id = g_strdup (self->connection_id);
  read->find = g_strdup (self->text);
  if (self->board != NULL)
    {
      const PfBoard *record = pf_board_item_get_board (self->board);

      /* One that is still being made has no pins but those that are, too. */
      read->board_id = g_strdup (record != NULL ? record->id : "");
      read->board_uuid = g_strdup (pf_board_item_get_uuid (self->board));
    }
  read->n_limit = self->limit;
  read->before = self->view.order != NULL ? pf_pin_order_ref (self->view.order) : NULL;
  read->rows = g_ptr_array_ref (pf_row_watch_get_rows (self->watch));
  read->wanted = pf_pin_view_take_wanted (&self->view);
  query = g_new0 (Query, 1);
  query->list = g_object_ref (self);
  query->text = g_strdup (self->text);
  pf_db_run_async (pf_mirror_get_db_of (self->mirror, self->connection_id), PF_DB_READ,
                   pf_pin_read_run, read, pf_pin_read_free, pf_pin_reading_free, self->cancellable,
                   on_found, query);
}

static gboolean
on_time (gpointer data)
{
  PfSearchList *self = data;

  self->source = 0;
  run_search (self);
  return G_SOURCE_REMOVE;
}

static void
search_in (PfSearchList *self, guint ms)
{
  if (self->source == 0)
    self->source = g_timeout_add (ms, on_time, self);
}

static void
on_pins_changed (PfMirror *mirror,
                 const char *connection_id,
                 const char *board_id,
                 PfSearchList *self)
{
  if (*self->text != '\0' && strcmp (connection_id, self->connection_id) == 0)
    search_in (self, RELOAD_MS);
}

static void
on_place_changed (PfMirror *mirror, const char *connection_id, PfSearchList *self)
{
  on_pins_changed (mirror, connection_id, NULL, self);
}

static void
on_rows (gpointer data)
{
  g_autoptr (PfSearchList) self = g_object_ref (data);

  run_search (self);
}

/**
 * pf_search_list_new:
 * @mirror: the mirror
 * @outbox: the outbox
 * @connection: whose pins
 *
 * A #GListModel of #PfPinItem and a #PfTileSource: pins of what is loaded that have the words of
 * #PfSearchList:text, in their title, description, alternative text, link or in the name of their
 * board or section; the newest first. Empty as long as the text is.
 *
 * Returns: (transfer full): a list
 */
PfSearchList *
pf_search_list_new (PfMirror *mirror, PfOutbox *outbox, PfConnection *connection)
{
  PfSearchList *self = g_object_new (PF_TYPE_SEARCH_LIST, NULL);

  self->mirror = g_object_ref (mirror);
  self->connection_id = g_strdup (pf_connection_get_id (connection));
  g_signal_connect (mirror, "pins-changed", G_CALLBACK (on_pins_changed), self);
  g_signal_connect (mirror, "place-changed", G_CALLBACK (on_place_changed), self);
  self->watch = pf_row_watch_new (outbox, on_rows, self);
  return self;
}

/**
 * pf_search_list_set_text:
 * @self: a list
 * @text: what somebody typed; each word may be the beginning of one
 *
 * Searches, a moment later: for each keystroke. An older query is given up. What was found before
 * stays until the answer is there.
 */
void
pf_search_list_set_text (PfSearchList *self, const char *text)
{
  if (strcmp (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  self->limit = FIRST_FINDS;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
  set_flag (self, &self->complete, FALSE, PROP_COMPLETE);
  set_flag (self, &self->searching, TRUE, PROP_SEARCHING);
  g_clear_handle_id (&self->source, g_source_remove);
  search_in (self, TYPING_MS);
}

/**
 * pf_search_list_set_board:
 * @self: a list
 * @board: (nullable): where to search, %NULL for everywhere
 *
 * Searches anew if it is another one.
 */
void
pf_search_list_set_board (PfSearchList *self, PfBoardItem *board)
{
  if (!g_set_object (&self->board, board) || *self->text == '\0')
    return;
  self->limit = FIRST_FINDS;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  set_flag (self, &self->complete, FALSE, PROP_COMPLETE);
  set_flag (self, &self->searching, TRUE, PROP_SEARCHING);
  run_search (self);
}

const char *
pf_search_list_get_text (PfSearchList *self)
{
  return self->text;
}

/**
 * pf_search_list_load_more:
 * @self: a list
 *
 * Shows more of what was found, as the view comes near the end; without effect when all is shown.
 */
void
pf_search_list_load_more (PfSearchList *self)
{
  if (self->complete || self->cancellable != NULL || *self->text == '\0')
    return;
  self->limit += MORE_FINDS;
  run_search (self);
}
