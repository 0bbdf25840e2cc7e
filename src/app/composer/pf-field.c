/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-field.h"

#include "app/compat/pf-entry-row.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#include <string.h>

/* The counter shows for the last so many characters (ui.md "Composer"). */
#define COUNTER_LAST 20

/* One text of a pin: a row or, of several lines, a card; with its counter and a quiet note under
 * it. What was typed is never cut. */
struct _PfField
{
  GtkBox parent;

  AdwEntryRow *row;    /* of one line, or */
  GtkTextView *view;   /* of several */
  GtkWidget *view_box; /* the card around @view */
  GtkLabel *caption;
  GtkWidget *footer;
  GtkImage *note_icon;
  GtkLabel *note;
  GtkLabel *counter;

  char *title;
  char *advice;  /* nullable */
  char *refusal; /* nullable */
  guint limit;
  int min_lines_height;
  gboolean multiline;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_LIMIT,
  PROP_MULTILINE,
  PROP_MIN_TEXT_HEIGHT,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfField, pf_field, GTK_TYPE_BOX)

/**
 * pf_field_get_text:
 * @self: a field
 *
 * Returns: (transfer full): what stands in it
 */
char *
pf_field_get_text (PfField *self)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer;

  if (self->row != NULL)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row)));
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/**
 * pf_field_set_text:
 * @self: a field
 * @text: valid UTF-8
 *
 * Fills the field. What is there is not touched when it is the same.
 */
void
pf_field_set_text (PfField *self, const char *text)
{
  g_autofree char *before = pf_field_get_text (self);

  if (strcmp (before, text) == 0)
    return;
  if (self->row != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->row), text);
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
}

/**
 * pf_field_insert:
 * @self: a field
 * @text: valid UTF-8
 *
 * Puts text where the cursor is, in the place of what is selected. In one line, line ends are
 * spaces.
 */
void
pf_field_insert (PfField *self, const char *text)
{
  GtkTextBuffer *buffer;

  if (self->row != NULL)
    {
      g_autofree char *line = g_strdelimit (g_strdup (text), "\r\n", ' ');
      int position;

      gtk_editable_delete_selection (GTK_EDITABLE (self->row));
      position = gtk_editable_get_position (GTK_EDITABLE (self->row));
      gtk_editable_insert_text (GTK_EDITABLE (self->row), line, -1, &position);
      gtk_editable_set_position (GTK_EDITABLE (self->row), position);
      return;
    }
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

/**
 * pf_field_get_selected:
 * @self: a field
 *
 * Returns: (transfer full): what is selected in it; all of it when nothing is
 */
char *
pf_field_get_selected (PfField *self)
{
  GtkTextIter start, end;
  int from, to;

  if (self->row != NULL)
    return gtk_editable_get_selection_bounds (GTK_EDITABLE (self->row), &from, &to)
               ? gtk_editable_get_chars (GTK_EDITABLE (self->row), from, to)
               : pf_field_get_text (self);
  if (gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (self->view), &start, &end))
    return gtk_text_buffer_get_text (gtk_text_view_get_buffer (self->view), &start, &end, TRUE);
  return pf_field_get_text (self);
}

static guint
count (PfField *self)
{
  GtkTextBuffer *buffer;

  if (self->row != NULL)
    return (guint)g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (self->row)), -1);
  buffer = gtk_text_view_get_buffer (self->view);
  return (guint)gtk_text_buffer_get_char_count (buffer);
}

static void
set_class (gpointer widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (widget), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (widget), name);
}

static void
update_footer (PfField *self)
{
  guint n = count (self);
  gboolean over = n > self->limit;
  gboolean counts = n + COUNTER_LAST >= self->limit;
  g_autofree char *too_long
      = over ? g_strdup_printf (ngettext ("%u character too many", "%u characters too many",
                                          n - self->limit),
                                n - self->limit)
             : NULL;
  const char *refusal = too_long != NULL ? too_long : self->refusal;
  const char *words = refusal != NULL ? refusal : self->advice;
  g_autofree char *counter = g_strdup_printf ("%u / %u", n, self->limit);

  gtk_label_set_label (self->counter, counter);
  gtk_widget_set_visible (GTK_WIDGET (self->counter), counts);
  set_class (self->counter, "error", over);
  set_class (self->counter, "dim-label", !over);
  gtk_label_set_label (self->note, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->note_icon), words != NULL);
  gtk_image_set_from_icon_name (self->note_icon, refusal != NULL ? "dialog-error-symbolic"
                                                                 : "dialog-information-symbolic");
  set_class (self->note, "error", refusal != NULL);
  set_class (self->note_icon, "error", refusal != NULL);
  set_class (self->note, "pinfold-advice", refusal == NULL);
  set_class (self->note_icon, "pinfold-advice", refusal == NULL);
  gtk_widget_set_visible (self->footer, counts || words != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->row != NULL ? (GtkWidget *)self->row
                                                                    : (GtkWidget *)self->view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words != NULL ? words : "",
                                  -1);
}

