# shellcheck shell=bash disable=SC2154 # folder and port are of servers.sh
# An S3 server: Ceph's RADOS gateway on one monitor and one store of objects. The objects lie in files, not in memory,
# so that a test under load does not eat the machine's.

s3_port=$((port + 10)) s3_monitor=$((port + 11)) s3_first_osd_port=$((port + 20)) s3_last_osd_port=$((port + 49))
s3_access_key=lesion s3_secret_key=lesion-secret

s3_installed() { command -v ceph ceph-mon ceph-osd radosgw radosgw-admin curl > /dev/null; }

s3_running() { runs "$folder/s3/gateway.pid" && s3_answers > /dev/null 2>&1; }

# Anybody may list the buckets of nobody.
s3_answers() { curl -fsS --max-time 5 "http://127.0.0.1:$s3_port/"; }

s3_env() {
    echo "export LESION_TEST_S3=http://127.0.0.1:$s3_port"
    echo "export LESION_TEST_S3_ACCESS_KEY=$s3_access_key"
    echo "export LESION_TEST_S3_SECRET_KEY=$s3_secret_key"
}

s3_configure() {
    cat > ceph.conf << EOT
[global]
fsid = $1
mon host = v2:127.0.0.1:$s3_monitor
public addr = 127.0.0.1
cluster addr = 127.0.0.1
keyring = $PWD/keyring
ms bind ipv6 = false
ms bind port min = $s3_first_osd_port
ms bind port max = $s3_last_osd_port
run dir = $PWD
log file = $PWD/\$name.log
admin socket =
mon data = $PWD/monitor
mon data avail crit = 0
mon data avail warn = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon osd min up ratio = 0
paxos propose interval = 0.05
paxos min wait = 0.01
osd data = $PWD/osd
osd objectstore = bluestore
osd memory target = 939524096
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
bluestore block size = 17179869184
bluestore fsck on mount = false
bluestore fsck on umount = false
rgw data = $PWD/gateway
rgw run sync thread = false
rgw thread pool size = 64
rgw gc obj min wait = 60
rgw bucket quota ttl = 0
rgw trust forwarded https = true
$(s3_lean)
EOT
}

# What guards against other machines and faulty disks, and the log that is gathered in memory, cost a fifth of the processor's time.
s3_lean() {
    local part
    for part in asok auth bdev bluefs bluestore finisher heartbeatmap mon monc ms objclass objecter optracker osd paxos \
        perfcounter rados rgw rocksdb throttle timer tp; do
        echo "debug $part = 0/0"
    done
    cat << 'EOT'
cephx sign messages = false
ms crc data = false
ms crc header = false
osd enable op tracker = false
bluestore csum type = none
throttler perf counter = false
EOT
}

s3_make() {
    local cluster osd
    cluster=$(< /proc/sys/kernel/random/uuid) osd=$(< /proc/sys/kernel/random/uuid)
    mkdir monitor osd gateway
    s3_configure "$cluster"
    # The monitor takes up the keys of all from here, and everyone finds his own here.
    ceph-authtool keyring --create-keyring --gen-key -n mon. --cap mon 'allow *'
    ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *'
    ceph-authtool keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
    monmaptool --create --fsid "$cluster" --addv a "[v2:127.0.0.1:$s3_monitor]" monitor.map
    ceph-mon -c ceph.conf -i a --mkfs --monmap monitor.map --keyring keyring
    s3_start_monitor
    ceph -c ceph.conf osd create "$osd"
    ceph-osd -c ceph.conf -i 0 --mkfs --osd-uuid "$osd"
}

s3_start_monitor() {
    background monitor.log ceph-mon -f -c "$PWD/ceph.conf" -i a
    echo $! > monitor.pid
}

s3_start_osd() {
    background osd.log ceph-osd -f -c "$PWD/ceph.conf" -i 0
    echo $! > osd.pid
}

s3_admin() { radosgw-admin -c "$folder/s3/ceph.conf" "$@" 2>> "$folder/s3/admin.log"; }

