# syntax=docker/dockerfile:1

# Build: the program with the Swift runtime inside, and its data folders.
FROM swift:6.3-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends libsqlite3-dev libpq-dev libargon2-dev libcurl4-openssl-dev libqrencode-dev pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
# The outside packages first, so that a change of our sources does not fetch them again.
COPY Package.swift Package.resolved* ./
RUN swift package resolve
COPY Sources Sources
# The manifest names the test targets, so their folders must exist.
COPY Tests Tests
RUN swift build -c release --product tautband --static-swift-stdlib
# Checking the knowledge ends the build on a defect, and leaves the parsed cache beside the cards.
RUN mkdir -p /opt/tautband \
 && cp .build/release/tautband /opt/tautband/ \
 && for name in Anatomy Knowledge Figures Learning Places Web; do \
      cp -rL ".build/release/tautband_$name.resources" /opt/tautband/ || exit 1; \
    done \
 && /opt/tautband/tautband knowledge check > /tmp/knowledge.txt \
 || { cat /tmp/knowledge.txt 2>/dev/null; exit 1; }

# Run: nothing but the program, its data and the libraries it links.
FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libstdc++6 libgcc-s1 libsqlite3-0 libpq5 libargon2-1 libcurl4 libqrencode4 ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tautband \
 && mkdir -m 0700 /data /keys \
 && chown 10001:10001 /data /keys
COPY --from=build /opt/tautband /opt/tautband
# The records and the keys that open them lie apart. Give both a named volume: an unnamed one goes with the container.
ENV TAUTBAND_DATA=/data TAUTBAND_KEY_FILE=/keys/keys.json
VOLUME ["/data", "/keys"]
USER 10001
EXPOSE 8080
# bash opens the connection itself, so that no client program needs to be installed. It speaks no TLS: where the server
# does, an open port has to be enough.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 || exit 1; [ -z \"$TAUTBAND_TLS_CERTIFICATE\" ] || exit 0; printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == 'HTTP/1.1 200'* ]]"]
ENTRYPOINT ["/opt/tautband/tautband"]
# Every address of the container, which others can reach: the server refuses to start like this until it is given TLS
# files (TAUTBAND_TLS_CERTIFICATE, TAUTBAND_TLS_KEY) or the proxy that adds TLS (TAUTBAND_TRUSTED_PROXIES).
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
