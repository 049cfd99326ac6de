#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every ssh session of a run: the environment of the pod, which sshd does not hand on, then what was asked for.
# shellcheck source=/dev/null
. /run/mpi/environment
[ -n "${SSH_ORIGINAL_COMMAND:-}" ] || exec /bin/sh
exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"
