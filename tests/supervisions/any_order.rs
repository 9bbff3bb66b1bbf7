//! Any order of acts by anybody, time passing and the database being tampered with between them:
//! a case is lifted only when `L4` holds, told by a shadow that knows nothing of the code, and the
//! public list holds it at every moment between.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    io::{Read as _, Write as _},
    net::TcpStream,
};

use chrono::NaiveDate;
use diesel::{Connection as _, RunQueryDsl as _, sql_query};
use minsheng::{
    accounts::{Account, Role, Viewer, account::NewAccount, session},
    app::App,
    db,
    error::{Error, Result},
    jobs::Job as _,
    supervisions::{
        Act, State, Supervision, attempt,
        figure::Figure,
        list::{self, Filter},
        proposal::Proposal,
        records::Records,
        statement::{Given, Statement},
        watch::WatchListings,
        work::{self, By},
    },
    timeline::{self, Audience},
    web::Fields,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use super::{TestApp, proposal};
use crate::support::Engine;

/// Somebody tries something.
#[derive(Clone, Debug)]
enum Try {
    /// What leads on, by somebody who may.
    Helpful,
    /// Anything, by anybody; nobody is the public.
    Any { who: usize, what: usize, choice: usize },
    /// Days pass.
    Pass(i64),
    /// Somebody writes SQL.
    Tamper(usize),
    /// Somebody who is logged in asks at an address that is no act.
    Address { who: usize, which: usize },
}

/// Statements about the case `$id`, whose evidence is `$evidence`. What the city says of evidence cannot
/// be told from what is forged in the name of one of its officers, so that is not among them.
const TAMPERING: &[&str] = &[
    "UPDATE supervisions SET state = 'lifted', lifted_on = due_on WHERE id = $id",
    "UPDATE supervisions SET state = 'refused', refusal = 'x', listed_on = NULL WHERE id = $id",
    "UPDATE supervision_liftings SET notice_until = notice_from WHERE supervision_id = $id",
    "DELETE FROM supervision_objections \
     WHERE lifting_id IN (SELECT id FROM supervision_liftings WHERE supervision_id = $id)",
    "DELETE FROM supervisions WHERE id = $id",
    "UPDATE supervisions SET due_on = '2099-01-01' WHERE id = $id",
    "DELETE FROM supervision_requirements WHERE supervision_id = $id",
    "UPDATE supervision_evidence SET text = 'done' WHERE id IN $evidence",
    "DELETE FROM supervision_cases WHERE supervision_id = $id",
    "UPDATE supervision_liftings SET outcome = 'lifted', ended_at = applied_at, approved_by = 1 \
     WHERE supervision_id = $id",
    "INSERT INTO supervision_verifications (lifting_id, account, visited_on, findings, at) \
     SELECT id, applied_by, applied_on, 'x', applied_at FROM supervision_liftings \
     WHERE supervision_id = $id",
    "INSERT INTO supervision_judgements (evidence_id, accepted, note, by_account, at) \
     SELECT id, TRUE, '', by_account, at FROM supervision_evidence WHERE id IN $evidence",
    "UPDATE supervision_judgements SET accepted = TRUE WHERE evidence_id IN $evidence",
    "DELETE FROM supervision_judgements WHERE evidence_id IN $evidence",
    "INSERT INTO supervision_pictures (supervision_id, moment, by_account, at, checked_by, \
     checked_at, shown) SELECT id, 'after', proposed_by, proposed_at, proposed_by + 1, \
     proposed_at, TRUE FROM supervisions WHERE id = $id",
    "UPDATE supervision_pictures SET checked_by = by_account, checked_at = at, shown = TRUE \
     WHERE supervision_id = $id",
    "DELETE FROM supervision_pictures WHERE supervision_id = $id",
    "INSERT INTO supervision_documents (evidence_id, name, key, bytes, at) \
     SELECT evidence_id, 'x', 'x', 1, at FROM supervision_judgements \
     WHERE evidence_id IN $evidence",
    "DELETE FROM supervision_documents WHERE evidence_id IN $evidence",
    "INSERT INTO supervision_figures (evidence_id, substance, value, unit, sampled_on) \
     SELECT evidence_id, 'x', 0, 'x', '2026-11-23' FROM supervision_judgements \
     WHERE evidence_id IN $evidence",
    "UPDATE supervision_figures SET value = 0 WHERE evidence_id IN $evidence",
    "DELETE FROM supervision_figures WHERE evidence_id IN $evidence",
    "INSERT INTO supervision_enterprises (supervision_id, enterprise_id, known) \
     SELECT s.id, e.id, 'x' FROM supervisions s, enterprises e \
     WHERE s.id = $id AND s.state <> 'proposed'",
    "UPDATE supervision_enterprises SET enterprise_id = -enterprise_id WHERE supervision_id = $id",
    "DELETE FROM supervision_enterprises WHERE supervision_id = $id",
];

const EVIDENCE: &str = "(SELECT e.id FROM supervision_evidence e JOIN supervision_requirements r \
                        ON r.id = e.requirement_id WHERE r.supervision_id = $id)";

/// Other methods than those of the acts, and acts that there are not, at the address of the case.
const ADDRESSES: [(&str, &str); 6] = [
    ("DELETE", ""),
    ("PUT", ""),
    ("PATCH", ""),
    ("DELETE", "/listing"),
    ("PUT", "/lifting"),
    ("POST", "/delist"),
];

fn tries() -> impl Strategy<Value = Try> {
    prop_oneof![
        6 => Just(Try::Helpful),
        5 => (0_usize..9, 0_usize..Act::ALL.len(), 0_usize..4)
            .prop_map(|(who, what, choice)| Try::Any { who, what, choice }),
        2 => (1_i64..9).prop_map(Try::Pass),
        2 => (0_usize..TAMPERING.len()).prop_map(Try::Tamper),
        1 => (0_usize..8, 0_usize..ADDRESSES.len())
            .prop_map(|(who, which)| Try::Address { who, which }),
    ]
}

/// What must be so, told by the acts that succeeded.
#[derive(Default)]
struct Shadow {
    listed: bool,
    lifted: bool,
    /// Evidence with its requirement, and what the city says of it.
    evidence: BTreeMap<i64, (i64, Option<bool>)>,
    applicant: Option<i64>,
    verifiers: BTreeSet<i64>,
    approved: Option<(i64, NaiveDate)>,
    objections: usize,
}

impl Shadow {
    /// What is begun anew when a case is sent back.
    fn sent_back(&mut self, unmet: &[i64]) {
        let mut evidence = std::mem::take(&mut self.evidence);
        evidence.retain(|_, (requirement, _)| !unmet.contains(requirement));
        *self = Self { listed: true, evidence, ..Self::default() };
    }

    fn note(
        &mut self,
        by: Option<&Viewer>,
        statement: &Statement,
        today: NaiveDate,
        newest: Option<i64>,
    ) {
        let account = by.map_or(0, |viewer| viewer.account);
        match statement {
            Statement::List { .. } => self.listed = true,
            Statement::GiveEvidence { requirement, .. } => {
                self.evidence.insert(newest.expect("evidence"), (*requirement, None));
            }
            Statement::JudgeEvidence { evidence, accepted, .. } => {
                let by = by.expect("the public does not judge");
                assert_eq!(by.bureau, "140800", "the city judges");
                self.evidence.get_mut(evidence).expect("evidence").1 = Some(*accepted);
            }
            Statement::ApplyForLifting { .. } => self.applicant = Some(account),
            Statement::Verify { .. } => {
                let by = by.expect("the public does not verify");
                assert_eq!(by.bureau, "140800", "officers of the city verify");
                self.verifiers.insert(account);
            }
            Statement::SendBack { unmet, .. } => self.sent_back(unmet),
            Statement::ApproveLifting { .. } => self.approved = Some((account, today)),
            Statement::Object { .. } => self.objections += 1,
            Statement::DecideObjection { upheld: true, unmet, .. } => self.sent_back(unmet),
            Statement::DecideObjection { .. } => self.objections -= 1,
            Statement::Lift => self.lifted = true,
            _ => {}
        }
    }

    /// `L4`, at the moment of lifting.
    fn may_be_lifted(&self, requirements: usize, proposer: i64, today: NaiveDate) {
        let accepted = self.evidence.values().filter(|(_, word)| *word == Some(true));
        let met: BTreeSet<i64> = accepted.map(|(requirement, _)| *requirement).collect();
        assert_eq!(met.len(), requirements, "every requirement has evidence that was accepted");
        assert!(self.verifiers.len() >= 2, "two officers verified");
        let (approver, on) = self.approved.expect("somebody approved");
        let involved = approver == proposer
            || Some(approver) == self.applicant
            || self.verifiers.contains(&approver);
        assert!(!involved, "the approver had no part");
        assert!((today - on).num_days() > 7, "seven whole days");
        assert_eq!(self.objections, 0, "no objection waits");
    }
}

struct World<'a> {
    app: &'a App,
    base: &'a str,
    people: &'a [Viewer],
    connection: db::Connection,
    number: String,
    proposer: i64,
    shadow: Shadow,
}

