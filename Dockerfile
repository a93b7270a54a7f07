# syntax=docker/dockerfile:1

# Build: the program with the Swift runtime inside, and its data folders.
FROM swift:6.3-bookworm AS build
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
 && for name in Anatomy Knowledge Figures Web; do \
      cp -rL ".build/release/tautband_$name.resources" /opt/tautband/ || exit 1; \
    done \
 && /opt/tautband/tautband knowledge check > /tmp/knowledge.txt \
 || { cat /tmp/knowledge.txt 2>/dev/null; exit 1; }

# Run: nothing but the program, its data and the C++ runtime.
FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libstdc++6 libgcc-s1 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tautband
COPY --from=build /opt/tautband /opt/tautband
USER 10001
EXPOSE 8080
# bash opens the connection itself, so that no client program needs to be installed.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && grep -q ready <&3"]
ENTRYPOINT ["/opt/tautband/tautband"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
