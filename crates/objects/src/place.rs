//! Where the objects are.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::ObjectStore as Library;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// How long a connection may take to be made.
const CONNECTING: Duration = Duration::from_secs(3);
/// How long one try of a request may take.
const ONE_TRY: Duration = Duration::from_secs(5);
/// How often a request that failed is tried again.
const RETRIES: usize = 2;

/// Where the objects are.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a folder of this machine.
    Folder(PathBuf),
    /// In a bucket.
    Bucket(Bucket),
}

/// A bucket of a store that speaks S3.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What stands before every key; empty for nothing.
    pub prefix: String,
    /// Where the store is; without one, Amazon's for the region.
    pub endpoint: Option<Url>,
    /// The region, as the store calls it.
    pub region: String,
    /// Who we are; without them, what the environment says in Amazon's usual variables.
    pub credentials: Option<Credentials>,
}

/// The key of an account.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Its name.
    pub access_key_id: String,
    /// What proves it.
    pub secret_access_key: SecretString,
}

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made.
    #[error("the folder {folder} cannot be made")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The library does not take the settings.
    #[error("the store of objects cannot be opened")]
    Settings(#[from] object_store::Error),
    /// The prefix is no path.
    #[error("the prefix is no path")]
    Prefix(#[from] object_store::path::Error),
    /// There is no thread to be had.
    #[error("the thread of the store of objects cannot be started")]
    Thread(#[source] std::io::Error),
}

impl Place {
    pub(crate) fn open(&self) -> Result<(Arc<dyn Library>, Path), OpenError> {
        match self {
            Self::Folder(folder) => {
                std::fs::create_dir_all(folder)
                    .map_err(|source| OpenError::Folder { folder: folder.clone(), source })?;
                let files =
                    LocalFileSystem::new_with_prefix(folder)?.with_fsync(true).with_automatic_cleanup(true);
                Ok((Arc::new(files), Path::default()))
            }
            Self::Bucket(bucket) => Ok((bucket.open()?, Path::parse(&bucket.prefix)?)),
        }
    }
}

impl Bucket {
    fn open(&self) -> Result<Arc<dyn Library>, OpenError> {
        // The client is built without a choice of its own; whoever comes first in the process chooses, and
        // everybody here chooses the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let plain = self.endpoint.as_ref().is_some_and(|endpoint| endpoint.scheme() == "http");
        let client = ClientOptions::new()
            .with_connect_timeout(CONNECTING)
            .with_timeout(ONE_TRY)
            // Somebody who names an endpoint without TLS means it.
            .with_allow_http(plain);
        let retry = RetryConfig {
            max_retries: RETRIES,
            retry_timeout: super::MOST_WAITING,
            ..RetryConfig::default()
        };
        let mut builder = match &self.credentials {
            Some(key) => AmazonS3Builder::new()
                .with_access_key_id(&key.access_key_id)
                .with_secret_access_key(key.secret_access_key.expose_secret()),
            None => AmazonS3Builder::from_env(),
        };
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
        }
        let store = builder
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_client_options(client)
            .with_retry(retry)
            .build()?;
        Ok(Arc::new(store))
    }
}
