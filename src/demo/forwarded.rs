//! What goes on beside the sample petitions: questions, an accepted result, persons held to account,
//! a report, a public table and a bulletin.

use chrono::Utc;
use diesel::{Connection as _, prelude::*};

use crate::{
    accounts::{Account, Viewer},
    app::App,
    cases::State,
    db::{
        Connection,
        schema::{case_reports, cases, petition_batches, petitions},
    },
    error::{Error, Result},
    i18n::Language,
    petitions::{
        accountability, oversight,
        publications::{Publication, Source},
        track::Dossier,
    },
    web::Fields,
};

pub(super) fn create(app: &App) -> Result<()> {
    app.clock.set(Utc::now() - chrono::Duration::hours(3));
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let all = Account::list(connection)?;
        let people: Vec<Viewer> = all.into_iter().filter_map(Viewer::of_account).collect();
        let person =
            |login: &str| people.iter().find(|it| it.login == login).ok_or(Error::NotFound);
        let (province, concluded) = (person("province")?, concluded(connection)?);
        for (number, bureau) in concluded.iter().take(2) {
            let officer =
                people.iter().find(|it| it.bureau == *bureau && it.login.starts_with("officer"));
            let officer = officer.ok_or(Error::NotFound)?;
            oversee(connection, app, province, officer, number)?;
        }
        publish(connection, app, person("supervisor")?, person("supervisor2")?)
    })
}

/// Concluded petitions: number and bureau.
fn concluded(connection: &mut Connection) -> Result<Vec<(String, String)>> {
    Ok(petitions::table
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(cases::state.eq(State::Concluded.name()))
        .filter(cases::hidden_from.eq(""))
        .order(petitions::id.desc())
        .select((petitions::number, cases::bureau))
        .load(connection)?)
}

fn fields(app: &App, pairs: &[(&str, &str)]) -> Fields {
    let word = |key: &str| match key.strip_prefix("demo-") {
        Some(_) => app.pages.messages.text(Language::Chinese, key).into_owned(),
        None => key.to_owned(),
    };
    pairs.iter().map(|(name, value)| ((*name).to_owned(), word(value))).collect::<Vec<_>>().into()
}

fn oversee(
    connection: &mut Connection,
    app: &App,
    province: &Viewer,
    officer: &Viewer,
    number: &str,
) -> Result<()> {
    let today = app.clock.today().to_string();
    let open = |connection: &mut Connection, viewer| Dossier::open(connection, app, viewer, number);
    let asked = fields(app, &[("question", "demo-question")]);
    let dossier = open(connection, province)?;
    oversight::ask(connection, app, province, &dossier, &asked)?;
    let dossier = open(connection, officer)?;
    let id = dossier.oversight.questions.first().map_or(0, |it| it.id).to_string();
    let answer = fields(app, &[("asked", &id), ("reply_text", "demo-question-answer")]);
    oversight::answer(connection, app, officer, &dossier, &answer)?;
    let held = [
        ("account_unit", "demo-account-unit"),
        ("account_post", "demo-account-post"),
        ("account_kind", "talk"),
        ("account_on", &today),
    ];
    accountability::hold(connection, app, officer, &dossier, &fields(app, &held))?;
    let accepted = fields(app, &[("accept_note", "demo-accept-note")]);
    let dossier = open(connection, province)?;
    oversight::accept(connection, app, province, &dossier, &accepted)
}

/// The table of the oldest batch and a bulletin are public; the table of the newest waits.
fn publish(
    connection: &mut Connection,
    app: &App,
    maker: &Viewer,
    publisher: &Viewer,
) -> Result<()> {
    let batches: Vec<(String, chrono::NaiveDate)> = petition_batches::table
        .order(petition_batches::id)
        .select((petition_batches::number, petition_batches::received_on))
        .load(connection)?;
    let (Some((oldest, day)), Some((newest, _))) = (batches.first(), batches.last()) else {
        return Ok(());
    };
    for source in [Source::Batch(oldest.clone()), Source::Bulletin(*day)] {
        let id = Publication::make(connection, app, maker, &source, None)?;
        Publication::open(connection, publisher, id)?.publish(connection, app, publisher)?;
    }
    Publication::make(connection, app, maker, &Source::Batch(newest.clone()), None).map(drop)
}
