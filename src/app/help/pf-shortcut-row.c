/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-shortcut-row"

#include "config.h"

#include "app/help/pf-shortcut-row.h"

#include "app/widgets/pf-wrap-box.h"

/* What a key does, and the key; under each other where there is no room for both. */
struct _PfShortcutRow
{
  AdwPreferencesRow parent;

  GtkWidget *box;
  GtkLabel *label;
  GtkWidget *keys;
  char *accelerator; /* (owned): as GtkShortcutLabel has it, several with spaces between */
};

enum
{
  PROP_0,
  PROP_ACCELERATOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PfShortcutRow, pf_shortcut_row, ADW_TYPE_PREFERENCES_ROW)

static void
append_words (GString *words, const char *accelerator)
{
  guint key = 0;
  GdkModifierType state = 0;
  g_autofree char *label = NULL;

  if (gtk_accelerator_parse (accelerator, &key, &state))
    label = gtk_accelerator_get_label (key, state);
  g_string_append_printf (words, ", %s", label != NULL ? label : accelerator);
}

static void
update (PfShortcutRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autoptr (GString) words = g_string_new (title);
  g_auto (GStrv) keys = g_strsplit (self->accelerator != NULL ? self->accelerator : "", " ", -1);
  GtkWidget *old;

  gtk_label_set_label (self->label, title);
  while ((old = gtk_widget_get_first_child (self->keys)) != NULL)
    gtk_widget_unparent (old);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      GtkWidget *key = gtk_shortcut_label_new (keys[i]);

      append_words (words, keys[i]);
      gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
      pf_wrap_box_append (PF_WRAP_BOX (self->keys), key);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str,
                                  -1);
}

static void
pf_shortcut_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfShortcutRow *self = PF_SHORTCUT_ROW (object);

  switch (id)
    {
    case PROP_ACCELERATOR:
      g_value_set_string (value, self->accelerator);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_shortcut_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfShortcutRow *self = PF_SHORTCUT_ROW (object);

  switch (id)
    {
    case PROP_ACCELERATOR:
      g_free (self->accelerator);
      self->accelerator = g_value_dup_string (value);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_shortcut_row_finalize (GObject *object)
{
  g_free (PF_SHORTCUT_ROW (object)->accelerator);
  G_OBJECT_CLASS (pf_shortcut_row_parent_class)->finalize (object);
}

static void
pf_shortcut_row_class_init (PfShortcutRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pf_shortcut_row_get_property;
  object_class->set_property = pf_shortcut_row_set_property;
  object_class->finalize = pf_shortcut_row_finalize;

  properties[PROP_ACCELERATOR] = g_param_spec_string ("accelerator", NULL, NULL, NULL,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pf_shortcut_row_init (PfShortcutRow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  self->box = pf_wrap_box_new (12);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  pf_wrap_box_append (PF_WRAP_BOX (self->box), label);
  self->keys = pf_wrap_box_new (12);
  gtk_widget_set_valign (self->keys, GTK_ALIGN_CENTER);
  pf_wrap_box_append (PF_WRAP_BOX (self->box), self->keys);
  gtk_widget_add_css_class (self->box, "pinfold-shortcut");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  g_signal_connect (self, "notify::title", G_CALLBACK (update), NULL);
}
