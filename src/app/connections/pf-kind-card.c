/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-kind-card"

#include "config.h"

#include "app/connections/pf-kind-card.h"
#include "app/widgets/pf-wrap-box.h"

#include <glib/gi18n.h>

/* One kind of connection in the picker. */
struct _PfKindCard
{
  GtkFlowBoxChild parent;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *category;
  GtkLabel *gives;
  GtkLabel *asks;
  GtkButton *button;
  const PfKind *kind; /* static */
};

G_DEFINE_FINAL_TYPE (PfKindCard, pf_kind_card, GTK_TYPE_FLOW_BOX_CHILD)

/**
 * pf_kind_describe_scopes:
 * @scopes: (array zero-terminated=1): v5 names
 * @separator: between them
 *
 * Returns: (transfer full): the permissions in plain words
 */
char *
pf_kind_describe_scopes (const char *const *scopes, const char *separator)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; scopes != NULL && scopes[i] != NULL; i++)
    {
      const PfScope *scope = pf_scope_find (scopes[i]);

      g_ptr_array_add (words, (gpointer)(scope != NULL ? scope->title : scopes[i]));
    }
  g_ptr_array_add (words, NULL);
  return g_strjoinv (separator, (char **)words->pdata);
}

/* What the scopes are about, shortly: "account, boards, pins". */
static char *
describe_areas (const char *const *scopes)
{
  static const struct
  {
    const char *prefix;
    const char *word;
  } areas[] = {
    { "user_accounts:", N_ ("account") },
    { "boards:", N_ ("boards") },
    { "pins:", N_ ("pins") },
    { "ads:", N_ ("ads") },
    { "catalogs:", N_ ("catalogs") },
    { "billing:", N_ ("billing") },
    { "biz_access:", N_ ("team access") },
  };
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    for (guint j = 0; scopes[j] != NULL; j++)
      if (g_str_has_prefix (scopes[j], areas[i].prefix))
        {
          g_strv_builder_add (words, _ (areas[i].word));
          break;
        }
  list = g_strv_builder_end (words);
  return g_strjoinv (", ", list);
}

/**
 * pf_kind_card_new:
 * @kind: a kind of connection
 * @ready: whether it can be connected without setting an app up first
 *
 * Returns: its card
 */
GtkWidget *
pf_kind_card_new (const PfKind *kind, gboolean ready)
{
  PfKindCard *self = g_object_new (PF_TYPE_KIND_CARD, NULL);
  g_autofree char *gives = g_strjoin ("\n", kind->gives[0], kind->gives[1], NULL);
  g_autofree char *areas = describe_areas (kind->scopes);
  g_autofree char *listed_scopes = pf_kind_describe_scopes (kind->scopes, "\n");
  /* Translators: before a list of permissions */
  g_autofree char *asks = g_strdup_printf (_ ("Asks for: %s"), areas);
  g_autofree char *tooltip = g_strdup_printf (_ ("Asks for:\n%s"), listed_scopes);
  g_autofree char *label = g_strdup_printf ("%s. %s\n%s", kind->title, gives, asks);

  self->kind = kind;
  gtk_image_set_from_icon_name (self->icon, kind->icon_name);
  gtk_label_set_label (self->title, kind->title);
  gtk_label_set_label (self->category, pf_category_get_title (kind->category));
  gtk_label_set_label (self->gives, gives);
  gtk_label_set_label (self->asks, asks);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->asks), tooltip);
  gtk_button_set_label (self->button, ready ? _ ("Connect") : _ ("Set Up"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", kind->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

/**
 * pf_kind_card_get_kind:
 * @self: a card
 *
 * Returns: its kind
 */
const PfKind *
pf_kind_card_get_kind (PfKindCard *self)
{
  return self->kind;
}

static void
pf_kind_card_class_init (PfKindCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/connections/pf-kind-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PfKindCard, icon);
  gtk_widget_class_bind_template_child (widget_class, PfKindCard, title);
  gtk_widget_class_bind_template_child (widget_class, PfKindCard, category);
  gtk_widget_class_bind_template_child (widget_class, PfKindCard, gives);
  gtk_widget_class_bind_template_child (widget_class, PfKindCard, asks);
  gtk_widget_class_bind_template_child (widget_class, PfKindCard, button);
}

static void
pf_kind_card_init (PfKindCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
