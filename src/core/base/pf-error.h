/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfError:
 * @PF_ERROR_FAILED: something failed that has no better name
 * @PF_ERROR_AUTH: the access token is bad or expired (401 code 2)
 * @PF_ERROR_SIGN_IN: renewing is over, the person must sign in again
 * @PF_ERROR_SCOPE: the token lacks a scope (401 code 3 that names scopes)
 * @PF_ERROR_FEATURE: the app may not use this restricted feature (401 code 3 on `PATCH /pins`)
 * @PF_ERROR_TRIAL: a trial app wrote to production (403 code 29)
 * @PF_ERROR_FORBIDDEN: not permitted on this resource
 * @PF_ERROR_RATE_LIMIT: 429, wait
 * @PF_ERROR_SPAM: 429 of the spam kind; waiting minutes does not help
 * @PF_ERROR_NOT_FOUND: the account, board, section or pin is not there
 * @PF_ERROR_CONFLICT: 409, busy
 * @PF_ERROR_INVALID: the request itself was refused (other 4xx)
 * @PF_ERROR_OFFLINE: nothing was sent: DNS, connect or TLS failed
 * @PF_ERROR_SERVER: 5xx, or 400 code 12
 * @PF_ERROR_PARSE: the reply is not what the API description says
 * @PF_ERROR_NO_REPLY: sent, or perhaps sent, and no whole reply came back
 * @PF_ERROR_UNTRUSTED: a redirect, a host or a size that is not allowed
 * @PF_ERROR_LOCKED: the keyring is locked
 * @PF_ERROR_NO_KEYRING: there is no keyring service
 * @PF_ERROR_SECRET: a sealed record cannot be opened (wrong key, changed, swapped)
 * @PF_ERROR_DATABASE: SQLite failed
 * @PF_ERROR_NEWER_SCHEMA: the database belongs to a newer Pinfold
 * @PF_ERROR_DAMAGED: the database or a picture is damaged
 * @PF_ERROR_DISK_FULL: no room, or a read-only place
 * @PF_ERROR_BUSY: another operation or process holds what is needed
 * @PF_ERROR_PORT_IN_USE: the callback port is taken
 * @PF_ERROR_DENIED: the person declined on the consent page
 * @PF_ERROR_REDIRECT_MISMATCH: the registered address differs
 * @PF_ERROR_TIMED_OUT: it took too long
 * @PF_ERROR_SAME_ACCOUNT: consent returned an account that is already connected
 * @PF_ERROR_CLIENT: App ID or app secret refused by the token endpoint
 * @PF_ERROR_NOT_A_PICTURE: neither JPEG, PNG, WebP nor GIF
 * @PF_ERROR_TOO_LARGE: over a size limit
 *
 * Every error that Pinfold itself makes. Faces turn codes into words; the
 * message is for people too, but says less.
 */
typedef enum
{
  PF_ERROR_FAILED,
  PF_ERROR_AUTH,
  PF_ERROR_SIGN_IN,
  PF_ERROR_SCOPE,
  PF_ERROR_FEATURE,
  PF_ERROR_TRIAL,
  PF_ERROR_FORBIDDEN,
  PF_ERROR_RATE_LIMIT,
  PF_ERROR_SPAM,
  PF_ERROR_NOT_FOUND,
  PF_ERROR_CONFLICT,
  PF_ERROR_INVALID,
  PF_ERROR_OFFLINE,
  PF_ERROR_SERVER,
  PF_ERROR_PARSE,
  PF_ERROR_NO_REPLY,
  PF_ERROR_UNTRUSTED,
  PF_ERROR_LOCKED,
  PF_ERROR_NO_KEYRING,
  PF_ERROR_SECRET,
  PF_ERROR_DATABASE,
  PF_ERROR_NEWER_SCHEMA,
  PF_ERROR_DAMAGED,
  PF_ERROR_DISK_FULL,
  PF_ERROR_BUSY,
  PF_ERROR_PORT_IN_USE,
  PF_ERROR_DENIED,
  PF_ERROR_REDIRECT_MISMATCH,
  PF_ERROR_TIMED_OUT,
  PF_ERROR_SAME_ACCOUNT,
  PF_ERROR_CLIENT,
  PF_ERROR_NOT_A_PICTURE,
  PF_ERROR_TOO_LARGE,
} PfError;

#define PF_ERROR (pf_error_quark ())
GQuark pf_error_quark (void);

/**
 * PfErrorDetail:
 * @http_status: HTTP status, or 0
 * @api_code: Pinterest's own number, or 0
 * @api_message: (nullable): Pinterest's own words, scrubbed and at most 500 bytes
 * @request_id: (nullable): the `x-pinterest-rid` header
 * @retry_after_s: seconds to wait, or -1 when unknown
 * @maybe_sent: whether a write may have reached the server (safety.md PQ-2)
 * @service: (nullable): id of the service that was asked, interned
 *
 * What stands behind an error of the domain PF_ERROR. It travels with the
 * GError and is copied with it.
 */
typedef struct
{
  guint http_status;
  int api_code;
  char *api_message;
  char *request_id;
  gint64 retry_after_s;
  gboolean maybe_sent;
  const char *service;
} PfErrorDetail;

PfErrorDetail *pf_error_get_detail (const GError *error);
GError *pf_error_new_detailed (PfError code, const PfErrorDetail *detail, const char *message);
void pf_error_name_service (GError *error, const char *service_id);
const char *pf_error_code_to_string (PfError code);
PfError pf_error_code_from_string (const char *name);

G_END_DECLS
