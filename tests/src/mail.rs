//! Mails, from the queue to their reader: files read back by a parser, and a mail server of the test.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use domain::organization::Email;
use domain::policy::StaffRole;
use jiff::SignedDuration;
use testkit::{Engine, Mail, Options, TestApp, on_both_engines};

on_both_engines!(a_mail_is_a_file);

fn a_mail_is_a_file(app: &TestApp) {
    let ana = app.staff(StaffRole::Organizer, "ana");
    let job = app::mail::post_test(&app.ctx, &Email::parse(&ana.email).unwrap()).unwrap();
    assert_eq!(app.mails(), [], "nothing is sent by the command");
    let mails = app.new_mails(&ana.email);
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    assert_eq!(mail.file, format!("{job}.eml"));
    assert_eq!(mail.message_id, format!("{job}@partact.localhost"));
    assert_eq!((mail.from.as_str(), mail.language.as_str()), ("no-reply@partact.localhost", "en"));
    assert_eq!(mail.subject, "A test mail");
    assert!(mail.text.starts_with("Hello,\n\nMails from this service reach you."), "{}", mail.text);
    assert!(mail.html.contains("<p>Mails from this service reach you."), "{}", mail.html);
    assert_eq!(app.work(), 0, "only once");
}

/// A mail server that answers each `DATA` in turn, and gives the envelopes and texts that it got.
struct MailServer {
    address: String,
    thread: JoinHandle<Vec<(String, String)>>,
}

impl MailServer {
    fn start(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let thread = std::thread::spawn(move || {
            answers.iter().map(|answer| serve(listener.accept().unwrap().0, answer)).collect()
        });
        Self { address, thread }
    }
}

/// One connection: one mail, whose end is answered like this.
fn serve(stream: TcpStream, answer: &str) -> (String, String) {
    let mut writer = stream.try_clone().unwrap();
    let mut lines = BufReader::new(stream).lines().map(|line| line.unwrap());
    let (mut envelope, mut text) = (String::new(), String::new());
    let mut say = |words: &str| writer.write_all(format!("{words}\r\n").as_bytes()).unwrap();
    say("220 test");
    while let Some(line) = lines.next() {
        match line.get(..4).unwrap_or_default() {
            "EHLO" => say("250 test"),
            "MAIL" | "RCPT" => {
                envelope.extend([&line, "\n"]);
                say("250 well");
            }
            "DATA" => {
                say("354 go on");
                for line in lines.by_ref().take_while(|line| line != ".") {
                    // Dots at the beginning of a line are doubled on the way (RFC 5321, section 4.5.2).
                    text.extend([line.strip_prefix('.').unwrap_or(&line), "\r\n"]);
                }
                say(answer);
            }
            "QUIT" => {
                say("221 bye");
                break;
            }
            _ => say("250 well"),
        }
    }
    (envelope, text)
}

/// Refused once for now, then taken: the same mail, by its id.
#[test]
fn a_mail_is_sent_again_to_a_server_that_was_busy() {
    let server = MailServer::start(&["451 later", "250 taken"]);
    let target = format!("smtp://{}", server.address);
    let settings = [("mail", target.as_str()), ("mail_from", "Bourse <no-reply@bourse.example>")];
    let app = TestApp::start_with(Engine::Sqlite, Options { settings: &settings, ..Options::default() });
    let ana = app.staff(StaffRole::Organizer, "ana");
    let job = app::mail::post_test(&app.ctx, &Email::parse(&ana.email).unwrap()).unwrap();
    assert_eq!(app.work(), 1);
    assert_eq!(app.work(), 0, "it waits");
    app.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(app.work(), 1);

    let got = server.thread.join().unwrap();
    assert_eq!(got.len(), 2);
    for (envelope, text) in &got {
        assert!(envelope.contains("MAIL FROM:<no-reply@bourse.example>"), "{envelope}");
        assert!(envelope.contains("RCPT TO:<ana@bourse.example>"), "{envelope}");
        let mail = Mail::parse("", text.as_bytes());
        assert_eq!(mail.message_id, format!("{job}@bourse.example"));
        assert_eq!(mail.to, "ana@bourse.example");
    }
    app.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(app.work(), 0, "taken is taken");
}

/// A server that is not there keeps no mail from anybody: it waits.
#[test]
fn a_mail_waits_for_a_server_that_is_away() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let target = format!("smtp://{nobody}");
    let settings = [("mail", target.as_str()), ("mail_from", "no-reply@bourse.example")];
    let app = TestApp::start_with(Engine::Sqlite, Options { settings: &settings, ..Options::default() });
    let ana = app.staff(StaffRole::Organizer, "ana");
    app::mail::post_test(&app.ctx, &Email::parse(&ana.email).unwrap()).unwrap();
    assert_eq!(app.work(), 1);
    app.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(app.work(), 1, "again");
}