/// Positions in [`World::people`].
const COUNTY: usize = 0;
const SUPERVISOR: usize = 2;
const SECOND: usize = 3;
const VISITORS: [usize; 2] = [4, 5];
const HEAD: usize = 6;

fn people(app: &App) -> Vec<Viewer> {
    let staff = [
        ("county", Role::Officer, "140882"),
        ("county-chief", Role::Chief, "140882"),
        ("supervisor", Role::Supervisor, "140800"),
        ("second", Role::Supervisor, "140800"),
        ("visitor-1", Role::Officer, "140800"),
        ("visitor-2", Role::Dispatcher, "140800"),
        ("head", Role::Chief, "140800"),
        ("other-county", Role::Chief, "140821"),
    ];
    let now = app.clock.now();
    let made = app.db.write_now(move |connection| {
        let mut viewers = Vec::new();
        for (login, role, bureau) in staff {
            let password_hash = "none".to_owned();
            let new =
                NewAccount { login, name: login, role, bureau, password_hash, must_change: false };
            let id = Account::create(connection, now, &new)?;
            viewers.extend(Viewer::of_account(Account::find(connection, id)?));
        }
        Ok::<_, Error>(viewers)
    });
    made.expect("accounts")
}

impl World<'_> {
    fn case(&mut self) -> Supervision {
        Supervision::by_number(&mut self.connection, &self.number).expect("the case")
    }

    fn records(&mut self) -> Records {
        let id = self.case().id;
        Records::of(&mut self.connection, id).expect("its records")
    }

    /// How often the database said no.
    fn refusals(&mut self) -> i64 {
        use diesel::prelude::*;
        use minsheng::db::schema::supervision_attempts::dsl;
        let count = dsl::supervision_attempts.count().get_result(&mut self.connection);
        count.expect("attempts")
    }

    /// Does it, or is refused; the database never has to say no to the code.
    fn act(&mut self, who: Option<usize>, statement: &Statement) {
        let refusals = self.refusals();
        self.try_to(who, statement);
        assert_eq!(self.refusals(), refusals, "{statement:?}");
    }

    fn try_to(&mut self, who: Option<usize>, statement: &Statement) {
        let by = who.map(|who| &self.people[who]);
        let (app, number) = (self.app, self.number.clone());
        let done = self.connection.transaction(|connection| {
            let case = Supervision::by_number(connection, &number)?;
            let by = by.map_or(By::Public, By::Staff);
            work::act(connection, app, by, &case, None, statement)
        });
        let today = self.app.clock.today();
        match done {
            Ok(state) => {
                if state == State::Lifted {
                    let requirements = self.records().requirements.len();
                    self.shadow.may_be_lifted(requirements, self.proposer, today);
                }
                let newest = self.records().evidence.iter().map(|it| it.id).max();
                self.shadow.note(by, statement, today, newest);
            }
            Err(Error::Forbidden | Error::Conflict(_) | Error::Invalid(_)) => {}
            Err(error) => panic!("{statement:?}: {error}"),
        }
    }

    fn attempt(&mut self, what: &Try) {
        match *what {
            Try::Pass(days) => self.app.clock.advance(chrono::Duration::days(days)),
            Try::Tamper(which) => self.tamper(TAMPERING[which]),
            Try::Address { who, which } => self.address(who, ADDRESSES[which]),
            Try::Any { who, what, choice } => {
                let statement = self.statement(Act::ALL[what], choice);
                let who = Some(who).filter(|who| *who < self.people.len());
                self.act(who, &statement);
            }
            Try::Helpful => self.help(),
        }
    }

    /// Writes SQL; what the database refuses is in the timeline once the listing is public.
    fn tamper(&mut self, what: &str) {
        let (before, noted, known) = (self.case(), self.refusals(), self.attempts());
        let sql = what.replace("$evidence", EVIDENCE).replace("$id", &before.id.to_string());
        let done = sql_query(sql).execute(&mut self.connection);
        let after = self.case();
        assert_eq!(before.state, after.state, "{what}");
        // What is only proposed has no date yet that anybody relies on.
        assert!(before.due_on == after.due_on || before.listed_on.is_none(), "{what}");
        let is_noted = self.refusals() > noted;
        if let Err(error) = done {
            let is_check = error.to_string().to_lowercase().contains("constraint");
            assert!(is_noted || is_check, "{what}: {error}");
        }
        if is_noted {
            WatchListings {}.run(self.app).expect("a look around");
            let is_public = after.state().expect("a state").is_public();
            assert_eq!(self.attempts(), known + usize::from(is_public), "{what}");
        }
    }

    /// Asks at an address that is no act: nothing is changed, and it is in the timeline while the case
    /// is on the list.
    fn address(&mut self, who: usize, (method, part): (&str, &str)) {
        let (before, known) = (self.case(), self.attempts());
        let (token, now) = (session::new_token(), self.app.clock.now());
        let account = self.people[who].account;
        session::open(&mut self.connection, now, account, &token, "test").expect("a session");
        let path = format!("/supervisions/{}{part}", self.number);
        assert_eq!(status(self.base, method, &path, &token), "409", "{method} {path}");
        let after = self.case();
        assert_eq!((before.state, before.version), (after.state.clone(), after.version));
        let is_living = after.state().expect("a state").is_living();
        assert_eq!(self.attempts(), known + usize::from(is_living), "{method} {path}");
    }

    /// How many attempts are in the timeline.
    fn attempts(&mut self) -> usize {
        let subject = self.case().subject();
        let entries = timeline::read(&mut self.connection, subject, Audience::Staff);
        entries.expect("the timeline").iter().filter(|entry| entry.act == attempt::ACT).count()
    }

    /// One step towards the lifting.
    fn help(&mut self) {
        let (case, records) = (self.case(), self.records());
        let missing = records
            .requirements
            .iter()
            .position(|requirement| records.evidence_for(requirement).next().is_none());
        match case.state.parse().expect("a state") {
            State::Proposed => {
                let who = if self.proposer == self.people[SUPERVISOR].account {
                    SECOND
                } else {
                    SUPERVISOR
                };
                let statement = self.statement(Act::List, 0);
                self.act(Some(who), &statement);
            }
            State::Listed => {
                let act = if missing.is_some() { Act::GiveEvidence } else { Act::ApplyForLifting };
                let statement = self.statement(act, missing.unwrap_or_default());
                self.act(Some(COUNTY), &statement);
            }
            State::Applied | State::Verification => {
                let verify = self.statement(Act::Verify, 0);
                VISITORS.into_iter().for_each(|who| self.act(Some(who), &verify));
                for _ in 0..8 {
                    if !is_waiting(&self.records()) {
                        break;
                    }
                    let judge = self.statement(Act::JudgeEvidence, 0);
                    self.act(Some(VISITORS[0]), &judge);
                }
                let approve = self.statement(Act::ApproveLifting, 0);
                self.act(Some(HEAD), &approve);
            }
            State::Notice => {
                let decide = self.statement(Act::DecideObjection, 0);
                self.act(Some(HEAD), &decide);
                self.act(Some(HEAD), &Statement::Lift);
                self.app.clock.advance(chrono::Duration::days(3));
            }
            State::Lifted | State::Refused => {}
        }
    }

    fn statement(&mut self, act: Act, choice: usize) -> Statement {
        let records = self.records();
        let rows: Vec<i64> = records.requirements.iter().map(|it| it.id).collect();
        let requirement = rows[choice % rows.len()];
        let unmet = if choice == 1 { vec![requirement] } else { Vec::new() };
        let today = self.app.clock.today();
        let day = |days: i64| today + chrono::Duration::days(days);
        let text = || "x".to_owned();
        let open = records.objections.iter().find(|objection| objection.upheld.is_none());
        match act {
            Act::List => Statement::List { due_on: day(30 + 100 * choice as i64) },
            Act::Refuse => Statement::Refuse { reason: text() },
            Act::NoteProgress => Statement::NoteProgress { text: text() },
            Act::GiveEvidence => {
                let (substance, unit) = (text(), text());
                let figure = Figure { substance, value: 1.0, unit, most: None, sampled_on: today };
                let given = Given { text: text(), figures: vec![figure], ..Given::default() };
                Statement::GiveEvidence { requirement, given }
            }
            Act::JudgeEvidence => Statement::JudgeEvidence {
                evidence: records.unjudged().next().map_or(0, |(_, it)| it.id),
                accepted: choice != 2,
                note: text(),
            },
            Act::GivePictures => Statement::GivePictures { moment: "before", pictures: Vec::new() },
            Act::CheckPicture => Statement::CheckPicture { picture: 0, shown: true },
            Act::ProposeExtension => {
                Statement::ProposeExtension { until: day(40 + 130 * choice as i64), reason: text() }
            }
            Act::ApproveExtension => Statement::ApproveExtension,
            Act::RefuseExtension => Statement::RefuseExtension,
            Act::ApplyForLifting => Statement::ApplyForLifting { statement: text() },
            Act::Verify => {
                Statement::Verify { visited_on: day(-(choice as i64)), findings: text() }
            }
            Act::SendBack => Statement::SendBack { note: text(), unmet },
            Act::ApproveLifting => Statement::ApproveLifting { notice: text() },
            Act::Object => Statement::Object { text: format!("{choice} {}", self.app.clock.now()) },
            Act::DecideObjection => Statement::DecideObjection {
                objection: open.map_or(0, |objection| objection.id),
                upheld: choice == 3,
                reason: text(),
                unmet,
            },
            Act::Lift => Statement::Lift,
        }
    }

    /// `L2`, `L4`, `L6`: listed is public, until lifted on the list, and in history for good.
    fn holds(&mut self) {
        let (Supervision { id, state, .. }, today) = (self.case(), self.app.clock.today());
        assert_eq!(state == "lifted", self.shadow.lifted, "only the act of lifting lifts");
        let mut shown = |state: Option<&str>| {
            let ids = Some(vec![id]);
            let filter = Filter { state: state.map(str::to_owned), ids, ..Filter::default() };
            let rows = list::page(&mut self.connection, list::public(), &filter, today, 0);
            rows.expect("the list").iter().any(|row| row.case.number == self.number)
        };
        assert_eq!(shown(None), self.shadow.listed, "{state}");
        assert_eq!(shown(Some("living")), self.shadow.listed && !self.shadow.lifted, "{state}");
    }
}

