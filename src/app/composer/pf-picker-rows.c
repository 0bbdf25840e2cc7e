/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-picker-rows.h"

#include "app/composer/pf-recent-boards.h"

#include <glib/gi18n.h>

#include <string.h>

/* With so few boards a list of recent ones says nothing. */
#define FEW_BOARDS 6

struct _PfPickerRow
{
  GObject parent_instance;
  PfPickerKind kind;
  char *text;
  PfBoardItem *board; /* nullable */
  char *section_uuid; /* nullable */
  gboolean expanded;
  gboolean found; /* a section that does not stand below its board */
};

G_DEFINE_FINAL_TYPE (PfPickerRow, pf_picker_row, G_TYPE_OBJECT)

static void
pf_picker_row_finalize (GObject *object)
{
  PfPickerRow *self = PF_PICKER_ROW (object);

  g_free (self->text);
  g_free (self->section_uuid);
  g_clear_object (&self->board);
  G_OBJECT_CLASS (pf_picker_row_parent_class)->finalize (object);
}

static void
pf_picker_row_class_init (PfPickerRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_picker_row_finalize;
}

static void
pf_picker_row_init (PfPickerRow *self)
{
}

/**
 * pf_picker_row_get_kind:
 * @self: a row
 *
 * Returns: what it is
 */
PfPickerKind
pf_picker_row_get_kind (PfPickerRow *self)
{
  return self->kind;
}

/**
 * pf_picker_row_get_text:
 * @self: a row
 *
 * Returns: what stands on it, as it came
 */
const char *
pf_picker_row_get_text (PfPickerRow *self)
{
  return self->text;
}

/**
 * pf_picker_row_get_board:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): its board
 */
PfBoardItem *
pf_picker_row_get_board (PfPickerRow *self)
{
  return self->board;
}

/**
 * pf_picker_row_get_section_uuid:
 * @self: a row
 *
 * Returns: (nullable): local UUID of its section
 */
const char *
pf_picker_row_get_section_uuid (PfPickerRow *self)
{
  return self->section_uuid;
}

/**
 * pf_picker_row_make_label:
 * @self: a row
 *
 * Returns: (transfer full): its text, with the board where it does not stand below it
 */
char *
pf_picker_row_make_label (PfPickerRow *self)
{
  if (!self->found)
    return g_strdup (self->text);
  return g_strdup_printf ("%s › %s", pf_board_item_get_name (self->board), self->text);
}

/**
 * pf_picker_row_get_expanded:
 * @self: a row of a board
 *
 * Returns: whether its sections are shown
 */
gboolean
pf_picker_row_get_expanded (PfPickerRow *self)
{
  return self->expanded;
}

/**
 * pf_picker_row_can_choose:
 * @self: a row
 *
 * Returns: whether Enter does something on it
 */
gboolean
pf_picker_row_can_choose (PfPickerRow *self)
{
  return self->kind != PF_PICKER_HEADING && self->kind != PF_PICKER_NOTE;
}

/* The rows of the picker for one account: recent boards, boards with their sections, New Board. */
struct _PfPickerRows
{
  GObject parent_instance;
  PfWorkspace *workspace;
  PfConnection *connection;
  PfBoardList *boards;
  GListStore *store;
  char *needle;
  char **recent;
  GHashTable *sections; /* board UUID -> GPtrArray of PfMirrorRow, NULL while they are read */
  GPtrArray *known;     /* nullable: of PfMirrorRow, sections of all boards that were listed */
  gboolean reading_known;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PfPickerRows, pf_picker_rows, G_TYPE_OBJECT)

static PfPickerRow *
add_row (GPtrArray *rows, PfPickerKind kind, const char *text)
{
  PfPickerRow *row = g_object_new (PF_TYPE_PICKER_ROW, NULL);

  row->kind = kind;
  row->text = g_strdup (text);
  g_ptr_array_add (rows, row);
  return row;
}

