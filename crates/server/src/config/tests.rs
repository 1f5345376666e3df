use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use super::*;

/// What is given where.
#[derive(Default)]
struct Given<'g> {
    flags: &'g [(&'static str, &'g str)],
    environment: &'g [(&'g str, &'g str)],
    file: &'g str,
}

impl Given<'_> {
    fn load(&self) -> Result<(Config, Vec<Shown>), ConfigError> {
        let mut sources = Sources::default();
        let flags: Vec<_> = self.flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        sources.flags(&flags);
        let environment: BTreeMap<_, _> = self.environment.iter().copied().collect();
        sources.environment(|name| environment.get(name).map(OsString::from));
        sources.text(Path::new("partact.toml"), self.file);
        Config::load(&sources)
    }
}

/// The value of a setting and where it came from.
fn check_shown(given: &Given<'_>, name: &str, expected: &str) {
    let (_, shown) = given.load().unwrap();
    let found = shown.iter().find(|shown| shown.name == name).unwrap();
    assert_eq!(format!("{} ({})", found.value, found.source), expected);
}

fn check_faults(given: &Given<'_>, expected: &[&str]) {
    let ConfigError(faults) = given.load().unwrap_err();
    let found: Vec<_> = faults.iter().map(|fault| format!("{}: {}", fault.source, fault.why)).collect();
    assert_eq!(found, expected);
}

#[test]
fn flags_go_before_the_environment_before_the_file_before_defaults() {
    let file = "connections = 4\nlisten = '127.0.0.1:3'";
    let all = Given { flags: &[("connections", "2")], environment: &[("PARTACT_CONNECTIONS", "3")], file };
    check_shown(&all, "connections", "2 (flag --connections)");
    let two = Given { flags: &[], ..all };
    check_shown(&two, "connections", "3 (variable PARTACT_CONNECTIONS)");
    let one = Given { environment: &[], ..two };
    check_shown(&one, "connections", "4 (file partact.toml, key connections)");
    check_shown(&one, "listen", "127.0.0.1:3 (file partact.toml, key listen)");
    check_shown(&Given::default(), "connections", "8 (default)");
}

#[test]
fn every_default_can_be_read() {
    let (config, shown) = Given::default().load().unwrap();
    assert_eq!(shown.len(), TABLE.len());
    assert_eq!(config.issuer(), "partact");
    let limits = config.limits();
    assert_eq!((limits.requests, limits.logins), (Some(600), Some(60)), "limits are on");
    let public = Given { flags: &[("public_url", "https://bourse.example/")], ..Given::default() };
    assert_eq!(public.load().unwrap().0.issuer(), "https://bourse.example");
}

#[test]
fn every_wrong_value_is_named_at_once() {
    let given = Given {
        flags: &[("listen", "8080"), ("metrics_listen", "on")],
        environment: &[("PARTACT_CONNECTIONS", "0"), ("PARTACT_DATABASE", "partact.db")],
        file: "workers = 1000\nlog_level = 'loud,,=x'\nlisten_on = 'x'\ndrain_seconds = true\n\
               trusted_proxies = ['10.0.0.0/8', '::1', 'proxy', '10.0.0.0/33']\n\
               staff_mfa = 'perhaps'\nsealing_key_file = '/nowhere/key'\nallowed_origins = ['https://a.example/']",
    };
    check_faults(
        &given,
        &[
            "file partact.toml, key drain_seconds: not a text, a number or a list of texts",
            "file partact.toml, key listen_on: there is no such setting",
            "variable PARTACT_DATABASE: a database is `sqlite:FILE` or `postgres://USER@HOST/NAME`, not `partact.db`",
            "variable PARTACT_CONNECTIONS: `0` is no whole number from 1 to 512",
            "flag --listen: `8080` is no address and port, such as 127.0.0.1:8080 or [::]:8080",
            "flag --metrics-listen: `on` is no address and port, such as 127.0.0.1:8080 or [::]:8080",
            "file partact.toml, key allowed_origins: `https://a.example/` is no origin; \
             did you mean `https://a.example`?",
            "file partact.toml, key trusted_proxies: \
             `proxy` is no address or network such as 10.0.0.7 or 10.0.0.0/8; \
             `10.0.0.0/33` is no address or network such as 10.0.0.7 or 10.0.0.0/8",
            "file partact.toml, key staff_mfa: `perhaps` is none of required, optional",
            "file partact.toml, key sealing_key_file: `/nowhere/key` cannot be read: \
             No such file or directory (os error 2)",
            "file partact.toml, key workers: `1000` is no whole number from 1 to 256",
            "file partact.toml, key log_level: `loud,,=x` is no level \
             (error, warn, info, debug, trace) and no filter",
        ],
    );
}

