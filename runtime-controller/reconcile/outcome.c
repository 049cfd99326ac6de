/* SPDX-License-Identifier: Apache-2.0 */
/* Answers -> the state of steps. */
#include "runtime-controller/reconcile/outcome.h"

bool outcome_is_done(enum action_kind kind, enum kube_code code)
{
	switch (kind) {
	case action_delete_pod:
	case action_drop_key:
	case action_end_job:
		return code == kube_code_ok || code == kube_code_not_found;
	case action_confirm_gone:
		return code == kube_code_not_found;
	default:
		return code == kube_code_ok;
	}
}

static int64_t wait_for(const struct step_state *step, const struct kube_status *status)
{
	int64_t wait_ms = retry_max_ms;

	if (step->failures < 10)
		wait_ms = (int64_t)retry_first_ms << step->failures;
	if (wait_ms > retry_max_ms)
		wait_ms = retry_max_ms;
	if ((status->code == kube_code_forbidden || status->code == kube_code_invalid) && wait_ms < retry_refused_ms)
		wait_ms = retry_refused_ms;
	return wait_ms > status->retry_after_ms ? wait_ms : status->retry_after_ms;
}

/* Of many deletions that fail together, the first counts. Up to a quarter more, so that runs that failed together do not come
 * again together. */
void outcome_note(struct step_state *step, bool done, const struct kube_status *status, int64_t boot_ms, uint32_t random)
{
	int64_t wait_ms;

	step->done = done;
	if (done) {
		step->failures = 0;
		step->not_before_ms = 0;
		return;
	}
	if (boot_ms < step->not_before_ms)
		return;
	wait_ms = wait_for(step, status);
	step->not_before_ms = boot_ms + wait_ms + wait_ms * (int64_t)(random >> 16) / (4 << 16);
	if (step->failures < 255)
		step->failures++;
}
