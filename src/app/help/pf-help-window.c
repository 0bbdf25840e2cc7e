/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-help-window"

#include "config.h"

#include "app/help/pf-help-window.h"

#include "app/compat/pf-leaflet.h"
#include "app/help/pf-help-picture.h"
#include "app/widgets/pf-steady-bin.h"
#include "app/widgets/pf-type-to-search.h"

#define RESOURCE_FOLDER "/io/github/pinfold/Pinfold/help"

/*
 * Help without a network: articles that come with the application, and a search through
 * all their words. Each article is a box of labels in data/help/.
 */
struct _PfHelpWindow
{
  AdwWindow parent;

  AdwLeaflet *leaflet;
  AdwHeaderBar *side_header;
  AdwHeaderBar *content_header;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkWidget *side;
  GtkWidget *content;
  GtkWidget *back;
  GtkScrolledWindow *scroller;
  AdwBin *article;

  char *needle; /* (owned): casefolded search */
};

/* The order of the list. */
static const char *const names[] = {
  "first-steps",
  "make-a-pin",
  "look-at-a-pin",
  "many-pins",
  "find-pins",
  "analytics",
  "boards",
  "practice-sandbox-trial",
  "privacy",
  "not-possible",
  "error-business",
  "error-name",
  "error-address",
  "error-keys",
  "error-port",
  "error-time",
  "error-same-account",
  "error-permissions",
  "error-secret-boards",
  "error-trial",
  "keyring-locked",
  "no-keyring",
};

G_DEFINE_FINAL_TYPE (PfHelpWindow, pf_help_window, ADW_TYPE_WINDOW)

static void
collect_text (GtkWidget *box, GString *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      {
        g_string_append (text, gtk_label_get_label (GTK_LABEL (child)));
        g_string_append_c (text, '\n');
      }
}

static void
add_article (PfHelpWindow *self, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.ui", RESOURCE_FOLDER, name);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);
  GtkWidget *article = GTK_WIDGET (gtk_builder_get_object (builder, "article"));
  GtkLabel *title = GTK_LABEL (gtk_builder_get_object (builder, "title"));
  GtkWidget *label = gtk_label_new (gtk_label_get_label (title));
  GtkWidget *row = gtk_list_box_row_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  collect_text (article, text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (title), -1);
  gtk_widget_set_name (row, name);
  g_object_set_data_full (G_OBJECT (row), "article", g_object_ref (article), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), "words", g_utf8_casefold (text->str, -1), g_free);
  gtk_list_box_append (self->list, row);
}

/* Every word of the search stands somewhere in the article. */
static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  PfHelpWindow *self = PF_HELP_WINDOW (user_data);
  const char *text = g_object_get_data (G_OBJECT (row), "words");
  g_auto (GStrv) words = NULL;

  if (self->needle == NULL)
    return TRUE;
  words = g_strsplit (self->needle, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* One whose title has the words goes before one that only mentions them. */
static GtkListBoxRow *
find_first_match (PfHelpWindow *self)
{
  GtkListBoxRow *row, *first = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (matches (row, self))
      {
        const char *title = gtk_label_get_label (GTK_LABEL (gtk_list_box_row_get_child (row)));
        g_autofree char *folded = g_utf8_casefold (title, -1);

        if (self->needle != NULL && g_str_match_string (self->needle, folded, TRUE))
          return row;
        first = first != NULL ? first : row;
      }
  return first;
}

static void
show_row (PfHelpWindow *self, GtkListBoxRow *row)
{
  gtk_list_box_select_row (self->list, row);
  adw_bin_set_child (self->article, g_object_get_data (G_OBJECT (row), "article"));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
row_activated (PfHelpWindow *self, GtkListBoxRow *row)
{
  show_row (self, row);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static void
search_changed (PfHelpWindow *self)
{
  g_clear_pointer (&self->needle, g_free);
  self->needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_list_box_invalidate_filter (self->list);
}

static void
search_activated (PfHelpWindow *self)
{
  GtkListBoxRow *row = find_first_match (self);

  if (row != NULL)
    row_activated (self, row);
}

/* Escape clears the search first, then closes. */
static void
search_stopped (PfHelpWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
folded_changed (PfHelpWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (self->back, folded);
  adw_header_bar_set_show_end_title_buttons (self->side_header, folded);
  adw_header_bar_set_show_start_title_buttons (self->content_header, folded);
}

static void
back_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  adw_leaflet_navigate (PF_HELP_WINDOW (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/**
 * pf_help_window_new:
 * @application: (nullable): the application
 *
 * Returns: (transfer none): a help window
 */
PfHelpWindow *
pf_help_window_new (GtkApplication *application)
{
  return g_object_new (PF_TYPE_HELP_WINDOW, "application", application, NULL);
}

/**
 * pf_help_window_show_article:
 * @self: a help window
 * @article: name of an article
 *
 * Returns: whether there is such an article, now shown
 */
gboolean
pf_help_window_show_article (PfHelpWindow *self, const char *article)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (gtk_widget_get_name (GTK_WIDGET (row)), article) == 0)
      {
        row_activated (self, row);
        return TRUE;
      }
  return FALSE;
}

/**
 * pf_help_window_search:
 * @self: a help window
 * @text: words
 *
 * Shows articles with all of these words.
 */
void
pf_help_window_search (PfHelpWindow *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  search_changed (self);
}

/**
 * pf_help_window_count_matches:
 * @self: a help window
 *
 * Returns: how many articles the search found
 */
guint
pf_help_window_count_matches (PfHelpWindow *self)
{
  GtkListBoxRow *row;
  guint count = 0;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    count += matches (row, self) ? 1 : 0;
  return count;
}

/**
 * pf_help_window_present:
 * @application: the application
 * @article: name of an article; "" for the list
 *
 * Shows the help window, one for all.
 */
void
pf_help_window_present (GtkApplication *application, const char *article)
{
  PfHelpWindow *self = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (PF_IS_HELP_WINDOW (l->data))
      self = l->data;
  if (self == NULL)
    self = pf_help_window_new (application);
  if (*article != '\0')
    pf_help_window_show_article (self, article);
  gtk_window_present (GTK_WINDOW (self));
}

static void
pf_help_window_dispose (GObject *object)
{
  PfHelpWindow *self = PF_HELP_WINDOW (object);

  if (self->list != NULL)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  g_clear_pointer (&self->needle, g_free);
  G_OBJECT_CLASS (pf_help_window_parent_class)->dispose (object);
}

static void
pf_help_window_class_init (PfHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_help_window_dispose;

  g_type_ensure (PF_TYPE_STEADY_BIN);
  g_type_ensure (PF_TYPE_HELP_PICTURE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/help/pf-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, side_header);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, content_header);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, side);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, content);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, back);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfHelpWindow, article);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_activated);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped);
  gtk_widget_class_install_action (widget_class, "help.back", NULL, back_activated);
}

static void
pf_help_window_init (PfHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_leaflet_skip_unseen (self->leaflet);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_article (self, names[i]);
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
  pf_type_to_search (self->side, self->search);
  folded_changed (self);
  show_row (self, gtk_list_box_get_row_at_index (self->list, 0));
}
