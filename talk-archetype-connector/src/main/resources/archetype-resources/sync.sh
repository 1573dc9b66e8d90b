#!/bin/sh
# Syncs with this connector by Talk's command line: TALK_JAR=.../talk.jar TOKEN=... sh sync.sh
set -eu
cd "$(dirname "$0")"
mvn -q package -DskipTests
mkdir -p sheets target/plugins
cp target/*.jar target/plugins/
exec java -jar "${TALK_JAR:?set it to the path of talk.jar}" --plugins target/plugins sync --config talk.yaml "$@"
