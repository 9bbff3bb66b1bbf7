//! Outgoing mail, through a real mail server: never lost, never sent twice after success, declined
//! where it may be, and never saying what it must not (`I3`, `S1`).

use std::{
    collections::VecDeque,
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    path::Path,
    sync::{Arc, Mutex},
};

use mail_parser::{Message, MessageParser};
use mailin_embedded::{Handler, Response, Server, SslConfig, response};
use minsheng::{
    accounts::Role,
    alerts::{self, Alert, To},
    cases::{statement::Statement, work},
    db::{Connection, schema::mails},
    error::Error,
    i18n::{Language, Messages},
    mail::{self, Kind, Outgoing},
    supervisions::{concerned, tell as listing},
    timeline::{self, Audience},
};

use crate::{
    cases::report,
    desk::filed,
    support::{Engine, TestApp},
};

/// What a mail server got, and what it answers next to a recipient; then it takes everything.
#[derive(Clone, Default)]
struct MailServer {
    taken: Arc<Mutex<Vec<Vec<u8>>>>,
    answers: Arc<Mutex<VecDeque<Response>>>,
    message: Vec<u8>,
}

impl MailServer {
    /// Serves at `listener` until the tests end.
    fn serve(&self, listener: TcpListener) {
        let handler = self.clone();
        std::thread::spawn(move || {
            let mut server = Server::new(handler);
            server.with_ssl(SslConfig::None).expect("no encryption").with_tcp_listener(listener);
            server.serve().expect("a mail server that runs");
        });
    }

    fn answer(&self, answer: Response) {
        self.answers.lock().expect("answers").push_back(answer);
    }

    /// The messages taken so far; forgotten here.
    fn take(&self) -> Vec<Message<'static>> {
        let messages = std::mem::take(&mut *self.taken.lock().expect("messages"));
        let parse = |raw: Vec<u8>| MessageParser::default().parse(&raw).map(Message::into_owned);
        messages.into_iter().map(|raw| parse(raw).expect("a message")).collect()
    }
}

impl Handler for MailServer {
    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        self.message.clear();
        response::OK
    }

    fn rcpt(&mut self, _: &str) -> Response {
        self.answers.lock().expect("answers").pop_front().unwrap_or(response::OK)
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.message.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.taken.lock().expect("messages").push(std::mem::take(&mut self.message));
        response::OK
    }
}

/// A port of this machine on which nobody listens yet.
fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port")
}

async fn portal(engine: Engine, server: SocketAddr) -> TestApp {
    let url = format!("smtp://{server}");
    TestApp::start_with(engine, &["--rate-limits", "off", "--smtp-url", &url]).await
}

/// A portal with a mail server.
async fn with_server(engine: Engine) -> (TestApp, MailServer) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let app = portal(engine, listener.local_addr().expect("its address")).await;
    let server = MailServer::default();
    server.serve(listener);
    (app, server)
}

/// Files a report of somebody who left an address.
fn told_by(app: &TestApp, submission: &str, address: &str) -> String {
    let mut new = report(submission, Some("140821"));
    new.reporter_kind = "named";
    new.identity.mail = address.to_owned();
    filed(app, new).case.number
}

fn wait(app: &TestApp, time: chrono::Duration) {
    app.app.clock.advance(time);
    app.run_jobs();
}

/// Puts a message into the outbox.
fn post(app: &TestApp, key: &str, to: &str, kind: Kind) -> bool {
    let (vault, now) = (app.app.vault.clone(), app.app.clock.now());
    let (key, to) = (key.to_owned(), to.parse().expect("an address"));
    app.app
        .db
        .write_now(move |connection| {
            let mail = Outgoing {
                key,
                to: &to,
                kind,
                language: Language::English,
                about: None,
                subject: "Subject".to_owned(),
                body: "One <b>bold</b> line & http://a.example/x.\n\nTwo".to_owned(),
            };
            mail::post(connection, &vault, now, &mail)
        })
        .expect("posted")
}

