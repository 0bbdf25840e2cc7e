/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-recent-boards.h"

#define KEY "recent-boards"

/**
 * pf_recent_boards_get:
 * @settings: (nullable): the application's settings
 * @connection_id: an account
 *
 * Returns: (transfer full): local UUIDs of the boards last pinned to, newest first
 */
char **
pf_recent_boards_get (GSettings *settings, const char *connection_id)
{
  g_autoptr (GVariant) all = settings != NULL ? g_settings_get_value (settings, KEY) : NULL;
  g_autoptr (GVariant) mine = NULL;

  if (all != NULL)
    mine = g_variant_lookup_value (all, connection_id, G_VARIANT_TYPE_STRING_ARRAY);
  return mine != NULL ? g_variant_dup_strv (mine, NULL) : g_new0 (char *, 1);
}

/**
 * pf_recent_boards_add:
 * @settings: (nullable): the application's settings
 * @connection_id: an account
 * @board_uuid: local UUID of a board that was just pinned to
 *
 * Puts a board in front.
 */
void
pf_recent_boards_add (GSettings *settings, const char *connection_id, const char *board_uuid)
{
  g_auto (GStrv) before = pf_recent_boards_get (settings, connection_id);
  const char *after[PF_RECENT_BOARDS_MAX + 1] = { board_uuid, NULL };
  g_autoptr (GVariant) old = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *id;
  GVariant *boards;
  guint n = 1;

  if (settings == NULL)
    return;
  for (guint i = 0; before[i] != NULL && n < PF_RECENT_BOARDS_MAX; i++)
    if (!g_str_equal (before[i], board_uuid))
      after[n++] = before[i];
  after[n] = NULL;

  old = g_settings_get_value (settings, KEY);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "{&s@as}", &id, &boards))
    {
      if (!g_str_equal (id, connection_id))
        g_variant_builder_add (&builder, "{s@as}", id, boards);
      g_variant_unref (boards);
    }
  g_variant_builder_add (&builder, "{s^as}", connection_id, after);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}