static void
add_sections (PfPickerRows *self, GPtrArray *rows, PfBoardItem *board)
{
  GPtrArray *sections = g_hash_table_lookup (self->sections, pf_board_item_get_uuid (board));

  if (sections == NULL || sections->len == 0)
    add_row (rows, PF_PICKER_NOTE,
             sections == NULL ? _ ("Looking for sections…") : _ ("This board has no sections"));
  for (guint i = 0; sections != NULL && i < sections->len; i++)
    {
      PfMirrorRow *section = g_ptr_array_index (sections, i);
      PfPickerRow *row = add_row (rows, PF_PICKER_SECTION, ((PfSection *)section->record)->name);

      row->board = g_object_ref (board);
      row->section_uuid = g_strdup (section->uuid);
    }
}

static void
add_board (PfPickerRows *self, GPtrArray *rows, PfBoardItem *board)
{
  PfPickerRow *row = add_row (rows, PF_PICKER_BOARD, pf_board_item_get_name (board));

  row->board = g_object_ref (board);
  row->expanded = g_hash_table_contains (self->sections, pf_board_item_get_uuid (board));
  if (row->expanded)
    add_sections (self, rows, board);
}

/* 0: the name begins so, 1: a word of it does, 2: it is somewhere inside, -1: not at all. */
static int
rank (const char *name, const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  const char *found = strstr (folded, needle);
  int best = found == NULL ? -1 : 2;

  for (; found != NULL && best > 0; found = strstr (found + 1, needle))
    if (found == folded)
      best = 0;
    else if (!g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (found))))
      best = 1;
  return best;
}

static gboolean
is_recent (PfPickerRows *self, PfBoardItem *board)
{
  return g_strv_contains ((const char *const *)self->recent, pf_board_item_get_uuid (board));
}

static void
add_matches (PfPickerRows *self, GPtrArray *rows)
{
  g_autofree char *folded = g_utf8_casefold (self->needle, -1);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->boards));
  /* By rank, and of each rank the recent ones first. */
  GPtrArray *ranked[6];

  for (guint i = 0; i < G_N_ELEMENTS (ranked); i++)
    ranked[i] = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (self->boards), i);
      int place = rank (pf_board_item_get_name (board), folded);

      if (place < 0)
        continue;
      place = place * 2 + (is_recent (self, board) ? 0 : 1);
      g_ptr_array_add (ranked[place], g_steal_pointer (&board));
    }
  for (guint i = 0; i < G_N_ELEMENTS (ranked); i++)
    for (guint j = 0; j < ranked[i]->len; j++)
      add_board (self, rows, g_ptr_array_index (ranked[i], j));
  for (guint i = 0; i < G_N_ELEMENTS (ranked); i++)
    g_ptr_array_unref (ranked[i]);
}

/* Sections by their name, after the boards; those of a board that is open stand there already. */
static void
add_matching_sections (PfPickerRows *self, GPtrArray *rows)
{
  g_autofree char *folded = g_utf8_casefold (self->needle, -1);
  g_autoptr (GHashTable) boards = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->boards));

  if (self->known == NULL || self->known->len == 0)
    return;
  boards = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (self->boards), i);
      PfBoard *record = pf_board_item_get_board (board);

      if (record != NULL)
        g_hash_table_insert (boards, record->id, g_object_ref (board));
    }
  for (int place = 0; place <= 2; place++)
    for (guint i = 0; i < self->known->len; i++)
      {
        PfMirrorRow *known = g_ptr_array_index (self->known, i);
        PfSection *section = known->record;
        PfBoardItem *board = g_hash_table_lookup (boards, section->board_id);
        PfPickerRow *row;

        if (board == NULL || rank (section->name, folded) != place
            || (g_hash_table_contains (self->sections, pf_board_item_get_uuid (board))
                && rank (pf_board_item_get_name (board), folded) >= 0))
          continue;
        row = add_row (rows, PF_PICKER_SECTION, section->name);
        row->board = g_object_ref (board);
        row->section_uuid = g_strdup (known->uuid);
        row->found = TRUE;
      }
}

static void
add_all (PfPickerRows *self, GPtrArray *rows)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->boards));
  gboolean any = FALSE;

  for (guint i = 0; n >= FEW_BOARDS && self->recent[i] != NULL; i++)
    {
      g_autoptr (PfBoardItem) board = pf_board_list_find (self->boards, self->recent[i]);

      if (board == NULL)
        continue;
      if (!any)
        add_row (rows, PF_PICKER_HEADING, _ ("Recent"));
      any = TRUE;
      add_board (self, rows, board);
    }
  if (any)
    add_row (rows, PF_PICKER_HEADING, _ ("All Boards"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (self->boards), i);

      if (!any || !is_recent (self, board))
        add_board (self, rows, board);
    }
}