fn header<'a>(message: &'a Message<'_>, name: &'static str) -> Option<&'a str> {
    message.header_raw(name).map(str::trim)
}

/// The acts in the timeline of a matter that the office reads.
fn entries(app: &TestApp, number: &str, audience: Audience) -> Vec<String> {
    let case = app.case(number);
    app.query(move |connection| {
        let events = timeline::read(connection, case.subject(), audience)?;
        Ok(events.into_iter().map(|event| event.act).collect())
    })
}

/// The keys of a file of messages, in one language.
fn keys(language: Language, file: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/locales");
    let text = std::fs::read_to_string(folder.join(language.tag()).join(file)).expect("messages");
    let lines = text.lines().filter(|line| line.starts_with(|it: char| it.is_ascii_lowercase()));
    lines.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect()
}

/// What a mail may say: to reporters a subject and a text for each thing that they are told, to staff
/// what alerts tell.
fn words_of_mail() -> Vec<String> {
    let decided = ["decide_rehandle", "decide_explain", "decide_review"];
    let told = work::TOLD.into_iter().chain(decided).chain(["receipt", "rate"]);
    let told = told.chain([listing::LISTED, listing::LIFTED]);
    let parts = |act: &str| ["subject", "body"].map(|part| format!("mail-{act}-{part}"));
    let mut words: Vec<String> = told.flat_map(parts).collect();
    words.extend(concerned::TABLE.map(|(what, _)| format!("alerts-supervision-{what}")));
    for file in ["mail.ftl", "alerts.ftl"] {
        words.extend(keys(Language::Chinese, file));
    }
    for file in ["circulars.ftl", "rounds.ftl", "campaigns.ftl"] {
        let all = keys(Language::Chinese, file).into_iter();
        words.extend(all.filter(|key| key.contains("-alert-")));
    }
    let figures = ["figures-differ", "figures-differ-line", "figures-differ-sum"];
    words.extend(figures.into_iter().chain(["note-mentions-you"]).map(str::to_owned));
    words.extend(
        keys(Language::Chinese, "demands.ftl").into_iter().filter(|it| it.starts_with("alerts-")),
    );
    words.retain(|key| key != "alerts-most");
    words
}

/// Every kind of mail is there in both languages, and each is written in its own.
#[test]
fn all_mail_is_written_in_both_languages() {
    let messages = Messages::embedded().expect("messages");
    let is_chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
    let words = words_of_mail();
    assert!(words.iter().any(|key| key == "alerts-supervision-lift"), "{words:?}");
    for key in words {
        for language in Language::ALL {
            assert!(messages.has(language, &key), "{key} is not in {language}");
            let text = messages.text(language, &key);
            assert_eq!(is_chinese(&text), language == Language::Chinese, "{key}: {text}");
        }
    }
}

