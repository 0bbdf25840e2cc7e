/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-fault.h"

#ifdef PF_FAULT_POINTS

static PfFaultHook the_hook;

/**
 * pf_fault_set_hook:
 * @hook: (nullable): called at every fault point, on whatever thread passes it
 *
 * Test builds only. Set it before other threads start.
 */
void
pf_fault_set_hook (PfFaultHook hook)
{
  the_hook = hook;
}

/**
 * pf_fault_point:
 * @name: the point's name
 *
 * What PF_FAULT_POINT() becomes in a test build.
 */
void
pf_fault_point (const char *name)
{
  if (the_hook != NULL)
    the_hook (name);
}

#else

/* ISO C wants a declaration in every file. */
typedef int PfFaultNothing;

#endif
