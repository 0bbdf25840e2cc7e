/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/composer/pf-composer.h"

G_BEGIN_DECLS

PfComposer *pf_fresh_pin_open (PfWindow *window,
                               PfConnection *connection,
                               const PfPin *pin,
                               const char *board_uuid,
                               const char *section_uuid);

G_END_DECLS
