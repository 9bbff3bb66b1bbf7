//! People of all roles try every act in any order, and time passes (`C1`–`C3`, `I8`, `I10`, `R7`, `S4`,
//! `T2`).

use std::collections::{BTreeMap, BTreeSet};

use diesel::{Connection as _, prelude::*};
use minsheng::{
    accounts::{Role, Viewer},
    app::App,
    cases::{
        Act, Case, State,
        facts::Facts,
        lifecycle::{self, Next},
        records::{Part, Promise, Proposal},
        statement::{NewInspection, NewMatter, NewMeasure, NewPromise, Petition, Statement},
        work::{self, By},
    },
    db::{Connection, schema},
    error::Error,
    reports::{Filed, Report, file, follow},
    timeline,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use super::report;
use crate::support::{Engine, TestApp};

/// How often the walk keeps what the figures were.
const SNAPSHOTS: usize = 8;

/// Somebody of the office, without an account in the database where none is written.
fn viewer(app: &TestApp, login: &str, role: Role, bureau: &str) -> Viewer {
    let _ = app.staff(login, role, bureau);
    let found =
        app.query(|connection| Ok(minsheng::accounts::Account::by_login(connection, login)?));
    Viewer::of_account(found.expect("an account").0).expect("a role")
}

/// One thing that somebody tries.
#[derive(Clone, Debug)]
enum Try {
    /// A new report, placed or not.
    File { placed: bool },
    /// A new report that joins the matter of that index.
    Join { matter: usize },
    /// An act by the person of that index upon the matter of that index.
    Act { act: Act, who: usize, matter: usize },
    /// One of the acts that somebody may do to the matter of that index.
    Offered { pick: usize, matter: usize },
    /// The reporter withdraws a report.
    Withdraw { report: usize },
    /// Time passes.
    Wait { days: i64 },
}

fn tries() -> impl Strategy<Value = Try> {
    let act = prop::sample::select(Act::ALL.to_vec());
    prop_oneof![
        3 => any::<bool>().prop_map(|placed| Try::File { placed }),
        1 => (0..6_usize).prop_map(|matter| Try::Join { matter }),
        40 => (any::<usize>(), 0..4_usize).prop_map(|(pick, matter)| Try::Offered { pick, matter }),
        6 => (act, 0..10_usize, 0..6_usize).prop_map(|(act, who, matter)| Try::Act { act, who, matter }),
        1 => (0..6_usize).prop_map(|report| Try::Withdraw { report }),
        1 => (1..40_i64).prop_map(|days| Try::Wait { days }),
    ]
}

fn statement(act: Act, into: &str, facts: &Facts) -> Statement {
    let text = || "说明".to_owned();
    match act {
        Act::Transfer => Statement::Transfer { bureau: "140881".to_owned(), reason: text() },
        Act::Assist => {
            Statement::Assist { bureau: "140881".to_owned(), request: text(), due_on: None }
        }
        Act::TakeBack => Statement::TakeBack {
            part: facts.open_parts().next().map_or(0, |part| part.id),
            reason: text(),
        },
        Act::ProposePartial => Statement::ProposePartial {
            internal_text: text(),
            public_text: text(),
            answer: text(),
            promises: vec![NewPromise { text: text(), due_on: "2026-12-20".parse().unwrap() }],
        },
        Act::Fulfil => Statement::Fulfil {
            promise: facts.open_promises().next().map_or(0, |promise| promise.id),
            done: text(),
            on: "2026-11-23".parse().unwrap(),
        },
        Act::ProposeExtension => Statement::ProposeExtension { days: 30, reason: text() },
        Act::Extend => Statement::Extend,
        Act::RefuseExtension => Statement::RefuseExtension { note: text() },
        Act::Chase => Statement::Chase { note: text() },
        Act::Rehandle => Statement::Rehandle { reason: text() },
        Act::Reopen => Statement::Reopen { reason: text() },
        Act::Unmerge => Statement::Unmerge { reason: text() },
        Act::Split => Statement::Split(NewMatter {
            report: None,
            bureau: "140821".to_owned(),
            plant: "另一家厂".to_owned(),
            place: String::new(),
            summary: text(),
            reason: text(),
        }),
        Act::Assign => Statement::Assign { bureau: "140821".to_owned(), reason: text() },
        Act::Accept => Statement::Accept,
        Act::ProposeDecline => Statement::ProposeDecline {
            reason: "too_vague".to_owned(),
            points_to: None,
            explanation: text(),
        },
        Act::Return => Statement::Return { reason: text() },
        Act::Inspect => Statement::Inspect(NewInspection {
            on: "2026-11-20".parse().unwrap(),
            officers: vec!["甲".to_owned(), "乙".to_owned()],
            sent: Some(5),
            visited: Some(3),
            findings: text(),
        }),
        Act::Find => Statement::Find { verdict: "partly".to_owned(), text: text() },
        Act::Measure => Statement::Measure(NewMeasure {
            kind: "fine".to_owned(),
            plant: None,
            document: String::new(),
            amount_fen: Some(500_000),
            due_on: None,
            taken_on: "2026-11-20".parse().unwrap(),
            text: text(),
        }),
        Act::Refer => Statement::Refer {
            department: "140800-police".to_owned(),
            request: text(),
            due_on: None,
        },
        Act::Reply => Statement::Reply { text: text() },
        Act::ProposeConclusion => Statement::ProposeConclusion {
            internal_text: text(),
            public_text: text(),
            answer: text(),
        },
        Act::Approve => Statement::Approve,
        Act::SendBack => Statement::SendBack { note: text() },
        Act::Publish => Statement::Publish { public_text: text() },
        Act::Withdraw => Statement::Withdraw,
        Act::Merge => Statement::Merge { into: into.to_owned() },
        Act::AskReexamination => Statement::AskReexamination(petition()),
        Act::AskReview => Statement::AskReview(petition()),
        Act::WithdrawReview => Statement::WithdrawReview,
        Act::DirectToReview => Statement::DirectToReview { reason: text() },
        Act::Hear => {
            let asked = facts.reviews.all.last().map(|review| review.at.date());
            let day = asked.unwrap_or_else(|| "2026-11-23".parse().expect("a day"));
            Statement::Hear { from: day, until: day + chrono::Days::new(1), note: text() }
        }
        Act::ProposeDecision => {
            let outcomes = minsheng::cases::reviews::OUTCOMES;
            let outcome = outcomes[into.len() % outcomes.len()].to_owned();
            Statement::ProposeDecision { outcome, text: text() }
        }
        Act::ApproveDecision => Statement::ApproveDecision,
        Act::SendBackDecision => Statement::SendBackDecision { note: text() },
    }
}

/// A request for a review of the only report behind a matter.
fn petition() -> Petition {
    Petition {
        report: None,
        via: "letter".to_owned(),
        asked_on: chrono::NaiveDate::MIN,
        grounds: "不服".to_owned(),
    }
}

/// What the world is like while things are tried.
struct World<'a> {
    app: &'a App,
    people: &'a [Viewer],
    connection: Connection,
    reports: Vec<Report>,
    cases: Vec<String>,
    done: &'a std::cell::RefCell<BTreeSet<&'static str>>,
}

