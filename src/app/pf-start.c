/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-start"

#include "config.h"

#include "app/pf-start.h"

#include <adwaita.h>

/* What libadwaita sets before it loads its own style (adw-style-manager.c), and brings. */
#define EMPTY_THEME "Adwaita-empty"

/**
 * pf_start_choose_renderer:
 * @dri_folder: where render nodes are, "/dev/dri"
 *
 * Without a render node GTK would draw with OpenGL in software, which costs more
 * time and memory than its cairo renderer (performance.md, rule 1). A choice
 * the user made with `GSK_RENDERER` stands. Call it before GTK starts and
 * before there are threads.
 *
 * Returns: whether cairo was chosen here
 */
gboolean
pf_start_choose_renderer (const char *dri_folder)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (g_getenv ("GSK_RENDERER") != NULL)
    return FALSE;

  folder = g_dir_open (dri_folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return FALSE;

  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  return TRUE;
}

/**
 * pf_start_hold_theme:
 *
 * GTK loads the style of its theme when it opens a display, which takes as long as a quarter of
 * the start of an empty window, and libadwaita throws it away at once. Until
 * pf_start_open_display() that is the empty one. A choice the user made with `GTK_THEME` stands.
 * Call it before GTK starts and before there are threads.
 *
 * Returns: whether it was held here
 */
gboolean
pf_start_hold_theme (void)
{
  if (g_getenv ("GTK_THEME") != NULL
      || !g_resources_get_info ("/org/gtk/libgtk/theme/" EMPTY_THEME "/gtk.css",
                                G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    return FALSE;
  g_setenv ("GTK_THEME", EMPTY_THEME, TRUE);
  return TRUE;
}

static gpointer
draw_icon (gpointer unused)
{
  g_autoptr (GdkPixbuf) icon = gdk_pixbuf_new_from_resource_at_scale (
      "/io/github/pinfold/Pinfold/icons/scalable/actions/pf-pin-symbolic.svg", 16, 16, TRUE, NULL);

  if (icon == NULL)
    g_debug ("No icon could be drawn");
  return NULL;
}

/**
 * pf_start_load_svg:
 *
 * The first drawing that is read loads a library as large as GTK. On a thread, that is done when
 * the first frame asks for an icon. Call it when variables and the locale are set.
 */
void
pf_start_load_svg (void)
{
  g_thread_unref (g_thread_new ("pf-svg", draw_icon, NULL));
}

/**
 * pf_start_open_display:
 *
 * Starts GTK, with the theme that was held, and libadwaita. With the variable that would load no
 * style of its own; it was set last, so unsetting it moves no other one, and threads may read these
 * meanwhile. Call it before the application starts: that begins to read the icon theme on a thread,
 * and libadwaita, which adds to the theme, would then wait until all of it is read.
 */
void
pf_start_open_display (void)
{
  gtk_init ();
  /* They load the theme, and are made when somebody asks for them. */
  gtk_settings_get_default ();
  if (g_strcmp0 (g_getenv ("GTK_THEME"), EMPTY_THEME) == 0)
    g_unsetenv ("GTK_THEME");
  adw_init ();
}

static gpointer
read_icon_theme (gpointer theme)
{
  gtk_icon_theme_has_icon (theme, "open-menu-symbolic");
  g_object_unref (theme);
  return NULL;
}

/**
 * pf_start_read_icons:
 *
 * Reads the icon theme on a thread while the first window is made; else the first icon that is
 * measured does it. GTK began with that when it opened the display, but each place that is added
 * to the theme, as by libadwaita, makes it begin anew. Its lookups are for any thread
 * (gtkicontheme.c, "Threading"). Call it when nothing is to be added any more.
 */
void
pf_start_read_icons (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  g_thread_unref (g_thread_new ("pf-icons", read_icon_theme, g_object_ref (theme)));
}
