/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-keys-page"

#include "config.h"

#include "app/setup/pf-keys-page.h"

#include "app/compat/pf-entry-row.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/*
 * The last step: App ID and secret, which permissions to ask for, the redirect address,
 * and a test that publishes nothing. The secret leaves this page only into its sealed
 * record; afterwards the field is empty and the last four characters are all that is shown.
 */
struct _PfKeysPage
{
  AdwBin parent;

  GtkLabel *title;
  GtkLabel *sentence;
  GtkWidget *open;
  GtkWidget *app_id;
  GtkWidget *secret;
  GtkWidget *redirect;
  GtkLabel *hint;
  AdwComboRow *preset;
  AdwExpanderRow *customise;
  GtkWidget *paste;
  GtkWidget *access_list;
  AdwComboRow *access;
  GtkWidget *sandbox_row;
  GtkWidget *sandbox;
  GtkLabel *notes;
  GtkWidget *test;
  GtkSpinner *spinner;
  GtkListBox *checks;

  PfConnections *connections; /* (owned) */
  const PfKind *kind;         /* static */
  PfSetupProgress *progress;  /* of the assistant, which outlives the page */
  GPtrArray *ticks;           /* (owned): GtkCheckButton of each scope, in order */
  GCancellable *cancellable;  /* (owned) */
  guint selecting : 1;        /* ticks and preset follow each other, not the person */
  guint testing : 1;
  guint to_sandbox : 1; /* once they are saved, the Sandbox is connected first */
  guint has_saved : 1;  /* keys of this service are sealed already */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfKeysPage, pf_keys_page, ADW_TYPE_BIN)

static void
mark (GtkWidget *row, gboolean good)
{
  if (good)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
}

/* Empty fields are unfinished, not wrong. */
static gboolean
check_keys (PfKeysPage *self, GError **error)
{
  const char *id = gtk_editable_get_text (GTK_EDITABLE (self->app_id));
  const char *secret = gtk_editable_get_text (GTK_EDITABLE (self->secret));
  const char *redirect = gtk_editable_get_text (GTK_EDITABLE (self->redirect));
  g_autofree char *clean_id = NULL;
  char *clean_secret = NULL;
  gboolean good_id, good_secret, good_redirect;

  clean_id = pf_setup_clean_app_id (id, *id != '\0' ? error : NULL);
  good_id = clean_id != NULL;
  clean_secret = pf_setup_clean_secret (secret, good_id && *secret != '\0' ? error : NULL);
  good_secret = clean_secret != NULL;
  if (clean_secret != NULL)
    {
      pf_secret_zero (clean_secret, strlen (clean_secret));
      g_free (clean_secret);
    }
  good_redirect
      = pf_setup_check_redirect_uri (redirect, error != NULL && *error == NULL ? error : NULL);
  mark (self->app_id, good_id || *id == '\0');
  mark (self->secret, good_secret || *secret == '\0');
  mark (self->redirect, good_redirect);
  return good_id && good_redirect && (good_secret || (*secret == '\0' && self->has_saved));
}

static gboolean
find_saved (PfKeysPage *self, char **id, char **redirect, char **last4)
{
  return pf_connections_get_app (self->connections, self->kind->service, id, redirect, last4);
}

