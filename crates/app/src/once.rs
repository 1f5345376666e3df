//! Commands that happen once, however often they are sent: idempotency keys.
//!
//! The key is claimed inside the transaction that it protects, and the answer is stored in it too. So a
//! key whose command failed was never claimed, and one whose command succeeded has its answer.

use domain::policy::Actor;
use jiff::Timestamp;
use persistence::Tx;

use crate::ctx::{Caller, Ctx};
use crate::error::Error;

/// An answer as it is stored for replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers that belong to the answer, such as `Location` and `ETag`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The key of a request, and what it was for.
#[derive(Clone, Debug)]
pub struct Once {
    /// `POST`.
    pub method: &'static str,
    /// The path of the request.
    pub path: String,
    /// What the client sent as its key.
    pub key: String,
    /// SHA-256 of the request: another request under the same key has another.
    pub fingerprint: [u8; 32],
}

/// How a command that happens once came to its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It ran now.
    Now(Answer),
    /// It ran before; this is what was answered then.
    Before(Answer),
}

impl Ctx {
    /// Runs a command of a caller unless its key has an answer already, and stores the answer, in the
    /// same transaction. `answer` puts the result into words; it must not do anything else.
    pub(crate) fn once<T>(
        &self,
        caller: &Caller,
        once: &Once,
        mut command: impl FnMut(&mut Tx<'_>, &Actor, Timestamp) -> Result<T, Error>,
        answer: impl Fn(&T) -> Answer,
    ) -> Result<Done, Error> {
        self.command(caller, None, |tx, actor, now| {
            if let Some(before) = claim(tx, caller, once)? {
                return Ok(Done::Before(before));
            }
            let answer = answer(&command(tx, actor, now)?);
            let (headers, body) = (answer.headers.as_slice(), answer.body.as_str());
            tx.store_answer(caller.person, once.method, &once.path, &once.key, answer.status, headers, body)?;
            Ok(Done::Now(answer))
        })
    }
}

/// The stored answer of this key, or the key claimed for this transaction.
fn claim(tx: &mut Tx<'_>, caller: &Caller, once: &Once) -> Result<Option<Answer>, Error> {
    if tx.claim_key(caller.person, once.method, &once.path, &once.key, &once.fingerprint)? {
        return Ok(None);
    }
    answered(tx, caller, once)?.ok_or(Error::KeyInUse).map(Some)
}

/// The stored answer of this key, if it has been claimed before.
pub(crate) fn answered(tx: &mut Tx<'_>, caller: &Caller, once: &Once) -> Result<Option<Answer>, Error> {
    let record = tx.key_record(caller.person, once.method, &once.path, &once.key)?;
    let Some(record) = record else { return Ok(None) };
    if record.fingerprint != once.fingerprint {
        return Err(Error::KeyReused);
    }
    let (Some(status), Some(body)) = (record.status, record.body) else { return Err(Error::KeyInUse) };
    Ok(Some(Answer { status, headers: record.headers, body }))
}
