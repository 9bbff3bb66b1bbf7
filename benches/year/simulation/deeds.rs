//! Does a deed to the portal, by the functions that its pages call, as the person whose it is.

use std::sync::Arc;

use diesel::prelude::*;
use minsheng::{
    accounts::Viewer,
    app::App,
    cases::{
        Case, access,
        records::Promise,
        statement::{NewInspection, NewMatter, NewMeasure, NewPromise, Petition, Statement},
        undo,
        work::{self, By},
    },
    db::{
        Connection,
        schema::{cases, mails},
    },
    error::Error,
    mail::{Refusal, unsubscribe_token},
    reports::{
        Report,
        dissatisfaction::{self, Decision, Dissatisfaction},
        follow,
        rating::{self, Given, NewRating},
    },
    web::Fields,
};

use super::{book::CITY, lives::Deed, people::People};

/// What is to be done, and to which matter.
#[derive(Clone, Debug)]
pub struct Order {
    pub deed: Deed,
    pub number: String,
    pub bureau: String,
    /// The number of the report that asks, rates or is withdrawn, or of the matter to join.
    pub other: String,
    /// The second review of an answer.
    pub second: bool,
}

/// A further matter that came of it: row and number.
pub type Done = Option<(i64, String)>;

/// Does it, in one transaction; the clock is the portal's.
pub fn perform(app: &Arc<App>, people: &Arc<People>, order: &Order) -> Result<Done, Error> {
    let (mine, people, order) = (app.clone(), people.clone(), order.clone());
    app.db.write_now(move |connection| deed(connection, &mine, &people, &order))
}

fn deed(c: &mut Connection, app: &App, people: &People, order: &Order) -> Result<Done, Error> {
    match order.deed {
        Deed::Withdraw(_) => {
            let report = Report::by_number(c, &order.other)?;
            follow::withdraw(c, app, &report)?;
        }
        Deed::Refuse(_) => {
            let key = format!("receipt {}", order.other);
            let mail = mails::table.filter(mails::dedup_key.eq(key)).select(mails::id);
            let token = unsubscribe_token(&app.vault, mail.first(c)?);
            Refusal::of_token(c, &app.vault, &token)?.begin(c, app.clock.now())?;
        }
        Deed::Rate { bad, .. } => rate(c, app, order, bad)?,
        Deed::Explain => decide(c, app, people, order, "explain")?,
        Deed::DecideRehandling => decide(c, app, people, order, "rehandle")?,
        Deed::DirectToReview => decide(c, app, people, order, "review")?,
        _ => {
            let viewer = people.who(&login(order))?;
            let case = access::open(c, viewer, &order.number)?;
            let statement = statement(c, app, order, &case)?;
            work::act(c, app, By::Staff(viewer), &case, None, &statement)?;
            if order.deed == Deed::AcceptAndUndo {
                undo::undo(c, app, viewer, &order.number)?;
            }
        }
    }
    match order.deed {
        Deed::Split(_) => Ok(Some(newest(c)?)),
        _ => Ok(None),
    }
}

fn newest(c: &mut Connection) -> Result<(i64, String), Error> {
    let newest = cases::table.order(cases::id.desc()).select((cases::id, cases::number));
    Ok(newest.first(c)?)
}

/// Whose it is to do.
fn login(order: &Order) -> String {
    let own = |role: &str| format!("{role}-{}", order.bureau);
    match order.deed {
        Deed::Assign(_) | Deed::Transfer(_) => "dispatcher".to_owned(),
        Deed::ProposeDecline | Deed::Merge if order.bureau == CITY => "dispatcher".to_owned(),
        Deed::Approve | Deed::SendBack if order.bureau == CITY => "supervisor".to_owned(),
        Deed::Approve | Deed::SendBack | Deed::GiveTime | Deed::RefuseTime => own("chief"),
        Deed::Publish if order.bureau == CITY => "supervisor".to_owned(),
        Deed::Publish => own("chief"),
        Deed::Reply => "police".to_owned(),
        Deed::Chase | Deed::Rehandle | Deed::Reopen | Deed::Unmerge => "supervisor".to_owned(),
        Deed::AskReview | Deed::WithdrawReview => "clerk".to_owned(),
        Deed::Draft { .. } if order.second => "officer-140000".to_owned(),
        Deed::Draft { .. } => "supervisor".to_owned(),
        Deed::ApproveDraft | Deed::SendBackDraft if order.second => "chief-140000".to_owned(),
        Deed::ApproveDraft | Deed::SendBackDraft => "supervisor2".to_owned(),
        _ => own("officer"),
    }
}

fn words() -> String {
    "现场核实后处理".to_owned()
}

