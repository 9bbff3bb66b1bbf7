//! Who may see which matters: the one place that decides it (`P2`–`P7`, `R3`, `S1`).

use diesel::{
    dsl::{exists, sql},
    prelude::*,
    sql_types::Bool,
};

use super::{Case, reviews, statement::is_assignable, words};
use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    db::{
        self, Connection,
        schema::{accounts, case_tallies, cases, referrals, transfers},
    },
    error::{Error, Result},
    jurisdiction::{Bureau, Jurisdiction},
};

/// Whether `viewer` may see `case`; `asked` says whether their department or bureau has a
/// part in it, or reviews it.
fn may_see(viewer: &Viewer, case: &Case, asked: bool) -> bool {
    // A report against a bureau never shows to that bureau (R3).
    if case.is_kept_from(&viewer.bureau) {
        return false;
    }
    match viewer.role {
        Role::Dispatcher | Role::Supervisor | Role::Clerk => true,
        Role::Officer | Role::Chief => case.bureau == viewer.bureau || asked,
        Role::Province => case.channel == "province" || case.bureau == viewer.bureau || asked,
        Role::Department => asked,
        Role::Administrator => false,
    }
}

/// The matter of that number, if `viewer` may know of it.
///
/// # Errors
/// [`Error::NotFound`] also when it exists and is not for this viewer: they may not learn that.
pub fn open(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Case> {
    let case = Case::by_number(connection, number)?;
    let may_assist = matches!(viewer.role, Role::Department | Role::Officer | Role::Chief)
        && case.bureau != viewer.bureau;
    let asked = may_assist && has_part(connection, viewer, &case)?
        || reviews::is_reviewer(connection, viewer, &case)?;
    if may_see(viewer, &case, asked) { Ok(case) } else { Err(Error::NotFound) }
}

/// Whether the viewer's bureau had the matter of that number, or a part of it, and no longer has: it
/// knew of it, and may learn that it went on.
pub fn has_left(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<bool> {
    let case = Case::by_number(connection, number)?;
    if case.is_kept_from(&viewer.bureau) {
        return Ok(false);
    }
    let had = transfers::table
        .filter(transfers::case_id.eq(case.id))
        .filter(transfers::from_bureau.eq(&viewer.bureau));
    if had.select(transfers::id).first::<i64>(connection).optional()?.is_some() {
        return Ok(true);
    }
    // Or what is asked about the one that it goes on in (I8).
    let there = referrals::came_with.assume_not_null().eq(case.id);
    let about = referrals::case_id.eq(case.id).or(there);
    let asked = referrals::table.filter(about).filter(referrals::department.eq(&viewer.bureau));
    Ok(asked.select(referrals::id).first::<i64>(connection).optional()?.is_some())
}

/// Whether a part in a matter (`R7`) lets `role` see it: when it is over, a bureau that assisted need not see
/// it any longer (`S1`); a department does.
pub fn part_shows(role: Role, is_over: bool) -> bool {
    !is_over || role == Role::Department
}

/// Whether the viewer's department or bureau has a part in the matter that was not taken back.
fn has_part(connection: &mut Connection, viewer: &Viewer, case: &Case) -> Result<bool> {
    if !part_shows(viewer.role, case.ended_at.is_some()) {
        return Ok(false);
    }
    let mine = referrals::table
        .filter(referrals::case_id.eq(case.id))
        .filter(referrals::department.eq(&viewer.bureau))
        .filter(referrals::taken_back_at.is_null());
    Ok(mine.select(referrals::id).first::<i64>(connection).optional()?.is_some())
}

/// Everybody whose account stands and who may see `case`, as [`open`] has it: those who can be asked about
/// it.
pub fn readers(connection: &mut Connection, app: &App, case: &Case) -> Result<Vec<Viewer>> {
    let parts: Vec<String> = referrals::table
        .filter(referrals::case_id.eq(case.id))
        .filter(referrals::taken_back_at.is_null())
        .select(referrals::department)
        .load(connection)?;
    let reviewing = reviews::units(connection, case)?;
    let is_asked = |viewer: &Viewer| {
        let has_part = part_shows(viewer.role, case.ended_at.is_some());
        has_part && parts.contains(&viewer.bureau)
            || reviews::may_review(viewer.role) && reviewing.contains(&viewer.bureau)
    };
    let mut bureaus = vec![case.bureau.clone(), app.jurisdiction.profile().dispatcher.clone()];
    bureaus.extend(parts.iter().chain(&reviewing).cloned());
    let near = accounts::bureau.eq_any(bureaus).or(accounts::role.eq(Role::Province.name()));
    let accounts: Vec<Account> = accounts::table
        .filter(accounts::disabled_at.is_null())
        .filter(near)
        .order((accounts::name, accounts::id))
        .select(Account::as_select())
        .load(connection)?;
    let people = accounts.into_iter().filter_map(Viewer::of_account);
    Ok(people.filter(|it| may_see(it, case, is_asked(it))).collect())
}

/// A condition on `cases`, whichever engine runs it.
pub type Condition = db::Condition<cases::table>;

/// What `cases.hidden_from` is like where a matter is hidden from the viewer's bureau (`R3`): for lists
/// that join `cases` and so cannot take [`visible`].
pub fn hidden_pattern(viewer: &Viewer) -> String {
    format!("%{}%", viewer.bureau)
}

/// What `viewer` may see of a table with the bureau, the channel and who it is kept from; nothing
/// for those who see matters by another way.
macro_rules! seen {
    ($table:ident, $viewer:expr) => {{
        let viewer = $viewer;
        let shown = $table::hidden_from.not_like(hidden_pattern(viewer));
        let own = $table::bureau.eq(viewer.bureau.clone());
        let seen: Option<db::Condition<$table::table>> = match viewer.role {
            Role::Dispatcher | Role::Supervisor | Role::Clerk => Some(Box::new(shown)),
            Role::Officer | Role::Chief => Some(Box::new(shown.and(own))),
            Role::Province => Some(Box::new(shown.and($table::channel.eq("province").or(own)))),
            Role::Department | Role::Administrator => None,
        };
        seen
    }};
}

/// The matters that `viewer` may see, as a condition for lists.
pub fn visible(viewer: &Viewer) -> Condition {
    if let Some(seen) = seen!(cases, viewer) {
        return seen;
    }
    if viewer.role != Role::Department {
        return Box::new(sql::<Bool>("1 = 0"));
    }
    let asked = referrals::table
        .filter(referrals::case_id.eq(cases::id))
        .filter(referrals::department.eq(viewer.bureau.clone()))
        .filter(referrals::taken_back_at.is_null());
    let shown = cases::hidden_from.not_like(hidden_pattern(viewer));
    Box::new(shown.and(exists(asked)))
}

/// The same for the tallies of matters; nothing for those who see single matters alone.
pub fn counted(viewer: &Viewer) -> Option<db::Condition<case_tallies::table>> {
    seen!(case_tallies, viewer)
}

/// Matters of a kind, of which one may have several, parted by spaces.
pub fn of_kind(kind: &str) -> Condition {
    let alone = cases::kinds.eq(kind.to_owned());
    let first = cases::kinds.like(format!("{kind} %"));
    let among = cases::kinds.like(format!("% {kind} %")).or(cases::kinds.like(format!("% {kind}")));
    Box::new(alone.or(first).or(among))
}

/// Whose matters a list of what goes on in matters shows: to the city those of the bureau it asks for, or
/// all; to others their own.
pub fn shown_of<'a>(viewer: &'a Viewer, asked: Option<&'a str>) -> Option<&'a str> {
    match viewer.role {
        Role::Dispatcher | Role::Supervisor => asked,
        _ => Some(viewer.bureau.as_str()),
    }
}

/// The bureaus that `viewer` may ask for in such a list; none for those who have only their own.
pub fn to_ask_for<'a>(
    viewer: &Viewer,
    jurisdiction: &'a Jurisdiction,
) -> impl Iterator<Item = &'a Bureau> {
    let asks = matches!(viewer.role, Role::Dispatcher | Role::Supervisor);
    jurisdiction.bureaus().iter().filter(move |bureau| asks && is_assignable(bureau.kind))
}

/// The marks (`super::words`) of which what `viewer` may see bears one; none for those who may see
/// what bears any. A search looks there first; [`visible`] decides.
pub fn marks(viewer: &Viewer) -> Vec<String> {
    match viewer.role {
        Role::Officer | Role::Chief => vec![words::of_bureau(&viewer.bureau)],
        Role::Province => vec![words::of_bureau(&viewer.bureau), words::of_channel("province")],
        _ => Vec::new(),
    }
}
