/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_pin_redraft (PfWindow *window,
                     PfConnection *from,
                     const char *pin_uuid,
                     PfConnection *to,
                     const char *board_uuid,
                     const char *section_uuid);

G_END_DECLS
