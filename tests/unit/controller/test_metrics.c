/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "runtime-controller/health/metrics.h"
#include "tests/support/test.h"

static struct metrics metrics;

static struct buf written(void)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	metrics_write(&metrics, &b);
	buf_putc(&b, '\0');
	return b;
}

TEST(metrics_write_tells_each_name_once)
{
	struct buf b = written();
	struct str rest = buf_str(&b), line, names[100];
	size_t count = 0;

	while (str_cut(&rest, '\n', &line)) {
		if (!str_starts(line, "# TYPE "))
			continue;
		line = str_slice(line, 7, line.length);
		str_cut(&line, ' ', &names[count]);
		for (size_t i = 0; i < count; i++)
			assert_false(str_equal(names[i], names[count]));
		count++;
	}
	assert_true(count > 20);
	buf_release(&b);
}

TEST(metrics_write_prints_labels_and_values)
{
	struct buf b;

	metrics = (struct metrics){0};
	metrics.values[metric_idle_after] = 12.5;
	metrics.values[metric_requests_ok] = 12345678901;
	b = written();
	assert_non_null(strstr(b.data, "# TYPE mpicc_worker_idle_seconds_total counter\n"
				       "mpicc_worker_idle_seconds_total{stage=\"before_launch\"} 0\n"
				       "mpicc_worker_idle_seconds_total{stage=\"after_done\"} 12.5\n"));
	assert_non_null(strstr(b.data, "mpicc_requests_total{code=\"ok\"} 12345678901\n"));
	buf_release(&b);
}

TEST(metrics_observe_fills_buckets_that_include_the_smaller_ones)
{
	struct buf b;

	metrics = (struct metrics){0};
	metrics_observe(&metrics, histogram_cleanup, 0.7);
	metrics_observe(&metrics, histogram_cleanup, 1);
	metrics_observe(&metrics, histogram_cleanup, 1e9);
	metrics_observe(&metrics, histogram_cleanup, -5);
	b = written();
	assert_non_null(strstr(b.data, "mpicc_cleanup_seconds_bucket{le=\"0.005\"} 1\n"));
	assert_non_null(strstr(b.data, "mpicc_cleanup_seconds_bucket{le=\"1\"} 3\n"));
	assert_non_null(strstr(b.data, "mpicc_cleanup_seconds_bucket{le=\"86400\"} 3\n"));
	assert_non_null(strstr(b.data, "mpicc_cleanup_seconds_bucket{le=\"+Inf\"} 4\n"));
	assert_non_null(strstr(b.data, "mpicc_cleanup_seconds_count 4\n"));
	buf_release(&b);
}
