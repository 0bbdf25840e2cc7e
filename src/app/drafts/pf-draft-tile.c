/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/drafts/pf-draft-tile.h"

#include "app/composer/pf-pin-checks.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* A draft in the grid: picture, title, what is missing or where it goes, and its menu. */
struct _PfDraftTile
{
  GtkWidget parent_instance;
  PfWindow *window; /* (unowned): the tile lives in it */
  PfPicture *picture;
  GtkWidget *placeholder;
  GtkLabel *title;
  GtkLabel *words;
  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (PfDraftTile, pf_draft_tile, GTK_TYPE_WIDGET)

static void
pf_draft_tile_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pf_draft_tile_parent_class)->dispose (object);
}

static void
pf_draft_tile_class_init (PfDraftTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_draft_tile_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pfdrafttile");
}

static GtkWidget *
build_picture (PfDraftTile *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->picture = PF_PICTURE (pf_picture_new ());
  pf_picture_set_corner_radius (self->picture, 12);
  pf_picture_set_aspect (self->picture, 2 / 3.0);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->picture));

  self->placeholder = gtk_image_new_from_icon_name ("image-x-generic-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->placeholder), 48);
  gtk_widget_add_css_class (self->placeholder, "dim-label");
  gtk_widget_set_can_target (self->placeholder, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->placeholder);

  self->menu = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->menu, "view-more-symbolic");
  gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->menu), 8);
  gtk_widget_set_margin_end (GTK_WIDGET (self->menu), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self->menu), "circular");
  gtk_widget_add_css_class (GTK_WIDGET (self->menu), "osd");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), _ ("More"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More"), -1);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->menu));
  return overlay;
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  gtk_widget_set_margin_start (label, 6);
  gtk_widget_set_margin_end (label, 6);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
pf_draft_tile_init (PfDraftTile *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_set_size_request (box, 150, -1);
  gtk_box_append (GTK_BOX (box), build_picture (self));
  self->title = add_label (box, "caption-heading");
  self->words = add_label (box, "caption");
  gtk_widget_set_margin_top (GTK_WIDGET (self->title), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->words), 6);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

/**
 * pf_draft_tile_new:
 * @window: the window it will be in
 *
 * Returns: (transfer floating): an empty tile
 */
GtkWidget *
pf_draft_tile_new (PfWindow *window)
{
  PfDraftTile *self = g_object_new (PF_TYPE_DRAFT_TILE, NULL);

  self->window = window;
  pf_picture_set_loader (self->picture, pf_window_get_pictures (window));
  return GTK_WIDGET (self);
}

static PfConnection *
find_connection (PfDraftTile *self, const PfDraft *draft)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);

  return draft->connection_id != NULL
             ? pf_connections_find (pf_workspace_get_connections (workspace), draft->connection_id)
             : NULL;
}

/* Other accounts' boards are not asked for only to name one. */
static char *
name_board (PfDraftTile *self, PfConnection *connection, const PfDraft *draft)
{
  g_autofree char *name = NULL;

  if (connection == NULL)
    return g_strdup (_ ("Its account is not connected"));
  if (connection == pf_window_get_connection (self->window))
    name = pf_board_list_get_name (pf_workspace_get_boards (pf_window_get_workspace (self->window),
                                                            connection),
                                   draft->board_uuid);
  if (name == NULL)
    return g_strdup (pf_connection_get_display_name (connection));
  return g_steal_pointer (&name);
}

static void
set_menu (PfDraftTile *self, const char *uuid, gboolean complete)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *open = g_strdup_printf ("drafts.open::%s", uuid);
  g_autofree char *pin = g_strdup_printf ("drafts.pin::%s", uuid);
  g_autofree char *delete = g_strdup_printf ("drafts.delete::%s", uuid);

  g_menu_append (menu, _ ("_Open"), open);
  if (complete)
    g_menu_append (menu, _ ("_Pin"), pin);
  g_menu_append (menu, _ ("_Delete"), delete);
  gtk_menu_button_set_menu_model (self->menu, G_MENU_MODEL (menu));
}

/**
 * pf_draft_tile_set_draft:
 * @self: a tile
 * @draft: a draft
 */
void
pf_draft_tile_set_draft (PfDraftTile *self, const PfDraft *draft)
{
  PfConnection *connection = find_connection (self, draft);
  g_autofree char *title = pf_text_clean (draft->title);
  g_autofree char *missing = pf_pin_find_missing (draft);
  g_autofree char *board
      = missing == NULL && draft->problem == NULL ? name_board (self, connection, draft) : NULL;
  const char *trouble = draft->problem != NULL ? draft->problem : missing;
  g_autofree char *words = pf_text_clean (trouble != NULL ? trouble : board);
  g_autofree char *spoken = NULL;
  gboolean titled = *title != '\0';

  const char *blob = draft->media.kind == PF_PIN_KIND_VIDEO ? draft->media.cover_blob : draft->blob;

  pf_picture_set_blob (self->picture, blob);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->placeholder),
                                draft->media.kind == PF_PIN_KIND_VIDEO
                                    ? "video-x-generic-symbolic"
                                    : "image-x-generic-symbolic");
  gtk_widget_set_visible (self->placeholder, blob == NULL);
  gtk_label_set_label (self->title, titled ? title : _ ("No title"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), titled ? title : NULL);
  if (titled)
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  gtk_label_set_label (self->words, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->words), words);
  gtk_widget_remove_css_class (GTK_WIDGET (self->words), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->words), "pinfold-advice");
  gtk_widget_remove_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->words), draft->problem != NULL ? "error"
                                                      : missing != NULL      ? "pinfold-advice"
                                                                             : "dim-label");
  set_menu (self, draft->uuid, missing == NULL && connection != NULL);
  spoken = g_strdup_printf ("%s, %s", titled ? title : _ ("No title"), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
