//! The queue: a job is claimed by one, lost by whoever is not heard of, and ended once.

use domain::id::{IdSource as _, JobId};
use domain::job::{Claim, ErrorCode, Job, Kind, Lane, Progress};
use partact_persistence::{StoreError, Tx};

use crate::kit::*;

fn insert(bench: &Bench, due_in: i64) -> Job {
    let id = JobId::new(bench.ids.next());
    let job = Job::new(id, Kind::Mail, r#"{"a":"b"}"#.to_owned(), None, minutes(due_in), now());
    bench.must(|tx| tx.insert_job(&job));
    job
}

/// Claims what is due so many minutes from now.
fn claim(tx: &mut Tx<'_>, at: i64) -> Result<Option<Job>, StoreError> {
    let Some(before) = tx.due_job(Lane::Quick, minutes(at))? else { return Ok(None) };
    match before.clone().claim(minutes(at)) {
        Claim::Begun(after) => {
            tx.save_claim(&before, &after)?;
            Ok(Some(after))
        }
        Claim::Dead(job) => panic!("{job:?}"),
    }
}

fn stored(bench: &Bench, job: &Job) -> Job {
    bench.read(|reader| reader.job(job.id)).unwrap()
}

on_both! {
    fn a_job_comes_back_as_it_went(bench: &Bench) {
        let job = insert(bench, 0);
        assert_eq!(stored(bench, &job), job);
        let running = bench.must(|tx| claim(tx, 0)).unwrap();
        assert_eq!(stored(bench, &job), running);
        for ended in [
            running.clone().done(minutes(1)),
            running.clone().fail(ErrorCode::new("refused"), true, 0, minutes(1)),
        ] {
            let back = bench.write(|tx| {
                tx.end_job(&ended)?;
                assert_eq!(tx.job(job.id)?, Some(ended.clone()));
                Err::<(), _>(StoreError::Busy)
            });
            assert!(back.is_err(), "taken back for the next");
        }
        let waiting = running.fail(ErrorCode::new("refused"), false, 0, minutes(1));
        bench.must(|tx| tx.end_job(&waiting));
        assert_eq!(stored(bench, &job), waiting);
    }

    fn the_longest_due_comes_first(bench: &Bench) {
        let (second, first, later) = (insert(bench, -1), insert(bench, -2), insert(bench, 1));
        assert_eq!(bench.must(|tx| claim(tx, 0)).map(|job| job.id), Some(first.id));
        assert_eq!(bench.must(|tx| claim(tx, 0)).map(|job| job.id), Some(second.id));
        assert_eq!(bench.must(|tx| claim(tx, 0)), None);
        assert!(!bench.read(|reader| reader.has_due_job(Lane::Quick, now())));
        assert!(bench.read(|reader| reader.has_due_job(Lane::Quick, minutes(1))));
        assert!(!bench.read(|reader| reader.has_due_job(Lane::Long, minutes(1))), "another lane");
        assert_eq!(bench.must(|tx| claim(tx, 1)).map(|job| job.id), Some(later.id));
    }

    fn an_old_fence_writes_nothing(bench: &Bench) {
        insert(bench, 0);
        let first = bench.must(|tx| claim(tx, 0)).unwrap();
        assert_eq!(bench.must(|tx| claim(tx, 1)), None, "the lease holds");
        // A step renews it.
        bench.must(|tx| tx.step_job(first.id, first.fence, Progress { done: 1, total: Some(3) }, minutes(4)));
        assert_eq!(bench.must(|tx| claim(tx, 3)), None);
        let second = bench.must(|tx| claim(tx, 4)).unwrap();
        assert_eq!((second.id, second.attempts), (first.id, 2));
        assert_eq!(second.progress, Progress { done: 1, total: Some(3) });
        stale(bench.write(|tx| tx.step_job(first.id, first.fence, Progress::default(), minutes(9))));
        stale(bench.write(|tx| tx.end_job(&first.clone().done(minutes(4)))));
        bench.must(|tx| tx.end_job(&second.clone().done(minutes(4))));
        stale(bench.write(|tx| tx.end_job(&second.clone().done(minutes(4)))));
        assert_eq!(stored(bench, &first).state.code(), "done");
    }

    fn a_cancelled_job_goes_no_further(bench: &Bench) {
        let (waiting, running) = (insert(bench, 0), insert(bench, -1));
        let claimed = bench.must(|tx| claim(tx, 0)).unwrap();
        assert_eq!(claimed.id, running.id);
        for job in [&waiting, &running] {
            assert!(bench.must(|tx| tx.cancel_job(job.id, now())));
            assert!(!bench.must(|tx| tx.cancel_job(job.id, now())), "only once");
            assert_eq!(stored(bench, job).state.code(), "cancelled");
        }
        stale(bench.write(|tx| tx.step_job(claimed.id, claimed.fence, Progress::default(), minutes(9))));
        stale(bench.write(|tx| tx.end_job(&claimed.clone().done(now()))));
        assert_eq!(bench.must(|tx| claim(tx, 60)), None);
        assert_eq!(bench.must(|tx| tx.forget_jobs(now(), 10)), 0);
        assert_eq!(bench.must(|tx| tx.forget_jobs(minutes(1), 1)), 1);
        assert_eq!(bench.must(|tx| tx.forget_jobs(minutes(1), 10)), 1);
    }

    fn workers_share_the_queue(bench: &Bench) {
        const JOBS: usize = 60;
        let mut expected: Vec<_> = (0..JOBS).map(|_| insert(bench, 0).id).collect();
        let work = || {
            let mut mine = Vec::new();
            loop {
                match bench.write(|tx| claim(tx, 0)) {
                    Ok(Some(job)) => mine.push(job.id),
                    Ok(None) => return mine,
                    // PostgreSQL passes over what another has locked; the guard decides what remains.
                    Err(StoreError::Stale | StoreError::Busy) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
        };
        let mut claimed: Vec<_> = std::thread::scope(|scope| {
            let workers = [(); 6].map(|()| scope.spawn(work));
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        claimed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(claimed, expected, "each once");
    }
}
