/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-preferences-window"

#include "config.h"

#include "app/preferences/pf-kept-row.h"

#include "app/compat/pf-ask.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/sync/pf-sync-run.h"

#include <glib/gi18n.h>

/* "Keep a copy on this computer" of one account: the choice, how old and how large it is, and the
 * pass that fills it. */
struct _PfKeptRow
{
  PfCopyRow parent;

  PfWorkspace *workspace;
  PfConnection *connection;
  PfSyncRun *run;
  PfMirrorWalk *walk; /* nullable until it was read */
  gboolean changing;  /* a choice is being carried out */
};

G_DEFINE_FINAL_TYPE (PfKeptRow, pf_kept_row, PF_TYPE_COPY_ROW)

static gboolean
is_kept (PfKeptRow *self)
{
  return (pf_workspace_get_kept (self->workspace, self->connection) & PF_KEEP_PINS) != 0;
}

static char *
make_age (gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: a date and a time as strftime() writes them */
  return local != NULL ? g_date_time_format (local, _ ("%-e %B %Y, %H:%M")) : g_strdup ("");
}

/* What is kept, as far as one knows. */
static char *
make_words (PfKeptRow *self, gboolean running)
{
  PfMirror *mirror = pf_workspace_get_mirror (self->workspace);
  const GError *error = pf_sync_run_get_error (self->run);
  g_autofree char *size
      = g_format_size (pf_mirror_get_kept_size (mirror, pf_connection_get_id (self->connection)));
  guint n_done, n_total;

  g_object_get (self->run, "n-done", &n_done, "n-total", &n_total, NULL);
  if (!is_kept (self))
    return g_strdup (_ ("Nothing is kept"));
  if (!pf_mirror_is_kept (mirror, pf_connection_get_id (self->connection)))
    return g_strdup (self->changing ? _ ("Making room…")
                                    : _ ("Another Pinfold uses the copy on this computer."));
  if (running && n_total > 0)
    return g_strdup_printf (_ ("Copying: %'u of %'u pins"), n_done, n_total);
  if (running)
    return g_strdup (_ ("Copying…"));
  if (pf_sync_run_get_state (self->run) == PF_SYNC_RUN_FAILED && error != NULL)
    {
      g_autofree char *words = pf_error_words (error);

      return g_strdup_printf (_ ("Not all is copied. %s"), words);
    }
  if (self->walk != NULL && self->walk->walked_at > 0)
    {
      g_autofree char *age = make_age (self->walk->walked_at);

      /* Translators: a date, then a size as "2.1 MB" */
      return g_strdup_printf (_ ("From %s, %s"), age, size);
    }
  /* Translators: a size as "2.1 MB" */
  return g_strdup_printf (_ ("Not all is copied yet, %s so far"), size);
}

static void
update (PfKeptRow *self)
{
  gboolean kept = is_kept (self);
  PfCopyState state = { .kept = kept,
                        .changing = self->changing,
                        .running = kept && pf_sync_run_get_state (self->run) == PF_SYNC_RUN_RUNNING,
                        .has_button = kept && !self->changing };
  g_autofree char *words = make_words (self, state.running);

  g_object_get (self->run, "n-done", &state.n_done, "n-total", &state.n_total, NULL);
  pf_copy_row_show (PF_COPY_ROW (self), &state, words);
}

static void
walk_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfKeptRow) self = pf_weak_take (data);
  g_autoptr (PfMirrorWalk) walk = pf_mirror_get_walk_finish (PF_MIRROR (source), result, NULL);

  if (self == NULL || walk == NULL || self->run == NULL)
    return;
  g_clear_pointer (&self->walk, pf_mirror_walk_free);
  self->walk = g_steal_pointer (&walk);
  update (self);
}

static void
read_walk (PfKeptRow *self)
{
  pf_mirror_get_walk_async (pf_workspace_get_mirror (self->workspace),
                            pf_connection_get_id (self->connection), "pins", "", NULL, walk_cb,
                            pf_weak_new (self));
}

