//! A sample circular on late matters, issued and answered by some bureaus, and a draft.

use chrono::{Days, Duration, Utc};
use diesel::Connection as _;

use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    circulars::{
        Act, Circular,
        answer::Answer,
        asked::Asked,
        table,
        topic::{self, Topic},
    },
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    statistics::{Period, jobs},
    web::Fields,
};

/// Days since it was issued, and days that bureaus had for their answers: some are late.
const ISSUED: i64 = 12;
const TIME: u64 = 10;
/// Of so many bureaus one has not received it, one has not answered.
const EVERY: usize = 3;

pub(super) fn create(app: &App) -> Result<()> {
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let people = everybody(connection)?;
        app.clock.set(Utc::now() - Duration::days(ISSUED));
        let id = drafted(connection, app, &people, "lateness")?;
        let fields = form(&[("version", "0"), ("checked", "yes")]);
        let second = by_login(&people, "supervisor2")?;
        Circular::act(connection, app, second, id, Act::Approve, &fields)?;
        answer(connection, app, &people, id)
    })?;
    app.clock.set(Utc::now() - Duration::hours(1));
    jobs::count(app)?;
    connection.transaction(|connection| {
        let people = everybody(connection)?;
        drafted(connection, app, &people, "conclusion").map(drop)
    })
}

fn everybody(connection: &mut Connection) -> Result<Vec<Viewer>> {
    Ok(Account::list(connection)?.into_iter().filter_map(Viewer::of_account).collect())
}

fn by_login<'a>(people: &'a [Viewer], login: &str) -> Result<&'a Viewer> {
    people.iter().find(|it| it.login == login).ok_or(Error::NotFound)
}

fn form(pairs: &[(&str, &str)]) -> Fields {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    pairs.collect::<Vec<_>>().into()
}

/// All bureaus, this year.
fn drafted(connection: &mut Connection, app: &App, people: &[Viewer], topic: &str) -> Result<i64> {
    let today = app.clock.today();
    let topic: &'static Topic = topic::find(topic).ok_or(Error::NotFound)?;
    let asked = Asked {
        topic,
        days: Period::Year.days(today, today),
        due_on: today + Days::new(TIME),
        bureaus: table::bureaus(app),
    };
    Circular::make(connection, app, by_login(people, "supervisor")?, &asked)
}

fn answer(connection: &mut Connection, app: &App, people: &[Viewer], id: i64) -> Result<()> {
    let text = app.pages.messages.text(Language::Chinese, "demo-circular-answer").into_owned();
    for (at, answer) in Answer::of(connection, id)?.iter().enumerate() {
        let chief = people.iter().find(|it| it.role == Role::Chief && it.bureau == answer.bureau);
        let chief = chief.ok_or(Error::NotFound)?;
        if at % EVERY > 0 {
            let receive = form(&[("version", "0")]);
            Circular::act(connection, app, chief, id, Act::Receive, &receive)?;
        }
        if at % EVERY > 1 {
            let give = form(&[("version", "1"), ("rectification", &text)]);
            Circular::act(connection, app, chief, id, Act::Answer, &give)?;
        }
    }
    Ok(())
}
