/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/media/pf-decoder.h"
#include "core/pf-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_APPLICATION (pf_application_get_type ())
G_DECLARE_FINAL_TYPE (PfApplication, pf_application, PF, APPLICATION, AdwApplication)

PfApplication *pf_application_new (void);
PfContext *pf_application_get_context (PfApplication *self);
PfDecoderPool *pf_application_get_decoders (PfApplication *self);

G_END_DECLS
