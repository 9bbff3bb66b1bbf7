//! A person's browser, and the mail that arrived.

use std::path::Path;

use reqwest::{
    header::{HeaderMap, HeaderValue, LOCATION, ORIGIN},
    multipart::{Form, Part},
    redirect::Policy,
};

/// A browser with cookies; follows no redirect by itself.
pub struct Client {
    http: reqwest::Client,
    base: String,
}

/// What came back.
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Client {
    pub(super) fn new(base: &str, session: Option<&str>) -> Self {
        let jar = std::sync::Arc::new(reqwest::cookie::Jar::default());
        if let Some(token) = session {
            let url = base.parse().expect("an address");
            jar.add_cookie_str(&format!("session={token}; Path=/"), &url);
        }
        let http = reqwest::Client::builder()
            .cookie_provider(jar)
            .redirect(Policy::none())
            // The server closes what is idle, which a slow machine meets in the middle of a request.
            .pool_max_idle_per_host(0)
            .build()
            .expect("a client");
        Self { http, base: base.to_owned() }
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Page {
        Page::of(self.http.get(format!("{}{path}", self.base))).await
    }

    /// Asks for a page with a header.
    pub async fn get_with(&self, path: &str, name: &'static str, value: &str) -> Page {
        let value = HeaderValue::from_str(value).expect("a header");
        Page::of(self.http.get(format!("{}{path}", self.base)).header(name, value)).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = serde_html_form::to_string(fields).expect("a form");
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .header(ORIGIN, &self.base)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        Page::of(request).await
    }

    /// Asks with another method than GET and POST.
    pub async fn ask(&self, method: &str, path: &str) -> Page {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let request = self.http.request(method, format!("{}{path}", self.base));
        Page::of(request.header(ORIGIN, &self.base)).await
    }

    /// Sends raw bytes with headers of the test's own.
    pub async fn send(&self, path: &str, headers: &[(&'static str, &str)], body: Vec<u8>) -> Page {
        let mut request = self.http.post(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::of(request.body(body)).await
    }

    /// Sends a form with files: field, file name, bytes.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, Vec<u8>)],
    ) -> Page {
        let mut form = Form::new();
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (field, name, bytes) in files {
            let part = Part::bytes(bytes.clone()).file_name((*name).to_owned());
            form = form.part((*field).to_owned(), part);
        }
        let request = self.http.post(format!("{}{path}", self.base)).header(ORIGIN, &self.base);
        Page::of(request.multipart(form)).await
    }

    /// Goes where `page` sends the browser.
    pub async fn follow(&self, page: &Page) -> Page {
        assert_eq!(page.status, 303, "not sent on: {}", page.words());
        self.get(page.location()).await
    }
}

impl Page {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("a text") }
    }

    /// Where the browser is sent.
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The page's words without its tags, a line for each piece of text.
    pub fn words(&self) -> String {
        let start = self.text.find("<main").unwrap_or(0);
        let end = self.text.find("</main>").unwrap_or(self.text.len());
        let mut words = String::new();
        let mut in_tag = false;
        for c in self.text[start..end].chars() {
            match c {
                '<' => {
                    in_tag = true;
                    words.push('\n');
                }
                '>' => in_tag = false,
                c if !in_tag => words.push(c),
                _ => {}
            }
        }
        let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Fails with the page's words when `text` is not in it.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(
            self.text.contains(text),
            "“{text}” is not on the page ({}):\n{}",
            self.status,
            self.words()
        );
        self
    }

    /// Fails when `text` is anywhere in the answer, its head included.
    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "“{text}” is on the page:\n{}", self.words());
        let head = format!("{:?}", self.headers);
        assert!(!head.contains(text), "“{text}” is in the head: {head}");
        self
    }

    /// The value of a field of the page's form.
    pub fn field(&self, name: &str) -> String {
        let marker = format!("name=\"{name}\"");
        let at = self.text.find(&marker).unwrap_or_else(|| panic!("no field {name}"));
        let start = self.text[..at].rfind('<').unwrap_or(0);
        let tag = &self.text[start..start + self.text[start..].find('>').unwrap_or(0)];
        let value = tag.split("value=\"").nth(1).unwrap_or_default();
        let value = value.split('"').next().unwrap_or_default();
        let entities =
            [("&#x3D;", "="), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
        entities.iter().fold(value.to_owned(), |text, (entity, c)| text.replace(entity, c))
    }
}

/// The messages in a folder of `.eml` files, by the order of their numbers.
pub(super) fn mails(folder: &Path) -> Vec<(String, String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .map(|files| files.flatten().map(|file| file.path()).collect())
        .unwrap_or_default();
    files.sort_by_key(|path: &std::path::PathBuf| {
        path.file_stem().and_then(|stem| stem.to_str()?.parse::<u64>().ok())
    });
    files.iter().map(|path| parse(&std::fs::read_to_string(path).expect("a mail"))).collect()
}

fn parse(eml: &str) -> (String, String, String) {
    let message = mail_parser::MessageParser::default().parse(eml).expect("a message");
    let to = message.to().and_then(|to| to.first()?.address()).unwrap_or_default().to_owned();
    let subject = message.subject().unwrap_or_default().to_owned();
    let body = message.body_text(0).unwrap_or_default().replace("\r\n", "\n");
    (to, subject, body)
}
