/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-delivery.h"

static guint changed_signal;

G_DEFINE_INTERFACE (PfDelivery, pf_delivery, G_TYPE_OBJECT)

static void
pf_delivery_default_init (PfDeliveryInterface *iface)
{
  changed_signal = g_signal_new ("changed", PF_TYPE_DELIVERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

/**
 * pf_delivery_emit_changed:
 * @self: a delivery
 *
 * For implementations: accounts, their states or the network changed.
 */
void
pf_delivery_emit_changed (PfDelivery *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/**
 * pf_delivery_account_free:
 * @self: an account
 *
 * Frees it.
 */
void
pf_delivery_account_free (PfDeliveryAccount *self)
{
  g_free (self->connection_id);
  g_free (self->service);
  g_free (self->account_id);
  g_free (self);
}
