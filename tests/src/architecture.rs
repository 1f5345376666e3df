//! The dependency rule: a crate may use those below it, and none above it.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// What each shipped crate may use of ours, and of the libraries that belong to one crate alone.
const RULE: [(&str, &[&str]); 9] = [
    ("partact-domain", &[]),
    ("partact-search", &[]),
    ("partact-document", &[]),
    ("partact-picture", &[]),
    ("partact-persistence", &["partact-domain", "partact-search", "diesel", "diesel_migrations"]),
    (
        "partact-app",
        &["partact-domain", "partact-search", "partact-document", "partact-picture", "partact-persistence"],
    ),
    ("partact-http", &["partact-domain", "partact-search", "partact-app", "actix-web", "utoipa"]),
    ("partact-objects", &["partact-app"]),
    (
        "partact-server",
        &[
            "partact-domain",
            "partact-persistence",
            "partact-app",
            "partact-http",
            "partact-objects",
            "actix-web",
            "lettre",
        ],
    ),
];

/// Libraries that stand for what a crate must not know.
const WATCHED: [&str; 6] = ["diesel", "diesel_migrations", "actix-web", "utoipa", "serde", "lettre"];

#[test]
fn crates_use_only_what_is_below_them() {
    let used = dependencies();
    for (name, allowed) in RULE {
        let found = &used[name];
        for dependency in found.iter().filter(|one| one.starts_with("partact-")) {
            assert!(allowed.contains(&dependency.as_str()), "{name} uses {dependency}");
        }
        for library in WATCHED {
            // Everybody but the pure ones may serialize.
            let may = allowed.contains(&library)
                || (library == "serde" && !matches!(name, "partact-domain" | "partact-search"));
            assert!(may || !found.iter().any(|one| one == library), "{name} uses {library}");
        }
    }
}

/// What each package of the workspace uses when it is shipped: tests may use more.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let used = package["dependencies"].as_array().unwrap().iter();
            let shipped = used.filter(|one| one["kind"] != "dev").map(|one| text(&one["name"]));
            (text(&package["name"]), shipped.collect())
        })
        .collect()
}
