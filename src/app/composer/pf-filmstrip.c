/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-filmstrip.h"

#include "app/compat/pf-cell-label.h"
#include "app/composer/pf-edit-view.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* ui.md "Composer". */
#define TILE_WIDTH 64
#define TILE_HEIGHT 80

/* One draft of the strip. */
#define PF_TYPE_STRIP_ITEM (pf_strip_item_get_type ())
G_DECLARE_FINAL_TYPE (PfStripItem, pf_strip_item, PF, STRIP_ITEM, GObject)

struct _PfStripItem
{
  GObject parent_instance;
  PfDraft *draft;
  PfStripState state;
  char *words;
};

static guint item_changed;

G_DEFINE_FINAL_TYPE (PfStripItem, pf_strip_item, G_TYPE_OBJECT)

static void
pf_strip_item_finalize (GObject *object)
{
  PfStripItem *self = PF_STRIP_ITEM (object);

  pf_draft_unref (self->draft);
  g_free (self->words);
  G_OBJECT_CLASS (pf_strip_item_parent_class)->finalize (object);
}

static void
pf_strip_item_class_init (PfStripItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_strip_item_finalize;
  item_changed = g_signal_new ("changed", PF_TYPE_STRIP_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
pf_strip_item_init (PfStripItem *self)
{
}

/* The drafts that are written together, along the bottom. */
struct _PfFilmstrip
{
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkListView *view;
  GListStore *items;
  GtkMultiSelection *selection;
  PfPictureLoader *loader;
  guint current;
  gboolean quiet; /* the selection is being set, not made */
};

enum
{
  CURRENT,
  SELECTION,
  REMOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfFilmstrip, pf_filmstrip, GTK_TYPE_WIDGET)

static PfStripItem *
get_item (PfFilmstrip *self, guint position)
{
  g_autoptr (PfStripItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  /* The store has it. */
  return item;
}

static const char *
find_icon (PfStripState state)
{
  static const char *const icons[] = {
    [PF_STRIP_READY] = "object-select-symbolic",
    [PF_STRIP_LACKING] = "dialog-information-symbolic",
    [PF_STRIP_PINNING] = "pf-state-waiting-symbolic",
    [PF_STRIP_PINNED] = "pf-state-connected-symbolic",
    [PF_STRIP_FAILED] = "dialog-error-symbolic",
  };

  return icons[state];
}

static const char *
find_words (const PfStripItem *item)
{
  if (item->words != NULL)
    return item->words;
  switch (item->state)
    {
    case PF_STRIP_LACKING:
      return _ ("Lacks something");
    case PF_STRIP_PINNING:
      return _ ("On its way");
    case PF_STRIP_PINNED:
      return _ ("Pinned");
    case PF_STRIP_FAILED:
      return _ ("Refused");
    case PF_STRIP_READY:
    default:
      return _ ("Ready");
    }
}

/* What else than one picture it is, in words. */
static char *
describe_kind (const PfPinMedia *media)
{
  if (media->kind == PF_PIN_KIND_VIDEO)
    return g_strdup (_ ("Video"));
  if (media->kind == PF_PIN_KIND_CAROUSEL && media->items != NULL)
    return g_strdup_printf (ngettext ("Carousel of %u picture", "Carousel of %u pictures",
                                      media->items->len),
                            media->items->len);
  return NULL;
}

/* The sign of a video, or how many pictures it has. */
static void
show_kind (GtkWidget *overlay, const PfPinMedia *media)
{
  GtkWidget *sign = g_object_get_data (G_OBJECT (overlay), "video");
  GtkWidget *several = g_object_get_data (G_OBJECT (overlay), "several");
  GtkLabel *count = g_object_get_data (G_OBJECT (overlay), "count");
  gboolean carousel = media->kind == PF_PIN_KIND_CAROUSEL && media->items != NULL;
  g_autofree char *text = g_strdup_printf ("%u", carousel ? media->items->len : 0);

  gtk_widget_set_visible (sign, media->kind == PF_PIN_KIND_VIDEO);
  gtk_widget_set_visible (several, carousel);
  gtk_label_set_text (count, text);
}

/* A cell: the picture and, in its corners, where it stands and what else than one picture it is. */

static void
show_item (GtkListItem *cell, PfStripItem *item)
{
  GtkWidget *overlay = gtk_list_item_get_child (cell);
  PfEditView *picture = PF_EDIT_VIEW (gtk_overlay_get_child (GTK_OVERLAY (overlay)));
  GtkImage *badge = g_object_get_data (G_OBJECT (overlay), "badge");
  g_autofree char *title = pf_text_clean (item->draft->title);
  g_autofree char *kind = describe_kind (&item->draft->media);
  g_autofree char *words = kind != NULL ? g_strdup_printf ("%s. %s", kind, find_words (item))
                                        : g_strdup (find_words (item));
  g_autofree char *spoken = g_strdup_printf ("%u. %s. %s", gtk_list_item_get_position (cell) + 1,
                                             *title != '\0' ? title : _ ("No title"), words);

  show_kind (overlay, &item->draft->media);
  if (item->draft->media.kind == PF_PIN_KIND_VIDEO)
    pf_edit_view_set_picture (picture, item->draft->media.cover_blob, TILE_WIDTH, TILE_HEIGHT,
                              NULL);
  else
    pf_edit_view_set_picture (picture, item->draft->blob, item->draft->width, item->draft->height,
                              &item->draft->media.edit);
  gtk_image_set_from_icon_name (badge, find_icon (item->state));
  gtk_widget_set_tooltip_text (overlay, words);
  if (item->state == PF_STRIP_PINNING || item->state == PF_STRIP_PINNED)
    gtk_widget_add_css_class (overlay, "gone");
  else
    gtk_widget_remove_css_class (overlay, "gone");
  pf_cell_set_label (cell, spoken);
}

static void
add_badge (GtkWidget *overlay, const char *key, GtkWidget *badge, GtkAlign halign, GtkAlign valign)
{
  gtk_widget_set_halign (badge, halign);
  gtk_widget_set_valign (badge, valign);
  gtk_widget_add_css_class (badge, "strip-badge");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), badge);
  g_object_set_data (G_OBJECT (overlay), key, badge);
}

static void
setup_cell (PfFilmstrip *self, GtkListItem *cell)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *picture = g_object_new (PF_TYPE_EDIT_VIEW, NULL);
  GtkWidget *badge = gtk_image_new ();
  GtkWidget *video = gtk_image_new_from_icon_name ("media-playback-start-symbolic");
  GtkWidget *several = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *several_sign = gtk_image_new_from_icon_name ("view-dual-symbolic");
  GtkWidget *count = gtk_label_new (NULL);

  gtk_widget_set_size_request (picture, TILE_WIDTH, TILE_HEIGHT);
  gtk_widget_add_css_class (picture, "strip-picture");
  pf_edit_view_set_cover (PF_EDIT_VIEW (picture), TRUE);
  pf_edit_view_set_loader (PF_EDIT_VIEW (picture), self->loader);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), picture);
  gtk_image_set_pixel_size (GTK_IMAGE (badge), 12);
  gtk_image_set_pixel_size (GTK_IMAGE (video), 12);
  gtk_image_set_pixel_size (GTK_IMAGE (several_sign), 12);
  gtk_box_append (GTK_BOX (several), several_sign);
  gtk_box_append (GTK_BOX (several), count);
  g_object_set_data (G_OBJECT (overlay), "count", count);
  add_badge (overlay, "badge", badge, GTK_ALIGN_END, GTK_ALIGN_END);
  add_badge (overlay, "video", video, GTK_ALIGN_START, GTK_ALIGN_END);
  add_badge (overlay, "several", several, GTK_ALIGN_START, GTK_ALIGN_END);
  gtk_widget_add_css_class (overlay, "strip-tile");
  gtk_list_item_set_child (cell, overlay);
}

