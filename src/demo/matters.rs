//! Sample matters: each is filed on some day of the last months and worked as far as its fate says.

use chrono::{Duration, TimeDelta, Utc};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use super::{Sample, Samples, story::Story};
use crate::{
    accounts::{Account, Viewer},
    app::App,
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    reports::{Identity, NewReport, category},
};

/// How many matters are made.
const MATTERS: usize = 200;
/// How far back the first goes.
const DAYS: i64 = 150;
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

const FATES: [(Fate, u32); 11] = [
    (Fate::Waiting, 12),
    (Fate::Returned, 4),
    (Fate::Declining, 3),
    (Fate::Declined, 6),
    (Fate::Accepted, 14),
    (Fate::Investigated, 16),
    (Fate::Proposed, 8),
    (Fate::Concluded, 20),
    (Fate::Published, 40),
    (Fate::Withdrawn, 3),
    (Fate::Merged, 4),
];

/// A matter that is finished is at least this old.
const SETTLED: TimeDelta = Duration::days(25);

pub(super) fn create(app: &App, samples: &Samples) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(SEED);
    let today = Utc::now();
    let people = app.db.read_now(people)?;
    let mut moments: Vec<TimeDelta> =
        (0..MATTERS).map(|_| Duration::minutes(chance.random_range(30..DAYS * 24 * 60))).collect();
    moments.sort_unstable_by(|a, b| b.cmp(a));
    for (at, ago) in moments.into_iter().enumerate() {
        app.clock.set(today - ago);
        let fate = fate(&mut chance, ago);
        let placed = at % 12 != 0;
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
            pace: chance.random_range(1..6),
            fine: chance.random_range(1..40) * 500_000,
        };
        story.tell(&report)?;
    }
    Ok(())
}

/// Old matters are finished, young ones are under way.
fn fate(chance: &mut StdRng, ago: TimeDelta) -> Fate {
    let total: u32 = FATES.iter().map(|(_, weight)| weight).sum();
    let mut pick = chance.random_range(0..total);
    let mut chosen = Fate::Waiting;
    for (fate, weight) in FATES {
        if pick < weight {
            chosen = fate;
            break;
        }
        pick -= weight;
    }
    match chosen {
        Fate::Waiting | Fate::Returned | Fate::Declining if ago > SETTLED => Fate::Published,
        Fate::Accepted if ago > Duration::days(75) && chance.random_bool(0.8) => Fate::Published,
        Fate::Proposed | Fate::Concluded | Fate::Published if ago < SETTLED => Fate::Investigated,
        other => other,
    }
}

fn report(chance: &mut StdRng, at: usize, sample: &Sample) -> NewReport {
    let channel =
        *["web", "web", "web", "telephone", "letter", "visit"].choose(chance).unwrap_or(&"web");
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
        reporter_kind: *["anonymous", "anonymous", "named", "confidential"]
            .choose(chance)
            .unwrap_or(&"anonymous"),
        identity: Identity { phone: format!("1390000{at:04}"), ..Identity::default() },
        head_count: 1,
        language: Language::Chinese,
        join: None,
    }
}

fn people(connection: &mut Connection) -> Result<Vec<Viewer>, Error> {
    Ok(Account::list(connection)?.into_iter().filter_map(Viewer::of_account).collect())
}
