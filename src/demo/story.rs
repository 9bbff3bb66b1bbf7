//! One sample matter, from the report to where its fate leaves it.

use chrono::{DateTime, Duration, Utc};

use super::{Sample, matters::Fate};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::{
        Case, State,
        statement::{NewInspection, NewMeasure, Statement},
        work::{self, By},
    },
    error::{Error, Result},
    i18n::Language,
    petitions::{
        NewPetition,
        petition::{Entered, enter},
    },
    reports::{Filed, NewReport, file, follow},
};

pub(super) struct Story<'a> {
    pub app: &'a App,
    pub people: &'a [Viewer],
    pub sample: Sample,
    pub fate: Fate,
    pub inspectors: Vec<String>,
    /// The clock does not go beyond this.
    pub until: DateTime<Utc>,
    /// Days between acts.
    pub pace: i64,
    /// A fine, in fen.
    pub fine: i64,
    /// What the province forwarded, in place of a report.
    pub petition: Option<NewPetition>,
}

impl Story<'_> {
    /// Files the report and works its matter.
    pub fn tell(&self, report: &NewReport) -> Result<()> {
        let filed = self.file(report)?;
        let Fate::Withdrawn = self.fate else { return self.work(filed.case) };
        self.step();
        self.in_transaction(move |connection, app| follow::withdraw(connection, app, &filed.report))
    }

    fn file(&self, report: &NewReport) -> Result<Filed> {
        if let Some(petition) = &self.petition {
            let province = self.person(Role::Province, None).ok_or(Error::Forbidden)?;
            return self.in_transaction(move |connection, app| {
                match enter(connection, app, province, petition)? {
                    Entered::New(filed) => Ok(*filed),
                    Entered::Known => Err(Error::Internal("a sample petition twice".to_owned())),
                }
            });
        }
        let clerk = (report.channel != "web").then(|| self.person(Role::Clerk, None)).flatten();
        self.in_transaction(move |connection, app| file(connection, app, clerk, report, &[]))
    }

    /// Everything of a story happens on this thread, with the story's own people.
    fn in_transaction<T>(
        &self,
        change: impl FnOnce(&mut crate::db::Connection, &App) -> Result<T>,
    ) -> Result<T> {
        use diesel::Connection as _;
        let mut connection = self.app.db.target().connect()?;
        connection.transaction(|connection| change(connection, self.app))
    }

    fn person(&self, role: Role, bureau: Option<&str>) -> Option<&Viewer> {
        let fits = |it: &&Viewer| it.role == role && bureau.is_none_or(|code| it.bureau == code);
        self.people.iter().find(fits)
    }

    fn step(&self) {
        let next = self.app.clock.now().and_utc() + Duration::hours(self.pace * 24 + 3);
        self.app.clock.set(next.min(self.until));
    }

    /// One act by somebody of `role`; the matter as it is then.
    fn act(&self, case: &Case, role: Role, statement: Statement) -> Result<Case> {
        self.step();
        let owner = matches!(role, Role::Officer | Role::Chief).then_some(case.bureau.as_str());
        let viewer = self.person(role, owner).ok_or(Error::Forbidden)?;
        self.in_transaction(|connection, app| {
            work::act(connection, app, By::Staff(viewer), case, None, &statement)?;
            Case::find(connection, case.id)
        })
    }

    fn work(&self, case: Case) -> Result<()> {
        if case.state()? != State::Assigned || self.fate == Fate::Waiting {
            return Ok(());
        }
        match self.fate {
            Fate::Returned => self.give_back(&case),
            Fate::Declining | Fate::Declined => self.decline(&case),
            Fate::Merged => self.merge(&case),
            _ => self.investigate(&case),
        }
    }

    fn words(&self, key: &str) -> String {
        self.app.pages.messages.text(Language::Chinese, key).into_owned()
    }

    fn give_back(&self, case: &Case) -> Result<()> {
        let reason = self.words("demo-return-reason");
        match self.act(case, Role::Officer, Statement::Return { reason }) {
            // Too late to return it: it stays where it is.
            Ok(_) | Err(Error::Conflict(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn decline(&self, case: &Case) -> Result<()> {
        let statement = Statement::ProposeDecline {
            reason: "too_vague".to_owned(),
            points_to: None,
            explanation: self.words("demo-decline-explanation"),
        };
        let case = self.act(case, Role::Officer, statement)?;
        if self.fate == Fate::Declined {
            self.act(&case, Role::Chief, Statement::Approve)?;
        }
        Ok(())
    }

    /// Joins the first open matter about the same plant, if there is one.
    fn merge(&self, case: &Case) -> Result<()> {
        use crate::db::schema::cases;
        use diesel::prelude::*;
        let twin: Option<String> = self.app.db.read_now(|connection| {
            let query = cases::table
                .filter(cases::plant.eq(&case.plant))
                .filter(cases::bureau.eq(&case.bureau))
                .filter(cases::ended_at.is_null())
                .filter(cases::id.ne(case.id))
                .select(cases::number);
            Ok::<_, Error>(query.first(connection).optional()?)
        })?;
        match twin {
            Some(into) => self.act(case, Role::Officer, Statement::Merge { into }).map(drop),
            None => self.investigate(case),
        }
    }

    fn investigate(&self, case: &Case) -> Result<()> {
        let case = self.act(case, Role::Officer, Statement::Accept)?;
        if self.fate == Fate::Accepted {
            return Ok(());
        }
        let inspection = Statement::Inspect(NewInspection {
            on: self.app.clock.today(),
            officers: self.inspectors.clone(),
            sent: None,
            visited: None,
            findings: self.sample.finding.clone(),
        });
        let case = self.act(&case, Role::Officer, inspection)?;
        let verdict = if self.sample.public.contains(&self.words("demo-unsubstantiated")) {
            "unsubstantiated"
        } else if self.sample.public.contains(&self.words("demo-partly")) {
            "partly"
        } else {
            "substantiated"
        };
        let finding =
            Statement::Find { verdict: verdict.to_owned(), text: self.sample.finding.clone() };
        let mut case = self.act(&case, Role::Officer, finding)?;
        if verdict != "unsubstantiated" {
            case = self.act(&case, Role::Officer, Statement::Measure(self.measure()))?;
        }
        self.conclude(&case)
    }

    fn measure(&self) -> NewMeasure {
        let usual = if self.fine % 1_000_000 == 0 { "fine" } else { "order_to_correct" };
        let kind = self.sample.measure.as_deref().unwrap_or(usual);
        NewMeasure {
            kind: kind.to_owned(),
            plant: None,
            document: String::new(),
            amount_fen: (kind == "fine").then_some(self.fine),
            due_on: None,
            taken_on: self.app.clock.today(),
            text: self.words("demo-measure"),
        }
    }

    fn conclude(&self, case: &Case) -> Result<()> {
        if !matches!(self.fate, Fate::Proposed | Fate::Concluded | Fate::Published | Fate::Merged) {
            return Ok(());
        }
        let proposal = Statement::ProposeConclusion {
            internal_text: self.sample.finding.clone(),
            public_text: self.sample.public.clone(),
            answer: self.sample.answer.clone(),
        };
        let case = self.act(case, Role::Officer, proposal)?;
        if self.fate == Fate::Proposed {
            return Ok(());
        }
        let case = self.act(&case, Role::Chief, Statement::Approve)?;
        if self.fate == Fate::Published {
            let public_text = self.sample.public.clone();
            self.act(&case, Role::Chief, Statement::Publish { public_text })?;
        }
        Ok(())
    }
}
