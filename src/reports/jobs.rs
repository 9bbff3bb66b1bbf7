//! Reporters who left an address are told of what happens to their matter (`I3`, `T1`) and asked
//! what they think of the answer (`C7`).

mod issue;
mod joined;
mod listing;
mod so_far;

use diesel::prelude::*;
use lettre::Address;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::{issue::Told, so_far::SoFar};
pub use self::{joined::TellJoiner, listing::TellOfListing};
use super::{
    Identity, Report, dissatisfaction,
    rating::{self, Rating},
};
use crate::{
    app::App,
    cases::{
        Case,
        jobs::{InviteToRate, TellReporters},
        merged,
        records::Proposal,
        reviews,
    },
    db::{Connection, schema::case_reports},
    error::{Error, Result},
    i18n::Language,
    jobs::Job,
    letters::Occasion,
    mail::{self, Kind, Outgoing},
    message::Message,
    timeline::{self, Event, Subject},
};

/// Writes to the one reporter whose report a timeline entry is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TellReporter {
    /// The entry.
    pub event: i64,
}

/// Puts a reporter who is not satisfied on the list of those to be called: the business of
/// `callbacks`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AfterRating {
    /// The report.
    pub report: i64,
    /// The answer that was rated.
    pub answer: i64,
}

/// The name of the texts that invite to rate an answer.
const INVITATION: &str = "rate";

impl Job for TellReporters {
    const NAME: &'static str = "tell_reporters";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("tell reporters of {}", self.event))
    }

    fn run(&self, app: &App) -> Result<()> {
        let event = self.event;
        let told = app.db.read_now(|connection| letters(connection, app, event))?;
        post_all(app, issue::issued(app, told)?)
    }
}

impl Job for TellReporter {
    const NAME: &'static str = "tell_reporter";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("tell reporter of {}", self.event))
    }

    fn run(&self, app: &App) -> Result<()> {
        let event = self.event;
        let letter = app.db.read_now(|connection| personal(connection, app, event))?;
        post_all(app, letter.into_iter().collect())
    }
}

impl Job for InviteToRate {
    const NAME: &'static str = "invite_to_rate";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("invite to rate {}", self.event))
    }

    fn run(&self, app: &App) -> Result<()> {
        let event = self.event;
        let letters = app.db.read_now(|connection| invitations(connection, app, event))?;
        post_all(app, letters)
    }
}

fn post_all(app: &App, letters: Vec<Letter>) -> Result<()> {
    let letters: Vec<Letter> = letters.into_iter().map(|letter| letter.whole(app)).collect();
    let (vault, clock) = (app.vault.clone(), app.clock.clone());
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
            let is_new = mail::post(connection, &vault, clock.now(), &mail)?;
            for file in letter.files.iter().filter(|_| is_new) {
                mail::attach(connection, &letter.key, file)?;
            }
        }
        Ok::<_, Error>(())
    })
}

/// A message to one person, about all reports of theirs that the event is about.
struct Letter {
    key: String,
    to: Address,
    kind: Kind,
    language: Language,
    about: Subject,
    subject: String,
    body: String,
    /// Numbers of their other reports.
    also: Vec<String>,
    /// The message that names them.
    joined: &'static str,
    files: Vec<mail::Attachment>,
}

impl Letter {
    /// With the other reports named.
    fn whole(mut self, app: &App) -> Self {
        if self.also.is_empty() {
            return self;
        }
        let messages = &app.pages.messages;
        let separator = messages.text(self.language, "desk-list-separator");
        let message = Message::new(self.joined).with("numbers", self.also.join(&*separator));
        let said = messages.say(self.language, &message);
        self.body = format!("{}\n\n{said}", self.body.trim_end());
        self
    }
}

