/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-harden.h"

#include <sys/resource.h>

/**
 * pf_harden_process:
 *
 * No core files: they would hold tokens (safety.md SE-8). Not PR_SET_DUMPABLE, which would make
 * portal calls of an ordinary user fail. For every main() that unseals something, first thing.
 */
void
pf_harden_process (void)
{
  const struct rlimit none = { 0, 0 };

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_warning ("Core files could not be switched off");
}
