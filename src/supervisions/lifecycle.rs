//! The lifecycle of a supervised case, as one table: state × act → state, with who may do it and
//! what must be stated (`L2`–`L4`, `C2`).
//!
//! Pages ask it which acts to offer, `work` asks it before anything changes, property tests walk
//! it at random. Pure: no database, no clock.

use super::{Act, Onward, State};
use crate::accounts::Role;

/// Where an act leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To this state; off the list is not among them.
    To(Onward),
    /// Nowhere: it adds a record.
    Stay,
    /// Back to listed when an objection is upheld, else nowhere.
    AsDecided,
    /// Off the list, by the proof of `lifting::ReadyToLift` alone (`L4`).
    Lifted,
}

/// Who may do an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// An officer or the chief of a bureau that must see to it (`P3`).
    County,
    /// The county, or the supervisor (`P5`).
    CountyOrSupervisor,
    /// Any officer of the city's own bureau.
    City,
    /// The same, and one who has not verified for the lifting in hand (`L4`).
    CityOfficer,
    /// The supervisor or a chief of the city's own bureau (`P5`).
    CityHead,
    /// The same, and not the one that proposed the listing (`L2`, `C2`).
    CityHeadNotProposer,
    /// The same, and not the one that asked for the extension (`C2`).
    CityHeadNotAsker,
    /// The same, and neither proposer nor verifier nor applicant (`L4`).
    CityHeadUninvolved,
    /// Anybody, by the public page.
    Public,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Where the case stands.
    pub state: State,
    /// What is done.
    pub act: Act,
    /// Where it leads.
    pub next: Next,
    /// Who may.
    pub who: Who,
    /// The fields that must be filled in.
    pub states: &'static [&'static str],
}

/// Builds a line.
const fn rule(
    state: State,
    act: Act,
    next: Next,
    who: Who,
    states: &'static [&'static str],
) -> Rule {
    Rule { state, act, next, who, states }
}

use {
    Act::*,
    Next::{AsDecided, Stay, To},
    State::*,
    Who::*,
};

/// The lifecycle.
#[rustfmt::skip]
pub const TABLE: &[Rule] = &[
    rule(Proposed,     List,             To(Onward::Listed),       CityHeadNotProposer, &["listing_due_on"]),
    rule(Proposed,     Refuse,           To(Onward::Refused),      CityHeadNotProposer, &["refusal"]),
    rule(Proposed,     GivePictures,     Stay,                     CountyOrSupervisor,  &["moment", "photos"]),

    rule(Listed,       NoteProgress,     Stay,                     County,              &["progress"]),
    rule(Listed,       GiveEvidence,     Stay,                     County,              &["requirement_id", "evidence"]),
    rule(Listed,       JudgeEvidence,    Stay,                     City,                &["evidence_id", "judgement"]),
    rule(Listed,       GivePictures,     Stay,                     CountyOrSupervisor,  &["moment", "photos"]),
    rule(Listed,       CheckPicture,     Stay,                     City,                &["picture", "shown"]),
    rule(Listed,       ApplyForLifting,  To(Onward::Applied),      County,              &["lifting_statement"]),
    rule(Listed,       ProposeExtension, Stay,                     CountyOrSupervisor,  &["until", "reason"]),
    rule(Listed,       ApproveExtension, Stay,                     CityHeadNotAsker,    &[]),
    rule(Listed,       RefuseExtension,  Stay,                     CityHeadNotAsker,    &[]),

    rule(Applied,      Verify,           To(Onward::Verification), CityOfficer,         &["visited_on", "findings"]),
    rule(Applied,      JudgeEvidence,    Stay,                     City,                &["evidence_id", "judgement"]),
    rule(Applied,      GivePictures,     Stay,                     CountyOrSupervisor,  &["moment", "photos"]),
    rule(Applied,      CheckPicture,     Stay,                     City,                &["picture", "shown"]),
    rule(Applied,      NoteProgress,     Stay,                     County,              &["progress"]),
    rule(Applied,      SendBack,         To(Onward::Listed),       CityHead,            &["note"]),

    rule(Verification, Verify,           Stay,                     CityOfficer,         &["visited_on", "findings"]),
    rule(Verification, ApproveLifting,   To(Onward::Notice),       CityHeadUninvolved,  &["notice_text"]),
    rule(Verification, JudgeEvidence,    Stay,                     City,                &["evidence_id", "judgement"]),
    rule(Verification, GivePictures,     Stay,                     CountyOrSupervisor,  &["moment", "photos"]),
    rule(Verification, CheckPicture,     Stay,                     City,                &["picture", "shown"]),
    rule(Verification, NoteProgress,     Stay,                     County,              &["progress"]),
    rule(Verification, SendBack,         To(Onward::Listed),       CityHead,            &["note"]),

    rule(Notice,       DecideObjection,  AsDecided,                CityHead,            &["objection", "decision", "reason"]),
    rule(Notice,       Lift,             Next::Lifted,             CityHead,            &[]),
    rule(Notice,       Object,           Stay,                     Public,              &["objection_text"]),
    rule(Notice,       JudgeEvidence,    Stay,                     City,                &["evidence_id", "judgement"]),
    rule(Notice,       GivePictures,     Stay,                     CountyOrSupervisor,  &["moment", "photos"]),
    rule(Notice,       CheckPicture,     Stay,                     City,                &["picture", "shown"]),
    rule(Notice,       NoteProgress,     Stay,                     County,              &["progress"]),
    rule(Notice,       SendBack,         To(Onward::Listed),       CityHead,            &["note"]),
];

/// The line for `act` in `state`; nothing when the act is out of order there.
pub fn find(state: State, act: Act) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.state == state && rule.act == act)
}

