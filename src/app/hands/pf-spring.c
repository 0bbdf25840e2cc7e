/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-spring.h"

/* As GTK's own widgets do. */
#define SPRING_MS 700

/* Whoever drags something onto a thing and stays wants to see what is inside of it. */
typedef struct
{
  PfSpringFunc func;
  gpointer user_data;
  GtkWidget *widget; /* (unowned): it holds the controller, which holds this */
  guint timer;
} Spring;

static void
spring_free (gpointer data)
{
  Spring *spring = data;

  g_clear_handle_id (&spring->timer, g_source_remove);
  g_free (spring);
}

static void
sprung (gpointer data)
{
  Spring *spring = data;

  spring->timer = 0;
  spring->func (spring->widget, spring->user_data);
}

static void
entered (GtkDropControllerMotion *motion, double x, double y, Spring *spring)
{
  g_clear_handle_id (&spring->timer, g_source_remove);
  spring->timer = g_timeout_add_once (SPRING_MS, sprung, spring);
}

static void
left (GtkDropControllerMotion *motion, Spring *spring)
{
  g_clear_handle_id (&spring->timer, g_source_remove);
}

/**
 * pf_spring_add:
 * @widget: something that can be opened
 * @func: opens it
 * @user_data: for @func
 *
 * Opens it when something is held over it for a moment in a drag.
 */
void
pf_spring_add (GtkWidget *widget, PfSpringFunc func, gpointer user_data)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();
  Spring *spring = g_new0 (Spring, 1);

  *spring = (Spring){ func, user_data, widget, 0 };
  g_object_set_data_full (G_OBJECT (motion), "spring", spring, spring_free);
  g_signal_connect (motion, "enter", G_CALLBACK (entered), spring);
  g_signal_connect (motion, "leave", G_CALLBACK (left), spring);
  gtk_widget_add_controller (widget, motion);
}
