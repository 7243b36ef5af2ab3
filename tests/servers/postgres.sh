# shellcheck shell=bash disable=SC2154 # folder and port are of servers.sh
# PostgreSQL: role lesion, password lesion, superuser.

postgres_port=$((port + 50))

# The newest that is installed; Debian keeps the programs of each version apart.
postgres_programs=$(find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' 2> /dev/null | sort -V | tail -n 1 || true)

postgres_installed() { [[ -n $postgres_programs ]]; }

# PostgreSQL does not run as root.
as_postgres() {
    if ((UID == 0)); then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# Not only its process: it accepts connections.
postgres_running() {
    runs "$folder/postgres/data/postmaster.pid" && "$postgres_programs/pg_isready" -q -h 127.0.0.1 -p "$postgres_port"
}

postgres_env() {
    echo "export LESION_TEST_CATALOG='Host=127.0.0.1;Port=$postgres_port;Username=lesion;Password=lesion;Database=postgres'"
}

postgres_start() {
    cd "$folder/postgres" || return
    if [[ ! -e data/PG_VERSION ]]; then
        ((UID != 0)) || chown postgres .
        echo lesion > password
        as_postgres "$postgres_programs/initdb" -D "$PWD/data" -U lesion --pwfile="$PWD/password" -A scram-sha-256 \
            -E UTF8 --locale=C.UTF-8 --no-sync > initdb.log
    fi
    as_postgres "$postgres_programs/pg_ctl" -D "$PWD/data" -l "$PWD/server.log" -w -t 60 start -o "-p $postgres_port \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c fsync=off" > start.log 9>&-
    await 20 postgres_running
}

postgres_stop() {
    runs "$folder/postgres/data/postmaster.pid" || return 0
    as_postgres "$postgres_programs/pg_ctl" -D "$folder/postgres/data" -m fast -w -t 60 stop > /dev/null
}

postgres_end() { postgres_stop; }