/// What the table needs to know of a case to say who may act on it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The state.
    pub state: State,
    /// Code of the city's own bureau.
    pub city: &'a str,
    /// Codes of the bureaus that must see to it.
    pub bureaus: &'a [String],
    /// Account that proposed the listing.
    pub proposer: i64,
    /// Account that asked for the extension which waits for a decision.
    pub asker: Option<i64>,
    /// Account that applied for the lifting in hand.
    pub applicant: Option<i64>,
    /// Accounts that verified for the lifting in hand.
    pub verifiers: &'a [i64],
}

/// Who wants to act.
#[derive(Clone, Copy, Debug)]
pub enum Doer<'a> {
    /// A member of staff: account, role, bureau.
    Staff(i64, Role, &'a str),
    /// Somebody on the public page.
    Public,
}

/// Whether somebody of `role` at `bureau` may propose a listing: a county, or the supervisor (`L1`).
pub fn may_propose(role: Role, bureau: &str, city: &str) -> bool {
    match role {
        Role::Officer | Role::Chief => true,
        Role::Supervisor => bureau == city,
        _ => false,
    }
}

impl Who {
    /// Whether `doer` is one of these for a case that stands so.
    pub fn includes(self, doer: Doer<'_>, case: &Standing<'_>) -> bool {
        let Doer::Staff(account, role, bureau) = doer else { return self == Self::Public };
        let is_city = bureau == case.city;
        let is_county = matches!(role, Role::Officer | Role::Chief)
            && case.bureaus.iter().any(|mine| mine == bureau);
        let is_head = is_city && matches!(role, Role::Supervisor | Role::Chief);
        let is_officer = is_head || is_city && matches!(role, Role::Officer | Role::Dispatcher);
        match self {
            Self::Public => false,
            Self::County => is_county,
            Self::CountyOrSupervisor => is_county || is_city && role == Role::Supervisor,
            Self::City => is_officer,
            Self::CityOfficer => is_officer && !case.verifiers.contains(&account),
            Self::CityHead => is_head,
            Self::CityHeadNotProposer => is_head && account != case.proposer,
            Self::CityHeadNotAsker => is_head && case.asker.is_some_and(|asker| asker != account),
            Self::CityHeadUninvolved => {
                is_head
                    && account != case.proposer
                    && case.applicant != Some(account)
                    && !case.verifiers.contains(&account)
            }
        }
    }
}

/// The acts that `doer` may do now, in the order of the table.
pub fn offered(doer: Doer<'_>, case: &Standing<'_>) -> Vec<&'static Rule> {
    let may = |rule: &&Rule| rule.state == case.state && rule.who.includes(doer, case);
    TABLE.iter().filter(may).collect()
}

/// The table as Markdown, for `ARCHITECTURE.md`.
pub fn printed() -> String {
    let mut text =
        String::from("| state | act | leads to | who | must state |\n|---|---|---|---|---|\n");
    for rule in TABLE {
        let next = match rule.next {
            To(onward) => State::from(onward).name(),
            Stay => "(stays)",
            AsDecided => "(listed when upheld)",
            Next::Lifted => "lifted (only as L4 proves)",
        };
        let who = format!("{:?}", rule.who);
        let line = [rule.state.name(), rule.act.name(), next, &who, &rule.states.join(", ")];
        text.push_str(&format!("| {} |\n", line.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDING: Standing<'_> = Standing {
        state: Verification,
        city: "0",
        bureaus: &[],
        proposer: 1,
        asker: None,
        applicant: Some(2),
        verifiers: &[3, 4],
    };

    #[test]
    fn each_state_and_act_has_one_line() {
        for (index, rule) in TABLE.iter().enumerate() {
            let rest = &TABLE[index + 1..];
            let again = rest.iter().any(|it| (it.state, it.act) == (rule.state, rule.act));
            assert!(!again, "{} {}", rule.state, rule.act);
        }
    }

    /// `L4`: one line leads off the list, and only from the notice.
    #[test]
    fn one_line_lifts() {
        let lifting: Vec<_> = TABLE.iter().filter(|rule| rule.next == Next::Lifted).collect();
        assert_eq!(lifting.len(), 1);
        assert_eq!((lifting[0].state, lifting[0].act), (Notice, Lift));
    }

    /// `L6`: what is lifted, like what was refused, stays so.
    #[test]
    fn nothing_leads_out_of_the_end() {
        assert!(!TABLE.iter().any(|rule| matches!(rule.state, State::Lifted | Refused)));
    }

    /// `L4`, `C2`.
    #[test]
    fn who_had_a_part_never_approves() {
        for (account, may) in [(1, false), (2, false), (3, false), (4, false), (5, true)] {
            let doer = Doer::Staff(account, Role::Supervisor, "0");
            assert_eq!(CityHeadUninvolved.includes(doer, &STANDING), may, "{account}");
        }
        assert!(!CityHeadUninvolved.includes(Doer::Staff(5, Role::Supervisor, "9"), &STANDING));
        assert!(!CityHeadUninvolved.includes(Doer::Staff(5, Role::Dispatcher, "0"), &STANDING));
        assert!(!CityHeadNotProposer.includes(Doer::Staff(1, Role::Chief, "0"), &STANDING));
        assert!(!CityHeadNotAsker.includes(Doer::Staff(1, Role::Chief, "0"), &STANDING));
        assert!(!CityOfficer.includes(Doer::Staff(3, Role::Officer, "0"), &STANDING));
        assert!(CityOfficer.includes(Doer::Staff(6, Role::Officer, "0"), &STANDING));
    }
}