impl World<'_> {
    fn attempt(&mut self, what: &Try, key: usize) -> Result<(), Error> {
        match what {
            Try::Wait { days } => {
                self.app.clock.advance(chrono::Duration::days(*days));
                Ok(())
            }
            Try::File { placed } => {
                let new = report(&format!("try {key}"), placed.then_some("140821"));
                let filed = self.file(&new)?;
                self.cases.push(filed.case.number.clone());
                self.reports.push(filed.report);
                Ok(())
            }
            Try::Join { matter } => {
                let mut new = report(&format!("try {key}"), Some("140821"));
                new.join = self.cases.get(*matter).cloned();
                let filed = self.file(&new)?;
                if new.join.is_none() {
                    self.cases.push(filed.case.number.clone());
                }
                self.reports.push(filed.report);
                Ok(())
            }
            Try::Withdraw { report } => {
                let Some(report) = self.reports.get(*report) else { return Ok(()) };
                let app = self.app;
                self.connection.transaction(|connection| {
                    let report = Report::by_number(connection, &report.number)?;
                    follow::withdraw(connection, app, &report)
                })
            }
            Try::Act { act, who, matter } => self.act(*act, *who, *matter),
            Try::Offered { pick, matter } => self.offered(*pick, *matter),
        }
    }

    /// What a page offers is done, unless what it states does not fit.
    fn offered(&mut self, pick: usize, matter: usize) -> Result<(), Error> {
        let Some(number) = self.cases.get(matter) else { return Ok(()) };
        let case = Case::by_number(&mut self.connection, number)?;
        let facts = Facts::of(&mut self.connection, self.app, &case)?;
        let mut choices = Vec::new();
        for (who, viewer) in self.people.iter().enumerate() {
            let rules = work::offered(self.app, By::Staff(viewer), &case, &facts);
            choices.extend(rules.iter().map(|rule| (who, rule.act)));
        }
        // Each act has the same chance, however many people may do it; what leads away from an
        // answer has less, or nothing would ever come to one.
        let away = [Act::Merge, Act::ProposeDecline, Act::Return, Act::Transfer];
        let acts = choices.iter().filter(|(_, act)| pick.is_multiple_of(4) || !away.contains(act));
        let acts: BTreeSet<&str> = acts.map(|(_, act)| act.name()).collect();
        let Some(name) = acts.iter().nth(pick / 7 % acts.len().max(1)) else { return Ok(()) };
        let able: Vec<_> = choices.iter().filter(|(_, act)| act.name() == *name).collect();
        let (who, act) = *able[pick / 31 % able.len()];
        let outcome = self.act(act, who, matter);
        if let Err(Error::Forbidden) = outcome {
            panic!("{act} was offered and refused");
        }
        outcome
    }

    fn file(&mut self, new: &minsheng::reports::NewReport) -> Result<Filed, Error> {
        let app = self.app;
        self.connection.transaction(|connection| file(connection, app, None, new, &[]))
    }

    fn act(&mut self, act: Act, who: usize, matter: usize) -> Result<(), Error> {
        let Some(number) = self.cases.get(matter).cloned() else { return Ok(()) };
        let into = self.cases.get(matter + 1).or(self.cases.first()).cloned().unwrap_or_default();
        let (app, viewer) = (self.app, &self.people[who]);
        let before = Case::by_number(&mut self.connection, &number)?;
        let outcome = self.connection.transaction(|connection| {
            let case = Case::by_number(connection, &number)?;
            let facts = Facts::of(connection, app, &case)?;
            let mut statement = statement(act, &into, &facts);
            if let Statement::AskReexamination(petition) | Statement::AskReview(petition) =
                &mut statement
            {
                petition.asked_on = app.clock.today();
            }
            work::act(connection, app, By::Staff(viewer), &case, None, &statement)
        });
        let after = Case::by_number(&mut self.connection, &number)?;
        if outcome.is_ok() && act == Act::Split {
            let newest = self.newest()?;
            self.cases.push(newest);
        }
        match &outcome {
            Ok(next) => {
                self.done.borrow_mut().insert(act.name());
                let rule = lifecycle::find(before.state()?, act).expect("the table has the act");
                assert_eq!(*next, after.state()?);
                match rule.next {
                    Next::To(state) => assert_eq!(state, *next),
                    Next::Stay => assert_eq!(before.state()?, *next),
                    Next::Back | Next::Work | Next::Before => assert!(!next.is_ended()),
                    Next::Reviewed => assert!(next.is_ended() || *next == State::Accepted),
                    Next::Proposal => {
                        assert!(next.is_ended() || *next == State::PartlyConcluded);
                    }
                }
            }
            Err(_) => assert_eq!(
                (before.state, before.version, before.due_on),
                (after.state, after.version, after.due_on),
                "a refused act changes nothing"
            ),
        }
        outcome.map(drop)
    }

    fn newest(&mut self) -> Result<String, Error> {
        use schema::cases;
        let last = cases::table.order(cases::id.desc()).select(cases::number);
        Ok(last.first(&mut self.connection)?)
    }

    /// What must be so at any moment.
    fn holds(&mut self) -> Result<(), Error> {
        let figures = crate::statistics::counted(self.app, &mut self.connection)?;
        assert!(figures.add_up(), "I10: {:?} {:?}", figures.ever, figures.sum);
        let all: Vec<Case> =
            schema::cases::table.select(Case::as_select()).load(&mut self.connection)?;
        self.every_report_is_answered_by_a_matter(&all)?;
        let open = all.iter().filter(|case| case.ended_at.is_none()).count();
        assert_eq!(figures.in_hand(), i64::try_from(open).expect("few"), "kept as it is");
        for case in &all {
            self.clocks_fit(case)?;
            self.nothing_was_left_open(case)?;
        }
        self.nobody_decided_for_themselves()
    }

    /// Each report stands behind a matter that is not merged; those of a merged matter stand behind
    /// the one it goes on in, and nobody stands anywhere without a reason (`I8`, `I10`).
    fn every_report_is_answered_by_a_matter(&mut self, all: &[Case]) -> Result<(), Error> {
        use schema::{case_reports, reports};
        let received: i64 = reports::table.count().get_result(&mut self.connection)?;
        let links: Vec<(i64, i64, bool)> = case_reports::table
            .select((case_reports::case_id, case_reports::report_id, case_reports::carried))
            .load(&mut self.connection)?;
        let state = |id: i64| all.iter().find(|case| case.id == id).expect("a case");
        let living: BTreeSet<i64> = links
            .iter()
            .filter(|(case, _, _)| state(*case).state != State::Merged.name())
            .map(|(_, report, _)| *report)
            .collect();
        assert_eq!(living.len() as i64, received, "a report was merged into nothing");
        let mut expected: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (case, report, _) in links.iter().filter(|(_, _, carried)| !carried) {
            let mut next = Some(*case);
            while let Some(id) = next {
                expected.entry(id).or_default().insert(*report);
                next = state(id).merged_into;
            }
        }
        let mut found: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (case, report, _) in links {
            found.entry(case).or_default().insert(report);
        }
        assert_eq!(found, expected, "who stands behind what");
        Ok(())
    }

    /// An open matter has an owner and the date of the clock that ends first; one that is over has
    /// no clock that runs (`I10`, `T1`, `T2`).
    fn clocks_fit(&mut self, case: &Case) -> Result<(), Error> {
        let next = minsheng::deadlines::deadline::next_due(&mut self.connection, case.id)?;
        let state = case.state()?;
        if state.is_ended() {
            assert_eq!(next, None, "{} is over", case.number);
            return Ok(());
        }
        assert!(!case.bureau.is_empty(), "{} has no owner", case.number);
        assert_eq!(next.map(|(due, _)| due), case.due_on, "{} in {state}", case.number);
        assert_eq!(case.merged_into, None);
        Ok(())
    }

    /// A concluded matter has no unanswered part and no promise that is not kept (`R7`, `C3`).
    fn nothing_was_left_open(&mut self, case: &Case) -> Result<(), Error> {
        let state = case.state()?;
        let parts = Part::of_case(&mut self.connection, case.id)?;
        let proposals = Proposal::of_case(&mut self.connection, case.id)?;
        let promises = Promise::of_case(&mut self.connection, case.id)?;
        let promises = Promise::binding(promises, &proposals);
        if state == State::Concluded {
            assert!(parts.iter().all(|part| !part.is_open()), "{}", case.number);
            assert!(promises.iter().all(|promise| promise.done_at.is_some()), "{}", case.number);
        }
        if state == State::PartlyConcluded {
            assert!(!promises.is_empty(), "{}", case.number);
        }
        Ok(())
    }

    /// Nobody decided what they proposed (`C2`); no clock was extended twice (`T2`).
    fn nobody_decided_for_themselves(&mut self) -> Result<(), Error> {
        use schema::{extensions, proposals};
        let own: i64 = proposals::table
            .filter(proposals::decided_by.eq(proposals::proposed_by.nullable()))
            .count()
            .get_result(&mut self.connection)?;
        let given: Vec<i64> = extensions::table
            .filter(extensions::approved.eq(true))
            .select(extensions::deadline_id)
            .load(&mut self.connection)?;
        let once: BTreeSet<&i64> = given.iter().collect();
        assert_eq!((own, once.len()), (0, given.len()));
        Ok(())
    }
}

