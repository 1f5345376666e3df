//! H: a handler that does nothing, on the HTTP stack of the service and with as many threads.

use std::time::Duration;

use actix_web::http::header::ContentType;
use actix_web::rt::System;
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::{Done, report};

/// As long as a listing in JSON.
const BYTES: usize = 1024;

/// Serves until it is killed. Says where it listens.
pub(crate) fn serve(workers: usize) -> Done<()> {
    System::new().block_on(async move {
        let server = HttpServer::new(|| App::new().default_service(web::to(answer)))
            .workers(workers)
            .keep_alive(Duration::from_secs(75))
            .bind(("127.0.0.1", 0))?;
        for address in server.addrs() {
            report::say(&format!("the bare handler listens on http://{address}"));
        }
        server.run().await?;
        Ok(())
    })
}

async fn answer() -> HttpResponse {
    const AROUND: usize = r#"{"text":""}"#.len();
    let body = format!(r#"{{"text":"{}"}}"#, "x".repeat(BYTES - AROUND));
    HttpResponse::Ok().content_type(ContentType::json()).body(body)
}
