/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-setup-window"

#include "config.h"

#include "app/setup/pf-setup-window.h"

#include "app/compat/pf-leaflet.h"
#include "app/compat/pf-open-uri.h"
#include "app/setup/pf-keys-page.h"
#include "app/setup/pf-setup-page.h"
#include "app/widgets/pf-steady-bin.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-box.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/*
 * The way to an app of one's own at Pinterest, step by step. It can be left at
 * any step and taken up there again, also after days of waiting for approval.
 */
struct _PfSetupWindow
{
  AdwWindow parent;

  AdwLeaflet *leaflet;
  GtkWidget *side;
  GtkWidget *separator;
  GtkWidget *content;
  AdwHeaderBar *header;
  GtkListBox *steps_list;
  AdwWindowTitle *window_title;
  GtkProgressBar *progress_bar;
  GtkScrolledWindow *scroller;
  AdwBin *page;
  GtkWidget *back;
  GtkButton *next;

  PfConnections *connections; /* (owned) */
  PfStore *store;             /* (owned) */
  PfClock *clock;             /* of the context */
  const PfKind *kind;         /* static */
  PfSetupProgress *progress;  /* (nullable) (owned) */
  const PfSetupStep *steps;   /* static */
  guint n_steps;
  guint position;
  guint save_timeout;
};

enum
{
  SIGNAL_READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfSetupWindow, pf_setup_window, ADW_TYPE_WINDOW)

static void show_step (PfSetupWindow *self, guint position);

static gboolean
is_complete (PfSetupWindow *self)
{
  GtkWidget *page = adw_bin_get_child (self->page);

  if (PF_IS_KEYS_PAGE (page))
    return pf_keys_page_is_complete (PF_KEYS_PAGE (page));
  return page != NULL && pf_setup_page_is_complete (PF_SETUP_PAGE (page));
}

static void
set_done (PfSetupWindow *self, guint position)
{
  g_autofree char *key = g_strdup_printf ("%s/done", self->steps[position].id);

  g_hash_table_replace (self->progress->answers, g_steal_pointer (&key), g_strdup ("yes"));
}

static gboolean
is_done (PfSetupWindow *self, guint position)
{
  g_autofree char *key = g_strdup_printf ("%s/done", self->steps[position].id);

  return g_strcmp0 (g_hash_table_lookup (self->progress->answers, key), "yes") == 0;
}

/* A step is open when every step before it that must be ticked is done (requirements AL-7). */
static gboolean
is_open (PfSetupWindow *self, guint position)
{
  for (guint i = 0; i < position; i++)
    if (self->steps[i].tick != NULL && !is_done (self, i))
      return FALSE;
  return TRUE;
}

static void
update (PfSetupWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  g_autofree char *where = NULL;

  if (self->progress == NULL)
    return;
  /* Translators: as "Step 3 of 8" */
  where = g_strdup_printf (_ ("Step %u of %u"), self->position + 1, self->n_steps);
  adw_window_title_set_title (self->window_title, folded ? where : "");
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), folded);
  gtk_progress_bar_set_fraction (self->progress_bar, (double)(self->position + 1) / self->n_steps);
  gtk_widget_set_sensitive (self->back, self->position > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), is_complete (self));
  gtk_button_set_label (self->next, self->steps[self->position].keys ? _ ("_Save and Connect")
                                                                     : _ ("_Continue"));
  for (guint i = 0; i < self->n_steps; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->steps_list, (int)i);
      GtkWidget *icon = g_object_get_data (G_OBJECT (row), "icon");
      gboolean done = is_done (self, i);
      g_autofree char *name = NULL;

      gtk_widget_set_sensitive (GTK_WIDGET (row), is_open (self, i));
      gtk_image_set_from_icon_name (GTK_IMAGE (icon), done ? "object-select-symbolic" : NULL);
      /* Translators: a step of the set-up, then whether it is done */
      name = g_strdup_printf (_ ("%s, %s"), self->steps[i].title, done ? _ ("Done") : _ ("To do"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
    }
}

