/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

static gboolean
has_head (PfWall *self, guint group)
{
  return self->headers.make != NULL
         && (self->headers.has == NULL || self->headers.has (self, group, self->headers_data));
}

/**
 * pf_wall_read_groups:
 * @self: a wall
 *
 * Returns: (transfer full) (element-type PfWallGroup): the groups as they are now
 */
GArray *
pf_wall_read_groups (PfWall *self)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (PfWallGroup));
  guint n = self->source != NULL ? pf_tile_source_get_n_groups (self->source) : 0;

  for (guint g = 0; g < MAX (n, 1); g++)
    {
      PfWallGroup group = { .start = g > 0 ? pf_tile_source_get_group_start (self->source, g) : 0,
                            .header = n > 0 && has_head (self, g) ? self->head_height : 0 };

      g_array_append_val (groups, group);
    }
  return groups;
}

static PfWallHead *
head_at (PfWall *self, guint i)
{
  return &g_array_index (self->heads, PfWallHead, i);
}

static PfWallHead *
add_head (PfWall *self)
{
  PfWallHead head
      = { .widget = self->headers.make (self, self->headers_data), .group = PF_WALL_NO_TILE };

  /* Above the cells, so that it is reached first by whoever walks the children. */
  gtk_widget_set_parent (head.widget, GTK_WIDGET (self));
  gtk_widget_set_child_visible (head.widget, FALSE);
  g_array_append_val (self->heads, head);
  return head_at (self, self->heads->len - 1);
}

/**
 * pf_wall_measure_heads:
 * @self: a wall
 * @width: of the wall
 *
 * Settles how high the headers of groups are.
 */
void
pf_wall_measure_heads (PfWall *self, int width)
{
  int room = MAX (width - 2 * pf_wall_layout_get_metrics (self->layout)->margin, 1);
  int height = 0;

  if (self->heads->len == 0)
    return;
  for (guint i = 0; i < self->heads->len; i++)
    {
      int minimum, natural;

      gtk_widget_measure (head_at (self, i)->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                          NULL, NULL);
      gtk_widget_measure (head_at (self, i)->widget, GTK_ORIENTATION_VERTICAL, MAX (room, minimum),
                          NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }
  if (height == self->head_height)
    return;
  self->head_height = height;
  pf_wall_regroup (self);
}

/**
 * pf_wall_forget_heads:
 * @self: a wall
 *
 * Groups are others: every header is bound anew before it is seen again.
 */
void
pf_wall_forget_heads (PfWall *self)
{
  for (guint i = 0; i < self->heads->len; i++)
    head_at (self, i)->is_stale = TRUE;
}

static PfWallHead *
find_head (PfWall *self, guint group)
{
  for (guint i = 0; i < self->heads->len; i++)
    if (head_at (self, i)->group == group)
      return head_at (self, i);
  return NULL;
}

static gboolean
has_focus (const PfWallHead *head)
{
  return (gtk_widget_get_state_flags (head->widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static PfWallHead *
find_free_head (PfWall *self, guint first, guint end)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      PfWallHead *head = head_at (self, i);

      if (head->group == PF_WALL_NO_TILE
          || (!has_focus (head) && (head->group < first || head->group >= end)))
        return head;
    }
  return NULL;
}

/* The groups that begin in the view, and the one before them. */
static void
find_range (PfWall *self, double top, int height, guint *first, guint *end)
{
  guint n = pf_wall_layout_get_n_groups (self->layout);
  PfWallRect rect;

  *first = *end = pf_wall_layout_find_group (self->layout, (int)top);
  for (; *end < n; (*end)++)
    {
      pf_wall_layout_get_header (self->layout, *end, &rect);
      if (rect.y >= top + height)
        break;
    }
}

static gboolean
is_in_view (PfWall *self, guint group, double top, int height)
{
  PfWallRect rect;

  pf_wall_layout_get_header (self->layout, group, &rect);
  return rect.height > 0 && rect.y + rect.height > top && rect.y < top + height;
}

static void
bind_head (PfWall *self, PfWallHead *head, guint group)
{
  head->group = group;
  head->is_stale = FALSE;
  self->headers.bind (self, head->widget, group, self->headers_data);
}

/**
 * pf_wall_bind_heads:
 * @self: a wall
 *
 * Makes the headers of the groups in view show these.
 *
 * Returns: whether anything changed
 */
gboolean
pf_wall_bind_heads (PfWall *self)
{
  guint n = self->source != NULL ? pf_tile_source_get_n_groups (self->source) : 0;
  double top = pf_wall_get_value (self);
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  gboolean changed = FALSE;
  guint first, end;

  if (self->headers.make == NULL || n == 0)
    return FALSE;
  for (guint i = 0; i < self->heads->len; i++)
    {
      PfWallHead *head = head_at (self, i);

      if (!head->is_stale)
        continue;
      changed = TRUE;
      if (head->group < n && has_head (self, head->group))
        bind_head (self, head, head->group);
      else
        head->group = PF_WALL_NO_TILE;
      head->is_stale = FALSE;
    }
  /* The first tells how high they all are. */
  for (guint g = 0; self->heads->len == 0 && g < n; g++)
    if (has_head (self, g))
      {
        bind_head (self, add_head (self), g);
        changed = TRUE;
      }
  find_range (self, top, height, &first, &end);
  for (guint g = first; g < end; g++)
    {
      PfWallHead *head;

      if (!is_in_view (self, g, top, height) || find_head (self, g) != NULL)
        continue;
      head = find_free_head (self, first, end);
      bind_head (self, head != NULL ? head : add_head (self), g);
      changed = TRUE;
    }
  return changed;
}

/**
 * pf_wall_place_heads:
 * @self: a wall
 * @height: of the view
 *
 * Puts the headers of the groups in view where they belong.
 */
void
pf_wall_place_heads (PfWall *self, int height)
{
  guint n = pf_wall_layout_get_n_groups (self->layout), first, end;

  if (self->headers.make == NULL)
    return;
  find_range (self, self->offset, height, &first, &end);
  for (guint g = first; g < end; g++)
    if (is_in_view (self, g, self->offset, height) && find_head (self, g) == NULL)
      pf_wall_prepare (self);
  for (guint i = 0; i < self->heads->len; i++)
    {
      PfWallHead *head = head_at (self, i);
      gboolean shown
          = head->group < n
            && (has_focus (head) || is_in_view (self, head->group, self->offset, height));
      PfWallRect rect;
      int minimum;

      gtk_widget_set_child_visible (head->widget, shown);
      if (!shown)
        continue;
      pf_wall_layout_get_header (self->layout, head->group, &rect);
      gtk_widget_measure (head->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_allocate (
          head->widget, MAX (rect.width, minimum), MAX (rect.height, 1), -1,
          gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float)rect.x,
                                                               (float)(rect.y - self->offset))));
    }
}
