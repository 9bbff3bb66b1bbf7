//! Reporters who left an address are told of what happens to their matter (`I3`, `T1`).

use diesel::prelude::*;
use lettre::Address;

use super::{Identity, Report};
use crate::{
    app::App,
    cases::{Case, jobs::TellReporters, records::Proposal},
    db::{Connection, schema::case_reports},
    error::{Error, Result},
    i18n::Language,
    jobs::Job,
    mail::{self, Kind, Outgoing},
    message::Message,
    timeline::{self, Event, Subject},
};

impl Job for TellReporters {
    const NAME: &'static str = "tell_reporters";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("tell reporters of {}", self.event))
    }

    fn run(&self, app: &App) -> Result<()> {
        let event = self.event;
        let (vault, clock) = (app.vault.clone(), app.clock.clone());
        let letters = app.db.read_now(|connection| letters(connection, app, event))?;
        app.db.write_now(move |connection| {
            for letter in &letters {
                let mail = Outgoing {
                    key: letter.key.clone(),
                    to: &letter.to,
                    kind: letter.kind,
                    language: letter.language,
                    about: Some(letter.about),
                    subject: letter.subject.clone(),
                    body: letter.body.clone(),
                };
                mail::post(connection, &vault, clock.now(), &mail)?;
            }
            Ok::<_, Error>(())
        })
    }
}

struct Letter {
    key: String,
    to: Address,
    kind: Kind,
    language: Language,
    about: Subject,
    subject: String,
    body: String,
}

/// One letter for each reporter behind the matter who left an address and has not withdrawn.
fn letters(connection: &mut Connection, app: &App, event: i64) -> Result<Vec<Letter>> {
    let event = timeline::find(connection, event)?;
    let case = Case::find(connection, event.subject_id)?;
    let answer = match event.act.as_str() {
        "conclude" | "conclude_part" | "decline" => answer(connection, &event)?,
        _ => None,
    };
    let mut letters = Vec::new();
    for report in still_behind(connection, case.id)? {
        let identity = Identity::unseal(connection, &app.vault, report.id)?;
        let Some(Ok(to)) = identity.map(|identity| identity.mail.parse::<Address>()) else {
            continue;
        };
        letters.push(letter(app, &event, &case, &report, to, answer.as_deref()));
    }
    Ok(letters)
}

/// Acceptance, refusal and answer are owed by law (`T1`, `I3`); that a matter moves is a courtesy.
fn kind(act: &str) -> Kind {
    match act {
        "assign" | "transfer" | "merge" | "unmerge" | "split_off" => Kind::Courtesy,
        _ => Kind::Statutory,
    }
}

/// The answer that was approved by that entry; older entries do not say which it was.
fn answer(connection: &mut Connection, event: &Event) -> Result<Option<String>> {
    let answers = Proposal::answers(connection, event.subject_id)?;
    let stated = event.detail()["proposal"].as_i64();
    let named = answers.iter().find(|it| Some(it.id) == stated);
    Ok(named.or(answers.last()).map(|it| it.answer.clone()))
}

fn still_behind(connection: &mut Connection, case: i64) -> QueryResult<Vec<Report>> {
    use crate::db::schema::reports;
    reports::table
        .inner_join(case_reports::table.on(case_reports::report_id.eq(reports::id)))
        .filter(case_reports::case_id.eq(case))
        .filter(reports::withdrawn_at.is_null())
        .select(Report::as_select())
        .load(connection)
}

fn letter(
    app: &App,
    event: &Event,
    case: &Case,
    report: &Report,
    to: Address,
    answer: Option<&str>,
) -> Letter {
    let language: Language = report.language.parse().unwrap_or_default();
    let messages = &app.pages.messages;
    let bureau = app.jurisdiction.bureau(&case.bureau);
    let bureau = bureau.map_or("", |bureau| bureau.names.in_language(language.tag()));
    let detail = event.detail();
    let stated = |name: &str| detail[name].as_str();
    let due = stated("due").and_then(|due| due.parse().ok()).or(case.due_on);
    let due = due.map(|due| messages.deadline(language, due)).unwrap_or_default();
    let say = |part: &str| {
        let message = Message::new(format!("mail-{}-{part}", event.act))
            .with("number", &report.number)
            .with("bureau", bureau)
            .with("due", &due)
            .with("answer", answer.unwrap_or_default())
            .with("reason", stated("reason").unwrap_or_default())
            .with("link", app.link("/track"));
        messages.say(language, &message)
    };
    Letter {
        key: format!("event {} report {}", event.id, report.id),
        to,
        kind: kind(&event.act),
        language,
        about: case.subject(),
        subject: say("subject"),
        body: say("body"),
    }
}
