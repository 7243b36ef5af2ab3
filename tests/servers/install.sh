#!/usr/bin/env bash
# Installs the servers of the tests and the clients that are not ours; does nothing where they are there already.
set -euo pipefail

packages=(rabbitmq-server radosgw ceph-mon ceph-osd postgresql amqp-tools python3-pika python3-boto3 curl)

missing=()
for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true) == installed ]] || missing+=("$package")
done
((${#missing[@]} > 0)) || exit 0

if ((UID != 0)) || ! command -v apt-get > /dev/null; then
    echo "To install the test servers, run as root on Debian or Ubuntu:" >&2
    echo "  apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi

# Debian starts a server as soon as it is installed; ours run on ports and in folders of their own.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q >&2
apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
