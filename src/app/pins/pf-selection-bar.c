/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-selection-bar.h"

#include "app/compat/pf-toasts.h"
#include "app/pins/pf-pin-menu.h"

#include <glib/gi18n.h>

/* What can be done with the pins that are selected: at the bottom of the wall while any is. Its
 * buttons activate the actions "pins.…" of what it is in. */
struct _PfSelectionBar
{
  AdwBin parent;

  GtkActionBar *bar; /* nullable, as what is in it: until pins are selected */
  GtkWidget *close;
  GtkLabel *count;
  GtkWidget *box;     /* with the buttons */
  GtkWidget *edit;    /* a menu button */
  GPtrArray *buttons; /* the others; not owned */
  char *refusal;      /* nullable: why pins cannot be edited */
  gboolean narrow;
  int width;     /* that there is */
  int worded;    /* what the buttons need with their words; 0 if not known */
  int worded_at; /* the resolution, which has the text scale in it */
};

/* Data of a button. */
typedef struct
{
  const char *icon, *label, *tooltip, *action;
  gboolean edits;
} Verb;

static const Verb verbs[] = {
  { "go-jump-symbolic", N_ ("_Move to…"), N_ ("Move to…"), "pins.move", TRUE },
  { "bookmark-new-symbolic", N_ ("_Save to…"), N_ ("Save to…"), "pins.save", FALSE },
  { "edit-copy-symbolic", N_ ("_Copy Links"), N_ ("Copy Links"), "pins.copy-links", FALSE },
  { "user-trash-symbolic", N_ ("_Delete"), N_ ("Delete"), "pins.delete", FALSE },
};

/* What the bar has around and between what is in it. */
#define EDGES 24

G_DEFINE_FINAL_TYPE (PfSelectionBar, pf_selection_bar, ADW_TYPE_BIN)

static void
describe (GtkWidget *button, const char *tooltip, const char *refusal)
{
  gtk_widget_set_tooltip_text (button, refusal != NULL ? refusal : tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  refusal != NULL ? refusal : "", -1);
}

/* Words where there is room for them, else signs with the words in the tooltip. */
static void
label_button (PfSelectionBar *self, GtkWidget *button, const char *icon, const char *label)
{
  GtkWidget *content;

  if (self->narrow)
    {
      content = gtk_image_new_from_icon_name (icon);
    }
  else
    {
      content = adw_button_content_new ();
      adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
      adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
      adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
    }
  if (GTK_IS_MENU_BUTTON (button))
    gtk_menu_button_set_child (GTK_MENU_BUTTON (button), content);
  else
    gtk_button_set_child (GTK_BUTTON (button), content);
}

/* Words that are shown are its name already. */
static void
name_button (PfSelectionBar *self, GtkWidget *button, const char *name)
{
  if (self->narrow)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static const char *
get_label (PfSelectionBar *self, const Verb *verb, gboolean tooltip)
{
  /* Where pins cannot be moved, this is the way to have them on another board. */
  if (self->refusal != NULL && g_str_equal (verb->action, "pins.save"))
    return tooltip ? _ ("Save a Copy to…") : _ ("_Save a Copy to…");
  return tooltip ? gettext (verb->tooltip) : gettext (verb->label);
}

static void
update (PfSelectionBar *self)
{
  if (self->bar == NULL)
    return;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkWidget *button = self->buttons->pdata[i];
      const char *tooltip = get_label (self, &verbs[i], TRUE);

      label_button (self, button, verbs[i].icon, get_label (self, &verbs[i], FALSE));
      describe (button, tooltip, verbs[i].edits ? self->refusal : NULL);
      name_button (self, button, tooltip);
    }
  label_button (self, self->edit, "document-edit-symbolic", _ ("_Edit"));
  describe (self->edit, _ ("Edit"), self->refusal);
  gtk_widget_set_sensitive (self->edit, self->refusal == NULL);
  name_button (self, self->edit, _ ("Edit"));
}

