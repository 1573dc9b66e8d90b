#!/bin/sh
# From an empty directory to a connector whose contract is green. Talk must be in Maven's repository: mvn install, while
# nothing is published. MVN names another Maven or options, such as "mvn -o".
set -eu
version="${1:-0.1.0-SNAPSHOT}"
directory="$(mktemp -d)"
cd "$directory"
${MVN:-mvn} -B -ntp -q org.apache.maven.plugins:maven-archetype-plugin:3.4.0:generate \
    -DarchetypeGroupId=io.sesam.talk -DarchetypeArtifactId=talk-archetype-connector \
    -DarchetypeVersion="$version" -DarchetypeCatalog=local -DinteractiveMode=false \
    -DgroupId=com.example -DartifactId=acme-talk -Dversion=1.0-SNAPSHOT -Dpackage=com.example.acme -Dsystem=Acme
cd acme-talk
${MVN:-mvn} -B -ntp verify
${MVN:-mvn} -B -ntp -q test-compile exec:java
echo "The project is in $directory/acme-talk"
