/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-start"

#include "config.h"

#include "app/pf-start.h"

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
