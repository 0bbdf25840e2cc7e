/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-box.h"

#include <glib/gi18n.h>

/* Several pictures in one pin. Each has title, description and link of its own; the row over the
 * fields says whose are in them: the pin's, or those of one picture. */

/**
 * pf_composer_get_item:
 * @self: a composer
 *
 * Returns: (transfer none) (nullable): the picture of a carousel whose words are in the fields;
 *   %NULL for the pin itself
 */
PfCarouselItem *
pf_composer_get_item (PfComposer *self)
{
  const PfPinMedia *media = &self->draft->media;

  if (media->kind != PF_PIN_KIND_CAROUSEL || media->items == NULL || self->item < 0
      || self->item >= (int)media->items->len)
    return NULL;
  return g_ptr_array_index (media->items, self->item);
}

/**
 * pf_composer_describe_shown:
 * @self: a composer
 *
 * Returns: (transfer full): the draft as the picture pane shows it: of a carousel one picture
 */
PfDraft *
pf_composer_describe_shown (PfComposer *self)
{
  PfDraft *shown = pf_draft_copy (self->draft);
  PfCarouselItem *item = pf_composer_get_item (self);

  if (item == NULL && self->draft->media.kind == PF_PIN_KIND_CAROUSEL
      && self->draft->media.items->len > 0)
    item = g_ptr_array_index (self->draft->media.items, 0);
  if (item == NULL)
    return shown;
  g_free (shown->blob);
  g_free (shown->picture_name);
  shown->blob = g_strdup (item->blob);
  shown->picture_name = g_strdup (item->picture_name);
  shown->width = item->width;
  shown->height = item->height;
  shown->media.edit = item->edit;
  return shown;
}

/**
 * pf_composer_take_edit:
 * @self: a composer
 * @edit: what is to be done to the picture that is shown
 */
void
pf_composer_take_edit (PfComposer *self, const PfMediaEdit *edit)
{
  PfDraft *draft = self->draft;

  if (draft->media.kind == PF_PIN_KIND_CAROUSEL && draft->media.items->len > 0)
    {
      PfCarouselItem *item = g_ptr_array_index (draft->media.items, MAX (self->item, 0));

      item->edit = *edit;
    }
  if (self->item <= 0)
    draft->media.edit = *edit;
}

/* Pinterest wants pictures of one size in a carousel (api-facts section 9). */
static gboolean
shapes_differ (const PfPinMedia *media)
{
  double first = 0;

  for (guint i = 0; i < media->items->len; i++)
    {
      const PfCarouselItem *item = g_ptr_array_index (media->items, i);
      guint width, height;
      double aspect;

      if (item->width <= 0 || item->height <= 0)
        continue;
      pf_media_edit_get_size (&item->edit, (guint)item->width, (guint)item->height, &width,
                              &height);
      aspect = (double)width / height;
      if (first > 0 && (aspect / first < 0.99 || aspect / first > 1.01))
        return TRUE;
      first = first > 0 ? first : aspect;
    }
  return FALSE;
}

static void
part_toggled (GtkToggleButton *button, PfComposer *self)
{
  if (self->filling || !gtk_toggle_button_get_active (button))
    return;
  self->item = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "item"));
  pf_composer_fill (self);
  pf_composer_update (self);
}

static GtkToggleButton *
add_part (
    PfComposer *self, const char *label, const char *tooltip, int item, GtkToggleButton *group)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  g_object_set_data (G_OBJECT (button), "item", GINT_TO_POINTER (item));
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  g_signal_connect (button, "toggled", G_CALLBACK (part_toggled), self);
  pf_wrap_box_append (PF_WRAP_BOX (self->parts), button);
  return GTK_TOGGLE_BUTTON (button);
}

static void
build_parts (PfComposer *self, guint n)
{
  GtkToggleButton *group;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->parts)) != NULL)
    gtk_widget_unparent (child);
  group = add_part (self, _ ("Whole Pin"), _ ("Texts of the whole pin"), -1, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = g_strdup_printf ("%u", i + 1);
      g_autofree char *tooltip = g_strdup_printf (_ ("Texts of picture %u"), i + 1);

      add_part (self, label, tooltip, (int)i, group);
    }
  self->n_parts = n;
}

/**
 * pf_composer_update_carousel:
 * @self: a composer
 *
 * Makes the row over the fields fit the current draft.
 */
void
pf_composer_update_carousel (PfComposer *self)
{
  const PfPinMedia *media = &self->draft->media;
  gboolean carousel = media->kind == PF_PIN_KIND_CAROUSEL && media->items != NULL;
  GtkWidget *child;
  gboolean filling = self->filling;

  gtk_widget_set_visible (self->carousel_bar, carousel);
  if (!carousel)
    self->item = -1;
  gtk_widget_set_visible (GTK_WIDGET (self->board), self->item < 0);
  gtk_widget_set_visible (GTK_WIDGET (self->alt_text_field), self->item < 0);
  if (!carousel)
    return;
  self->filling = TRUE;
  if (self->n_parts != media->items->len)
    build_parts (self, media->items->len);
  for (child = gtk_widget_get_first_child (self->parts); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (child), "item")) == self->item)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child), TRUE);
  self->filling = filling;
  gtk_widget_set_visible (self->carousel_note, shapes_differ (media));
}

