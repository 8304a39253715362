//! The one way into long work: threads, Ctrl-C, panics and progress, so that a reviewer has one place to read.

use std::any::Any;
use std::cell::RefCell;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::prelude::*;

use super::errors::{self, Kind};

/// How long the calling thread waits for results before it looks for signals. Ctrl-C comes back within two of these.
const POLL: Duration = Duration::from_millis(25);

/// Room for a deep parse; only touched pages are real memory.
const STACK_BYTES: usize = 8 << 20;

/// How a call is spread over threads.
#[derive(Clone, Copy)]
pub(super) struct Spread {
    /// Number of texts.
    pub(super) count: usize,
    /// Texts that one piece of work takes. It must not depend on `threads`: pieces end up in the output's layout.
    pub(super) chunk: usize,
    /// Upper limit of threads.
    pub(super) threads: usize,
}

impl Spread {
    pub(super) const fn pieces(self) -> usize {
        self.count.div_ceil(self.chunk)
    }
}

/// Calls `work` on pieces of `0..count` in worker threads and hands each result to `take` in the calling thread, as
/// they come.
///
/// The interpreter is released while the calling thread waits. It looks for signals at least every [`POLL`]; when one
/// raises (Ctrl-C), the call returns at once, workers stop before their next piece, and one that is inside a huge
/// article finishes in the background with nobody waiting for it.
///
/// The threads belong to the call: nothing outlives it, so there is no pool that a `fork` could break and no lock that
/// a child could inherit. Starting a thread costs 10 to 20 microseconds, a hundredth of one article.
pub(super) fn run<T: Send + 'static>(
    py: Python<'_>,
    spread: Spread,
    work: impl Fn(Range<usize>) -> T + Send + Sync + 'static,
    mut take: impl FnMut(usize, T) -> PyResult<()>,
) -> PyResult<()> {
    let Spread { count, chunk, threads } = spread;
    let pieces = spread.pieces();
    let threads = threads.min(pieces);
    let shared = Arc::new(Shared { work, next: AtomicUsize::new(0), stop: AtomicBool::new(false) });
    // A bounded channel: workers wait instead of piling up results that the calling thread has not taken yet.
    let (send, mut receive) = sync_channel(threads * 4);
    let _stop = StopOnDrop(Arc::clone(&shared));
    for number in 0..threads {
        let (shared, send) = (Arc::clone(&shared), send.clone());
        let worker = move || {
            while !shared.stop.load(Ordering::Relaxed) {
                let piece = shared.next.fetch_add(1, Ordering::Relaxed);
                if piece >= pieces {
                    break;
                }
                let result = (shared.work)(piece * chunk..count.min((piece + 1) * chunk));
                if send.send((piece, result)).is_err() {
                    break; // the call has returned
                }
            }
        };
        let builder = thread::Builder::new().name(format!("dateline-{number}")).stack_size(STACK_BYTES);
        match builder.spawn(worker) {
            Ok(_) => {}
            Err(_) if number > 0 => break, // the system grants no more: fewer do
            Err(error) => return Err(errors::exception(py, Kind::Internal, format!("cannot start a thread: {error}"))),
        }
    }
    drop(send);
    let (mut open, mut taken) = (true, 0);
    while open {
        let mut results = Vec::new();
        open = py.detach(|| gather(&mut receive, &mut results));
        py.check_signals()?;
        taken += results.len();
        for (piece, result) in results {
            take(piece, result)?;
        }
    }
    // A worker that panics outside of `guarded` takes its piece with it. Better no result than one with a hole.
    if taken < pieces {
        let reason = format!("{} of {pieces} pieces of work were lost; this is a bug in dateline", pieces - taken);
        return Err(errors::exception(py, Kind::Internal, reason));
    }
    Ok(())
}

/// Collects results for at most [`POLL`]; whether there may be more. Taking several at a time keeps the interpreter,
/// for which other Python threads may be waiting too, from changing hands at every article.
fn gather<T>(receive: &mut Receiver<T>, results: &mut Vec<T>) -> bool {
    let end = Instant::now() + POLL;
    loop {
        match receive.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(result) => results.push(result),
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

struct Shared<W: ?Sized> {
    next: AtomicUsize,
    stop: AtomicBool,
    work: W,
}

struct StopOnDrop<W>(Arc<Shared<W>>);

impl<W> Drop for StopOnDrop<W> {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

thread_local! {
    /// Set while this thread is inside an article; then holds what a panic said and where.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work` on one article; a panic becomes its message and place.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CAUGHT.set(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let caught = CAUGHT.take();
    result.map_err(|payload| caught.filter(|said| !said.is_empty()).unwrap_or_else(|| message(&*payload)))
}

/// Keeps panics that [`guarded`] catches off stderr: they reach the caller as exceptions. This library has its own copy
/// of the standard library, so the hook sees no panics but its own.
pub(super) fn install_panic_hook() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let inside = CAUGHT.with_borrow_mut(|caught| {
            caught.as_mut().map(|said| {
                *said = message(info.payload());
                if let Some(place) = info.location() {
                    use std::fmt::Write as _;
                    let _ = write!(said, " at {}:{}", place.file(), place.line());
                }
            })
        });
        if inside.is_none() {
            default(info);
        }
    }));
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(guarded(|| 7), Ok(7));
        let said = guarded(|| -> u8 { panic!("no such {}", "thing") }).unwrap_err();
        assert!(said.starts_with("no such thing"), "{said}");
    }

    #[test]
    fn lost_work_is_an_error() {
        Python::initialize();
        Python::attach(|py| {
            let spread = Spread { count: 9, chunk: 2, threads: 2 };
            let mut sizes = Vec::new();
            let work = |piece: Range<usize>| piece.len();
            let keep = |_, size| {
                sizes.push(size);
                Ok(())
            };
            run(py, spread, work, keep).expect("nothing is lost");
            assert_eq!(sizes.iter().sum::<usize>(), 9);
            let mut taken = 0;
            let work = |piece: Range<usize>| assert_ne!(piece.start, 4, "a worker that dies on purpose");
            let lost = run(py, spread, work, |_, ()| {
                taken += 1;
                Ok(())
            });
            assert!(lost.is_err(), "a result with a hole");
            assert_eq!(taken, 4, "the other worker takes the rest");
        });
    }
}
