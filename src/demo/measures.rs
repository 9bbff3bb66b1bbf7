//! Looks at the measures of sample matters: most are followed, some are not, a few nobody looked at.

use chrono::{Duration, NaiveDate, NaiveTime, Utc};
use diesel::{Connection as _, prelude::*};

use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    cases::Case,
    db::schema::measures,
    error::{Error, Result},
    i18n::Language,
    measures::{
        Running,
        look::{self, Seen},
    },
};

/// One of so many is not followed, and nobody looks at one of so many.
const REFUSED: i64 = 7;
const FORGOTTEN: i64 = 9;
/// Looked at so long before the last day, at ten in the morning in China.
const BEFORE: Duration = Duration::days(2);

pub(super) fn create(app: &App, inspectors: &[String]) -> Result<()> {
    let today = app.clock.day(Utc::now().naive_utc());
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let people = Account::list(connection)?.into_iter().filter_map(Viewer::of_account);
        let officers: Vec<Viewer> = people.filter(|it| it.role == Role::Officer).collect();
        let waiting: Vec<(i64, i64, Option<NaiveDate>)> = measures::table
            .filter(measures::look_on.is_not_null())
            .order(measures::id)
            .select((measures::id, measures::case_id, measures::look_on))
            .load(connection)?;
        for (id, case, look_on) in waiting {
            let case = Case::find(connection, case)?;
            let after = case.ended_on.unwrap_or(case.day) + Duration::days(1);
            let on = look_on.map_or(after, |by| after.max(by - BEFORE));
            let officer = officers.iter().find(|it| it.bureau == case.bureau);
            let (Some(officer), false) = (officer, id % FORGOTTEN == 0 || on > today) else {
                continue;
            };
            let met = id % REFUSED != 0;
            let word = if met { "demo-look-met" } else { "demo-look-refused" };
            let findings = app.pages.messages.text(Language::Chinese, word).into_owned();
            let officers = inspectors.iter().take(2).cloned().collect();
            app.clock.set((on.and_time(NaiveTime::MIN) + BEFORE / 24).and_utc());
            let running = Running::open(connection, officer, id)?;
            let seen = Seen { on, officers, met, findings };
            look::record(connection, app, officer, &running, None, &seen)?;
        }
        Ok::<_, Error>(())
    })
}
