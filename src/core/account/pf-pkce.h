/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-random.h"

G_BEGIN_DECLS

char *pf_pkce_make_token (PfRandom *random, GError **error);
char *pf_pkce_make_challenge (const char *verifier);

G_END_DECLS
