//! Outgoing mail: never lost, never sent twice after success.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use crate::{
    cases::report,
    desk::filed,
    support::{Engine, TestApp},
};

/// Answers one SMTP session and hands over the message.
fn take_mail(stream: TcpStream) -> std::io::Result<String> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let answer = |text: &str| write!(&stream, "{text}\r\n");
    let mut message = String::new();
    answer("220 test")?;
    while let Some(line) = lines.next().transpose()? {
        match line.split(' ').next().unwrap_or_default() {
            "DATA" => {
                answer("354 go on")?;
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    message.push_str(&line);
                    message.push('\n');
                }
                answer("250 taken")?;
            }
            "QUIT" => {
                answer("221 bye")?;
                break;
            }
            _ => answer("250 ok")?,
        }
        if !message.is_empty() {
            break;
        }
    }
    Ok(message)
}

async fn mail_waits_for_its_server(engine: Engine) {
    // A port on which nobody listens yet.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let url = format!("smtp://{port}");
    let app = TestApp::start_with(engine, &["--rate-limits", "off", "--smtp-url", &url]).await;
    let mut new = report("mail", Some("140821"));
    new.reporter_kind = "named";
    new.identity.mail = "reporter@example.com".to_owned();
    filed(&app, new);
    assert!(app.run_jobs() > 0, "it is tried");
    assert_eq!(app.run_jobs(), 0, "and not again before its time");
    let (sender, messages) = mpsc::channel();
    let server = TcpListener::bind(port).expect("the port");
    std::thread::spawn(move || {
        for stream in server.incoming().flatten() {
            let _ = take_mail(stream).map(|message| sender.send(message));
        }
    });
    app.app.clock.advance(chrono::Duration::minutes(1));
    assert_eq!(app.run_jobs(), 1);
    let message = messages.try_recv().expect("one message");
    assert!(message.contains("To: reporter@example.com"), "{message}");
    assert!(message.contains("Message-ID:"), "{message}");
    app.app.clock.advance(chrono::Duration::days(2));
    app.run_jobs();
    assert!(messages.try_recv().is_err(), "it is sent once");
    // The address is sealed in the outbox, and the code is in no mail.

    let sealed: Vec<Vec<u8>> = app.query(|connection| {
        use diesel::prelude::*;
        use minsheng::db::schema::mails;
        Ok(mails::table.select(mails::recipient).load(connection)?)
    });
    assert!(!String::from_utf8_lossy(&sealed[0]).contains("reporter@"));
}

#[actix_web::test]
async fn mail_waits_for_its_server_on_sqlite() {
    mail_waits_for_its_server(Engine::Sqlite).await;
}

#[actix_web::test]
async fn mail_waits_for_its_server_on_postgres() {
    mail_waits_for_its_server(Engine::Postgres).await;
}
