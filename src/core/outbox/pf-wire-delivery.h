/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-delivery.h"

G_BEGIN_DECLS

#define PF_TYPE_WIRE_DELIVERY (pf_wire_delivery_get_type ())
G_DECLARE_FINAL_TYPE (PfWireDelivery, pf_wire_delivery, PF, WIRE_DELIVERY, GObject)

PfDelivery *pf_wire_delivery_new (PfContext *context, PfConnections *connections);

G_END_DECLS
