//! SQLite's one writer: writes that wait together are committed together.
//!
//! Each write runs in a savepoint of its own inside one `BEGIN IMMEDIATE … COMMIT`, so that one
//! that fails takes no other with it; nobody is answered before the commit is durable. Many
//! receipts share one `fsync`.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread,
    time::Duration,
};

use diesel::{
    Connection as _,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
};
use tokio::sync::oneshot;

use super::{Connection, Error, Target};

/// The most writes that share one commit: keeps the wait of the first of them short.
const MOST_PER_COMMIT: usize = 256;

/// How often the connection is tried again when it cannot be opened (a disk that is full or gone).
const REOPEN_AFTER: Duration = Duration::from_millis(500);

/// Answers the one who waits, after the commit; `Err` says why nothing was kept.
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;
/// One waiting write; without a connection it only makes its answer.
type Work = Box<dyn FnOnce(Option<&mut Connection>) -> Answer + Send>;

/// A handle on the writer thread; cheap to clone. The thread ends when the last handle is dropped.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Work>);

impl Writer {
    /// Opens the database and starts the thread.
    pub fn start(target: Target) -> Result<Self, Error> {
        let connection = target.connect()?;
        let (sender, waiting) = mpsc::channel();
        thread::Builder::new()
            .name("db-writer".to_owned())
            .spawn(move || serve(&target, connection, &waiting))
            .map_err(|_| Error::Stopped)?;
        Ok(Self(sender))
    }

    /// Queues `change` and waits until it is durable.
    pub async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + From<diesel::result::Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        // Whoever asked may have gone away; what was committed stays.
        self.queue(change, move |result| drop(reply.send(result)))?;
        answer.await.map_err(|_| E::from(Error::Stopped))?
    }

    /// [`Writer::write`] for threads that may block.
    pub fn write_now<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + From<diesel::result::Error> + Send + 'static,
    {
        let (reply, answer) = mpsc::sync_channel(1);
        self.queue(change, move |result| drop(reply.send(result)))?;
        answer.recv().map_err(|_| E::from(Error::Stopped))?
    }

    fn queue<T, E, F, R>(&self, change: F, reply: R) -> Result<(), E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        R: FnOnce(Result<T, E>) + Send + 'static,
        T: Send + 'static,
        E: From<Error> + From<diesel::result::Error> + Send + 'static,
    {
        let work: Work = Box::new(move |connection| {
            let result = match connection {
                Some(connection) => savepoint(connection, change),
                None => Err(E::from(Error::Commit("the database cannot be opened".to_owned()))),
            };
            Box::new(move |committed: Result<(), String>| {
                let result = match committed {
                    Ok(()) => result,
                    Err(reason) => result.and_then(|_| Err(E::from(Error::Commit(reason)))),
                };
                reply(result);
            })
        });
        self.0.send(work).map_err(|_| E::from(Error::Stopped))
    }
}

/// Runs one change in a savepoint; a panic undoes it like an error. Diesel's own nested transaction would be
/// left open by a panic.
pub fn savepoint<T, E, F>(connection: &mut Connection, change: F) -> Result<T, E>
where
    F: FnOnce(&mut Connection) -> Result<T, E>,
    E: From<Error> + From<diesel::result::Error>,
{
    connection.transaction(|connection| {
        catch_unwind(AssertUnwindSafe(|| change(connection)))
            .unwrap_or_else(|_| Err(E::from(Error::Panicked)))
    })
}

/// The thread: gathers, commits, answers; opens the database anew when a commit failed.
fn serve(target: &Target, connection: Connection, waiting: &mpsc::Receiver<Work>) {
    let mut connection = Some(connection);
    while let Ok(first) = waiting.recv() {
        let batch = std::iter::once(first).chain(waiting.try_iter().take(MOST_PER_COMMIT - 1));
        let batch: Vec<Work> = batch.collect();
        if connection.is_none() {
            let opened = target.connect();
            let opened = opened
                .inspect_err(|error| tracing::error!(%error, "the database cannot be opened"));
            connection = opened.ok();
        }
        if !commit_together(connection.as_mut(), batch) {
            connection = None;
            thread::sleep(REOPEN_AFTER);
        }
    }
}

/// Runs the batch in one transaction and answers everyone; `false` when the connection is broken.
fn commit_together(connection: Option<&mut Connection>, batch: Vec<Work>) -> bool {
    let Some(connection) = connection else { return refuse(batch) };
    if let Err(error) = begin(connection) {
        tracing::error!(%error, "the database refuses to begin a transaction");
        return refuse(batch);
    }
    let answers: Vec<Answer> = batch.into_iter().map(|work| work(Some(connection))).collect();
    let committed = commit(connection);
    if let Err(error) = &committed {
        tracing::error!(%error, "a shared commit failed; its writes were undone");
    }
    let outcome = committed.as_ref().map(|_| ()).map_err(ToString::to_string);
    answers.into_iter().for_each(|answer| answer(outcome.clone()));
    committed.is_ok()
}

fn refuse(batch: Vec<Work>) -> bool {
    for work in batch {
        work(None)(Err("the database cannot be opened".to_owned()));
    }
    false
}

fn begin(connection: &mut Connection) -> diesel::QueryResult<()> {
    match connection {
        Connection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
        }
        Connection::Postgres(postgres) => AnsiTransactionManager::begin_transaction(postgres),
    }
}

fn commit(connection: &mut Connection) -> diesel::QueryResult<()> {
    let result = match connection {
        Connection::Sqlite(sqlite) => AnsiTransactionManager::commit_transaction(sqlite),
        Connection::Postgres(postgres) => AnsiTransactionManager::commit_transaction(postgres),
    };
    if result.is_err() {
        // The connection is dropped next; this only frees the lock at once.
        let _ = connection.batch_execute("ROLLBACK");
    }
    result
}
