#!/usr/bin/env bash
# Makes what compose.yaml mounts, in made/: trial certificates, keys, passwords, a configuration for
# each broker. What is there is kept.
#
# Needs the program: VERWIJSPUNT=path/to/verwijspunt, or on the path.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
umask 077

made=${MADE:-made}
program=${VERWIJSPUNT:-verwijspunt}
# The user of the image; changing owners needs root. Without it, the files belong to whoever runs this,
# and the containers must run as that user.
owner=${OWNER:-65532:65532}
# The user of the image of PostgreSQL, as whom its first start reads the passwords.
database_owner=${DATABASE_OWNER:-999:999}

mkdir -p "$made/etc"
cp ../covenants/amsterdam-2009.toml ../covenants/amsterdam-organisations.toml "$made/etc/"
[[ -e $made/keys.toml ]] || "$program" keys new "$made/keys.toml"
[[ -e $made/certs ]] || "$program" dev-certs --covenant "$made/etc/amsterdam-2009.toml" "$made/certs"
cp "$made/certs/server.pem" "$made/certs/ca.pem" "$made/etc/"
cp "$made/certs/server.key" "$made/server.key"
for secret in postgres broker replication; do
    [[ -e $made/$secret-password ]] ||
        head -c 32 /dev/urandom | base64 | tr -d '=+/\n' >"$made/$secret-password"
done
# Brokers and database read the same password as different users: a file for each.
cp "$made/broker-password" "$made/broker-password-of-database"
for number in 1 2 3; do
    sed "s/NUMBER/$number/" broker.toml >"$made/broker-$number.toml"
done
if [[ $(id -u) -eq 0 ]]; then
    chown -R "$owner" "$made/etc" "$made"/broker-*.toml "$made/keys.toml" "$made/server.key" \
        "$made/broker-password"
    chown "$database_owner" "$made"/{postgres,replication}-password "$made/broker-password-of-database"
fi
echo "made: $made (certificates for clients in $made/certs)"
