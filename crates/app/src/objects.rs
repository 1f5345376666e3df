//! Where large things are kept: the store of objects, a seam to whatever is behind it.
//!
//! An object is written before the row that names it, under a key that was never used, and removed after the
//! row is gone: so a row never names what is not there, and what no row names is swept
//! ([`crate::photo::sweep_removals`]). It is never written or read within a transaction.

use std::fmt;

use domain::id::PhotoId;
use domain::photo::Size;

/// A store of objects. Every call ends within bounded time.
pub trait ObjectStore: Send + Sync {
    /// Keeps an object.
    fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), ObjectError>;

    /// An object of at most so many bytes, if it is there.
    fn get(&self, key: &ObjectKey, most: usize) -> Result<Option<Vec<u8>>, ObjectError>;

    /// Removes an object; one that is not there is as good as removed.
    fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError>;

    /// Whether an object is there.
    fn exists(&self, key: &ObjectKey) -> Result<bool, ObjectError>;
}

/// The name of an object. It is made of ids of ours only, so that no client has a say in where it lies.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectKey(String);

impl ObjectKey {
    /// A photo in one size.
    pub fn photo(photo: PhotoId, size: Size) -> Self {
        Self(format!("photos/{photo}/{}", size.code()))
    }

    /// The path below the root of the store, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The store did not do it: it cannot be reached, it refuses, or the object is not one of ours.
#[derive(Debug, thiserror::Error)]
#[error("the store of objects failed to {doing} {key}")]
pub struct ObjectError {
    /// What it was to do.
    pub doing: &'static str,
    /// With which object.
    pub key: ObjectKey,
    /// Why it did not.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// No store at all, for who has nothing to do with objects: a sub-command need not be able to reach one.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl Nowhere {
    fn none<T>(doing: &'static str, key: &ObjectKey) -> Result<T, ObjectError> {
        Err(ObjectError { doing, key: key.clone(), source: "there is no store of objects here".into() })
    }
}

impl ObjectStore for Nowhere {
    fn put(&self, key: &ObjectKey, _: Vec<u8>) -> Result<(), ObjectError> {
        Self::none("put", key)
    }

    fn get(&self, key: &ObjectKey, _: usize) -> Result<Option<Vec<u8>>, ObjectError> {
        Self::none("get", key)
    }

    fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
        Self::none("delete", key)
    }

    fn exists(&self, key: &ObjectKey) -> Result<bool, ObjectError> {
        Self::none("look for", key)
    }
}
