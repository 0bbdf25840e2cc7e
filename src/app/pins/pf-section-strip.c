/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-section-strip.h"

#include "app/boards/pf-board-rights.h"
#include "app/boards/pf-section-dialog.h"
#include "app/boards/pf-section-menu.h"
#include "app/intake/pf-drop-zone.h"
#include "app/widgets/pf-popup.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#define MOST_CHARS 24

struct _PfSectionStrip
{
  AdwBin parent;

  GtkWidget *chips;
  GtkWidget *add;

  PfWindow *window; /* (unowned): it holds the page */
  PfConnection *connection;
  PfBoardItem *board;      /* nullable before the first */
  PfSectionList *sections; /* nullable */
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfSectionStrip, pf_section_strip, ADW_TYPE_BIN)

static const char *
get_section_uuid (GtkWidget *chip)
{
  return g_object_get_data (G_OBJECT (chip), "section-uuid");
}

static PfSectionItem *
find_section (PfSectionStrip *self, GtkWidget *chip)
{
  const char *uuid = get_section_uuid (chip);

  return uuid != NULL && self->sections != NULL ? pf_section_list_find (self->sections, uuid)
                                                : NULL;
}

static void
chip_clicked (GtkWidget *chip, PfSectionStrip *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, get_section_uuid (chip));
}

static gboolean
find_place (GtkWidget *chip, double x, double y, PfDropPlace *place, gpointer data)
{
  PfSectionStrip *self = data;
  g_autoptr (PfSectionItem) section = find_section (self, chip);

  if (section == NULL)
    return FALSE;
  place->connection = g_object_ref (self->connection);
  place->board_uuid = g_strdup (pf_board_item_get_uuid (self->board));
  place->section_uuid = g_strdup (pf_section_item_get_uuid (section));
  place->section_name = g_strdup (pf_section_item_get_name (section));
  return TRUE;
}

static GtkWidget *
make_menu (GtkWidget *chip, GtkWidget *picked, gpointer data)
{
  PfSectionStrip *self = data;
  g_autoptr (PfSectionItem) section = find_section (self, chip);

  if (section == NULL)
    return NULL;
  return pf_section_menu_new (self->window, self->connection, self->board, section);
}

typedef struct
{
  PfSectionStrip *strip; /* (unowned): it holds the chip */
  void (*func) (PfWindow *window,
                PfConnection *connection,
                PfBoardItem *board,
                PfSectionItem *section);
} Key;

static gboolean
key_pressed (GtkWidget *chip, GVariant *unused, gpointer data)
{
  Key *key = data;
  g_autoptr (PfSectionItem) section = find_section (key->strip, chip);

  if (section != NULL)
    key->func (key->strip->window, key->strip->connection, key->strip->board, section);
  return GDK_EVENT_STOP;
}

static void
add_key (PfSectionStrip *self, GtkEventController *keys, const char *trigger, gpointer func)
{
  Key *key = g_new (Key, 1);

  key->strip = self;
  key->func = func;
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                        gtk_callback_action_new (key_pressed, key, g_free)));
}

static void
add_chip (PfSectionStrip *self, PfSectionItem *section)
{
  g_autofree char *name = pf_text_clean (pf_section_item_get_name (section));
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *label = gtk_label_new (name);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* What may be cut gives way before the strip scrolls. */
  if (g_utf8_strlen (name, -1) > MOST_CHARS)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), MOST_CHARS);
      gtk_label_set_max_width_chars (GTK_LABEL (label), MOST_CHARS);
      pf_label_set_tooltip_when_cut (GTK_LABEL (label));
    }
  gtk_button_set_child (GTK_BUTTON (chip), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (chip, "pill");
  gtk_widget_add_css_class (chip, "chip");
  g_object_set_data_full (G_OBJECT (chip), "section-uuid",
                          g_strdup (pf_section_item_get_uuid (section)), g_free);
  g_signal_connect (chip, "clicked", G_CALLBACK (chip_clicked), self);
  add_key (self, keys, "F2", pf_section_rename);
  add_key (self, keys, "Delete|KP_Delete", pf_section_delete);
  gtk_widget_add_controller (chip, keys);
  pf_popup_add (chip, make_menu, self);
  pf_drop_zone_add_places (chip, find_place, NULL, self);
  gtk_box_insert_child_after (GTK_BOX (self->chips), chip, gtk_widget_get_prev_sibling (self->add));
}

