/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-activity.h"

#include "app/activity/pf-activity-entries.h"
#include "app/activity/pf-row-words.h"
#include "app/pf-window.h"
#include "app/pins/pf-board-page.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* What the outbox does, told in one window: counts for the button, toasts for what ends. */
struct _PfActivity
{
  GObject parent_instance;
  PfWindow *window; /* (unowned) (nullable): it owns this; weak */
  PfActivityList *rows;
  PfActivityEntries *entries;
  GPtrArray
      *troubled; /* PfOutboxRow: to be told of, once it is known whether they are of a batch */
  AdwToast *done_toast; /* (nullable): weak; the last one about a pin that is there */
  char *done_board;     /* nullable: the board it is about */
  guint n_done;         /* pins it speaks of */
  gboolean told_start;  /* what earlier runs left behind was told of */
  GHashTable *left;     /* (nullable): accounts of which earlier runs left something behind */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfActivity, pf_activity, G_TYPE_OBJECT)

static PfConnection *
find_connection (PfActivity *self, const PfOutboxRow *row)
{
  return pf_connections_find (pf_workspace_get_connections (pf_window_get_workspace (self->window)),
                              row->connection_id);
}

static char *
name_board (PfActivity *self, const PfOutboxRow *row)
{
  PfConnection *connection = find_connection (self, row);

  if (connection == NULL || row->board_uuid == NULL)
    return NULL;
  return pf_board_list_get_name (pf_workspace_get_boards (pf_window_get_workspace (self->window),
                                                          connection),
                                 row->board_uuid);
}

static void
view_clicked (AdwToast *toast, PfWindow *window)
{
  PfOutboxRow *row = g_object_get_data (G_OBJECT (toast), "row");
  PfWorkspace *workspace = pf_window_get_workspace (window);
  PfConnection *connection
      = pf_connections_find (pf_workspace_get_connections (workspace), row->connection_id);
  const char *uuid = row->op == PF_OP_CREATE_BOARD ? row->object_uuid : row->board_uuid;
  g_autoptr (PfBoardItem) board
      = connection != NULL && uuid != NULL
            ? pf_board_list_find (pf_workspace_get_boards (workspace, connection), uuid)
            : NULL;

  if (board == NULL)
    return;
  pf_window_set_connection (window, connection);
  pf_window_show_page (window, "boards");
  pf_window_push_view (window, pf_board_page_new (window, connection, board));
}

static AdwToast *
add_toast (
    PfActivity *self, PfOutboxRow *row, const char *text, const char *label, GCallback clicked)
{
  AdwToast *toast = pf_toast_new (text);

  if (label != NULL)
    {
      adw_toast_set_button_label (toast, label);
      g_object_set_data_full (G_OBJECT (toast), "row", pf_outbox_row_ref (row),
                              (GDestroyNotify)pf_outbox_row_unref);
      g_signal_connect_object (toast, "button-clicked", clicked, self->window, 0);
    }
  pf_window_add_toast (self->window, toast);
  return toast;
}

/* Pins that arrive on one board while the toast of the last is still up are one sentence. */
static void
say_pinned (PfActivity *self, PfOutboxRow *row)
{
  g_autofree char *board = name_board (self, row);
  g_autofree char *text = NULL;
  gboolean again = self->done_toast != NULL && g_strcmp0 (self->done_board, row->board_uuid) == 0;

  self->n_done = again ? self->n_done + 1 : 1;
  if (board == NULL)
    text = g_strdup (_ ("Pinned"));
  else if (again)
    text = g_strdup_printf (ngettext ("%u pin pinned to %s", "%u pins pinned to %s", self->n_done),
                            self->n_done, board);
  else
    text = g_strdup_printf (_ ("Pinned to %s"), board);
  if (again)
    pf_window_dismiss_toast (self->window, self->done_toast);
  g_clear_weak_pointer (&self->done_toast);
  g_free (self->done_board);
  self->done_board = g_strdup (row->board_uuid);
  g_set_weak_pointer (&self->done_toast,
                      add_toast (self, row, text, _ ("_View"), G_CALLBACK (view_clicked)));
}

