/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-tile-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_WALL_SELECTION (pf_wall_selection_get_type ())
G_DECLARE_FINAL_TYPE (PfWallSelection, pf_wall_selection, PF, WALL_SELECTION, GObject)

PfWallSelection *pf_wall_selection_new (PfTileSource *source);
PfTileSource *pf_wall_selection_get_source (PfWallSelection *self);
guint pf_wall_selection_get_n_selected (PfWallSelection *self);

G_END_DECLS
