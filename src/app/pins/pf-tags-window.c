/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-tags-window.h"

#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include "core/store/pf-snippet.h"

#include <glib/gi18n.h>

#define N_TAGS 5

/* Link Tags: what web statistics tell visitors from Pinterest by, put on the links of pins. */
struct _PfTagsWindow
{
  PfEditWindow parent;

  GtkWidget *tags[N_TAGS];
  GtkWidget *mode;
  GtkWidget *presets; /* an expander row */
  GtkWidget *name;    /* an entry row in it */
  GPtrArray *rows;    /* of presets; not owned */
  char **pairs;       /* nullable: as they were typed, while nothing changes */
};

static const struct
{
  const char *name, *title, *value;
} tags[N_TAGS] = {
  { "utm_source", N_ ("Source"), "pinterest" },
  { "utm_medium", N_ ("Medium"), "social" },
  { "utm_campaign", N_ ("Campaign"), "" },
  { "utm_content", N_ ("Content"), "" },
  { "utm_term", N_ ("Term"), "" },
};

G_DEFINE_FINAL_TYPE (PfTagsWindow, pf_tags_window, PF_TYPE_EDIT_WINDOW)

static void list_presets (PfTagsWindow *self);

static PfStore *
get_store (PfTagsWindow *self)
{
  PfWindow *window = pf_edit_window_get_window (PF_EDIT_WINDOW (self));

  return pf_workspace_get_store (pf_window_get_workspace (window));
}

/* Names and values, those that were filled in. */
static char **
get_pairs (PfTagsWindow *self)
{
  GPtrArray *pairs = g_ptr_array_new ();

  for (guint i = 0; i < N_TAGS; i++)
    {
      g_autofree char *value
          = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->tags[i]))));

      if (*value == '\0')
        continue;
      g_ptr_array_add (pairs, g_strdup (tags[i].name));
      g_ptr_array_add (pairs, g_steal_pointer (&value));
    }
  g_ptr_array_add (pairs, NULL);
  return (char **)g_ptr_array_free (pairs, FALSE);
}

static const char *const *
peek_pairs (PfTagsWindow *self)
{
  if (self->pairs == NULL)
    self->pairs = get_pairs (self);
  return (const char *const *)self->pairs;
}

static PfLinkTagsMode
get_mode (PfTagsWindow *self)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (self->mode)) == 0 ? PF_LINK_TAGS_SET
                                                                      : PF_LINK_TAGS_APPEND;
}

static char *
preview (PfEditWindow *window, const PfChosenPin *pin)
{
  PfTagsWindow *self = PF_TAGS_WINDOW (window);
  const char *link = pf_changes_get_text (pin->seen, PF_CHANGE_LINK, pin->pin);
  g_autofree char *tagged = NULL;
  PfChanges changes = { .fields = PF_CHANGE_LINK };

  if (link == NULL || peek_pairs (self)[0] == NULL)
    return NULL;
  tagged = pf_link_tags_apply (link, peek_pairs (self), get_mode (self));
  changes.link = tagged;
  if (tagged == NULL || g_str_equal (tagged, link) || pf_changes_find_fault (&changes) != NULL)
    return NULL;
  return g_steal_pointer (&tagged);
}

static void
add (PfEditWindow *window, PfBatch *batch, const PfChosenPin *pin)
{
  PfTagsWindow *self = PF_TAGS_WINDOW (window);

  pf_batch_tag_pin (batch, pin->uuid, pin->board_uuid, pin->section_uuid, pin->pin, pin->seen,
                    peek_pairs (self), get_mode (self));
}

static char *
words (PfEditWindow *window, guint n, gboolean doing)
{
  if (doing)
    return g_strdup_printf (ngettext ("Setting link tags of %u pin", "Setting link tags of %u pins",
                                      n),
                            n);
  return g_strdup_printf (ngettext ("Set link tags of %u pin", "Set link tags of %u pins", n), n);
}

static void
typed (PfTagsWindow *self)
{
  g_clear_pointer (&self->pairs, g_strfreev);
}

static void
say_error (PfTagsWindow *self, const GError *error)
{
  g_autofree char *text = pf_error_words (error);

  pf_window_add_toast (pf_edit_window_get_window (PF_EDIT_WINDOW (self)), pf_toast_new (text));
}

static void
preset_activated (GtkWidget *row, PfTagsWindow *self)
{
  g_auto (GStrv) pairs = pf_link_tags_split (g_object_get_data (G_OBJECT (row), "value"));

  for (guint i = 0; i < N_TAGS; i++)
    {
      const char *value = "";

      for (guint j = 0; pairs[j] != NULL && pairs[j + 1] != NULL; j += 2)
        if (g_str_equal (pairs[j], tags[i].name))
          value = pairs[j + 1];
      gtk_editable_set_text (GTK_EDITABLE (self->tags[i]), value);
    }
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->presets), FALSE);
  gtk_widget_grab_focus (self->tags[0]);
}

static void
preset_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfTagsWindow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!pf_store_delete_snippet_finish (PF_STORE (source), result, &error) && self != NULL)
    say_error (self, error);
  if (self != NULL)
    list_presets (self);
}

static void
delete_clicked (GtkWidget *button, PfTagsWindow *self)
{
  pf_store_delete_snippet_async (get_store (self), g_object_get_data (G_OBJECT (button), "uuid"),
                                 NULL, preset_deleted, pf_weak_new (self));
}