/**
 * pf_field_set_advice:
 * @self: a field
 * @words: (nullable): what would make the pin better
 *
 * Shows a yellow note, unless there is a refusal.
 */
void
pf_field_set_advice (PfField *self, const char *words)
{
  g_autofree char *before = self->advice;

  self->advice = g_strdup (words);
  update_footer (self);
}

/**
 * pf_field_set_refusal:
 * @self: a field
 * @words: (nullable): why it would be refused
 *
 * Shows a red note.
 */
void
pf_field_set_refusal (PfField *self, const char *words)
{
  g_autofree char *before = self->refusal;

  self->refusal = g_strdup (words);
  update_footer (self);
}

static void
changed (PfField *self)
{
  update_footer (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
pf_field_grab_focus (GtkWidget *widget)
{
  PfField *self = PF_FIELD (widget);

  return gtk_widget_grab_focus (self->row != NULL ? GTK_WIDGET (self->row)
                                                  : GTK_WIDGET (self->view));
}

static void
view_focused (PfField *self)
{
  set_class (self->view_box, "focused", gtk_widget_has_focus (GTK_WIDGET (self->view)));
}

static void
build_row (PfField *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->row = ADW_ENTRY_ROW (adw_entry_row_new ());
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  pf_row_set_title (ADW_PREFERENCES_ROW (self->row), self->title);
  pf_entry_row_tell_focus (self->row);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->row));
  g_signal_connect_swapped (self->row, "changed", G_CALLBACK (changed), self);
  gtk_box_append (GTK_BOX (self), list);
}

static void
build_view (PfField *self)
{
  self->view_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->caption = GTK_LABEL (gtk_label_new (self->title));
  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_widget_add_css_class (self->view_box, "card");
  gtk_widget_add_css_class (self->view_box, "pinfold-text-card");
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dim-label");
  gtk_label_set_xalign (self->caption, 0);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_widget_set_size_request (GTK_WIDGET (self->view), -1, self->min_lines_height);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->title, -1);
  gtk_box_append (GTK_BOX (self->view_box), GTK_WIDGET (self->caption));
  gtk_box_append (GTK_BOX (self->view_box), GTK_WIDGET (self->view));
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (changed),
                            self);
  g_signal_connect_swapped (self->view, "notify::has-focus", G_CALLBACK (view_focused), self);
  gtk_box_append (GTK_BOX (self), self->view_box);
}

static void
pf_field_constructed (GObject *object)
{
  PfField *self = PF_FIELD (object);

  G_OBJECT_CLASS (pf_field_parent_class)->constructed (object);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  if (self->multiline)
    build_view (self);
  else
    build_row (self);

  self->footer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->note_icon = GTK_IMAGE (gtk_image_new ());
  self->note = GTK_LABEL (gtk_label_new (NULL));
  self->counter = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_margin_start (self->footer, 12);
  gtk_widget_set_margin_end (self->footer, 12);
  gtk_widget_set_valign (GTK_WIDGET (self->note_icon), GTK_ALIGN_START);
  gtk_label_set_xalign (self->note, 0);
  gtk_label_set_wrap (self->note, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->counter), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->counter), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self->counter), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->counter), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->counter), "numeric");
  gtk_box_append (GTK_BOX (self->footer), GTK_WIDGET (self->note_icon));
  gtk_box_append (GTK_BOX (self->footer), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (self->footer), GTK_WIDGET (self->counter));
  gtk_box_append (GTK_BOX (self), self->footer);
  update_footer (self);
}

static void
pf_field_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfField *self = PF_FIELD (object);

  switch (id)
    {
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_LIMIT:
      self->limit = g_value_get_uint (value);
      break;
    case PROP_MULTILINE:
      self->multiline = g_value_get_boolean (value);
      break;
    case PROP_MIN_TEXT_HEIGHT:
      self->min_lines_height = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_field_finalize (GObject *object)
{
  PfField *self = PF_FIELD (object);

  g_free (self->title);
  g_free (self->advice);
  g_free (self->refusal);
  G_OBJECT_CLASS (pf_field_parent_class)->finalize (object);
}

static void
pf_field_class_init (PfFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = pf_field_constructed;
  object_class->set_property = pf_field_set_property;
  object_class->finalize = pf_field_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = pf_field_grab_focus;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  /* In characters. */
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 1, G_MAXUINT, 100, flags);
  properties[PROP_MULTILINE] = g_param_spec_boolean ("multiline", NULL, NULL, FALSE, flags);
  properties[PROP_MIN_TEXT_HEIGHT]
      = g_param_spec_int ("min-text-height", NULL, NULL, -1, 1000, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /**
   * PfField::changed:
   * @self: a field
   */
  signals[CHANGED] = g_signal_new ("changed", PF_TYPE_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
pf_field_init (PfField *self)
{
}