static void
item_changed_cb (PfStripItem *item, GtkListItem *cell)
{
  show_item (cell, item);
}

static void
bind_cell (PfFilmstrip *self, GtkListItem *cell)
{
  PfStripItem *item = gtk_list_item_get_item (cell);

  g_signal_connect (item, "changed", G_CALLBACK (item_changed_cb), cell);
  show_item (cell, item);
}

static void
unbind_cell (PfFilmstrip *self, GtkListItem *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), item_changed_cb, cell);
}

static void
selection_changed (PfFilmstrip *self)
{
  g_autoptr (GtkBitset) set
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (self->quiet)
    return;
  if (gtk_bitset_get_size (set) == 1 && gtk_bitset_get_minimum (set) != self->current)
    {
      self->current = gtk_bitset_get_minimum (set);
      g_signal_emit (self, signals[CURRENT], 0);
    }
  g_signal_emit (self, signals[SELECTION], 0);
}

static gboolean
key_pressed (PfFilmstrip *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0
      || (keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete))
    return FALSE;
  g_signal_emit (self, signals[REMOVE], 0);
  return TRUE;
}

static void
pf_filmstrip_dispose (GObject *object)
{
  PfFilmstrip *self = PF_FILMSTRIP (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  self->view = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->loader);
  G_OBJECT_CLASS (pf_filmstrip_parent_class)->dispose (object);
}

static void
pf_filmstrip_class_init (PfFilmstripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_filmstrip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "filmstrip");
  /**
   * PfFilmstrip::current:
   * @self: a strip
   *
   * Somebody went to another draft.
   */
  signals[CURRENT] = g_signal_new ("current", PF_TYPE_FILMSTRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * PfFilmstrip::selection:
   * @self: a strip
   *
   * Other drafts are selected.
   */
  signals[SELECTION] = g_signal_new ("selection", PF_TYPE_FILMSTRIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  /**
   * PfFilmstrip::remove:
   * @self: a strip
   *
   * The selected drafts are to be removed.
   */
  signals[REMOVE] = g_signal_new ("remove", PF_TYPE_FILMSTRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
pf_filmstrip_init (PfFilmstrip *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->items = g_list_store_new (PF_TYPE_STRIP_ITEM);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cell), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cell), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cell), self);
  self->view = GTK_LIST_VIEW (
      gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->view), GTK_ORIENTATION_HORIZONTAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pins in this window"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed),
                            self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

