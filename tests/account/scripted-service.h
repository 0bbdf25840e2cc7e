/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  AT_PROMPT_NONE,    /* opens without asking */
  AT_PROMPT_ANSWER,  /* the password is typed after prompt_ms */
  AT_PROMPT_DISMISS, /* the dialog is closed after prompt_ms */
} AtPrompt;

/* A Secret Service that does as it is told, on a connection of its own to a real bus. Sessions are
 * "plain" only; it makes no new collections. Fields may be set at any time. */
typedef struct
{
  /* The shape. */
  const char *collection; /* object path */
  const char *label;      /* of the collection */
  gboolean no_default;    /* the alias "default" leads nowhere */
  gboolean strips_schema; /* xdg:schema is not kept */
  gboolean adds_own;      /* attributes of its own, like those of a password manager */
  gboolean hides_locked;  /* what is locked is not found */
  /* The mood. */
  gboolean locked;
  gboolean read_only; /* creating and deleting are refused */
  AtPrompt prompt;
  guint prompt_ms;
  const char *dies_at; /* nullable: leaves the bus at this method, without an answer */
  /* What happened. */
  guint n_prompts;
  guint n_dismissed; /* by the caller */
  /*< private >*/
  char *address;
  GDBusConnection *connection;
  GPtrArray *items;
  guint serial;
} AtService;

AtService *at_service_new (const char *address);
void at_service_free (AtService *self);
/* Connects and takes the name; waits until it has it. */
void at_service_start (AtService *self);
void at_service_stop (AtService *self);

guint at_service_count (AtService *self);
/* Whether any item has this attribute. @value: (nullable): any */
gboolean at_service_has (AtService *self, const char *attribute, const char *value);
/* As another program would: a second item for the same key. @text: what it holds.
 * @age_s: so much older than now. */
void at_service_add (
    AtService *self, const char *schema, const char *key, const char *text, gint64 age_s);
/* As another program would: what lies under @key is deleted, or gets another schema. */
void at_service_delete (AtService *self, const char *key);
void at_service_set_schema (AtService *self, const char *key, const char *schema);

G_END_DECLS
