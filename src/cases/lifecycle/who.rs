//! Who may do an act: named groups of the office, and who belongs to them (`P3`–`P7`, `C2`).

use crate::{
    accounts::{Role, Viewer},
    cases::State,
};

/// Who may do an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The city dispatcher (`P4`).
    Dispatcher,
    /// An officer or the chief of the bureau that has the matter (`P3`).
    Handler,
    /// The handler, or the city's dispatcher or supervisor.
    HandlerOrCity,
    /// The same; but only the city where the matter goes on in that of another bureau (`I8`).
    Separator,
    /// The handler, or an officer or the chief of a bureau that assists and has not answered (`R7`).
    Investigator,
    /// A chief of the bureau that has the matter, or for the city's own the supervisor (`P5`), who
    /// is not the one that proposed (`C2`).
    SecondPerson,
    /// The same, for an extension that waits (`T2`): not the one that asked for it.
    HeadNotAsker,
    /// A chief of the bureau that has the matter, or the city supervisor.
    Publisher,
    /// The department or assisting bureau that was asked and has not answered (`P7`, `R7`).
    Asked,
    /// The city's supervisor or dispatcher; the province for what it forwarded (`P4`–`P6`).
    Overseer,
    /// The city supervisor; the province for what it forwarded (`F3`).
    Rehandler,
    /// A chief of the bureau that has the matter, the city's supervisor or dispatcher, or the portal
    /// itself where a rule says so (`C6`).
    Reopener,
    /// The reporter, with number and code (`P1`).
    Reporter,
    /// The reporter, or the city's clerk or dispatcher on their behalf (`I2`, `T4`).
    Petitioner,
    /// Somebody of the unit that reviews the answer: one level above the bureau that gave it (`T4`).
    Reviewer,
    /// The head of that unit, or another of its supervisors, who is not the one that drafted the
    /// decision (`C2`).
    SecondReviewer,
}

/// What the table needs to know of a matter to say who may act on it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The state.
    pub state: State,
    /// Code of the bureau that has it.
    pub bureau: &'a str,
    /// Code of the bureau that dispatches: the city's.
    pub dispatcher: &'a str,
    /// Account of whoever made the proposal that waits for a decision.
    pub proposer: Option<i64>,
    /// Account of whoever asked for the extension that waits for a decision.
    pub asker: Option<i64>,
    /// Departments and bureaus that were asked and have not answered.
    pub asked: &'a [String],
    /// Whether the province forwarded it (`F3`).
    pub forwarded: bool,
    /// Code of the unit that reviews it now (`T4`).
    pub reviewer: Option<&'a str>,
    /// Account of whoever drafted the decision that waits for the second person.
    pub drafter: Option<i64>,
    /// Whether it was merged into the matter of another bureau (`I8`).
    pub elsewhere: bool,
}

impl<'a> Standing<'a> {
    /// A matter of `bureau` with nothing but its state: nothing waits in it and nobody else has a part.
    pub const fn plain(state: State, bureau: &'a str, dispatcher: &'a str) -> Self {
        Self {
            state,
            bureau,
            dispatcher,
            proposer: None,
            asker: None,
            asked: &[],
            forwarded: false,
            reviewer: None,
            drafter: None,
            elsewhere: false,
        }
    }
}

/// Who wants to act.
#[derive(Clone, Copy, Debug)]
pub enum Doer<'a> {
    /// A member of staff: account, role, bureau.
    Staff(i64, Role, &'a str),
    /// The reporter, who proved it with the code.
    Reporter,
    /// The portal itself (`C6`).
    System,
}

impl<'a> Doer<'a> {
    /// A member of staff.
    pub fn of(viewer: &'a Viewer) -> Self {
        Self::Staff(viewer.account, viewer.role, &viewer.bureau)
    }
}

