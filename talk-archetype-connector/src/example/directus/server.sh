#!/bin/sh
# Installs Directus in a directory, if it is not there, starts it, and makes what the connector needs: sh server.sh DIRECTORY [PORT]
# DIRECTORY/pid has the process. Directus needs Node.js 18 or 20 here; its licence is its own (npm view directus license).
set -eu
mkdir -p "$1"
cd "$1"
port="${2:-8055}"
admin=canary-directus-admin
if [ ! -d node_modules/directus ]; then
  npm init -y >/dev/null
  npm install --no-audit --no-fund directus@10.13.4
fi
export DB_CLIENT=sqlite3 DB_FILENAME=./data.db SECRET=canary-directus-secret ADMIN_EMAIL=admin@example.com \
  ADMIN_PASSWORD=canary-directus-password ADMIN_TOKEN="$admin" HOST=127.0.0.1 PORT="$port" \
  PUBLIC_URL="http://127.0.0.1:$port" TELEMETRY=false SERVE_APP=false RATE_LIMITER_ENABLED=false LOG_LEVEL=warn
fresh=false
if [ ! -f data.db ]; then
  fresh=true
  node node_modules/directus/cli.js bootstrap >bootstrap.log 2>&1
fi
nohup node node_modules/directus/cli.js start >directus.log 2>&1 </dev/null &
echo $! >pid
tries=0
until curl -sf "http://127.0.0.1:$port/server/ping" >/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -gt 240 ] || ! kill -0 "$(cat pid)"; then
    echo "Directus does not start: see $1/directus.log" >&2
    exit 1
  fi
  sleep 0.5
done
post() {
  curl -sf -o /dev/null -H "Authorization: Bearer $admin" -H 'Content-Type: application/json' "http://127.0.0.1:$port$1" -d "$2"
}
field() { echo "{\"field\": \"$1\", \"type\": \"$2\", \"schema\": {}, \"meta\": {\"special\": [${3:-}]}}"; }
collection() {
  name=$1
  shift
  fields='{"field": "id", "type": "integer", "schema": {"is_primary_key": true, "has_auto_increment": true}, "meta": {}}'
  for each in "$@" "$(field talk_operation string)" "$(field date_created timestamp '"date-created"')" \
    "$(field date_updated timestamp '"date-updated"')"; do
    fields="$fields, $each"
  done
  post /collections "{\"collection\": \"$name\", \"schema\": {}, \"meta\": {}, \"fields\": [$fields]}"
}
if $fresh; then
  collection organisations "$(field name string)" "$(field country string)"
  collection people "$(field first_name text)" "$(field last_name string)" "$(field email string)" "$(field gender string)" \
    "$(field organisation integer '"m2o"')"
  post /relations '{"collection": "people", "field": "organisation", "related_collection": "organisations",
    "schema": {"on_delete": "SET NULL"}}'
  # A user who may do what the connector does, and nothing else.
  role=6b1f2a4e-1111-4222-8333-0123456789ab
  post /roles "{\"id\": \"$role\", \"name\": \"Sync\"}"
  for each in people organisations; do
    for action in create read update; do
      post /permissions "{\"role\": \"$role\", \"collection\": \"$each\", \"action\": \"$action\", \"fields\": [\"*\"], \"permissions\": {}}"
    done
  done
  post /users "{\"email\": \"sync@example.com\", \"role\": \"$role\", \"token\": \"canary-directus-sync\", \"status\": \"active\"}"
fi
echo "Directus answers at http://127.0.0.1:$port; it ends with: kill $(cat "pid")"
