/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_PIN_OUT (pf_pin_out_get_type ())
G_DECLARE_FINAL_TYPE (PfPinOut, pf_pin_out, PF, PIN_OUT, GdkContentProvider)

GdkContentProvider *
pf_pin_out_new (PfWorkspace *workspace, PfConnection *connection, char **uuids, gboolean own);

G_END_DECLS