static void
update_hint (PfKeysPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *last4 = NULL;
  g_autofree char *saved = NULL;
  gboolean good = check_keys (self, &error);

  if (!good && error != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
      gtk_label_set_label (self->hint, error->message);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
  if (find_saved (self, NULL, NULL, &last4) && last4 != NULL)
    saved = g_strdup_printf (
        _ ("A secret ending in %s is kept, sealed. Leave its field empty to go on using it."),
        last4);
  gtk_label_set_label (self->hint,
                       saved != NULL
                           ? saved
                           : _ ("The secret is sealed on this computer and never shown again."));
}

static void
keys_changed (PfKeysPage *self)
{
  if (self->connections == NULL)
    return;
  update_hint (self);
  gtk_widget_set_sensitive (self->sandbox, pf_keys_page_is_complete (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
keep_scopes (PfKeysPage *self)
{
  g_auto (GStrv) scopes = pf_keys_page_get_scopes (self);

  g_hash_table_replace (self->progress->answers, g_strdup ("scopes"), g_strjoinv (" ", scopes));
}

static gboolean
is_same_set (const char *const *a, const char *const *b)
{
  if (g_strv_length ((char **)a) != g_strv_length ((char **)b))
    return FALSE;
  for (guint i = 0; a[i] != NULL; i++)
    if (!g_strv_contains (b, a[i]))
      return FALSE;
  return TRUE;
}

/* The preset that is ticked, or the row after them: the person's own choice. */
static void
follow_ticks (PfKeysPage *self)
{
  guint n_presets = 0;
  const PfScopePreset *presets = pf_scope_presets_get (&n_presets);
  g_auto (GStrv) scopes = pf_keys_page_get_scopes (self);
  guint selected = n_presets;
  gboolean was = self->selecting;

  for (guint i = 0; i < n_presets; i++)
    if (is_same_set (presets[i].scopes, (const char *const *)scopes))
      selected = i;
  self->selecting = TRUE;
  adw_combo_row_set_selected (self->preset, selected);
  self->selecting = was;
}

static void
set_scopes (PfKeysPage *self, const char *const *scopes)
{
  guint n_scopes = 0;
  const PfScope *all = pf_scopes_get (&n_scopes);

  self->selecting = TRUE;
  for (guint i = 0; i < n_scopes; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->ticks, i),
                                 g_strv_contains (scopes, all[i].name));
  follow_ticks (self);
  self->selecting = FALSE;
}

static void
preset_changed (PfKeysPage *self)
{
  guint n_presets = 0;
  const PfScopePreset *presets = pf_scope_presets_get (&n_presets);
  guint selected = adw_combo_row_get_selected (self->preset);

  if (self->selecting)
    return;
  if (selected < n_presets)
    set_scopes (self, presets[selected].scopes);
  else
    adw_expander_row_set_expanded (self->customise, TRUE);
  keep_scopes (self);
  keys_changed (self);
}

static void
show_notes (PfKeysPage *self, const char *text, gboolean good)
{
  gtk_label_set_label (self->notes, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), text != NULL && *text != '\0');
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->notes), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->notes), "error");
}

static void
tick_toggled (PfKeysPage *self)
{
  g_auto (GStrv) scopes = NULL;

  if (self->selecting)
    return;
  scopes = pf_keys_page_get_scopes (self);
  follow_ticks (self);
  show_notes (self,
              pf_scopes_can_publish ((const char *const *)scopes)
                  ? NULL
                  : _ ("With this choice Pinfold can look, but not pin."),
              TRUE);
  keep_scopes (self);
  keys_changed (self);
}

static gboolean
is_on_trial (PfKeysPage *self)
{
  return adw_combo_row_get_selected (self->access) == 0;
}

/* New keys have Trial access: first the Sandbox, then live (requirements ST-10). */
static void
access_changed (PfKeysPage *self)
{
  if (self->connections == NULL)
    return;
  gtk_widget_set_visible (self->sandbox_row, is_on_trial (self));
  g_hash_table_replace (self->progress->answers, g_strdup ("access"),
                        g_strdup (is_on_trial (self) ? "trial" : "standard"));
  keys_changed (self);
}

/* Old names are mapped, unknown ones refused before a browser opens (requirements AP-8, ST-6). */
static void
scopes_pasted (PfKeysPage *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) notes = NULL;
  g_auto (GStrv) scopes
      = pf_scopes_parse (gtk_editable_get_text (GTK_EDITABLE (self->paste)), &notes, &error);
  g_autofree char *text = NULL;

  mark (self->paste, scopes != NULL);
  if (scopes == NULL)
    {
      show_notes (self, error->message, FALSE);
      return;
    }
  set_scopes (self, (const char *const *)scopes);
  text = notes != NULL ? g_strjoinv ("\n", notes) : NULL;
  show_notes (self, text, TRUE);
  keep_scopes (self);
  keys_changed (self);
}

static void
add_scopes (PfKeysPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_presets = 0, n_scopes = 0;
  const PfScopePreset *presets = pf_scope_presets_get (&n_presets);
  const PfScope *scopes = pf_scopes_get (&n_scopes);

  for (guint i = 0; i < n_presets; i++)
    gtk_string_list_append (names, presets[i].title);
  gtk_string_list_append (names, _ ("My own choice"));
  self->selecting = TRUE;
  adw_combo_row_set_model (self->preset, G_LIST_MODEL (names));
  self->selecting = FALSE;

  for (guint i = 0; i < n_scopes; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *tick = gtk_check_button_new ();
      g_autofree char *subtitle = scopes[i].rare
                                      ? g_strdup_printf (_ ("%s Rarely needed."), scopes[i].reason)
                                      : g_strdup (scopes[i].reason);

      pf_row_set_title (ADW_PREFERENCES_ROW (row), scopes[i].title);
      pf_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
      gtk_widget_set_tooltip_text (row, scopes[i].name);
      gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      scopes[i].title, -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), tick);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), tick);
      adw_expander_row_add_row (self->customise, row);
      g_ptr_array_add (self->ticks, tick);
      g_signal_connect_swapped (tick, "toggled", G_CALLBACK (tick_toggled), self);
    }
}

