//! A portal of our own to load: the real program in a child process, on sample cases.

use std::{
    fs,
    io::{self, BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use crate::client::{self, Answer, get, post};

/// How long a start may take; the first one makes all the samples.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running `minsheng`, stopped when dropped.
pub struct Portal {
    pub address: SocketAddr,
    /// From the start of the process to the first page.
    pub started_in: Duration,
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Portal {
    /// Starts `minsheng <command>` on the folder and waits until it serves the home page.
    pub fn start(command: &str, data_dir: &Path) -> io::Result<Self> {
        let address = free_address()?;
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_minsheng"))
            .arg(command)
            .env("LISTEN", address.to_string())
            .env("DATA_DIR", data_dir)
            .env("RATE_LIMITS", "off")
            .env("LOG", "warn")
            .env_remove("DATABASE_URL")
            .env_remove("SMTP_URL")
            .stdout(Stdio::piped())
            .spawn()?;
        let said = listen_to(&mut child);
        let mut portal = Self { address, started_in: Duration::ZERO, child, said };
        portal.wait_for_home_page()?;
        portal.started_in = began.elapsed();
        Ok(portal)
    }

    fn wait_for_home_page(&mut self) -> io::Result<()> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Ok(answer) = self.get("/", "")
                && answer.status == 200
            {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(io::Error::other(format!("the portal ended with {status}")));
            }
            thread::sleep(Duration::from_millis(2));
        }
        Err(io::Error::other("the portal does not serve its home page"))
    }

    pub fn get(&self, path: &str, head: &str) -> io::Result<Answer> {
        client::ask(self.address, &get(path, head))
    }

    /// What it has printed: the accounts of a demonstration are among it.
    pub fn said(&self) -> String {
        self.said.lock().map(|said| said.clone()).unwrap_or_default()
    }

    /// Memory that it holds, in MB, told by the kernel.
    pub fn memory(&self) -> io::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
            .map(|kib: f64| kib / 1024.0)
            .ok_or_else(|| io::Error::other("the kernel tells no VmRSS"))
    }

    /// Logs in and answers with the head line that carries the session.
    pub fn log_in(&self, login: &str, password: &str) -> io::Result<String> {
        let body = format!("login={}&password={}", encoded(login), encoded(password));
        let request = post("/login", ORIGIN, FORM, &body);
        let answer = client::ask(self.address, &request)?;
        let cookies: Vec<&str> =
            answer.header("set-cookie").filter_map(|cookie| cookie.split(';').next()).collect();
        if answer.status != 303 || cookies.is_empty() {
            return Err(io::Error::other(format!("{login} may not log in: {}", answer.head)));
        }
        Ok(format!("Cookie: {}\r\n", cookies.join("; ")))
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> io::Result<()> {
        Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status()?;
        self.child.wait().map(drop)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // It may have stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a form of our own pages comes with.
pub const ORIGIN: &str = "Origin: http://127.0.0.1\r\n";
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Percent-encoding for a form.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// Collects what the child prints, so that its pipe never fills.
fn listen_to(child: &mut Child) -> Arc<Mutex<String>> {
    let said = Arc::new(Mutex::new(String::new()));
    if let Some(output) = child.stdout.take() {
        let heard = said.clone();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Ok(mut heard) = heard.lock() {
                    heard.push_str(&line);
                    heard.push('\n');
                }
            }
        });
    }
    said
}

fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}
