/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-tab-stop"

#include "config.h"

#include "app/widgets/pf-tab-stop.h"

/*
 * A list of any length is one stop on the way of Tab: the arrow keys are for what is in it. GTK
 * has gtk_list_view_set_tab_behavior() from 4.12 on; before, Tab goes through all of its items.
 */
struct _PfTabStop
{
  AdwBin parent;
};

G_DEFINE_FINAL_TYPE (PfTabStop, pf_tab_stop, ADW_TYPE_BIN)

static gboolean
pf_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Not the focus child: that may be one that has lost the focus when its row went. */
  if (tab && focus != NULL && gtk_widget_is_ancestor (focus, widget))
    return FALSE;
  return GTK_WIDGET_CLASS (pf_tab_stop_parent_class)->focus (widget, direction);
}

static void
pf_tab_stop_class_init (PfTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = pf_tab_stop_focus;
}

static void
pf_tab_stop_init (PfTabStop *self)
{
}

/**
 * pf_tab_stop_new:
 * @child: a list view or what it scrolls in
 *
 * Returns: (transfer floating): a place for it
 */
GtkWidget *
pf_tab_stop_new (GtkWidget *child)
{
  return g_object_new (PF_TYPE_TAB_STOP, "child", child, NULL);
}

/**
 * pf_tab_through_bin:
 * @bin: a widget that all of its own is one child of
 * @direction: where the focus goes
 *
 * The class function `focus` of a bin that has its own `grab_focus`. By itself GTK 4.8 asks what
 * is left backwards to take the focus, and Shift+Tab would never come out of it.
 *
 * Returns: whether it has the focus now
 */
gboolean
pf_tab_through_bin (GtkWidget *bin, GtkDirectionType direction)
{
  GtkWidget *child = gtk_widget_get_focus_child (bin);

  /* It may be in a popover that belongs to the bin. */
  return gtk_widget_child_focus (child != NULL ? child : gtk_widget_get_first_child (bin),
                                 direction);
}
