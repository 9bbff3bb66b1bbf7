//! What the machine can do without the portal: bytes from memory by bare actix, and durable
//! commits by bare SQLite.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::ServerHandle,
    web::{self, Bytes},
};
use diesel::{connection::SimpleConnection, prelude::*};

diesel::table! {
    rows (id) {
        id -> BigInt,
        number -> BigInt,
        body -> Text,
    }
}

/// A server that answers everything with the same bytes.
pub struct Bare {
    pub address: SocketAddr,
    server: ServerHandle,
}

impl Bare {
    /// Serves from threads of its own, as many as the machine has cores, like the portal.
    pub fn serve(body: Vec<u8>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let body = Bytes::from(body);
        let (tell, told) = std::sync::mpsc::channel();
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || {
                    let body = body.clone();
                    App::new().default_service(web::to(move || {
                        let body = body.clone();
                        async {
                            HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body)
                        }
                    }))
                };
                let server = HttpServer::new(app).disable_signals().listen(listener)?.run();
                tell.send(server.handle()).map_err(io::Error::other)?;
                server.await
            })
        });
        let server = told.recv().map_err(io::Error::other)?;
        Ok(Self { address, server })
    }

    /// Frees the machine for the next load.
    pub fn stop(self) {
        drop(self.server.stop(false));
    }
}

/// Rows per second that are on disk (WAL, `synchronous=FULL`), `batch` of them in each commit.
pub fn durable_rows(folder: &Path, batch: u32, duration: Duration) -> QueryResult<f64> {
    let path = folder.join(format!("rows-{batch}.db"));
    let mut connection = SqliteConnection::establish(&path.to_string_lossy())
        .map_err(|error| diesel::result::Error::QueryBuilderError(error.into()))?;
    connection.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE rows (id INTEGER PRIMARY KEY, number BIGINT NOT NULL, body TEXT NOT NULL);",
    )?;
    // About what a report says.
    let body = "The wind carries a smell of burnt plastic from the works by the river. ".repeat(4);
    let began = Instant::now();
    let mut count = 0;
    while began.elapsed() < duration {
        connection.immediate_transaction(|connection| {
            (0..batch).try_for_each(|_| {
                count += 1;
                diesel::insert_into(rows::table)
                    .values((rows::number.eq(count), rows::body.eq(&body)))
                    .execute(connection)
                    .map(drop)
            })
        })?;
    }
    Ok(count as f64 / began.elapsed().as_secs_f64())
}
