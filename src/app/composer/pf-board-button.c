/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-board-button.h"

#include "app/compat/pf-menu-button.h"
#include "app/boards/pf-board-dialog.h"
#include "app/composer/pf-board-picker.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

#define COVER 40

/* Where a pin goes: shows the board, opens the picker; with no board at all it makes the first
 * (requirements MO-4). Letters typed on it begin the search. */
struct _PfBoardButton
{
  AdwBin parent;

  GtkStack *stack;
  GtkMenuButton *button;
  GtkWidget *first_button;
  PfBoardPicker *picker;
  PfPicture *cover;
  GtkLabel *name;

  PfWindow *window;         /* (unowned): while rooted */
  PfConnection *connection; /* nullable */
  PfBoardList *boards;      /* nullable */
  char *board_uuid;         /* nullable */
  char *section_uuid;       /* nullable */
  char *section_name;       /* nullable until it is read */
  GCancellable *cancellable;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfBoardButton, pf_board_button, ADW_TYPE_BIN)

static void
show_cover (PfBoardButton *self)
{
  g_autoptr (PfBoardItem) board = self->boards != NULL && self->board_uuid != NULL
                                      ? pf_board_list_find (self->boards, self->board_uuid)
                                      : NULL;
  const char *const *urls = board != NULL ? pf_board_item_get_cover_urls (board) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->cover), board != NULL);
  if (board != NULL)
    pf_picture_set_url (self->cover, pf_connection_get_client (self->connection),
                        urls != NULL ? urls[0] : NULL);
}

static void
update (PfBoardButton *self)
{
  guint n = self->boards != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->boards)) : 0;
  gboolean complete = FALSE;
  g_autofree char *name = pf_board_button_get_name (self);
  g_autofree char *clean = pf_text_clean (name);
  g_autofree char *spoken
      = g_strdup_printf (_ ("Board: %s"), name != NULL ? clean : _ ("not chosen"));

  if (self->boards != NULL)
    g_object_get (self->boards, "complete", &complete, NULL);
  gtk_stack_set_visible_child_name (self->stack, n == 0 && complete && self->board_uuid == NULL
                                                     ? "first"
                                                     : "choose");
  gtk_label_set_label (self->name, name != NULL               ? clean
                                   : self->board_uuid != NULL ? _ ("Board")
                                                              : _ ("Choose a Board"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name != NULL ? clean : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  show_cover (self);
}

static void
sections_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sections
      = pf_mirror_get_sections_finish (PF_MIRROR (source), result, &error);
  g_autoptr (PfBoardButton) self = pf_weak_take (data);

  if (self == NULL || sections == NULL)
    return;
  for (guint i = 0; i < sections->len; i++)
    {
      PfMirrorRow *row = g_ptr_array_index (sections, i);

      if (g_strcmp0 (row->uuid, self->section_uuid) != 0)
        continue;
      g_free (self->section_name);
      self->section_name = g_strdup (((PfSection *)row->record)->name);
      update (self);
    }
}

/* A draft knows only the UUID of its section. */
static void
find_section_name (PfBoardButton *self)
{
  g_autoptr (PfBoardItem) item = NULL;
  PfBoard *board;

  if (self->section_uuid == NULL || self->section_name != NULL || self->boards == NULL
      || self->window == NULL)
    return;
  item = pf_board_list_find (self->boards, self->board_uuid);
  board = item != NULL ? pf_board_item_get_board (item) : NULL;
  if (board != NULL)
    pf_mirror_get_sections_async (pf_workspace_get_mirror (pf_window_get_workspace (self->window)),
                                  pf_connection_get_id (self->connection), board->id,
                                  self->cancellable, sections_cb, pf_weak_new (self));
}

static void
boards_changed (PfBoardButton *self)
{
  update (self);
  find_section_name (self);
}

/**
 * pf_board_button_get_board:
 * @self: a button
 *
 * Returns: (nullable): local UUID of the board chosen
 */
const char *
pf_board_button_get_board (PfBoardButton *self)
{
  return self->board_uuid;
}

/**
 * pf_board_button_get_section:
 * @self: a button
 *
 * Returns: (nullable): local UUID of the section chosen
 */
const char *
pf_board_button_get_section (PfBoardButton *self)
{
  return self->section_uuid;
}

/**
 * pf_board_button_get_name:
 * @self: a button
 *
 * Returns: (transfer full) (nullable): name of the board, and of the section; as
 *   it came, %NULL when none is chosen or it is not known yet
 */
char *
pf_board_button_get_name (PfBoardButton *self)
{
  g_autofree char *board = NULL;

  if (self->boards == NULL || self->board_uuid == NULL)
    return NULL;
  board = pf_board_list_get_name (self->boards, self->board_uuid);
  if (board != NULL && self->section_name != NULL)
    return g_strdup_printf ("%s › %s", board, self->section_name);
  return g_steal_pointer (&board);
}

/**
 * pf_board_button_set_board:
 * @self: a button
 * @board_uuid: (nullable): local UUID of a board
 * @section_uuid: (nullable): and of a section of it
 *
 * Shows a board; "changed" is not emitted.
 */
