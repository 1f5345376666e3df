//! The queue of jobs at work: once, again, and not for ever.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::bourse::{Bourse, on_both};
use app::job::{self, Desk};
use app::mail::{self, Letter, Mailer, MailerError};

use domain::id::JobId;
use domain::job::{Job, Lane};
use domain::organization::Email;
use domain::policy::StaffRole;
use jiff::SignedDuration;

/// Notes what it gets, and answers as it is told.
#[derive(Default)]
struct Postman {
    letters: Mutex<Vec<JobId>>,
    answer: Mutex<Option<MailerError>>,
    panics: AtomicBool,
}

impl Mailer for Postman {
    fn send(&self, letter: &Letter) -> Result<(), MailerError> {
        assert!(!self.panics.load(Ordering::SeqCst), "as a bug would");
        self.letters.lock().unwrap().push(letter.id);
        self.answer.lock().unwrap().map_or(Ok(()), Err)
    }
}

struct Office {
    desk: Desk,
    postman: Arc<Postman>,
}

impl Office {
    fn open(bourse: &Bourse) -> Self {
        bourse.try_staff("ana@bourse.example", "sieben Pferde trinken Tee", StaffRole::Organizer).unwrap();
        let postman = Arc::new(Postman::default());
        let mailer: Arc<dyn Mailer> = postman.clone();
        let desk = Desk { ctx: bourse.ctx.clone(), mailer, pages: None, stopping: Arc::default() };
        Self { desk, postman }
    }

    fn post(&self) -> JobId {
        mail::post_test(&self.desk.ctx, &Email::parse("ana@bourse.example").unwrap()).unwrap()
    }

    fn work(&self) -> bool {
        job::work_one(&self.desk, Lane::Quick).unwrap()
    }

    fn job(&self, id: JobId) -> Job {
        self.desk.ctx.store.read::<_, app::Error>(|reader| Ok(reader.job(id)?)).unwrap().unwrap()
    }

    fn sent(&self) -> usize {
        self.postman.letters.lock().unwrap().len()
    }
}

#[test]
fn several_workers_have_one_effect() {
    on_both(|bourse| {
        let office = Office::open(bourse);
        let mut posted: Vec<_> = (0..40).map(|_| office.post()).collect();
        std::thread::scope(|scope| {
            for _ in 0..6 {
                // A worker that was passed by a faster one finds the rest later.
                scope.spawn(|| while office.work() {});
            }
        });
        while office.work() {}
        let mut sent = office.postman.letters.lock().unwrap().clone();
        sent.sort_unstable();
        posted.sort_unstable();
        assert_eq!(sent, posted, "each mail was sent, and once");
        assert!(posted.iter().all(|id| office.job(*id).state.code() == "done"));
    });
}

#[test]
fn what_fails_is_tried_again_and_given_up() {
    on_both(|bourse| {
        let office = Office::open(bourse);
        let id = office.post();
        *office.postman.answer.lock().unwrap() = Some(MailerError::Later);
        assert!(office.work());
        assert!(!office.work(), "it waits");
        assert_eq!((office.job(id).state.code(), office.job(id).attempts), ("waiting", 1));
        let mut tries = 1;
        while office.job(id).state.code() == "waiting" {
            bourse.clock.advance(SignedDuration::from_hours(3));
            assert!(office.work());
            tries += 1;
        }
        assert_eq!((office.job(id).state.code(), tries, office.sent()), ("failed", 14, 14));

        let refused = office.post();
        *office.postman.answer.lock().unwrap() = Some(MailerError::Never);
        assert!(office.work());
        assert_eq!((office.job(refused).state.code(), office.job(refused).attempts), ("failed", 1));
    });
}

#[test]
fn a_job_that_panics_is_tried_again() {
    on_both(|bourse| {
        let office = Office::open(bourse);
        let id = office.post();
        office.postman.panics.store(true, Ordering::SeqCst);
        assert!(office.work());
        assert_eq!(office.job(id).state.code(), "waiting");
        office.postman.panics.store(false, Ordering::SeqCst);
        bourse.clock.advance(SignedDuration::from_mins(1));
        assert!(office.work());
        assert_eq!((office.job(id).state.code(), office.sent()), ("done", 1));
    });
}

#[test]
fn what_was_rolled_back_is_not_mailed() {
    on_both(|bourse| {
        let office = Office::open(bourse);
        let unknown = Email::parse("nobody@bourse.example").unwrap();
        assert!(mail::post_test(&office.desk.ctx, &unknown).is_err());
        assert!(!office.work());
        assert_eq!(office.sent(), 0);
    });
}