macro_rules! with_mail {
    ($($(#[$doc:meta])* $story:ident)*) => {
        $(mod $story {
            use super::*;

            $(#[$doc])*
            #[actix_web::test]
            async fn on_sqlite() {
                super::$story(Engine::Sqlite).await;
            }

            $(#[$doc])*
            #[actix_web::test]
            async fn on_postgres() {
                super::$story(Engine::Postgres).await;
            }
        })*
    };
}

with_mail! {
    a_server_that_is_down_is_waited_for
    what_is_put_off_comes_once
    days_in_which_nobody_tried_are_not_counted
    an_address_that_is_refused_is_given_up_and_told
    who_unsubscribes_hears_only_what_the_law_asks
    a_mail_has_two_forms_of_the_same_words
    who_joins_what_is_accepted_is_told_so
    that_it_goes_on_in_another_is_owed_to_those_who_wait
    who_has_several_reports_has_one_message
    a_digest_can_be_declined_and_what_is_urgent_cannot
}

/// Files a report of somebody who left an address, to a matter that is known.
fn joined_by(app: &TestApp, submission: &str, into: &str) {
    let mut new = report(submission, Some("140821"));
    new.reporter_kind = "named";
    new.identity.mail = format!("{submission}@example.com");
    new.join = Some(into.to_owned());
    filed(app, new);
    app.run_jobs();
}

/// The texts of the mail that one person got, in order.
fn texts(taken: &[Message<'_>], to: &str) -> Vec<String> {
    let theirs =
        taken.iter().filter(|it| it.to().and_then(|all| all.first()?.address()) == Some(to));
    theirs.map(|it| it.body_text(0).expect("a text").into_owned()).collect()
}

/// Nobody is promised to hear whether it is accepted and then hears nothing: who joins an accepted
/// matter reads it in the receipt (T1, I8).
async fn who_joins_what_is_accepted_is_told_so(engine: Engine) {
    let (app, server) = with_server(engine).await;
    let number = filed(&app, report("first", Some("140821"))).case.number;
    app.staff("officer-140821", Role::Officer, "140821");
    joined_by(&app, "early", &number);
    app.act("officer-140821", &number, Statement::Accept);
    joined_by(&app, "late", &number);
    let taken = server.take();
    let early = texts(&taken, "early@example.com");
    assert_eq!(early.len(), 2, "{early:?}");
    assert!(early[0].contains("告诉您是否受理") && early[1].contains("受理，将在"), "{early:?}");
    let late = texts(&taken, "late@example.com");
    assert_eq!(late.len(), 1, "{late:?}");
    assert!(late[0].contains("临猗分局受理") && !late[0].contains("是否受理"), "{late:?}");
    assert!(late[0].contains("2027年1月22日"), "the matter's date: {late:?}");
}

/// Who unsubscribed and was not told yet whether the report is accepted is told that it goes on in
/// another matter; once told, that is a courtesy (T1, I8).
async fn that_it_goes_on_in_another_is_owed_to_those_who_wait(engine: Engine) {
    let (app, server) = with_server(engine).await;
    let into = filed(&app, report("first", Some("140821"))).case.number;
    app.staff("officer-140821", Role::Officer, "140821");
    let waiting = told_by(&app, "waiting", "waiting@example.com");
    let told = told_by(&app, "told", "told@example.com");
    app.act("officer-140821", &told, Statement::Accept);
    for to in ["waiting@example.com", "told@example.com"] {
        post(&app, to, to, Kind::Courtesy);
    }
    app.run_jobs();
    for message in server.take() {
        let Some(link) = header(&message, "List-Unsubscribe") else { continue };
        let (_, rest) = link.trim_matches(['<', '>']).split_once("/unsubscribe").expect("ours");
        let path = format!("/unsubscribe{rest}");
        assert_eq!(app.citizen().post(&path, &[]).await.status, 200);
    }
    for number in [&waiting, &told] {
        app.act("officer-140821", number, Statement::Merge { into: into.clone() });
    }
    let taken = server.take();
    assert_eq!(texts(&taken, "waiting@example.com").len(), 1);
    assert_eq!(texts(&taken, "told@example.com").len(), 0);
}

/// Who stands behind one matter with several reports is told once of each event, with the numbers and
/// the letters of all (I8, T1); of an invitation, too (C7).
async fn who_has_several_reports_has_one_message(engine: Engine) {
    let (app, server) = with_server(engine).await;
    let number = told_by(&app, "once", "wang@example.com");
    let mut again = report("again", Some("140821"));
    again.reporter_kind = "named";
    again.identity.mail = "Wang@example.com".to_owned();
    again.join = Some(number.clone());
    let second = filed(&app, again).report.number;
    joined_by(&app, "other", &number);
    server.take();
    app.staff("officer-140821", Role::Officer, "140821");
    app.act("officer-140821", &number, Statement::Accept);
    let taken = server.take();
    assert_eq!(taken.len(), 2, "one for each person");
    let theirs = texts(&taken, "wang@example.com");
    assert_eq!(theirs.len(), 1);
    assert!(theirs[0].contains(&number) && theirs[0].contains(&second), "{theirs:?}");
    assert!(!texts(&taken, "other@example.com")[0].contains(&number), "nobody else's number");
    let mut files: Vec<usize> = taken.iter().map(Message::attachment_count).collect();
    files.sort_unstable();
    assert_eq!(files, [1, 2], "a letter for each report");
    let letters: Vec<(i64, Option<String>)> = app.query(|connection| {
        use diesel::prelude::*;
        use minsheng::db::schema::letters;
        Ok(letters::table.select((letters::report_id, letters::mail_key)).load(connection)?)
    });
    assert_eq!(letters.len(), 3);
    let left: i64 = app.query(|connection| {
        use diesel::prelude::*;
        use minsheng::db::schema::mail_attachments;
        Ok(mail_attachments::table.count().get_result(connection)?)
    });
    assert_eq!(left, 0, "what was sent is kept no longer");

    app.conclude("140821", &number, "substantiated");
    assert_eq!(texts(&server.take(), "wang@example.com").len(), 1, "one answer");
    wait(&app, chrono::Duration::days(1));
    assert_eq!(texts(&server.take(), "wang@example.com").len(), 1, "one invitation");
}

/// Staff may decline the reminders of the day; what is urgent comes nevertheless (I6, T9).
async fn a_digest_can_be_declined_and_what_is_urgent_cannot(engine: Engine) {
    let (app, server) = with_server(engine).await;
    app.staff("officer-140821", Role::Officer, "140821");
    app.tamper("UPDATE accounts SET mail = 'officer@example.com'").expect("an address");
    let raise = |key: &str, mail: alerts::Mail| {
        let (now, key) = (app.app.clock.now(), key.to_owned());
        let raise = move |connection: &mut Connection| {
            let alert = Alert {
                to: To::Bureau("140821".to_owned()),
                kind: "calendar",
                message: minsheng::message::Message::new("accounts-warning-year")
                    .with("year", &key),
                link: "/desk".to_owned(),
                key,
            };
            alerts::raise_with(connection, now, &alert, mail)
        };
        app.app.db.write_now::<_, Error, _>(raise).expect("an alert");
    };
    raise("2031", alerts::Mail::Now);
    raise("2032", alerts::Mail::Digest);
    wait(&app, chrono::Duration::days(1));
    let taken = server.take();
    assert_eq!(taken.len(), 2);
    let links: Vec<&str> =
        taken.iter().filter_map(|message| header(message, "List-Unsubscribe")).collect();
    assert_eq!(links.len(), 1, "the digest");
    let (_, rest) =
        links[0].trim_matches(['<', '>']).split_once("/unsubscribe").expect("a link of ours");
    assert_eq!(app.citizen().post(&format!("/unsubscribe{rest}"), &[]).await.status, 200);
    raise("2033", alerts::Mail::Now);
    raise("2034", alerts::Mail::Digest);
    wait(&app, chrono::Duration::days(1));
    let taken = server.take();
    assert_eq!(taken.len(), 1, "what is urgent");
    assert_eq!(header(&taken[0], "List-Unsubscribe"), None);
    // In the portal it stands as before.
    app.officer("140821").get("/alerts").await.shows("2034 年的工作日历");
}

async fn a_server_that_is_down_is_waited_for(engine: Engine) {
    let port = free_port();
    let app = portal(engine, port).await;
    told_by(&app, "mail", "reporter@example.com");
    assert!(app.run_jobs() > 0, "it is tried");
    assert_eq!(app.run_jobs(), 0, "and not again before its time");
    // However long it takes: nobody refused it.
    for _ in 0..8 {
        wait(&app, chrono::Duration::days(1));
    }
    let server = MailServer::default();
    server.serve(TcpListener::bind(port).expect("the port"));
    wait(&app, chrono::Duration::hours(2));
    let taken = server.take();
    assert_eq!(taken.len(), 1);
    let to = taken[0].to().and_then(|to| to.first()?.address());
    assert_eq!(to, Some("reporter@example.com"));
    assert!(taken[0].message_id().is_some());
    assert_eq!(header(&taken[0], "Auto-Submitted"), Some("auto-generated"));
    wait(&app, chrono::Duration::days(2));
    assert!(server.take().is_empty(), "it is sent once");
    // The address is sealed in the outbox.
    let sealed: Vec<Vec<u8>> = app.query(|connection| {
        use diesel::prelude::*;
        Ok(mails::table.select(mails::recipient).load(connection)?)
    });
    assert!(!String::from_utf8_lossy(&sealed[0]).contains("reporter@"));
}

async fn what_is_put_off_comes_once(engine: Engine) {
    let (app, server) = with_server(engine).await;
    for busy in [response::NO_SERVICE, response::INTERNAL_ERROR, response::OUT_OF_SPACE] {
        server.answer(busy);
    }
    // A log-in that we have wrong is ours to mend, not a reason to drop a citizen's mail.
    server.answer(response::INVALID_CREDENTIALS);
    let number = told_by(&app, "busy", "reporter@example.com");
    app.run_jobs();
    assert!(server.take().is_empty());
    for _ in 0..6 {
        wait(&app, chrono::Duration::minutes(10));
    }
    assert_eq!(server.take().len(), 1);
    assert!(!entries(&app, &number, Audience::Staff).contains(&"mail_failed".to_owned()));
}

/// After a week in which no node was up, a server that is busy once is no reason to drop a mail; nor
/// are days of which a node ran for a moment each: a message has its whole series of tries.
async fn days_in_which_nobody_tried_are_not_counted(engine: Engine) {
    let (app, server) = with_server(engine).await;
    let number = told_by(&app, "quiet", "reporter@example.com");
    let outages = [chrono::Duration::days(7); 3].into_iter();
    for outage in outages.chain([chrono::Duration::hours(23); 8]) {
        app.app.clock.advance(outage);
        server.answer(response::NO_STORAGE);
        app.run_jobs();
        assert!(server.take().is_empty());
    }
    wait(&app, chrono::Duration::hours(2));
    assert_eq!(server.take().len(), 1);
    assert!(!entries(&app, &number, Audience::Staff).contains(&"mail_failed".to_owned()));
}

async fn an_address_that_is_refused_is_given_up_and_told(engine: Engine) {
    let (app, server) = with_server(engine).await;
    server.answer(response::NO_MAILBOX);
    let number = told_by(&app, "wrong", "nobody@example.com");
    app.run_jobs();
    wait(&app, chrono::Duration::days(2));
    assert!(server.take().is_empty(), "it is not tried again");
    assert!(entries(&app, &number, Audience::Staff).contains(&"mail_failed".to_owned()));
    assert!(!entries(&app, &number, Audience::Reporter).contains(&"mail_failed".to_owned()));
    let page = app.officer("140821").get(&format!("/cases/{number}")).await;
    page.shows("邮件无法送达").hides("nobody@example.com");
    // A mailbox that stays full is given up after some days in which it was tried.
    let number = told_by(&app, "full", "full@example.com");
    for _ in 0..200 {
        server.answer(response::NO_STORAGE);
    }
    app.run_jobs();
    // Of a week in which nothing ran no more counts than of two hours.
    app.app.clock.advance(chrono::Duration::days(7));
    let mut tries = 0;
    while !entries(&app, &number, Audience::Staff).contains(&"mail_failed".to_owned()) {
        tries += 1;
        assert!(tries < 80, "it is given up some day");
        wait(&app, chrono::Duration::hours(2));
    }
    assert!(tries > 58, "it was tried {tries} times only");
}

async fn who_unsubscribes_hears_only_what_the_law_asks(engine: Engine) {
    let (app, server) = with_server(engine).await;
    assert!(post(&app, "1", "Reader@example.com", Kind::Courtesy));
    assert!(!post(&app, "1", "Reader@example.com", Kind::Courtesy), "one per event and person");
    app.run_jobs();
    let taken = server.take();
    let link = header(&taken[0], "List-Unsubscribe").expect("a way out").trim_matches(['<', '>']);
    assert_eq!(header(&taken[0], "List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
    assert!(taken[0].body_text(0).expect("text").contains(link));
    assert!(taken[0].body_html(0).expect("HTML").contains(link));
    let path = link.split_once("/unsubscribe").map(|(_, rest)| format!("/unsubscribe{rest}"));
    let path = path.expect("a link of ours");
    // Opening the link changes nothing: mail programs do that by themselves.
    let page = app.citizen().get(&path).await;
    page.shows("退订").hides("reader@example.com");
    assert!(post(&app, "2", "reader@example.com", Kind::Courtesy));
    // What a mail program sends: no page of ours before it, hence no Origin.
    let one_click = reqwest::Client::new()
        .post(format!("{}{path}", app.base))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("List-Unsubscribe=One-Click");
    assert_eq!(one_click.send().await.expect("an answer").status(), 200);
    assert!(!post(&app, "3", "reader@example.com", Kind::Courtesy), "case does not matter");
    assert!(post(&app, "3", "other@example.com", Kind::Courtesy), "only that address");
    assert!(post(&app, "4", "reader@example.com", Kind::Statutory));
    app.run_jobs();
    let statutory = server.take().pop().expect("the last");
    assert_eq!(header(&statutory, "List-Unsubscribe"), None);
    assert!(!statutory.body_text(0).expect("text").contains("/unsubscribe/"));
    // And back again.
    app.citizen().get(&path).await.shows("已经退订");
    assert_eq!(app.citizen().post(&path, &[("again", "yes")]).await.status, 200);
    assert!(post(&app, "5", "reader@example.com", Kind::Courtesy));
    app.run_jobs();
    assert_eq!(server.take().len(), 1);
    // A token of another purpose, or changed, is none.
    let other = app.app.vault.sign("1");
    for wrong in [other.as_str(), "unsubscribe.1.abc", "x", "%00"] {
        let path = format!("/unsubscribe/{wrong}");
        assert_eq!(app.citizen().get(&path).await.status, 404, "{wrong}");
        assert_eq!(app.citizen().post(&path, &[]).await.status, 404, "{wrong}");
    }
}

async fn a_mail_has_two_forms_of_the_same_words(engine: Engine) {
    let (app, server) = with_server(engine).await;
    post(&app, "forms", "reader@example.com", Kind::Statutory);
    let number = told_by(&app, "words", "reporter@example.com");
    app.staff("officer-140821", Role::Officer, "140821");
    app.act("officer-140821", &number, Statement::Accept);
    app.run_jobs();
    let taken = server.take();
    assert_eq!(taken.len(), 3);
    let [text, html] = [taken[0].body_text(0), taken[0].body_html(0)].map(|it| it.expect("a part"));
    assert!(text.contains("One <b>bold</b> line & http://a.example/x.") && text.contains("Two"));
    assert!(html.contains("One &lt;b&gt;bold&lt;/b&gt; line &amp;"), "{html}");
    assert!(html.contains("href=\"http://a.example/x.\""), "{html}");
    assert!(html.contains("lang=\"en\""));
    for message in &taken[1..] {
        let [text, html] =
            [message.body_text(0), message.body_html(0)].map(|it| it.expect("parts"));
        assert!(text.contains(&number) && html.contains(&number));
        assert!(html.contains("lang=\"zh-CN\""));
        // The bureau's date, in words; and never the code.
        assert!(text.contains("12月") || text.contains("1月"), "{text}");
        assert!(!text.contains("mail-") && !html.contains("mail-"), "{text}");
    }
}