static void
add_preset (PfTagsWindow *self, const PfSnippet *preset)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *delete = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *tooltip = g_strdup_printf (_ ("Delete Preset %s"), preset->name);
  g_autofree char *clean = pf_text_clean (tooltip);

  pf_row_set_title (ADW_PREFERENCES_ROW (row), preset->name);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), preset->value);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "value", g_strdup (preset->value), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (preset_activated), self, 0);
  gtk_widget_add_css_class (delete, "flat");
  gtk_widget_set_valign (delete, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (delete, clean);
  gtk_accessible_update_property (GTK_ACCESSIBLE (delete), GTK_ACCESSIBLE_PROPERTY_LABEL, clean,
                                  -1);
  g_object_set_data_full (G_OBJECT (delete), "uuid", g_strdup (preset->uuid), g_free);
  g_signal_connect_object (delete, "clicked", G_CALLBACK (delete_clicked), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), delete);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->presets), row);
  g_ptr_array_add (self->rows, row);
}

static void
presets_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfTagsWindow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) presets = pf_store_list_snippets_finish (PF_STORE (source), result, &error);

  if (self == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  if (presets == NULL)
    {
      say_error (self, error);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->presets), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < presets->len; i++)
    add_preset (self, presets->pdata[i]);
}

static void
list_presets (PfTagsWindow *self)
{
  PfConnection *connection = pf_edit_window_get_connection (PF_EDIT_WINDOW (self));

  if (connection != NULL)
    pf_store_list_snippets_async (get_store (self), pf_connection_get_id (connection),
                                  PF_SNIPPET_LINK_TAGS, NULL, presets_listed, pf_weak_new (self));
}

static void
preset_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfTagsWindow) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = pf_store_save_snippet_finish (PF_STORE (source), result, &error);

  if (self == NULL)
    return;
  if (uuid == NULL)
    say_error (self, error);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  list_presets (self);
}

static void
save_preset (PfTagsWindow *self)
{
  PfConnection *connection = pf_edit_window_get_connection (PF_EDIT_WINDOW (self));
  g_autofree char *value = pf_link_tags_join (peek_pairs (self));
  g_autoptr (PfSnippet) preset
      = pf_snippet_new (PF_SNIPPET_LINK_TAGS, pf_connection_get_id (connection),
                        gtk_editable_get_text (GTK_EDITABLE (self->name)), value);

  if (*preset->name == '\0' || *value == '\0')
    return;
  pf_store_save_snippet_async (get_store (self), preset, NULL, preset_saved, pf_weak_new (self));
}

static void
ready (PfEditWindow *window)
{
  list_presets (PF_TAGS_WINDOW (window));
  /* Source and medium are mostly right as they are. */
  gtk_widget_grab_focus (PF_TAGS_WINDOW (window)->tags[2]);
}

static void
pf_tags_window_finalize (GObject *object)
{
  PfTagsWindow *self = PF_TAGS_WINDOW (object);

  g_ptr_array_unref (self->rows);
  g_strfreev (self->pairs);
  G_OBJECT_CLASS (pf_tags_window_parent_class)->finalize (object);
}

static void
pf_tags_window_class_init (PfTagsWindowClass *klass)
{
  PfEditWindowClass *edit_class = PF_EDIT_WINDOW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_tags_window_finalize;
  edit_class->ready = ready;
  edit_class->preview = preview;
  edit_class->add = add;
  edit_class->words = words;
}

static void
build_presets (PfTagsWindow *self, GtkWidget *group)
{
  self->presets = adw_expander_row_new ();
  self->name = adw_entry_row_new ();
  pf_row_set_title (ADW_PREFERENCES_ROW (self->presets), _ ("Presets"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->presets), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Presets"), -1);
  pf_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Keep These Tags as a Preset Called"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->name), TRUE);
  g_signal_connect_object (self->name, "apply", G_CALLBACK (save_preset), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->presets), self->name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->presets);
}

static void
pf_tags_window_init (PfTagsWindow *self)
{
  const char *modes[] = { _ ("Replace It"), _ ("Keep It"), NULL };
  g_autoptr (GtkStringList) choices = gtk_string_list_new (modes);
  GtkWidget *first = adw_preferences_group_new ();
  GtkWidget *group = adw_preferences_group_new ();

  gtk_window_set_title (GTK_WINDOW (self), _ ("Link Tags"));
  self->rows = g_ptr_array_new ();
  build_presets (self, first);
  for (guint i = 0; i < N_TAGS; i++)
    {
      g_autofree char *title = g_strdup_printf ("%s (%s)", gettext (tags[i].title), tags[i].name);

      self->tags[i] = adw_entry_row_new ();
      pf_row_set_title (ADW_PREFERENCES_ROW (self->tags[i]), title);
      gtk_editable_set_text (GTK_EDITABLE (self->tags[i]), tags[i].value);
      g_signal_connect_object (self->tags[i], "changed", G_CALLBACK (typed), self,
                               G_CONNECT_SWAPPED);
      pf_edit_window_watch (PF_EDIT_WINDOW (self), self->tags[i]);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->tags[i]);
    }
  self->mode = adw_combo_row_new ();
  pf_row_set_title (ADW_PREFERENCES_ROW (self->mode), _ ("A Tag That Is There Already"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->mode), G_LIST_MODEL (choices));
  pf_edit_window_watch (PF_EDIT_WINDOW (self), self->mode);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->mode);
  pf_edit_window_add_group (PF_EDIT_WINDOW (self), first);
  pf_edit_window_add_group (PF_EDIT_WINDOW (self), group);
}
