//! Filing: one report, with its matter, clocks, timeline, identity, pictures, words and mail, in
//! one transaction; the same submission twice is one report.

use diesel::prelude::*;
use lettre::Address;
use serde_json::json;

use super::{
    Identity, LookupCode, Number, Report, confirmation, jobs::TellJoiner, picture,
    report::submission_hash,
};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{
        Case, access, interim,
        open::{Opening, open},
        plant, undo, urgent, words, work,
    },
    db::{
        Connection,
        schema::{case_reports, reports},
    },
    error::{Error, Result},
    i18n::Language,
    jobs,
    jurisdiction::Point,
    mail,
    routing::{Decision, Place, decide},
    timeline::{self, Audience, Entry},
};

/// A report that was checked and can be filed.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// The form's own key: a second sending of it is the same report.
    pub submission: String,
    /// Channel (`I1`).
    pub channel: &'static str,
    /// What is wrong.
    pub text: String,
    /// The place in words.
    pub address: String,
    /// The place as a point, WGS 84.
    pub point: Option<Point>,
    /// The county chosen by hand, by code.
    pub county: Option<String>,
    /// The reported unit.
    pub plant: String,
    /// Categories (`I5`).
    pub kinds: Vec<&'static str>,
    /// Industry (`I5`).
    pub industry: Option<String>,
    /// Urgent (`I6`).
    pub urgent: bool,
    /// `anonymous`, `named` or `confidential` (`I3`).
    pub reporter_kind: &'static str,
    /// Who reports.
    pub identity: Identity,
    /// How many people stand behind it (`I7`).
    pub head_count: i32,
    /// The language to answer in.
    pub language: Language,
    /// The number of a matter to join instead of opening one (`I8`).
    pub join: Option<String>,
}

/// What filing leads to.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The report.
    pub report: Report,
    /// Its matter.
    pub case: Case,
    /// Whether this submission was filed before.
    pub again: bool,
}

impl NewReport {
    /// The place as the router reads it. A county that the province names rules over the place in
    /// words (`R1`, `F1`).
    pub fn place(&self) -> Place {
        let is_named = self.channel == "province" && self.county.is_some();
        Place {
            point: self.point,
            address: if is_named { String::new() } else { self.address.clone() },
            county: self.county.clone(),
            text: self.text.clone(),
            reported_unit: self.plant.clone(),
        }
    }

    /// The place in words, for people: the address, else the point.
    fn place_in_words(&self, app: &App) -> String {
        if !self.address.is_empty() {
            return self.address.clone();
        }
        if let Some(point) = self.point {
            return format!("{:.5}, {:.5}", point.latitude(), point.longitude());
        }
        // A county shows by itself; the zone and the city's units are places only by name.
        let chosen = self.county.as_deref().and_then(|code| app.jurisdiction.bureau(code));
        let chosen = chosen.filter(|bureau| bureau.county.is_none());
        chosen.map(|bureau| bureau.short.clone()).unwrap_or_default()
    }
}

/// Files `new`, entered by `by` when a clerk did.
pub fn file(
    connection: &mut Connection,
    app: &App,
    by: Option<&Viewer>,
    new: &NewReport,
    pictures: &[picture::Stored],
) -> Result<Filed> {
    if let Some(report) = Report::by_submission(connection, &app.vault, &new.submission)? {
        let case = report.cases(connection)?.into_iter().next().ok_or(Error::NotFound)?;
        return Ok(Filed { report, case, again: true });
    }
    let (now, today) = (app.clock.now(), app.clock.today());
    let prefix = &app.jurisdiction.profile().number_prefix;
    let number = Number::next(connection, prefix, today)?;
    let report = insert(connection, app, by, new, &number)?;
    let case = match &new.join {
        Some(joined) => join(connection, app, by, new, report, joined)?,
        None => open_case(connection, app, by, new, &number, report)?,
    };
    let case = Case::find(connection, case)?;
    plant::tie(connection, app, &case, &new.plant)?;
    match new.join {
        None => words::put(connection, &app.jurisdiction, &case, &new.text)?,
        Some(_) => words::put_told(connection, &app.jurisdiction, &case)?,
    }
    picture::attach(connection, pictures, Report::NOUN, report, now)?;
    if !new.identity.is_empty() {
        new.identity.store(connection, &app.vault, report, now)?;
    }
    let report = Report::find(connection, report)?;
    confirm_by_mail(connection, app, new, &case, &report)?;
    Ok(Filed { report, case: Case::find(connection, case.id)?, again: false })
}

