//! A sample round: some items are looked at, one problem is answered, one cleared, one open.

use chrono::{Days, Duration, Utc};
use diesel::Connection as _;

use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    rounds::{
        Act, Round,
        item::Item,
        opening::{NewRound, bureaus},
        problem::Problem,
    },
    web::Fields,
};

/// How many bureaus are inspected, and since how many days.
const BUREAUS: usize = 5;
const BEGUN: i64 = 20;
/// Of so many items one is not looked at yet, one is in order, the others are not.
const EVERY: usize = 3;

pub(super) fn create(app: &App) -> Result<()> {
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let people: Vec<Viewer> =
            Account::list(connection)?.into_iter().filter_map(Viewer::of_account).collect();
        app.clock.set(Utc::now() - Duration::days(BEGUN));
        let office = Office { app, people };
        let number = office.open(connection)?;
        app.clock.set(Utc::now() - Duration::days(BEGUN - 6));
        office.find(connection, &number)?;
        app.clock.set(Utc::now() - Duration::hours(3));
        office.answer(connection, &number)
    })
}

struct Office<'a> {
    app: &'a App,
    people: Vec<Viewer>,
}

impl Office<'_> {
    fn person(&self, role: Role, bureau: &str) -> Result<&Viewer> {
        let found = self.people.iter().find(|it| it.role == role && it.bureau == bureau);
        found.ok_or(Error::NotFound)
    }

    fn supervisor(&self) -> Result<&Viewer> {
        self.person(Role::Supervisor, &self.app.jurisdiction.profile().dispatcher)
    }

    fn word(&self, key: &str) -> String {
        self.app.pages.messages.text(Language::Chinese, key).into_owned()
    }

    fn open(&self, connection: &mut Connection) -> Result<String> {
        let today = self.app.clock.today();
        let mut pairs = vec![
            ("round_title".to_owned(), self.word("demo-round-title")),
            ("from".to_owned(), (today - Days::new(300)).to_string()),
            ("until".to_owned(), today.to_string()),
            ("lead".to_owned(), self.word("demo-round-lead")),
            ("members".to_owned(), self.word("demo-round-members")),
            ("wanted".to_owned(), "2".to_owned()),
            ("seed".to_owned(), "demo".to_owned()),
        ];
        for check in ["on_time", "recheck", "listing", "revisit"] {
            pairs.push(("check".to_owned(), check.to_owned()));
        }
        let chosen = bureaus(self.app).into_iter().take(BUREAUS);
        pairs.extend(chosen.map(|code| ("bureau".to_owned(), code)));
        let new = NewRound::parse(&pairs.into(), self.app)?;
        Round::begin(connection, self.app, self.supervisor()?, &new)
    }

    fn find(&self, connection: &mut Connection, number: &str) -> Result<()> {
        let (round, _) = Round::open(connection, self.supervisor()?, number)?;
        let (today, mut many) = (self.app.clock.today(), 0);
        for (at, item) in Item::of(connection, round.id)?.iter().enumerate() {
            if at % EVERY == 0 {
                continue;
            }
            let in_order = at % EVERY == 1;
            // The first problem is late by now.
            let days = if many == 0 { 5 } else { 40 };
            many += u32::from(!in_order);
            let key = if in_order { "demo-round-fine" } else { "demo-round-finding" };
            let fields: Fields = vec![
                ("visited_on".to_owned(), today.to_string()),
                ("officers".to_owned(), self.word("demo-round-members")),
                ("round_finding".to_owned(), self.word(key)),
                ("in_order".to_owned(), if in_order { "yes" } else { "no" }.to_owned()),
                ("round_demand".to_owned(), self.word("demo-round-demand")),
                ("problem_due".to_owned(), (today + Days::new(days)).to_string()),
            ]
            .into();
            Item::record(
                connection,
                self.app,
                self.supervisor()?,
                (number, item.id),
                (&fields, &[]),
            )?;
        }
        Ok(())
    }

    /// All but the first problem are answered, and every other of these is cleared.
    fn answer(&self, connection: &mut Connection, number: &str) -> Result<()> {
        let (round, _) = Round::open(connection, self.supervisor()?, number)?;
        for (at, problem) in Problem::of(connection, round.id)?.iter().enumerate().skip(1) {
            let county = self.person(Role::Chief, &problem.bureau)?;
            let answer: Fields = vec![
                ("version".to_owned(), "0".to_owned()),
                ("problem_answer".to_owned(), self.word("demo-round-answer")),
            ]
            .into();
            let of = (number, problem.id);
            Problem::act(connection, self.app, county, of, Act::Answer, &answer)?;
            if at % 2 == 0 {
                let accept: Fields = vec![("version".to_owned(), "1".to_owned())].into();
                let by = self.supervisor()?;
                Problem::act(connection, self.app, by, of, Act::Accept, &accept)?;
            }
        }
        Ok(())
    }
}