static void
rebuild (PfPickerRows *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  if (*self->needle != '\0')
    {
      add_matches (self, rows);
      add_matching_sections (self, rows);
    }
  else
    add_all (self, rows);
  if (pf_connection_can_create (self->connection, NULL))
    {
      g_autofree char *text = *self->needle != '\0'
                                  ? g_strdup_printf (_ ("New Board “%s”…"), self->needle)
                                  : g_strdup (_ ("New Board…"));

      add_row (rows, PF_PICKER_NEW_BOARD, text);
    }
  else if (rows->len == 0)
    add_row (rows, PF_PICKER_NOTE, _ ("No board found"));
  g_list_store_splice (self->store, 0, n_before, rows->pdata, rows->len);
}

static char *
remote_id (PfPickerRows *self, const char *board_uuid)
{
  g_autoptr (PfBoardItem) item = pf_board_list_find (self->boards, board_uuid);
  PfBoard *board = item != NULL ? pf_board_item_get_board (item) : NULL;

  return board != NULL ? g_strdup (board->id) : NULL;
}

typedef struct
{
  GWeakRef rows;
  char *board_uuid;
} SectionRead;

static void
sections_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SectionRead *reading = data;
  g_autoptr (PfPickerRows) self = g_weak_ref_get (&reading->rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sections
      = pf_mirror_get_sections_finish (PF_MIRROR (source), result, &error);

  if (self != NULL && sections != NULL
      && g_hash_table_contains (self->sections, reading->board_uuid))
    {
      g_autofree char *board_id = remote_id (self, reading->board_uuid);
      PfListing *listing
          = board_id != NULL
                ? pf_sync_get_sections (pf_workspace_get_sync (self->workspace, self->connection),
                                        board_id)
                : NULL;
      gboolean ended = listing == NULL || pf_listing_get_state (listing) == PF_LISTING_END
                       || pf_listing_get_state (listing) == PF_LISTING_ERROR;

      if (sections->len > 0 || ended)
        {
          g_hash_table_replace (self->sections, g_strdup (reading->board_uuid),
                                g_ptr_array_ref (sections));
          rebuild (self);
        }
    }
  g_weak_ref_clear (&reading->rows);
  g_free (reading->board_uuid);
  g_free (reading);
}

static void
read_sections (PfPickerRows *self, const char *board_uuid)
{
  g_autofree char *board_id = remote_id (self, board_uuid);
  SectionRead *reading;

  if (board_id == NULL)
    return;
  reading = g_new0 (SectionRead, 1);
  g_weak_ref_init (&reading->rows, self);
  reading->board_uuid = g_strdup (board_uuid);
  pf_mirror_get_sections_async (pf_workspace_get_mirror (self->workspace),
                                pf_connection_get_id (self->connection), board_id,
                                self->cancellable, sections_cb, reading);
}

static void
read_all_sections (PfPickerRows *self)
{
  g_autofree gpointer *uuids = g_hash_table_get_keys_as_array (self->sections, NULL);

  for (guint i = 0; uuids[i] != NULL; i++)
    read_sections (self, uuids[i]);
}

static void
boards_changed (PfPickerRows *self)
{
  rebuild (self);
}

static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree GWeakRef *ref = data;
  g_autoptr (PfPickerRows) self = g_weak_ref_get (ref);
  g_autoptr (GPtrArray) known = pf_mirror_get_sections_finish (PF_MIRROR (source), result, NULL);

  g_weak_ref_clear (ref);
  if (self == NULL || known == NULL)
    return;
  g_clear_pointer (&self->known, g_ptr_array_unref);
  self->known = g_steal_pointer (&known);
  if (*self->needle != '\0')
    rebuild (self);
}

/* Once for a picker that is open: nothing is asked of the service for it. */
static void
read_known (PfPickerRows *self)
{
  GWeakRef *ref;

  if (self->reading_known)
    return;
  self->reading_known = TRUE;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  pf_mirror_get_sections_async (pf_workspace_get_mirror (self->workspace),
                                pf_connection_get_id (self->connection), NULL, self->cancellable,
                                known_cb, ref);
}

