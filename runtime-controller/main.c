/* SPDX-License-Identifier: Apache-2.0 */
/* mpicc-controller: options -> the controller -> an exit code. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "runtime-controller/controller.h"

enum { exit_fine = 0, exit_failed = 3, exit_usage = 2, text_max = 65536 };

static const char *environment(const char *name)
{
	return getenv(name);
}

static void write_line(__attribute__((unused)) void *payload, struct str line)
{
	while (line.length) {
		ssize_t n = write(STDERR_FILENO, line.data, line.length);

		if (n <= 0)
			return;
		line = str_slice(line, (size_t)n, line.length);
	}
}

static int64_t wall_ms(__attribute__((unused)) void *payload)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int run_guarded(const struct options *options, struct arena *a, struct arena *scratch, struct log *log, struct error *err)
{
	jmp_buf oom;

	arena_init(a, &oom);
	arena_init(scratch, &oom);
	if (setjmp(oom))
		return error_no_memory(err);
	return controller_run(options, a, scratch, log, err);
}

static int run(const struct options *options)
{
	struct log log = {.format = options->log_format[0] == 'j' ? log_json : log_text, .write = write_line, .wall_ms = wall_ms};
	struct arena a = {0}, scratch = {0};
	struct error err = {0};
	int status;

	log_level_parse(str_from(options->log_level), &log.level);
	status = run_guarded(options, &a, &scratch, &log, &err);
	if (status < 0)
		log_add(&log, log_error, "the controller ends", "why", err.message, NULL);
	arena_release(&scratch);
	arena_release(&a);
	return status < 0 ? exit_failed : exit_fine;
}

static int print(struct buf *text, FILE *to, int code)
{
	fwrite(text->data, 1, text->length, to);
	buf_release(text);
	return code;
}

int main(int argc, char **argv)
{
	struct options options;
	struct buf text;

	buf_init(&text, text_max);
	if (!options_read(argc, argv, environment, &options, &text)) {
		buf_putc(&text, '\n');
		return print(&text, stderr, exit_usage);
	}
	if (options.help)
		options_help(&text);
	if (options.version)
		buf_puts(&text, "mpicc-controller " MPICC_VERSION "\n");
	if (options.help || options.version)
		return print(&text, stdout, exit_fine);
	buf_release(&text);
	return run(&options);
}
