#!/bin/bash
# RabbitMQ of Debian, set up by the variables of the official image.
set -euo pipefail
cat > /tmp/rabbitmq.conf << EOT
default_user = $RABBITMQ_DEFAULT_USER
default_pass = $RABBITMQ_DEFAULT_PASS
loopback_users = none
EOT
export HOME=/var/lib/rabbitmq RABBITMQ_CONFIG_FILE=/tmp/rabbitmq.conf RABBITMQ_LOGS=-
exec /usr/lib/rabbitmq/bin/rabbitmq-server
