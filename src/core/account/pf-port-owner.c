/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-port-owner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TCP_LISTEN 0x0A

/* Socket inodes that listen on @port, from a table of proc(5). */
static void
collect_inodes (const char *table, guint16 port, GHashTable *links)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (table, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char local[64];
      unsigned state;
      unsigned long inode;
      const char *colon;

      if (sscanf (lines[i], " %*u: %63s %*s %x %*s %*s %*s %*u %*u %lu", local, &state, &inode) != 3
          || state != TCP_LISTEN || (colon = strrchr (local, ':')) == NULL
          || strtoul (colon + 1, NULL, 16) != port)
        continue;
      g_hash_table_add (links, g_strdup_printf ("socket:[%lu]", inode));
    }
}

static gboolean
process_holds (const char *pid, GHashTable *links)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%s/fd", pid);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char target[64];
      ssize_t length = readlink (path, target, sizeof target - 1);

      if (length <= 0)
        continue;
      target[length] = '\0';
      if (g_hash_table_contains (links, target))
        return TRUE;
    }
  return FALSE;
}

/**
 * pf_port_owner_find:
 * @port: a TCP port
 * @pid: (out) (optional): its process
 *
 * Finds which program listens on @port of this computer. Only processes of the same
 * user can be looked into (proc(5)). Blocks for some milliseconds: worker threads only.
 *
 * Returns: (transfer full) (nullable): the program's name as valid UTF-8
 */
char *
pf_port_owner_find (guint16 port, int *pid)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  collect_inodes ("/proc/net/tcp", port, links);
  collect_inodes ("/proc/net/tcp6", port, links);
  if (g_hash_table_size (links) == 0)
    return NULL;
  dir = g_dir_open ("/proc", 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      g_autofree char *comm = NULL;

      if (!g_ascii_isdigit (name[0]) || !process_holds (name, links))
        continue;
      path = g_strdup_printf ("/proc/%s/comm", name);
      if (!g_file_get_contents (path, &comm, NULL, NULL))
        continue;
      if (pid != NULL)
        *pid = atoi (name);
      return g_utf8_make_valid (g_strchomp (comm), -1);
    }
  return NULL;
}