#[test]
fn a_file_that_is_no_toml_is_named_by_its_line_alone() {
    let given =
        Given { file: "listen = '127.0.0.1:1'\ndatabase = postgres://u:secret@h/n", ..Given::default() };
    let text = given.load().unwrap_err().to_string();
    assert!(text.contains("file partact.toml: line 2 is no TOML"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn a_password_is_not_shown() {
    let url = "postgres://partact:hunter7@db.example/partact";
    let given = Given { environment: &[("PARTACT_DATABASE", url)], ..Given::default() };
    check_shown(&given, "database", "postgres://partact:***@db.example/partact (variable PARTACT_DATABASE)");
    let (config, shown) = given.load().unwrap();
    assert!(!format!("{config:?}{shown:?}").contains("hunter7"));
    let wrong =
        Given { environment: &[("PARTACT_DATABASE", "postgers://u:hunter7@h/n")], ..Given::default() };
    assert!(!wrong.load().unwrap_err().to_string().contains("hunter7"));
}

#[test]
fn photos_are_beside_the_database_or_where_it_is_said() {
    let check = |flags: &[(&'static str, &str)], expected: Result<&str, &str>| {
        let place = Given { flags, ..Given::default() }.load().unwrap().0.objects_place();
        let found = match place {
            Ok(::objects::Place::Folder(folder)) => Ok(folder.display().to_string()),
            Ok(::objects::Place::Bucket(bucket)) => Ok(format!(
                "{} {} {} {}",
                bucket.name,
                bucket.prefix,
                bucket.region,
                bucket.credentials.map_or("-".to_owned(), |key| key.access_key_id)
            )),
            Err(failure) => Err(failure.to_string()),
        };
        assert_eq!(found, expected.map(ToOwned::to_owned).map_err(ToOwned::to_owned));
    };
    check(&[], Ok("partact.objects"));
    check(&[("database", "sqlite:/data/week.db")], Ok("/data/week.objects"));
    check(&[("database", "postgres://db/partact")], Ok("partact.objects"));
    check(&[("objects", "files:/data/photos")], Ok("/data/photos"));
    check(&[("objects", "s3://photos")], Ok("photos  us-east-1 -"));
    let key = [("objects_access_key", "AK"), ("objects_secret_key", "geheim")];
    let bucket = ("objects", "s3://photos/bourse/2026/");
    check(&[bucket, ("objects_region", "lu"), key[0], key[1]], Ok("photos bourse/2026 lu AK"));
    let together = "objects_access_key and objects_secret_key belong together: give both or neither";
    check(&[bucket, key[0]], Err(together));
    check(&[bucket, key[1]], Err(together));
    for wrong in ["photos", "files:", "s3://", "s3:///x", "s3://a b", "s3://a/../b", "gs://a"] {
        let why = format!("`{wrong}` is neither files:FOLDER nor s3://BUCKET/PREFIX");
        check_faults(
            &Given { flags: &[("objects", wrong)], ..Given::default() },
            &[&format!("flag --objects: {why}")],
        );
    }
    check_shown(
        &Given { environment: &[("PARTACT_OBJECTS_SECRET_KEY", "geheim")], ..Given::default() },
        "objects_secret_key",
        "*** (variable PARTACT_OBJECTS_SECRET_KEY)",
    );
}