/// What each reporter behind the matter is owed who has not withdrawn: a message, when they left an
/// address, and a numbered letter, when the entry is one that the law wants told in writing. Who was told
/// by a matter that goes on in this one that it is accepted is not told so again (`T1`).
fn letters(connection: &mut Connection, app: &App, event: i64) -> Result<Vec<Told>> {
    let event = timeline::find(connection, event)?;
    let case = Case::find(connection, event.subject_id)?;
    let answer = match event.act.as_str() {
        "conclude" | "conclude_part" | "decline" => answer(connection, &event)?,
        "reexamined" | "reviewed" => match event.detail()["review"].as_i64() {
            Some(review) => reviews::decision(connection, review)?,
            None => None,
        },
        _ => None,
    };
    let written = written_in(connection, &event, &case)?;
    let occasion = Occasion { event: &event, case: &written, text: answer.as_deref(), later: None };
    let so_far = SoFar::of(connection, &event)?;
    let occasions: Vec<Occasion<'_>> =
        [occasion].into_iter().chain(so_far.as_ref().map(SoFar::occasion)).collect();
    let known = match event.act.as_str() {
        "accept" => merged::told_before(connection, case.id)?,
        // Whoever it is handled again for is told so with the decision (C7).
        "rehandle" => dissatisfaction::decided_for(connection, case.id, event.id)?,
        _ => Vec::new(),
    };
    let asker = reviews::asker(connection, &event)?;
    let mut told: Vec<Told> = Vec::new();
    for report in still_behind(connection, case.id)? {
        if known.contains(&report.id) || asker.is_some_and(|asker| asker != report.id) {
            continue;
        }
        let identity = Identity::unseal(connection, &app.vault, report.id)?.unwrap_or_default();
        let mail = identity
            .mail
            .parse()
            .ok()
            .map(|to| letter(app, &event, &event.act, &case, &report, to, answer.as_deref()));
        let mut drafts = Vec::new();
        for occasion in &occasions {
            let draft = issue::draft(connection, app, occasion, &report, &identity, mail.as_ref())?;
            drafts.extend(draft);
        }
        // Who stands behind it with several reports has one message, with the letters of all.
        let key = mail.as_ref().map(|mail| mail.key.clone());
        match told.iter_mut().find(|it| key.is_some() && it.key() == key.as_deref()) {
            Some(known) => known.add(&report, drafts),
            None => told.push(Told { mail, drafts }),
        }
    }
    Ok(told)
}

/// The matter that the letters of an entry are written in: what was merged into one that was accepted
/// before is accepted with it, and by its bureau (`T1`, `I8`).
fn written_in(connection: &mut Connection, event: &Event, case: &Case) -> Result<Case> {
    let detail = event.detail();
    let joined = event.act == "merge" && detail["accepted"] == true;
    match detail["into"].as_str().filter(|_| joined) {
        Some(into) => Case::by_number(connection, into),
        None => Ok(case.clone()),
    }
}

/// The letter about an entry of one report: what it says stands in the entry.
fn personal(connection: &mut Connection, app: &App, event: i64) -> Result<Option<Letter>> {
    let event = timeline::find(connection, event)?;
    let report = Report::find(connection, event.subject_id)?;
    let detail = event.detail();
    let Some(number) = detail["case"].as_str() else { return Ok(None) };
    let case = Case::by_number(connection, number)?;
    let to = address(connection, app, report.id)?.filter(|_| report.withdrawn_at.is_none());
    let text = detail["text"].as_str();
    Ok(to.map(|to| letter(app, &event, &event.act, &case, &report, to, text)))
}

/// Invitations to those who have not rated the answer, while it is the one that holds.
fn invitations(connection: &mut Connection, app: &App, event: i64) -> Result<Vec<Letter>> {
    let event = timeline::find(connection, event)?;
    let case = Case::find(connection, event.subject_id)?;
    let Some(answer) = rating::answer(connection, &case)? else { return Ok(Vec::new()) };
    // The matter was handled again and answered anew meanwhile: that answer has its own invitation.
    if answer.decided_at != Some(event.at) {
        return Ok(Vec::new());
    }
    let rated = Rating::of_answers(connection, &[answer.id])?;
    let mut letters: Vec<Letter> = Vec::new();
    for report in still_behind(connection, case.id)? {
        if rated.iter().any(|rating| rating.report_id == report.id) {
            continue;
        }
        let Some(to) = address(connection, app, report.id)? else { continue };
        let invitation = letter(app, &event, INVITATION, &case, &report, to, None);
        match letters.iter_mut().find(|it| it.key == invitation.key) {
            Some(known) => known.also.push(report.number),
            None => letters.push(invitation),
        }
    }
    Ok(letters)
}

