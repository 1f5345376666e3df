//! A bucket of a real S3 server, which checks who we are. `just objects` builds and runs it.

use domain::id::PhotoId;
use domain::photo::Size;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use partact_app::objects::{ObjectKey, ObjectStore as _};
use partact_objects::{Bucket, Credentials, Objects, Place};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use uuid::Uuid;

/// A server over a folder, in which each folder is a bucket. Where it is.
fn serve(root: &std::path::Path) -> String {
    let mut builder = S3ServiceBuilder::new(FileSystem::new(root).unwrap());
    builder.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = builder.build();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((socket, _)) = listener.accept().await {
                let server = Builder::new(TokioExecutor::new());
                let connection = server.serve_connection(TokioIo::new(socket), service.clone()).into_owned();
                tokio::spawn(connection);
            }
        });
    });
    format!("http://{address}")
}

fn open(endpoint: &str, name: &str, secret: &str) -> Objects {
    Objects::open(&Place::Bucket(Bucket {
        name: name.to_owned(),
        prefix: "bourse/2026".to_owned(),
        endpoint: Some(endpoint.parse().unwrap()),
        region: "lu".to_owned(),
        credentials: Some(Credentials {
            access_key_id: "key".to_owned(),
            secret_access_key: secret.to_owned().into(),
        }),
    }))
    .unwrap()
}

#[test]
fn a_bucket_keeps_what_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("photos")).unwrap();
    let endpoint = serve(folder.path());
    let objects = open(&endpoint, "photos", "secret");
    let key = |number: u128| ObjectKey::photo(PhotoId::new(Uuid::from_u128(number)), Size::Full);
    assert_eq!(objects.get(&key(1), 10).unwrap(), None);
    assert!(!objects.exists(&key(1)).unwrap());
    let large: Vec<u8> = (0..3_000_000_u32).map(|byte| byte.to_le_bytes()[0]).collect();
    objects.put(&key(1), large.clone()).unwrap();
    assert!(objects.exists(&key(1)).unwrap());
    assert!(folder.path().join("photos/bourse/2026").join(key(1).as_str()).is_file());
    assert_eq!(objects.get(&key(1), large.len()).unwrap(), Some(large.clone()));
    objects.get(&key(1), large.len() - 1).unwrap_err();
    objects.delete(&key(1)).unwrap();
    objects.delete(&key(1)).unwrap();
    assert_eq!(objects.get(&key(1), large.len()).unwrap(), None);

    // The wrong secret and the wrong bucket are errors, not absence.
    open(&endpoint, "photos", "guess").put(&key(2), vec![1]).unwrap_err();
    open(&endpoint, "photos", "guess").exists(&key(2)).unwrap_err();
    open(&endpoint, "other", "secret").put(&key(2), vec![1]).unwrap_err();
}
