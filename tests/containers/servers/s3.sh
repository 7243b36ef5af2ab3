#!/bin/bash
# A Ceph gateway in place of MinIO, set up by the variables of that image: the servers of the tests, but for who may reach it.
set -euo pipefail
# shellcheck disable=SC2034 # what tests/servers/s3.sh wants to know
folder=/data port=28600
background() {
    local log=$1
    shift
    "$@" >> "$log" 2>&1 &
}
# shellcheck source=/dev/null
. /servers/tests/s3.sh
s3_access_key=$MINIO_ROOT_USER s3_secret_key=$MINIO_ROOT_PASSWORD
mkdir -p "$folder/s3"
cd "$folder/s3"
if [[ ! -e made ]]; then
    rm -rf ./*
    s3_make > make.log 2>&1
    touch made
else
    s3_start_monitor
fi
s3_start_osd
s3_admin user info --uid=lesion > /dev/null ||
    s3_admin user create --uid=lesion --display-name=lesion --access-key="$s3_access_key" --secret-key="$s3_secret_key" > /dev/null
exec radosgw -f -c "$PWD/ceph.conf" -n client.admin --rgw-frontends="beast endpoint=0.0.0.0:9000 tcp_nodelay=1"
