//! The load generator: a closed loop over keep-alive connections, each with one request on its
//! way. It runs on one thread and only reads what it needs of an answer, so that it leaves the
//! machine to the server.

use std::{
    cell::Cell,
    io,
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::future::try_join_all;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Time at the start of each load that is not counted: caches fill, connections open.
const WARM_UP: Duration = Duration::from_millis(500);

/// What to send, and how hard.
pub struct Load<'a> {
    pub address: SocketAddr,
    pub connections: usize,
    pub duration: Duration,
    /// The status that every answer must have: a fast error is no success.
    pub status: u16,
    /// The bytes of the n-th request, head and body.
    pub request: &'a dyn Fn(u64) -> Vec<u8>,
}

/// What came of it.
pub struct Measured {
    pub per_second: f64,
    pub median: Duration,
    pub p99: Duration,
    /// For those who ask for it.
    #[allow(dead_code)]
    pub longest: Duration,
}

impl Load<'_> {
    /// Sends until the time is over.
    pub fn run(&self) -> io::Result<Measured> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let sent = Cell::new(0);
        let began = Instant::now() + WARM_UP;
        let ends = began + self.duration;
        let senders = (0..self.connections).map(|_| self.send(&sent, began, ends));
        let samples = runtime.block_on(try_join_all(senders))?.concat();
        Ok(measured(samples, self.duration))
    }

    /// One connection; answers with the time that each request took.
    async fn send(
        &self,
        sent: &Cell<u64>,
        began: Instant,
        ends: Instant,
    ) -> io::Result<Vec<Duration>> {
        let mut connection = Connection::open(self.address).await?;
        let mut samples = Vec::new();
        loop {
            let number = sent.replace(sent.get() + 1);
            let request = (self.request)(number);
            let asked = Instant::now();
            let answer = connection.ask(&request).await?;
            let answered = Instant::now();
            if answer.status != self.status {
                return Err(unexpected(&answer, self.status));
            }
            if answered > ends {
                return Ok(samples);
            }
            if asked >= began {
                samples.push(answered - asked);
            }
        }
    }
}

pub fn measured(mut samples: Vec<Duration>, duration: Duration) -> Measured {
    samples.sort_unstable();
    let percentile = |share: f64| {
        let place = (samples.len() as f64 * share) as usize;
        samples.get(place.min(samples.len().saturating_sub(1))).copied().unwrap_or_default()
    };
    Measured {
        per_second: samples.len() as f64 / duration.as_secs_f64(),
        median: percentile(0.50),
        p99: percentile(0.99),
        longest: percentile(1.0),
    }
}

/// Asks once, outside of any load, whatever the status of the answer.
pub fn ask(address: SocketAddr, request: &[u8]) -> io::Result<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Connection::open(address).await?.ask(request).await })
}

/// A GET, with further lines of the head, each ended by CR LF.
pub fn get(path: &str, head: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n").into_bytes()
}

/// A POST of a form.
pub fn post(path: &str, head: &str, content_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\n\
         Content-Length: {length}\r\n{head}\r\n{body}"
    )
    .into_bytes()
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The values of a header.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .filter(move |(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// One keep-alive connection and what it has read so far.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let body_at = loop {
            self.read_more().await?;
            if let Some(end) = self.buffer.windows(4).position(|it| it == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..body_at]).into_owned();
        let length = content_length(&head)?;
        while self.buffer.len() < body_at + length {
            self.read_more().await?;
        }
        Ok(Answer { status: status(&head)?, head, body: self.buffer[body_at..].to_vec() })
    }

    async fn read_more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server hung up")),
            _ => Ok(()),
        }
    }
}

fn status(head: &str) -> io::Result<u16> {
    let code = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    code.ok_or_else(|| io::Error::other(format!("no status in {head:?}")))
}

fn content_length(head: &str) -> io::Result<usize> {
    const NAME: &str = "content-length:";
    head.lines()
        .filter(|line| line.get(..NAME.len()).is_some_and(|it| it.eq_ignore_ascii_case(NAME)))
        .find_map(|line| line[NAME.len()..].trim().parse().ok())
        .ok_or_else(|| io::Error::other(format!("no length in {head:?}")))
}

fn unexpected(answer: &Answer, wanted: u16) -> io::Error {
    let body = String::from_utf8_lossy(&answer.body);
    let start: String = body.chars().take(2000).collect();
    io::Error::other(format!("wanted {wanted}, got:\n{}{start}", answer.head))
}
