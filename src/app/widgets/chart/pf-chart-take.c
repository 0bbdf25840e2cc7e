/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-take.h"

#include "app/compat/pf-choose-files.h"
#include "app/pf-window.h"
#include "app/widgets/chart/pf-chart-export.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GWeakRef chart;
  char *form;
} Taking;

static void
taking_free (Taking *taking)
{
  g_weak_ref_clear (&taking->chart);
  g_free (taking->form);
  g_free (taking);
}

static void
say (PfChart *chart, const char *words)
{
  PfWindow *window = pf_window_get (GTK_WIDGET (chart));

  if (window != NULL)
    pf_window_add_toast (window, pf_toast_new (words));
}

/**
 * pf_chart_copy_table:
 * @chart: a chart
 *
 * Puts what is shown on the clipboard, as a table that spreadsheets and texts take.
 */
void
pf_chart_copy_table (PfChart *chart)
{
  PfChartScene scene;
  g_autofree char *table = NULL;

  pf_chart_get_scene (chart, &scene);
  if (scene.data == NULL || !pf_chart_data_has_values (scene.data))
    {
      say (chart, _ ("There are no numbers yet"));
      return;
    }
  table = pf_chart_dup_table (scene.data, scene.hidden, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (chart)), table);
  say (chart, _ ("Copied as table"));
}

static GBytes *
make_content (PfChart *chart, const char *form)
{
  PfChartScene scene;
  char *table;

  pf_chart_get_scene (chart, &scene);
  if (g_str_equal (form, "png"))
    return pf_chart_export (&scene, PF_CHART_PNG);
  if (g_str_equal (form, "svg"))
    return pf_chart_export (&scene, PF_CHART_SVG);
  table = pf_chart_dup_table (scene.data, scene.hidden, TRUE);
  return g_bytes_new_take (table, strlen (table));
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * pf_chart_save_to:
 * @chart: a chart with data
 * @form: "png", "svg" or "csv"
 * @file: where
 * @callback: called when it is written
 * @user_data: for @callback
 */
void
pf_chart_save_to (
    PfChart *chart, const char *form, GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (chart, NULL, callback, user_data);
  g_autoptr (GBytes) content = make_content (chart, form);

  g_task_set_source_tag (task, pf_chart_save_to);
  g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       written, task);
}

/**
 * pf_chart_save_to_finish:
 * @chart: the chart
 * @result: of the callback
 * @error: why it is not there
 *
 * Returns: whether it is written
 */
gboolean
pf_chart_save_to_finish (PfChart *chart, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, chart), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (pf_chart_save_to_finish (PF_CHART (source), result, &error))
    {
      say (PF_CHART (source), _ ("Chart saved"));
      return;
    }
  /* Translators: a reason follows */
  words = g_strdup_printf (_ ("The chart could not be saved: %s"), error->message);
  say (PF_CHART (source), words);
}

static void
chosen (GListModel *files, gpointer user_data)
{
  Taking *taking = user_data;
  g_autoptr (PfChart) chart = g_weak_ref_get (&taking->chart);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (chart != NULL && file != NULL)
    pf_chart_save_to (chart, taking->form, file, saved, NULL);
  taking_free (taking);
}

/* A title as a name that every disk takes. */
static char *
name_of (PfChart *chart, const char *form)
{
  g_autofree char *name = g_strdup (pf_chart_data_get_title (pf_chart_get_data (chart)));

  g_strdelimit (name, "/\\:*?\"<>|\n\t", '-');
  return g_strdup_printf ("%s.%s", name, form);
}

/**
 * pf_chart_save:
 * @chart: a chart
 * @form: "png", "svg" or "csv"
 *
 * Asks where, and says how it went.
 */
void
pf_chart_save (PfChart *chart, const char *form)
{
  PfChartData *data = pf_chart_get_data (chart);
  Taking *taking;
  g_autofree char *name = NULL;

  if (data == NULL || !pf_chart_data_has_values (data))
    {
      say (chart, _ ("There are no numbers yet"));
      return;
    }
  name = name_of (chart, form);
  taking = g_new0 (Taking, 1);
  g_weak_ref_init (&taking->chart, chart);
  taking->form = g_strdup (form);
  pf_choose_place (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (chart))), _ ("Save Chart"), name,
                   chosen, taking);
}
