//! A sample campaign in its second phase: some plants are cleared, some mended, one is late.

use chrono::{Days, Duration, Utc};
use diesel::Connection as _;

use super::Samples;
use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    campaigns::{
        Campaign, Finding,
        campaign::Whole,
        finding::Filter,
        plan::Plan,
        publicity::{NewPublicity, Publicity},
        step::Step,
    },
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    web::{Fields, paging::Paging},
};

/// How many plants are found.
const PLANTS: usize = 12;
/// Days since the campaign began, and since plants were found.
const BEGUN: i64 = 50;
const FOUND: i64 = 40;
/// What was made known: medium, how many.
const PUBLICITY: [(&str, &str); 3] = [("radio", "6"), ("television", "2"), ("leaflet", "3000")];

struct Office<'a> {
    app: &'a App,
    people: Vec<Viewer>,
}

pub(super) fn create(app: &App, samples: &Samples) -> Result<()> {
    app.clock.set(Utc::now() - Duration::days(BEGUN));
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let people = Account::list(connection)?.into_iter().filter_map(Viewer::of_account);
        let office = Office { app, people: people.collect() };
        let number = office.begin(connection)?;
        office.find(connection, &number, samples)?;
        office.mend(connection, &number)?;
        office.publicize(connection, &number)
    })
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

    /// A day of the sample, as a form has it.
    fn day(&self, days: u64) -> String {
        (self.app.clock.today() + Days::new(days)).to_string()
    }

    fn begin(&self, connection: &mut Connection) -> Result<String> {
        let mut pairs = vec![
            ("campaign_name".to_owned(), self.word("demo-campaign-name")),
            ("campaign_aim".to_owned(), self.word("demo-campaign-aim")),
            ("problems".to_owned(), self.word("demo-campaign-problems")),
        ];
        for (place, from, until) in [(1, 0, 14), (2, 15, 44), (3, 45, 110), (4, 111, 130)] {
            pairs
                .push((format!("phase{place}"), self.word(&format!("demo-campaign-phase{place}"))));
            pairs.push((format!("phase{place}_from"), self.day(from)));
            pairs.push((format!("phase{place}_until"), self.day(until)));
        }
        let bureaus = self.app.jurisdiction.bureaus().iter();
        pairs.extend(bureaus.map(|bureau| ("member".to_owned(), bureau.code.clone())));
        let plan = Plan::parse(&pairs.into(), &self.app.jurisdiction).map_err(Error::Invalid)?;
        Campaign::create(connection, self.app, self.supervisor()?, &plan)
    }

    fn find(&self, connection: &mut Connection, number: &str, samples: &Samples) -> Result<()> {
        self.app.clock.set(Utc::now() - Duration::days(FOUND));
        let problems = Whole::by_number(connection, number)?.problems;
        let matters = samples.matter.iter().filter(|sample| !sample.county.is_empty());
        for (at, sample) in matters.take(PLANTS).enumerate() {
            let problem = problems.get(at % problems.len().max(1)).ok_or(Error::NotFound)?;
            let fields: Fields = vec![
                ("campaign_plant".to_owned(), sample.plant.clone()),
                ("county".to_owned(), sample.county.clone()),
                ("problem".to_owned(), problem.id.to_string()),
                ("found_on".to_owned(), self.day(0)),
                ("officers".to_owned(), self.word("demo-round-members")),
                ("campaign_facts".to_owned(), sample.finding.clone()),
                ("demand".to_owned(), self.word("demo-campaign-demand")),
                ("due_on".to_owned(), self.day(if at == 0 { 20 } else { 60 })),
            ]
            .into();
            Finding::enter(connection, self.app, self.supervisor()?, number, &fields)?;
        }
        Ok(())
    }

    /// Of three lines one is open, one mended, one cleared.
    fn mend(&self, connection: &mut Connection, number: &str) -> Result<()> {
        self.app.clock.set(Utc::now() - Duration::days(10));
        let (today, whole) = (self.app.clock.today(), Whole::by_number(connection, number)?);
        let (all, paging) = (Filter::default(), Paging::of(&Fields::default()));
        let lines = Finding::page(connection, whole.campaign.id, &all, today, paging)?;
        for (at, (line, _)) in lines.iter().enumerate().filter(|(at, _)| at % 3 > 0) {
            let officer = self.person(Role::Officer, &line.county)?;
            let mend = Step::Mend(self.word("demo-campaign-mended"), today);
            Finding::step(connection, self.app, officer, number, (line.id, 0), &mend)?;
            if at % 3 == 2 {
                let clear = (line.id, 1);
                Finding::step(
                    connection,
                    self.app,
                    self.supervisor()?,
                    number,
                    clear,
                    &Step::Clear,
                )?;
            }
        }
        Ok(())
    }

    fn publicize(&self, connection: &mut Connection, number: &str) -> Result<()> {
        for (medium, many) in PUBLICITY {
            let fields: Fields = vec![
                ("medium".to_owned(), medium.to_owned()),
                ("publicity_title".to_owned(), self.word("demo-campaign-publicity")),
                ("published_on".to_owned(), self.day(0)),
                ("many".to_owned(), many.to_owned()),
            ]
            .into();
            let new =
                NewPublicity::parse(&fields, self.app.clock.today()).map_err(Error::Invalid)?;
            Publicity::note(connection, self.app, self.supervisor()?, number, &new)?;
        }
        Ok(())
    }
}
