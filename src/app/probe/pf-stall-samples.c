/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-probe"

#include "config.h"

#include "app/probe/pf-stall-samples.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FIRST_LOOK_US (25 * 1000)
#define LOOK_EVERY_US (10 * 1000)
#define MAX_SAMPLES 50
#define MAX_DEPTH 40

typedef struct
{
  void *frames[MAX_DEPTH];
  int depth;
} Sample;

struct _PfStallSamples
{
  GThread *watcher;
  pid_t watched;
  int signal;
  gint64 busy_since; /* atomic; 0 while it waits for events */
  int ended;         /* atomic */
  Sample samples[MAX_SAMPLES];
  int n_samples; /* atomic; written by the watched thread only */
};

/* In the watched thread, in the middle of anything: no allocation, no lock. */
static void
on_signal (int number, siginfo_t *info, void *context)
{
  PfStallSamples *self = info->si_value.sival_ptr;
  int saved = errno;

  if (info->si_code == SI_QUEUE && self != NULL
      && __atomic_load_n (&self->busy_since, __ATOMIC_ACQUIRE) != 0
      && self->n_samples < MAX_SAMPLES)
    {
      Sample *sample = &self->samples[self->n_samples];

      sample->depth = backtrace (sample->frames, MAX_DEPTH);
      self->n_samples++;
    }
  errno = saved;
}

static gpointer
watch (gpointer data)
{
  PfStallSamples *self = data;

  while (!__atomic_load_n (&self->ended, __ATOMIC_ACQUIRE))
    {
      gint64 since = __atomic_load_n (&self->busy_since, __ATOMIC_ACQUIRE);

      if (since != 0 && g_get_monotonic_time () - since >= FIRST_LOOK_US)
        {
          siginfo_t info = { 0 };

          info.si_signo = self->signal;
          info.si_code = SI_QUEUE;
          info.si_pid = getpid ();
          info.si_uid = getuid ();
          info.si_value.sival_ptr = self;
          syscall (SYS_rt_tgsigqueueinfo, getpid (), self->watched, self->signal, &info);
        }
      g_usleep (LOOK_EVERY_US);
    }
  return NULL;
}

/**
 * pf_stall_samples_new:
 *
 * Starts to watch the calling thread. It takes a real-time signal of the process.
 *
 * Returns: (transfer full): the samples; the same thread frees them
 */
PfStallSamples *
pf_stall_samples_new (void)
{
  PfStallSamples *self = g_new0 (PfStallSamples, 1);
  struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_RESTART };
  void *unused[1];

  /* The first call loads a library, which a signal handler must not. */
  backtrace (unused, 1);
  self->signal = SIGRTMIN + 3;
  self->watched = (pid_t)syscall (SYS_gettid);
  sigaction (self->signal, &action, NULL);
  self->watcher = g_thread_new ("stall-probe", watch, self);
  return self;
}

/**
 * pf_stall_samples_free:
 * @self: the samples
 *
 * Ends the watching.
 */
void
pf_stall_samples_free (PfStallSamples *self)
{
  struct sigaction none = { .sa_handler = SIG_IGN };

  __atomic_store_n (&self->ended, 1, __ATOMIC_RELEASE);
  g_thread_join (self->watcher);
  sigaction (self->signal, &none, NULL);
  g_free (self);
}

/**
 * pf_stall_samples_begin:
 * @self: the samples
 * @now_us: monotonic time
 *
 * The watched thread has something to do.
 */
void
pf_stall_samples_begin (PfStallSamples *self, gint64 now_us)
{
  self->n_samples = 0;
  __atomic_store_n (&self->busy_since, now_us, __ATOMIC_RELEASE);
}

static void
append_frame (GString *line, void *address)
{
  Dl_info info = { 0 };

  if (line->len > 0)
    g_string_append_c (line, ' ');
  if (dladdr (address, &info) == 0 || info.dli_fname == NULL)
    g_string_append_printf (line, "%p", address);
  else
    {
      g_autofree char *name = g_path_get_basename (info.dli_fname);

      g_string_append_printf (line, "%s+0x%zx", name,
                              (gsize)((char *)address - (char *)info.dli_fbase));
      if (info.dli_sname != NULL)
        g_string_append_printf (line, "(%s)", info.dli_sname);
    }
}

/**
 * pf_stall_samples_end:
 * @self: the samples
 * @wanted: whether anybody wants to know
 *
 * The watched thread goes to sleep.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): a line for each look that was
 *   taken, innermost call first, as in "pinfold+0x1234 libgtk-4.so.1+0x99(gtk_label_new)"
 */
char **
pf_stall_samples_end (PfStallSamples *self, gboolean wanted)
{
  g_autoptr (GStrvBuilder) lines = NULL;

  __atomic_store_n (&self->busy_since, 0, __ATOMIC_RELEASE);
  if (!wanted || self->n_samples == 0)
    return NULL;
  lines = g_strv_builder_new ();
  for (int i = 0; i < self->n_samples; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      /* The first two are the signal's own. */
      for (int j = 2; j < self->samples[i].depth; j++)
        append_frame (line, self->samples[i].frames[j]);
      g_strv_builder_add (lines, line->str);
    }
  return g_strv_builder_end (lines);
}
