//! The lifecycle holds, whatever is done in whatever order (`C1`, `C2`, `I10`, `S4`).

use diesel::{Connection as _, prelude::*};
use minsheng::{
    accounts::{Role, Viewer},
    app::App,
    cases::{
        Act, Case, State,
        facts::Facts,
        lifecycle::{self, Next},
        statement::{NewMatter, NewMeasure, NewPromise, Petition, Statement},
        work::{self, By},
    },
    db::{Connection, schema},
    error::Error,
    i18n::Language,
    reports::{Filed, Identity, NewReport, Report, file, follow},
    timeline,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::support::{Engine, TestApp};

/// A report about a plant in 临猗, as the router sends it there.
pub fn report(key: &str, county: Option<&str>) -> NewReport {
    NewReport {
        submission: key.to_owned(),
        channel: "web",
        text: "废水直接排进下水道。".to_owned(),
        address: String::new(),
        point: None,
        county: county.map(str::to_owned),
        plant: "青禾印染厂".to_owned(),
        kinds: vec!["water"],
        industry: None,
        urgent: false,
        reporter_kind: "anonymous",
        identity: Identity::default(),
        head_count: 1,
        language: Language::Chinese,
        join: None,
    }
}

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
    /// An act by the person of that index upon the matter of that index.
    Act { act: Act, who: usize, matter: usize },
    /// The reporter withdraws a report.
    Withdraw { report: usize },
    /// Time passes.
    Wait { days: i64 },
    /// A matter is handled to its answer, as a grievance (`T4`).
    Answer { matter: usize },
    /// A review is asked for and decided by two people of the unit above (`T4`).
    Review { matter: usize, outcome: usize },
}