fn insert(
    connection: &mut Connection,
    app: &App,
    by: Option<&Viewer>,
    new: &NewReport,
    number: &Number,
) -> Result<i64> {
    let code = LookupCode::of_submission(&app.vault, &new.submission);
    let id = diesel::insert_into(reports::table)
        .values((
            (
                reports::number.eq(number.as_str()),
                reports::submission.eq(submission_hash(&app.vault, &new.submission)),
                reports::code_hash.eq(code.hash(&app.vault)),
                reports::code_read_out.eq(by.is_some()),
                reports::channel.eq(new.channel),
                reports::text.eq(&new.text),
                reports::address.eq(&new.address),
                reports::lat.eq(new.point.map(|point| point.latitude())),
                reports::lon.eq(new.point.map(|point| point.longitude())),
                reports::county.eq(&new.county),
            ),
            (
                reports::plant.eq(&new.plant),
                reports::kinds.eq(new.kinds.join(" ")),
                reports::industry.eq(&new.industry),
                reports::urgent.eq(new.urgent),
                reports::reporter_kind.eq(new.reporter_kind),
                reports::head_count.eq(new.head_count),
                reports::language.eq(new.language.tag()),
                reports::entered_by.eq(by.map(|viewer| viewer.account)),
                reports::received_at.eq(app.clock.now()),
                reports::day.eq(app.clock.today()),
            ),
        ))
        .returning(reports::id)
        .get_result(connection)?;
    Ok(id)
}

fn open_case(
    connection: &mut Connection,
    app: &App,
    by: Option<&Viewer>,
    new: &NewReport,
    number: &Number,
    report: i64,
) -> Result<i64> {
    let decision: Decision = decide(&app.jurisdiction, &new.place());
    let opening = Opening {
        number: number.as_str(),
        channel: new.channel,
        text: &new.text,
        place: &new.place_in_words(app),
        point: new.point,
        plant: &new.plant,
        kinds: &new.kinds.join(" "),
        industry: new.industry.as_deref(),
        urgent: new.urgent,
        decision: &decision,
        by,
    };
    let case = open(connection, app, &opening)?;
    diesel::insert_into(case_reports::table)
        .values((
            case_reports::case_id.eq(case),
            case_reports::report_id.eq(report),
            case_reports::opened.eq(true),
        ))
        .execute(connection)?;
    Ok(case)
}

/// Puts the report behind a living matter; its reporter is answered with the others (`I8`).
fn join(
    connection: &mut Connection,
    app: &App,
    by: Option<&Viewer>,
    new: &NewReport,
    report: i64,
    number: &str,
) -> Result<i64> {
    let found = match by {
        Some(viewer) => access::open(connection, viewer, number),
        None => Case::by_number(connection, number),
    };
    let case = match found {
        Ok(case) if case.ended_at.is_none() => case,
        Ok(_) | Err(Error::NotFound) => return Err(Error::field("join", "join-not-living")),
        Err(error) => return Err(error),
    };
    // Those whom this report is about would read it there (R3).
    let about = decide(&app.jurisdiction, &new.place()).hidden_from;
    if !about.iter().all(|bureau| case.is_kept_from(bureau)) {
        return Err(Error::field("join", "join-conflict"));
    }
    work::hold_open(connection, case.id, "join", "join-not-living")?;
    // What was done since it was read counts.
    let case = Case::find(connection, case.id)?;
    work::join(connection, case.id, report)?;
    if new.urgent {
        urgent::mark(connection, app, &case)?;
    }
    let (now, accepted) = (app.clock.now(), case.accepted_on.is_some());
    let entry = Entry {
        subject: case.subject(),
        act: "join",
        actor: by.map_or_else(timeline::Actor::reporter, Viewer::actor),
        audience: Audience::Staff,
        // A report of its own in the figures (N1).
        detail: json!({
            "channel": new.channel, "kinds": new.kinds.join(" "), "accepted": accepted,
            "interim": interim::answered(connection, &case, now)?,
            "matter": { "bureau": case.bureau },
        }),
    };
    let event = timeline::record(connection, &app.vault, now, &entry)?;
    if accepted {
        // Not before the acceptance can no longer be taken back.
        jobs::enqueue(connection, &TellJoiner { event, report }, now + undo::TIME)?;
    }
    Ok(case.id)
}

/// The number goes by mail. Who joins a matter that was accepted before has it with the letter that
/// says so ([`TellJoiner`]).
fn confirm_by_mail(
    connection: &mut Connection,
    app: &App,
    new: &NewReport,
    case: &Case,
    report: &Report,
) -> Result<()> {
    let Ok(to) = new.identity.mail.parse::<Address>() else { return Ok(()) };
    if case.accepted_on.is_some() {
        return Ok(());
    }
    let mail = confirmation::receipt(app, case, report, &to)?;
    mail::post(connection, &app.vault, app.clock.now(), &mail)?;
    Ok(())
}
