//! Sample petitions of the province and sample supervised cases, each as far as its fate says.

use chrono::{Days, Duration, NaiveDate, Utc};
use serde::Deserialize;

use super::{Sample, Samples, scene};
use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    cases::{Case, State, statement::Statement as CaseStatement, work as casework},
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    petitions::{self, NewPetition, ProvinceNumber},
    reports::{category, picture},
    supervisions::{
        Supervision,
        figure::{self, Figure},
        plants,
        proposal::{Proposal, latest_due},
        records::Records,
        statement::{Given, Statement},
        work::{self, By},
    },
    web::Upload,
};

/// How many petitions the province forwarded.
const PETITIONS: usize = 14;

/// How many weeks lie between two notes of progress.
const WEEKS: i64 = 4;
/// The most matters behind one listing.
const BEHIND: i64 = 3;

/// An invented supervised case.
#[derive(Deserialize)]
pub(super) struct Listing {
    title: String,
    county: String,
    /// Other counties that must see to it.
    #[serde(default)]
    also: Vec<String>,
    plants: Vec<String>,
    grounds: Vec<String>,
    facts: String,
    requirements: Vec<String>,
    /// Days since it was proposed.
    age: i64,
    fate: String,
}

/// How far a listing comes: each step needs the ones before.
const STEPS: [&str; 7] =
    ["proposed", "listed", "evidenced", "verified", "notice", "lifted", "overdue"];

pub(super) fn create(app: &App, samples: &Samples) -> Result<()> {
    let people = app.db.read_now(|connection| {
        let all = Account::list(connection)?.into_iter().filter_map(Viewer::of_account);
        Ok::<_, Error>(all.collect::<Vec<_>>())
    })?;
    let office = Office { app, people: &people };
    for listing in &samples.listing {
        office.list(listing)?;
    }
    for (at, sample) in samples.matter.iter().cycle().take(PETITIONS).enumerate() {
        office.forward(at, sample)?;
    }
    Ok(())
}

struct Office<'a> {
    app: &'a App,
    people: &'a [Viewer],
}