static void
progress_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_setup_save_finish (PF_STORE (source), result, &error))
    g_warning ("Keeping the set-up's progress: %s", error->message);
}

static void
save_progress (gpointer user_data)
{
  PfSetupWindow *self = PF_SETUP_WINDOW (user_data);

  self->save_timeout = 0;
  g_free (self->progress->step);
  self->progress->step = g_strdup (self->steps[self->position].id);
  pf_setup_save_async (self->store, self->kind->id, self->progress, NULL, progress_saved, NULL);
}

static void
progress_changed (PfSetupWindow *self)
{
  update (self);
  g_clear_handle_id (&self->save_timeout, g_source_remove);
  self->save_timeout = g_timeout_add_once (500, save_progress, self);
}

static void
keys_saved (PfSetupWindow *self, PfKeysPage *page)
{
  set_done (self, self->position);
  g_clear_handle_id (&self->save_timeout, g_source_remove);
  save_progress (self);
  g_signal_emit (self, signals[SIGNAL_READY], 0, pf_keys_page_get_kind_id (page));
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_step (PfSetupWindow *self, guint position)
{
  const PfSetupStep *step = &self->steps[position];
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *page;

  self->position = position;
  if (step->waits && self->progress->waiting_since == 0)
    self->progress->waiting_since = pf_clock_now (self->clock);
  if (step->keys)
    {
      page = pf_keys_page_new (self->connections, self->kind, step, self->progress);
      g_signal_connect_object (page, "saved", G_CALLBACK (keys_saved), self, G_CONNECT_SWAPPED);
    }
  else
    page = pf_setup_page_new (step, self->progress, pf_clock_now (self->clock));
  g_signal_connect_object (page, "changed", G_CALLBACK (progress_changed), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->page, page);
  gtk_adjustment_set_value (adjustment, 0);
  gtk_list_box_select_row (self->steps_list,
                           gtk_list_box_get_row_at_index (self->steps_list, (int)position));
  progress_changed (self);
}

static void
step_activated (PfSetupWindow *self, GtkListBoxRow *row)
{
  guint position = (guint)gtk_list_box_row_get_index (row);

  if (self->progress != NULL && is_open (self, position))
    show_step (self, position);
}

static void
back_clicked (PfSetupWindow *self)
{
  if (self->position > 0)
    show_step (self, self->position - 1);
}

static void
next_clicked (PfSetupWindow *self)
{
  GtkWidget *page = adw_bin_get_child (self->page);

  if (!is_complete (self))
    return;
  if (PF_IS_KEYS_PAGE (page))
    {
      pf_keys_page_save (PF_KEYS_PAGE (page));
      return;
    }
  set_done (self, self->position);
  if (self->position + 1 < self->n_steps)
    show_step (self, self->position + 1);
}

static void
add_steps (PfSetupWindow *self)
{
  self->steps = pf_setup_get_steps (&self->n_steps);
  for (guint i = 0; i < self->n_steps; i++)
    {
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      GtkWidget *label = gtk_label_new (self->steps[i].title);
      GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                      GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_add_css_class (icon, "pinfold-state");
      gtk_widget_add_css_class (icon, "connected");
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), icon);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
      g_object_set_data (G_OBJECT (row), "icon", icon);
      gtk_list_box_append (self->steps_list, row);
    }
}

static void
progress_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfSetupWindow) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  PfSetupProgress *progress = pf_setup_load_finish (PF_STORE (source), result, &error);

  if (error != NULL)
    g_warning ("Reading the set-up's progress: %s", error->message);
  if (self == NULL || self->progress != NULL)
    g_clear_pointer (&progress, pf_setup_progress_free);
  else
    pf_setup_window_start (self, progress, NULL);
}

