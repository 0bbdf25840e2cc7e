/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-load-bar.h"

#include "app/connections/pf-connection-words.h"
#include "app/pins/pf-pin-wall.h"
#include "app/widgets/pf-error-words.h"
#include "core/sync/pf-sync-run.h"

#include <glib/gi18n.h>

/* How much of all pins, or of those of a board, is loaded, and the rest for who wants it. All pins
 * come by the pass over everything, which goes on whatever page is shown; a board's page by
 * page. */
struct _PfLoadBar
{
  AdwBin parent;

  GtkProgressBar *progress;
  GtkLabel *label;
  GtkButton *button;

  PfLoadBarKind kind;
  PfConnection *connection;
  PfPinList *pins;
  PfBoardList *boards;
  PfMirror *mirror;
  PfSyncRun *run;     /* NULL for a board */
  PfListing *listing; /* of all pins */
  char *board_uuid;   /* NULL for all pins */
  guint total;        /* 0 while it is not known */
  gboolean quiet;
  gboolean offered; /* the rest, by a larger button above */
  gboolean going;   /* of a board: until all are there */
  gboolean walked;  /* of all pins: a pass came to its end before, in a kept copy */
};

G_DEFINE_FINAL_TYPE (PfLoadBar, pf_load_bar, ADW_TYPE_BIN)

enum
{
  PROP_COMPLETE = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void
count_total (PfLoadBar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->boards));
  gboolean complete;
  gint64 total = 0;

  g_object_get (self->boards, "complete", &complete, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (self->boards), i);

      if (self->board_uuid == NULL
          || g_strcmp0 (pf_board_item_get_uuid (board), self->board_uuid) == 0)
        total += MAX (pf_board_item_get_pin_count (board), 0);
    }
  self->total = complete || self->board_uuid != NULL ? (guint)MIN (total, G_MAXINT) : 0;
}

/**
 * pf_load_bar_is_running:
 * @self: a bar
 *
 * Returns: whether the rest is being loaded
 */
gboolean
pf_load_bar_is_running (PfLoadBar *self)
{
  return self->run != NULL ? pf_sync_run_get_state (self->run) == PF_SYNC_RUN_RUNNING : self->going;
}

/**
 * pf_load_bar_is_complete:
 * @self: a bar
 *
 * Returns: whether there is nothing more to load
 */
gboolean
pf_load_bar_is_complete (PfLoadBar *self)
{
  gboolean complete = FALSE;

  if (self->pins == NULL)
    return FALSE;
  if (self->run != NULL)
    return self->walked || pf_sync_run_get_state (self->run) == PF_SYNC_RUN_DONE
           || pf_listing_get_state (self->listing) == PF_LISTING_END;
  g_object_get (self->pins, "complete", &complete, NULL);
  return complete;
}

static GError *
dup_error (PfLoadBar *self)
{
  GError *error = NULL;

  if (self->run != NULL && pf_sync_run_get_state (self->run) == PF_SYNC_RUN_FAILED)
    return g_error_copy (pf_sync_run_get_error (self->run));
  g_object_get (self->pins, "error", &error, NULL);
  return error;
}

static char *
make_words (PfLoadBar *self, guint n, gboolean running, gboolean complete)
{
  gboolean search = self->kind == PF_LOAD_BAR_SEARCH;

  if (running && self->total > 0)
    return g_strdup_printf (_ ("Loading %'u of %'u pins…"), MIN (n, self->total), self->total);
  if (running)
    return g_strdup_printf (ngettext ("Loading… %'u pin so far", "Loading… %'u pins so far", n), n);
  if (complete && n == 0)
    return g_strdup (_ ("There are no pins yet"));
  if (complete)
    return g_strdup_printf (search ? ngettext ("%'u pin is searched: there are no more",
                                               "All %'u pins are searched", n)
                                   : ngettext ("%'u pin", "%'u pins", n),
                            n);
  if (self->total > n)
    return g_strdup_printf (search ? _ ("%'u of %'u pins searched") : _ ("%'u of %'u pins loaded"),
                            n, self->total);
  return g_strdup_printf (search ? ngettext ("%'u pin searched", "%'u pins searched", n)
                                 : ngettext ("%'u pin loaded", "%'u pins loaded", n),
                          n);
}