impl Who {
    /// Whether `doer` is one of these for a matter that stands so.
    pub fn includes(self, doer: Doer<'_>, matter: &Standing<'_>) -> bool {
        let (account, role, bureau) = match doer {
            Doer::Reporter => return matches!(self, Self::Reporter | Self::Petitioner),
            Doer::System => return self == Self::Reopener,
            Doer::Staff(account, role, bureau) => (account, role, bureau),
        };
        let is_owner = bureau == matter.bureau;
        let is_city = bureau == matter.dispatcher;
        let is_bureau = matches!(role, Role::Officer | Role::Chief);
        let is_asked = matter.asked.iter().any(|asked| asked == bureau);
        let is_handler = is_owner && is_bureau;
        let is_overseer = is_city && matches!(role, Role::Dispatcher | Role::Supervisor);
        let is_head = is_owner && role == if is_city { Role::Supervisor } else { Role::Chief };
        let is_sender = role == Role::Province && matter.forwarded;
        let is_reviewer = matter.reviewer == Some(bureau)
            && (is_bureau || matches!(role, Role::Supervisor | Role::Province));
        match self {
            Self::Reporter => false,
            Self::Petitioner => is_city && matches!(role, Role::Clerk | Role::Dispatcher),
            Self::Reviewer => is_reviewer,
            Self::SecondReviewer => {
                is_reviewer
                    && role != Role::Officer
                    && matter.drafter.is_some_and(|drafter| drafter != account)
            }
            Self::Asked => (is_bureau || role == Role::Department) && is_asked,
            Self::Dispatcher => role == Role::Dispatcher && is_city,
            Self::Handler => is_handler,
            Self::HandlerOrCity => is_handler || is_overseer,
            Self::Separator => is_overseer || is_handler && !matter.elsewhere,
            Self::Investigator => is_handler || is_bureau && is_asked,
            Self::SecondPerson => is_head && matter.proposer != Some(account),
            Self::HeadNotAsker => is_head && matter.asker.is_some_and(|asker| asker != account),
            Self::Publisher => {
                is_owner && role == Role::Chief || is_city && role == Role::Supervisor
            }
            Self::Overseer => is_overseer || is_sender,
            Self::Rehandler => {
                // What is against the city is with the province (R3).
                is_city && role == Role::Supervisor
                    || is_sender
                    || is_owner && role == Role::Province
            }
            Self::Reopener => is_overseer || is_owner && role == Role::Chief,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATTER: Standing<'static> = Standing {
        state: State::Proposed,
        bureau: "1",
        dispatcher: "0",
        proposer: Some(7),
        asker: Some(8),
        asked: &[],
        forwarded: false,
        reviewer: None,
        drafter: None,
        elsewhere: false,
    };

    #[test]
    fn whoever_proposes_never_decides() {
        let head = |account, bureau| Doer::Staff(account, Role::Chief, bureau);
        for (who, proposer) in [(Who::SecondPerson, 7), (Who::HeadNotAsker, 8)] {
            assert!(!who.includes(head(proposer, "1"), &MATTER));
            assert!(who.includes(head(9, "1"), &MATTER));
            assert!(!who.includes(head(9, "2"), &MATTER));
            assert!(!who.includes(Doer::Reporter, &MATTER) && !who.includes(Doer::System, &MATTER));
        }
        let nothing_waits = Standing { asker: None, ..MATTER };
        assert!(!Who::HeadNotAsker.includes(head(9, "1"), &nothing_waits));
    }

    #[test]
    fn the_province_oversees_what_it_forwarded_and_nothing_else() {
        let province = Doer::Staff(1, Role::Province, "9");
        let forwarded = Standing { forwarded: true, ..MATTER };
        for who in [Who::Overseer, Who::Rehandler] {
            assert!(who.includes(province, &forwarded) && !who.includes(province, &MATTER));
        }
        assert!(!Who::Reopener.includes(province, &forwarded));
    }

    #[test]
    fn what_the_city_merged_across_bureaus_it_alone_takes_apart() {
        let officer = Doer::Staff(1, Role::Officer, "1");
        let dispatcher = Doer::Staff(2, Role::Dispatcher, "0");
        let across = Standing { state: State::Merged, elsewhere: true, ..MATTER };
        assert!(Who::Separator.includes(officer, &MATTER));
        assert!(!Who::Separator.includes(officer, &across));
        assert!(Who::Separator.includes(dispatcher, &across));
        let neighbour = Doer::Staff(3, Role::Chief, "2");
        assert!(!Who::Separator.includes(neighbour, &MATTER));
    }

    #[test]
    fn a_review_is_decided_by_two_people_of_the_unit_above() {
        let matter = Standing { reviewer: Some("0"), drafter: Some(7), ..MATTER };
        let supervisor = |account, bureau| Doer::Staff(account, Role::Supervisor, bureau);
        assert!(Who::Reviewer.includes(supervisor(7, "0"), &matter));
        assert!(!Who::SecondReviewer.includes(supervisor(7, "0"), &matter));
        assert!(Who::SecondReviewer.includes(supervisor(8, "0"), &matter));
        assert!(!Who::SecondReviewer.includes(supervisor(8, "0"), &MATTER));
        let chief = Doer::Staff(8, Role::Chief, "1");
        assert!(
            !Who::Reviewer.includes(chief, &matter)
                && !Who::SecondReviewer.includes(chief, &matter)
        );
        let clerk = Doer::Staff(8, Role::Clerk, "0");
        assert!(
            Who::Petitioner.includes(clerk, &MATTER) && !Who::Reviewer.includes(clerk, &matter)
        );
        assert!(Who::Petitioner.includes(Doer::Reporter, &MATTER));
        assert!(!Who::Reviewer.includes(Doer::Reporter, &matter));
    }

    #[test]
    fn who_assists_investigates_until_they_have_answered() {
        let asked = ["2".to_owned()];
        let matter = Standing { asked: &asked, ..MATTER };
        let officer = |bureau| Doer::Staff(1, Role::Officer, bureau);
        assert!(Who::Investigator.includes(officer("2"), &matter));
        assert!(Who::Asked.includes(officer("2"), &matter));
        assert!(!Who::Handler.includes(officer("2"), &matter));
        assert!(!Who::Investigator.includes(officer("2"), &MATTER));
        assert!(!Who::Asked.includes(officer("1"), &matter));
    }
}
