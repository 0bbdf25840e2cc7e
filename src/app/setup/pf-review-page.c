/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-review-page"

#include "config.h"

#include "app/setup/pf-review-page.h"

#include "app/setup/pf-go-live-group.h"
#include "app/widgets/pf-copy-button.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-box.h"
#include "app/widgets/pf-wrap-buttons.h"
#include "core/account/pf-catalogue.h"
#include "core/account/pf-setup.h"

#include <glib/gi18n.h>

/* Prepare for Review: what Pinterest wants to see before it gives Standard access. */
struct _PfReviewPage
{
  PfView parent;

  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (PfReviewPage, pf_review_page, PF_TYPE_VIEW)

static AdwPreferencesGroup *
add_group (PfReviewPage *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  gtk_box_append (self->box, group);
  return ADW_PREFERENCES_GROUP (group);
}

static AdwActionRow *
add_row (AdwPreferencesGroup *group, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  pf_row_set_title (ADW_PREFERENCES_ROW (row), title);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
  return ADW_ACTION_ROW (row);
}

static void
add_checks (PfReviewPage *self, const PfReviewItem *items, guint n_items)
{
  AdwPreferencesGroup *group = add_group (self, _ ("Before You Ask"), NULL);

  for (guint i = 0; i < n_items; i++)
    if (items[i].kind == PF_REVIEW_CHECK)
      {
        AdwActionRow *row = add_row (group, items[i].title, items[i].text);
        GtkWidget *check = gtk_check_button_new ();

        gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
        gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        items[i].title, -1);
        adw_action_row_add_prefix (row, check);
        adw_action_row_set_activatable_widget (row, check);
      }
}

static void
add_texts (PfReviewPage *self, const PfReviewItem *items, guint n_items)
{
  AdwPreferencesGroup *group
      = add_group (self, _ ("Words for the Form"), _ ("Change them where they are not true."));

  for (guint i = 0; i < n_items; i++)
    if (items[i].kind == PF_REVIEW_TEXT)
      adw_action_row_add_suffix (add_row (group, items[i].title, items[i].text),
                                 pf_copy_button_new (items[i].title, items[i].text));
}

static void
add_scopes (PfReviewPage *self, const char *const *scopes)
{
  AdwPreferencesGroup *group = add_group (self, _ ("Why Each Permission"), NULL);

  for (guint i = 0; scopes != NULL && scopes[i] != NULL; i++)
    {
      const PfScope *scope = pf_scope_find (scopes[i]);
      g_autofree char *text = NULL;

      if (scope == NULL)
        continue;
      text = g_strdup_printf ("%s. %s", scope->title, scope->reason);
      adw_action_row_add_suffix (add_row (group, scope->name, text),
                                 pf_copy_button_new (scope->name, text));
    }
}

static void
add_scenes (PfReviewPage *self, const PfReviewItem *items, guint n_items)
{
  AdwPreferencesGroup *group = add_group (self, _ ("The Video, Scene by Scene"), NULL);
  guint number = 0;

  for (guint i = 0; i < n_items; i++)
    if (items[i].kind == PF_REVIEW_SCENE)
      {
        AdwActionRow *row = add_row (group, items[i].title, items[i].text);
        g_autofree char *text = g_strdup_printf ("%u", ++number);
        GtkWidget *label = gtk_label_new (text);

        gtk_widget_add_css_class (label, "numeric");
        gtk_widget_add_css_class (label, "dim-label");
        gtk_label_set_width_chars (GTK_LABEL (label), 2);
        adw_action_row_add_prefix (row, label);
      }
}

static void
add_buttons (PfReviewPage *self, const char *connection_id)
{
  GtkWidget *box = pf_wrap_box_new (12);
  GtkWidget *open = gtk_button_new_with_mnemonic (_ ("_Open My Apps"));

  g_object_set (box, "xalign", 0.5f, NULL);
  gtk_widget_add_css_class (open, "pill");
  gtk_widget_add_css_class (open, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.open-link");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "s", pf_setup_get_upgrade_url ());
  pf_wrap_box_append (PF_WRAP_BOX (box), open);
  if (connection_id != NULL)
    {
      GtkWidget *again = gtk_button_new_with_mnemonic (_ ("_Check Again"));

      gtk_widget_add_css_class (again, "pill");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (again), "win.check-trial");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (again), "s", connection_id);
      pf_wrap_box_append (PF_WRAP_BOX (box), again);
    }
  pf_wrap_buttons (box);
  gtk_box_append (self->box, box);
}

/**
 * pf_review_page_new:
 * @workspace: what is open
 * @connection_id: (nullable): the account that waits for approval
 * @scopes: (array zero-terminated=1): what the app asks for, v5 names
 *
 * Returns: the page
 */
PfView *
pf_review_page_new (PfWorkspace *workspace, const char *connection_id, const char *const *scopes)
{
  PfReviewPage *self = g_object_new (PF_TYPE_REVIEW_PAGE, NULL);
  guint n_items = 0;
  const PfReviewItem *items = pf_setup_get_review_checklist (&n_items);

  gtk_box_append (self->box, pf_go_live_group_new (workspace));
  add_checks (self, items, n_items);
  add_texts (self, items, n_items);
  add_scopes (self, scopes);
  add_scenes (self, items, n_items);
  add_buttons (self, connection_id);
  return PF_VIEW (self);
}

static void
pf_review_page_class_init (PfReviewPageClass *klass)
{
}

static void
pf_review_page_init (PfReviewPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  pf_view_set_title (PF_VIEW (self), _ ("Prepare for Review"));
  self->box = GTK_BOX (box);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 24);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  pf_view_set_content (PF_VIEW (self), scroller);
}