/// Whether evidence waits for a word of the city.
fn is_waiting(records: &Records) -> bool {
    records.unjudged().next().is_some()
}

/// The status of the answer to a request without a body. It blocks, as the runner of any order does.
fn status(base: &str, method: &str, path: &str, token: &str) -> String {
    let host = base.trim_start_matches("http://");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {base}\r\nCookie: session={token}\r\n\
         Content-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let mut stream = TcpStream::connect(host).expect("the portal listens");
    let patience = Some(std::time::Duration::from_secs(30));
    stream.set_read_timeout(patience).expect("patience");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let answer = String::from_utf8_lossy(&answer);
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

/// A new case, proposed by the county or by the supervisor.
fn begin(connection: &mut db::Connection, app: &App, by: &Viewer, key: &str) -> Result<String> {
    let fields = proposal(key, "140882").into_iter();
    let fields: Vec<_> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let proposal = Proposal::parse(app, by, &Fields::from(fields)).map_err(Error::Invalid)?;
    connection.transaction(|connection| proposal.store(connection, app, by))
}

async fn any_order_of_acts(engine: Engine, cases: u32) {
    let app = TestApp::start(engine).await;
    let people = people(&app.app);
    // From now on it listens, whatever this thread waits for.
    assert_eq!(app.citizen().get("/healthz").await.status, 200);
    let (count, lifted) = (Cell::new(0), Cell::new(0));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&prop::collection::vec(tries(), 8..34), |tries| {
        count.set(count.get() + 1);
        let mut connection = app.app.db.target().connect().expect("a connection");
        if let db::Connection::Sqlite(sqlite) = &mut connection {
            sql_query("PRAGMA synchronous = OFF").execute(sqlite).expect("a fast file");
        }
        let by = &people[if count.get() % 2 == 0 { COUNTY } else { SUPERVISOR }];
        let key = format!("case {}", count.get());
        let number = begin(&mut connection, &app.app, by, &key).expect("a proposal");
        let picture = format!(
            "INSERT INTO supervision_pictures (supervision_id, moment, by_account, at) \
             SELECT id, 'before', proposed_by, proposed_at FROM supervisions \
             WHERE number = '{number}'"
        );
        sql_query(picture).execute(&mut connection).expect("a picture");
        let (base, app, people) = (app.base.as_str(), &*app.app, &people[..]);
        let (proposer, shadow) = (by.account, Shadow::default());
        let mut world = World { app, base, people, connection, number, proposer, shadow };
        for what in &tries {
            world.attempt(what);
            world.holds();
        }
        lifted.set(lifted.get() + u32::from(world.shadow.lifted));
        Ok(())
    });
    outcome.expect("L4 holds in any order");
    assert!(lifted.get() > 0, "some were lifted, or this shows nothing");
}

#[actix_web::test]
async fn any_order_lifts_only_what_is_resolved_on_sqlite() {
    any_order_of_acts(Engine::Sqlite, 24).await;
}

#[actix_web::test]
async fn any_order_lifts_only_what_is_resolved_on_postgres() {
    any_order_of_acts(Engine::Postgres, 12).await;
}
