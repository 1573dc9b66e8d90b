#!/bin/sh
# From an empty directory to a connector that keeps a real Directus in step: sh directus-connector.sh [VERSION]
# Needs npm with Node.js 18 or 20, a network, and Talk in Maven's repository: mvn install, while nothing is published. MVN names another
# Maven or options, such as "mvn -o"; DIRECTUS the directory of a Directus that was installed before; TALK_JAR a talk.jar, for a sync
# with a spreadsheet at the end.
set -eu
version="${1:-0.1.0-SNAPSHOT}"
example="$(cd "$(dirname "$0")/directus" && pwd)"
directory="$(mktemp -d)"
began="$(date +%s)"
step() { echo "== after $(($(date +%s) - began)) s: $*"; }

server="${DIRECTUS:-$directory/server}"
step "a Directus, in $server"
sh "$example/server.sh" "$server" 8055
trap 'kill "$(cat "$server/pid")"' EXIT
trap 'exit 1' INT TERM

step "a project from the archetype"
cd "$directory"
${MVN:-mvn} -B -ntp -q org.apache.maven.plugins:maven-archetype-plugin:3.4.0:generate \
    -DarchetypeGroupId=io.sesam.talk -DarchetypeArtifactId=talk-archetype-connector \
    -DarchetypeVersion="$version" -DarchetypeCatalog=local -DinteractiveMode=false \
    -DgroupId=com.example -DartifactId=directus-talk -Dversion=1.0-SNAPSHOT -Dpackage=com.example.directus -Dsystem=Directus
cd directus-talk
${MVN:-mvn} -B -ntp -q verify

step "the archetype's contract is green; now what its author writes"
rm src/main/java/com/example/directus/People.java
cp -R "$example/src" .
${MVN:-mvn} -B -ntp verify -Ddirectus=http://127.0.0.1:8055

step "the contract is green against the real Directus; now in step with another server"
${MVN:-mvn} -B -ntp -q test-compile exec:java -Ddirectus=http://127.0.0.1:8055

if [ -n "${TALK_JAR:-}" ]; then
  step "and with a spreadsheet, by the command line"
  sed -i.bak 's|https://api.acme.example|http://127.0.0.1:8055|' talk.yaml
  mkdir -p sheets
  printf 'id,firstname,lastname,email\n1,Linus,Pauling,linus@x.example\n' >sheets/person.csv
  TALK_JAR="$TALK_JAR" TOKEN=canary-directus-sync sh sync.sh
  cat sheets/person.csv
fi
step "done. The project is in $directory/directus-talk"
