#!/usr/bin/env bash
# Installs the servers of the tests and the clients that are not ours; does nothing where they are there already.
set -euo pipefail

packages=(rabbitmq-server radosgw ceph-mon ceph-osd postgresql amqp-tools python3-pika python3-boto3 curl)

missing=()
for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true) == installed ]] || missing+=("$package")
done

# What is not a server: it renders k8s/, whoever brought it. A package from before 1.27 has a kustomize that is too old.
kubectl_package() {
    ! command -v kubectl > /dev/null && ((UID == 0)) && command -v apt-get > /dev/null || return 0
    local version
    version=$(apt-cache policy kubernetes-client | awk '/Candidate:/ { print $2 }')
    ! dpkg --compare-versions "${version:-0}" ge 1.27 || echo kubernetes-client
}

if ((${#missing[@]} == 0)) && [[ -z $(kubectl_package) ]]; then exit 0; fi

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
# shellcheck disable=SC2046 # one name or none
apt-get install -y -q --no-install-recommends "${missing[@]}" $(kubectl_package) >&2
