//! Which bureaus a role can belong to: one table for the form, its check and the command line.

use super::Role;
use crate::jurisdiction::{Bureau, BureauKind, Jurisdiction};

/// The kinds of bureau that have people of this role (`P2`–`P7`, `P9`).
pub const fn kinds(role: Role) -> &'static [BureauKind] {
    use BureauKind::{City, County, Department, Province, Units, Zone};
    match role {
        Role::Clerk | Role::Dispatcher | Role::Supervisor | Role::Administrator => &[City],
        // The office above the city works what is against the city itself (`R3`).
        Role::Officer | Role::Chief => &[City, County, Zone, Units, Province],
        Role::Province => &[Province],
        Role::Department => &[Department],
    }
}

/// Whether `bureau` has people of `role`.
pub fn fits(role: Role, bureau: &Bureau) -> bool {
    kinds(role).contains(&bureau.kind)
}

/// The bureaus that have people of `role`.
pub fn bureaus(jurisdiction: &Jurisdiction, role: Role) -> impl Iterator<Item = &Bureau> {
    jurisdiction.bureaus().iter().filter(move |bureau| fits(role, bureau))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_bureau_and_every_bureau_has_somebody() {
        let all = Jurisdiction::embedded("yuncheng").unwrap_or_else(|error| panic!("{error}"));
        for role in Role::ALL {
            assert!(bureaus(&all, role).next().is_some(), "{role} belongs nowhere");
        }
        for bureau in all.bureaus() {
            let somebody = Role::ALL.into_iter().any(|role| fits(role, bureau));
            assert!(somebody, "nobody can belong to {}", bureau.code);
        }
    }
}
