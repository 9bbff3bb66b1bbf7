//! The city supervises a few of the sample matters: one bureau has reported, the others are to.

use chrono::{Days, Duration, Utc};
use diesel::{Connection as _, prelude::*};

use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    db::schema::cases,
    demands::{Act, demand::Whole, work},
    error::{Error, Result},
    i18n::Language,
    web::Fields,
};

/// How many matters, and so many days ago; the bureaus have so many days.
const MATTERS: i64 = 3;
const DEMANDED: Duration = Duration::days(9);
const TIME: Days = Days::new(14);
/// The report came so long ago.
const REPORTED: Duration = Duration::days(2);

pub(super) fn create(app: &App) -> Result<()> {
    let demanded = Utc::now() - DEMANDED;
    app.clock.set(demanded);
    let (today, word) = (app.clock.today(), |key: &str| {
        app.pages.messages.text(Language::Chinese, key).into_owned()
    });
    let city = &app.jurisdiction.profile().dispatcher;
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let all = Account::list(connection)?;
        let people: Vec<Viewer> = all.into_iter().filter_map(Viewer::of_account).collect();
        let supervisor = people.iter().find(|it| it.role == Role::Supervisor);
        let supervisor = supervisor.ok_or(Error::NotFound)?;
        let pressing: Vec<(String, String)> = cases::table
            .filter(cases::state.eq("accepted"))
            .filter(cases::hidden_from.eq(""))
            .filter(cases::bureau.ne(city))
            .filter(cases::day.lt(today))
            .order((cases::due_on, cases::id))
            .limit(MATTERS)
            .select((cases::number, cases::bureau))
            .load(connection)?;
        let due = today.checked_add_days(TIME).unwrap_or(today).to_string();
        let mut first = true;
        for (number, bureau) in pressing {
            app.clock.set(demanded);
            let fields: Fields = vec![
                ("demand_text".to_owned(), word("demo-demand")),
                ("demand_due".to_owned(), due.clone()),
            ]
            .into();
            let id = work::issue(connection, app, supervisor, &number, &fields)?;
            let officer = people.iter().find(|it| it.role == Role::Officer && it.bureau == bureau);
            if let (true, Some(officer)) = (first, officer) {
                app.clock.set(Utc::now() - REPORTED);
                let fields: Fields = vec![
                    ("version".to_owned(), "0".to_owned()),
                    ("demand_report".to_owned(), word("demo-demand-report")),
                ]
                .into();
                let whole = Whole::open(connection, officer, id)?;
                whole.act(connection, app, officer, Act::Report, &fields)?;
                first = false;
            }
        }
        Ok::<_, Error>(())
    })
}
