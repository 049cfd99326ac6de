#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every ssh session of a run: the environment and the working folder of the container, which sshd does not hand on, then
# what was asked for. No variable is set here: one of the same name may be the user's.
alias export='command export' # which goes on after a variable that the shell keeps for itself, such as bash's UID
# shellcheck source=/dev/null
. /run/mpi/environment 2>/dev/null
unalias export
cd "$PWD" 2>/dev/null || :
set -- "${SSH_ORIGINAL_COMMAND:-}"
unset SSH_ORIGINAL_COMMAND
[ -n "$1" ] || exec /bin/sh
exec /bin/sh -c "$1"
