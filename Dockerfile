# The service in a small image: `docker build -t partact .`
#
# SQLite and libpq are compiled in, so that nothing of the runtime image matters but its C library.

FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY . .
# The caches make the second build short; what is to be kept must leave them in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --release --locked -p partact-server \
    && install -D target/release/partact /out/usr/local/bin/partact \
    && install -d /out/etc/ssl/certs /out/var/lib/partact \
    && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/

FROM debian:bookworm-slim
COPY --from=build /out/usr /usr
COPY --from=build /out/etc /etc
# A number, so that an orchestrator can see that it is not root. SQLite's file, the photos, and nothing else may
# be written.
COPY --from=build --chown=10001:10001 /out/var/lib/partact /var/lib/partact
USER 10001:10001
# Inside a container, only its own network reaches these.
ENV PARTACT_LISTEN=0.0.0.0:8080 PARTACT_METRICS_LISTEN=0.0.0.0:9090
WORKDIR /var/lib/partact
VOLUME /var/lib/partact
# The service; the metrics, which are for the operator's network only.
EXPOSE 8080 9090
# A container that is told to stop gets 25 s to finish what is on its way, and needs `--stop-timeout 40`.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["partact", "health", "--url", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["partact"]
CMD ["serve"]
