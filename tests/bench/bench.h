/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Enough pairs for a median that two loud neighbours cannot move. */
#define BENCH_PAIRS 7

/**
 * BenchSpec:
 * @id: of performance.md, "P9"; with what it was run on where that matters, "P4-cairo"
 * @name: of the bench, "thumbs"
 * @unit: of floor and figure, "s" or "MiB"
 * @gate: the ratio that must be held
 * @goal: where we are going
 * @is_speed: the ratio is floor / figure and shall be large; else figure / floor, small
 * @pairs: how many, 0 for %BENCH_PAIRS; fewer are never judged
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *unit;
  double gate;
  double goal;
  gboolean is_speed;
  guint pairs;
} BenchSpec;

/* One measured run; returns what it cost, in the unit of the spec. */
typedef double (*BenchRun) (gpointer data);

typedef struct _Bench Bench;

/* Floor and product in turns, after one pair that nobody counts. Returns the exit code:
 * 0 within the gate, 1 beyond it, 77 after a quick look that is not judged. */
int bench_main (const BenchSpec *spec, BenchRun floor, BenchRun product, gpointer data);

/* The same by hand, for benches that measure in another order. */
Bench *bench_new (const BenchSpec *spec);
guint bench_get_pairs (Bench *self);
void bench_add_pair (Bench *self, double floor, double figure);
/* A further number for the JSON and the line under the result. */
void bench_note (Bench *self, const char *name, double value);
int bench_finish (Bench *self);

/* Seconds. CPU counts all threads; children count once they have been waited for. */
double bench_wall (void);
double bench_cpu (void);
double bench_cpu_children (void);
/* MiB of this process: now, and the most since bench_reset_peak(). */
double bench_rss (void);
double bench_peak_rss (void);
void bench_reset_peak (void);

G_END_DECLS