static void
row_done (PfActivity *self, PfOutboxRow *row)
{
  g_autofree char *title = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *text = NULL;

  if (self->window == NULL)
    return;
  if (row->op == PF_OP_CREATE_PIN)
    {
      say_pinned (self, row);
      return;
    }
  title = pf_row_title (row);
  clean = pf_text_clean (title);
  if (row->op == PF_OP_CREATE_BOARD)
    {
      text = g_strdup_printf (_ ("“%s” is there"), clean);
      add_toast (self, row, text, _ ("_View"), G_CALLBACK (view_clicked));
    }
}

static void
show_clicked (AdwToast *toast, PfWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-activity", NULL);
}

static void
tell_trouble (PfActivity *self, PfOutboxRow *row)
{
  g_autofree char *title = pf_row_title (row);
  g_autofree char *clean = pf_text_clean (title);
  g_autofree char *text = row->state == PF_OUTBOX_ASK
                              ? g_strdup_printf (_ ("No answer came about “%s”"), clean)
                              : pf_row_failed_words (row, clean);

  add_toast (self, row, text, _ ("_Show"), G_CALLBACK (show_clicked));
}

static void
note_left (PfActivity *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      g_hash_table_add (self->left, g_strdup (pf_row_item_get_row (item)->connection_id));
    }
}

/* What is part of a batch is told of when that is over, in one sentence. */
static void
batches_read (PfActivity *self)
{
  g_autoptr (GPtrArray) troubled = g_steal_pointer (&self->troubled);

  self->troubled = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_row_unref);
  if (!self->told_start)
    note_left (self);
  self->told_start = TRUE;
  for (guint i = 0; self->window != NULL && i < troubled->len; i++)
    {
      PfOutboxRow *row = troubled->pdata[i];

      if (!pf_activity_entries_has_batch (self->entries, row->batch_id))
        tell_trouble (self, row);
    }
}

static void
row_troubled (PfActivity *self, PfOutboxRow *row)
{
  g_ptr_array_add (self->troubled, pf_outbox_row_ref (row));
}

static char *
name_batch (PfActivity *self, PfActivityEntry *entry)
{
  PfOutboxRow *row = pf_activity_entry_get_row (entry);
  const char *board_uuid = pf_activity_entry_get_board (entry);
  PfConnection *connection = row != NULL ? find_connection (self, row) : NULL;
  g_autofree char *board
      = connection != NULL && board_uuid != NULL ? pf_board_list_get_name (
            pf_workspace_get_boards (pf_window_get_workspace (self->window), connection),
            board_uuid)
                                                 : NULL;

  return pf_batch_words (pf_activity_entry_get_progress (entry), row, board);
}

/* How a batch ended; and of one that was left behind by an earlier run, where it stands. */
static void
batch_changed (PfActivity *self, PfActivityEntry *entry, gboolean ended)
{
  const PfBatchProgress *progress = pf_activity_entry_get_progress (entry);
  guint n_trouble = progress->n_failed + progress->n_asking;
  g_autofree char *name = NULL;
  g_autofree char *state = NULL;
  g_autofree char *text = NULL;
  gboolean left_behind = !ended && !self->told_start;

  if (self->window == NULL || pf_activity_entry_get_row (entry) == NULL || (!ended && !left_behind)
      || (ended && !self->told_start))
    return;
  name = name_batch (self, entry);
  if (ended && n_trouble == 0)
    {
      /* Of drafts that were pinned each says itself. */
      if (progress->n_done > 0 && *progress->words != '\0')
        pf_window_add_toast (self->window, pf_toast_new_long (name));
      return;
    }
  state = pf_batch_state_words (progress, pf_activity_entry_get_row (entry));
  text = g_strdup_printf (_ ("%s: %s"), name, state);
  add_toast (self, pf_activity_entry_get_row (entry), text, _ ("_Show"), G_CALLBACK (show_clicked));
}

