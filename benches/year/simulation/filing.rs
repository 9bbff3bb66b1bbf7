//! Reports come in: by web, telephone, letter, from the province; named or not; alone or to a matter
//! that is known (`I1`, `I3`, `I8`).

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime};
use minsheng::{
    app::App,
    cases::State,
    error::Error,
    i18n::Language,
    petitions::{
        NewPetition, ProvinceNumber,
        petition::{Entered, enter},
    },
    reports::{Filed, Identity, NewReport, file},
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use super::{
    book::{Book, CITY, Matter, Progress, Reporter},
    days,
    lives::BUREAUS,
    people::People,
    post::Letter,
};

/// A report as it is planned.
#[derive(Clone, Debug)]
pub struct Plan {
    index: usize,
    chance: u64,
    pub new: NewReport,
    bureau: Option<&'static str>,
    gone: bool,
    /// The province's own date.
    due: Option<NaiveDate>,
    /// The matter it joins.
    pub joins: Option<usize>,
}

const CHANNELS: [&str; 10] =
    ["web", "web", "web", "web", "web", "web", "telephone", "telephone", "letter", "visit"];

/// The report of that index.
pub fn plan(seed: u64, index: usize, joins: Option<(usize, &Matter)>, today: NaiveDate) -> Plan {
    let mut chance =
        StdRng::seed_from_u64(seed ^ (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let placed = chance.random_bool(0.9);
    let bureau = BUREAUS[chance.random_range(0..BUREAUS.len())];
    let english = chance.random_bool(0.1);
    let named = chance.random_bool(0.6);
    let has_mail = named && chance.random_bool(0.8);
    let gone = has_mail && chance.random_bool(0.02);
    let province = joins.is_none() && chance.random_bool(0.02);
    let name = if gone { "gone" } else { "reporter" };
    let mail = if has_mail { format!("{name}-{index}@mail.example.com") } else { String::new() };
    let identity = match named {
        true => Identity { name: "某人".to_owned(), mail, ..Identity::default() },
        false => Identity::default(),
    };
    let plant = chance.random_bool(0.3).then(|| format!("青禾第{index}厂"));
    let new = NewReport {
        submission: format!("year {seed} {index:0>20}"),
        channel: CHANNELS[chance.random_range(0..CHANNELS.len())],
        text: "夜里有刺鼻的气味，机器响到天亮".to_owned(),
        address: String::new(),
        point: None,
        county: placed.then(|| bureau.to_owned()),
        plant: plant.unwrap_or_default(),
        kinds: vec!["air"],
        industry: None,
        urgent: joins.is_none() && !province && chance.random_bool(0.02),
        reporter_kind: if named { "named" } else { "anonymous" },
        identity,
        head_count: 1,
        language: if english { Language::English } else { Language::Chinese },
        join: joins.map(|(_, matter)| matter.number.clone()),
    };
    let due = province.then(|| today + Days::new(chance.random_range(10..50)));
    let joins = joins.map(|(at, _)| at);
    Plan { index, chance: chance.random(), new, bureau: placed.then_some(bureau), gone, due, joins }
}

/// Files it, as the web page, the clerk or the province does.
pub fn perform(app: &Arc<App>, people: &Arc<People>, plan: &Plan) -> Result<Filed, Error> {
    let (mine, people, plan) = (app.clone(), people.clone(), plan.clone());
    app.db.write_now(move |connection| {
        let Some(due_on) = plan.due else {
            let clerk = people.who("clerk")?;
            let by = (plan.new.channel != "web").then_some(clerk);
            return file(connection, &mine, by, &plan.new, &[]);
        };
        let day = mine.clock.today().format("%Y%m%d");
        let number = format!("X140000{day}{:0>4}", plan.index % 10_000);
        let petition = NewPetition {
            batch: mine.clock.today().format("%Y-%m").to_string(),
            number: ProvinceNumber::parse(&number).map_err(|_| Error::NotFound)?,
            text: plan.new.text.clone(),
            address: String::new(),
            county: plan.new.county.clone(),
            plant: plan.new.plant.clone(),
            kinds: plan.new.kinds.clone(),
            priority: false,
            due_on: Some(due_on),
            report_back: true,
        };
        match enter(connection, &mine, people.who("province")?, &petition)? {
            Entered::New(filed) => Ok(*filed),
            Entered::Known => Err(Error::NotFound),
        }
    })
}

impl Book {
    /// It was filed; the matter, where it opened one.
    pub fn filed(&mut self, plan: &Plan, filed: &Filed, now: NaiveDateTime) -> (usize, usize) {
        let report = self.reports.len();
        let identity = &plan.new.identity;
        let anonymous = plan.due.is_some();
        let mail = Some(&identity.mail).filter(|it| !it.is_empty() && !anonymous).cloned();
        let reporter = Reporter {
            number: filed.report.number.clone(),
            mail,
            withdrawn: false,
            refuses: false,
            // Whoever joins what is accepted reads so at once.
            told: plan.joins.is_some_and(|at| self.matters[at].accepted),
            gone: plan.gone,
            matters: Vec::new(),
        };
        self.post.know(report, &reporter);
        self.reports.push(reporter);
        let matter = match plan.joins {
            Some(at) => {
                self.count("attached");
                self.matters[at].own.push(report);
                self.reports[report].matters.push(at);
                at
            }
            None => self.open_matter(plan, filed, report, now),
        };
        self.post.want(report, &self.reports[report], Letter::Receipt, true);
        (matter, report)
    }

    fn open_matter(
        &mut self,
        plan: &Plan,
        filed: &Filed,
        report: usize,
        now: NaiveDateTime,
    ) -> usize {
        let today = days::day(now);
        let state = if plan.bureau.is_some() { State::Assigned } else { State::Dispatching };
        let mut matter = Matter {
            id: filed.case.id,
            number: filed.case.number.clone(),
            state,
            bureau: plan.bureau.unwrap_or(CITY).to_owned(),
            province: plan.due.is_some(),
            urgent: plan.new.urgent && plan.due.is_none(),
            grievance: false,
            accepted: false,
            accepted_on: None,
            returns: 0,
            assigned: today,
            before: state,
            proposed_from: state,
            proposal: "",
            merged_into: None,
            merged_here: Vec::new(),
            own: vec![report],
            clocks: Vec::new(),
            duties: Vec::new(),
            promised: None,
            answer: None,
            progress: Progress::default(),
            chance: plan.chance,
            turn: 0,
            story: vec![format!("{today} filed")],
        };
        let due = self.calendar.after(today, 15);
        matter.start("acceptance", today, due);
        if state == State::Dispatching {
            matter.start("forwarding", today, due);
        }
        if let Some(due) = plan.due {
            matter.start("forwarded", today, due);
        }
        let urgent = matter.urgent;
        if urgent {
            matter.hurry(now, true);
        }
        self.count("matters");
        let at = self.enter(matter);
        if urgent {
            self.raise_urgent(at, now);
        }
        at
    }

    /// A further matter was opened from the same report.
    pub fn split(
        &mut self,
        from: usize,
        report: usize,
        done: (i64, String),
        bureau: &str,
        now: NaiveDateTime,
    ) -> usize {
        let today = days::day(now);
        let source = &self.matters[from];
        let own = vec![report];
        let kept = bureau == source.bureau;
        let state = if kept { State::Assigned } else { State::Dispatching };
        let mut matter = Matter {
            id: done.0,
            number: done.1,
            state,
            bureau: if kept { bureau } else { CITY }.to_owned(),
            accepted: false,
            accepted_on: None,
            grievance: false,
            returns: 0,
            assigned: today,
            before: state,
            proposed_from: state,
            merged_into: None,
            merged_here: Vec::new(),
            own,
            chance: source.chance.rotate_left(17),
            clocks: Vec::new(),
            duties: Vec::new(),
            promised: None,
            answer: None,
            progress: Progress { split: true, ..Progress::default() },
            turn: 0,
            story: vec![format!("{today} split from {}", source.number)],
            ..source.clone()
        };
        let due = self.calendar.after(today, 15);
        // Whoever waits to hear whether it is accepted waits no longer.
        let waits = source.first("acceptance").filter(|clock| clock.due < due);
        let (since, by) = waits.map_or((today, due), |clock| (clock.started, clock.due));
        matter.start("acceptance", since, by);
        if state == State::Dispatching {
            matter.start("forwarding", today, due);
        }
        if matter.urgent {
            matter.hurry(now, true);
        }
        self.count("matters");
        let at = self.enter(matter);
        if self.matters[at].urgent {
            self.raise_urgent(at, now);
        }
        self.tell(at, Letter::Split, now);
        at
    }
}