/* The step that helps is an action of the window; everything else is done here. */
static void
set_button (PfLoadBar *self, const char *label, const GError *error)
{
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  if (label == NULL)
    return;
  if (error != NULL)
    pf_offer_step_for_error (self->button, error, self->connection);
  if (error == NULL
      || g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)), "win.refresh")
             == 0)
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), NULL);
      gtk_button_set_label (self->button, label);
      /* GTK 4.8 leaves it as the action was that it had. */
      gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
    }
}

static void
show_standing (PfLoadBar *self)
{
  guint n = pf_pin_list_get_n_loaded (self->pins), n_done = n;
  gboolean running = pf_load_bar_is_running (self), complete = pf_load_bar_is_complete (self);
  g_autoptr (GError) error = running ? NULL : dup_error (self);
  g_autofree char *words = NULL;

  if (running && self->run != NULL)
    g_object_get (self->run, "n-done", &n_done, NULL);
  words = error != NULL ? pf_error_words (error) : make_words (self, n_done, running, complete);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), error != NULL ? words : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running && self->total > 0);
  if (self->total > 0)
    gtk_progress_bar_set_fraction (self->progress, MIN (1.0, (double)n_done / self->total));
  if (running)
    set_button (self, _ ("_Stop"), NULL);
  else if (error != NULL)
    set_button (self, _ ("_Try Again"), error);
  else if (complete || self->offered)
    set_button (self, NULL, NULL);
  else
    set_button (self,
                self->kind == PF_LOAD_BAR_SEE ? _ ("_Load All")
                : self->board_uuid != NULL    ? _ ("_Search Whole Board")
                                              : _ ("_Search Everything"),
                NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), self->kind == PF_LOAD_BAR_SEARCH || running
                                                 || (n > 0 && !self->quiet && !complete)
                                                 || (n > 0 && error != NULL));
}

/* Whoever loaded all with the keyboard goes on with the pins. */
static void
pass_focus_on (PfLoadBar *self)
{
  GtkWidget *wall = gtk_widget_get_ancestor (GTK_WIDGET (self), PF_TYPE_PIN_WALL);

  if (wall != NULL
      && !(gtk_widget_get_visible (GTK_WIDGET (self))
           && gtk_widget_get_visible (GTK_WIDGET (self->button))))
    gtk_widget_grab_focus (wall);
}

static void
update (PfLoadBar *self)
{
  gboolean loading, complete, focused = gtk_widget_is_focus (GTK_WIDGET (self->button));
  g_autoptr (GError) error = NULL;

  if (self->pins == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  if (self->going)
    {
      g_object_get (self->pins, "loading", &loading, "complete", &complete, "error", &error, NULL);
      if (complete || (error != NULL && !loading))
        self->going = FALSE;
      else if (!loading)
        pf_pin_list_load_more (self->pins);
    }
  show_standing (self);
  if (focused)
    pass_focus_on (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static void
boards_changed (PfLoadBar *self)
{
  count_total (self);
  update (self);
}

/**
 * pf_load_bar_begin:
 * @self: a bar
 *
 * Loads the rest.
 */
void
pf_load_bar_begin (PfLoadBar *self)
{
  if (self->pins == NULL)
    return;
  if (self->run != NULL)
    pf_sync_run_begin (self->run);
  else
    {
      self->going = TRUE;
      pf_pin_list_load_more (self->pins);
    }
  update (self);
}

static void
clicked (PfLoadBar *self)
{
  if (self->pins == NULL || gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)) != NULL)
    return;
  if (!pf_load_bar_is_running (self))
    {
      pf_load_bar_begin (self);
      return;
    }
  self->going = FALSE;
  if (self->run != NULL)
    pf_sync_run_cancel (self->run);
  update (self);
}

static void
walk_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *weak = data;
  g_autoptr (PfLoadBar) self = g_weak_ref_get (weak);
  g_autoptr (PfMirrorWalk) walk = pf_mirror_get_walk_finish (PF_MIRROR (source), result, NULL);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL || walk == NULL || self->run == NULL)
    return;
  self->walked = walk->walked_at > 0;
  update (self);
}

/* In a kept copy everything may be there from another day. */
static void
ask_walk (PfLoadBar *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  pf_mirror_get_walk_async (self->mirror, pf_connection_get_id (self->connection), "pins", "", NULL,
                            walk_cb, weak);
}

