#!/usr/bin/env bash
# How does an agency's own system talk to the broker with curl alone? It pulls its inbox, says whom to call,
# acknowledges what it handled, and registers a parent meanwhile. Needs curl and jq.
#
#   echo 111222333 | agency.sh localhost:7443 certs basisschool-de-waterlelie record 1
#
# `record` is a file, for want of your own records. The last argument ends it after so many notifications.
set -euo pipefail
server=$1 certs=$2 name=$3 record=$4 count=${5:-}

# ask VERB PATH: sends its input; the answer stands in `answer`. 1: what stands in the way passes by itself, and
# `told` says after how many seconds when that is known. 2: it is refused for good.
ask() {
    local status=
    answer=$(curl --silent --show-error --max-time 30 --request "$1" "https://$server$2" \
        --cacert "$certs/ca.pem" --cert "$certs/$name.pem" --key "$certs/$name.key" \
        --header 'Acting-Professional: example-agency' --header 'Content-Type: application/json' \
        --data-binary @- --write-out '\n%{http_code} %header{retry-after}') || { told=0; return 1; }
    read -r status told <<<"${answer##*$'\n'}"
    answer=${answer%$'\n'*}
    case $status in 20?) return 0 ;; esac
    jq --raw-output '.reason + ": " + .detail' <<<"$answer" >&2
    case $status in 408 | 429 | 503 | 504 | 507) return 1 ;; esac
    [[ $answer = *'"TX_CONFLICT"'* ]] && return 1 || return 2
}

# The id, a UUID of version 7, is kept before anything is sent.
if [[ ! -e $record ]]; then
    random=$(</proc/sys/kernel/random/uuid) time=$(printf '%012x' "$(date +%s%3N)")
    echo "${time:0:8}-${time:8}-7${random:15} $(date +%F)" >"$record"
fi
read -r id today <"$record"
# A BSN is never an argument: others on the machine could see it.
registration=$(jq --raw-input --compact-output --arg id "$id" --arg today "$today" '{
    involvementId: $id, area: "zeeburg", startDate: $today,
    members: [{ role: "FAMILY_ROLE_PARENT", bsn: . }],
    professional: { professionalId: "j.jansen", name: "J. Jansen", function: "social worker", phone: "020-5550100" }
}')

# Says whom to call, and acknowledges. Bring it to your own store in between.
pull() {
    ask GET /v1/inbox </dev/null || return
    # It can come twice: notificationId tells. Acknowledge every kind.
    jq --raw-output '.notifications[] | .match.party as $party | if $party.withheld then
        "match: call the office " + ($party.officeContact.nameNl // $party.contactOffice) elif $party then
        "match: call " + $party.organisationName else "something else" end' <<<"$answer"
    local number last
    read -r number last < <(jq --raw-output '"\(.notifications | length) \(.notifications[-1].sequence)"' <<<"$answer")
    [[ $number -eq 0 ]] || ask POST /v1/inbox/acknowledgements <<<"{ \"position\": $last }" || return
    handled=$((handled + number))
}

# Until a registration is done it is sent again: after growing pauses, or when we were told to come back.
registered= due=0 later=1 pause=1 handled=0
until [[ -n $count && $handled -ge $count && -n $registered ]]; do
    if [[ -z $registered && $SECONDS -ge $due ]]; then
        code=0
        ask POST /v1/involvements <<<"$registration" || code=$?
        case $code in
        0) registered=yes && echo "registered $id" ;;
        1) later=$((later < 30 ? later * 2 : 30)) due=$((SECONDS + (${told:-0} > later ? told : later))) ;;
        2) registered=never ;;     # that is for a person, and ends nothing else
        esac
    fi
    # Without a place it begins after what was acknowledged: the broker remembers.
    pull && pause=1 || pause=$((pause < 30 ? pause * 2 : 30))
    sleep "$pause.$((RANDOM % 10))"
done
