/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-pins.h"

#include "app/connections/pf-connection-words.h"
#include "app/home/pf-home-section.h"
#include "app/pictures/pf-picture.h"
#include "app/pins/pf-pin-describe.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

#define N_PINS 12
#define HEIGHT 168
#define NARROWEST 84
#define WIDEST 252
#define PATIENCE_MS 300

/* The places stay and show other pins, so that the focus stays where it is. */
struct _PfHomePins
{
  AdwBin parent;
  GtkStack *stack; /* pins, loading, empty, error */
  GtkWidget *placeholders;
  GtkWidget *buttons[N_PINS];
  GtkLabel *problem;
  GtkButton *step;
  PfWindow *window;         /* (unowned): it is in it */
  PfConnection *connection; /* (nullable) (owned) */
  PfPinList *pins;          /* (nullable) (owned) */
  guint patience;           /* source id */
};

G_DEFINE_FINAL_TYPE (PfHomePins, pf_home_pins, ADW_TYPE_BIN)

static guint activate_signal;

static void
show_pin (PfHomePins *self, GtkWidget *button, PfPinItem *item)
{
  PfPicture *picture = PF_PICTURE (gtk_button_get_child (GTK_BUTTON (button)));
  int width = (int)(HEIGHT * CLAMP (pf_pin_item_get_aspect (item), 0.01, 100));
  g_autofree char *title = pf_text_clean (pf_pin_item_get_title (item));
  const char *name = title != NULL && *title != '\0' ? title : _ ("Pin without a title");

  width = CLAMP (width, NARROWEST, WIDEST);
  gtk_widget_set_size_request (GTK_WIDGET (picture), width, HEIGHT);
  pf_picture_set_color (picture, pf_pin_item_get_color (item));
  if (pf_pin_item_get_blob (item) != NULL)
    pf_picture_set_blob (picture, pf_pin_item_get_blob (item));
  else
    pf_picture_set_url (picture, pf_connection_get_client (self->connection),
                        pf_pin_item_get_picture_url (item,
                                                     width * gtk_widget_get_scale_factor (button)));
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
lose_patience (gpointer data)
{
  PfHomePins *self = data;

  self->patience = 0;
  gtk_widget_set_opacity (self->placeholders, 1);
}

static void
show_state (PfHomePins *self, const char *state)
{
  if (!g_str_equal (state, "loading"))
    {
      g_clear_handle_id (&self->patience, g_source_remove);
      gtk_widget_set_opacity (self->placeholders, 0);
    }
  else if (self->patience == 0 && gtk_widget_get_opacity (self->placeholders) < 1)
    self->patience = g_timeout_add_once (PATIENCE_MS, lose_patience, self);
  gtk_stack_set_visible_child_name (self->stack, state);
}

static void
update (PfHomePins *self)
{
  guint n = self->pins != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->pins)) : 0;
  gboolean loading = FALSE, complete = FALSE;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_PINS; i++)
    {
      g_autoptr (PfPinItem) item
          = i < n ? g_list_model_get_item (G_LIST_MODEL (self->pins), i) : NULL;

      gtk_widget_set_visible (self->buttons[i], item != NULL);
      if (item != NULL)
        show_pin (self, self->buttons[i], item);
    }
  if (self->pins != NULL)
    g_object_get (self->pins, "loading", &loading, "complete", &complete, "error", &error, NULL);
  if (n > 0)
    show_state (self, "pins");
  else if (error != NULL)
    {
      g_autofree char *words = pf_error_words (error);

      gtk_label_set_label (self->problem, words);
      pf_offer_step_for_error (self->step, error, self->connection);
      pf_wrap_buttons (GTK_WIDGET (self->step));
      show_state (self, "error");
    }
  else
    show_state (self, complete && !loading ? "empty" : "loading");
}

static void
refreshed (PfHomePins *self, guint first)
{
  if (first < N_PINS)
    update (self);
}

static void
clicked (GtkWidget *button, PfHomePins *self)
{
  for (guint i = 0; self->pins != NULL && i < N_PINS; i++)
    if (self->buttons[i] == button)
      {
        g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (self->pins), i);

        if (item != NULL)
          g_signal_emit (self, activate_signal, 0, item);
      }
}

static void
see_all (PfHomePins *self)
{
  pf_window_show_page (self->window, "all-pins");
}

/**
 * pf_home_pins_set_connection:
 * @self: a line of pins
 * @connection: (nullable): whose
 *
 * Shows the latest pins of an account; asks the service for the first of them.
 */