static gboolean
is_as_shown (PfSectionStrip *self)
{
  GtkWidget *chip = gtk_widget_get_first_child (self->chips);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sections));

  for (guint i = 0; i < n; i++, chip = gtk_widget_get_next_sibling (chip))
    {
      g_autoptr (PfSectionItem) section = g_list_model_get_item (G_LIST_MODEL (self->sections), i);
      g_autofree char *name = pf_text_clean (pf_section_item_get_name (section));

      if (chip == self->add
          || !g_str_equal (get_section_uuid (chip), pf_section_item_get_uuid (section))
          || !g_str_equal (
              gtk_label_get_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (chip)))), name))
        return FALSE;
    }
  return chip == self->add;
}

/* Which chip has the focus, -1 for none. */
static int
find_focused (PfSectionStrip *self)
{
  GtkWidget *focused = gtk_widget_get_focus_child (self->chips);
  int i = 0;

  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip != self->add;
       chip = gtk_widget_get_next_sibling (chip), i++)
    if (chip == focused)
      return i;
  return -1;
}

static void
focus_chip (PfSectionStrip *self, guint position)
{
  GtkWidget *chip = gtk_widget_get_first_child (self->chips);

  while (position-- > 0)
    chip = gtk_widget_get_next_sibling (chip);
  gtk_widget_grab_focus (chip);
}

static void
sections_changed (PfSectionStrip *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sections));
  GtkWidget *chip;
  int focused;

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (is_as_shown (self))
    return;
  focused = find_focused (self);
  while ((chip = gtk_widget_get_first_child (self->chips)) != self->add)
    gtk_box_remove (GTK_BOX (self->chips), chip);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfSectionItem) section = g_list_model_get_item (G_LIST_MODEL (self->sections), i);

      add_chip (self, section);
    }
  if (focused >= 0 && n > 0)
    focus_chip (self, MIN ((guint)focused, n - 1));
}

static void
add_clicked (PfSectionStrip *self)
{
  if (self->board != NULL)
    gtk_window_present (
        GTK_WINDOW (pf_section_dialog_new (self->window, self->connection,
                                           pf_board_item_get_uuid (self->board), NULL)));
}

/**
 * pf_section_strip_set_sections:
 * @self: a strip
 * @board: the board
 * @sections: its sections
 */
void
pf_section_strip_set_sections (PfSectionStrip *self, PfBoardItem *board, PfSectionList *sections)
{
  const char *reason = pf_board_words_for_no_sections (board, self->connection);

  g_set_object (&self->board, board);
  gtk_widget_set_sensitive (self->add, reason == NULL);
  gtk_widget_set_tooltip_text (self->add, reason);
  if (self->sections == sections)
    return;
  if (self->sections != NULL)
    g_signal_handlers_disconnect_by_data (self->sections, self);
  g_set_object (&self->sections, sections);
  g_signal_connect_swapped (sections, "changed", G_CALLBACK (sections_changed), self);
  sections_changed (self);
}

static void
pf_section_strip_dispose (GObject *object)
{
  PfSectionStrip *self = PF_SECTION_STRIP (object);

  if (self->sections != NULL)
    g_signal_handlers_disconnect_by_data (self->sections, self);
  g_clear_object (&self->sections);
  g_clear_object (&self->board);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_section_strip_parent_class)->dispose (object);
}

static void
pf_section_strip_class_init (PfSectionStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_section_strip_dispose;
  /**
   * PfSectionStrip::chosen:
   * @self: a strip
   * @uuid: local UUID of a section
   *
   * Its chip was pressed.
   */
  signals[CHOSEN] = g_signal_new ("chosen", PF_TYPE_SECTION_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pf_section_strip_init (PfSectionStrip *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *content = adw_button_content_new ();

  self->chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->chips, "beside-pins");
  gtk_widget_set_margin_top (self->chips, 6);
  gtk_widget_set_margin_bottom (self->chips, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chips), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Sections"), -1);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("New Section"));
  self->add = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->add), content);
  gtk_widget_add_css_class (self->add, "pill");
  gtk_widget_add_css_class (self->add, "chip");
  gtk_widget_add_css_class (self->add, "flat");
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_clicked), self);
  gtk_box_append (GTK_BOX (self->chips), self->add);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->chips);
  adw_bin_set_child (ADW_BIN (self), scroller);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * pf_section_strip_new:
 * @window: the window it goes into
 * @connection: whose board
 *
 * Returns: (transfer floating): a strip, not visible as long as there are no sections
 */
GtkWidget *
pf_section_strip_new (PfWindow *window, PfConnection *connection)
{
  PfSectionStrip *self = g_object_new (PF_TYPE_SECTION_STRIP, NULL);

  self->window = window;
  self->connection = g_object_ref (connection);
  return GTK_WIDGET (self);
}
