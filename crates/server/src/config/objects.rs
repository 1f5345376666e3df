//! Where photos are kept, as settings say it.

use std::path::PathBuf;

use ::objects::{Bucket, Credentials, Place};
use persistence::DatabaseUrl;
use secrecy::SecretString;

use super::value::Value;
use super::{Auto, Config};
use crate::failure::Failure;

/// `files:FOLDER` or `s3://BUCKET/PREFIX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectsAddress {
    /// A folder of this machine.
    Files(PathBuf),
    /// A bucket, and what stands before every key.
    S3 {
        /// Its name.
        bucket: String,
        /// Without a slash at its ends; empty for nothing.
        prefix: String,
    },
}

/// A text that is never shown.
#[derive(Clone, Debug)]
pub struct Secret(SecretString);

impl Secret {
    /// The text, still wrapped.
    pub const fn secret(&self) -> &SecretString {
        &self.0
    }
}

impl Value for Secret {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("empty".to_owned()) } else { Ok(Self(SecretString::from(text))) }
    }

    fn show(&self) -> String {
        "***".to_owned()
    }
}

impl Value for ObjectsAddress {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is neither files:FOLDER nor s3://BUCKET/PREFIX");
        if let Some(folder) = text.strip_prefix("files:") {
            return if folder.is_empty() { Err(wrong()) } else { Ok(Self::Files(folder.into())) };
        }
        let rest = text.strip_prefix("s3://").ok_or_else(wrong)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        if bucket.is_empty() || !bucket.bytes().all(letters) {
            return Err(wrong());
        }
        let prefix = prefix.trim_matches('/').to_owned();
        let parts_good = prefix.is_empty()
            || prefix.split('/').all(|part| !matches!(part, "" | "." | "..") && part.bytes().all(letters));
        if !parts_good {
            return Err(wrong());
        }
        Ok(Self::S3 { bucket: bucket.to_owned(), prefix })
    }

    fn show(&self) -> String {
        match self {
            Self::Files(folder) => format!("files:{}", folder.display()),
            Self::S3 { bucket, prefix } => format!("s3://{bucket}/{prefix}"),
        }
    }
}

impl Config {
    /// Where the photos are.
    pub fn objects_place(&self) -> Result<Place, Failure> {
        let (bucket, prefix) = match &self.objects {
            Auto::Auto => return Ok(Place::Folder(self.folder_beside_database())),
            Auto::Given(ObjectsAddress::Files(folder)) => return Ok(Place::Folder(folder.clone())),
            Auto::Given(ObjectsAddress::S3 { bucket, prefix }) => (bucket.clone(), prefix.clone()),
        };
        let credentials = match (&self.objects_access_key, &self.objects_secret_key) {
            (Auto::Auto, Auto::Auto) => None,
            (Auto::Given(id), Auto::Given(secret)) => Some(Credentials {
                access_key_id: id.to_string(),
                secret_access_key: secret.secret().clone(),
            }),
            _ => {
                let message =
                    "objects_access_key and objects_secret_key belong together: give both or neither";
                return Err(Failure::Usage(message.to_owned()));
            }
        };
        let endpoint = match &self.objects_endpoint {
            Auto::Given(url) => Some(url.url().clone()),
            Auto::Auto => None,
        };
        let region = self.objects_region.to_string();
        Ok(Place::Bucket(Bucket { name: bucket, prefix, endpoint, region, credentials }))
    }

    /// `partact.objects` for `partact.db`; in the current folder where the database is a server.
    fn folder_beside_database(&self) -> PathBuf {
        match &self.database {
            DatabaseUrl::Sqlite(file) => file.with_extension("objects"),
            DatabaseUrl::Postgres(_) => PathBuf::from("partact.objects"),
        }
    }
}
