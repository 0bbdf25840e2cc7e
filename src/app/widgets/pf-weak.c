/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-weak"

#include "config.h"

#include "app/widgets/pf-weak.h"

/**
 * pf_weak_new:
 * @object: a widget
 *
 * Returns: (transfer full): user data for an asynchronous call that does not keep @object alive
 */
GWeakRef *
pf_weak_new (gpointer object)
{
  GWeakRef *ref = g_new (GWeakRef, 1);

  g_weak_ref_init (ref, object);
  return ref;
}

/**
 * pf_weak_take:
 * @ref: (transfer full): made with pf_weak_new()
 *
 * Returns: (transfer full) (nullable): the widget, when it is still there
 */
gpointer
pf_weak_take (GWeakRef *ref)
{
  gpointer object = g_weak_ref_get (ref);

  g_weak_ref_clear (ref);
  g_free (ref);
  return object;
}
