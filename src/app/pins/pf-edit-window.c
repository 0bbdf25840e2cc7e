/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-edit-window.h"

#include "app/activity/pf-batch-run.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-slim-title.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

#define MAX_EXAMPLES 4
/* Whoever types is not counted for at each letter. */
#define PAUSE_MS 150

typedef struct
{
  GtkWidget *apply;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *preview;
  GtkLabel *count;
  GPtrArray *examples; /* rows of the preview; not owned */
  guint pause;

  PfWindow *window; /* (unowned): it is transient for it */
  PfConnection *connection;
  GPtrArray *pins; /* PfChosenPin */
} PfEditWindowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PfEditWindow, pf_edit_window, ADW_TYPE_WINDOW)

static PfEditWindowPrivate *
get_private (PfEditWindow *self)
{
  return pf_edit_window_get_instance_private (self);
}

static void
show_example (PfEditWindow *self, const PfChosenPin *pin, const char *after)
{
  PfEditWindowPrivate *priv = get_private (self);
  GtkWidget *row = adw_action_row_new ();
  gboolean titled = pin->title != NULL && *pin->title != '\0';

  pf_row_set_title (ADW_PREFERENCES_ROW (row), titled ? pin->title : _ ("Pin without a title"));
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), after);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  adw_preferences_group_add (priv->preview, row);
  g_ptr_array_add (priv->examples, row);
}

static gboolean
is_possible (const PfChosenPin *pin)
{
  return pin->pin != NULL && !pin->is_leaving;
}

static void
recount (PfEditWindow *self)
{
  PfEditWindowPrivate *priv = get_private (self);
  g_autofree char *words = NULL;
  guint n = 0;

  for (guint i = 0; i < priv->examples->len; i++)
    adw_preferences_group_remove (priv->preview, priv->examples->pdata[i]);
  g_ptr_array_set_size (priv->examples, 0);
  for (guint i = 0; i < priv->pins->len; i++)
    {
      const PfChosenPin *pin = priv->pins->pdata[i];
      g_autofree char *after
          = is_possible (pin) ? PF_EDIT_WINDOW_GET_CLASS (self)->preview (self, pin) : NULL;

      if (after == NULL)
        continue;
      if (n++ < MAX_EXAMPLES)
        show_example (self, pin, after);
    }
  words = g_strdup_printf (ngettext ("Changes %u of %u pin", "Changes %u of %u pins",
                                     priv->pins->len),
                           n, priv->pins->len);
  gtk_label_set_label (priv->count, words);
  gtk_widget_set_visible (GTK_WIDGET (priv->preview), n > 0);
  gtk_widget_set_sensitive (priv->apply, n > 0);
}

static gboolean
pause_over (gpointer data)
{
  PfEditWindow *self = data;

  get_private (self)->pause = 0;
  recount (self);
  return G_SOURCE_REMOVE;
}

/**
 * pf_edit_window_changed:
 * @self: a window
 *
 * Something else is to be done: the preview follows.
 */
void
pf_edit_window_changed (PfEditWindow *self)
{
  PfEditWindowPrivate *priv = get_private (self);

  if (priv->pins == NULL)
    return;
  g_clear_handle_id (&priv->pause, g_source_remove);
  priv->pause = g_timeout_add (PAUSE_MS, pause_over, self);
}

static void
apply (PfEditWindow *self)
{
  PfEditWindowPrivate *priv = get_private (self);
  PfContext *context = pf_workspace_get_context (pf_window_get_workspace (priv->window));
  g_autoptr (PfBatch) batch = pf_batch_new (context, "");
  g_autofree char *words = NULL;
  g_autofree char *doing = NULL;
  guint n;

  /* What was typed last counts as well. */
  if (priv->pause != 0)
    {
      g_clear_handle_id (&priv->pause, g_source_remove);
      recount (self);
    }
  if (!gtk_widget_get_sensitive (priv->apply))
    return;
  for (guint i = 0; i < priv->pins->len; i++)
    if (is_possible (priv->pins->pdata[i]))
      PF_EDIT_WINDOW_GET_CLASS (self)->add (self, batch, priv->pins->pdata[i]);
  n = pf_batch_get_n_changes (batch);
  if (n == 0)
    return;
  words = PF_EDIT_WINDOW_GET_CLASS (self)->words (self, n, FALSE);
  doing = PF_EDIT_WINDOW_GET_CLASS (self)->words (self, n, TRUE);
  pf_batch_set_words (batch, words);
  pf_batch_run (priv->window, priv->connection, batch, doing);
  gtk_window_close (GTK_WINDOW (self));
}

/**
 * pf_edit_window_watch:
 * @self: a window
 * @row: an entry, switch or combo row
 *
 * What is set there is part of what is done; Enter in an entry does it.
 */
