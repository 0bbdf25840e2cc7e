/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _PfStallProbe PfStallProbe;

PfStallProbe *pf_stall_probe_new (const char *path);
void pf_stall_probe_free (PfStallProbe *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfStallProbe, pf_stall_probe_free)

G_END_DECLS
