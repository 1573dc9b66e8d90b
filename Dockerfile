# The talk command with a Java runtime. Not built or run by any check of this repository yet.
#   mvn -Pfast,all-platforms package -DskipTests
#   docker build -t talk .
#   docker run --rm -v "$PWD:/data" talk sync --config talk.yaml
FROM eclipse-temurin:17-jre
# amd64 or arm64; set by docker build
ARG TARGETARCH
COPY talk-cli/target/talk-linux-${TARGETARCH}.jar /opt/talk/talk.jar
RUN useradd --create-home --uid 10001 talk && mkdir /data && chown talk /data
USER talk
WORKDIR /data
VOLUME /data
# "console" listens on the container's own loopback address: it cannot be reached from outside
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-jar", "/opt/talk/talk.jar"]
