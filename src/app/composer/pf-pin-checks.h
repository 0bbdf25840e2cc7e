/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"
#include "core/store/pf-draft.h"

G_BEGIN_DECLS

/* In characters (Pinterest API v5 description, Pin; api-facts section 8.1). */
#define PF_PIN_TITLE_MAX 100
#define PF_PIN_DESCRIPTION_MAX 800
#define PF_PIN_ALT_TEXT_MAX 500
#define PF_PIN_LINK_MAX 2048
/* Narrower than this a picture looks coarse on Pinterest, which advises 1000 by 1500. */
#define PF_PIN_GOOD_WIDTH 600

/**
 * PfPinGate:
 * @PF_PIN_GATE_OPEN: it can be pinned now
 * @PF_PIN_GATE_INCOMPLETE: something of the draft is missing or would be refused
 * @PF_PIN_GATE_SIGN_IN: the account has to sign in again
 * @PF_PIN_GATE_LOCKED: the keyring is locked
 * @PF_PIN_GATE_OFF: publishing is switched off
 * @PF_PIN_GATE_TRIAL: Pinterest has not approved the app yet
 * @PF_PIN_GATE_REFUSED: the account may not pin: permissions, or it needs attention
 *
 * What stands between a draft and Pin.
 */
typedef enum
{
  PF_PIN_GATE_OPEN,
  PF_PIN_GATE_INCOMPLETE,
  PF_PIN_GATE_SIGN_IN,
  PF_PIN_GATE_LOCKED,
  PF_PIN_GATE_OFF,
  PF_PIN_GATE_TRIAL,
  PF_PIN_GATE_REFUSED,
} PfPinGate;

char *pf_pin_check_link (const char *link);
char *pf_pin_advise_link (const char *link);
char *pf_pin_find_missing (const PfDraft *draft);
PfPinGate pf_pin_gate (PfConnection *connection, const PfDraft *draft, char **reason);

G_END_DECLS
