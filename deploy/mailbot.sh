#!/bin/sh
# For /usr/local/bin/mailbot: the command for the office on this machine, as the account that owns the ledger, so that
# no file ends up with an owner who keeps the service out.
umask 077
set -- /opt/mailbot/bin/mailbot --config /var/lib/mailbot/config "$@"
if [ "$(id -u)" = 0 ]; then
    exec runuser --user mailbot -- "$@"
fi
exec sudo --user=mailbot -- "$@"