static void
run_changed (PfKeptRow *self)
{
  update (self);
  if (pf_sync_run_get_state (self->run) == PF_SYNC_RUN_DONE)
    read_walk (self);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfKeptRow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean set = pf_workspace_set_kept_finish (PF_WORKSPACE (source), result, &error);

  if (self == NULL || self->run == NULL)
    return;
  self->changing = FALSE;
  g_clear_pointer (&self->walk, pf_mirror_walk_free);
  if (!set)
    pf_copy_row_tell (PF_COPY_ROW (self), error);
  if (set && is_kept (self))
    pf_sync_run_begin (self->run);
  update (self);
  read_walk (self);
}

static void
set_kept (PfKeptRow *self, PfKeep keep)
{
  self->changing = TRUE;
  pf_sync_run_cancel (self->run);
  /* Analytics are a choice of their own. */
  keep |= pf_workspace_get_kept (self->workspace, self->connection) & PF_KEEP_ANALYTICS;
  pf_workspace_set_kept_async (self->workspace, self->connection, keep, kept_cb,
                               pf_weak_new (self));
  update (self);
}

static void
wipe_confirmed (gpointer data)
{
  g_autoptr (PfKeptRow) self = g_weak_ref_get (data);

  if (self != NULL && self->run != NULL)
    set_kept (self, PF_KEEP_NOTHING);
}

/* Whatever was said: the switch stands as it is. */
static void
question_over (gpointer data)
{
  g_autoptr (PfKeptRow) self = pf_weak_take (data);

  if (self != NULL && self->run != NULL)
    update (self);
}

static void
choose (PfCopyRow *row, gboolean wanted)
{
  PfKeptRow *self = PF_KEPT_ROW (row);

  if (self->changing || wanted == is_kept (self))
    return;
  if (wanted)
    {
      set_kept (self, PF_KEEP_PINS);
      return;
    }
  pf_ask (GTK_WIDGET (self), _ ("Delete the Copy?"),
          _ ("What is kept of this account is deleted from this computer. Nothing changes on "
             "Pinterest."),
          _ ("_Delete"), TRUE, NULL, wipe_confirmed, pf_weak_new (self), question_over);
}

static void
press (PfCopyRow *row)
{
  PfKeptRow *self = PF_KEPT_ROW (row);

  if (pf_sync_run_get_state (self->run) == PF_SYNC_RUN_RUNNING)
    pf_sync_run_cancel (self->run);
  else
    pf_sync_run_begin (self->run);
}

static void
pf_kept_row_dispose (GObject *object)
{
  PfKeptRow *self = PF_KEPT_ROW (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->connection);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->walk, pf_mirror_walk_free);
  G_OBJECT_CLASS (pf_kept_row_parent_class)->dispose (object);
}

static void
pf_kept_row_class_init (PfKeptRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_kept_row_dispose;
  PF_COPY_ROW_CLASS (klass)->choose = choose;
  PF_COPY_ROW_CLASS (klass)->press = press;
}

static void
pf_kept_row_init (PfKeptRow *self)
{
}

/**
 * pf_kept_row_new:
 * @window: the main window
 * @connection: an account
 *
 * Returns: (transfer floating): a row with the choice whether a copy of it is kept
 */
GtkWidget *
pf_kept_row_new (PfWindow *window, PfConnection *connection)
{
  PfKeptRow *self = g_object_new (PF_TYPE_KEPT_ROW, NULL);
  g_autofree char *label = NULL;

  self->workspace = g_object_ref (pf_window_get_workspace (window));
  self->connection = g_object_ref (connection);
  self->run = g_object_ref (pf_sync_get_run (pf_workspace_get_sync (self->workspace, connection)));
  pf_row_set_title (ADW_PREFERENCES_ROW (self), pf_connection_get_display_name (connection));
  /* Translators: name of an account */
  label = g_strdup_printf (_ ("Keep a copy of %s"), pf_connection_get_display_name (connection));
  pf_copy_row_set_names (PF_COPY_ROW (self), label, _ ("Copying"));
  g_signal_connect_swapped (self->run, "notify", G_CALLBACK (run_changed), self);
  update (self);
  read_walk (self);
  return GTK_WIDGET (self);
}