impl Office<'_> {
    fn person(&self, login: &str) -> Result<&Viewer> {
        self.people.iter().find(|it| it.login == login).ok_or(Error::NotFound)
    }

    fn of_bureau(&self, role: Role, bureau: &str) -> Result<&Viewer> {
        let found = self.people.iter().find(|it| it.role == role && it.bureau == bureau);
        found.ok_or(Error::NotFound)
    }

    fn words(&self, key: &str) -> String {
        self.app.pages.messages.text(Language::Chinese, key).into_owned()
    }

    fn in_transaction<T>(
        &self,
        change: impl FnOnce(&mut Connection, &App) -> Result<T>,
    ) -> Result<T> {
        use diesel::Connection as _;
        let mut connection = self.app.db.target().connect()?;
        connection.transaction(|connection| change(connection, self.app))
    }

    fn days_ago(&self, days: i64) {
        self.app.clock.set(Utc::now() - Duration::days(days) - Duration::hours(2));
    }

    fn list(&self, listing: &Listing) -> Result<()> {
        self.days_ago(listing.age);
        let number = self.propose(listing)?;
        let last = STEPS.iter().position(|step| *step == listing.fate).unwrap_or(0);
        // One that is overdue is listed, and nothing came of it.
        let last = if listing.fate == "overdue" { 1 } else { last };
        let (mut age, mut noted) = (listing.age, listing.age);
        for step in STEPS.iter().skip(1).take(last) {
            // A notice that still stands was published a few days ago.
            age = match *step {
                "notice" if listing.fate == "notice" => 3,
                "lifted" => age - 20,
                _ => age - 4,
            };
            // One that is overdue reports nothing (L7).
            if listing.fate != "overdue" {
                self.keep_noting(&number, listing, &mut noted, age)?;
            }
            self.days_ago(age);
            self.step(&number, step, listing)?;
        }
        if ["listed", "verified"].contains(&listing.fate.as_str()) {
            self.keep_noting(&number, listing, &mut noted, 0)?;
        }
        Ok(())
    }

    /// Progress every four weeks, until so many days ago.
    fn keep_noting(
        &self,
        number: &str,
        listing: &Listing,
        noted: &mut i64,
        until: i64,
    ) -> Result<()> {
        while *noted - WEEKS * 7 > until {
            *noted -= WEEKS * 7;
            self.days_ago(*noted);
            self.note(number, listing)?;
        }
        Ok(())
    }

    fn propose(&self, listing: &Listing) -> Result<String> {
        let by = self.of_bureau(Role::Chief, &listing.county)?;
        let today = self.app.clock.today();
        let proposal = Proposal {
            submission: format!("demo {}", listing.title),
            title: listing.title.clone(),
            plants: listing.plants.clone(),
            bureaus: [&[listing.county.clone()][..], &listing.also].concat(),
            facts: listing.facts.clone(),
            grounds: listing.grounds.clone(),
            requirements: listing.requirements.clone(),
            due_on: today + Days::new(180),
            responsible_name: Some(self.words("demo-responsible-name")),
            officer_name: None,
            responsible: self.words("demo-responsible"),
            officer: self.words("demo-officer"),
            basis: self.words("demo-basis"),
            cases: self.behind(listing, today)?,
            relapse_of: None,
        };
        self.in_transaction(|connection, app| proposal.store(connection, app, by))
    }

    /// Matters about the first of the plants that were told of by then.
    fn behind(&self, listing: &Listing, today: NaiveDate) -> Result<Vec<String>> {
        use crate::db::schema::cases;
        use diesel::prelude::*;
        let Some(line) = listing.plants.first() else { return Ok(Vec::new()) };
        let (plant, _) = plants::split(line);
        let told = cases::table
            .filter(cases::plant.eq(plant))
            .filter(cases::bureau.eq(&listing.county))
            .filter(cases::hidden_from.eq(""))
            .filter(cases::day.le(today))
            .order(cases::id)
            .limit(BEHIND)
            .select(cases::number);
        self.app.db.read_now(|connection| Ok(told.load(connection)?))
    }

    fn step(&self, number: &str, step: &str, listing: &Listing) -> Result<()> {
        let today = self.app.clock.today();
        match step {
            "listed" => {
                let due_on = (today + Days::new(180)).min(latest_due(today));
                self.act(number, "supervisor", |_| Statement::List { due_on })?;
                self.note(number, listing)
            }
            "evidenced" => self.prove(number, listing),
            "verified" => self.verify(number, listing, today),
            "notice" => {
                let notice = self.words("demo-notice");
                self.act(number, "supervisor", |_| Statement::ApproveLifting { notice })
            }
            _ => self.act(number, "supervisor", |_| Statement::Lift),
        }
    }

    fn note(&self, number: &str, listing: &Listing) -> Result<()> {
        let officer = self.of_bureau(Role::Officer, &listing.county)?.login.clone();
        let text = self.words("demo-progress");
        self.act(number, &officer, |_| Statement::NoteProgress { text })
    }

    fn prove(&self, number: &str, listing: &Listing) -> Result<()> {
        let officer = self.of_bureau(Role::Officer, &listing.county)?.login.clone();
        // One that only got this far has one requirement left.
        let left = usize::from(listing.fate == "evidenced");
        for at in 0..listing.requirements.len() - left {
            let text = self.words("demo-evidence");
            // Something was measured for the first requirement.
            let figures = if at == 0 { self.figures() } else { Vec::new() };
            let given = Given { text, figures, ..Given::default() };
            self.act(number, &officer, |records| Statement::GiveEvidence {
                requirement: records.requirements.get(at).map_or(0, |it| it.id),
                given,
            })?;
            // The last piece that was given still waits, where the work goes on.
            if left == 0 || at == 0 {
                self.accept(number)?;
            }
        }
        self.picture(number, &officer, "before")?;
        if left == 0 { self.picture(number, &officer, "after") } else { Ok(()) }
    }

    fn accept(&self, number: &str) -> Result<()> {
        self.act(number, "supervisor2", |records| Statement::JudgeEvidence {
            evidence: records.unjudged().last().map_or(0, |(_, evidence)| evidence.id),
            accepted: true,
            note: String::new(),
        })
    }

    fn figures(&self) -> Vec<Figure> {
        let today = self.app.clock.today();
        let text = self.words("demo-figures").replace("{}", &today.to_string());
        figure::parse(&text, today).unwrap_or_default()
    }

    /// A picture that is given and shown.
    fn picture(&self, number: &str, officer: &str, moment: &'static str) -> Result<()> {
        let bytes = scene::drawn(moment == "after")?;
        let name = format!("{moment}.png");
        let upload = Upload { field: "photos".to_owned(), name, bytes: Some(bytes.into()) };
        let pictures = vec![picture::store_one(self.app, "photos", &upload)?];
        self.act(number, officer, |_| Statement::GivePictures { moment, pictures })?;
        self.act(number, "supervisor2", |records| Statement::CheckPicture {
            picture: records.pictures.last().map_or(0, |picture| picture.id),
            shown: true,
        })
    }

    fn verify(&self, number: &str, listing: &Listing, today: NaiveDate) -> Result<()> {
        let officer = self.of_bureau(Role::Officer, &listing.county)?.login.clone();
        let statement = self.words("demo-application");
        self.act(number, &officer, |_| Statement::ApplyForLifting { statement })?;
        for login in ["supervisor2", "supervisor3"] {
            let findings = self.words("demo-verification");
            self.act(number, login, |_| Statement::Verify { visited_on: today, findings })?;
        }
        Ok(())
    }

    fn act(
        &self,
        number: &str,
        login: &str,
        statement: impl FnOnce(&Records) -> Statement,
    ) -> Result<()> {
        let viewer = self.person(login)?;
        self.in_transaction(|connection, app| {
            let case = Supervision::by_number(connection, number)?;
            let statement = statement(&Records::of(connection, case.id)?);
            work::act(connection, app, By::Staff(viewer), &case, None, &statement)?;
            Ok(())
        })
    }

    /// A petition of the province; older ones are in hand.
    fn forward(&self, at: usize, sample: &Sample) -> Result<()> {
        let age = 4 + 5 * at as i64;
        self.days_ago(age);
        let today = self.app.clock.today();
        let number = format!("X140000{}{:04}", today.format("%Y%m%d"), 11 + at);
        let number = ProvinceNumber::parse(&number).map_err(|_| Error::NotFound)?;
        let kinds: Vec<&str> = sample.kinds.iter().map(String::as_str).collect();
        let new = NewPetition {
            batch: self.words("demo-batch").replace("{}", &(at / 5 + 1).to_string()),
            number,
            text: sample.text.clone(),
            address: sample.place.clone(),
            county: Some(sample.county.clone()),
            plant: sample.plant.clone(),
            kinds: category::normalized(&kinds),
            priority: at.is_multiple_of(4),
            due_on: Some(today + Days::new(30)),
            report_back: at.is_multiple_of(2),
        };
        let province = self.person("province")?;
        self.in_transaction(|connection, app| {
            petitions::petition::enter(connection, app, province, &new)?;
            Ok(())
        })?;
        if at.is_multiple_of(3) { Ok(()) } else { self.take_up(age) }
    }

    /// The county accepts the newest petition two days later.
    fn take_up(&self, age: i64) -> Result<()> {
        use crate::db::schema::cases;
        use diesel::prelude::*;
        self.days_ago(age - 2);
        let newest = cases::table
            .filter(cases::channel.eq("province"))
            .filter(cases::state.eq(State::Assigned.name()))
            .order(cases::id.desc())
            .select(Case::as_select());
        let case: Option<Case> = self
            .app
            .db
            .read_now(|connection| Ok::<_, Error>(newest.first(connection).optional()?))?;
        let Some(case) = case else { return Ok(()) };
        let officer = self.of_bureau(Role::Officer, &case.bureau)?;
        self.in_transaction(|connection, app| {
            let by = casework::By::Staff(officer);
            casework::act(connection, app, by, &case, None, &CaseStatement::Accept)?;
            Ok(())
        })
    }
}