fn tries() -> impl Strategy<Value = Try> {
    let act = prop::sample::select(Act::ALL.to_vec());
    prop_oneof![
        2 => any::<bool>().prop_map(|placed| Try::File { placed }),
        2 => (0..6_usize).prop_map(|matter| Try::Answer { matter }),
        3 => (0..6_usize, 0..3_usize).prop_map(|(matter, outcome)| Try::Review { matter, outcome }),
        20 => (act, 0..10_usize, 0..6_usize).prop_map(|(act, who, matter)| Try::Act { act, who, matter }),
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
        Act::AskReexamination => Statement::AskReexamination(petition()),
        Act::AskReview => Statement::AskReview(petition()),
        Act::WithdrawReview => Statement::WithdrawReview,
        Act::DirectToReview => Statement::DirectToReview { reason: text() },
        Act::Hear => {
            let asked = facts.reviews.all.last().map(|review| review.at.date());
            let day = asked.unwrap_or_else(|| "2026-11-23".parse().unwrap());
            Statement::Hear { from: day, until: day + chrono::Days::new(1), note: text() }
        }
        Act::ProposeDecision => {
            let outcomes = minsheng::cases::reviews::OUTCOMES;
            let outcome = outcomes[into.len() % 3].to_owned();
            Statement::ProposeDecision { outcome, text: text() }
        }
        Act::ApproveDecision => Statement::ApproveDecision,
        Act::SendBackDecision => Statement::SendBackDecision { note: text() },
        Act::ProposeDecline => {
            Statement::ProposeDecline { reason: "too_vague".to_owned(), explanation: text() }
        }
        Act::Return => Statement::Return { reason: text() },
        Act::Inspect => Statement::Inspect {
            on: "2026-11-20".parse().unwrap(),
            officers: vec!["甲".to_owned(), "乙".to_owned()],
            findings: text(),
        },
        Act::Find => Statement::Find { verdict: "partly".to_owned(), text: text() },
        Act::Measure => Statement::Measure(NewMeasure {
            kind: "fine".to_owned(),
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
                let app = self.app;
                let filed: Filed = self
                    .connection
                    .transaction(|connection| file(connection, app, None, &new, &[]))?;
                self.cases.push(filed.case.number.clone());
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
            Try::Answer { matter } => self.answer(*matter),
            Try::Review { matter, outcome } => self.review(*matter, *outcome),
        }
    }

    /// Officer and chief handle a grievance to its answer, as far as they may.
    fn answer(&mut self, matter: usize) -> Result<(), Error> {
        let Some(number) = self.cases.get(matter).cloned() else { return Ok(()) };
        let (app, people) = (self.app, self.people);
        let steps = [
            (1, None),
            (1, Some(Act::Find)),
            (1, Some(Act::ProposeConclusion)),
            (2, Some(Act::Approve)),
        ];
        for (who, act) in steps {
            self.connection.transaction(|connection| {
                let case = Case::by_number(connection, &number)?;
                let facts = Facts::of(connection, app, &case)?;
                let said = act.map(|act| statement(act, "", &facts));
                let said = said.unwrap_or(Statement::AcceptGrievance);
                work::act(connection, app, By::Staff(&people[who]), &case, None, &said)
            })?;
        }
        Ok(())
    }

    /// The clerk asks for the round that is open; the city decides the first, the province the next.
    fn review(&mut self, matter: usize, outcome: usize) -> Result<(), Error> {
        let matter = matter % self.cases.len().max(1);
        // One that is answered already is not answered again.
        let _ = self.answer(matter);
        let Some(number) = self.cases.get(matter).cloned() else { return Ok(()) };
        let (app, people) = (self.app, self.people);
        for step in 0..3 {
            self.connection.transaction(|connection| {
                let case = Case::by_number(connection, &number)?;
                let facts = Facts::of(connection, app, &case)?;
                let city = facts.reviews.open().is_none_or(|review| review.unit == "140800");
                let first = facts.reviews.all.is_empty();
                let ask = Petition { asked_on: app.clock.today(), ..petition() };
                let outcome = minsheng::cases::reviews::OUTCOMES[outcome].to_owned();
                let (who, said) = match (step, city) {
                    (0, _) if first => (7, Statement::AskReexamination(ask)),
                    (0, _) => (7, Statement::AskReview(ask)),
                    (1, true) => {
                        (4, Statement::ProposeDecision { outcome, text: "意见".to_owned() })
                    }
                    (1, false) => {
                        (9, Statement::ProposeDecision { outcome, text: "意见".to_owned() })
                    }
                    (_, true) => (6, Statement::ApproveDecision),
                    (_, false) => (8, Statement::ApproveDecision),
                };
                work::act(connection, app, By::Staff(&people[who]), &case, None, &said)
            })?;
        }
        Ok(())
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
        match &outcome {
            Ok(next) => {
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

    /// received = in hand + concluded + declined + withdrawn + merged into a living matter; nothing
    /// open lacks an owner or a date; nobody decided what they proposed (`I10`, `C2`).
    fn holds(&mut self) -> Result<(), Error> {
        use schema::{case_reports, cases, proposals, reports};
        let received: i64 = reports::table.count().get_result(&mut self.connection)?;
        let behind: Vec<(i64, String)> = reports::table
            .inner_join(case_reports::table.on(case_reports::report_id.eq(reports::id)))
            .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
            .select((reports::id, cases::state))
            .load(&mut self.connection)?;
        let mut states: std::collections::BTreeMap<i64, Vec<State>> = Default::default();
        for (report, state) in behind {
            states.entry(report).or_default().push(state.parse().expect("a state"));
        }
        assert_eq!(states.len() as i64, received, "a report stands behind no matter");
        for (report, states) in &states {
            let only_merged = states.iter().all(|state| *state == State::Merged);
            assert!(!only_merged, "report {report} was merged into nothing");
        }
        let open: Vec<(String, String, Option<chrono::NaiveDate>)> = cases::table
            .filter(cases::ended_at.is_null())
            .select((cases::number, cases::bureau, cases::due_on))
            .load(&mut self.connection)?;
        for (number, bureau, due) in open {
            assert!(!bureau.is_empty() && due.is_some(), "{number} has no owner or no date");
        }
        let own: i64 = proposals::table
            .filter(proposals::decided_by.eq(proposals::proposed_by.nullable()))
            .count()
            .get_result(&mut self.connection)?;
        assert_eq!(own, 0, "somebody decided what they proposed");
        self.reviews_hold()
    }

    /// A matter is reviewed exactly while a review is open, and is final after two (`T4`, `C2`).
    fn reviews_hold(&mut self) -> Result<(), Error> {
        use schema::{cases, review_drafts, reviews};
        let of_state = |state: State| cases::table.filter(cases::state.eq(state.name()));
        let reviewing: i64 = of_state(State::Reviewing).count().get_result(&mut self.connection)?;
        let open: i64 = reviews::table
            .inner_join(cases::table.on(cases::id.eq(reviews::case_id)))
            .filter(reviews::outcome.is_null())
            .filter(cases::state.eq(State::Reviewing.name()))
            .filter(cases::due_on.eq(reviews::due_on.nullable()))
            .count()
            .get_result(&mut self.connection)?;
        let all: i64 = reviews::table
            .filter(reviews::outcome.is_null())
            .count()
            .get_result(&mut self.connection)?;
        assert_eq!((open, all), (reviewing, reviewing), "a review without its matter or its date");
        let last: Vec<i64> = reviews::table
            .filter(reviews::round.eq("review"))
            .filter(reviews::outcome.eq_any(["upheld", "changed"]))
            .select(reviews::case_id)
            .load(&mut self.connection)?;
        let finals: Vec<i64> =
            of_state(State::Final).select(cases::id).load(&mut self.connection)?;
        assert!(finals.iter().all(|case| last.contains(case)), "final without a second review");
        let own: i64 = review_drafts::table
            .filter(review_drafts::decided_by.eq(review_drafts::proposed_by.nullable()))
            .count()
            .get_result(&mut self.connection)?;
        assert_eq!(own, 0, "somebody decided what they drafted");
        Ok(())
    }
}

/// Ten people of different roles try acts in any order (`C1`, `C2`, `I10`, `S4`).
async fn any_order_of_acts(engine: Engine, runs: u32) {
    let app = TestApp::start(engine).await;
    let people = [
        viewer(&app, "dispatcher", Role::Dispatcher, "140800"),
        viewer(&app, "officer", Role::Officer, "140821"),
        viewer(&app, "chief", Role::Chief, "140821"),
        viewer(&app, "chief2", Role::Chief, "140821"),
        viewer(&app, "supervisor", Role::Supervisor, "140800"),
        viewer(&app, "police", Role::Department, "140800-police"),
        viewer(&app, "supervisor2", Role::Supervisor, "140800"),
        viewer(&app, "clerk", Role::Clerk, "140800"),
        viewer(&app, "province", Role::Province, "140000"),
        viewer(&app, "chief3", Role::Chief, "140000"),
    ];
    let config = Config { cases: runs, failure_persistence: None, ..Config::default() };
    let keys = std::cell::Cell::new(0);
    let outcome = TestRunner::new(config).run(&prop::collection::vec(tries(), 1..60), |tries| {
        let mut world = World {
            app: &app.app,
            people: &people,
            connection: app.app.db.target().connect().expect("a connection"),
            reports: Vec::new(),
            cases: Vec::new(),
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
        let broken = timeline::verify(&mut world.connection, &app.app.vault).expect("a timeline");
        assert!(broken.is_none(), "{broken:?}");
        Ok(())
    });
    app.run_jobs();
    outcome.expect("the lifecycle holds");
    let ends: i64 = app.query(|connection| {
        use schema::reviews;
        let decided = reviews::table.filter(reviews::outcome.eq_any(["upheld", "revoked"]));
        Ok(decided.count().get_result(connection)?)
    });
    assert!(ends > 0, "the walk reaches reviews");
}

#[actix_web::test]
async fn any_order_of_acts_keeps_every_matter_on_sqlite() {
    any_order_of_acts(Engine::Sqlite, 40).await;
}

#[actix_web::test]
async fn any_order_of_acts_keeps_every_matter_on_postgres() {
    any_order_of_acts(Engine::Postgres, 12).await;
}

/// `ARCHITECTURE.md` prints the table as it is.
#[test]
fn the_printed_lifecycle_is_the_lifecycle() {
    let page = std::fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    assert!(page.contains(&lifecycle::printed()), "print it anew:\n{}", lifecycle::printed());
}

crate::on_both! {
    /// Nobody, the database administrator included, changes the timeline unnoticed (`S4`).
    async fn tampering_with_the_timeline_is_refused_and_shows(app: TestApp) {
        let state = app.app.clone();
        app.app.db.write_now(move |connection| {
            file(connection, &state, None, &report("a", Some("140821")), &[])
        }).expect("a report");
        for sql in ["UPDATE events SET act = 'x'", "DELETE FROM events"] {
            let refused = app.tamper(sql).expect_err("the timeline is guarded");
            assert!(refused.contains("never changed"), "{refused}");
        }
        let forged = "INSERT INTO events (subject, subject_id, position, act, at, actor, audience, \
                      detail, previous, seal) SELECT subject, subject_id, position + 1, 'conclude', \
                      at, actor, audience, detail, seal, seal FROM events";
        app.tamper(forged).expect("an insert");
        let broken = app.query(|connection| Ok(timeline::verify(connection, &app.app.vault)?));
        assert_eq!(broken.map(|event| event.act).as_deref(), Some("conclude"));
    }

    /// The database itself refuses what the lifecycle forbids (`I10`, `C2`).
    async fn the_database_keeps_the_rules_too(app: TestApp) {
        let state = app.app.clone();
        app.app.db.write_now(move |connection| {
            file(connection, &state, None, &report("a", Some("140821")), &[])
        }).expect("a report");
        for sql in [
            "UPDATE cases SET due_on = NULL",
            "UPDATE cases SET state = 'concluded'",
            "UPDATE cases SET state = 'merged', ended_at = opened_at",
            "UPDATE cases SET state = 'nonsense'",
            "DELETE FROM cases",
        ] {
            app.tamper(sql).expect_err(sql);
        }
    }
}
