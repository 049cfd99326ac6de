/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of repositories: URLs, scp's host:path, and plain paths. */
#ifndef MPICC_COMMIT_URL_H
#define MPICC_COMMIT_URL_H

#include "lib/base/arena.h"

/* http(s): without user and password (tokens are given as either); elsewhere without the password. */
struct str url_without_credentials(struct arena *a, struct str url);

/* The same for every URL in a text, say a command line. */
struct str url_text_without_credentials(struct arena *a, struct str text);

/* The path that a file:// URL or a plain path names; false for everything that is on another machine. */
bool url_is_local(struct arena *a, struct str url, struct str *out_path);

#endif
