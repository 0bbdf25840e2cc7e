/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PF_FAULT_POINT:
 * @name: a name, "room/place"
 *
 * A place where a test may end the process (safety.md PQ-5, FT-2). Nothing at
 * all in the product: only test programs that compile a room's sources with
 * PF_FAULT_POINTS have the hook. Any thread.
 */
#ifdef PF_FAULT_POINTS
typedef void (*PfFaultHook) (const char *name);
void pf_fault_set_hook (PfFaultHook hook);
void pf_fault_point (const char *name);
#define PF_FAULT_POINT(name) pf_fault_point (name)
#else
#define PF_FAULT_POINT(name)                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
  }                                                                                                \
  G_STMT_END
#endif

G_END_DECLS
