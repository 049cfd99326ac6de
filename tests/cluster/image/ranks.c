/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ranks [SECONDS [VARIABLE…]]: what the tests run. Computes pi together, works for SECONDS, and prints a line for each rank:
 *
 *     rank 2 of 6 on HOST started 1764000000.12 at 1764000001.50 VARIABLE=value…
 *
 * `started` is when the container's first process began, `at` when main did, both on the node's clock, in seconds. Rank 0 prints
 * all lines, so that they stay whole; ranks that do not find each other say "of 1".
 */
#include <mpi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { line_max = 1024, slices = 2000000 };

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Field 22 of /proc/1/stat: ticks since boot; field 2 is a name in parentheses that may contain blanks. */
static double container_start(void)
{
	char text[4096] = "", *rest;
	FILE *file = fopen("/proc/1/stat", "r");
	unsigned long long ticks = 0;

	if (file) {
		text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
		fclose(file);
	}
	rest = strrchr(text, ')');
	for (int field = 3; rest && field <= 22; field++)
		if ((rest = strchr(rest + 1, ' ')) && field == 22)
			ticks = strtoull(rest + 1, NULL, 10);
	return seconds(CLOCK_REALTIME) - seconds(CLOCK_BOOTTIME) + (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

static void describe(char *line, int rank, int size, double at, char **variables)
{
	char host[256];
	int used;

	gethostname(host, sizeof(host));
	used = snprintf(line, line_max, "rank %d of %d on %s started %.2f at %.2f", rank, size, host, container_start(), at);
	for (; *variables && used < line_max; variables++) {
		const char *value = getenv(*variables);

		used += snprintf(line + used, (size_t)(line_max - used), " %s=%s", *variables, value ? value : "(not set)");
	}
}

int main(int argc, char **argv)
{
	double at = seconds(CLOCK_REALTIME), sum = 0, pi = 0;
	char line[line_max], *lines;
	int rank, size;

	MPI_Init(&argc, &argv);
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	MPI_Comm_size(MPI_COMM_WORLD, &size);
	for (long i = rank; i < slices; i += size) {
		double x = ((double)i + 0.5) / slices;

		sum += 4 / (1 + x * x) / slices;
	}
	MPI_Reduce(&sum, &pi, 1, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
	describe(line, rank, size, at, argc > 2 ? argv + 2 : argv + argc);
	lines = malloc((size_t)size * line_max);
	MPI_Gather(line, line_max, MPI_CHAR, lines, line_max, MPI_CHAR, 0, MPI_COMM_WORLD);
	for (int i = 0; rank == 0 && i < size; i++)
		puts(lines + (size_t)i * line_max);
	fflush(stdout);
	if (argc > 1)
		sleep((unsigned)atoi(argv[1]));
	MPI_Barrier(MPI_COMM_WORLD);
	if (rank == 0)
		printf("pi %.9f\n", pi);
	free(lines);
	MPI_Finalize();
	return 0;
}
