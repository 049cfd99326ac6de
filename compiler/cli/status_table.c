/* SPDX-License-Identifier: Apache-2.0 */
/* Cells first, so that columns are as wide as the widest; then lines. */
#include "compiler/cli/status_table.h"

#include "compiler/cli/text.h"
#include "lib/base/rfc3339.h"

enum { phase_column = 3, gap = 2 };

static const char *const heads[status_columns] = {"NAMESPACE", "JOB", "RUN", "PHASE", "WORKERS", "AGE", "DURATION", "REASON", ""};

struct str duration_text(struct arena *a, int64_t ms)
{
	int64_t s = ms > 0 ? ms / 1000 : 0, m = s / 60, h = m / 60, d = h / 24;

	if (s < 120)
		return arena_format(a, "%llds", (long long)s);
	if (m < 120)
		return arena_format(a, "%lldm", (long long)m);
	if (h < 48)
		return h % 24 && m % 60 ? arena_format(a, "%lldh%lldm", (long long)h, (long long)(m % 60))
					: arena_format(a, "%lldh", (long long)h);
	return h % 24 && d < 10 ? arena_format(a, "%lldd%lldh", (long long)d, (long long)(h % 24))
				: arena_format(a, "%lldd", (long long)d);
}

static struct str since(struct arena *a, int64_t from_ms, int64_t to_ms)
{
	return from_ms ? duration_text(a, to_ms - from_ms) : STR("-");
}

static struct str workers_text(struct arena *a, const struct cluster_run *run)
{
	const struct shown_run *s = &run->shown;

	return s->workers ? arena_format(a, "%lld/%lld", (long long)s->workers_ready, (long long)s->workers) : STR("-");
}

static void fill_row(const struct cluster_run *run, int64_t now_ms, struct arena *a, struct str cells[status_columns])
{
	const struct shown_run *s = &run->shown;

	cells[0] = run->namespace;
	cells[1] = run->job;
	cells[2] = str_from(s->run);
	cells[3] = str_from(run_phase_name(s->phase));
	cells[4] = workers_text(a, run);
	cells[5] = since(a, s->created_ms, now_ms);
	cells[6] = since(a, s->started_ms, s->finished_ms ? s->finished_ms : now_ms);
	cells[7] = str_from(s->reason[0] ? s->reason : "-");
	cells[8] = str_from(run->gone ? "(gone)" : "");
}

static const char *colour_of(struct str phase)
{
	if (str_is(phase, "Failed"))
		return "\033[31m";
	if (str_is(phase, "Succeeded"))
		return "\033[32m";
	return str_is(phase, "Running") ? "\033[36m" : "\033[33m";
}

/* The last cell that is not empty has no blanks behind it. */
static void print_line(const struct str *cells, const unsigned *widths, unsigned columns, int coloured, struct buf *out)
{
	while (columns && !cells[columns - 1].length)
		columns--;
	for (unsigned i = 0; i < columns; i++) {
		unsigned cell = text_cells(cells[i]);

		buf_puts(out, (int)i == coloured ? colour_of(cells[i]) : "");
		buf_add(out, cells[i]);
		buf_puts(out, (int)i == coloured ? "\033[0m" : "");
		if (i + 1 < columns)
			text_spaces(out, (widths[i] > cell ? widths[i] - cell : 0) + gap);
	}
	buf_putc(out, '\n');
}

static void widen(unsigned *widths, const struct str *cells, unsigned columns)
{
	for (unsigned i = 0; i < columns; i++) {
		unsigned cell = text_cells(cells[i]);

		if (cell > widths[i])
			widths[i] = cell;
	}
}

void status_table_print(struct status_table *t, const struct cluster_run *runs, uint32_t count, int64_t now_ms, struct arena *a,
			struct buf *out)
{
	struct str(*rows)[status_columns] = arena_alloc_array(a, (size_t)count + 1, sizeof(*rows));
	const struct str longest_phase = STR("Succeeded");

	for (unsigned i = 0; i < status_columns; i++)
		rows[0][i] = str_from(heads[i]);
	for (uint32_t i = 0; i < count; i++)
		fill_row(&runs[i], now_ms, a, rows[i + 1]);
	for (uint32_t i = 0; i <= count; i++)
		widen(t->widths, rows[i], status_columns);
	widen(t->widths + phase_column, &longest_phase, 1);
	for (uint32_t i = t->has_head; i <= count; i++)
		print_line(rows[i], t->widths, status_columns, t->colour && i ? phase_column : -1, out);
	t->has_head = true;
}

