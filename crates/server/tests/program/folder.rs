//! An empty folder in which the program is started.

use std::ffi::OsStr;
use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use ureq::Agent;

/// A folder that goes with its value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let name = format!("partact-program-{:016x}", RandomState::new().hash_one(std::process::id()));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// What lies in it, by name.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program with these words, not started yet. Of the environment it sees nothing that could be a
    /// setting of ours.
    pub(crate) fn program(&self, words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_partact"));
        command.args(words).current_dir(&self.0).env_clear().stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ended {
        Ended::of(&self.program(words).output().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// How the program ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), output: text(&output.stdout), errors: text(&output.stderr) }
    }

    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

/// The program while it serves. It is killed when the test ends before it.
pub(crate) struct Serving {
    child: Child,
    output: BufReader<ChildStdout>,
    pub(crate) url: String,
    pub(crate) metrics: String,
}

impl Serving {
    /// Starts `serve` on free ports; returns when it says where it listens.
    pub(crate) fn start(folder: &Folder, words: &[&str]) -> Self {
        let ports = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"];
        let mut command = folder.program(ports.iter().chain(words));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let url = address(&mut output, &mut child);
        let metrics = address(&mut output, &mut child);
        Self { child, output, url, metrics }
    }

    /// The status and the text of an answer.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        get(&format!("{}{path}", self.url))
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> Ended {
        let (mut output, mut errors) = (String::new(), String::new());
        self.output.read_to_string(&mut output).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        let code = self.child.wait().unwrap().code();
        Ended { code, output, errors }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already, in a test that passes.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Asks for a page; the status and the text of the answer.
pub(crate) fn get(url: &str) -> (u16, String) {
    let config =
        Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(10)));
    let agent: Agent = config.build().into();
    let mut answer = agent.get(url).call().unwrap_or_else(|error| panic!("{url}: {error}"));
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

/// The address in the next line.
fn address(output: &mut BufReader<ChildStdout>, child: &mut Child) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let Some(start) = line.find("http://") else {
        let mut errors = String::new();
        drop(child.kill());
        child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        panic!("no address in {line:?}: {errors}");
    };
    line[start..].trim_end().to_owned()
}
