/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/drafts/pf-draft-describe.h"

#include "app/composer/pf-pin-checks.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

static PfConnection *
find_connection (PfWindow *window, const PfDraft *draft)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);

  return draft->connection_id != NULL
             ? pf_connections_find (pf_workspace_get_connections (workspace), draft->connection_id)
             : NULL;
}

/* Other accounts' boards are not asked for only to name one. */
static char *
name_board (PfWindow *window, PfConnection *connection, const PfDraft *draft)
{
  char *name = NULL;

  if (connection == NULL)
    return g_strdup (_ ("Its account is not connected"));
  if (connection == pf_window_get_connection (window))
    name = pf_board_list_get_name (pf_workspace_get_boards (pf_window_get_workspace (window),
                                                            connection),
                                   draft->board_uuid);
  return name != NULL ? name : g_strdup (pf_connection_get_display_name (connection));
}

static void
add_media (PfWallTile *tile, const PfPinMedia *media)
{
  if (media->kind == PF_PIN_KIND_VIDEO)
    pf_wall_tile_add_badge (tile, "media-playback-start-symbolic", NULL, _ ("Video"));
  else if (media->kind == PF_PIN_KIND_CAROUSEL && media->items != NULL)
    {
      g_autofree char *count = g_strdup_printf ("%u", media->items->len);

      pf_wall_tile_add_badge (tile, "view-dual-symbolic", count, _ ("Several pictures"));
    }
}

/**
 * pf_draft_describe:
 * @window: the window it is shown in
 * @draft: a draft
 * @tile: to be filled in
 *
 * What a wall shows of a draft: its title, and what it lacks or where it will go.
 */
void
pf_draft_describe (PfWindow *window, const PfDraft *draft, PfWallTile *tile)
{
  g_autofree char *title = pf_text_clean (draft->title);
  g_autofree char *missing = pf_pin_find_missing (draft);
  const char *trouble = draft->problem != NULL ? draft->problem : missing;
  g_autofree char *place
      = trouble == NULL ? name_board (window, find_connection (window, draft), draft) : NULL;
  gboolean titled = *title != '\0';

  tile->title = g_strdup (titled ? title : _ ("No title"));
  tile->is_untitled = !titled;
  tile->note = pf_text_clean (trouble != NULL ? trouble : place);
  tile->is_advice = trouble != NULL;
  tile->label
      = g_strdup_printf ("%s, %s", titled ? title : _ ("Draft without a title"), tile->note);
  tile->blob
      = g_strdup (draft->media.kind == PF_PIN_KIND_VIDEO ? draft->media.cover_blob : draft->blob);
  if (draft->problem != NULL)
    pf_wall_tile_add_badge (tile, "dialog-warning-symbolic", _ ("Not pinned"), draft->problem);
  add_media (tile, &draft->media);
}

/**
 * pf_draft_find:
 * @drafts: a list of #PfDraftItem
 * @typed: letters
 * @from: where to begin
 *
 * Returns: the next draft whose title begins with them, or %PF_WALL_NO_TILE
 */
guint
pf_draft_find (GListModel *drafts, const char *typed, guint from)
{
  g_autofree char *folded = g_utf8_casefold (typed, -1);
  guint n = g_list_model_get_n_items (drafts);

  for (guint i = 0; i < n; i++)
    {
      guint position = (from + i) % n;
      g_autoptr (PfDraftItem) item = g_list_model_get_item (drafts, position);
      g_autofree char *title = pf_text_clean (pf_draft_item_get_draft (item)->title);
      g_autofree char *own = g_utf8_casefold (title, -1);

      if (g_str_has_prefix (own, folded))
        return position;
    }
  return PF_WALL_NO_TILE;
}
