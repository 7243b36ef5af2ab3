#!/usr/bin/env bash
# Real RabbitMQ, S3 (a Ceph RADOS gateway) and PostgreSQL for the tests: from Debian's packages, on loopback, on ports
# and in a folder of their own, without Docker and systemd.
# shellcheck disable=SC2317 # what looks unreachable is called by the files of the servers
set -euo pipefail

usage() {
    cat >&2 << 'EOT'
usage: tests/servers.sh COMMAND
  install               installs the packages (Debian or Ubuntu, as root)
  up [NAME…]            starts what does not run yet (rabbit, s3, postgres; all by default), and prints its settings
                        as lines "export LESION_TEST_…=", which also stand in env.sh of the folder
  down                  ends what was started and removes its data
  stop NAME             ends one server and keeps its data; of s3, the gateway alone
  start NAME            starts it again
  env                   prints the settings of the servers that run
  account NAME          makes an S3 account with buckets of its own, whatever their names, and prints its settings
  forget NAME           removes an account and its buckets
  quota BUCKET SIZE     lets a bucket (of an account: ACCOUNT/BUCKET) hold SIZE bytes and no more; "off": as many as it likes
  notify BUCKET BROKER EXCHANGE
                        has a bucket (named as for quota) publish what comes into it: BROKER is amqp://user:password@host:port/vhost
  ack-timeout MILLISECONDS
                        after which RabbitMQ takes an unacknowledged delivery back (30 minutes when it starts), for channels opened from now on
environment:
  LESION_TEST_SERVERS   folder of data and logs (default /tmp/lesion-test-servers-UID)
  LESION_TEST_PORTS     first of the 60 ports that are used (default 28600)
EOT
    exit 2
}

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/servers
folder=$(readlink -m "${LESION_TEST_SERVERS:-/tmp/lesion-test-servers-$UID}")
port=${LESION_TEST_PORTS:-28600}
servers=(rabbit s3 postgres)

say() { echo "servers: $*" >&2; }
die() { say "$*"; exit 1; }

# Whether a process runs: its number may be another's by now, so it must work in our folder.
alive() { [[ $(readlink "/proc/$1/cwd") == "$folder"/* ]]; }

dead() { ! alive "$1"; }

# The same, of a pid file.
runs() { [[ -s $1 ]] && alive "$(head -n 1 "$1")"; }

# await SECONDS COMMAND…: until it succeeds.
await() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

# Asks the process of a pid file to end, and makes it after a while.
end() {
    runs "$1" || return 0
    local pid
    pid=$(< "$1")
    kill -TERM "$pid" 2> /dev/null || true
    if ! await 20 dead "$pid"; then
        kill -KILL "$pid" 2> /dev/null || true
        await 10 dead "$pid" || die "process $pid does not end"
    fi
    rm -f "$1"
}

# Runs a server in the background: it must hold neither the terminal, nor a caller's pipe, nor our lock.
background() {
    local log=$1
    shift
    setsid "$@" < /dev/null >> "$log" 2>&1 9>&- &
}

# Each has NAME_installed, _running (and answers), _start (returns when it answers), _stop, _end and _env.
# shellcheck source-path=SCRIPTDIR source=servers/rabbit.sh
. "$here/rabbit.sh"
# shellcheck source-path=SCRIPTDIR source=servers/s3.sh
. "$here/s3.sh"
# shellcheck source-path=SCRIPTDIR source=servers/postgres.sh
. "$here/postgres.sh"

known() {
    [[ " ${servers[*]} " == *" $1 "* ]] || { say "there is no server '$1'; there are: ${servers[*]}"; usage; }
}

# Starts a server where it does not run; sets failed where that cannot be. Bash heeds no "set -e" inside a condition,
# so that this must not be called in one.
failed=0
start() {
    local begun=$SECONDS status=0
    if ! "$1_installed"; then
        say "$1 is not installed; remedy: tests/servers.sh install"
        failed=1
        return
    fi
    ! "$1_running" || return 0
    say "starting $1 …"
    mkdir -p "$folder/$1"
    set +e
    (
        set -e
        "$1_start"
    )
    status=$?
    set -e
    if ((status == 0)); then
        say "$1 is ready ($((SECONDS - begun)) s)"
    else
        say "$1 did not start; its logs are in $folder/$1"
        failed=1
    fi
}

settings() {
    for server in "${servers[@]}"; do
        if "${server}_running"; then
            "${server}_env"
        fi
    done
}

up() {
    for server in "$@"; do start "$server"; done
    settings | tee "$folder/env.sh"
}

down() {
    for server in "${servers[@]}"; do
        "${server}_end"
        rm -rf "${folder:?}/$server"
    done
    rm -f "$folder/env.sh"
}

# One caller at a time: several test processes may ask for the servers at once. The lock file marks the folder as ours.
lock() {
    local lock=$folder/lesion-test-servers.lock
    if [[ ! -e $lock && -n $(ls -A "$folder" 2> /dev/null) ]]; then
        die "$folder holds something else; choose another with LESION_TEST_SERVERS"
    fi
    mkdir -p "$folder"
    chmod 755 "$folder"
    exec 9> "$lock"
    flock 9
}

command=${1:-}
shift || true
case $command in
    install)
        exec "$here/install.sh"
        ;;
    up)
        (($# > 0)) || set -- "${servers[@]}"
        for server in "$@"; do known "$server"; done
        lock
        up "$@"
        ;;
    down)
        lock
        down
        ;;
    stop | start)
        (($# == 1)) || usage
        known "$1"
        lock
        if [[ $command == start ]]; then start "$1"; else "$1_stop"; fi
        ;;
    env)
        settings
        ;;
    account)
        (($# == 1)) || usage
        lock
        s3_account "$1"
        ;;
    forget)
        (($# == 1)) || usage
        lock
        s3_forget "$1"
        ;;
    quota)
        (($# == 2)) || usage
        lock
        s3_quota "$1" "$2"
        ;;
    ack-timeout)
        (($# == 1)) || usage
        lock
        rabbit_ack_timeout "$1"
        ;;
    notify)
        (($# == 3)) || usage
        lock
        s3_notify "$@"
        ;;
    *)
        usage
        ;;
esac
exit $failed