static int
natural_width (gpointer widget)
{
  int natural = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Words on the buttons if all of them, and how many are selected, can be read. */
static void
fit (PfSelectionBar *self)
{
  gboolean narrow;
  int resolution;

  if (self->bar == NULL)
    return;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &resolution, NULL);
  if (self->worded == 0 || self->worded_at != resolution)
    {
      narrow = self->narrow;
      self->narrow = FALSE;
      if (narrow)
        update (self);
      self->worded = natural_width (self->box);
      self->worded_at = resolution;
      self->narrow = narrow;
      if (narrow)
        update (self);
    }
  narrow = self->width
           < EDGES + natural_width (self->close) + natural_width (self->count) + self->worded;
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  update (self);
}

static void
add_close (PfSelectionBar *self)
{
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->close = close;
  gtk_actionable_set_action_name (GTK_ACTIONABLE (close), "pins.select-none");
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_set_tooltip_text (close, _ ("Select None"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Select None"), -1);
  gtk_action_bar_pack_start (self->bar, close);
}

/* As large as a header bar, and not seen in most sessions (performance.md, rule 9). */
static void
create_bar (PfSelectionBar *self)
{
  g_autoptr (GMenuModel) menu = pf_pin_menu_new_edit ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->bar = GTK_ACTION_BAR (gtk_action_bar_new ());
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->count, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  add_close (self);
  pf_toasts_keep_clear_of (GTK_WIDGET (self->count));
  gtk_action_bar_pack_start (self->bar, GTK_WIDGET (self->count));
  self->edit = gtk_menu_button_new ();
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->edit), menu);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->edit), GTK_ARROW_UP);
  gtk_widget_add_css_class (self->edit, "flat");
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      GtkWidget *button = gtk_button_new ();

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), verbs[i].action);
      gtk_widget_add_css_class (button, "flat");
      g_ptr_array_add (self->buttons, button);
      gtk_box_append (GTK_BOX (self->box), button);
      if (i == 1)
        gtk_box_append (GTK_BOX (self->box), self->edit);
    }
  gtk_action_bar_pack_end (self->bar, self->box);
  gtk_action_bar_set_revealed (self->bar, FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bar));
  update (self);
}

/**
 * pf_selection_bar_set_count:
 * @self: a bar
 * @n: how many pins are selected; it is shown while there are any
 */
void
pf_selection_bar_set_count (PfSelectionBar *self, guint n)
{
  if (n > 0)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("%'u selected", "%'u selected", n), n);

      if (self->bar == NULL)
        create_bar (self);
      gtk_label_set_label (self->count, words);
      fit (self);
    }
  if (self->bar != NULL)
    gtk_action_bar_set_revealed (self->bar, n > 0);
}

/**
 * pf_selection_bar_set_width:
 * @self: a bar
 * @width: the pixels there are for it; its buttons have words if those fit
 */
void
pf_selection_bar_set_width (PfSelectionBar *self, int width)
{
  if (self->width == width)
    return;
  self->width = width;
  fit (self);
}

/**
 * pf_selection_bar_set_refusal:
 * @self: a bar
 * @reason: (nullable): why pins cannot be edited, %NULL if they can
 */
void
pf_selection_bar_set_refusal (PfSelectionBar *self, const char *reason)
{
  if (g_strcmp0 (self->refusal, reason) == 0)
    return;
  g_free (self->refusal);
  self->refusal = g_strdup (reason);
  self->worded = 0;
  update (self);
  fit (self);
}

/**
 * pf_selection_bar_get_anchor:
 * @self: a bar
 * @action: one of its actions
 *
 * Returns: (transfer none) (nullable): the button that does it, for a popover to point at;
 *   %NULL while the bar is not shown
 */
GtkWidget *
pf_selection_bar_get_anchor (PfSelectionBar *self, const char *action)
{
  for (guint i = 0; i < self->buttons->len; i++)
    if (g_str_equal (verbs[i].action, action) && gtk_action_bar_get_revealed (self->bar))
      return self->buttons->pdata[i];
  return NULL;
}

static void
pf_selection_bar_finalize (GObject *object)
{
  PfSelectionBar *self = PF_SELECTION_BAR (object);

  g_ptr_array_unref (self->buttons);
  g_free (self->refusal);
  G_OBJECT_CLASS (pf_selection_bar_parent_class)->finalize (object);
}

static void
pf_selection_bar_class_init (PfSelectionBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_selection_bar_finalize;
}

static void
pf_selection_bar_init (PfSelectionBar *self)
{
  self->buttons = g_ptr_array_new ();
}