enum { pod_columns = 6 };

static void fill_pod(const struct cluster_pod *pod, int64_t now_ms, struct arena *a, struct str cells[pod_columns])
{
	cells[0] = pod->name;
	cells[1] = pod->ready || !str_is(pod->phase, "Running") ? pod->phase : STR("NotReady");
	cells[2] = arena_format(a, "%lld", (long long)pod->restarts);
	cells[3] = since(a, pod->created_ms, now_ms);
	cells[4] = pod->node.length ? pod->node : STR("-");
	cells[5] = pod->reason;
	if (pod->exit_code > 0 && pod->reason.length)
		cells[5] = arena_format(a, "%.*s, exit code %lld", STR_ARG(pod->reason), (long long)pod->exit_code);
	if (pod->message.length)
		cells[5] = arena_format(a, "%.*s: %.*s", STR_ARG(cells[5]),
					STR_ARG(str_slice(pod->message, 0, str_find(pod->message, '\n'))));
}

void status_print_pods(const struct cluster_pod *pods, uint32_t count, int64_t now_ms, struct arena *a, struct buf *out)
{
	struct str(*rows)[pod_columns] = arena_alloc_array(a, (size_t)count + 1, sizeof(*rows));
	static const char *const pod_heads[pod_columns] = {"POD", "STATUS", "RESTARTS", "AGE", "NODE", "REASON"};
	unsigned widths[pod_columns] = {0};

	for (unsigned i = 0; i < pod_columns; i++)
		rows[0][i] = str_from(pod_heads[i]);
	for (uint32_t i = 0; i < count; i++)
		fill_pod(&pods[i], now_ms, a, rows[i + 1]);
	for (uint32_t i = 0; i <= count; i++)
		widen(widths, rows[i], pod_columns);
	for (uint32_t i = 0; i <= count && count; i++)
		print_line(rows[i], widths, pod_columns, -1, out);
}

static void put_text(struct arena *a, struct node *map, const char *key, struct str text)
{
	if (text.length)
		node_put_text(a, map, key, json_utf8(a, text));
}

static void put_time(struct arena *a, struct node *map, const char *key, int64_t ms)
{
	char text[rfc3339_size];

	if (!ms)
		return;
	rfc3339_seconds(ms, text);
	node_put_text(a, map, key, arena_str(a, str_from(text)));
}

static void put_int(struct arena *a, struct node *map, const char *key, int64_t value)
{
	node_put(a, map, key, node_new_int(a, value, PLACE_NONE));
}

static void put_bool(struct arena *a, struct node *map, const char *key, bool value)
{
	node_put(a, map, key, node_new_bool(a, value, PLACE_NONE));
}

struct node *status_run_node(struct arena *a, const struct cluster_run *run)
{
	const struct shown_run *s = &run->shown;
	struct node *map = node_new(a, node_map, PLACE_NONE);

	put_text(a, map, "namespace", run->namespace);
	put_text(a, map, "job", run->job);
	put_text(a, map, "run", arena_str(a, str_from(s->run)));
	put_text(a, map, "phase", str_from(run_phase_name(s->phase)));
	put_text(a, map, "reason", arena_str(a, str_from(s->reason)));
	put_time(a, map, "created", s->created_ms);
	put_time(a, map, "started", s->started_ms);
	put_time(a, map, "finished", s->finished_ms);
	put_int(a, map, "workers", s->workers);
	put_int(a, map, "workersReady", s->workers_ready);
	put_bool(a, map, "gone", run->gone);
	return map;
}

struct node *status_pod_node(struct arena *a, const struct cluster_pod *pod)
{
	struct node *map = node_new(a, node_map, PLACE_NONE);

	put_text(a, map, "name", pod->name);
	put_text(a, map, "role", pod->role);
	if (pod->index >= 0)
		put_int(a, map, "index", pod->index);
	put_text(a, map, "phase", pod->phase);
	put_bool(a, map, "ready", pod->ready);
	put_int(a, map, "restarts", pod->restarts);
	put_time(a, map, "created", pod->created_ms);
	put_text(a, map, "node", pod->node);
	put_text(a, map, "reason", pod->reason);
	put_text(a, map, "message", pod->message);
	if (pod->exit_code >= 0)
		put_int(a, map, "exitCode", pod->exit_code);
	return map;
}
