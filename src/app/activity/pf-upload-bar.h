/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *pf_upload_bar_new (PfOutbox *outbox, const char *row_uuid);

G_END_DECLS