static PfCarouselItem *
item_of_draft (const PfDraft *draft)
{
  PfCarouselItem *item = pf_carousel_item_new ();

  item->blob = g_strdup (draft->blob);
  item->picture_name = g_strdup (draft->picture_name);
  item->width = draft->width;
  item->height = draft->height;
  item->edit = draft->media.edit;
  g_free (item->title);
  g_free (item->description);
  g_free (item->link);
  item->title = g_strdup (draft->title);
  item->description = g_strdup (draft->description);
  item->link = g_strdup (draft->link);
  return item;
}

static gboolean
is_picture (PfComposer *self, guint position)
{
  const PfDraft *draft = pf_filmstrip_get_draft (self->strip, position);
  PfStripState state = pf_filmstrip_get_state (self->strip, position);

  return draft->media.kind == PF_PIN_KIND_PICTURE && draft->blob != NULL
         && state != PF_STRIP_PINNING && state != PF_STRIP_PINNED;
}

/**
 * pf_composer_make_carousel:
 * @self: a composer
 *
 * The selected drafts become one: the first, with the pictures and words of all.
 */
void
pf_composer_make_carousel (PfComposer *self)
{
  g_autoptr (GtkBitset) selection = pf_filmstrip_get_selection (self->strip);
  guint n = (guint)gtk_bitset_get_size (selection);
  guint first = gtk_bitset_get_minimum (selection);
  PfDraft *host;

  if (n < PF_CAROUSEL_MIN || n > PF_CAROUSEL_MAX || self->pinning)
    return;
  for (guint i = 0; i < n; i++)
    if (!is_picture (self, gtk_bitset_get_nth (selection, i)))
      {
        pf_toasts_add (self->said,
                       pf_toast_new (_ ("A carousel is made of pictures that are not pinned yet")));
        return;
      }
  host = pf_filmstrip_get_draft (self->strip, first);
  host->media.items = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_carousel_item_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (host->media.items,
                     item_of_draft (
                         pf_filmstrip_get_draft (self->strip, gtk_bitset_get_nth (selection, i))));
  host->media.kind = PF_PIN_KIND_CAROUSEL;
  /* The host is kept first: a crash leaves pictures twice rather than none. */
  pf_composer_mark (self, host);
  self->item = -1;
  pf_composer_save (self);
  for (guint i = n - 1; i > 0; i--)
    pf_composer_drop (self, gtk_bitset_get_nth (selection, i));
  pf_filmstrip_refresh (self->strip, first);
  pf_filmstrip_set_current (self->strip, first);
  pf_composer_show_current (self);
  pf_composer_touch (self);
  /* The button that was pressed is gone; here is what to go on with. */
  gtk_widget_child_focus (self->parts, GTK_DIR_TAB_FORWARD);
}

static void
take_words (PfDraft *draft, const PfCarouselItem *item)
{
  g_free (draft->title);
  g_free (draft->description);
  g_free (draft->link);
  draft->title = g_strdup (item->title);
  draft->description = g_strdup (item->description);
  draft->link = g_strdup (item->link);
}

/**
 * pf_composer_take_apart:
 * @self: a composer
 *
 * The pictures of a carousel become drafts again, each with its words.
 */
void
pf_composer_take_apart (PfComposer *self)
{
  PfDraft *host = self->draft;
  g_autoptr (GPtrArray) items = NULL;
  guint at = pf_filmstrip_get_current (self->strip);

  if (host->media.kind != PF_PIN_KIND_CAROUSEL || self->pinning)
    return;
  items = g_ptr_array_ref (host->media.items);
  for (guint i = 1; i < items->len; i++)
    {
      const PfCarouselItem *item = g_ptr_array_index (items, i);
      g_autoptr (PfDraft) draft = pf_composer_new_sibling (self);

      draft->blob = g_strdup (item->blob);
      draft->picture_name = g_strdup (item->picture_name);
      draft->width = item->width;
      draft->height = item->height;
      draft->media.edit = item->edit;
      draft->own_fields |= PF_DRAFT_TITLE | PF_DRAFT_DESCRIPTION | PF_DRAFT_LINK;
      take_words (draft, item);
      pf_composer_mark (self, draft);
      pf_filmstrip_insert (self->strip, ++at, draft);
    }
  take_words (host, g_ptr_array_index (items, 0));
  host->media.edit = ((PfCarouselItem *)g_ptr_array_index (items, 0))->edit;
  host->media.kind = PF_PIN_KIND_PICTURE;
  g_clear_pointer (&host->media.items, g_ptr_array_unref);
  pf_composer_mark (self, host);
  pf_filmstrip_refresh (self->strip, pf_filmstrip_get_current (self->strip));
  pf_composer_show_current (self);
  pf_composer_touch (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->title_field));
}
