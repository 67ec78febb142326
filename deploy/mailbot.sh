#!/bin/sh
# For /usr/local/bin/mailbot: the command for the office on this machine, whoever gives it. It runs as the account
# that owns the ledger, so that no file ends up with an owner who keeps the service out.
exec sudo --user=mailbot --chdir=/var/lib/mailbot /opt/mailbot/bin/mailbot --config /var/lib/mailbot/config "$@"
