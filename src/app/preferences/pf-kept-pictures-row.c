/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-preferences-window"

#include "config.h"

#include "app/preferences/pf-kept-pictures-row.h"

#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* Under the choice whether a copy of an account is kept: whether with its pictures, how many there
 * are and what they take. */
struct _PfKeptPicturesRow
{
  PfCopyRow parent;

  PfWorkspace *workspace;
  PfConnection *connection;
  PfKeptPictures *pictures;
  gboolean changing; /* a choice is being carried out */
};

G_DEFINE_FINAL_TYPE (PfKeptPicturesRow, pf_kept_pictures_row, PF_TYPE_COPY_ROW)

static gboolean
is_kept (PfKeptPicturesRow *self, PfKeep what)
{
  return (pf_workspace_get_kept (self->workspace, self->connection) & what) != 0;
}

static gboolean
is_waiting (PfKeptPicturesRow *self)
{
  PfSyncRun *pins = pf_sync_get_run (pf_workspace_get_sync (self->workspace, self->connection));

  return pf_sync_run_get_state (pins) == PF_SYNC_RUN_RUNNING;
}

static char *
make_words (PfKeptPicturesRow *self, PfSyncRunState state)
{
  const GError *error = pf_kept_pictures_get_error (self->pictures);
  g_autofree char *size = NULL;
  guint n_done, n_total, n_pictures;
  guint64 n_bytes;
  gboolean full;

  g_object_get (self->pictures, "n-done", &n_done, "n-total", &n_total, "n-pictures", &n_pictures,
                "n-bytes", &n_bytes, "full", &full, NULL);
  if (!is_kept (self, PF_KEEP_PICTURES))
    {
      g_autofree char *limit = g_format_size (PF_KEPT_PICTURES_LIMIT);

      /* Translators: a size as "1.1 GB" */
      return g_strdup_printf (_ ("Some 60 MB for each thousand, %s at most"), limit);
    }
  if (state == PF_SYNC_RUN_RUNNING && n_total > 0)
    return g_strdup_printf (_ ("Copying: %'u of %'u pins"), n_done, n_total);
  if (state == PF_SYNC_RUN_RUNNING)
    return g_strdup (_ ("Copying…"));
  if (is_waiting (self))
    return g_strdup (_ ("They come after the texts"));
  size = g_format_size (n_bytes);
  if (state == PF_SYNC_RUN_FAILED && error != NULL)
    {
      g_autofree char *words = pf_error_words (error);

      /* Translators: a number of pictures, a size as "2.1 MB", then a sentence that says why */
      return g_strdup_printf (_ ("Not all are copied, %'u so far, %s. %s"), n_pictures, size,
                              words);
    }
  if (full)
    /* Translators: a size as "1.1 GB" */
    return g_strdup_printf (_ ("The newest %'u pictures, %s: no more are kept"), n_pictures, size);
  /* Translators: a size as "2.1 MB" */
  return g_strdup_printf (ngettext ("%'u picture, %s", "%'u pictures, %s", n_pictures), n_pictures,
                          size);
}

static void
update (PfKeptPicturesRow *self)
{
  PfSyncRunState run = pf_kept_pictures_get_state (self->pictures);
  gboolean kept = is_kept (self, PF_KEEP_PICTURES);
  PfCopyState state
      = { .kept = kept,
          .changing = self->changing,
          .running = kept && run == PF_SYNC_RUN_RUNNING,
          .has_button = kept && !self->changing && !is_waiting (self) && run != PF_SYNC_RUN_DONE };
  g_autofree char *words = make_words (self, run);

  g_object_get (self->pictures, "n-done", &state.n_done, "n-total", &state.n_total, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), is_kept (self, PF_KEEP_PINS));
  pf_copy_row_show (PF_COPY_ROW (self), &state, words);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfKeptPicturesRow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean set = pf_workspace_set_kept_finish (PF_WORKSPACE (source), result, &error);

  if (self == NULL || self->pictures == NULL)
    return;
  self->changing = FALSE;
  if (!set)
    pf_copy_row_tell (PF_COPY_ROW (self), error);
  if (set && is_kept (self, PF_KEEP_PICTURES) && !is_waiting (self))
    pf_kept_pictures_begin (self->pictures);
  else
    pf_kept_pictures_measure (self->pictures);
  update (self);
}

/* Without a question: they can be had again. */
static void
choose (PfCopyRow *row, gboolean wanted)
{
  PfKeptPicturesRow *self = PF_KEPT_PICTURES_ROW (row);
  PfKeep keep;

  if (self->changing || wanted == is_kept (self, PF_KEEP_PICTURES))
    return;
  self->changing = TRUE;
  keep = pf_workspace_get_kept (self->workspace, self->connection) & ~PF_KEEP_PICTURES;
  if (wanted)
    keep |= PF_KEEP_PICTURES;
  pf_workspace_set_kept_async (self->workspace, self->connection, keep, kept_cb,
                               pf_weak_new (self));
  update (self);
}

static void
press (PfCopyRow *row)
{
  PfKeptPicturesRow *self = PF_KEPT_PICTURES_ROW (row);

  if (pf_kept_pictures_get_state (self->pictures) == PF_SYNC_RUN_RUNNING)
    pf_kept_pictures_cancel (self->pictures);
  else
    pf_kept_pictures_begin (self->pictures);
}

static void
pf_kept_pictures_row_dispose (GObject *object)
{
  PfKeptPicturesRow *self = PF_KEPT_PICTURES_ROW (object);

  g_clear_object (&self->pictures);
  g_clear_object (&self->connection);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (pf_kept_pictures_row_parent_class)->dispose (object);
}

static void
pf_kept_pictures_row_class_init (PfKeptPicturesRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_kept_pictures_row_dispose;
  PF_COPY_ROW_CLASS (klass)->choose = choose;
  PF_COPY_ROW_CLASS (klass)->press = press;
}

static void
pf_kept_pictures_row_init (PfKeptPicturesRow *self)
{
  pf_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Pictures Too"));
}

/**
 * pf_kept_pictures_row_new:
 * @window: the main window
 * @connection: an account
 *
 * Returns: (transfer floating): a row with the choice whether its pictures are kept, too; not shown
 *   while no copy of the account is
 */
GtkWidget *
pf_kept_pictures_row_new (PfWindow *window, PfConnection *connection)
{
  PfKeptPicturesRow *self = g_object_new (PF_TYPE_KEPT_PICTURES_ROW, NULL);
  PfSyncRun *pins;
  g_autofree char *label = NULL;

  self->workspace = g_object_ref (pf_window_get_workspace (window));
  self->connection = g_object_ref (connection);
  self->pictures
      = g_object_ref (pf_workspace_get_kept_pictures (self->workspace, self->connection));
  /* Translators: name of an account */
  label = g_strdup_printf (_ ("Keep the pictures of %s, too"),
                           pf_connection_get_display_name (connection));
  pf_copy_row_set_names (PF_COPY_ROW (self), label, _ ("Copying pictures"));
  pins = pf_sync_get_run (pf_workspace_get_sync (self->workspace, self->connection));
  g_signal_connect_object (self->pictures, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pins, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "kept-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  pf_kept_pictures_measure (self->pictures);
  update (self);
  return GTK_WIDGET (self);
}
