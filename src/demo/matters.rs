//! Sample matters: each is filed on some day of the last months and worked as far as its fate says.

use chrono::{Days, Duration, TimeDelta, Utc};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use super::{Sample, Samples, story::Story};
use crate::{
    accounts::{Account, Viewer},
    app::App,
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    petitions::{NewPetition, ProvinceNumber},
    reports::{Identity, NewReport, category},
};

/// How many matters are made.
const MATTERS: usize = 200;
/// How far back the first goes.
const DAYS: i64 = 150;
/// Every so many of them the province forwarded.
const FORWARDED: usize = 9;
/// The same samples every time.
const SEED: u64 = 20_261_123;

/// Where a sample matter ends up; weights make a county's desk look like one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Waiting,
    Returned,
    Declining,
    Declined,
    Accepted,
    Investigated,
    Proposed,
    Concluded,
    Published,
    Withdrawn,
    Merged,
}

/// Young matters are under way …
const YOUNG: [(Fate, u32); 9] = [
    (Fate::Waiting, 20),
    (Fate::Returned, 9),
    (Fate::Declining, 8),
    (Fate::Declined, 4),
    (Fate::Accepted, 20),
    (Fate::Investigated, 22),
    (Fate::Proposed, 10),
    (Fate::Withdrawn, 2),
    (Fate::Merged, 5),
];
/// … and old ones are finished, but for a few.
const OLD: [(Fate, u32); 7] = [
    (Fate::Declined, 7),
    (Fate::Accepted, 2),
    (Fate::Investigated, 6),
    (Fate::Proposed, 4),
    (Fate::Concluded, 22),
    (Fate::Published, 55),
    (Fate::Withdrawn, 4),
];

/// A matter that is finished is at least this old.
const SETTLED: TimeDelta = Duration::days(25);

pub(super) fn create(app: &App, samples: &Samples) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(SEED);
    let today = Utc::now();
    let people = app.db.read_now(people)?;
    let mut moments: Vec<TimeDelta> = (0..MATTERS)
        .map(|at| {
            // A third of them are young.
            let days = if at % 3 == 0 { SETTLED.num_days() } else { DAYS };
            Duration::minutes(chance.random_range(30..days * 24 * 60))
        })
        .collect();
    moments.sort_unstable_by(|a, b| b.cmp(a));
    for (at, ago) in moments.into_iter().enumerate() {
        app.clock.set(today - ago);
        let fate = fate(&mut chance, ago);
        // Few wait for the city, and not for long.
        let placed = at % 4 != 0 || ago > Duration::days(12);
        let sample = if placed { &samples.matter } else { &samples.unplaced }.choose(&mut chance);
        let Some(sample) = sample else { continue };
        let fate = if placed { fate } else { Fate::Waiting };
        let report = report(&mut chance, at, sample);
        let inspectors: Vec<String> = samples.inspectors.sample(&mut chance, 2).cloned().collect();
        let story = Story {
            app,
            people: &people,
            sample: sample.clone(),
            fate,
            inspectors,
            until: today,
            pace: if ago < SETTLED { 1 } else { chance.random_range(1..7) },
            fine: chance.random_range(1..40) * 500_000,
            petition: at.is_multiple_of(FORWARDED).then(|| petition(app, at, &report)).flatten(),
        };
        story.tell(&report)?;
    }
    Ok(())
}

/// One of the fates of that age, by its weight.
fn fate(chance: &mut StdRng, ago: TimeDelta) -> Fate {
    let fates: &[(Fate, u32)] = if ago < SETTLED { &YOUNG } else { &OLD };
    fates.choose_weighted(chance, |(_, weight)| *weight).map_or(Fate::Waiting, |(fate, _)| *fate)
}

fn report(chance: &mut StdRng, at: usize, sample: &Sample) -> NewReport {
    let channel =
        *["web", "web", "web", "telephone", "letter", "visit"].choose(chance).unwrap_or(&"web");
    let kind =
        *["anonymous", "anonymous", "named", "confidential"].choose(chance).unwrap_or(&"anonymous");
    let kinds: Vec<&str> = sample.kinds.iter().map(String::as_str).collect();
    NewReport {
        submission: format!("demo {at} {}", chance.random::<u64>()),
        channel,
        text: sample.text.clone(),
        address: sample.place.clone(),
        point: None,
        county: Some(sample.county.clone()).filter(|code| !code.is_empty()),
        plant: sample.plant.clone(),
        kinds: category::normalized(&kinds),
        industry: sample.industry.clone(),
        urgent: chance.random_bool(0.04),
        reporter_kind: kind,
        identity: Identity { phone: format!("1390000{at:04}"), ..Identity::default() },
        head_count: 1,
        language: Language::Chinese,
        join: None,
    }
}

/// The same as the province forwards it, with a date of its own (`F1`, `T7`).
fn petition(app: &App, at: usize, report: &NewReport) -> Option<NewPetition> {
    let today = app.clock.today();
    let medium = if at.is_multiple_of(2) { "X140000" } else { "D2SX" };
    Some(NewPetition {
        batch: today.format("%Y-%m").to_string(),
        number: ProvinceNumber::parse(&format!("{medium}{}{at:04}", today.format("%Y%m%d")))
            .ok()?,
        text: report.text.clone(),
        address: report.address.clone(),
        county: report.county.clone(),
        plant: report.plant.clone(),
        kinds: report.kinds.clone(),
        priority: at.is_multiple_of(4),
        due_on: today.checked_add_days(Days::new(30)),
        report_back: true,
    })
}

fn people(connection: &mut Connection) -> Result<Vec<Viewer>, Error> {
    Ok(Account::list(connection)?.into_iter().filter_map(Viewer::of_account).collect())
}
