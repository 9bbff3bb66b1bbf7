//! What of a matter each role sees on its page: one table (`S1`, `C4`).

use crate::{
    accounts::{Role, Viewer},
    cases::Case,
};

/// The parts of a matter's page that a role sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// What the reporter wrote, with pictures and later additions.
    pub report: bool,
    /// Inspections, findings, proposals and answers.
    pub casework: bool,
    /// Whether the reporter is anonymous, named or confidential; never who it is.
    pub reporter: bool,
}

/// The table. A role that is not in it does not see the page at all.
const TABLE: [(Role, Sight); 7] = [
    (Role::Officer, ALL),
    (Role::Chief, ALL),
    (Role::Dispatcher, ALL),
    (Role::Supervisor, ALL),
    // The clerk tells callers how their matter stands, not what was found.
    (Role::Clerk, Sight { report: false, casework: false, reporter: false }),
    // What the province forwarded it knows; who the reporter is, it need not.
    (Role::Province, Sight { report: true, casework: true, reporter: false }),
    // A department sees what it is asked, not who reported (P7, S1).
    (Role::Department, Sight { report: false, casework: false, reporter: false }),
];

const ALL: Sight = Sight { report: true, casework: true, reporter: true };

/// An assisting bureau works on the matter and need not know who reported (`R7`, `S1`).
const ASSISTING: Sight = Sight { reporter: false, ..ALL };

/// What `viewer` sees of `case`; nothing when they do not see the page.
pub fn of(viewer: &Viewer, case: &Case) -> Option<Sight> {
    let sight = TABLE.iter().find(|(role, _)| *role == viewer.role).map(|(_, sight)| *sight);
    let is_bureau = matches!(viewer.role, Role::Officer | Role::Chief);
    let assists = is_bureau && viewer.bureau != case.bureau;
    if assists { Some(ASSISTING) } else { sight }
}
