/* SPDX-License-Identifier: Apache-2.0 */
/* A Secret's labels and owners -> whose it is. */
#include "runtime-controller/reconcile/key.h"

#include "lib/contract/keys.h"
#include "lib/kube/json.h"

enum key_owner key_judge(struct str secret, const struct run_key *run, const char *job_uid, char out_uid[uid_max + 1])
{
	struct str labels, owners, owner, uid;
	const struct json_field fields[] = {
		{"metadata.labels", &labels}, {"metadata.ownerReferences", &owners}, {"metadata.uid", &uid}};
	enum key_owner found = key_foreign;

	if (json_pick(secret, fields, 3) < 0 || !json_copy(uid, out_uid, uid_max + 1))
		return key_foreign;
	if (!json_is(json_get(labels, LABEL_APP_MANAGED_BY), FIELD_MANAGER) || !json_is(json_get(labels, LABEL_RUN), run->run))
		return key_foreign;
	while (json_next_item(&owners, &owner)) {
		if (json_is(json_get(owner, "uid"), job_uid))
			return key_ours;
		if (json_is(json_get(owner, "kind"), "Job"))
			found = key_leftover;
	}
	return found;
}
