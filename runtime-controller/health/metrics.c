/* SPDX-License-Identifier: Apache-2.0 */
/* The table of metrics, printed. */
#include "runtime-controller/health/metrics.h"

#include <string.h>

/* From the time that a decision takes to a day. */
static const double bounds[histogram_bucket_count] = {0.0005, 0.001, 0.002, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200, 28800, 86400};

struct row {
	const char *type; /* NULL: a histogram */
	const char *name, *labels, *help;
	int id;
};

static const struct row rows[] = {
#define SERIES(id, type, name, labels, help) {#type, name, labels, help, metric_##id},
#define HISTOGRAM(id, name, help) {NULL, name, "", help, histogram_##id},
#include "runtime-controller/health/metrics.def"
#undef SERIES
#undef HISTOGRAM
};

void metrics_observe(struct metrics *m, enum histogram id, double seconds)
{
	double value = seconds < 0 ? 0 : seconds;

	for (int i = 0; i < histogram_bucket_count; i++) {
		if (value > bounds[i])
			continue;
		m->histograms[id].buckets[i]++;
		break;
	}
	m->histograms[id].count++;
	m->histograms[id].sum += value;
}

static void write_histogram(const struct metrics *m, const struct row *row, struct buf *out)
{
	uint64_t sum = 0;

	for (int i = 0; i < histogram_bucket_count; i++) {
		sum += m->histograms[row->id].buckets[i];
		buf_printf(out, "%s_bucket{le=\"%g\"} %llu\n", row->name, bounds[i], (unsigned long long)sum);
	}
	buf_printf(out, "%s_bucket{le=\"+Inf\"} %llu\n", row->name, (unsigned long long)m->histograms[row->id].count);
	buf_printf(out, "%s_sum %.9g\n", row->name, m->histograms[row->id].sum);
	buf_printf(out, "%s_count %llu\n", row->name, (unsigned long long)m->histograms[row->id].count);
}

void metrics_write(const struct metrics *m, struct buf *out)
{
	const char *last = "";

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		bool labelled = row->labels[0] != '\0';

		if (strcmp(last, row->name) != 0)
			buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", row->name, row->help, row->name,
				   row->type ? row->type : "histogram");
		last = row->name;
		if (row->type)
			buf_printf(out, "%s%s%s%s %.15g\n", row->name, labelled ? "{" : "", row->labels, labelled ? "}" : "",
				   m->values[row->id]);
		else
			write_histogram(m, row, out);
	}
}
