/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-error.h"

G_BEGIN_DECLS

/**
 * PfConsentStep: the one next step after a failure
 */
typedef enum
{
  PF_CONSENT_TRY_AGAIN,
  PF_CONSENT_CHECK_KEYS,   /* App ID and secret */
  PF_CONSENT_COPY_ADDRESS, /* the redirect address */
  PF_CONSENT_COPY_LINK,    /* for a private window */
  PF_CONSENT_UNLOCK,
} PfConsentStep;

/**
 * PfConsentWords:
 * @icon_name: a symbolic icon
 * @title: what happened, translated
 * @text: what to do, translated
 * @step: the one next step
 * @label: of its button, translated, with a mnemonic
 * @show_message: whether the error's own message says more (which port, Pinterest's words)
 */
typedef struct
{
  const char *icon_name;
  const char *title;
  const char *text;
  PfConsentStep step;
  const char *label;
  gboolean show_message;
} PfConsentWords;

PfConsentWords pf_consent_words (const GError *error);

G_END_DECLS