/// Ten people of different roles try acts in any order.
async fn any_order_of_acts(engine: Engine, runs: u32) -> BTreeSet<&'static str> {
    let app = TestApp::start(engine).await;
    let people = [
        viewer(&app, "dispatcher", Role::Dispatcher, "140800"),
        viewer(&app, "officer", Role::Officer, "140821"),
        viewer(&app, "chief", Role::Chief, "140821"),
        viewer(&app, "chief2", Role::Chief, "140821"),
        viewer(&app, "supervisor", Role::Supervisor, "140800"),
        viewer(&app, "police", Role::Department, "140800-police"),
        viewer(&app, "neighbour", Role::Officer, "140881"),
        viewer(&app, "neighbour2", Role::Chief, "140881"),
        viewer(&app, "province", Role::Province, "140000"),
        viewer(&app, "colleague", Role::Officer, "140821"),
    ];
    let config = Config { cases: runs, failure_persistence: None, ..Config::default() };
    let keys = std::cell::Cell::new(0);
    let done = std::cell::RefCell::new(BTreeSet::new());
    let past = std::cell::RefCell::new(Vec::new());
    let outcome = TestRunner::new(config).run(&prop::collection::vec(tries(), 1..200), |tries| {
        let mut world = World {
            app: &app.app,
            people: &people,
            connection: app.app.db.target().connect().expect("a connection"),
            reports: Vec::new(),
            cases: Vec::new(),
            done: &done,
        };
        for what in &tries {
            keys.set(keys.get() + 1);
            match world.attempt(what, keys.get()) {
                Ok(())
                | Err(
                    Error::Forbidden | Error::Conflict(_) | Error::Invalid(_) | Error::NotFound,
                ) => {}
                Err(error) => panic!("{what:?}: {error}"),
            }
        }
        world.holds().expect("queries");
        crate::search::assert_kept(&mut world.connection).expect("queries");
        // What was counted before this day never changes again (N1).
        let (today, mut past) = (app.app.clock.today(), past.borrow_mut());
        if past.len() < SNAPSHOTS {
            let kept = crate::statistics::kept_before(&mut world.connection, today);
            past.push((today, kept.expect("queries")));
        }
        let broken = timeline::verify(&mut world.connection, &app.app.vault).expect("a timeline");
        assert!(broken.is_none(), "{broken:?}");
        Ok(())
    });
    app.run_jobs();
    let mut connection = app.app.db.target().connect().expect("a connection");
    for (day, before) in past.into_inner() {
        let after = crate::statistics::kept_before(&mut connection, day).expect("queries");
        assert_eq!(before, after, "the figures before {day}");
    }
    crate::statistics::assert_kept(&app.app, &mut connection);
    outcome.expect("the lifecycle holds");
    done.into_inner()
}

#[actix_web::test]
async fn any_order_of_acts_keeps_every_matter_on_sqlite() {
    // A walk that never comes to an act says nothing of it: it goes on until it has. Reporters
    // withdraw by themselves; the acts of reviews need a grievance, its answer and two units above:
    // `tests/reviews.rs`.
    let elsewhere = [
        "withdraw",
        "ask_reexamination",
        "ask_review",
        "withdraw_review",
        "hear",
        "propose_decision",
        "approve_decision",
        "send_back_decision",
    ];
    let mut untried: BTreeSet<&str> = Act::ALL.map(Act::name).into_iter().collect();
    untried.retain(|act| !elsewhere.contains(act));
    for runs in [24, 24, 48, 96, 192] {
        let done = any_order_of_acts(Engine::Sqlite, runs).await;
        untried.retain(|act| !done.contains(act));
        if untried.is_empty() {
            return;
        }
    }
    panic!("the walk never came to {untried:?}");
}

#[actix_web::test]
async fn any_order_of_acts_keeps_every_matter_on_postgres() {
    any_order_of_acts(Engine::Postgres, 8).await;
}
