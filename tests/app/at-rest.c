/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "at-rest.h"

#include <string.h>
#include <unistd.h>

static gboolean
is_running (const char *task)
{
  g_autofree char *path = g_build_filename (task, "stat", NULL);
  g_autofree char *text = NULL;
  const char *state;

  /* One that has ended meanwhile does nothing. */
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  /* "1 (name) S ...", proc(5): the name may have brackets of its own. */
  state = strrchr (text, ')');
  return state != NULL && state[1] == ' ' && (state[2] == 'R' || state[2] == 'D');
}

static gboolean process_rests (const char *pid, const char *but);

static gboolean
children_rest (const char *task)
{
  g_autofree char *path = g_build_filename (task, "children", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) pids = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return TRUE;
  pids = g_strsplit (g_strchomp (text), " ", -1);
  for (guint i = 0; pids[i] != NULL; i++)
    if (pids[i][0] != '\0' && !process_rests (pids[i], NULL))
      return FALSE;
  return TRUE;
}

static gboolean
process_rests (const char *pid, const char *but)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "task", NULL);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *name;

  while (tasks != NULL && (name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *task = g_build_filename (path, name, NULL);

      if ((g_strcmp0 (name, but) != 0 && is_running (task)) || !children_rest (task))
        return FALSE;
    }
  return TRUE;
}

/*
 * Whether neither another thread of this process nor any process it started has something to do:
 * none runs, waits for a processor or for a disk. On a busy machine a thread may wait for its turn
 * for longer than any fixed time; what it brings has not come before this is TRUE.
 */
gboolean
at_rest (void)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int)getpid ());

  return process_rests (pid, pid);
}
