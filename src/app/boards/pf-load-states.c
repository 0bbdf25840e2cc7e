/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-load-states"

#include "config.h"

#include "app/boards/pf-load-states.h"

#include "app/connections/pf-connection-words.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#define PATIENCE_MS 300

static void
lose_patience (gpointer data)
{
  PfLoadStates *self = data;

  self->patience = 0;
  gtk_spinner_start (self->spinner);
}

static const char *
choose (PfLoadStates *self, GObject *list, PfConnection *connection, const char *content)
{
  gboolean loading = TRUE, complete = FALSE;
  g_autoptr (GError) error = NULL;

  if (list != NULL)
    g_object_get (list, "loading", &loading, "complete", &complete, "error", &error, NULL);
  if (content != NULL)
    return content;
  if (error != NULL && !loading)
    {
      g_autofree char *words = pf_error_words (error);

      pf_status_page_set_description (self->error_page, words);
      pf_offer_step_for_error (self->error_button, error, connection);
      return "error";
    }
  return complete && !loading ? "empty" : "loading";
}

static GtkWidget *
get_focus (PfLoadStates *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->stack));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
is_in (GtkWidget *widget, gpointer ancestor)
{
  return widget == ancestor || gtk_widget_is_ancestor (widget, ancestor);
}

/* Nothing that is not shown may have the focus: its keys would go nowhere. */
static void
move_focus (PfLoadStates *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->stack));
  GtkWidget *focus;
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);
  gboolean left_behind;

  /* A window that goes away disposes of its pages when it is no window any more. */
  if (!GTK_IS_WINDOW (root) || shown == NULL)
    return;
  focus = get_focus (self);
  /* From inside it would go on to what comes next. */
  if (focus != NULL && is_in (focus, shown))
    {
      self->wants_focus = FALSE;
      return;
    }
  left_behind = focus != NULL && is_in (focus, self->stack) && !is_in (focus, shown);
  if (left_behind || (self->wants_focus && (focus == NULL || focus == self->focus_then)))
    self->wants_focus = !gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD);
  else if (focus != NULL)
    self->wants_focus = FALSE;
}

/**
 * pf_load_states_show:
 * @self: a page's states
 * @list: (nullable): a list model with the properties "loading", "complete" and "error"
 * @connection: (nullable): whose things
 * @content: (nullable): name of the content to show, %NULL when there is none
 *
 * Shows what is to be shown now.
 */
void
pf_load_states_show (PfLoadStates *self,
                     GObject *list,
                     PfConnection *connection,
                     const char *content)
{
  const char *state = choose (self, list, connection, content);

  if (!g_str_equal (state, "loading"))
    {
      g_clear_handle_id (&self->patience, g_source_remove);
      gtk_spinner_stop (self->spinner);
    }
  else if (self->patience == 0 && !gtk_spinner_get_spinning (self->spinner))
    self->patience = g_timeout_add_once (PATIENCE_MS, lose_patience, self);
  gtk_stack_set_visible_child_name (self->stack, state);
  move_focus (self);
}

/**
 * pf_load_states_is:
 * @self: a page's states
 * @name: a name
 *
 * Returns: whether that is shown
 */
gboolean
pf_load_states_is (PfLoadStates *self, const char *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0;
}

static void
forget_root (PfLoadStates *self)
{
  if (self->root != NULL)
    g_signal_handler_disconnect (self->root, self->first_focus);
  g_clear_weak_pointer (&self->root);
}

/* A window that opens gives the focus to its first button: nobody put it there. */
static void
focus_came (PfLoadStates *self)
{
  self->focus_then = get_focus (self);
  if (self->focus_then == NULL)
    return;
  forget_root (self);
  if (self->wants_focus)
    move_focus (self);
}

/**
 * pf_load_states_grab_focus:
 * @self: a page's states
 *
 * Puts the focus on what is shown; while nothing there can have it, as soon as something
 * can, unless it was put elsewhere meanwhile.
 */
void
pf_load_states_grab_focus (PfLoadStates *self)
{
  self->focus_then = get_focus (self);
  self->wants_focus = TRUE;
  forget_root (self);
  if (self->focus_then == NULL && GTK_IS_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->stack))))
    {
      g_set_weak_pointer (&self->root, gtk_widget_get_root (GTK_WIDGET (self->stack)));
      self->first_focus = g_signal_connect_swapped (self->root, "notify::focus-widget",
                                                    G_CALLBACK (focus_came), self);
    }
  move_focus (self);
}

/**
 * pf_load_states_clear:
 * @self: a page's states
 *
 * Forgets what is still to come, for dispose.
 */
void
pf_load_states_clear (PfLoadStates *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  forget_root (self);
  self->wants_focus = FALSE;
}
