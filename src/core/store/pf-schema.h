/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* "PFLD", in the header of every pinfold.db (and in no other file). */
#define PF_SCHEMA_APPLICATION_ID 0x50464c44

/**
 * PfMigration:
 * @version: the `user_version` that it leads to; each one more than the one before
 * @sql: (nullable): the statements; %NULL stands for the embedded schema/pinfold-N.sql
 *
 * A step of the schema. The first one makes the file.
 */
typedef struct
{
  int version;
  const char *sql;
} PfMigration;

/* The steps of the product. */
const PfMigration *pf_schema_get_migrations (guint *n);

gboolean pf_schema_prepare (const char *path,
                            const PfMigration *migrations,
                            guint n_migrations,
                            gboolean check,
                            gboolean in_use,
                            GError **error);

G_END_DECLS
