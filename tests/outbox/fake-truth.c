/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"

/* What there is at the fake Pinterest, for tests to set and to ask. */

PfDeliveryAccount *
fake_world_add_account (FakeWorld *self, const char *id)
{
  PfDeliveryAccount *account = g_new0 (PfDeliveryAccount, 1);

  account->connection_id = g_strdup (id);
  account->service = g_strdup ("practice");
  account->account_id = g_strdup_printf ("account-of-%s", id);
  account->can_pins = account->can_boards = TRUE;
  g_ptr_array_add (self->accounts, account);
  return account;
}

PfDeliveryAccount *
fake_world_get_account (FakeWorld *self, const char *id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      PfDeliveryAccount *account = self->accounts->pdata[i];

      if (g_str_equal (account->connection_id, id))
        return account;
    }
  return NULL;
}

void
fake_world_fault (FakeWorld *self, FakeKind kind)
{
  g_queue_push_tail (&self->faults, GUINT_TO_POINTER (kind));
}

FakePin *
fake_world_add_pin (FakeWorld *self, const char *board_id, const char *title, gint64 age_s)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->next_id++);

  return fake_keep_pin (self, id, board_id, title,
                        pf_clock_now (self->clock) - age_s * G_TIME_SPAN_SECOND);
}

guint
fake_world_count_pins (FakeWorld *self, const char *title)
{
  guint n = 0;

  for (guint i = 0; i < self->pins->len; i++)
    n += title == NULL || g_strcmp0 (((FakePin *)self->pins->pdata[i])->title, title) == 0;
  return n;
}

guint
fake_world_count_boards (FakeWorld *self, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < self->boards->len; i++)
    n += g_strcmp0 (((FakeBoard *)self->boards->pdata[i])->name, name) == 0;
  return n;
}

FakePin *
fake_world_find_pin (FakeWorld *self, const char *id)
{
  for (guint i = 0; i < self->pins->len; i++)
    if (g_str_equal (((FakePin *)self->pins->pdata[i])->id, id))
      return self->pins->pdata[i];
  return NULL;
}
