//! Accounts of every role, with one password that is printed.

use crate::{
    accounts::{Account, Role, account::NewAccount, password},
    app::App,
    error::{Error, Result},
    jurisdiction::{Bureau, BureauKind},
};

/// The password of all accounts of the demonstration: it listens on this machine alone, unless
/// told otherwise.
pub const PASSWORD: &str = "minsheng-demo";

/// The end of a login and the role, by kind of bureau.
const fn staff_of(kind: BureauKind) -> &'static [(&'static str, Role)] {
    match kind {
        BureauKind::Province => &[
            ("province", Role::Province),
            ("officer-140000", Role::Officer),
            ("chief-140000", Role::Chief),
        ],
        BureauKind::City => &[
            ("clerk", Role::Clerk),
            ("dispatcher", Role::Dispatcher),
            ("supervisor", Role::Supervisor),
            ("supervisor2", Role::Supervisor),
            ("supervisor3", Role::Supervisor),
            ("administrator", Role::Administrator),
        ],
        BureauKind::County | BureauKind::Zone | BureauKind::Units => {
            &[("officer", Role::Officer), ("chief", Role::Chief)]
        }
        BureauKind::Department => &[("department", Role::Department)],
    }
}

/// Every account: login, role and bureau.
fn all(app: &App) -> Vec<(String, Role, &Bureau)> {
    let mut accounts = Vec::new();
    for bureau in app.jurisdiction.bureaus() {
        let single = matches!(bureau.kind, BureauKind::Province | BureauKind::City);
        for (login, role) in staff_of(bureau.kind) {
            let login = match single {
                true => (*login).to_owned(),
                false => format!("{login}-{}", bureau.code.trim_start_matches("140800-")),
            };
            accounts.push((login, *role, bureau));
        }
    }
    accounts
}

/// Makes them all; the hash is computed once.
pub(super) fn create(app: &App) -> Result<()> {
    let hash = password::hash(PASSWORD, app.config.passwords)?;
    let now = app.clock.now();
    let new: Vec<(String, String, Role, String)> = all(app)
        .into_iter()
        .map(|(login, role, bureau)| {
            let word = app.pages.messages.say(
                crate::i18n::Language::Chinese,
                &crate::message::Message::new("common-role").with("role", role),
            );
            let stem = bureau.short.strip_suffix(word.as_str()).unwrap_or(&bureau.short);
            (login, format!("{stem}{word}"), role, bureau.code.clone())
        })
        .collect();
    app.db.write_now(move |connection| {
        for (login, name, role, bureau) in &new {
            let account = NewAccount {
                login,
                name,
                role: *role,
                bureau,
                password_hash: hash.clone(),
                must_change: false,
            };
            Account::create(connection, now, &account)?;
        }
        Ok::<_, Error>(())
    })
}

/// The accounts as they are printed: one a line, login first, then the password.
pub fn printed(app: &App) -> String {
    let lines = all(app).into_iter().map(|(login, role, bureau)| {
        format!("  {login:<20} {PASSWORD}   {role:<12} {}\n", bureau.names.zh)
    });
    lines.collect()
}
