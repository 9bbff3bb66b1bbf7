//! A headless Chromium, behind the driver that `./test` starts.

use std::{
    env,
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use actix_web::rt::time::sleep;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Url;
use serde_json::{Value, json};

use crate::support::TestApp;

/// How long something may take on a slow machine before it counts as not coming.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(30);

/// What the browser is used on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// 360 × 780, the narrowest that is common, fingers instead of a mouse.
    Phone,
    /// 1280 × 900.
    Computer,
    /// The same, and no script runs.
    Scriptless,
}

/// A browser with a portal to go to. Dropping it ends it, however the story went.
pub struct Browser {
    pub client: Client,
    base: String,
    session: Url,
    http: reqwest::Client,
}

impl Browser {
    /// Opens one that speaks Chinese.
    pub async fn open(app: &TestApp, device: Device) -> Self {
        let driver = needed("WEBDRIVER_URL");
        let capabilities = match capabilities(device, &needed("CHROMIUM")) {
            Value::Object(capabilities) => capabilities,
            _ => unreachable!("capabilities are an object"),
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver)
            .await
            .expect("Chromium starts");
        // Ended by `drop`, which waits for it.
        client.persist().await.expect("a session that stays");
        let id = client.session_id().await.expect("a session").expect("its id");
        let session = format!("{}/session/{id}", driver.trim_end_matches('/'));
        let browser = Self {
            client,
            base: app.base.clone(),
            session: session.parse().expect("an address"),
            http: reqwest::Client::new(),
        };
        if device != Device::Phone {
            // The window's size would count its frame.
            let screen =
                json!({ "width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            let emulate = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": screen });
            browser.driver("goog/cdp/execute", emulate).await;
        }
        browser
    }

    /// Goes to a path of the portal.
    pub async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.expect("the page loads");
    }

    /// The path now shown.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_owned()
    }

    /// Looks until there is something; fails with the page's words when it never comes.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if began.elapsed() > PATIENCE {
                let (path, words) = (self.path().await, self.words("body").await);
                let complaints = self.complaints().await;
                panic!("no {what} at {path}, which reads:\n{words}\n{complaints:#?}");
            }
            sleep(GLANCE).await;
        }
    }

    /// What the browser complained about since it was last asked: scripts that failed, files that
    /// did not come, and what the content security policy forbade.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver("se/log", json!({ "type": "browser" })).await;
        let entries = log.as_array().expect("a log").iter();
        let grave = entries.filter(|it| it["level"] == "SEVERE" || it["level"] == "WARNING");
        grave.map(|it| it["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Fails when the browser complained.
    pub async fn is_content(&self) {
        let complaints = self.complaints().await;
        assert!(complaints.is_empty(), "at {}: {complaints:#?}", self.path().await);
    }

    /// One of the driver's commands that are Chromium's own.
    async fn driver(&self, command: &str, parameters: Value) -> Value {
        let url = format!("{}/{command}", self.session);
        let request = self.http.post(url).json(&parameters);
        let answer: Value = request.send().await.expect("the driver").json().await.expect("JSON");
        assert!(answer["value"]["error"].is_null(), "{command}: {answer}");
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let (host, port) = (self.session.host_str(), self.session.port());
        let (Some(host), Some(port)) = (host, port) else { return };
        let Ok(mut stream) = TcpStream::connect((host, port)) else { return };
        let path = self.session.path();
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let _ = write!(
            stream,
            "DELETE {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        );
        // The first byte of the answer comes when the browser has ended.
        let _ = stream.read(&mut [0]);
    }
}

fn needed(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: browser tests need a driver and a browser, run them by `./test browser`")
    })
}

fn capabilities(device: Device, chromium: &str) -> Value {
    let mut options = json!({
        "binary": chromium,
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run", "--hide-scrollbars", "--accept-lang=zh-CN", "--window-size=1300,1000",
        ],
        "prefs": { "intl.accept_languages": "zh-CN", "credentials_enable_service": false },
    });
    if device == Device::Phone {
        let metrics = json!({ "width": 360, "height": 780, "pixelRatio": 1, "touch": true });
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    if device == Device::Scriptless {
        options["prefs"]["profile.managed_default_content_settings.javascript"] = 2.into();
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
        "unhandledPromptBehavior": "accept",
    })
}
