#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What every container of a run starts with:
#
#   start.sh launcher COMMAND... waits for the workers, then runs COMMAND
#   start.sh ranks COMMAND...    the same, with an sshd of its own: the launcher hosts ranks
#   start.sh worker              runs sshd
#   start.sh indexed COMMAND...  index 0 of an Indexed Job is `ranks`, the others are `worker`
#   start.sh gate                waits for the workers (an init container, when the image's own entrypoint launches)
#   start.sh stage               only makes /run/mpi (an init container, when the worker has a command of its own)
#
# Needs sh, sshd and ssh, cat, chmod, date, id, mkdir, mv, rm and sleep; getent, bash and timeout where the image has them.
#
# Functions are subshells, and this shell sets no variable before COMMAND runs: one of the same name may be the user's.
set -u

fail() {
  echo "mpicc: $*" >&2
  exit 1
}

# Puts standard input into a file that is whole as soon as it is there.
put() {
  if ! cat >"$1.new" || ! mv -f "$1.new" "$1"; then
    fail "cannot write to /run/mpi"
  fi
}

# The run's ssh, for programs that know nothing of it. Other hosts are reached as ever. The name of a run's first host
# is <pod>.<run>.<namespace>.svc.<cluster domain>.
stage_ssh() (
  umask 077
  mkdir -p /run/mpi/bin || fail "cannot write to /run/mpi"
  ssh=$(command -v ssh) || exit 0
  read -r host </etc/mpi/hosts
  domain=${host#*.}
  put /run/mpi/bin/ssh <<END
#!/bin/sh
for word; do
  case \$word in
  *.$domain | ${domain%%.*}-*) exec $ssh -F /etc/mpi/ssh_config -o StrictHostKeyChecking=yes "\$@" ;;
  esac
done
exec $ssh "\$@"
END
  chmod 700 /run/mpi/bin/ssh
)

# The environment for ssh sessions, the key as its user's own file (ssh refuses one that others could read), the hosts' key.
stage() (
  umask 077
  export -p | put /run/mpi/environment || exit 1
  private=$(cat /etc/mpi-ssh/ssh-privatekey) || fail "cannot read the key in /etc/mpi-ssh as uid $(id -u)"
  public=$(cat /etc/mpi-ssh/ssh-publickey) || fail "cannot read the public key in /etc/mpi-ssh"
  # $() and this line end: ssh takes no key whose last line has none, and Secrets made by hand often have none.
  printf '%s\n' "$private" | put /run/mpi/id || exit 1
  printf '%s\n' "$public" | put /run/mpi/authorized_keys || exit 1
  read -r type key comment </run/mpi/authorized_keys
  [ -n "$key" ] || fail "the public key in /etc/mpi-ssh is not one of ssh's${comment:+: $comment}"
  printf '* %s %s\n' "$type" "$key" | put /run/mpi/known_hosts
)

find_sshd() (
  for file in "$(command -v sshd)" /usr/sbin/sshd /usr/local/sbin/sshd /sbin/sshd; do
    [ -x "$file" ] && echo "$file" && exit 0
  done
  fail "the image has no sshd"
)

# Without PAM sshd lets nobody in whose password is locked; some images lock root's, which nobody can type anyhow.
unlock_root() (
  [ -r /etc/shadow ] || exit 0
  case $(cat /etc/shadow) in
  root:!*) ;;
  *) exit 0 ;;
  esac
  umask 077
  while IFS=: read -r name password rest; do
    [ "$name" = root ] && password='*'
    printf '%s:%s:%s\n' "$name" "$password" "$rest"
  done </etc/shadow >/run/mpi/shadow
  cat /run/mpi/shadow >/etc/shadow
)

# As root, sshd wants its privilege separation folder, which packages make at boot and images often lack.
prepare_sshd() (
  find_sshd >/dev/null || exit 1
  [ "$(id -u)" = 0 ] || exit 0
  umask 022
  for folder in /run/sshd /var/run/sshd /var/empty /var/empty/sshd /usr/share/empty.sshd; do
    mkdir -p "$folder" 2>/dev/null
  done
  unlock_root
  exit 0
)

# Not sshd itself: told to end, it ends with 0, and for Kubernetes the work of a worker that was only drained or deleted
# would be done, so that no other took its place.
worker() {
  prepare_sshd || exit 1
  trap 'kill $! 2>/dev/null; exit 143' TERM INT
  "$(find_sshd)" -D -e -f /etc/mpi/sshd_config &
  wait $!
  fail "sshd ended"
}

