//! The mail server that everybody's mail goes to. It is busy now and then, refuses addresses that are
//! gone, and can kill a node the moment it has taken a message, before the node hears of it.
//!
//! Our own, because it acknowledges each packet at once: the portal's SMTP client sends the end of a
//! message apart from its text and waits for the acknowledgement, which Linux else keeps back for
//! 40 ms. A year has no time for that.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    os::linux::net::TcpStreamExt as _,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
};

use mail_parser::MessageParser;

use super::{Outcome, node, post::Taken};

/// One of so many messages is put off once.
const BUSY: u64 = 211;

#[derive(Clone, Default)]
pub struct Sink {
    taken: Arc<Mutex<Vec<Taken>>>,
    asked: Arc<AtomicU64>,
    /// The process that is to be killed when a message was taken; 0 for none.
    victim: Arc<AtomicU32>,
    /// Whether it puts nothing off any more.
    idle: Arc<AtomicBool>,
}

impl Sink {
    /// Serves until the process ends; its URL.
    pub fn serve(&self) -> Outcome<String> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("smtp://{}", listener.local_addr()?);
        let sink = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sink = sink.clone();
                // A node that is killed leaves a broken connection.
                std::thread::spawn(move || sink.talk(stream));
            }
        });
        Ok(url)
    }

    /// Kills that process as soon as it has sent one message.
    pub fn kill_after_next(&self, process: u32) {
        self.victim.store(process, Ordering::SeqCst);
    }

    /// Does not kill any more.
    pub fn disarm(&self) {
        self.victim.store(0, Ordering::SeqCst);
    }

    /// Puts nothing off from now on: what is sent at the very end has no later time.
    pub fn be_idle(&self) {
        self.idle.store(true, Ordering::Relaxed);
    }

    /// The messages taken since the last time.
    pub fn take(&self) -> Vec<Taken> {
        std::mem::take(&mut *self.taken.lock().unwrap_or_else(|broken| broken.into_inner()))
    }

    fn talk(&self, stream: TcpStream) -> io::Result<()> {
        let mut output = stream.try_clone()?;
        let mut input = BufReader::new(stream);
        output.set_nodelay(true)?;
        output.write_all(b"220 sink.example.com\r\n")?;
        let mut line = Vec::new();
        loop {
            output.set_quickack(true)?;
            line.clear();
            if input.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            let said = String::from_utf8_lossy(&line).to_ascii_uppercase();
            let answer = match said.split_whitespace().next().unwrap_or_default() {
                "RCPT" => self.recipient(&said),
                "DATA" => {
                    output.write_all(b"354 go on\r\n")?;
                    self.message(&mut input, &output)?
                }
                "QUIT" => return output.write_all(b"221 bye\r\n"),
                _ => "250 OK",
            };
            output.write_all(format!("{answer}\r\n").as_bytes())?;
        }
    }

    fn recipient(&self, said: &str) -> &'static str {
        if said.contains("GONE-") {
            return "550 no such mailbox";
        }
        match self.asked.fetch_add(1, Ordering::Relaxed) % BUSY {
            0 if !self.idle.load(Ordering::Relaxed) => "451 busy",
            _ => "250 OK",
        }
    }

    fn message(
        &self,
        input: &mut BufReader<TcpStream>,
        output: &TcpStream,
    ) -> io::Result<&'static str> {
        let mut text = Vec::new();
        while !text.ends_with(b"\r\n.\r\n") {
            output.set_quickack(true)?;
            if input.read_until(b'\n', &mut text)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let Some(message) = MessageParser::default().parse_headers(&text) else {
            return Ok("554 not a message");
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
        Ok("250 taken")
    }
}
