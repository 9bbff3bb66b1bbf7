//! What a member of staff is to the office, and which pages that opens.

use std::{fmt, str::FromStr};

use serde::Serialize;

/// The roles of `P2`–`P7` and `P9`. What a role may do to a matter is in `cases::lifecycle`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 话务员: enters calls, letters and visits (`P2`).
    Clerk,
    /// 经办人 of a bureau (`P3`).
    Officer,
    /// 负责人 of a bureau: approves what an officer proposes (`P3`, `C2`).
    Chief,
    /// 市局分派: decides what the router was unsure of (`P4`).
    Dispatcher,
    /// 市局督查: overdue matters and supervised cases (`P5`).
    Supervisor,
    /// 省厅: the petitions it forwarded (`P6`).
    Province,
    /// 联席部门: matters passed to it (`P7`).
    Department,
    /// 管理员 (`P9`).
    Administrator,
}

/// Pages of staff: the path, the label's message key, and who has them in their menu.
const MENU: &[(&str, &str, &[Role])] = &[
    ("/hotline", "nav-hotline", &[Role::Clerk]),
    ("/desk", "nav-desk", &[Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor]),
    ("/board", "nav-board", &[Role::Dispatcher, Role::Supervisor]),
    ("/oversight", "nav-oversight", &[Role::Supervisor, Role::Dispatcher]),
    // Not the dispatcher's first page, so it stands after those.
    ("/hotline", "nav-hotline", &[Role::Dispatcher]),
    ("/hotline/today", "hotline-today", &[Role::Clerk, Role::Dispatcher]),
    ("/callbacks", "nav-callbacks", &[Role::Clerk, Role::Supervisor]),
    ("/ratings/new", "nav-ratings", &[Role::Clerk, Role::Dispatcher]),
    ("/dissatisfactions", "nav-dissatisfactions", &[Role::Supervisor]),
    ("/reviews", "nav-reviews", &[Role::Supervisor]),
    ("/referrals", "nav-referrals", &[Role::Department, Role::Officer, Role::Chief]),
    (
        "/enterprises",
        "nav-enterprises",
        &[Role::Clerk, Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor],
    ),
    (
        "/revisits",
        "nav-revisits",
        &[Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor],
    ),
    (
        "/measures",
        "nav-measures",
        &[Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor],
    ),
    ("/demands", "nav-demands", &[Role::Officer, Role::Chief, Role::Supervisor, Role::Dispatcher]),
    ("/letters", "nav-letters", &[Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor]),
    (
        "/petitions",
        "nav-petitions",
        &[Role::Province, Role::Dispatcher, Role::Supervisor, Role::Officer, Role::Chief],
    ),
    (
        "/desk/supervisions",
        "nav-supervisions",
        &[Role::Officer, Role::Chief, Role::Supervisor, Role::Dispatcher, Role::Province],
    ),
    (
        "/desk/notices",
        "nav-notices",
        &[Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor],
    ),
    ("/desk/bulletins", "nav-bulletins", &[Role::Supervisor, Role::Dispatcher, Role::Province]),
    ("/rounds", "nav-rounds", &[Role::Supervisor, Role::Dispatcher, Role::Officer, Role::Chief]),
    (
        "/circulars",
        "nav-circulars",
        &[Role::Supervisor, Role::Dispatcher, Role::Officer, Role::Chief, Role::Province],
    ),
    (
        "/desk/campaigns",
        "nav-campaigns",
        &[
            Role::Officer,
            Role::Chief,
            Role::Supervisor,
            Role::Dispatcher,
            Role::Province,
            Role::Department,
        ],
    ),
    // Not the province's first page.
    ("/callbacks", "nav-callbacks", &[Role::Province]),
    ("/dissatisfactions", "nav-dissatisfactions", &[Role::Province]),
    ("/reviews", "nav-reviews", &[Role::Province]),
    ("/letters", "nav-letters", &[Role::Province]),
    ("/accounts", "nav-accounts", &[Role::Administrator]),
    ("/policies", "nav-policies", &[Role::Administrator]),
    ("/petitions/keys", "nav-petition-keys", &[Role::Administrator]),
    ("/letters/templates", "nav-letter-templates", &[Role::Administrator]),
    ("/readings", "nav-readings", &[Role::Administrator, Role::Supervisor]),
];

impl Role {
    /// All roles, in the order of a form.
    pub const ALL: [Self; 8] = [
        Self::Clerk,
        Self::Officer,
        Self::Chief,
        Self::Dispatcher,
        Self::Supervisor,
        Self::Province,
        Self::Department,
        Self::Administrator,
    ];

    /// As stored, and the end of its message key (`role-clerk`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Officer => "officer",
            Self::Chief => "chief",
            Self::Dispatcher => "dispatcher",
            Self::Supervisor => "supervisor",
            Self::Province => "province",
            Self::Department => "department",
            Self::Administrator => "administrator",
        }
    }

    /// The pages in this role's menu: path and message key.
    pub fn menu(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mine = MENU.iter().filter(move |(_, _, roles)| roles.contains(&self));
        mine.map(|(path, key, _)| (*path, *key))
    }

    /// Where this role begins its day.
    pub fn home(self) -> &'static str {
        self.menu().next().map_or("/", |(path, _)| path)
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.name() == name).ok_or(())
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
