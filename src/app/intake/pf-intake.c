/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/intake/pf-intake.h"

#include "app/compat/pf-choose-files.h"
#include "app/composer/pf-composer.h"
#include "app/intake/pf-import.h"
#include "app/intake/pf-incoming.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* A handful of pictures becoming drafts, one after another; the window may close meanwhile. */
typedef struct
{
  GWeakRef window;
  PfStore *store;
  GListModel *files; /* nullable */
  GBytes *bytes;     /* nullable */
  char *connection_id;
  char *board_uuid;   /* nullable */
  char *section_uuid; /* nullable */
  char *group_uuid;   /* nullable: of many */
  guint next;
  GPtrArray *drafts;
  GError *error; /* nullable: the last one */
  guint n_failed;
} Batch;

static void
batch_free (Batch *batch)
{
  g_weak_ref_clear (&batch->window);
  g_object_unref (batch->store);
  g_clear_object (&batch->files);
  g_clear_pointer (&batch->bytes, g_bytes_unref);
  g_free (batch->connection_id);
  g_free (batch->board_uuid);
  g_free (batch->section_uuid);
  g_free (batch->group_uuid);
  g_ptr_array_unref (batch->drafts);
  g_clear_error (&batch->error);
  g_free (batch);
}

static Batch *
batch_new (PfWindow *window,
           PfConnection *connection,
           const char *board_uuid,
           const char *section_uuid)
{
  Batch *batch = g_new0 (Batch, 1);

  g_weak_ref_init (&batch->window, window);
  batch->store = g_object_ref (pf_workspace_get_store (pf_window_get_workspace (window)));
  batch->connection_id = g_strdup (
      pf_connection_get_id (connection != NULL ? connection : pf_window_get_connection (window)));
  batch->board_uuid = g_strdup (board_uuid);
  batch->section_uuid = board_uuid != NULL ? g_strdup (section_uuid) : NULL;
  batch->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_draft_unref);
  return batch;
}

static void
tell_failures (PfWindow *window, Batch *batch)
{
  g_autofree char *text = NULL;

  if (batch->n_failed == 0)
    return;
  if (batch->n_failed == 1)
    text = pf_error_words (batch->error);
  else
    text = g_strdup_printf (ngettext ("%u file could not be used", "%u files could not be used",
                                      batch->n_failed),
                            batch->n_failed);
  pf_window_add_toast (window, pf_toast_new (text));
}

static void
batch_done (Batch *batch)
{
  g_autoptr (PfWindow) window = g_weak_ref_get (&batch->window);

  if (window != NULL)
    {
      guint n_more
          = batch->drafts->len > PF_DRAFT_GROUP_MAX ? batch->drafts->len - PF_DRAFT_GROUP_MAX : 0;

      if (batch->drafts->len > 0)
        pf_composer_present (window, g_ptr_array_index (batch->drafts, 0));
      if (n_more > 0)
        {
          g_autofree char *text
              = g_strdup_printf (ngettext ("%u more draft kept", "%u more drafts kept", n_more),
                                 n_more);

          pf_window_add_toast (window, pf_toast_new (text));
        }
      tell_failures (window, batch);
    }
  batch_free (batch);
}

static void batch_step (Batch *batch);

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Batch *batch = data;
  g_autoptr (GError) error = NULL;
  PfDraft *draft = pf_import_finish (result, &error);

  if (draft != NULL)
    g_ptr_array_add (batch->drafts, draft);
  else
    {
      g_clear_error (&batch->error);
      batch->error = g_steal_pointer (&error);
      batch->n_failed++;
    }
  batch_step (batch);
}

static void
batch_step (Batch *batch)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = g_steal_pointer (&batch->bytes);
  g_autoptr (PfDraft) draft = NULL;

  if (bytes == NULL && batch->files != NULL)
    file = g_list_model_get_item (batch->files, batch->next++);
  if (bytes == NULL && file == NULL)
    {
      batch_done (batch);
      return;
    }
  draft = pf_draft_new (pf_store_get_context (batch->store));
  draft->connection_id = g_strdup (batch->connection_id);
  draft->board_uuid = g_strdup (batch->board_uuid);
  draft->section_uuid = g_strdup (batch->section_uuid);
  /* What one window takes is opened together. */
  if (batch->group_uuid != NULL && batch->drafts->len < PF_DRAFT_GROUP_MAX)
    {
      draft->group_uuid = g_strdup (batch->group_uuid);
      draft->group_position = (int)batch->drafts->len;
      draft->own_fields = PF_DRAFT_TITLE | PF_DRAFT_ALT_TEXT;
    }
  pf_import_into_async (batch->store, draft, file, bytes, NULL, imported_cb, batch);
}

static gboolean
is_ready (PfWindow *window)
{
  return pf_window_get_workspace (window) != NULL && pf_window_get_connection (window) != NULL;
}

