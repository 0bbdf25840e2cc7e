/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>

#include "pfd.h"

int
main (void)
{
  if (!pfd_sandbox_enter ())
    _exit (3);
  _exit (pfd_serve (PFD_SOCKET_FD, NULL));
}