/**
 * pf_setup_window_start:
 * @self: a window
 * @progress: (nullable) (transfer full): where the person was; %NULL for the start
 * @step: (nullable): id of the step to show; %NULL for where the person was
 *
 * Shows a step.
 */
void
pf_setup_window_start (PfSetupWindow *self, PfSetupProgress *progress, const char *step)
{
  guint position = 0;

  g_return_if_fail (PF_IS_SETUP_WINDOW (self));

  g_clear_pointer (&self->progress, pf_setup_progress_free);
  self->progress = progress != NULL ? progress : pf_setup_progress_new ();
  if (step == NULL)
    step = self->progress->step;
  for (guint i = 0; i < self->n_steps; i++)
    if (g_strcmp0 (self->steps[i].id, step) == 0)
      position = i;
  show_step (self, position);
}

/**
 * pf_setup_window_get_position:
 * @self: a window
 *
 * Returns: number of the step shown, from 0
 */
guint
pf_setup_window_get_position (PfSetupWindow *self)
{
  return self->position;
}

/**
 * pf_setup_window_new:
 * @parent: (nullable): the window it belongs to
 * @connections: all accounts
 * @store: where its progress is kept
 * @kind: what to set up
 *
 * Returns: (transfer none): the assistant, which loads where the person was
 */
PfSetupWindow *
pf_setup_window_new (GtkWindow *parent,
                     PfConnections *connections,
                     PfStore *store,
                     const PfKind *kind)
{
  PfSetupWindow *self = g_object_new (PF_TYPE_SETUP_WINDOW, "transient-for", parent, NULL);

  self->connections = g_object_ref (connections);
  self->store = g_object_ref (store);
  self->clock = pf_context_get_clock (pf_store_get_context (store));
  self->kind = kind;
  pf_setup_load_async (store, kind->id, NULL, progress_loaded, pf_weak_new (self));
  return self;
}

static void
link_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_open_uri_finish (result, &error))
    g_warning ("Opening the browser: %s", error->message);
}

static void
open_link_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  pf_open_uri_async (widget, g_variant_get_string (target, NULL), NULL, link_opened, NULL);
}

static gboolean
pf_setup_window_close_request (GtkWindow *window)
{
  PfSetupWindow *self = PF_SETUP_WINDOW (window);

  if (self->save_timeout != 0)
    {
      g_clear_handle_id (&self->save_timeout, g_source_remove);
      save_progress (self);
    }
  return GTK_WINDOW_CLASS (pf_setup_window_parent_class)->close_request (window);
}

static void
pf_setup_window_dispose (GObject *object)
{
  PfSetupWindow *self = PF_SETUP_WINDOW (object);

  g_clear_handle_id (&self->save_timeout, g_source_remove);
  if (self->page != NULL)
    adw_bin_set_child (self->page, NULL);
  g_clear_object (&self->connections);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pf_setup_window_parent_class)->dispose (object);
}

static void
pf_setup_window_finalize (GObject *object)
{
  g_clear_pointer (&PF_SETUP_WINDOW (object)->progress, pf_setup_progress_free);
  G_OBJECT_CLASS (pf_setup_window_parent_class)->finalize (object);
}

static void
pf_setup_window_class_init (PfSetupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_setup_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_setup_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pf_setup_window_close_request;
  signals[SIGNAL_READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PF_TYPE_STEADY_BIN);
  g_type_ensure (PF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/setup/pf-setup-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, side);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, separator);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, content);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, header);
  gtk_widget_class_bind_template_child_full (widget_class, "steps", FALSE,
                                             G_STRUCT_OFFSET (PfSetupWindow, steps_list));
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, page);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, back);
  gtk_widget_class_bind_template_child (widget_class, PfSetupWindow, next);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, step_activated);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked);
  gtk_widget_class_install_action (widget_class, "setup.open-link", "s", open_link_activated);
}

static void
pf_setup_window_init (PfSetupWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
  pf_leaflet_skip_unseen (self->leaflet);
  add_steps (self);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}
