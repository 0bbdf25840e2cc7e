/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

typedef enum
{
  PRACTICE_PHASE_ACCEPT,
  PRACTICE_PHASE_HEAD,
  PRACTICE_PHASE_REQUEST,
} PracticePhase;

/* A fault that was asked for: it strikes requests whose operation or path matches the glob. */
struct _PracticeFault
{
  guint id;
  char *match;
  char *kind;
  JsonNode *value;
  /* How many more times; below 0 without end. */
  int times;
  /* -1 as the kind says, 0 before the change is made, 1 after it. */
  int commit;
  guint hits;
  gboolean cleared;
};

PracticeFaults *practice_faults_new (void);
void practice_faults_free (PracticeFaults *self);
/* FALSE when the kind is unknown. @value: (transfer none) (nullable) */
gboolean practice_faults_add (PracticeFaults *self,
                              const char *match,
                              const char *kind,
                              JsonNode *value,
                              int times,
                              int commit,
                              guint *id);
/* "KIND[:MATCH][=VALUE][*TIMES]", the form of --fault */
gboolean practice_faults_add_text (PracticeFaults *self, const char *text);
void practice_faults_clear (PracticeFaults *self);
gboolean practice_faults_armed (PracticeFaults *self, PracticePhase phase);
/* Takes one strike of the first fault that fits; (transfer none) (nullable) */
PracticeFault *
practice_faults_take (PracticeFaults *self, PracticePhase phase, const char *op, const char *path);
JsonNode *practice_faults_list (PracticeFaults *self);

gint64 practice_fault_number (PracticeFault *self, gint64 otherwise);
const char *practice_fault_text (PracticeFault *self, const char *otherwise);
gboolean practice_fault_is (PracticeExchange *x, const char *kind);

/* practice-fault-apply.c. Before the handler: TRUE when the request must not reach it. */
gboolean practice_fault_before (PracticeExchange *x);
/* After the handler: may replace the answer or the way in which it is sent. */
void practice_fault_after (PracticeExchange *x);
void practice_fault_cut (Practice *app, SoupServerMessage *msg, gboolean reset);

/* practice-hostile.c: (transfer full) */
GBytes *practice_hostile_json (const char *name);
GBytes *practice_gzip_bomb (gsize megabytes);

G_END_DECLS
