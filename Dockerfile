# The talk command with a Java runtime. Not built or run by any check of this repository yet; read through on 2026-11-30.
#   mvn -Pfast,all-platforms package -DskipTests
#   docker build -t talk .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/data" talk sync --config talk.yaml
# With --user, because the files of the mounted directory belong to you and not to the user of the image.
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
