//! The mail server that everybody's mail goes to. It is busy now and then, refuses addresses that are
//! gone, and can kill a node the moment it has taken a message, before the node hears of it.

use std::{
    io,
    net::{IpAddr, TcpListener},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use mail_parser::MessageParser;
use mailin_embedded::{Handler, Response, Server, SslConfig, response};

use super::{Outcome, node, post::Taken};

/// Every so manieth message is put off once.
const BUSY: u64 = 211;

#[derive(Clone, Default)]
pub struct Sink {
    taken: Arc<Mutex<Vec<Taken>>>,
    asked: Arc<AtomicU64>,
    /// The process that is to be killed when a message was taken; 0 for none.
    victim: Arc<AtomicU32>,
    message: Vec<u8>,
}

impl Sink {
    /// Serves until the process ends; its URL.
    pub fn serve(&self) -> Outcome<String> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("smtp://{}", listener.local_addr()?);
        let handler = self.clone();
        std::thread::spawn(move || {
            let mut server = Server::new(handler);
            if let Ok(server) = server.with_ssl(SslConfig::None) {
                server.with_tcp_listener(listener);
            }
            if let Err(error) = server.serve() {
                eprintln!("the mail server ended: {error}");
            }
        });
        Ok(url)
    }

    /// Kills that process as soon as it has sent one message.
    pub fn kill_after_next(&self, process: u32) {
        self.victim.store(process, Ordering::SeqCst);
    }

    /// Does not kill any more; whether it still waited to.
    pub fn disarm(&self) -> bool {
        self.victim.swap(0, Ordering::SeqCst) != 0
    }

    /// The messages taken since the last time.
    pub fn take(&self) -> Vec<Taken> {
        std::mem::take(&mut *self.taken.lock().unwrap_or_else(|broken| broken.into_inner()))
    }
}

impl Handler for Sink {
    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        self.message.clear();
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        if to.contains("gone-") {
            return response::NO_MAILBOX;
        }
        match self.asked.fetch_add(1, Ordering::Relaxed) % BUSY {
            0 => response::INTERNAL_ERROR,
            _ => response::OK,
        }
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.message.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let Some(message) = MessageParser::default().parse_headers(&self.message) else {
            return response::INTERNAL_ERROR;
        };
        let to = message.to().and_then(|to| to.first()?.address());
        let taken = Taken {
            id: message.message_id().unwrap_or_default().to_owned(),
            to: to.unwrap_or_default().to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
        };
        self.taken.lock().unwrap_or_else(|broken| broken.into_inner()).push(taken);
        let victim = self.victim.swap(0, Ordering::SeqCst);
        if victim != 0 {
            node::kill(victim);
        }
        response::OK
    }
}
