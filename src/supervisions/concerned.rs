//! Who is told of what is done to a supervised case: one table. Each is told once, in the portal, and
//! never one from whom a matter behind the case is kept (`R3`).

use diesel::prelude::*;

use super::{Supervision, statement::Statement, tell};
use crate::{
    accounts::Role,
    alerts::{self, Alert, To},
    app::App,
    db::{Connection, schema::cases},
    error::Result,
    message::Message,
};

/// Whom something concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The bureaus that must see to it (`P3`).
    Counties,
    /// Those who supervise, at the city (`P5`).
    City,
    /// Those of the city one of whom must decide: of two, the other may have asked (`C2`).
    Heads,
    /// Whoever proposed the listing.
    Proposer,
}

/// What the table calls a proposal.
pub const PROPOSED: &str = "propose";

/// What is told, as the timeline calls it, and whom it concerns.
pub const TABLE: [(&str, Whom); 14] = [
    (PROPOSED, Whom::Heads),
    ("refuse", Whom::Proposer),
    ("list", Whom::Counties),
    ("give_evidence", Whom::City),
    ("reject_evidence", Whom::Counties),
    ("propose_extension", Whom::Heads),
    ("approve_extension", Whom::Counties),
    ("refuse_extension", Whom::Counties),
    ("apply", Whom::City),
    ("send_back", Whom::Counties),
    ("approve_lifting", Whom::Counties),
    ("object", Whom::Heads),
    ("uphold_objection", Whom::Counties),
    ("lift", Whom::Counties),
];

/// What the table calls an act with what it states; not all that is done is in it.
pub fn named(statement: &Statement) -> &'static str {
    match statement {
        Statement::JudgeEvidence { accepted: true, .. } => "accept_evidence",
        Statement::JudgeEvidence { accepted: false, .. } => "reject_evidence",
        Statement::DecideObjection { upheld: true, .. } => "uphold_objection",
        Statement::DecideObjection { upheld: false, .. } => "reject_objection",
        other => other.act().name(),
    }
}

/// Tells those whom it concerns, by the entry that it left in the timeline.
pub fn tell(
    connection: &mut Connection,
    app: &App,
    case: &Supervision,
    bureaus: &[String],
    (what, event): (&str, i64),
) -> Result<()> {
    let Some((_, whom)) = TABLE.iter().find(|(name, _)| *name == what) else { return Ok(()) };
    let kept = kept_from(connection, case)?;
    let told = recipients(*whom, case, bureaus).into_iter().filter(|to| !is_kept_from(to, &kept));
    for (place, to) in told.enumerate() {
        let alert = Alert {
            key: format!("supervision {what} {} {event} {place}", case.id),
            to,
            kind: "supervision",
            message: Message::new(format!("alerts-supervision-{what}"))
                .with("number", &case.number)
                .with("title", &case.title),
            link: format!("/desk/supervisions/{}", case.number),
        };
        alerts::raise(connection, app.clock.now(), &alert)?;
    }
    Ok(())
}

fn recipients(whom: Whom, case: &Supervision, bureaus: &[String]) -> Vec<To> {
    let city = |role: Role| To::Role { bureau: case.city.clone(), role };
    match whom {
        Whom::Counties => bureaus.iter().cloned().map(To::Bureau).collect(),
        Whom::City => vec![city(Role::Supervisor)],
        Whom::Heads => vec![city(Role::Supervisor), city(Role::Chief)],
        Whom::Proposer => vec![To::Account(case.proposed_by)],
    }
}

/// Codes of the bureaus from which a matter behind the case is kept (`R3`). A proposal that names one
/// is refused; this holds also for what a matter goes on in later.
fn kept_from(connection: &mut Connection, case: &Supervision) -> Result<Vec<String>> {
    let mut rows = case.cases(connection)?;
    rows.extend(tell::matters(connection, case)?);
    let hidden: Vec<String> = cases::table
        .filter(cases::id.eq_any(rows))
        .filter(cases::hidden_from.ne(""))
        .select(cases::hidden_from)
        .load(connection)?;
    Ok(hidden.iter().flat_map(|codes| codes.split(' ')).map(str::to_owned).collect())
}

fn is_kept_from(to: &To, kept: &[String]) -> bool {
    match to {
        To::Bureau(bureau) | To::Role { bureau, .. } => kept.contains(bureau),
        To::Account(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Messages};

    /// Each line can be said, and none stands twice.
    #[test]
    fn each_line_has_its_words() -> std::result::Result<(), String> {
        let messages = Messages::embedded()?;
        for (at, (what, _)) in TABLE.iter().enumerate() {
            assert!(!TABLE[..at].iter().any(|(before, _)| before == what), "{what}");
            for language in Language::ALL {
                assert!(messages.has(language, &format!("alerts-supervision-{what}")), "{what}");
            }
        }
        Ok(())
    }

    /// What is judged and decided is told by its outcome.
    #[test]
    fn outcomes_are_told_apart() {
        let judged =
            |accepted| Statement::JudgeEvidence { evidence: 1, accepted, note: String::new() };
        assert_eq!(named(&judged(true)), "accept_evidence");
        assert_eq!(named(&judged(false)), "reject_evidence");
        assert_eq!(named(&Statement::Lift), "lift");
    }
}