void
pf_edit_window_watch (PfEditWindow *self, GtkWidget *row)
{
  if (ADW_IS_COMBO_ROW (row))
    g_signal_connect_object (row, "notify::selected", G_CALLBACK (pf_edit_window_changed), self,
                             G_CONNECT_SWAPPED);
  else if (GTK_IS_SWITCH (row) || GTK_IS_CHECK_BUTTON (row))
    g_signal_connect_object (row, "notify::active", G_CALLBACK (pf_edit_window_changed), self,
                             G_CONNECT_SWAPPED);
  else
    {
      g_signal_connect_object (row, "changed", G_CALLBACK (pf_edit_window_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "entry-activated", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
    }
}

/**
 * pf_edit_window_add_group:
 * @self: a window
 * @group: a preferences group; they stand above the preview in this order
 */
void
pf_edit_window_add_group (PfEditWindow *self, GtkWidget *group)
{
  PfEditWindowPrivate *priv = get_private (self);

  g_object_ref (priv->preview);
  if (gtk_widget_get_parent (GTK_WIDGET (priv->preview)) != NULL)
    adw_preferences_page_remove (priv->page, priv->preview);
  adw_preferences_page_add (priv->page, ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (priv->page, priv->preview);
  g_object_unref (priv->preview);
}

/**
 * pf_edit_window_get_window:
 * @self: a window
 *
 * Returns: (transfer none): the window it belongs to
 */
PfWindow *
pf_edit_window_get_window (PfEditWindow *self)
{
  return get_private (self)->window;
}

/**
 * pf_edit_window_get_connection:
 * @self: a window
 *
 * Returns: (transfer none): whose pins
 */
PfConnection *
pf_edit_window_get_connection (PfEditWindow *self)
{
  return get_private (self)->connection;
}

static void
pf_edit_window_dispose (GObject *object)
{
  PfEditWindowPrivate *priv = get_private (PF_EDIT_WINDOW (object));

  g_clear_handle_id (&priv->pause, g_source_remove);
  g_clear_object (&priv->connection);
  G_OBJECT_CLASS (pf_edit_window_parent_class)->dispose (object);
}

static void
pf_edit_window_finalize (GObject *object)
{
  PfEditWindowPrivate *priv = get_private (PF_EDIT_WINDOW (object));

  g_clear_pointer (&priv->pins, g_ptr_array_unref);
  g_ptr_array_unref (priv->examples);
  G_OBJECT_CLASS (pf_edit_window_parent_class)->finalize (object);
}

static void
apply_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  apply (PF_EDIT_WINDOW (widget));
}

static void
pf_edit_window_class_init (PfEditWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_edit_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_edit_window_finalize;
  gtk_widget_class_install_action (widget_class, "edit.apply", NULL, apply_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "edit.apply",
                                       NULL);
}

static GtkWidget *
build_header (PfEditWindow *self)
{
  PfEditWindowPrivate *priv = get_private (self);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  priv->apply = gtk_button_new_with_mnemonic (_ ("_Apply"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  g_signal_connect_object (priv->apply, "clicked", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (priv->apply, "suggested-action");
  gtk_widget_set_sensitive (priv->apply, FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   g_object_new (PF_TYPE_SLIM_TITLE, NULL));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), priv->apply);
  return header;
}

/* Stays in view whatever stands above it. */
static GtkWidget *
build_foot (PfEditWindow *self)
{
  PfEditWindowPrivate *priv = get_private (self);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  priv->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (priv->count, TRUE);
  gtk_label_set_justify (priv->count, GTK_JUSTIFY_CENTER);
  gtk_widget_set_margin_top (GTK_WIDGET (priv->count), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (priv->count), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (priv->count), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (priv->count), 12);
  gtk_widget_add_css_class (GTK_WIDGET (priv->count), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (priv->count), "numeric");
  gtk_box_append (GTK_BOX (bar), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (priv->count));
  return bar;
}

static void
pf_edit_window_init (PfEditWindow *self)
{
  PfEditWindowPrivate *priv = get_private (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  priv->examples = g_ptr_array_new ();
  priv->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  priv->preview = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (priv->preview, _ ("Preview"));
  gtk_widget_set_vexpand (GTK_WIDGET (priv->page), TRUE);
  gtk_box_append (GTK_BOX (box), build_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (priv->page));
  gtk_box_append (GTK_BOX (box), build_foot (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 640);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

/* Between asking and the pins. */
typedef struct
{
  GType type;
  GWeakRef window;
  PfConnection *connection;
} Opening;

static void
pins_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&opening->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pins = pf_chosen_pins_read_finish (PF_MIRROR (source), result, &error);

  if (window != NULL && pins != NULL)
    {
      PfEditWindow *self = g_object_new (opening->type, "transient-for", window, NULL);
      PfEditWindowPrivate *priv = get_private (self);

      priv->window = window;
      pf_fit (GTK_WINDOW (self), GTK_WINDOW (window));
      pf_wrap_buttons (GTK_WIDGET (self));
      priv->connection = g_object_ref (opening->connection);
      priv->pins = g_ptr_array_ref (pins);
      PF_EDIT_WINDOW_GET_CLASS (self)->ready (self);
      recount (self);
      gtk_window_present (GTK_WINDOW (self));
    }
  else if (window != NULL)
    {
      g_autofree char *words = pf_error_words (error);

      pf_window_add_toast (window, pf_toast_new_long (words));
    }
  g_weak_ref_clear (&opening->window);
  g_object_unref (opening->connection);
  g_free (opening);
}

/**
 * pf_edit_window_open:
 * @type: a class of these windows
 * @window: the window it belongs to
 * @connection: whose pins
 * @uuids: (array zero-terminated=1): local UUIDs of the pins
 *
 * Reads the pins and shows the window.
 */
void
pf_edit_window_open (GType type,
                     PfWindow *window,
                     PfConnection *connection,
                     const char *const *uuids)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  Opening *opening = g_new0 (Opening, 1);

  opening->type = type;
  g_weak_ref_init (&opening->window, window);
  opening->connection = g_object_ref (connection);
  pf_chosen_pins_read_async (pf_workspace_get_mirror (workspace),
                             pf_workspace_get_outbox (workspace), connection, uuids, NULL,
                             pins_read, opening);
}
