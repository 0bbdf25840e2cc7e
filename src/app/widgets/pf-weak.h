/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* User data of a call whose answer may come after the widget has gone. */
GWeakRef *pf_weak_new (gpointer object);
gpointer pf_weak_take (GWeakRef *ref);

G_END_DECLS
