/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-control.h"

void
practice_switches_default (PracticeSwitches *self)
{
  static const char *const uris[] = { "http://localhost:8085/", NULL };

  *self = (PracticeSwitches){
    .refresh_grace = TRUE,
    .pkce = PRACTICE_PKCE_ACCEPT,
    .client_secret = g_strdup ("practice-secret"),
    .redirect_uris = g_strdupv ((char **)uris),
    .create_status = 201,
    .delete_status = 204,
    .analytics_days = 90,
    .code_lifetime_s = 600,
  };
}

void
practice_switches_clear (PracticeSwitches *self)
{
  g_free (self->account_sticky);
  g_free (self->client_secret);
  g_strfreev (self->redirect_uris);
  g_strfreev (self->scopes_refused);
  *self = (PracticeSwitches){ 0 };
}

static void
set_flag (JsonObject *body, const char *name, gboolean *flag)
{
  if (json_object_has_member (body, name))
    *flag = json_object_get_boolean_member (body, name);
}

static void
set_number (JsonObject *body, const char *name, guint *number)
{
  if (json_object_has_member (body, name))
    *number = (guint)json_object_get_int_member (body, name);
}

static char **
read_list (JsonObject *body, const char *name)
{
  JsonArray *array = json_object_get_array_member (body, name);
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (list, g_strdup (json_array_get_string_element (array, i)));
  g_ptr_array_add (list, NULL);
  return (char **)g_ptr_array_free (list, FALSE);
}

void
practice_control_switch (PracticeExchange *x, JsonObject *body)
{
  PracticeSwitches *s = &x->app->switches;

  set_flag (body, "trial", &s->trial);
  set_flag (body, "no_pin_edit", &s->no_pin_edit);
  set_flag (body, "refresh_grace", &s->refresh_grace);
  set_flag (body, "media_fails", &s->media_fails);
  set_flag (body, "limits_off", &s->limits_off);
  set_flag (body, "sandbox", &s->sandbox);
  set_flag (body, "no_analytics", &s->no_analytics);
  set_flag (body, "no_multi_pins", &s->no_multi_pins);
  set_flag (body, "trends_beta", &s->trends_beta);
  set_flag (body, "unknown_names", &s->unknown_names);
  set_number (body, "create_status", &s->create_status);
  set_number (body, "delete_status", &s->delete_status);
  set_number (body, "analytics_days", &s->analytics_days);
  if (json_object_has_member (body, "code_lifetime_s"))
    s->code_lifetime_s = json_object_get_int_member (body, "code_lifetime_s");
  if (json_object_has_member (body, "account_sticky"))
    {
      const char *username = json_object_get_null_member (body, "account_sticky")
                                 ? NULL
                                 : json_object_get_string_member (body, "account_sticky");

      if (username != NULL && practice_account_find (username) < 0)
        {
          practice_reply_error (x, 400, 1, "There is no such account.");
          return;
        }
      g_free (s->account_sticky);
      s->account_sticky = g_strdup (username);
    }
  if (json_object_has_member (body, "client_secret"))
    {
      g_free (s->client_secret);
      s->client_secret = g_strdup (json_object_get_string_member (body, "client_secret"));
    }
  if (json_object_has_member (body, "pkce"))
    {
      const char *mode = json_object_get_string_member (body, "pkce");

      s->pkce = g_str_equal (mode, "require")  ? PRACTICE_PKCE_REQUIRE
                : g_str_equal (mode, "ignore") ? PRACTICE_PKCE_IGNORE
                                               : PRACTICE_PKCE_ACCEPT;
    }
  if (json_object_has_member (body, "redirect_uris"))
    {
      g_auto (GStrv) uris = read_list (body, "redirect_uris");

      if (uris[0] == NULL)
        {
          practice_reply_error (x, 400, 1, "One redirect URI at least must stay.");
          return;
        }
      g_strfreev (s->redirect_uris);
      s->redirect_uris = g_steal_pointer (&uris);
    }
  if (json_object_has_member (body, "scopes_refused"))
    {
      g_strfreev (s->scopes_refused);
      s->scopes_refused = read_list (body, "scopes_refused");
    }
  practice_reply (x, 200, json_from_string ("{\"ok\": true}", NULL));
}