s3_start() {
    cd "$folder/s3" || return
    if [[ ! -e made ]]; then
        s3_end
        rm -rf ./*
        s3_make > make.log 2>&1
        touch made
    fi
    runs monitor.pid || s3_start_monitor
    runs osd.pid || s3_start_osd
    # The first request waits until the cluster is there.
    s3_admin user info --uid=lesion > /dev/null ||
        s3_admin user create --uid=lesion --display-name=lesion --access-key="$s3_access_key" --secret-key="$s3_secret_key" > /dev/null
    background gateway.log radosgw -f -c "$PWD/ceph.conf" -n client.admin --rgw-frontends="beast endpoint=127.0.0.1:$s3_port tcp_nodelay=1"
    echo $! > gateway.pid
    await 60 s3_running
}

s3_stop() { end "$folder/s3/gateway.pid"; }

s3_end() {
    s3_stop
    end "$folder/s3/osd.pid"
    end "$folder/s3/monitor.pid"
}

# An account is a tenant of its own, whose buckets may have the names of another's.
s3_account() {
    s3_admin user create --tenant="$1" --uid=lesion --display-name="$1" --access-key="$1" --secret-key="$1-secret" > /dev/null ||
        die "the account '$1' could not be made; see $folder/s3/admin.log"
    echo "export LESION_TEST_S3=http://127.0.0.1:$s3_port"
    echo "export LESION_TEST_S3_ACCESS_KEY=$1"
    echo "export LESION_TEST_S3_SECRET_KEY=$1-secret"
}

s3_forget() {
    s3_admin user rm --uid="$1\$lesion" --purge-data || die "the account '$1' could not be removed; see $folder/s3/admin.log"
}

s3_quota() {
    # The quota command itself succeeds on a bucket that does not exist.
    s3_admin bucket stats --bucket="$1" > /dev/null || die "there is no bucket '$1'"
    if [[ $2 == off ]]; then
        s3_admin quota disable --quota-scope=bucket --bucket="$1"
    else
        s3_admin quota set --quota-scope=bucket --bucket="$1" --max-size="$2"
        s3_admin quota enable --quota-scope=bucket --bucket="$1"
    fi
}

# The two requests that anybody makes of a Ceph store: a topic, which is where to, and a bucket's notification, which is
# of what. The gateway takes the password of a broker by HTTPS alone, and is told that this is what it came by.
s3_notify() {
    local tenant="" bucket=$1 account=$s3_access_key:$s3_secret_key
    [[ $1 != */* ]] || tenant=${1%%/*} bucket=${1#*/} account=${1%%/*}:${1%%/*}-secret
    s3_ask "$account" "" --data-urlencode Action=CreateTopic --data-urlencode "Name=$bucket" \
        --data-urlencode Attributes.entry.1.key=push-endpoint --data-urlencode "Attributes.entry.1.value=$2" \
        --data-urlencode Attributes.entry.2.key=amqp-exchange --data-urlencode "Attributes.entry.2.value=$3" \
        --data-urlencode Attributes.entry.3.key=amqp-ack-level --data-urlencode Attributes.entry.3.value=broker
    s3_ask "$account" "$bucket?notification=" -X PUT -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' \
        --data-binary "<NotificationConfiguration><TopicConfiguration><Id>lesion</Id>\
<Topic>arn:aws:sns:default:$tenant:$bucket</Topic><Event>s3:ObjectCreated:*</Event></TopicConfiguration></NotificationConfiguration>"
}

# Under load the gateway now and then answers 400 to a request that it takes a moment later. What it answers says why.
s3_ask() {
    local account=$1 path=$2 answer="" attempt
    for attempt in 1 2 3 4 5; do
        answer=$(curl --fail-with-body -sS --aws-sigv4 aws:amz:us-east-1:s3 --user "$account" -H 'X-Forwarded-Proto: https' \
            "${@:3}" "http://127.0.0.1:$s3_port/$path" 2>&1) && return
        say "the S3 server refuses (attempt $attempt): $answer"
        sleep 1
    done
    die "the S3 server takes no notification of the bucket"
}
