#!/bin/sh
# From an empty directory to a record that a webhook changed, and on to a stop in the middle of a sync that loses nothing.
#
# Run it in an empty directory. It needs a JDK of version 17 or later, curl and openssl, and in the environment:
#   CLASSPATH  jars of talk-spring-boot-starter, talk-connector-hubspot, talk-connector-csv, talk-store-jdbc, talk-micrometer and
#              spring-boot-starter-web, -actuator and -jdbc
#   DATABASE   address of a PostgreSQL with its user, such as jdbc:postgresql://localhost:5432/crm?user=me
#   HUBSPOT    address of HubSpot, or of what answers as HubSpot does
#   TALK_CONNECTIONS_HUB_SETTINGS_ACCESSTOKEN    a service key
#   TALK_CONNECTIONS_HUB_SETTINGS_WEBHOOKSECRET  the client secret of the app that sends webhooks
set -eu
example=$(cd "$(dirname "$0")/../.." && pwd)
export TALK_CONNECTIONS_HUB_SETTINGS_BASEURL="$HUBSPOT"

main() {
    echo "== An empty directory gets a main class, ten lines of settings and an empty spreadsheet"
    [ -z "$(ls -A)" ] || fail "this directory is not empty: $(pwd)"
    cp "$example/src/main/java/io/sesam/talk/examples/boot/ExampleApplication.java" "$example/src/main/resources/application.yaml" .
    mkdir classes sheet
    echo "id,firstname,lastname,email" > sheet/person.csv
    javac -d classes ExampleApplication.java

    echo "== The application starts and brings a contact from HubSpot to the spreadsheet"
    contact=$(hubspot POST /crm/v3/objects/contacts '{"properties":{"firstname":"Ada","lastname":"Byron","email":"ada@example.com"}}' |
        sed 's/.*"id":"\([0-9]*\)".*/\1/')
    start
    await Byron
    curl -sSf "$address/actuator/health" | grep -q '"status":"UP"' || fail "it is not healthy"
    curl -sSf "$address/actuator/metrics/talk.golden" | grep -q '"value":1' || fail "there are no metrics of it"

    echo "== A webhook tells of a change, which reaches the spreadsheet without waiting for the schedule"
    change Lovelace
    webhook
    await Lovelace

    echo "== The application is stopped in the middle of a sync"
    change King
    webhook
    await_sync
    stop
    grep -q Lovelace sheet/person.csv || fail "the sync was over before"

    echo "== Started again, it goes on from there"
    start
    await King
    [ "$(grep -c ada@example.com sheet/person.csv)" = 1 ] || fail "a record was lost or doubled"
    stop
    echo "== Done"
}

hubspot() {
    curl -sSf -X "$1" "$HUBSPOT$2" -H "Authorization: Bearer $TALK_CONNECTIONS_HUB_SETTINGS_ACCESSTOKEN" \
        -H 'Content-Type: application/json' -d "$3"
}

change() {
    hubspot PATCH "/crm/v3/objects/contacts/$contact" "{\"properties\":{\"lastname\":\"$1\"}}" > /dev/null
}

# As HubSpot signs and sends it.
webhook() {
    hook="$address/talk/webhooks/hub"
    now=$(date +%s)000
    body="[{\"eventId\":$now,\"subscriptionId\":1,\"portalId\":1,\"appId\":1,\"occurredAt\":$now,\"subscriptionType\":\"contact.propertyChange\",\"attemptNumber\":0,\"objectId\":$contact}]"
    signature=$(printf 'POST%s%s%s' "$hook" "$body" "$now" |
        openssl dgst -sha256 -hmac "$TALK_CONNECTIONS_HUB_SETTINGS_WEBHOOKSECRET" -binary | openssl base64)
    curl -sSf -X POST "$hook" -H "X-HubSpot-Signature-v3: $signature" -H "X-HubSpot-Request-Timestamp: $now" \
        -H 'Content-Type: application/json' -d "$body"
}

start() {
    # shellcheck disable=SC2086 # several options
    SERVER_PORT=0 java ${JAVA_OPTIONS:-} -cp "classes:$CLASSPATH" io.sesam.talk.examples.boot.ExampleApplication > application.log 2>&1 &
    application=$!
    address=
    patiently started
    port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' application.log)
    address="http://127.0.0.1:$port"
}

started() {
    kill -0 $application 2> /dev/null || fail "the application ended"
    grep -q 'Tomcat started on port' application.log
}

stop() {
    begin=$(date +%s%N)
    kill -TERM $application
    wait $application || true
    milliseconds=$((($(date +%s%N) - begin) / 1000000))
    application=
    echo "   stopped after $milliseconds ms"
    [ $milliseconds -lt 2000 ] || fail "that took too long"
}

await() {
    wanted=$1
    patiently arrived
}

arrived() {
    grep -q "$wanted" sheet/person.csv
}

await_sync() {
    patiently running
}

running() {
    curl -sSf "$address/actuator/talk" | grep -q '"running":true'
}

patiently() {
    tries=600
    until "$1"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "waited for a minute in vain: $1"
        sleep 0.1
    done
}

fail() {
    echo "Failed: $1" >&2
    cat application.log >&2 2> /dev/null || true
    exit 1
}

application=
trap '[ -z "$application" ] || kill -KILL $application 2> /dev/null' EXIT
main
