/* SPDX-License-Identifier: Apache-2.0 */
/* A launch command as rules read it: what it says of ranks and hosts, wherever in a shell's script it stands. */
#ifndef MPICC_RULES_LAUNCH_WORDS_H
#define MPICC_RULES_LAUNCH_WORDS_H

#include "lib/tree/node.h"

struct launch_words {
	bool launches;            /* there is mpirun or its like in it */
	bool script;              /* a shell runs it: what it does cannot be known for sure */
	bool oversubscribes;      /* it says that more ranks than slots are meant */
	int64_t ranks;            /* of all its parts; 0: not said, or by a variable */
	int64_t per_host;         /* 0: not said */
	struct place ranks_at, per_host_at;
	struct str hosts;         /* the value of --hostfile or --host; empty: none */
	struct place hosts_at;
};

/* `words` is a list of strings, or the one string of a compact job's `launch`; NULL is no command. */
void launch_words_read(const struct node *words, struct arena *a, struct launch_words *out);

/* Whether the program of that path starts MPI ranks: mpirun, mpiexec and their like. */
bool launch_words_is_launcher(struct str program);

#endif
