/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice.h"

#include <sys/random.h>

/* Returns: text safe in a URL, made of @bytes bytes of the kernel's randomness */
char *
practice_random_token (guint bytes)
{
  g_autofree guint8 *raw = g_malloc (bytes);
  g_autofree char *text = NULL;

  for (guint got = 0; got < bytes;)
    {
      gssize n = getrandom (raw + got, bytes - got, 0);

      if (n > 0)
        got += (guint)n;
    }
  text = g_base64_encode (raw, bytes);
  for (char *c = text; *c != '\0'; c++)
    {
      if (*c == '+')
        *c = '-';
      else if (*c == '/')
        *c = '_';
      else if (*c == '=')
        *c = '\0';
    }
  return g_strdup (text);
}
