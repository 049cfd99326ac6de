/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that begin and end within one call. */
#include "lib/base/parallel.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

struct thread {
	pthread_t id;
	bool runs;
	void (*work)(void *part);
	void *part;
};

uint32_t parallel_parts(uint32_t count, uint32_t least)
{
	uint32_t parts = count / least, processors;
	cpu_set_t set;

	if (parts < 2 || sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	processors = (uint32_t)CPU_COUNT(&set);
	if (parts > processors)
		parts = processors;
	return parts > parallel_max ? parallel_max : parts;
}

uint32_t parallel_first(uint32_t count, uint32_t parts, uint32_t part)
{
	return (uint32_t)((uint64_t)count * part / parts);
}

static void *run(void *payload)
{
	struct thread *t = payload;

	t->work(t->part);
	return NULL;
}

void parallel_run(void *array, uint32_t parts, size_t size, void (*work)(void *part))
{
	struct thread threads[parallel_max];

	assert(parts <= parallel_max);
	for (uint32_t i = 0; i < parts; i++) {
		threads[i] = (struct thread){.work = work, .part = (char *)array + i * size};
		threads[i].runs = i > 0 && pthread_create(&threads[i].id, NULL, run, &threads[i]) == 0;
	}
	for (uint32_t i = 0; i < parts; i++)
		if (!threads[i].runs)
			run(&threads[i]);
	for (uint32_t i = 0; i < parts; i++)
		if (threads[i].runs)
			pthread_join(threads[i].id, NULL);
}
