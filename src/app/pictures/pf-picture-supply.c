/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pictures/pf-picture-supply.h"

G_DEFINE_INTERFACE (PfPictureSupply, pf_picture_supply, G_TYPE_OBJECT)

static guint arrived_signal;

static void
pf_picture_supply_default_init (PfPictureSupplyInterface *iface)
{
  /**
   * PfPictureSupply::arrived:
   * @self: a supply
   * @name: address or blob of the picture
   *
   * A texture that was wanted is there, or will not come: peek again.
   */
  arrived_signal = g_signal_new ("arrived", PF_TYPE_PICTURE_SUPPLY, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

/**
 * pf_picture_supply_peek:
 * @self: a supply
 * @request: which picture at which size
 * @failed: (out) (optional): set when it was tried lately and cannot be had
 *
 * Never waits and never begins to load.
 *
 * Returns: (transfer none) (nullable): the texture, of exactly the size asked for, when it
 *   is at hand
 */
GdkTexture *
pf_picture_supply_peek (PfPictureSupply *self, const PfPictureRequest *request, gboolean *failed)
{
  gboolean unused;

  if (failed == NULL)
    failed = &unused;
  *failed = FALSE;
  return PF_PICTURE_SUPPLY_GET_IFACE (self)->peek (self, request, failed);
}

/**
 * pf_picture_supply_want:
 * @self: a supply
 * @owner: who asks; only told apart by address, never touched
 * @requests: (array length=n_requests): what it wants now, most wanted first
 * @n_requests: how many; 0 when the owner goes
 *
 * Replaces what @owner wanted before: what is on its way and still wanted goes on, what is
 * not wanted by anybody any more is given up, what is at hand already costs nothing.
 */
void
pf_picture_supply_want (PfPictureSupply *self,
                        gpointer owner,
                        const PfPictureRequest *requests,
                        guint n_requests)
{
  PF_PICTURE_SUPPLY_GET_IFACE (self)->want (self, owner, requests, n_requests);
}

/**
 * pf_picture_supply_emit_arrived:
 * @self: a supply
 * @name: address or blob of the picture
 *
 * For those who implement the interface.
 */
void
pf_picture_supply_emit_arrived (PfPictureSupply *self, const char *name)
{
  g_signal_emit (self, arrived_signal, 0, name);
}