static void
add_check (PfKeysPage *self, const char *label, const char *words, gboolean passed)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (passed ? "object-select-symbolic"
                                                         : "dialog-warning-symbolic");

  gtk_widget_add_css_class (icon, "pinfold-state");
  gtk_widget_add_css_class (icon, passed ? "connected" : "trouble");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  passed ? _ ("Passed") : _ ("Failed"), -1);
  pf_row_set_title (ADW_PREFERENCES_ROW (row), label);
  if (words != NULL)
    pf_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 5);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_append (self->checks, row);
}

static void
clear_checks (PfKeysPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->checks, 0)) != NULL)
    gtk_list_box_remove (self->checks, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->checks), FALSE);
}

static void
set_busy (PfKeysPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->test, !busy);
  if (busy)
    gtk_spinner_start (self->spinner);
  else
    gtk_spinner_stop (self->spinner);
}

static void
tested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfKeysPage) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines
      = pf_connections_test_app_finish (PF_CONNECTIONS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  clear_checks (self);
  if (lines == NULL)
    add_check (self, _ ("The test could not run"), error->message, FALSE);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const PfCheckLine *line = g_ptr_array_index (lines, i);

      add_check (self, line->label, line->words, line->passed);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->checks), TRUE);
}

static void
run_test (PfKeysPage *self)
{
  pf_connections_test_app_async (self->connections, self->kind->service, self->cancellable, tested,
                                 pf_weak_new (self));
}

static void
saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfKeysPage) self = pf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean good = pf_connections_save_app_finish (PF_CONNECTIONS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!good)
    {
      set_busy (self, FALSE);
      clear_checks (self);
      add_check (self, _ ("The keys could not be kept"), error->message, FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->checks), TRUE);
      return;
    }
  self->has_saved = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->secret), "");
  if (self->testing)
    {
      run_test (self);
      return;
    }
  set_busy (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0);
}

static gboolean
is_saved_as_shown (PfKeysPage *self)
{
  g_autofree char *id = NULL;
  g_autofree char *redirect = NULL;
  g_autofree char *clean_id
      = pf_setup_clean_app_id (gtk_editable_get_text (GTK_EDITABLE (self->app_id)), NULL);

  return *gtk_editable_get_text (GTK_EDITABLE (self->secret)) == '\0'
         && find_saved (self, &id, &redirect, NULL) && g_strcmp0 (id, clean_id) == 0
         && g_strcmp0 (redirect, gtk_editable_get_text (GTK_EDITABLE (self->redirect))) == 0;
}

static void
save (PfKeysPage *self, gboolean then_test)
{
  g_autofree char *id = NULL;
  g_autoptr (PfSecret) secret = NULL;
  char *clean_secret;

  if (!check_keys (self, NULL))
    return;
  keep_scopes (self);
  set_busy (self, TRUE);
  self->testing = then_test;
  if (is_saved_as_shown (self))
    {
      if (then_test)
        run_test (self);
      else
        {
          set_busy (self, FALSE);
          g_signal_emit (self, signals[SIGNAL_SAVED], 0);
        }
      return;
    }
  id = pf_setup_clean_app_id (gtk_editable_get_text (GTK_EDITABLE (self->app_id)), NULL);
  clean_secret = pf_setup_clean_secret (gtk_editable_get_text (GTK_EDITABLE (self->secret)), NULL);
  if (clean_secret == NULL)
    {
      set_busy (self, FALSE);
      mark (self->secret, FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
      gtk_label_set_label (self->hint, _ ("Another App ID or address needs its secret again."));
      gtk_widget_grab_focus (self->secret);
      return;
    }
  secret = pf_secret_new_take_zeroing (clean_secret);
  pf_connections_save_app_async (self->connections, self->kind->service, id,
                                 gtk_editable_get_text (GTK_EDITABLE (self->redirect)), secret,
                                 self->cancellable, saved, pf_weak_new (self));
}

static void
sandbox_clicked (PfKeysPage *self)
{
  if (!pf_keys_page_is_complete (self))
    return;
  self->to_sandbox = TRUE;
  save (self, FALSE);
}

/**
 * pf_keys_page_get_kind_id:
 * @self: a page
 *
 * Returns: (transfer none): id of the kind that the person wants to connect with the keys
 */
const char *
pf_keys_page_get_kind_id (PfKeysPage *self)
{
  return self->to_sandbox ? "pinterest-sandbox" : self->kind->id;
}

static void
test_clicked (PfKeysPage *self)
{
  self->to_sandbox = FALSE;
  clear_checks (self);
  save (self, TRUE);
}

/**
 * pf_keys_page_save:
 * @self: a page
 *
 * Seals App ID and secret; "saved" follows.
 */
void
pf_keys_page_save (PfKeysPage *self)
{
  g_return_if_fail (PF_IS_KEYS_PAGE (self));

  self->to_sandbox = FALSE;
  save (self, FALSE);
}

/**
 * pf_keys_page_is_complete:
 * @self: a page
 *
 * Returns: whether there are keys to save and at least one permission
 */
gboolean
pf_keys_page_is_complete (PfKeysPage *self)
{
  g_auto (GStrv) scopes = pf_keys_page_get_scopes (self);

  return check_keys (self, NULL) && scopes[0] != NULL;
}

/**
 * pf_keys_page_get_scopes:
 * @self: a page
 *
 * Returns: (transfer full) (array zero-terminated=1): v5 names of what is ticked
 */
char **
pf_keys_page_get_scopes (PfKeysPage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_scopes = 0;
  const PfScope *scopes = pf_scopes_get (&n_scopes);

  for (guint i = 0; i < n_scopes; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->ticks, i)))
      g_strv_builder_add (builder, scopes[i].name);
  return g_strv_builder_end (builder);
}

