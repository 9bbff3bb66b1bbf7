//! The figures of the samples, counted; and a bulletin, a special report and a draft made of them.

use chrono::{Months, Utc};
use diesel::Connection as _;

use crate::{
    accounts::{Account, Viewer},
    app::App,
    bulletins::{Bulletin, Subject},
    db::Connection,
    error::{Error, Result},
    statistics::jobs,
};

pub(super) fn create(app: &App) -> Result<()> {
    app.clock.set(Utc::now() - chrono::Duration::hours(2));
    jobs::count(app)?;
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let people: Vec<Viewer> =
            Account::list(connection)?.into_iter().filter_map(Viewer::of_account).collect();
        let person =
            |login: &str| people.iter().find(|it| it.login == login).ok_or(Error::NotFound);
        let (writer, second) = (person("supervisor")?, person("supervisor2")?);
        let today = app.clock.today();
        let since = |months| today.checked_sub_months(Months::new(months)).unwrap_or(today);
        let water = Subject { about: "category", which: "water".to_owned() };
        issued(connection, app, (writer, second), (None, since(1), "public"))?;
        issued(connection, app, (writer, second), (Some(&water), since(3), "province"))?;
        Bulletin::make(connection, app, second, None, (since(1), today)).map(drop)
    })
}

/// Drafted by one, issued by another (`C2`).
fn issued(
    connection: &mut Connection,
    app: &App,
    (writer, second): (&Viewer, &Viewer),
    (subject, from, to): (Option<&Subject>, chrono::NaiveDate, &str),
) -> Result<()> {
    let days = (from, app.clock.today());
    let id = Bulletin::make(connection, app, writer, subject, days)?;
    Bulletin::open(connection, second, id)?.issue(connection, app, second, to)
}