/**
 * pf_picker_rows_get_model:
 * @self: the rows
 *
 * Returns: (transfer none): a list model of #PfPickerRow
 */
GListModel *
pf_picker_rows_get_model (PfPickerRows *self)
{
  return G_LIST_MODEL (self->store);
}

/**
 * pf_picker_rows_get_needle:
 * @self: the rows
 *
 * Returns: what is looked for; "" for everything
 */
const char *
pf_picker_rows_get_needle (PfPickerRows *self)
{
  return self->needle;
}

/**
 * pf_picker_rows_set_needle:
 * @self: the rows
 * @needle: what somebody typed
 *
 * Shows the boards whose name has @needle in it, best first; then the sections, as far as they are
 * known on this computer.
 */
void
pf_picker_rows_set_needle (PfPickerRows *self, const char *needle)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (needle));

  if (g_str_equal (trimmed, self->needle))
    return;
  g_free (self->needle);
  self->needle = g_steal_pointer (&trimmed);
  read_known (self);
  rebuild (self);
}

/**
 * pf_picker_rows_set_expanded:
 * @self: the rows
 * @board: a board
 * @expanded: whether its sections are shown
 *
 * Sections are asked for when somebody wants to see them: an account may have
 * thousands of boards, and each costs a request.
 */
void
pf_picker_rows_set_expanded (PfPickerRows *self, PfBoardItem *board, gboolean expanded)
{
  const char *uuid = pf_board_item_get_uuid (board);
  PfBoard *record = pf_board_item_get_board (board);

  if (record == NULL || expanded == g_hash_table_contains (self->sections, uuid))
    return;
  if (expanded)
    {
      PfListing *listing
          = pf_sync_get_sections (pf_workspace_get_sync (self->workspace, self->connection),
                                  record->id);

      g_hash_table_insert (self->sections, g_strdup (uuid), NULL);
      g_signal_handlers_disconnect_by_func (listing, read_all_sections, self);
      g_signal_connect_object (listing, "notify::state", G_CALLBACK (read_all_sections), self,
                               G_CONNECT_SWAPPED);
      if (pf_listing_get_loaded_at (listing) == 0)
        pf_listing_load_more (listing);
      read_sections (self, uuid);
    }
  else
    g_hash_table_remove (self->sections, uuid);
  rebuild (self);
}

static void
pf_picker_rows_dispose (GObject *object)
{
  PfPickerRows *self = PF_PICKER_ROWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->boards);
  g_clear_object (&self->connection);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (pf_picker_rows_parent_class)->dispose (object);
}

static void
pf_picker_rows_finalize (GObject *object)
{
  PfPickerRows *self = PF_PICKER_ROWS (object);

  g_object_unref (self->store);
  g_object_unref (self->cancellable);
  g_free (self->needle);
  g_strfreev (self->recent);
  g_hash_table_unref (self->sections);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_picker_rows_parent_class)->finalize (object);
}

static void
pf_picker_rows_class_init (PfPickerRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_picker_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_picker_rows_finalize;
}

static void
sections_free (gpointer sections)
{
  if (sections != NULL)
    g_ptr_array_unref (sections);
}

static void
pf_picker_rows_init (PfPickerRows *self)
{
  self->store = g_list_store_new (PF_TYPE_PICKER_ROW);
  self->needle = g_strdup ("");
  self->cancellable = g_cancellable_new ();
  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sections_free);
}

/**
 * pf_picker_rows_new:
 * @workspace: the workspace
 * @connection: whose boards
 *
 * Returns: (transfer full): the rows, which follow the boards
 */
PfPickerRows *
pf_picker_rows_new (PfWorkspace *workspace, PfConnection *connection)
{
  PfPickerRows *self = g_object_new (PF_TYPE_PICKER_ROWS, NULL);

  self->workspace = g_object_ref (workspace);
  self->connection = g_object_ref (connection);
  self->boards = g_object_ref (pf_workspace_get_boards (workspace, connection));
  self->recent
      = pf_recent_boards_get (pf_context_get_settings (pf_workspace_get_context (workspace)),
                              pf_connection_get_id (connection));
  g_signal_connect_object (self->boards, "items-changed", G_CALLBACK (boards_changed), self,
                           G_CONNECT_SWAPPED);
  rebuild (self);
  return self;
}
