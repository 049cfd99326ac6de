#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What every container of a run starts with:
#
#   start.sh launcher COMMAND…   waits for the workers, then becomes COMMAND
#   start.sh ranks COMMAND…      the same, with an sshd of its own: the launcher hosts ranks
#   start.sh worker              becomes sshd
#   start.sh indexed COMMAND…    index 0 of an Indexed Job is `ranks`, the others are `worker`
#   start.sh gate                waits for the workers (an init container, when the image's own entrypoint launches)
#   start.sh stage               only makes /run/mpi (an init container, when the worker has a command of its own)
#
# Needs sh, sshd and ssh, cat, mkdir, sleep and date; getent where the image has it.
set -u
config=/etc/mpi
keys=/etc/mpi-ssh
run=/run/mpi

fail() {
  echo "mpicc: $*" >&2
  exit 1
}

# The key as its user's own file (ssh refuses one that others could read), the hosts' key, the environment for ssh sessions.
stage() {
  umask 077
  mkdir -p "$run/up" || fail "cannot write to $run"
  cat "$keys/ssh-privatekey" >"$run/id.new" || fail "cannot read the key in $keys as uid $(id -u)"
  mv -f "$run/id.new" "$run/id"
  cat "$keys/ssh-publickey" >"$run/authorized_keys" || fail "cannot read the public key in $keys"
  read -r type key rest <"$run/authorized_keys"
  printf '* %s %s\n[*]:* %s %s\n' "$type" "$key" "$type" "$key" >"$run/known_hosts"
  export -p >"$run/environment"
}

find_sshd() {
  for sshd in "$(command -v sshd)" /usr/sbin/sshd /usr/local/sbin/sshd /sbin/sshd; do
    [ -x "$sshd" ] && return
  done
  fail "the image has no sshd"
}

# As root, sshd wants its privilege separation folder, which packages make at boot and images often lack.
prepare_sshd() {
  find_sshd
  [ "$(id -u)" = 0 ] || return 0
  for folder in /run/sshd /var/run/sshd /var/empty /var/empty/sshd /usr/share/empty.sshd; do
    mkdir -p "$folder" 2>/dev/null
  done
  return 0
}

worker() {
  prepare_sshd
  exec "$sshd" -D -e -f "$config/sshd_config"
}

# Whether a host can be reached by name. Without getent an ssh connection tells.
resolves() {
  if command -v getent >/dev/null; then
    getent hosts "$1" >/dev/null 2>&1
  else
    ssh -n -F "$config/ssh_config" -o ConnectionAttempts=1 -o ConnectTimeout=2 "$1" true 2>/dev/null
  fi
}

probe() {
  resolves "$1" && : >"$run/up/$1"
}

# Asks for all hosts that are still missing, 32 at a time; `missing` are those that did not answer.
probe_missing() {
  started=0
  for host in $missing; do
    probe "$host" &
    started=$((started + 1))
    [ $((started % 32)) -eq 0 ] && wait
  done
  wait
  still=
  for host in $missing; do
    [ -e "$run/up/$host" ] || still="$still $host"
  done
  missing=$still
}

# Resolvers remember "no such name", for 5 to 30 s: the first question comes late, and later ones rarely.
wait_for_workers() {
  missing=$(cat "$config/hosts")
  own=$(cat /etc/hostname 2>/dev/null)
  others=
  for host in $missing; do
    [ "${host%%.*}" = "$own" ] || others="$others $host"
  done
  missing=$others
  [ -n "$missing" ] || return 0
  said=$(date +%s)
  deadline=$((said + MPICC_START_DEADLINE))
  sleep 1
  while probe_missing && [ -n "$missing" ]; do
    now=$(date +%s)
    [ "$now" -lt "$deadline" ] || fail "after ${MPICC_START_DEADLINE} s these workers still have no address:$missing"
    if [ $((now - said)) -ge 15 ]; then
      echo "mpicc: waiting for$missing" >&2
      said=$now
    fi
    sleep 1
  done
}

launch() {
  wait_for_workers
  exec "$@"
}

# sshd comes after the waiting, whose `wait` would wait for it too.
launch_with_ranks() {
  prepare_sshd
  wait_for_workers
  "$sshd" -D -e -f "$config/sshd_config" &
  exec "$@"
}

role=$1
shift
stage
case $role in
launcher) launch "$@" ;;
ranks) launch_with_ranks "$@" ;;
worker) worker ;;
indexed)
  [ "$JOB_COMPLETION_INDEX" = 0 ] || worker
  launch_with_ranks "$@"
  ;;
gate) wait_for_workers ;;
stage) ;;
*) fail "start.sh: unknown role $role" ;;
esac