static void
fill (PfKeysPage *self)
{
  const char *kept = g_hash_table_lookup (self->progress->answers, "scopes");
  g_autofree char *id = NULL;
  g_autofree char *redirect = NULL;
  g_auto (GStrv) scopes = kept != NULL ? pf_scopes_parse (kept, NULL, NULL) : NULL;

  if (find_saved (self, &id, &redirect, NULL))
    self->has_saved = TRUE;
  if (id == NULL)
    id = g_strdup (pf_setup_get_preset_app_id ());
  gtk_editable_set_text (GTK_EDITABLE (self->app_id), id != NULL ? id : "");
  gtk_editable_set_text (GTK_EDITABLE (self->redirect),
                         redirect != NULL ? redirect : pf_setup_get_default_redirect_uri ());
  set_scopes (self, scopes != NULL ? (const char *const *)scopes : self->kind->scopes);
  adw_combo_row_set_selected (
      self->access,
      g_strcmp0 (g_hash_table_lookup (self->progress->answers, "access"), "standard") == 0 ? 1 : 0);
  gtk_widget_set_visible (self->access_list, g_str_equal (self->kind->id, "pinterest"));
  gtk_widget_set_visible (self->sandbox_row, is_on_trial (self));
  gtk_widget_set_sensitive (self->sandbox, pf_keys_page_is_complete (self));
}

/**
 * pf_keys_page_new:
 * @connections: all accounts
 * @kind: what is set up
 * @step: the step
 * @progress: answers given so far; must outlive the page
 *
 * Returns: the page
 */
GtkWidget *
pf_keys_page_new (PfConnections *connections,
                  const PfKind *kind,
                  const PfSetupStep *step,
                  PfSetupProgress *progress)
{
  PfKeysPage *self = g_object_new (PF_TYPE_KEYS_PAGE, NULL);

  self->connections = g_object_ref (connections);
  self->kind = kind;
  self->progress = progress;
  gtk_label_set_label (self->title, step->title);
  gtk_label_set_label (self->sentence, step->sentence);
  gtk_widget_set_tooltip_text (self->open, step->url);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open), "s", step->url);
  fill (self);
  update_hint (self);
  return GTK_WIDGET (self);
}

static void
pf_keys_page_dispose (GObject *object)
{
  PfKeysPage *self = PF_KEYS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connections);
  g_clear_pointer (&self->ticks, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_keys_page_parent_class)->dispose (object);
}

static void
pf_keys_page_class_init (PfKeysPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_keys_page_dispose;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAVED]
      = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/setup/pf-keys-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, title);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, sentence);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, open);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, app_id);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, secret);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, redirect);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, hint);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, preset);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, customise);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, paste);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, sandbox);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, sandbox_row);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, access);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, access_list);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, notes);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, test);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PfKeysPage, checks);
  gtk_widget_class_bind_template_callback (widget_class, keys_changed);
  gtk_widget_class_bind_template_callback (widget_class, preset_changed);
  gtk_widget_class_bind_template_callback (widget_class, scopes_pasted);
  gtk_widget_class_bind_template_callback (widget_class, access_changed);
  gtk_widget_class_bind_template_callback (widget_class, sandbox_clicked);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked);
}

static void
pf_keys_page_init (PfKeysPage *self)
{
  self->ticks = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->selecting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_entry_row_tell_focus (ADW_ENTRY_ROW (self->app_id));
  pf_entry_row_tell_focus (ADW_ENTRY_ROW (self->secret));
  pf_entry_row_tell_focus (ADW_ENTRY_ROW (self->redirect));
  pf_wrap_buttons (GTK_WIDGET (self));
  self->selecting = FALSE;
  add_scopes (self);
}
