#!/bin/bash
# PostgreSQL of Debian, set up by the variables of the official image.
set -euo pipefail
programs=$(echo /usr/lib/postgresql/*/bin)
data=/var/lib/postgresql/data
if [[ ! -e $data/PG_VERSION ]]; then
    "$programs/initdb" -D "$data" -U "$POSTGRES_USER" -A scram-sha-256 --pwfile=<(echo "$POSTGRES_PASSWORD") > /dev/null
    echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
fi
exec "$programs/postgres" -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