fn statement(
    c: &mut Connection,
    app: &App,
    order: &Order,
    case: &Case,
) -> Result<Statement, Error> {
    use Statement as S;
    let today = app.clock.today();
    let texts = || (words(), words(), words());
    Ok(match order.deed {
        Deed::Assign(bureau) => S::Assign { bureau: bureau.to_owned(), reason: words() },
        Deed::Transfer(bureau) => S::Transfer { bureau: bureau.to_owned(), reason: words() },
        Deed::Accept { grievance: true } => S::AcceptGrievance,
        Deed::Accept { .. } | Deed::AcceptAndUndo => S::Accept,
        Deed::ProposeDecline => S::ProposeDecline {
            reason: "too_vague".to_owned(),
            points_to: None,
            explanation: words(),
        },
        Deed::Return => S::Return { reason: words() },
        Deed::Inspect => S::Inspect(NewInspection {
            on: today,
            officers: vec!["甲".to_owned(), "乙".to_owned()],
            sent: None,
            visited: None,
            findings: words(),
        }),
        Deed::Find => S::Find { verdict: "partly".to_owned(), text: words() },
        Deed::Measure { closure } => S::Measure(NewMeasure {
            kind: if closure { "closure" } else { "order_to_correct" }.to_owned(),
            plant: None,
            document: String::new(),
            amount_fen: None,
            due_on: None,
            taken_on: today,
            text: words(),
        }),
        Deed::AskTime => S::ProposeExtension { days: 30, reason: words() },
        Deed::GiveTime => S::Extend,
        Deed::RefuseTime => S::RefuseExtension { note: words() },
        Deed::Refer => {
            let department = "140800-police".to_owned();
            S::Refer { department, request: words(), due_on: None }
        }
        Deed::Reply => S::Reply { text: words() },
        Deed::Chase => S::Chase { note: words() },
        Deed::Split(bureau) => S::Split(NewMatter {
            report: Some(order.other.clone()),
            bureau: bureau.to_owned(),
            plant: String::new(),
            place: String::new(),
            summary: words(),
            reason: words(),
        }),
        Deed::ProposeConclusion => {
            let (internal_text, public_text, answer) = texts();
            S::ProposeConclusion { internal_text, public_text, answer }
        }
        Deed::ProposePartial => {
            let (internal_text, public_text, answer) = texts();
            let promises =
                vec![NewPromise { text: words(), due_on: today + chrono::Days::new(30) }];
            S::ProposePartial { internal_text, public_text, answer, promises }
        }
        Deed::Fulfil => {
            let all = Promise::of_case(c, case.id)?;
            let open = all.iter().rev().find(|promise| promise.done_at.is_none());
            S::Fulfil { promise: open.map_or(0, |it| it.id), done: words(), on: today }
        }
        Deed::Approve => S::Approve,
        Deed::SendBack => S::SendBack { note: words() },
        Deed::Publish => S::Publish { public_text: words() },
        Deed::Rehandle => S::Rehandle { reason: words() },
        Deed::Reopen => S::Reopen { reason: words() },
        Deed::Merge => S::Merge { into: order.other.clone() },
        Deed::Unmerge => S::Unmerge { reason: words() },
        Deed::AskReview => {
            let petition = Petition {
                report: Some(order.other.clone()),
                via: "letter".to_owned(),
                asked_on: today,
                grounds: words(),
            };
            if order.second { S::AskReview(petition) } else { S::AskReexamination(petition) }
        }
        Deed::WithdrawReview => S::WithdrawReview,
        Deed::Draft { revoked } => {
            let outcome = if revoked { "revoked" } else { "upheld" }.to_owned();
            S::ProposeDecision { outcome, text: words() }
        }
        Deed::ApproveDraft => S::ApproveDecision,
        Deed::SendBackDraft => S::SendBackDecision { note: words() },
        Deed::Withdraw(_)
        | Deed::Refuse(_)
        | Deed::Rate { .. }
        | Deed::Explain
        | Deed::DecideRehandling
        | Deed::DirectToReview => return Err(Error::Forbidden),
    })
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Fields::from(pairs.iter().map(owned).collect::<Vec<_>>())
}

fn rate(c: &mut Connection, app: &App, order: &Order, bad: bool) -> Result<(), Error> {
    let case = Case::by_number(c, &order.number)?;
    let answer = rating::answer(c, &case)?.ok_or(Error::NotFound)?;
    let handling = if bad { "not" } else { "satisfied" };
    let given = [("intake", "satisfied"), ("handling", handling), ("cause", "slow")];
    let new = NewRating::parse(&fields(&given)).map_err(Error::Invalid)?;
    let report = Report::by_number(c, &order.other)?;
    rating::give(c, app, &report, answer.id, &new, Given::Web)
}

fn decide(
    c: &mut Connection,
    app: &App,
    people: &People,
    order: &Order,
    how: &str,
) -> Result<(), Error> {
    let case = Case::by_number(c, &order.number)?;
    let open = Dissatisfaction::last_of_case(c, case.id)?.ok_or(Error::NotFound)?;
    let given = fields(&[("decision", how), ("text", &words())]);
    let decision = Decision::parse(&given).map_err(Error::Invalid)?;
    let viewer: &Viewer = people.who("supervisor2")?;
    dissatisfaction::decide(c, app, viewer, open.id, &decision)
}
