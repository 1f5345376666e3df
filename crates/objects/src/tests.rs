//! The store on a folder; the same questions are put to a real S3 server in `tests/bucket.rs`.

use domain::id::PhotoId;
use domain::photo::Size;
use uuid::Uuid;

use super::*;

fn key(number: u128) -> ObjectKey {
    ObjectKey::photo(PhotoId::new(Uuid::from_u128(number)), Size::Full)
}

#[test]
fn a_folder_keeps_what_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("not/there/yet");
    let objects = Objects::open(&Place::Folder(root.clone())).unwrap();
    assert_eq!(objects.get(&key(1), 10).unwrap(), None);
    assert!(!objects.exists(&key(1)).unwrap());
    objects.put(&key(1), b"one".to_vec()).unwrap();
    objects.put(&key(2), b"two".to_vec()).unwrap();
    assert_eq!(objects.get(&key(1), 3).unwrap().as_deref(), Some(&b"one"[..]));
    assert!(objects.exists(&key(1)).unwrap());
    assert_eq!(objects.get(&key(1), 2).unwrap_err().doing, "get", "larger than what we write");
    objects.delete(&key(1)).unwrap();
    objects.delete(&key(1)).unwrap();
    assert_eq!(objects.get(&key(1), 10).unwrap(), None);
    assert_eq!(objects.get(&key(2), 10).unwrap().as_deref(), Some(&b"two"[..]));
    // Another server on the same folder sees the same.
    let other = Objects::open(&Place::Folder(root)).unwrap();
    assert!(other.exists(&key(2)).unwrap());
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let refused = Objects::open(&Place::Folder(file.join("below"))).err().unwrap();
    assert!(matches!(refused, OpenError::Folder { .. }), "{refused}");
}

/// A server that is not there, one that says nothing, one that only fails: all end within bounded time.
#[test]
fn a_bucket_out_of_reach_is_an_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = listener.local_addr().unwrap();
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    for address in [silent, gone] {
        let bucket = Bucket {
            name: "photos".to_owned(),
            prefix: String::new(),
            endpoint: Some(format!("http://{address}").parse().unwrap()),
            region: "lu".to_owned(),
            credentials: Some(Credentials {
                access_key_id: "key".to_owned(),
                secret_access_key: "secret".to_owned().into(),
            }),
        };
        let objects = Objects::open(&Place::Bucket(bucket)).unwrap();
        assert_eq!(objects.put(&key(1), Vec::new()).unwrap_err().doing, "put");
    }
}
