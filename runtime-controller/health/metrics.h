/* SPDX-License-Identifier: Apache-2.0 */
/* The controller's numbers, and how Prometheus reads them (text exposition format 0.0.4). */
#ifndef MPICC_CONTROLLER_HEALTH_METRICS_H
#define MPICC_CONTROLLER_HEALTH_METRICS_H

#include "lib/base/buf.h"

enum metric {
#define SERIES(id, type, name, labels, help) metric_##id,
#define HISTOGRAM(id, name, help)
#include "runtime-controller/health/metrics.def"
	metric_count
#undef SERIES
#undef HISTOGRAM
};

enum histogram {
#define SERIES(id, type, name, labels, help)
#define HISTOGRAM(id, name, help) histogram_##id,
#include "runtime-controller/health/metrics.def"
	histogram_count
#undef SERIES
#undef HISTOGRAM
};

enum { histogram_bucket_count = 18 };

struct metrics {
	double values[metric_count];
	struct {
		uint64_t buckets[histogram_bucket_count]; /* not yet summed up */
		uint64_t count;
		double sum;
	} histograms[histogram_count];
};

void metrics_observe(struct metrics *m, enum histogram id, double seconds);
void metrics_write(const struct metrics *m, struct buf *out);

#endif
