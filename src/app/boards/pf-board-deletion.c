/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-deletion.h"

#include "app/activity/pf-batch-run.h"
#include "app/compat/pf-ask.h"
#include "app/pins/pf-board-page.h"

#include <glib/gi18n.h>

/* Between the key and the question. */
#define ASKING "asking-about-board"

typedef struct
{
  GWeakRef window;
  PfConnection *connection;
  PfBoardItem *board;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *self = data;

  g_weak_ref_clear (&self->window);
  g_object_unref (self->connection);
  g_object_unref (self->board);
  g_free (self);
}

static void
confirmed (gpointer data)
{
  Deletion *self = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&self->window);
  g_autoptr (PfBatch) batch = NULL;
  g_autofree char *words = NULL;
  g_autofree char *doing = NULL;
  PfView *view;

  if (window == NULL || pf_window_get_workspace (window) == NULL)
    return;
  words = g_strdup_printf (_ ("Deleted “%s”"), pf_board_item_get_name (self->board));
  doing = g_strdup_printf (_ ("Deleting “%s”"), pf_board_item_get_name (self->board));
  batch = pf_batch_new (pf_workspace_get_context (pf_window_get_workspace (window)), words);
  pf_batch_delete_board (batch, pf_board_item_get_uuid (self->board),
                         pf_board_item_get_board (self->board));
  pf_batch_run_delete (window, self->connection, batch, doing);
  view = pf_window_get_visible_view (window);
  if (PF_IS_BOARD_PAGE (view)
      && g_str_equal (pf_board_page_get_board_uuid (PF_BOARD_PAGE (view)),
                      pf_board_item_get_uuid (self->board)))
    pf_window_pop_view (window);
}

static char *
count_pins (PfBoardItem *board)
{
  gint64 n = pf_board_item_get_pin_count (board);
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, n);

  return g_strdup_printf (ngettext ("%s pin", "%s pins", (gulong)n), number);
}

static char *
describe_loss (PfBoardItem *board, guint n_sections)
{
  g_autofree char *pins = count_pins (board);
  g_autofree char *sections
      = g_strdup_printf (ngettext ("%u section", "%u sections", n_sections), n_sections);

  if (n_sections > 0)
    /* Translators: "12 pins" and "2 sections" */
    return g_strdup_printf (_ ("%s and %s are deleted with it."), pins, sections);
  if (pf_board_item_get_pin_count (board) == 0)
    return g_strdup (_ ("It has no pins."));
  /* Translators: "1 pin" or "12 pins" */
  return g_strdup_printf (ngettext ("%s is deleted with it.", "%s are deleted with it.",
                                    (gulong)pf_board_item_get_pin_count (board)),
                          pins);
}

static void
ask (Deletion *self, PfWindow *window, guint n_sections)
{
  g_autofree char *heading
      = g_strdup_printf (_ ("Delete “%s”?"), pf_board_item_get_name (self->board));
  g_autofree char *loss = describe_loss (self->board, n_sections);
  g_autofree char *body = NULL;

  if (pf_board_item_get_pin_count (self->board) == 0)
    body = g_steal_pointer (&loss);
  else
    body = g_strdup_printf (
        "%s %s", loss,
        _ ("What others saved from it stays on their boards. For ten seconds you can undo this; "
           "afterwards the board and its sections can be made again, but not its pins."));
  pf_ask (GTK_WIDGET (window), heading, body, _ ("_Delete Board"), TRUE, NULL, confirmed, self,
          deletion_free);
}

static void
sections_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Deletion *self = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&self->window);
  g_autoptr (GPtrArray) sections = pf_mirror_get_sections_finish (PF_MIRROR (source), result, NULL);

  if (window != NULL)
    g_object_set_data (G_OBJECT (window), ASKING, NULL);
  if (window != NULL)
    ask (self, window, sections != NULL ? sections->len : 0);
  else
    deletion_free (self);
}

/**
 * pf_board_deletion_ask:
 * @window: a window
 * @connection: whose board
 * @board: a board that is made
 *
 * Says what is lost with it, and deletes it when that is confirmed.
 */
void
pf_board_deletion_ask (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  Deletion *self;

  /* The key was pressed twice. */
  if (g_object_get_data (G_OBJECT (window), ASKING) != NULL)
    return;
  g_object_set_data (G_OBJECT (window), ASKING, (gpointer)ASKING);
  self = g_new0 (Deletion, 1);
  g_weak_ref_init (&self->window, window);
  self->connection = g_object_ref (connection);
  self->board = g_object_ref (board);
  pf_mirror_get_sections_async (pf_workspace_get_mirror (pf_window_get_workspace (window)),
                                pf_connection_get_id (connection),
                                pf_board_item_get_board (board)->id, NULL, sections_cb, self);
}
