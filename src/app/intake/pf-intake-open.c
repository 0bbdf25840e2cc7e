/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/intake/pf-intake.h"

#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* What any program of the user may hand over at once (safety.md DB-9). */
#define MAX_FILES 1000

/* Files that wait for an account; one a window. */
typedef struct
{
  PfWindow *window; /* unowned: it owns this */
  GListStore *files;
  gboolean told;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->files);
  g_free (waiting);
}

static GQuark
waiting_quark (void)
{
  return g_quark_from_static_string ("pf-intake-waiting");
}

static void
tell (Waiting *waiting)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (waiting->files));
  g_autofree char *text = NULL;

  if (n == 1)
    text = g_strdup (_ ("Connect an account, and the file opens"));
  else
    text = g_strdup_printf (ngettext ("Connect an account, and %u file opens",
                                      "Connect an account, and %u files open", n),
                            n);
  waiting->told = TRUE;
  pf_window_add_toast (waiting->window, pf_toast_new (text));
}

/* Its own window comes over this one, so this one is there first. */
static void
look_again (Waiting *waiting)
{
  PfWindow *window = waiting->window;
  g_autoptr (GListModel) files = NULL;

  if (pf_window_get_workspace (window) == NULL || !gtk_widget_get_mapped (GTK_WIDGET (window)))
    return;
  if (pf_window_get_connection (window) == NULL)
    {
      if (!waiting->told)
        tell (waiting);
      return;
    }
  files = G_LIST_MODEL (g_object_ref (waiting->files));
  g_signal_handlers_disconnect_by_func (window, look_again, waiting);
  g_object_set_qdata (G_OBJECT (window), waiting_quark (), NULL);
  pf_intake_files (window, files, NULL);
}

/**
 * pf_intake_open:
 * @window: where they are opened
 * @files: local files, a list model of #GFile
 *
 * Makes drafts of files that another program handed over ("Open with Pinfold"). They wait until
 * the window is there and shows an account; without one, that is said.
 */
void
pf_intake_open (PfWindow *window, GListModel *files)
{
  Waiting *waiting = g_object_get_qdata (G_OBJECT (window), waiting_quark ());

  if (waiting == NULL)
    {
      waiting = g_new0 (Waiting, 1);
      waiting->window = window;
      waiting->files = g_list_store_new (G_TYPE_FILE);
      g_object_set_qdata_full (G_OBJECT (window), waiting_quark (), waiting, waiting_free);
      g_signal_connect_swapped (window, "notify::workspace", G_CALLBACK (look_again), waiting);
      g_signal_connect_swapped (window, "notify::connection", G_CALLBACK (look_again), waiting);
      g_signal_connect_data (window, "map", G_CALLBACK (look_again), waiting, NULL,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_list_model_get_n_items (G_LIST_MODEL (waiting->files)) < MAX_FILES)
        g_list_store_append (waiting->files, file);
    }
  waiting->told = FALSE;
  look_again (waiting);
}
