#!/usr/bin/env bash
# How does an agency's own system talk to the broker with curl alone? It registers a parent, whose BSN it
# reads from its input and never shows to others on the machine, pulls its inbox until something came, and
# acknowledges it. Needs curl and jq.
#
#   echo 111222333 | agency.sh localhost:7443 ../../../certs basisschool-de-waterlelie
set -euo pipefail
server=$1 certs=$2 name=$3

# ask VERB PATH: what stands in the input is sent; a refusal is shown and ends this.
ask() {
    curl --silent --show-error --fail-with-body --max-time 30 --request "$1" "https://$server$2" \
        --cacert "$certs/ca.pem" --cert "$certs/$name.pem" --key "$certs/$name.key" \
        --header 'Acting-Professional: example-agency' --header 'Content-Type: application/json' \
        --data-binary @- || { echo >&2; exit 1; }
}

# A UUIDv7: it begins with the time. Keep it beside your own record, before you send.
random=$(tr -d - </proc/sys/kernel/random/uuid)
time=$(printf '%012x' "$(date +%s%3N)")
id=${time:0:8}-${time:8:4}-7${random:13:3}-8${random:17:3}-${random:20:12}

jq --raw-input --compact-output --arg id "$id" --arg today "$(date +%F)" '{
    involvementId: $id, area: "zeeburg", startDate: $today,
    members: [{ role: "FAMILY_ROLE_PARENT", bsn: . }],
    professional: { professionalId: "j.jansen", name: "J. Jansen", function: "social worker", phone: "020-5550100" }
}' | ask POST /v1/involvements | jq --raw-output '"registered " + .involvement.involvementId'

# Without a place it begins after what was acknowledged: the broker remembers.
for _ in $(seq 100); do
    waiting=$(ask GET /v1/inbox </dev/null)
    jq --raw-output '.notifications[] | "match: call " + (.match.party.organisationName // "nobody: something else")' <<<"$waiting"
    last=$(jq '.notifications[-1].sequence // 0' <<<"$waiting")
    if [[ $last -gt 0 ]]; then
        jq --null-input '{ position: '"$last"' }' | ask POST /v1/inbox/acknowledgements >/dev/null
        exit 0
    fi
    sleep 0.3
done
echo "nothing came" >&2
exit 1
