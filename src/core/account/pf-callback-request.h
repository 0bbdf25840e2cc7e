/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bounds of safety.md OA-7. */
#define PF_CALLBACK_MAX_HEAD (8 * 1024)
#define PF_CALLBACK_MAX_CODE 2048

/**
 * PfCallbackRules:
 * @port: the listener's port
 * @path: the path of the redirect URI, byte for byte
 * @result_path: where the result page lives
 * @state: (nullable): the state of this attempt; %NULL once it is spent
 * @issuer: (nullable): what an `iss` parameter must be (RFC 9207)
 *
 * What a request is held against.
 */
typedef struct
{
  guint16 port;
  const char *path;
  const char *result_path;
  const char *state;
  const char *issuer;
} PfCallbackRules;

/**
 * PfCallbackVerdict:
 * @PF_CALLBACK_INCOMPLETE: more bytes are needed
 * @PF_CALLBACK_REFUSED: answer with the status and go on waiting
 * @PF_CALLBACK_CODE: the true redirect, with a code
 * @PF_CALLBACK_DECLINED: the true redirect, with an error of the provider
 * @PF_CALLBACK_RESULT: the browser asks for the result page
 */
typedef enum
{
  PF_CALLBACK_INCOMPLETE,
  PF_CALLBACK_REFUSED,
  PF_CALLBACK_CODE,
  PF_CALLBACK_DECLINED,
  PF_CALLBACK_RESULT,
} PfCallbackVerdict;

/**
 * PfCallbackRequest:
 * @status: the HTTP status of a refusal
 * @code: (nullable): the authorization code
 * @error: (nullable): `error` of RFC 6749 section 4.1.2.1, printable ASCII
 * @description: (nullable): `error_description`, valid UTF-8, at most 300 bytes
 *
 * What was read out of a request. The strings may be secret: clear wipes them.
 */
typedef struct
{
  guint status;
  char *code;
  char *error;
  char *description;
} PfCallbackRequest;

PfCallbackVerdict pf_callback_request_parse (const char *bytes,
                                             gsize length,
                                             const PfCallbackRules *rules,
                                             PfCallbackRequest *request);
void pf_callback_request_clear (PfCallbackRequest *request);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PfCallbackRequest, pf_callback_request_clear)

G_END_DECLS
