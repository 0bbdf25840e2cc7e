/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/drafts/pf-drafts-page.h"

#include "app/compat/pf-cell-label.h"
#include "app/activity/pf-sent-toast.h"
#include "app/composer/pf-composer.h"
#include "app/composer/pf-pin-checks.h"
#include "app/drafts/pf-draft-deletion.h"
#include "app/drafts/pf-draft-tile.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* What is begun and not pinned, of all accounts, newest first. */
struct _PfDraftsPage
{
  PfView parent;

  GtkStack *stack;
  GtkGridView *grid;
  GtkSingleSelection *selection;
  PfWindow *window; /* (unowned): the page lives in it */
  PfDraftList *drafts;
};

G_DEFINE_FINAL_TYPE (PfDraftsPage, pf_drafts_page, PF_TYPE_VIEW)

static PfDraft *
find_draft (PfDraftsPage *self, const char *uuid)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->drafts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfDraftItem) item = g_list_model_get_item (G_LIST_MODEL (self->drafts), i);
      PfDraft *draft = pf_draft_item_get_draft (item);

      if (g_strcmp0 (draft->uuid, uuid) == 0)
        return pf_draft_ref (draft);
    }
  return NULL;
}

static void
drafts_changed (PfDraftsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->drafts));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "drafts" : "empty");
  pf_sidebar_set_count (pf_window_get_sidebar (self->window), "drafts", n);
}

static void
activated (PfDraftsPage *self, guint position)
{
  g_autoptr (PfDraftItem) item = g_list_model_get_item (G_LIST_MODEL (self->drafts), position);

  if (item != NULL)
    pf_composer_present (self->window, pf_draft_item_get_draft (item));
}

static void
open_activated (GtkWidget *widget, const char *name, GVariant *uuid)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (widget);
  g_autoptr (PfDraft) draft = find_draft (self, g_variant_get_string (uuid, NULL));

  if (draft != NULL)
    pf_composer_present (self->window, draft);
}

static void
delete_activated (GtkWidget *widget, const char *name, GVariant *uuid)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (widget);
  g_autoptr (PfDraft) draft = find_draft (self, g_variant_get_string (uuid, NULL));

  if (draft != NULL)
    pf_draft_delete (self->window, draft);
}

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWindow) window = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = pf_outbox_enqueue_finish (PF_OUTBOX (source), result, NULL, &error);

  if (window == NULL)
    return;
  if (batch != NULL)
    pf_sent_toast_show (window, batch, _ ("Pinning"));
  else
    {
      g_autofree char *words = pf_error_words (error);

      pf_window_add_toast (window, pf_toast_new (words));
    }
}

static void
pin (PfDraftsPage *self, PfDraft *draft)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfConnection *connection
      = draft->connection_id != NULL
            ? pf_connections_find (pf_workspace_get_connections (workspace), draft->connection_id)
            : NULL;
  g_autofree char *reason = NULL;

  /* The composer says what stands in the way, and is the place to change it. */
  if (connection == NULL || pf_composer_find (draft->uuid) != NULL
      || pf_pin_gate (connection, draft, &reason) != PF_PIN_GATE_OPEN)
    pf_composer_present (self->window, draft);
  else
    pf_outbox_create_pin_async (pf_workspace_get_outbox (workspace), connection, draft, NULL,
                                enqueued_cb, pf_weak_new (self->window));
}

static void
pin_activated (GtkWidget *widget, const char *name, GVariant *uuid)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (widget);
  g_autoptr (PfDraft) draft = find_draft (self, g_variant_get_string (uuid, NULL));

  if (draft != NULL)
    pin (self, draft);
}

/* The keys act on the draft that has the focus. */
static gboolean
key_pressed (PfDraftsPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  PfDraftItem *item = gtk_single_selection_get_selected_item (self->selection);
  GdkModifierType mods = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);
  g_autoptr (PfDraft) draft = NULL;

  if (item == NULL)
    return FALSE;
  draft = pf_draft_ref (pf_draft_item_get_draft (item));
  if (mods == 0 && (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete))
    pf_draft_delete (self->window, draft);
  else if (mods == GDK_CONTROL_MASK && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter))
    pin (self, draft);
  else
    return FALSE;
  return TRUE;
}

static void
setup_cell (PfDraftsPage *self, GtkListItem *cell)
{
  gtk_list_item_set_child (cell, pf_draft_tile_new (self->window));
}

static void
bind_cell (PfDraftsPage *self, GtkListItem *cell)
{
  PfDraftItem *item = gtk_list_item_get_item (cell);
  g_autofree char *title = NULL;

  pf_draft_tile_set_draft (PF_DRAFT_TILE (gtk_list_item_get_child (cell)),
                           pf_draft_item_get_draft (item));
  title = pf_text_clean (pf_draft_item_get_draft (item)->title);
  pf_cell_set_label (cell, *title != '\0' ? title : _ ("Draft without a title"));
}

static void
pf_drafts_page_dispose (GObject *object)
{
  PfDraftsPage *self = PF_DRAFTS_PAGE (object);

  if (self->grid != NULL)
    gtk_grid_view_set_model (self->grid, NULL);
  self->grid = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->drafts);
  G_OBJECT_CLASS (pf_drafts_page_parent_class)->dispose (object);
}

static void
pf_drafts_page_class_init (PfDraftsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_drafts_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/drafts/pf-drafts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfDraftsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PfDraftsPage, grid);
  gtk_widget_class_bind_template_callback (widget_class, activated);
  gtk_widget_class_install_action (widget_class, "drafts.open", "s", open_activated);
  gtk_widget_class_install_action (widget_class, "drafts.pin", "s", pin_activated);
  gtk_widget_class_install_action (widget_class, "drafts.delete", "s", delete_activated);
}

static void
pf_drafts_page_init (PfDraftsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cell), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cell), self);
  gtk_grid_view_set_factory (self->grid, factory);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), keys);
}

/**
 * pf_drafts_page_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): the page of all drafts
 */
PfView *
pf_drafts_page_new (PfWindow *window)
{
  PfDraftsPage *self = g_object_new (PF_TYPE_DRAFTS_PAGE, NULL);

  self->window = window;
  self->drafts = pf_draft_list_new (pf_workspace_get_store (pf_window_get_workspace (window)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->drafts)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->drafts, "items-changed", G_CALLBACK (drafts_changed), self,
                           G_CONNECT_SWAPPED);
  drafts_changed (self);
  return PF_VIEW (self);
}
