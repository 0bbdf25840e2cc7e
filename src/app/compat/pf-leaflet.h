/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void pf_leaflet_skip_unseen (AdwLeaflet *leaflet);

G_END_DECLS
