//! A body that is made while it is sent: each piece by a use case of its own, when the client has taken the one
//! before it.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use ::app::export::Export;
use ::app::import::upload::Errors;
use ::app::{Ctx, Error};
use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use tokio::sync::mpsc::{self, Receiver};

use crate::api::Api;
use crate::problem::{Kind, Problem};

/// How many pieces wait for the client: one is sent, one is ready.
const READY: usize = 1;
/// How often a piece waits for its turn before the answer is cut off.
const PATIENCE: u32 = 20;
const PAUSE: Duration = Duration::from_millis(500);

/// The pieces of an export. An answer that ends before the last piece is cut off, so that nobody takes it for whole.
pub(super) struct Pieces(Receiver<io::Result<Bytes>>);

impl MessageBody for Pieces {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.0.poll_recv(context)
    }
}

/// Something that comes piece by piece.
pub(super) trait Source: Send + 'static {
    /// The next piece; `None` at the end.
    fn next(&mut self, ctx: &Ctx) -> Result<Option<Vec<u8>>, Error>;
}

impl Source for Export {
    fn next(&mut self, ctx: &Ctx) -> Result<Option<Vec<u8>>, Error> {
        Self::next(self, ctx)
    }
}

impl Source for Errors {
    fn next(&mut self, ctx: &Ctx) -> Result<Option<Vec<u8>>, Error> {
        Self::next(self, ctx)
    }
}

/// The body of an export. What is wrong before the first piece is a problem as ever.
pub(super) async fn body(api: &Api, export: impl Source) -> Result<Pieces, Problem> {
    let export = Arc::new(Mutex::new(export));
    let first = piece(api, &export).await?;
    let (pieces, receiver) = mpsc::channel(READY);
    let api = api.clone();
    actix_web::rt::spawn(async move {
        let mut next = Ok(first);
        loop {
            let piece = match next {
                Ok(Some(piece)) => Ok(Bytes::from(piece)),
                Ok(None) => return,
                Err(problem) => {
                    tracing::warn!(?problem, "an export was cut off");
                    Err(io::Error::other("the export was cut off"))
                }
            };
            let ended = piece.is_err();
            // Nobody reads any more when the client has gone.
            if pieces.send(piece).await.is_err() || ended {
                return;
            }
            next = patiently(&api, &export).await;
        }
    });
    Ok(Pieces(receiver))
}

/// The next piece, even if the service is busy for a while: half an answer is of no use.
async fn patiently(api: &Api, export: &Arc<Mutex<impl Source>>) -> Result<Option<Vec<u8>>, Problem> {
    for _ in 0..PATIENCE {
        match piece(api, export).await {
            Err(problem) if problem.kind() == Kind::Unavailable => tokio::time::sleep(PAUSE).await,
            done => return done,
        }
    }
    Err(Kind::Unavailable.into())
}

async fn piece(api: &Api, export: &Arc<Mutex<impl Source>>) -> Result<Option<Vec<u8>>, Problem> {
    let export = Arc::clone(export);
    api.run(move |ctx| export.lock().unwrap_or_else(PoisonError::into_inner).next(ctx)).await
}
