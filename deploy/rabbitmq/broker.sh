#!/bin/sh
# A virtual host and a user for a network on this RabbitMQ (3.10 or later), as root: broker.sh VHOST USER < password
# Harmless the second time. Event queues are quorum queues by the services' own declaration.
set -eu
vhost=${1:?usage: broker.sh VHOST USER < password}
user=${2:?usage: broker.sh VHOST USER < password}
IFS= read -r password

rabbitmqctl -q list_vhosts name | grep -qxF "$vhost" || rabbitmqctl -q add_vhost "$vhost"
if rabbitmqctl -q list_users | cut -f1 | grep -qxF "$user"; then
    printf '%s\n' "$password" | rabbitmqctl -q change_password "$user"
else
    printf '%s\n' "$password" | rabbitmqctl -q add_user "$user"
fi
rabbitmqctl -q set_permissions -p "$vhost" "$user" '.*' '.*' '.*'
rabbitmqctl -q set_cluster_name champlibre