void
pf_board_button_set_board (PfBoardButton *self, const char *board_uuid, const char *section_uuid)
{
  g_autofree char *board_before = self->board_uuid;
  g_autofree char *section_before = self->section_uuid;

  self->board_uuid = g_strdup (board_uuid);
  self->section_uuid = g_strdup (section_uuid);
  g_clear_pointer (&self->section_name, g_free);
  update (self);
  find_section_name (self);
}

/**
 * pf_board_button_set_connection:
 * @self: a button, in a window
 * @connection: (nullable): whose boards
 */
void
pf_board_button_set_connection (PfBoardButton *self, PfConnection *connection)
{
  PfWindow *window = pf_window_get (GTK_WIDGET (self));

  if (self->boards != NULL)
    g_signal_handlers_disconnect_by_data (self->boards, self);
  g_clear_object (&self->boards);
  g_set_object (&self->connection, connection);
  self->window = window;
  pf_board_picker_set_connection (self->picker, connection);
  if (connection != NULL && window != NULL)
    {
      self->boards
          = g_object_ref (pf_workspace_get_boards (pf_window_get_workspace (window), connection));
      g_signal_connect_object (self->boards, "items-changed", G_CALLBACK (boards_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->boards, "notify::complete", G_CALLBACK (boards_changed), self,
                               G_CONNECT_SWAPPED);
      pf_picture_set_loader (self->cover, pf_window_get_pictures (window));
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), connection != NULL);
  update (self);
  find_section_name (self);
}

static void
choose (PfBoardButton *self,
        const char *board_uuid,
        const char *section_uuid,
        const char *section_name)
{
  g_autofree char *name = g_strdup (section_name);

  pf_board_button_set_board (self, board_uuid, section_uuid);
  g_free (self->section_name);
  self->section_name = g_steal_pointer (&name);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
first_created (PfBoardButton *self, const char *uuid)
{
  choose (self, uuid, NULL, NULL);
}

static void
first_clicked (PfBoardButton *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  PfBoardDialog *dialog = pf_board_dialog_new (self->window, self->connection, NULL);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  g_signal_connect_object (dialog, "created", G_CALLBACK (first_created), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
key_pressed (PfBoardButton *self, guint keyval, guint keycode, GdkModifierType state)
{
  gunichar c = gdk_keyval_to_unicode (keyval);
  char text[7] = { 0 };

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0
      || gtk_widget_get_visible (GTK_WIDGET (self->picker)) || !g_unichar_isgraph (c))
    return FALSE;
  g_unichar_to_utf8 (c, text);
  pf_board_picker_search (self->picker, text);
  return TRUE;
}

static gboolean
pf_board_button_grab_focus (GtkWidget *widget)
{
  PfBoardButton *self = PF_BOARD_BUTTON (widget);
  gboolean first = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "first") == 0;

  return gtk_widget_grab_focus (first ? self->first_button : GTK_WIDGET (self->button));
}

static void
pf_board_button_dispose (GObject *object)
{
  PfBoardButton *self = PF_BOARD_BUTTON (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->boards);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_board_button_parent_class)->dispose (object);
}

static void
pf_board_button_finalize (GObject *object)
{
  PfBoardButton *self = PF_BOARD_BUTTON (object);

  g_object_unref (self->cancellable);
  g_free (self->board_uuid);
  g_free (self->section_uuid);
  g_free (self->section_name);
  G_OBJECT_CLASS (pf_board_button_parent_class)->finalize (object);
}

static void
pf_board_button_class_init (PfBoardButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_board_button_finalize;
  widget_class->grab_focus = pf_board_button_grab_focus;
  /**
   * PfBoardButton::changed:
   * @self: a button
   *
   * Another board was chosen.
   */
  signals[CHANGED] = g_signal_new ("changed", PF_TYPE_BOARD_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "pfboardbutton");
}

static GtkWidget *
build_first (PfBoardButton *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Create Your First Board"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (content), label);
  gtk_widget_set_halign (content, GTK_ALIGN_CENTER);
  self->first_button = gtk_button_new ();
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->first_button),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_button_set_child (GTK_BUTTON (self->first_button), content);
  gtk_widget_add_css_class (self->first_button, "pinfold-row-button");
  gtk_widget_add_css_class (self->first_button, "card");
  g_signal_connect_swapped (self->first_button, "clicked", G_CALLBACK (first_clicked), self);
  return self->first_button;
}

static GtkWidget *
build_button (PfBoardButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  self->picker = PF_BOARD_PICKER (pf_board_picker_new ());
  self->cover = PF_PICTURE (pf_picture_new ());
  self->name = GTK_LABEL (gtk_label_new (NULL));
  pf_picture_set_corner_radius (self->cover, 8);
  gtk_widget_set_size_request (GTK_WIDGET (self->cover), COVER, COVER);
  gtk_widget_set_valign (GTK_WIDGET (self->cover), GTK_ALIGN_CENTER);
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->cover));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_menu_button_set_child (self->button, box);
  pf_menu_button_fill (self->button);
  gtk_menu_button_set_popover (self->button, GTK_WIDGET (self->picker));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "pinfold-row-button");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "card");
  g_signal_connect_swapped (self->picker, "chosen", G_CALLBACK (choose), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->button), keys);
  return GTK_WIDGET (self->button);
}

static void
pf_board_button_init (PfBoardButton *self)
{
  self->cancellable = g_cancellable_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, build_button (self), "choose");
  gtk_stack_add_named (self->stack, build_first (self), "first");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}