void
pf_home_pins_set_connection (PfHomePins *self, PfConnection *connection)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);

  if (self->connection == connection)
    return;
  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_data (self->pins, self);
  g_clear_object (&self->pins);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    {
      self->pins = pf_pin_list_new_all (pf_workspace_get_mirror (workspace),
                                        pf_workspace_get_sync (workspace, connection),
                                        pf_workspace_get_outbox (workspace), connection);
      g_signal_connect_swapped (self->pins, "items-changed", G_CALLBACK (update), self);
      g_signal_connect_swapped (self->pins, "refreshed", G_CALLBACK (refreshed), self);
      g_signal_connect_swapped (self->pins, "notify", G_CALLBACK (update), self);
    }
  update (self);
}

/**
 * pf_home_pins_refresh:
 * @self: a line of pins
 *
 * Asks again what is the latest.
 */
void
pf_home_pins_refresh (PfHomePins *self)
{
  if (self->pins != NULL)
    pf_pin_list_refresh (self->pins);
}

static void
pf_home_pins_dispose (GObject *object)
{
  PfHomePins *self = PF_HOME_PINS (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_data (self->pins, self);
  g_clear_object (&self->pins);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_home_pins_parent_class)->dispose (object);
}

static void
pf_home_pins_class_init (PfHomePinsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_home_pins_dispose;
  /**
   * PfHomePins::activate:
   * @self: a line of pins
   * @pin: a pin
   *
   * Somebody wants to see it.
   */
  activate_signal = g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PF_TYPE_PIN_ITEM);
}

static GtkWidget *
build_pins (PfHomePins *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  for (guint i = 0; i < N_PINS; i++)
    {
      GtkWidget *picture = pf_picture_new ();
      GtkWidget *button = gtk_button_new ();

      pf_picture_set_corner_radius (PF_PICTURE (picture), 12);
      gtk_button_set_child (GTK_BUTTON (button), picture);
      gtk_widget_add_css_class (button, "pin-figure");
      gtk_widget_set_valign (button, GTK_ALIGN_START);
      gtk_widget_set_visible (button, FALSE);
      g_signal_connect (button, "clicked", G_CALLBACK (clicked), self);
      gtk_box_append (GTK_BOX (line), button);
      self->buttons[i] = button;
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), line);
  gtk_widget_add_css_class (line, "home-pins");
  return scroller;
}

static GtkWidget *
build_placeholders (PfHomePins *self)
{
  static const int widths[] = { 112, 126, 112, 168, 112 };
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->placeholders = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_opacity (self->placeholders, 0);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget *place = adw_bin_new ();

      gtk_widget_set_size_request (place, widths[i], HEIGHT);
      gtk_widget_set_valign (place, GTK_ALIGN_START);
      gtk_widget_add_css_class (place, "home-placeholder");
      gtk_box_append (GTK_BOX (self->placeholders), place);
    }
  /* For its width only: it does not scroll. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->placeholders);
  gtk_widget_set_can_focus (scroller, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loading"), -1);
  return scroller;
}

/* What stands there instead of pins. */
static GtkWidget *
build_note (GtkLabel *label, GtkWidget *button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "home-note");
  pf_wrap_buttons (button);
  return box;
}

static void
pf_home_pins_init (PfHomePins *self)
{
  GtkWidget *section = pf_home_section_new (_ ("Latest Pins"));
  GtkWidget *all = gtk_button_new_with_mnemonic (_ ("See _All"));
  GtkWidget *new_pin = gtk_button_new_with_mnemonic (_ ("_New Pin…"));
  GtkWidget *empty
      = gtk_label_new (_ ("No pins yet. Drop a picture here, or begin with a new pin."));

  self->problem = GTK_LABEL (gtk_label_new (NULL));
  self->step = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Try Again")));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, build_placeholders (self), "loading");
  gtk_stack_add_named (self->stack, build_pins (self), "pins");
  gtk_stack_add_named (self->stack, build_note (GTK_LABEL (empty), new_pin), "empty");
  gtk_stack_add_named (self->stack, build_note (self->problem, GTK_WIDGET (self->step)), "error");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (new_pin), "win.new-pin");
  g_signal_connect_swapped (all, "clicked", G_CALLBACK (see_all), self);
  pf_home_section_set_button (PF_HOME_SECTION (section), all);
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), section);
}

/**
 * pf_home_pins_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): a line without pins
 */
GtkWidget *
pf_home_pins_new (PfWindow *window)
{
  PfHomePins *self = g_object_new (PF_TYPE_HOME_PINS, NULL);

  self->window = window;
  for (guint i = 0; i < N_PINS; i++)
    pf_picture_set_loader (PF_PICTURE (gtk_button_get_child (GTK_BUTTON (self->buttons[i]))),
                           pf_window_get_pictures (window));
  return GTK_WIDGET (self);
}
