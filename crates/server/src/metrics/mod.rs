//! What can be measured, in Prometheus' text, on a port of its own: it is for the operator alone.

mod process;

use std::sync::OnceLock;

use actix_web::{HttpResponse, Responder, web};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Seconds: from a read out of memory to the bounds of a request.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Where everything is counted. There is one in a process, as the `metrics` crate wants it.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts counting. A second start in one process goes on with the first's counts.
pub fn start() -> &'static PrometheusHandle {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
            .unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("something else counts already: the metrics stay empty");
        }
        process::describe();
        handle
    })
}

/// Moves what was counted into its buckets. To be called now and then, so that memory stays flat.
pub fn keep_up() {
    if let Some(handle) = RECORDER.get() {
        handle.run_upkeep();
    }
}

/// The route of the metrics.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(web::resource("/metrics").route(web::get().to(render)));
}

async fn render() -> impl Responder {
    process::record();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(start().render())
}