static void
take_files (PfWindow *window,
            GListModel *files,
            PfConnection *connection,
            const char *board_uuid,
            const char *section_uuid)
{
  Batch *batch;

  if (!is_ready (window))
    return;
  batch = batch_new (window, connection, board_uuid, section_uuid);
  batch->files = g_object_ref (files);
  if (g_list_model_get_n_items (files) > 1)
    batch->group_uuid
        = pf_random_uuid (pf_context_get_random (pf_store_get_context (batch->store)));
  batch_step (batch);
}

static void
take_bytes (PfWindow *window,
            GBytes *bytes,
            PfConnection *connection,
            const char *board_uuid,
            const char *section_uuid)
{
  Batch *batch;

  if (!is_ready (window))
    return;
  batch = batch_new (window, connection, board_uuid, section_uuid);
  batch->bytes = g_bytes_ref (bytes);
  batch_step (batch);
}

/**
 * pf_intake_files:
 * @window: where they came in
 * @files: local files, a list model of #GFile
 * @board_uuid: (nullable): the board they are meant for
 *
 * Makes drafts of pictures; they open in one composer.
 */
void
pf_intake_files (PfWindow *window, GListModel *files, const char *board_uuid)
{
  take_files (window, files, NULL, board_uuid, NULL);
}

/**
 * pf_intake_bytes:
 * @window: where it came in
 * @bytes: a picture, not looked at yet
 * @board_uuid: (nullable): the board it is meant for
 *
 * Makes a draft of a picture that is not a file and opens it.
 */
void
pf_intake_bytes (PfWindow *window, GBytes *bytes, const char *board_uuid)
{
  take_bytes (window, bytes, NULL, board_uuid, NULL);
}

typedef struct
{
  GWeakRef window;
  PfConnection *connection; /* nullable: the one the window shows */
  char *board_uuid;         /* nullable */
  char *section_uuid;       /* nullable */
} Wish;

static Wish *
wish_new (PfWindow *window,
          PfConnection *connection,
          const char *board_uuid,
          const char *section_uuid)
{
  Wish *wish = g_new0 (Wish, 1);

  g_weak_ref_init (&wish->window, window);
  wish->connection = connection != NULL ? g_object_ref (connection) : NULL;
  wish->board_uuid = g_strdup (board_uuid);
  wish->section_uuid = g_strdup (section_uuid);
  return wish;
}

static void
wish_free (Wish *wish)
{
  g_weak_ref_clear (&wish->window);
  g_clear_object (&wish->connection);
  g_free (wish->board_uuid);
  g_free (wish->section_uuid);
  g_free (wish);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wish *wish = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&wish->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfIncoming) incoming = pf_incoming_read_finish (result, &error);

  if (GDK_IS_DROP (source))
    gdk_drop_finish (GDK_DROP (source), incoming != NULL ? GDK_ACTION_COPY : 0);
  if (window != NULL && incoming != NULL)
    {
      if (incoming->files != NULL)
        take_files (window, incoming->files, wish->connection, wish->board_uuid,
                    wish->section_uuid);
      else
        take_bytes (window, incoming->bytes, wish->connection, wish->board_uuid,
                    wish->section_uuid);
    }
  else if (window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pf_window_add_toast (window, pf_toast_new (error->message));
  wish_free (wish);
}

/**
 * pf_intake_drop:
 * @window: where it came in
 * @drop: a drop that was accepted; finished here
 * @connection: (nullable): the account it is for; %NULL for the one the window shows
 * @board_uuid: (nullable): the board under it
 * @section_uuid: (nullable): and the section of it
 *
 * Takes in what was dropped.
 */
void
pf_intake_drop (PfWindow *window,
                GdkDrop *drop,
                PfConnection *connection,
                const char *board_uuid,
                const char *section_uuid)
{
  pf_incoming_read_async (G_OBJECT (drop), NULL, read_cb,
                          wish_new (window, connection, board_uuid, section_uuid));
}

/**
 * pf_intake_paste:
 * @window: where it comes in
 * @board_uuid: (nullable): the board somebody looks at
 *
 * Takes in what is on the clipboard.
 */
void
pf_intake_paste (PfWindow *window, const char *board_uuid)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  pf_incoming_read_async (G_OBJECT (clipboard), NULL, read_cb,
                          wish_new (window, NULL, board_uuid, NULL));
}

static void
chosen_cb (GListModel *files, gpointer data)
{
  Wish *wish = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&wish->window);

  if (window != NULL && files != NULL)
    take_files (window, files, wish->connection, wish->board_uuid, wish->section_uuid);
  wish_free (wish);
}

/**
 * pf_intake_choose:
 * @window: where they come in
 * @board_uuid: (nullable): the board somebody looks at
 *
 * Lets the person choose pictures.
 */
void
pf_intake_choose (PfWindow *window, const char *board_uuid)
{
  pf_choose_pictures (GTK_WINDOW (window), chosen_cb, wish_new (window, NULL, board_uuid, NULL));
}