static void
place_changed (PfLoadBar *self, const char *connection_id)
{
  if (g_strcmp0 (connection_id, pf_connection_get_id (self->connection)) != 0)
    return;
  self->walked = FALSE;
  ask_walk (self);
}

static void
clear (PfLoadBar *self)
{
  gpointer watched[] = { self->pins, self->boards, self->mirror, self->run };

  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    if (watched[i] != NULL)
      g_signal_handlers_disconnect_by_data (watched[i], self);
  g_clear_object (&self->pins);
  g_clear_object (&self->boards);
  g_clear_object (&self->mirror);
  g_clear_object (&self->run);
  g_clear_object (&self->listing);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->board_uuid, g_free);
  self->going = self->walked = FALSE;
}

/**
 * pf_load_bar_set_pins:
 * @self: a bar
 * @window: the window it is in
 * @connection: (nullable): whose pins
 * @pins: (nullable): the list of all pins, or of those of a board
 * @board_uuid: (nullable): local UUID of that board
 *
 * What it tells of.
 */
void
pf_load_bar_set_pins (PfLoadBar *self,
                      PfWindow *window,
                      PfConnection *connection,
                      PfPinList *pins,
                      const char *board_uuid)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);

  clear (self);
  if (connection == NULL || pins == NULL)
    {
      update (self);
      return;
    }
  self->connection = g_object_ref (connection);
  self->pins = g_object_ref (pins);
  self->board_uuid = g_strdup (board_uuid);
  self->mirror = g_object_ref (pf_workspace_get_mirror (workspace));
  self->boards = g_object_ref (pf_workspace_get_boards (workspace, connection));
  if (board_uuid == NULL)
    {
      PfSync *sync = pf_workspace_get_sync (workspace, connection);

      self->run = g_object_ref (pf_sync_get_run (sync));
      self->listing = g_object_ref (pf_sync_get_all_pins (sync));
      g_signal_connect_object (self->run, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->mirror, "place-changed", G_CALLBACK (place_changed), self,
                               G_CONNECT_SWAPPED);
      ask_walk (self);
    }
  g_signal_connect_object (pins, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pins, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->boards, "items-changed", G_CALLBACK (boards_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->boards, "notify::complete", G_CALLBACK (boards_changed), self,
                           G_CONNECT_SWAPPED);
  boards_changed (self);
}

static void
pf_load_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COMPLETE)
    g_value_set_boolean (value, pf_load_bar_is_complete (PF_LOAD_BAR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pf_load_bar_dispose (GObject *object)
{
  PfLoadBar *self = PF_LOAD_BAR (object);

  clear (self);
  G_OBJECT_CLASS (pf_load_bar_parent_class)->dispose (object);
}

static void
pf_load_bar_class_init (PfLoadBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_load_bar_dispose;
  object_class->get_property = pf_load_bar_get_property;
  /**
   * PfLoadBar:complete:
   *
   * Whether there is nothing more to load; notified whenever anything it tells changed.
   */
  props[PROP_COMPLETE]
      = g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pf_load_bar_init (PfLoadBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->progress), "osd");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loading"), -1);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->button, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked), self);
  gtk_widget_add_css_class (line, "load-bar");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->button));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (box), line);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * pf_load_bar_new:
 * @kind: what the person wants of them
 *
 * Returns: (transfer floating): a bar that tells of nothing yet
 */
GtkWidget *
pf_load_bar_new (PfLoadBarKind kind)
{
  PfLoadBar *self = g_object_new (PF_TYPE_LOAD_BAR, NULL);

  self->kind = kind;
  return GTK_WIDGET (self);
}

/**
 * pf_load_bar_set_quiet:
 * @self: a bar
 * @quiet: whether it is seen only while it works
 *
 * A board loads as somebody scrolls, and its title says how many pins it has: how many of them are
 * loaded matters only when they are sorted or some are left out.
 */
void
pf_load_bar_set_quiet (PfLoadBar *self, gboolean quiet)
{
  self->quiet = quiet;
  update (self);
}

/**
 * pf_load_bar_set_offered:
 * @self: a bar
 * @offered: whether something else that is seen offers the rest
 *
 * Two buttons that do the same make one wonder.
 */
void
pf_load_bar_set_offered (PfLoadBar *self, gboolean offered)
{
  if (self->offered == offered)
    return;
  self->offered = offered;
  if (self->pins != NULL)
    show_standing (self);
}
