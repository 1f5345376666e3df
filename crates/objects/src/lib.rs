//! The store of objects: a folder, or a bucket of any store that speaks S3.
//!
//! The libraries below are asynchronous, and the use cases are not. A thread of this crate runs what goes over
//! the network; whoever asks waits for the answer on a thread that may block
//! (`docs/adr/0015-object-store.md`).
//!
//! This crate must not know: what the objects are, who may see them, when they may go.

mod place;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use app::objects::{ObjectError, ObjectKey, ObjectStore};
use object_store::ObjectStore as Library;
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

pub use place::{Bucket, Credentials, OpenError, Place};

/// How long one request may take, repetitions included.
const MOST_WAITING: Duration = Duration::from_secs(10);

/// A store of objects. Dropping it ends its thread.
pub struct Objects {
    library: Arc<dyn Library>,
    prefix: Path,
    network: Handle,
    _thread: oneshot::Sender<()>,
}

impl Objects {
    /// Opens the store at a place. A folder is made if it is not there.
    pub fn open(place: &Place) -> Result<Self, OpenError> {
        let (library, prefix) = place.open()?;
        let (network, thread) = network()?;
        Ok(Self { library, prefix, network, _thread: thread })
    }

    fn path(&self, key: &ObjectKey) -> Path {
        self.prefix.parts().chain(Path::from(key.as_str()).parts()).collect()
    }

    /// Waits for a request; what is not done in time has failed.
    fn wait<T>(
        &self,
        doing: &'static str,
        key: &ObjectKey,
        request: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, ObjectError> {
        let failed = |source| ObjectError { doing, key: key.clone(), source };
        let done = self.network.block_on(async { tokio::time::timeout(MOST_WAITING, request).await });
        done.map_err(|late| failed(late.into()))?.map_err(|error| failed(error.into()))
    }
}

impl ObjectStore for Objects {
    fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), ObjectError> {
        self.wait("put", key, async { self.library.put(&self.path(key), bytes.into()).await.map(drop) })
    }

    fn get(&self, key: &ObjectKey, most: usize) -> Result<Option<Vec<u8>>, ObjectError> {
        self.wait("get", key, async {
            let found = match self.library.get(&self.path(key)).await {
                Err(object_store::Error::NotFound { .. }) => return Ok(None),
                found => found?,
            };
            // Whatever lies there was not written by us if it is larger than what we write.
            if found.meta.size > u64::try_from(most).unwrap_or(u64::MAX) {
                let source = format!("it has {} bytes, more than {most}", found.meta.size).into();
                return Err(object_store::Error::Generic { store: "objects", source });
            }
            Ok(Some(found.bytes().await?.to_vec()))
        })
    }

    fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
        self.wait("delete", key, async {
            match self.library.delete(&self.path(key)).await {
                Err(object_store::Error::NotFound { .. }) => Ok(()),
                done => done,
            }
        })
    }

    fn exists(&self, key: &ObjectKey) -> Result<bool, ObjectError> {
        self.wait("look for", key, async {
            match self.library.head(&self.path(key)).await {
                Err(object_store::Error::NotFound { .. }) => Ok(false),
                found => found.map(|_| true),
            }
        })
    }
}

/// A thread that runs what goes over the network, until the sender is dropped.
fn network() -> Result<(Handle, oneshot::Sender<()>), OpenError> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(OpenError::Thread)?;
    let handle = runtime.handle().clone();
    let (sender, ended) = oneshot::channel();
    std::thread::Builder::new()
        .name("objects".to_owned())
        // Nothing is ever sent: the end of the sender is the message.
        .spawn(move || drop(runtime.block_on(ended)))
        .map_err(OpenError::Thread)?;
    Ok((handle, sender))
}