# Whether a host has a name. Without getent an ssh connection tells.
resolves() {
  if command -v getent >/dev/null; then
    getent hosts "$1" >/dev/null 2>&1
  else
    connects "$1"
  fi
}

connects() {
  ssh -n -F /etc/mpi/ssh_config -o ConnectionAttempts=1 -o ConnectTimeout=2 "$1" true 2>/dev/null
}

# Whether a host's sshd listens: a pod has its name long before its image is there. Bash asks for less than ssh does.
listens() {
  if command -v bash >/dev/null && command -v timeout >/dev/null; then
    # shellcheck disable=SC2016 # bash is to see these
    timeout 5 bash -c ': <>"/dev/tcp/$0/$1"' "$1" "$port" 2>/dev/null
  else
    connects "$1"
  fi
}

# Asks all missing hosts, 32 at a time; `missing` are those that did not answer.
sweep() {
  started=0
  for host in $missing; do
    { listens "$host" && : >"/run/mpi/up/$host"; } &
    started=$((started + 1))
    [ $((started % 32)) -eq 0 ] && wait
  done
  wait
  still='' last='' count=0 names=''
  for host in $missing; do
    [ -e "/run/mpi/up/$host" ] && continue
    still="$still $host" last=$host count=$((count + 1))
    [ $count -gt 10 ] || names="$names $host"
  done
  [ $count -gt 10 ] && names="$names and $((count - 10)) more"
  missing=$still
  [ -z "$missing" ] && exit 0
}

# All hosts but this one. `last` comes last into being, so when it has an address the others mostly have theirs.
find_missing() {
  missing='' last='' own=$(cat /etc/hostname 2>/dev/null)
  read -r _ port </etc/mpi/sshd_config # its first line is "Port N"
  while read -r host; do
    [ "${host%%.*}" = "$own" ] || missing="$missing $host" last=$host
  done </etc/mpi/hosts
  [ -n "$missing" ] || exit 0
}

# Resolvers remember "no such name" for 5 to 30 s, so who asks too early waits that long. Therefore the first question comes
# late, and only the last missing host is asked for again and again.
wait_for_workers() (
  rm -rf /run/mpi/up
  mkdir -p /run/mpi/up
  find_missing
  patience=${MPICC_START_DEADLINE:-1800}
  deadline=$(($(date +%s) + patience)) report=$(($(date +%s) + 15))
  while sleep 1; do
    resolves "$last" && sweep
    now=$(date +%s)
    if [ "$now" -ge "$deadline" ]; then
      sweep
      fail "after $patience s these workers still do not answer:$names"
    elif [ "$now" -ge "$report" ]; then
      sweep
      echo "mpicc: waiting for$names" >&2
      report=$((now + 15))
    fi
  done
)

# In the background, because a signal reaches the first process of a container only if that listens.
gate() {
  trap 'exit 143' TERM INT
  wait_for_workers &
  wait $! || exit 1
  trap - TERM INT
}

# A flavour whose launcher overlooks lost hosts notes its sessions in a folder as long as they last, or for ever when they end
# badly. They may last a little longer than the launcher.
check_sessions() (
  left=50
  while set -- /run/mpi/sessions/* && [ -e "$1" ]; do
    [ $((left -= 1)) -gt 0 ] || fail "lost, although the launcher ended with 0: $(cd /run/mpi/sessions && echo *)"
    sleep 0.2 2>/dev/null || sleep 1
  done
)

# Runs COMMAND, hands on to it what tells it to end, and ends as it does.
launch() {
  rm -rf /run/mpi/sessions
  gate
  exec 3<&0 # a shell takes standard input away from what runs in the background
  "$@" <&3 3<&- &
  exec 3<&-
  trap 'kill -TERM $! 2>/dev/null' TERM INT
  while :; do
    wait $!
    status=$?
    kill -0 $! 2>/dev/null || break
  done
  [ "$status" -ne 0 ] || check_sessions || exit 1
  exit "$status"
}

launch_with_ranks() {
  prepare_sshd || exit 1
  (exec "$(find_sshd)" -D -e -f /etc/mpi/sshd_config) &
  launch "$@"
}

[ $# -gt 0 ] || fail "start.sh: which role?"
stage_ssh || exit 1
PATH=/run/mpi/bin:${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
export PATH
stage || exit 1
case $1 in
launcher) shift && launch "$@" ;;
ranks) shift && launch_with_ranks "$@" ;;
worker) worker ;;
indexed)
  [ "${JOB_COMPLETION_INDEX:-}" = 0 ] || worker
  shift && launch_with_ranks "$@"
  ;;
gate) gate ;;
stage) ;;
*) fail "start.sh: unknown role $1" ;;
esac
