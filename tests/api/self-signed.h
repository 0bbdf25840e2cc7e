/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A certificate for 127.0.0.1 that is in order, but that nobody vouches for. */
GTlsCertificate *make_self_signed (void);
