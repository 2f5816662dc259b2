//! Work on many things at once, results in their order.
//!
//! Takes items, a function from item to result, and a place for results; runs the function on several threads and
//! hands the results over one by one, in the items' order, as soon as they can be. At most a few items a thread are in
//! memory: workers wait when the first one is late. It knows nothing of documents.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, mpsc};

/// Items that may be ahead of the one being handed over, per thread.
const AHEAD: usize = 4;

/// Calls `each` with `work(item)` for every item, in order, working on `threads` threads. `each` runs on the calling
/// thread and may stop everything by breaking.
pub fn in_order<T: Send, R: Send>(
    items: impl IntoIterator<Item = T, IntoIter: Send>,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R) -> ControlFlow<()>,
) {
    let items = items.into_iter();
    if threads <= 1 {
        let _ = items.map(work).try_for_each(each);
        return;
    }
    let queue = Mutex::new(items.enumerate());
    let gate = Gate::new(threads * AHEAD);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (queue, gate, work, sender) = (&queue, &gate, &work, sender.clone());
            scope.spawn(move || {
                // A panic in `work` must open the gate, or the others would wait for ever.
                let _guard = OpenOnPanic(gate);
                loop {
                    let next = queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                    let Some((index, item)) = next else { break };
                    if !gate.wait_for(index) || sender.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut due = 0;
        'results: for (index, result) in receiver {
            early.insert(index, result);
            while let Some(result) = early.remove(&due) {
                if each(result).is_break() {
                    break 'results;
                }
                due += 1;
                gate.advance(due);
            }
        }
        gate.close();
    });
}

/// Holds workers back that are too far ahead.
struct Gate {
    ahead: usize,
    /// The item due next; `None` when everything stops.
    due: Mutex<Option<usize>>,
    moved: Condvar,
}

impl Gate {
    fn new(ahead: usize) -> Self {
        Self { ahead, due: Mutex::new(Some(0)), moved: Condvar::new() }
    }

    /// Waits until item `index` may start; false when everything stops.
    fn wait_for(&self, index: usize) -> bool {
        let due = self.due.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let far = |due: &mut Option<usize>| due.is_some_and(|due| index >= due + self.ahead);
        let due = self.moved.wait_while(due, far).unwrap_or_else(std::sync::PoisonError::into_inner);
        due.is_some()
    }

    fn advance(&self, due: usize) {
        self.set(|open| *open = open.map(|_| due));
    }

    fn close(&self) {
        self.set(|open| *open = None);
    }

    fn set(&self, change: impl FnOnce(&mut Option<usize>)) {
        change(&mut self.due.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        self.moved.notify_all();
    }
}

struct OpenOnPanic<'a>(&'a Gate);

impl Drop for OpenOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        for threads in [0, 1, 2, 7] {
            let mut seen = Vec::new();
            let work = |n: u64| {
                std::thread::sleep(Duration::from_millis(n * 7 % 5));
                n * n
            };
            in_order(0..50, threads, work, |square| {
                seen.push(square);
                ControlFlow::Continue(())
            });
            assert_eq!(seen, (0..50).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_late_first_item_holds_the_others_back() {
        let started = AtomicUsize::new(0);
        let mut most = 0;
        let work = |n: usize| {
            if n == 0 {
                std::thread::sleep(Duration::from_millis(50));
            }
            started.fetch_add(1, Ordering::SeqCst);
            n
        };
        in_order(0..1000, 2, work, |n| {
            if n == 0 {
                most = started.load(Ordering::SeqCst);
            }
            ControlFlow::Continue(())
        });
        assert!(most <= 2 * AHEAD + 2, "{most} items were ahead");
    }

    #[test]
    fn breaking_stops_the_work() {
        for threads in [1, 3] {
            let mut seen = 0;
            in_order(
                0..,
                threads,
                |n: u32| n,
                |n| {
                    seen = n;
                    if n == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(seen, 10);
        }
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_comes_out_and_nobody_waits_for_ever() {
        in_order(0..100, 3, |n: u32| assert_ne!(n, 5), |()| ControlFlow::Continue(()));
    }
}