/**
 * pf_filmstrip_set_loader:
 * @self: an empty strip
 * @loader: where its textures come from
 */
void
pf_filmstrip_set_loader (PfFilmstrip *self, PfPictureLoader *loader)
{
  g_set_object (&self->loader, loader);
}

/**
 * pf_filmstrip_get_n:
 * @self: a strip
 *
 * Returns: how many drafts it has
 */
guint
pf_filmstrip_get_n (PfFilmstrip *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

/**
 * pf_filmstrip_get_draft:
 * @self: a strip
 * @position: below pf_filmstrip_get_n()
 *
 * Returns: (transfer none): the draft itself; call pf_filmstrip_refresh() after a change
 */
PfDraft *
pf_filmstrip_get_draft (PfFilmstrip *self, guint position)
{
  return get_item (self, position)->draft;
}

/**
 * pf_filmstrip_get_state:
 * @self: a strip
 * @position: below pf_filmstrip_get_n()
 *
 * Returns: where it stands
 */
PfStripState
pf_filmstrip_get_state (PfFilmstrip *self, guint position)
{
  return get_item (self, position)->state;
}

/**
 * pf_filmstrip_get_words:
 * @self: a strip
 * @position: below pf_filmstrip_get_n()
 *
 * Returns: (nullable): what it lacks, or why it was refused
 */
const char *
pf_filmstrip_get_words (PfFilmstrip *self, guint position)
{
  return get_item (self, position)->words;
}

/**
 * pf_filmstrip_find:
 * @self: a strip
 * @uuid: of a draft
 * @position: (out) (optional): where it is
 *
 * Returns: whether it is in the strip
 */
gboolean
pf_filmstrip_find (PfFilmstrip *self, const char *uuid, guint *position)
{
  guint n = pf_filmstrip_get_n (self);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (get_item (self, i)->draft->uuid, uuid) == 0)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * pf_filmstrip_insert:
 * @self: a strip
 * @position: where
 * @draft: what; referenced
 */
void
pf_filmstrip_insert (PfFilmstrip *self, guint position, PfDraft *draft)
{
  g_autoptr (PfStripItem) item = g_object_new (PF_TYPE_STRIP_ITEM, NULL);
  gboolean first = pf_filmstrip_get_n (self) == 0;

  item->draft = pf_draft_ref (draft);
  if (!first && position <= self->current)
    self->current++;
  g_list_store_insert (self->items, position, item);
  if (first)
    pf_filmstrip_set_current (self, 0);
}

/**
 * pf_filmstrip_remove:
 * @self: a strip
 * @position: below pf_filmstrip_get_n()
 *
 * Removes a draft. When it was the current one, the next is.
 */
void
pf_filmstrip_remove (PfFilmstrip *self, guint position)
{
  guint n = pf_filmstrip_get_n (self) - 1;

  self->quiet = TRUE;
  g_list_store_remove (self->items, position);
  self->quiet = FALSE;
  if (position < self->current)
    self->current--;
  if (n > 0)
    pf_filmstrip_set_current (self, MIN (self->current, n - 1));
}

/**
 * pf_filmstrip_set_state:
 * @self: a strip
 * @position: below pf_filmstrip_get_n()
 * @state: where it stands now
 * @words: (nullable): more about it
 */
void
pf_filmstrip_set_state (PfFilmstrip *self, guint position, PfStripState state, const char *words)
{
  PfStripItem *item = get_item (self, position);

  if (item->state == state && g_strcmp0 (item->words, words) == 0)
    return;
  item->state = state;
  g_free (item->words);
  item->words = g_strdup (words);
  g_signal_emit (item, item_changed, 0);
}

/**
 * pf_filmstrip_refresh:
 * @self: a strip
 * @position: below pf_filmstrip_get_n()
 *
 * The draft was changed.
 */
void
pf_filmstrip_refresh (PfFilmstrip *self, guint position)
{
  g_signal_emit (get_item (self, position), item_changed, 0);
}

/**
 * pf_filmstrip_get_current:
 * @self: a strip
 *
 * Returns: the draft that is in the fields
 */
guint
pf_filmstrip_get_current (PfFilmstrip *self)
{
  return self->current;
}

/**
 * pf_filmstrip_set_current:
 * @self: a strip
 * @position: below pf_filmstrip_get_n()
 *
 * Goes to a draft; no signal.
 */
void
pf_filmstrip_set_current (PfFilmstrip *self, guint position)
{
  self->quiet = TRUE;
  self->current = position;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  self->quiet = FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/**
 * pf_filmstrip_get_selection:
 * @self: a strip
 *
 * Returns: (transfer full): positions of the selected drafts
 */
GtkBitset *
pf_filmstrip_get_selection (PfFilmstrip *self)
{
  g_autoptr (GtkBitset) live
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  /* It changes with the selection; what is handed out stays as it is. */
  return gtk_bitset_copy (live);
}
