//! What the administrator does to accounts (`P9`): each act is checked, done and put on record.

use diesel::prelude::*;
use lettre::Address;
use serde_json::{Value, json};

use super::{Account, Role, Viewer, account::NewAccount, membership, session};
use crate::{
    app::App,
    db::{Connection, schema::accounts},
    error::{Error, FieldError, Result},
    i18n::Language,
    jurisdiction::Jurisdiction,
    message::Message,
    timeline::{Audience, Subject},
    web::Fields,
};

/// The noun of accounts in timelines.
pub const NOUN: &str = "account";
/// The most characters of a person's name.
const MOST_NAME: usize = 60;
/// The most characters of an address.
const MOST_MAIL: usize = 200;
/// How long a name to log in with is.
const LOGIN: std::ops::RangeInclusive<usize> = 3..=40;
/// Names that are pages of ours.
const RESERVED: [&str; 1] = ["new"];

/// An account to be made, checked but for its name being free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The name to log in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Code of the bureau.
    pub bureau: String,
}

impl Wanted {
    /// Reads the form; all errors at once.
    pub fn read(
        fields: &Fields,
        jurisdiction: &Jurisdiction,
    ) -> std::result::Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, key: &str| errors.push(FieldError::new(field, key));
        let login = fields.text("login").to_lowercase();
        if !is_login(&login) {
            wrong("login", "accounts-login-form");
        }
        let name = fields.text("name").to_owned();
        if name.is_empty() {
            wrong("name", "accounts-person-missing");
        }
        let role: Option<Role> = fields.text("role").parse().ok();
        if role.is_none() {
            wrong("role", "accounts-role-missing");
        }
        let bureau = jurisdiction.bureau(fields.text("bureau"));
        match (bureau, role) {
            (None, _) => wrong("bureau", "accounts-bureau-missing"),
            (Some(bureau), Some(role)) if !membership::fits(role, bureau) => {
                wrong("bureau", "accounts-bureau-unfit");
            }
            _ => {}
        }
        fields.optional("name", MOST_NAME, &mut errors);
        match (role, bureau) {
            (Some(role), Some(bureau)) if errors.is_empty() => {
                Ok(Self { login, name, role, bureau: bureau.code.clone() })
            }
            _ => Err(errors),
        }
    }
}

fn is_login(login: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    LOGIN.contains(&login.len())
        && login.bytes().all(|byte| is_plain(byte) || b"-_.".contains(&byte))
        && login.bytes().next().is_some_and(is_plain)
        && !RESERVED.contains(&login)
}

/// Puts an act upon an account on record.
pub fn record(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    account: i64,
    act: &'static str,
    detail: Value,
) -> Result<()> {
    let subject = Subject { noun: NOUN, id: account };
    by.enter(connection, app, subject, (act, Audience::Staff), detail)
}

/// The account of that login, open or closed.
pub fn find(connection: &mut Connection, login: &str) -> Result<Account> {
    let query = accounts::table.filter(accounts::login.eq(login)).select(Account::as_select());
    Ok(query.first(connection)?)
}

/// Makes the account; its password, given as a hash, must be changed at first use.
pub fn create(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    wanted: &Wanted,
    password_hash: String,
) -> Result<Account> {
    match find(connection, &wanted.login) {
        Err(Error::NotFound) => {}
        Ok(_) => return Err(Error::field("login", "accounts-login-taken")),
        Err(error) => return Err(error),
    }
    let new = NewAccount {
        login: &wanted.login,
        name: &wanted.name,
        role: wanted.role,
        bureau: &wanted.bureau,
        password_hash,
        must_change: true,
    };
    let id = Account::create(connection, app.clock.now(), &new)?;
    let detail = json!({ "role": wanted.role, "bureau": wanted.bureau });
    record(connection, app, by, id, "create", detail)?;
    Ok(Account::find(connection, id)?)
}

