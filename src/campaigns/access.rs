//! Who sees a campaign at the desk and who does what in it: one table (`P3`–`P7`, `C2`, `N4`). Pure.

use crate::{
    accounts::{Role, Viewer},
    error::{Error, Result},
};

/// What is done in a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Opens one, changes its plan, closes it.
    Lead,
    /// Enters a plant into the register.
    Find,
    /// Says that a problem is mended.
    Mend,
    /// Clears a plant 销号, or sends it back.
    Clear,
    /// Notes what was made known.
    Publicize,
}

/// How somebody stands to a campaign, and to a plant of its register.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Code of the unit that leads.
    pub city: &'a str,
    /// Codes of its members.
    pub members: &'a [String],
    /// The bureau in whose area a plant lies.
    pub county: Option<&'a str>,
    /// Who said that it is mended.
    pub mender: Option<i64>,
}

/// Roles that have a desk of campaigns.
pub const READERS: [Role; 6] = [
    Role::Supervisor,
    Role::Dispatcher,
    Role::Province,
    Role::Officer,
    Role::Chief,
    Role::Department,
];

/// Whether `viewer` sees the register of a campaign: the city and the province each, the others those
/// that they take part in.
pub fn may_see(viewer: &Viewer, campaign: &Standing<'_>) -> bool {
    match viewer.role {
        Role::Supervisor | Role::Dispatcher => viewer.bureau == campaign.city,
        Role::Province => true,
        Role::Officer | Role::Chief | Role::Department => {
            is_member(viewer, campaign) || viewer.bureau == campaign.city
        }
        Role::Clerk | Role::Administrator => false,
    }
}

/// Whether `viewer` may do that.
pub fn may(viewer: &Viewer, deed: Deed, at: &Standing<'_>) -> bool {
    let leads = viewer.role == Role::Supervisor && viewer.bureau == at.city;
    let is_bureau = matches!(viewer.role, Role::Officer | Role::Chief);
    let own = is_bureau && at.county.is_none_or(|county| county == viewer.bureau);
    let works = is_member(viewer, at) && (is_bureau || viewer.role == Role::Department);
    match deed {
        Deed::Lead => leads,
        Deed::Publicize => leads || works,
        Deed::Find => leads || works && (own || viewer.role == Role::Department),
        Deed::Mend => works && own,
        Deed::Clear => leads && at.mender != Some(viewer.account),
    }
}

fn is_member(viewer: &Viewer, campaign: &Standing<'_>) -> bool {
    campaign.members.iter().any(|member| *member == viewer.bureau)
}

/// Refuses whoever may not.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn check(viewer: &Viewer, deed: Deed, at: &Standing<'_>) -> Result<()> {
    if may(viewer, deed, at) { Ok(()) } else { Err(Error::Forbidden) }
}
