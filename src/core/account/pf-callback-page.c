/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-callback-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char style[]
    = ":root{color-scheme:light dark}"
      "body{margin:0;min-height:100vh;display:grid;place-items:center;"
      "font:16px/1.5 Cantarell,system-ui,sans-serif;background:#fafafa;color:#2e2e2e}"
      "main{max-width:26em;margin:24px;padding:42px 36px;text-align:center;background:#fff;"
      "border-radius:12px;box-shadow:0 1px 3px rgba(0,0,0,.14),0 0 0 1px rgba(0,0,0,.06)}"
      "b{display:block;width:72px;height:72px;margin:0 auto 24px;border-radius:50%;"
      "font-size:38px;line-height:72px;font-weight:400;color:#fff;background:#13866f}"
      ".no b{background:#77767b}"
      "h1{margin:0 0 12px;font-size:26px;font-weight:800;line-height:1.2}"
      "p{margin:0}q{display:block;margin-top:18px;opacity:.75;overflow-wrap:anywhere}"
      "@media (prefers-color-scheme:dark){body{background:#1e1e1e;color:#fff}"
      "main{background:#303030}b{background:#57c7b0;color:#10332c}}";

/* The style sheet is let in by its hash, so that nothing injected ever applies
 * (Content Security Policy level 3, section 2.3.1). */
static char *
make_policy (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *)style, (gssize)strlen (style));
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);
  return g_strdup_printf ("default-src 'none'; style-src 'sha256-%s'; img-src data:; "
                          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                          hash);
}

static char *
assemble (guint status, const char *reason, const char *extra, const char *type, const char *body)
{
  g_autofree char *policy = make_policy ();

  return g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                          "%s"
                          "Content-Type: %s; charset=utf-8\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "Cache-Control: no-store\r\n"
                          "Referrer-Policy: no-referrer\r\n"
                          "Content-Security-Policy: %s\r\n"
                          "X-Frame-Options: DENY\r\n"
                          "X-Content-Type-Options: nosniff\r\n"
                          "Cross-Origin-Opener-Policy: same-origin\r\n"
                          "Cross-Origin-Resource-Policy: same-origin\r\n"
                          "Connection: close\r\n"
                          "\r\n"
                          "%s",
                          status, reason, extra, type, strlen (body), policy, body);
}

/**
 * pf_callback_page_redirect:
 * @path: the clean path
 *
 * Returns: (transfer full): a whole 303 reply that takes the code out of the address
 *   bar (safety.md OA-9)
 */
char *
pf_callback_page_redirect (const char *path)
{
  g_autofree char *location = g_strdup_printf ("Location: %s\r\n", path);

  return assemble (303, "See Other", location, "text/plain", "");
}

/**
 * pf_callback_page_refusal:
 * @status: an HTTP status
 * @with_body: %FALSE in answer to a HEAD request
 *
 * Returns: (transfer full): a whole reply that tells nothing
 */
char *
pf_callback_page_refusal (guint status, gboolean with_body)
{
  const char *reason = status == 400   ? "Bad Request"
                       : status == 403 ? "Forbidden"
                       : status == 404 ? "Not Found"
                       : status == 405 ? "Method Not Allowed"
                       : status == 410 ? "Gone"
                                       : "Request Header Fields Too Large";
  g_autofree char *body = g_strdup_printf ("%s\n", reason);

  return assemble (status, reason, status == 405 ? "Allow: GET\r\n" : "", "text/plain",
                   with_body ? body : "");
}

/**
 * pf_callback_page_result:
 * @allowed: whether consent was given
 * @provider_words: (nullable): what the provider said; escaped here
 *
 * Returns: (transfer full): a whole reply with the page that ends the visit. Static: no
 *   script, nothing loaded from anywhere.
 */
char *
pf_callback_page_result (gboolean allowed, const char *provider_words)
{
  g_autofree char *title
      = g_markup_escape_text (allowed ? _ ("Back to Pinfold") : _ ("Not connected"), -1);
  g_autofree char *text = g_markup_escape_text (
      allowed ? _ ("Pinfold has its answer and is connecting the account. You can close this tab.")
              : _ ("Nothing was connected. You can close this tab and go back to Pinfold."),
      -1);
  g_autofree char *quote = NULL;
  g_autofree char *body = NULL;

  if (provider_words != NULL && provider_words[0] != '\0')
    {
      g_autofree char *escaped = g_markup_escape_text (provider_words, -1);

      quote = g_strdup_printf ("<q>%s</q>", escaped);
    }
  body = g_strdup_printf ("<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width\">"
                          "<link rel=\"icon\" href=\"data:,\"><title>%s</title><style>%s</style>"
                          "</head><body><main%s><b aria-hidden=\"true\">%s</b><h1>%s</h1>"
                          "<p>%s</p>%s</main></body></html>",
                          title, style, allowed ? "" : " class=\"no\"",
                          allowed ? "\342\234\223" : "\342\210\222", title, text,
                          quote != NULL ? quote : "");
  return assemble (200, "OK", "", "text/html", body);
}