/// A new one-time password in place of the old; all sessions end.
pub fn reset_password(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    login: &str,
    password_hash: &str,
) -> Result<Account> {
    let account = another(connection, by, login, "accounts-own-password")?;
    Account::set_password(connection, account.id, password_hash, true)?;
    session::revoke_all(connection, app.clock.now(), account.id)?;
    record(connection, app, by, account.id, "reset_password", Value::Null)?;
    Ok(account)
}

/// Closes the account and ends its sessions; a closed one stays closed.
pub fn close(connection: &mut Connection, app: &App, by: &Viewer, login: &str) -> Result<()> {
    let account = another(connection, by, login, "accounts-own-closure")?;
    if account.disabled_at.is_some() {
        return Ok(());
    }
    let now = app.clock.now();
    Account::set_disabled(connection, account.id, Some(now))?;
    session::revoke_all(connection, now, account.id)?;
    record(connection, app, by, account.id, "close", Value::Null)
}

/// Opens a closed account again.
pub fn reopen(connection: &mut Connection, app: &App, by: &Viewer, login: &str) -> Result<()> {
    let account = find(connection, login)?;
    if account.disabled_at.is_none() {
        return Ok(());
    }
    Account::set_disabled(connection, account.id, None)?;
    record(connection, app, by, account.id, "reopen", Value::Null)
}

/// How an account is reached by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Where alerts are sent, too; nothing for nowhere.
    pub mail: Option<String>,
    /// In which language.
    pub language: Language,
}

impl Contact {
    /// Reads the form; all errors at once.
    pub fn read(fields: &Fields) -> std::result::Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let typed = fields.text("mail");
        let address: Option<Address> = typed.parse().ok().filter(|_| typed.len() <= MOST_MAIL);
        if address.is_none() && !typed.is_empty() {
            errors.push(FieldError::new("mail", "field-email-wrong"));
        }
        let language: Option<Language> = fields.text("language").parse().ok();
        if language.is_none() {
            errors.push(FieldError::new("language", "accounts-mail-language-missing"));
        }
        let mail = address.map(|address| address.to_string());
        match language.filter(|_| errors.is_empty()) {
            Some(language) => Ok(Self { mail, language }),
            None => Err(errors),
        }
    }

    /// How the account is reached now.
    fn of(account: &Account) -> Self {
        Self { mail: account.mail.clone(), language: account.language() }
    }
}

/// Sets how the account is reached by mail; its own person and the administrator may.
pub fn set_contact(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    login: &str,
    contact: &Contact,
) -> Result<()> {
    let account = find(connection, login)?;
    if account.id != by.account {
        by.only(&[Role::Administrator])?;
    }
    if Contact::of(&account) == *contact {
        return Ok(());
    }
    Account::set_mail(connection, account.id, contact.mail.as_deref())?;
    Account::set_language(connection, account.id, contact.language)?;
    let detail = json!({ "language": contact.language });
    record(connection, app, by, account.id, "set_mail", detail)
}

/// Ends all sessions of the account, one's own too.
pub fn end_sessions(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    login: &str,
) -> Result<()> {
    let account = find(connection, login)?;
    session::revoke_all(connection, app.clock.now(), account.id)?;
    record(connection, app, by, account.id, "end_sessions", Value::Null)
}

/// The account of `login`, when it is not the administrator's own.
fn another(connection: &mut Connection, by: &Viewer, login: &str, own: &str) -> Result<Account> {
    let account = find(connection, login)?;
    if account.id == by.account {
        return Err(Error::Conflict(Message::new(own)));
    }
    Ok(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_to_log_in_with_are_plain() {
        for right in ["clerk", "li.wei", "hejin-2", "0359"] {
            assert!(is_login(right), "{right}");
        }
        for wrong in ["", "ab", "new", "Li", "a b c", "../etc", ".hidden", "a/b/c", "王伟王伟"]
        {
            assert!(!is_login(wrong), "{wrong}");
        }
    }
}
