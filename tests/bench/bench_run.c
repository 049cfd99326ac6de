/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_run COMMAND…: runs it with its output thrown away, and prints "SECONDS PROCESSOR-SECONDS KIB": wall clock from before
 * fork(2), what it and its children had of processors, and the most memory that one of them had resident. Exits as the command
 * did, with 128 + N where signal N ended it.
 *
 * A process inherits the peak of the one that it was forked from. This one is small, which an interpreter is not.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double duration(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void become(char **argv)
{
	int nothing = open("/dev/null", O_WRONLY);

	if (nothing >= 0 && dup2(nothing, STDOUT_FILENO) >= 0)
		execvp(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

int main(int argc, char **argv)
{
	double begin = seconds();
	struct rusage usage;
	int status;
	pid_t pid;

	if (argc < 2)
		return 2;
	pid = fork();
	if (pid == 0)
		become(argv + 1);
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0) {
		perror("bench_run");
		return 1;
	}
	printf("%.6f %.6f %ld\n", seconds() - begin, duration(usage.ru_utime) + duration(usage.ru_stime), usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
