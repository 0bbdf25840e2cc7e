/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * At which points a process is killed: the plain build of a test run dies at each. Under the
 * sanitizers, where a process takes ten times as long to begin, it dies at each seventh: what
 * they look for is in the code that runs, which is the same from point to point.
 */
#ifdef __SANITIZE_ADDRESS__
#define EACH_POINT 7
#else
#define EACH_POINT 1
#endif