/* What was on its way when an earlier run died may have been done already, and counted by
 * Pinterest: when all is over its counts are asked for once more. */
static void
heed_left (PfActivity *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  GHashTableIter iter;
  gpointer id;

  if (self->left == NULL || !self->told_start || pf_activity_get_n_pending (self) > 0)
    return;
  g_hash_table_iter_init (&iter, self->left);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      PfConnection *connection = pf_connections_find (pf_workspace_get_connections (workspace), id);

      if (connection != NULL)
        pf_board_list_refresh (pf_workspace_get_boards (workspace, connection));
    }
  g_clear_pointer (&self->left, g_hash_table_unref);
}

static void
rows_changed (PfActivity *self)
{
  if (self->window != NULL)
    heed_left (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pf_activity_get_entries:
 * @self: an activity
 *
 * Returns: (transfer none): a list model of #PfActivityEntry
 */
GListModel *
pf_activity_get_entries (PfActivity *self)
{
  return G_LIST_MODEL (self->entries);
}

/**
 * pf_activity_get_n_pending:
 * @self: an activity
 *
 * Returns: how many changes are on their way
 */
guint
pf_activity_get_n_pending (PfActivity *self)
{
  guint n = 0;

  g_object_get (self->rows, "n-pending", &n, NULL);
  return n;
}

/**
 * pf_activity_get_n_problems:
 * @self: an activity
 *
 * Returns: how many changes wait for a word from the user
 */
guint
pf_activity_get_n_problems (PfActivity *self)
{
  guint n = 0;

  g_object_get (self->rows, "n-problems", &n, NULL);
  return n;
}

static void
pf_activity_dispose (GObject *object)
{
  PfActivity *self = PF_ACTIVITY (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->done_toast);
  if (self->entries != NULL)
    g_signal_handlers_disconnect_by_data (self->entries, self);
  g_clear_object (&self->entries);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->troubled, g_ptr_array_unref);
  g_clear_pointer (&self->left, g_hash_table_unref);
  G_OBJECT_CLASS (pf_activity_parent_class)->dispose (object);
}

static void
pf_activity_finalize (GObject *object)
{
  g_free (PF_ACTIVITY (object)->done_board);
  G_OBJECT_CLASS (pf_activity_parent_class)->finalize (object);
}

static void
pf_activity_class_init (PfActivityClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_activity_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_activity_finalize;
  /**
   * PfActivity::changed:
   * @self: an activity
   *
   * A count changed.
   */
  signals[CHANGED] = g_signal_new ("changed", PF_TYPE_ACTIVITY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pf_activity_init (PfActivity *self)
{
  self->troubled = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_row_unref);
  self->left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * pf_activity_new:
 * @window: the window that tells
 * @outbox: what it tells of
 *
 * Returns: (transfer full): an activity; the window owns it
 */
PfActivity *
pf_activity_new (GtkWidget *window, PfOutbox *outbox)
{
  PfActivity *self = g_object_new (PF_TYPE_ACTIVITY, NULL);

  g_set_weak_pointer (&self->window, PF_WINDOW (window));
  self->rows = pf_activity_list_new (outbox);
  g_signal_connect_object (self->rows, "notify", G_CALLBACK (rows_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "row-done", G_CALLBACK (row_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "row-failed", G_CALLBACK (row_troubled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "row-asks", G_CALLBACK (row_troubled), self, G_CONNECT_SWAPPED);
  self->entries = pf_activity_entries_new (outbox, self->rows);
  g_signal_connect_object (self->entries, "batch", G_CALLBACK (batch_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entries, "read", G_CALLBACK (batches_read), self,
                           G_CONNECT_SWAPPED);
  return self;
}