/// The address that a reporter left, if it is one.
fn address(connection: &mut Connection, app: &App, report: i64) -> Result<Option<Address>> {
    let identity = Identity::unseal(connection, &app.vault, report)?;
    Ok(identity.and_then(|identity| identity.mail.parse().ok()))
}

/// Acceptance, refusal, answer and what is decided on a rating are owed (`T1`, `I3`, `C7`); that a
/// matter moves, and an invitation to rate, is a courtesy. That it goes on in another is owed to those
/// who were not told yet whether it is accepted: the other may have been accepted before; and to all whom
/// it brings what that was answered so far (`C3`).
fn kind(about: &str, case: &Case, detail: &Value) -> Kind {
    match about {
        "merge" if case.accepted_on.is_none() || detail["interim"].is_i64() => Kind::Statutory,
        "assign" | "transfer" | "merge" | "unmerge" | "split_off" | INVITATION => Kind::Courtesy,
        "supervised" | "supervision_lifted" => Kind::Courtesy,
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
        .order(reports::id)
        .select(Report::as_select())
        .load(connection)
}

/// The letter that `about` names the texts of, in the reporter's language.
fn letter(
    app: &App,
    event: &Event,
    about: &str,
    case: &Case,
    report: &Report,
    to: Address,
    answer: Option<&str>,
) -> Letter {
    let language: Language = report.language.parse().unwrap_or_default();
    let messages = &app.pages.messages;
    let detail = event.detail();
    let stated = |name: &str| detail[name].as_str();
    // What was merged is answered by the bureau of the matter it goes on in (I8).
    let bureau = app.jurisdiction.bureau(stated("with").unwrap_or(&case.bureau));
    let bureau = bureau.map_or("", |bureau| bureau.names.in_language(language.tag()));
    let due = stated("due").and_then(|due| due.parse().ok()).or(case.due_on);
    let due = due.map(|due| messages.deadline(language, due)).unwrap_or_default();
    let page = format!("/supervisions/{}", stated("into").unwrap_or_default());
    let say = |part: &str| {
        let message = Message::new(format!("mail-{about}-{part}"))
            .with("number", &report.number)
            .with("bureau", bureau)
            .with("due", &due)
            .with("answer", answer.unwrap_or_default())
            .with("reason", stated("reason").unwrap_or_default())
            .with("listing", stated("into").unwrap_or_default())
            .with("outcome", stated("outcome").unwrap_or_default())
            .with("track", &case.track)
            .with("page", app.link(&page))
            .with("link", app.link("/track"));
        messages.say(language, &message)
    };
    let invited = if about == event.act { "" } else { about };
    Letter {
        key: format!("{}{invited}", key(app, event.id, &to)),
        to,
        kind: kind(about, case, &detail),
        language,
        // What concerns this reporter alone is not for the timeline of the matter (S1).
        about: if event.subject == Report::NOUN { report.subject() } else { case.subject() },
        subject: say("subject"),
        body: say("body"),
        also: Vec::new(),
        joined: "mail-also",
        files: Vec::new(),
    }
}

/// One for each event and person, known by the address; nobody can tell from it that another event was
/// told to the same (`S1`).
fn key(app: &App, event: i64, to: &Address) -> String {
    let address: &str = to.as_ref();
    let person = app.vault.blind_index(&format!("event {event} {}", address.to_lowercase()));
    format!("event {event} person {person}")
}
