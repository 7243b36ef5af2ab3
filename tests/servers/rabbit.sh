# shellcheck shell=bash disable=SC2154 # folder and port are of servers.sh
# RabbitMQ with its management and Prometheus plug-ins: user lesion, password lesion, administrator.

rabbit_server=/usr/lib/rabbitmq/bin/rabbitmq-server
rabbit_amqp=$port rabbit_management=$((port + 1)) rabbit_prometheus=$((port + 2)) rabbit_distribution=$((port + 3)) rabbit_epmd=$((port + 4))

rabbit_installed() { [[ -x $rabbit_server ]] && command -v epmd curl > /dev/null; }

rabbit_running() { runs "$folder/rabbit/pid" && rabbit_answers > /dev/null 2>&1; }

# The management plug-in is the last to start; it says whether the broker listens as well.
rabbit_answers() {
    curl -fsS --max-time 5 -u lesion:lesion "http://127.0.0.1:$rabbit_management/api/health/checks/port-listener/$rabbit_amqp"
}

rabbit_env() {
    echo "export LESION_TEST_BUS=amqp://lesion:lesion@127.0.0.1:$rabbit_amqp/"
    echo "export LESION_TEST_BUS_MANAGEMENT=http://lesion:lesion@127.0.0.1:$rabbit_management"
    echo "export LESION_TEST_BUS_METRICS=http://127.0.0.1:$rabbit_prometheus"
}

rabbit_configure() {
    cat > rabbitmq.conf << EOT
listeners.tcp.default = 127.0.0.1:$rabbit_amqp
management.tcp.ip = 127.0.0.1
management.tcp.port = $rabbit_management
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $rabbit_prometheus
default_user = lesion
default_pass = lesion
default_user_tags.administrator = true
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
consumer_timeout = 1800000
EOT
    echo '[rabbitmq_management,rabbitmq_prometheus].' > enabled_plugins
    # Chosen here, for Erlang's own choice is the date.
    if [[ ! -e .erlang.cookie ]]; then
        tr -d - < /proc/sys/kernel/random/uuid > .erlang.cookie
        chmod 400 .erlang.cookie
    fi
}

rabbit_start() {
    cd "$folder/rabbit" || return
    rabbit_end
    rabbit_configure
    # Erlang's port mapper starts with the first node and outlives it, unless there is one already: ours, with a known process.
    background epmd.log epmd -address 127.0.0.1 -port "$rabbit_epmd"
    echo $! > epmd.pid
    # The channel tick is what looks for deliveries past their timeout: once a minute would make a test of it slow. The
    # other is how often a quorum queue tells how many messages it holds.
    background server.log env HOME="$PWD" RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE="$PWD/rabbitmq.conf" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$PWD/enabled_plugins" RABBITMQ_MNESIA_BASE="$PWD/data" RABBITMQ_LOG_BASE="$PWD/log" \
        RABBITMQ_PID_FILE="$PWD/pid" RABBITMQ_NODENAME=lesion@localhost RABBITMQ_DIST_PORT="$rabbit_distribution" \
        ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$rabbit_epmd" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1} -rabbit channel_tick_interval 1000 quorum_tick_interval 500' \
        "$rabbit_server"
    await 120 rabbit_running
}

rabbit_stop() {
    end "$folder/rabbit/pid"
    end "$folder/rabbit/epmd.pid"
}

rabbit_end() { rabbit_stop; }

rabbit_ack_timeout() {
    [[ $1 =~ ^[0-9]+$ ]] || usage
    cd "$folder/rabbit"
    env HOME="$PWD" RABBITMQ_CONF_ENV_FILE=/dev/null ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$rabbit_epmd" \
        /usr/lib/rabbitmq/bin/rabbitmqctl -q -n lesion@localhost eval "application:set_env(rabbit, consumer_timeout, $1)." > /dev/null
}
