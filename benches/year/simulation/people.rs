//! The office's staff: whoever acts, and where they get their mail.

use std::collections::{BTreeMap, HashMap};

use minsheng::{
    accounts::{Account, Role, Viewer, account::NewAccount},
    app::App,
    error::Error,
};

use super::{
    Outcome,
    book::{CITY, PROVINCE},
    lives::BUREAUS,
};

/// Everybody by login.
pub struct People(HashMap<String, Viewer>);

fn all() -> Vec<(String, Role, String)> {
    let city = ["dispatcher", "supervisor", "supervisor2", "clerk"];
    let roles = [Role::Dispatcher, Role::Supervisor, Role::Supervisor, Role::Clerk];
    let mut all: Vec<_> = city
        .iter()
        .zip(roles)
        .map(|(login, role)| ((*login).to_owned(), role, CITY.to_owned()))
        .collect();
    all.push(("police".to_owned(), Role::Department, "140800-police".to_owned()));
    all.push(("province".to_owned(), Role::Province, PROVINCE.to_owned()));
    for bureau in BUREAUS.into_iter().chain([PROVINCE]) {
        all.push((format!("officer-{bureau}"), Role::Officer, bureau.to_owned()));
        all.push((format!("chief-{bureau}"), Role::Chief, bureau.to_owned()));
    }
    all
}

impl People {
    /// Makes the accounts; all of them leave an address.
    pub fn hire(app: &App) -> Outcome<Self> {
        let now = app.clock.now();
        let people = app.db.write_now(move |connection| {
            let mut people = HashMap::new();
            for (login, role, bureau) in all() {
                let new = NewAccount {
                    login: &login,
                    name: &login,
                    role,
                    bureau: &bureau,
                    password_hash: "none".to_owned(),
                    must_change: false,
                };
                let id = Account::create(connection, now, &new)?;
                Account::set_mail(connection, id, Some(&address(&login)))?;
                let viewer = Viewer::of_account(Account::find(connection, id)?);
                people.insert(login, viewer.ok_or(Error::Forbidden)?);
            }
            Ok::<_, Error>(people)
        })?;
        Ok(Self(people))
    }

    /// Who has that login.
    pub fn who(&self, login: &str) -> Result<&Viewer, Error> {
        self.0.get(login).ok_or(Error::NotFound)
    }

    /// Addresses by bureau and role.
    pub fn addresses(&self) -> BTreeMap<(String, &'static str), Vec<String>> {
        let mut all: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for viewer in self.0.values() {
            let key = (viewer.bureau.clone(), viewer.role.name());
            all.entry(key).or_default().push(address(&viewer.login));
        }
        all
    }
}

fn address(login: &str) -> String {
    format!("{login}@office.example.com")
}
