/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-consent-page.h"

static const char style[]
    = "<style>"
      ":root{color-scheme:light dark;--bg:#f3f1ec;--card:#fffdf9;--ink:#24303a;--dim:#5d6973;"
      "--line:#e2ddd2;--go:#1f6f63;--go-ink:#fff;--tag:#efe3c4;--tag-ink:#5b4510}"
      "@media(prefers-color-scheme:dark){:root{--bg:#1c2126;--card:#262d33;--ink:#eceae4;"
      "--dim:#a7b0b7;--line:#3a434b;--go:#4fb3a3;--go-ink:#0d2521;--tag:#4a3f22;--tag-ink:#f1dda6}}"
      "*{box-sizing:border-box}"
      "body{margin:0;min-height:100vh;background:var(--bg);color:var(--ink);display:flex;"
      "align-items:center;justify-content:center;padding:24px;"
      "font:16px/1.5 Cantarell,'Segoe UI',system-ui,sans-serif}"
      "main{width:100%;max-width:480px;background:var(--card);border:1px solid var(--line);"
      "border-radius:18px;padding:32px;box-shadow:0 12px 40px rgba(0,0,0,.08)}"
      ".tag{display:inline-block;background:var(--tag);color:var(--tag-ink);border-radius:999px;"
      "padding:4px 12px;font-size:14px;font-weight:600}"
      "h1{font-size:24px;line-height:1.25;margin:16px 0 8px}"
      "p{margin:0 0 16px;color:var(--dim)}h2{font-size:15px;margin:24px 0 8px}"
      "ul{margin:0;padding-left:20px}li{margin:4px 0}"
      "label{display:flex;gap:12px;align-items:center;padding:10px 12px;border:1px solid "
      "var(--line);border-radius:12px;margin:8px 0;cursor:pointer}"
      "label:focus-within{outline:2px solid var(--go)}"
      "label img{width:40px;height:40px;border-radius:50%}"
      "label b{display:block}label small{color:var(--dim)}"
      "code{overflow-wrap:anywhere;background:var(--bg);border-radius:6px;padding:1px 6px}"
      ".row{display:flex;gap:12px;margin-top:28px}"
      "button{flex:1;font:inherit;font-weight:600;border-radius:999px;padding:12px 20px;"
      "border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}"
      "button#allow{background:var(--go);border-color:var(--go);color:var(--go-ink)}"
      "</style>";

static GString *
page_begin (const char *title)
{
  GString *s = g_string_new ("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                             "<meta name=\"viewport\" content=\"width=device-width\">");

  g_string_append_printf (s, "<title>%s</title>%s</head><body><main>", title, style);
  g_string_append (s, "<span class=\"tag\">Pinfold Practice</span>");
  return s;
}

static void
append_account (GString *s, const PracticeAccount *a, gboolean checked)
{
  g_autofree char *name = g_markup_escape_text (a->name, -1);

  g_string_append_printf (
      s,
      "<label><input type=\"radio\" name=\"account\" value=\"%s\" id=\"account-%s\"%s>"
      "<img src=\"/avatar/%s.jpg\" alt=\"\"><span><b>%s</b><small>@%s, %s</small></span></label>",
      a->username, a->username, checked ? " checked" : "", a->username, name, a->username,
      a->empty ? "no boards yet" : (a->business ? "business account" : "personal account"));
}

char *
practice_consent_html (Practice *app, const PracticeConsent *consent, GHashTable *query)
{
  static const char *const kept[]
      = { "client_id", "redirect_uri",   "response_type",         "scope",
          "state",     "code_challenge", "code_challenge_method", NULL };
  GString *s = page_begin ("Pinfold Practice");

  g_string_append_printf (
      s,
      "<h1>Let app %s use a practice account?</h1>"
      "<p>This is Pinfold Practice, a pretend service on this computer. It is not Pinterest, and "
      "nothing you do here leaves this computer.</p>"
      "<form method=\"post\" action=\"/oauth/decide\">",
      consent->client_id);
  for (guint i = 0; kept[i] != NULL; i++)
    {
      const char *value = g_hash_table_lookup (query, kept[i]);
      g_autofree char *safe = value != NULL ? g_markup_escape_text (value, -1) : NULL;

      if (safe != NULL)
        g_string_append_printf (s, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", kept[i],
                                safe);
    }

  g_string_append (s, app->switches.account_sticky != NULL ? "<h2>You are signed in as</h2>"
                                                           : "<h2>Which account?</h2>");
  for (guint i = 0, shown = 0; i < PRACTICE_N_ACCOUNTS; i++)
    if (app->switches.account_sticky == NULL
        || g_strcmp0 (app->switches.account_sticky, practice_account (i)->username) == 0)
      append_account (s, practice_account (i), shown++ == 0);

  g_string_append (s, "<h2>The app asks to</h2><ul>");
  for (guint i = 0; consent->scopes[i] != NULL; i++)
    g_string_append_printf (s, "<li data-scope=\"%s\">%s</li>", consent->scopes[i],
                            practice_scope_words (consent->scopes[i]));
  g_string_append (s, "</ul><div class=\"row\">"
                      "<button id=\"deny\" name=\"answer\" value=\"deny\">Deny</button>"
                      "<button id=\"allow\" name=\"answer\" value=\"allow\">Allow</button>"
                      "</div></form></main></body></html>");
  return g_string_free (s, FALSE);
}

/* @problem: HTML, already escaped */
char *
practice_consent_problem_html (const char *problem)
{
  GString *s = page_begin ("Pinfold Practice: a problem");

  g_string_append_printf (
      s,
      "<h1 id=\"problem\">This request cannot go on</h1><p>%s</p>"
      "<p>This is Pinfold Practice, a pretend service on this computer. You can close this "
      "page.</p></main></body></html>",
      problem);
  return g_string_free (s, FALSE);
}
