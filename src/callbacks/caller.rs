//! Who may call a reporter back: somebody outside the bureau that handled the matter (`C7`). The one
//! place that decides it.

use crate::accounts::{Role, Viewer};

/// What this rule needs to know of a call.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The bureau that handled the matter.
    pub handled_by: &'a str,
    /// Code of the city's own bureau.
    pub city: &'a str,
    /// The clerk whom the city has given the call to.
    pub assigned_to: Option<i64>,
    /// Whether the matter is about the viewer's own bureau (`R3`).
    pub hidden: bool,
}

/// Whether `viewer` may make this call: the city's supervisor, the clerk whom the city has given it
/// to, and the province for what the city handled itself; never anybody of the bureau that did.
pub fn may_call(viewer: &Viewer, call: &Call<'_>) -> bool {
    if call.hidden || viewer.bureau == call.handled_by {
        return false;
    }
    match viewer.role {
        Role::Supervisor => viewer.bureau == call.city,
        Role::Clerk => viewer.bureau == call.city && call.assigned_to == Some(viewer.account),
        Role::Province => call.handled_by == call.city,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(role: Role, bureau: &str) -> Viewer {
        Viewer::of(7, role, bureau)
    }

    #[test]
    fn nobody_calls_about_their_own_work() {
        let county = Call { handled_by: "1", city: "0", assigned_to: Some(7), hidden: false };
        let own = Call { handled_by: "0", ..county };
        let roles = Role::ALL.map(|role| viewer(role, "1"));
        assert!(roles.iter().all(|viewer| !may_call(viewer, &county)));
        let roles = Role::ALL.map(|role| viewer(role, "0"));
        assert!(roles.iter().all(|viewer| !may_call(viewer, &own)));
        assert!(may_call(&viewer(Role::Supervisor, "0"), &county));
        assert!(may_call(&viewer(Role::Clerk, "0"), &county));
        assert!(!may_call(&viewer(Role::Clerk, "0"), &Call { assigned_to: None, ..county }));
        assert!(!may_call(&viewer(Role::Chief, "2"), &county));
        assert!(may_call(&viewer(Role::Province, "9"), &own));
        assert!(!may_call(&viewer(Role::Province, "9"), &county));
        assert!(!may_call(&viewer(Role::Supervisor, "0"), &Call { hidden: true, ..county }));
    }
}
