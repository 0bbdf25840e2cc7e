/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-picker-page"

#include "config.h"

#include "app/connections/pf-picker-page.h"

#include "app/connections/pf-kind-card.h"
#include "app/widgets/pf-type-to-search.h"

#include <glib/gi18n.h>

/* Which kind of connection to make: cards, a search, categories (requirements MO-7). */
struct _PfPickerPage
{
  PfView parent;

  GtkSearchEntry *search;
  GtkBox *chips;
  GtkFlowBox *cards;
  GtkStack *stack;
  int category; /* -1 for all */
};

G_DEFINE_FINAL_TYPE (PfPickerPage, pf_picker_page, PF_TYPE_VIEW)

static gboolean
filter_card (GtkFlowBoxChild *child, gpointer user_data)
{
  PfPickerPage *self = PF_PICKER_PAGE (user_data);
  const PfKind *kind = pf_kind_card_get_kind (PF_KIND_CARD (child));

  if (self->category >= 0 && (int)kind->category != self->category)
    return FALSE;
  return pf_kind_matches (kind, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static GtkFlowBoxChild *
find_first_match (PfPickerPage *self)
{
  GtkFlowBoxChild *child;

  for (int i = 0; (child = gtk_flow_box_get_child_at_index (self->cards, i)) != NULL; i++)
    if (filter_card (child, self))
      return child;
  return NULL;
}

static void
update_filter (PfPickerPage *self)
{
  gtk_flow_box_invalidate_filter (self->cards);
  gtk_stack_set_visible_child_name (self->stack,
                                    find_first_match (self) != NULL ? "cards" : "empty");
}

static void
card_activated (PfPickerPage *self, GtkFlowBoxChild *child)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.connect-kind", "s",
                              pf_kind_card_get_kind (PF_KIND_CARD (child))->id);
}

/* Enter in the search connects the first card that matches. */
static void
search_activated (PfPickerPage *self)
{
  GtkFlowBoxChild *child = find_first_match (self);

  if (child != NULL)
    card_activated (self, child);
}

static void
search_stopped (PfPickerPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static gboolean
search_key_pressed (PfPickerPage *self, guint key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return FALSE;
  /* Not a plain focus: the grid has to know where its cursor is. */
  return gtk_widget_child_focus (GTK_WIDGET (self->cards), GTK_DIR_TAB_FORWARD);
}

static void
chip_toggled (GtkToggleButton *chip, PfPickerPage *self)
{
  if (!gtk_toggle_button_get_active (chip))
    return;
  self->category = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chip), "category"));
  update_filter (self);
}

static GtkWidget *
add_chip (PfPickerPage *self, const char *title, int category, GtkWidget *group)
{
  GtkWidget *chip = gtk_toggle_button_new_with_label (title);

  gtk_widget_add_css_class (chip, "pill");
  gtk_widget_add_css_class (chip, "chip");
  g_object_set_data (G_OBJECT (chip), "category", GINT_TO_POINTER (category));
  if (group != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), GTK_TOGGLE_BUTTON (group));
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
  g_signal_connect (chip, "toggled", G_CALLBACK (chip_toggled), self);
  gtk_box_append (self->chips, chip);
  return chip;
}

static void
add_cards (PfPickerPage *self, PfConnections *connections, gboolean practice)
{
  guint n_kinds = 0;
  const PfKind *kinds = pf_catalogue_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      gboolean ready = !kinds[i].needs_app
                       || pf_connections_get_app (connections, kinds[i].service, NULL, NULL, NULL);

      if ((kinds[i].category == PF_CATEGORY_PRACTICE) == practice)
        gtk_flow_box_append (self->cards, pf_kind_card_new (&kinds[i], ready));
    }
}

/**
 * pf_picker_page_new:
 * @connections: all accounts
 *
 * Returns: the picker; with no account yet, Practice comes first
 */
PfView *
pf_picker_page_new (PfConnections *connections)
{
  PfPickerPage *self = g_object_new (PF_TYPE_PICKER_PAGE, NULL);
  gboolean practice_first = g_list_model_get_n_items (G_LIST_MODEL (connections)) == 0;

  add_cards (self, connections, practice_first);
  add_cards (self, connections, !practice_first);
  return PF_VIEW (self);
}

static void
pf_picker_page_shown (PfView *view)
{
  gtk_widget_grab_focus (GTK_WIDGET (PF_PICKER_PAGE (view)->search));
}

static gboolean
pf_picker_page_search (PfView *view)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PF_PICKER_PAGE (view)->search));
}

static void
pf_picker_page_class_init (PfPickerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  PF_VIEW_CLASS (klass)->shown = pf_picker_page_shown;
  PF_VIEW_CLASS (klass)->search = pf_picker_page_search;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/connections/pf-picker-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPickerPage, search);
  gtk_widget_class_bind_template_child (widget_class, PfPickerPage, chips);
  gtk_widget_class_bind_template_child (widget_class, PfPickerPage, cards);
  gtk_widget_class_bind_template_child (widget_class, PfPickerPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, update_filter);
  gtk_widget_class_bind_template_callback (widget_class, card_activated);
  gtk_widget_class_bind_template_callback (widget_class, search_activated);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed);
}

static void
pf_picker_page_init (PfPickerPage *self)
{
  GtkWidget *all;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->category = -1;
  all = add_chip (self, _ ("All"), -1, NULL);
  for (int i = PF_CATEGORY_SOCIAL; i <= PF_CATEGORY_PRACTICE; i++)
    add_chip (self, pf_category_get_title (i), i, all);
  gtk_flow_box_set_filter_func (self->cards, filter_card, self, NULL);
  pf_type_to_search (GTK_WIDGET (self), self->search);
}
