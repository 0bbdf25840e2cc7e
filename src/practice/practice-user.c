/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-present.h"

void
practice_user_account (PracticeExchange *x)
{
  practice_reply (x, 200, practice_present_account (x->app, x->grant->account));
}

/* A bare array, as documented; a personal account has one linked business. */
void
practice_businesses (PracticeExchange *x)
{
  JsonArray *all = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  if (!practice_account (x->grant->account)->business)
    {
      static const char *const members[]
          = { "image_small_url", "image_medium_url", "image_large_url", "image_xlarge_url" };
      const PracticeAccount *linked = practice_account (0);
      g_autofree char *uri
          = g_strdup_printf ("%s/avatar/%s.jpg", x->app->base_uri, linked->username);
      JsonObject *o = json_object_new ();

      json_object_set_string_member (o, "username", linked->username);
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        json_object_set_string_member (o, members[i], uri);
      json_array_add_object_element (all, o);
    }
  json_node_take_array (node, all);
  practice_reply (x, 200, node);
}
