//! How petitions stand (`F3`): one table of what each filter of the list stands for and each column of
//! the board counts.

use chrono::NaiveDate;
use diesel::{
    dsl::sql,
    expression::SqlLiteral,
    prelude::*,
    sql_types::{BigInt, Bool, Nullable},
};
use serde::Serialize;

use crate::{
    cases::State,
    db::schema::{cases, petitions},
};

/// Which petitions a filter stands for: those in hand, concluded and otherwise over are all there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// 正在办理, those due first at the top.
    #[default]
    InHand,
    /// In hand and past their date.
    Late,
    /// 阶段性办结: of those in hand, answered as far as it goes (`C3`).
    Partly,
    /// 已办结, also those that are final (`T4`), as bulletins count them.
    Concluded,
    /// Declined or withdrawn.
    Otherwise,
    /// All, the last entered at the top.
    All,
    /// With a question of the office above that is not answered.
    Asked,
    /// Concluded, and the office above has not accepted the result that stands.
    ToAccept,
    /// Answered, and the report back that is wanted was not sent.
    ToReturn,
}

/// The states of [`Standing::Concluded`] and [`Standing::Otherwise`].
pub(super) const CONCLUDED: [State; 2] = [State::Concluded, State::Final];
pub(super) const OTHERWISE: [State; 2] = [State::Declined, State::Withdrawn];

/// All matters that a petition became.
const MATTERS: &str = "cases c JOIN case_reports b ON b.case_id = c.id \
     WHERE b.report_id = petitions.report_id AND c.state <> 'merged'";
/// The matter that the page of a petition shows to the office above, where it became several.
const FIRST: &str = "cases.id = (SELECT MIN(c.id) FROM $MATTERS)";
/// The row of the result that stands: what was approved last of any of its matters.
const RESULT: &str = "(SELECT MAX(p.id) FROM proposals p WHERE p.approved \
     AND p.case_id IN (SELECT c.id FROM $MATTERS))";

/// The condition, with what its names stand for.
fn condition(text: &str) -> SqlLiteral<Bool> {
    let text = text.replace("$FIRST", FIRST).replace("$RESULT", RESULT);
    sql(&format!("({})", text.replace("$MATTERS", MATTERS)))
}

/// The row of what was approved last of a matter.
pub(super) fn approved() -> SqlLiteral<Nullable<BigInt>> {
    sql("(SELECT MAX(p.id) FROM proposals p WHERE p.case_id = cases.id AND p.approved)")
}

impl Standing {
    /// All, in the order of the filter.
    pub const ALL: [Self; 9] = [
        Self::InHand,
        Self::Late,
        Self::Partly,
        Self::Concluded,
        Self::Otherwise,
        Self::All,
        Self::Asked,
        Self::ToAccept,
        Self::ToReturn,
    ];

    /// In the address, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InHand => "in_hand",
            Self::Late => "late",
            Self::Partly => "partly",
            Self::Concluded => "concluded",
            Self::Otherwise => "otherwise",
            Self::All => "all",
            Self::Asked => "asked",
            Self::ToAccept => "to_accept",
            Self::ToReturn => "to_return",
        }
    }

    /// From the address; anything else is what is in hand.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.name() == text).unwrap_or_default()
    }
}

/// Whether a question is not answered.
pub(super) fn asked() -> SqlLiteral<Bool> {
    condition(
        "EXISTS (SELECT 1 FROM petition_questions q \
         WHERE q.petition_id = petitions.id AND q.answer IS NULL) AND $FIRST",
    )
}

/// Whether the result that stands waits to be accepted (`Dossier::acceptance`): all matters are over,
/// and one of them is concluded.
pub(super) fn to_accept() -> SqlLiteral<Bool> {
    condition(
        "cases.ended_at IS NOT NULL AND $FIRST \
         AND NOT EXISTS (SELECT 1 FROM $MATTERS AND c.ended_at IS NULL) \
         AND EXISTS (SELECT 1 FROM $MATTERS AND c.state IN ('concluded', 'final')) \
         AND $RESULT IS NOT NULL AND NOT EXISTS (SELECT 1 FROM petition_acceptances a \
         WHERE a.petition_id = petitions.id AND a.proposal_id = $RESULT)",
    )
}

/// Whether the report on what was answered of all matters is wanted and was not sent
/// (`Dossier::answered`); it is for the bureau that has the first.
pub(super) fn to_return() -> SqlLiteral<Bool> {
    condition(
        "petitions.report_back AND $FIRST \
         AND (cases.ended_at IS NOT NULL OR cases.state = 'partly_concluded') \
         AND NOT EXISTS (SELECT 1 FROM $MATTERS \
         AND c.ended_at IS NULL AND c.state <> 'partly_concluded') \
         AND EXISTS (SELECT 1 FROM $MATTERS \
         AND c.state IN ('concluded', 'final', 'partly_concluded')) \
         AND $RESULT IS NOT NULL AND NOT EXISTS (SELECT 1 FROM petition_returns r \
         WHERE r.petition_id = petitions.id AND r.state = 'sent' AND r.proposal_id = $RESULT)",
    )
}

/// What is counted of a petition and its matter.
#[derive(Queryable)]
pub(super) struct Counted {
    pub(super) batch: i64,
    pub(super) bureau: String,
    priority: bool,
    state: String,
    due_on: Option<NaiveDate>,
    asked: bool,
    to_accept: bool,
    to_return: bool,
}

/// The columns of [`Counted`].
pub(super) type Columns = (
    petitions::batch_id,
    cases::bureau,
    petitions::priority,
    cases::state,
    cases::due_on,
    SqlLiteral<Bool>,
    SqlLiteral<Bool>,
    SqlLiteral<Bool>,
);

/// What to select for [`Counted`].
pub(super) fn columns() -> Columns {
    (
        petitions::batch_id,
        cases::bureau,
        petitions::priority,
        cases::state,
        cases::due_on,
        asked(),
        to_accept(),
        to_return(),
    )
}

/// How many petitions of one bureau, one batch or all stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Tally {
    pub all: i64,
    pub in_hand: i64,
    pub late: i64,
    pub partly: i64,
    pub concluded: i64,
    pub otherwise: i64,
    pub asked: i64,
    pub to_accept: i64,
    pub to_return: i64,
    pub priority: i64,
}

impl Tally {
    pub(super) fn take(&mut self, counted: &Counted, today: NaiveDate) {
        let Ok(state) = counted.state.parse::<State>() else { return };
        let is_open = !state.is_ended();
        let is_late = is_open && counted.due_on.is_some_and(|due| due < today);
        self.all += 1;
        self.priority += i64::from(counted.priority);
        self.in_hand += i64::from(is_open);
        self.late += i64::from(is_late);
        self.partly += i64::from(state == State::PartlyConcluded);
        self.concluded += i64::from(CONCLUDED.contains(&state));
        self.otherwise += i64::from(OTHERWISE.contains(&state));
        self.asked += i64::from(counted.asked);
        self.to_accept += i64::from(counted.to_accept);
        self.to_return += i64::from(counted.to_return);
    }

    /// The count of one filter.
    pub fn of(&self, standing: Standing) -> i64 {
        match standing {
            Standing::InHand => self.in_hand,
            Standing::Late => self.late,
            Standing::Partly => self.partly,
            Standing::Concluded => self.concluded,
            Standing::Otherwise => self.otherwise,
            Standing::All => self.all,
            Standing::Asked => self.asked,
            Standing::ToAccept => self.to_accept,
            Standing::ToReturn => self.to_return,
        }
    }
}
