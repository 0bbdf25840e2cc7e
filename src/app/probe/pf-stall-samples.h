/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks over the shoulder of the thread that made it: where is it while it keeps others waiting? */
typedef struct _PfStallSamples PfStallSamples;

PfStallSamples *pf_stall_samples_new (void);
void pf_stall_samples_free (PfStallSamples *self);
void pf_stall_samples_begin (PfStallSamples *self, gint64 now_us);
char **pf_stall_samples_end (PfStallSamples *self, gboolean wanted);

G_END_DECLS
