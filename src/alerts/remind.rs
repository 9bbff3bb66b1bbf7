//! What a bureau must do by a day, told when the day comes near and when it is over (`T9`).

use chrono::{NaiveDate, NaiveDateTime};

use super::{
    Alert, Mail, To,
    alert::{raise, raise_with},
};
use crate::{accounts::Role, db::Connection, error::Result, message::Message};

/// Something that has its day.
pub struct Due<'a> {
    /// What it is, for the keys of its alerts: told once under it for each step.
    pub key: String,
    /// The bureau that must see to it.
    pub bureau: &'a str,
    /// Bureaus from which it is kept, a space between (`R3`).
    pub hidden_from: &'a str,
    /// The day.
    pub due_on: NaiveDate,
    /// The kind of its alerts.
    pub kind: &'static str,
    /// What is said before and on the day, and after it.
    pub said: [Message; 2],
    /// Where it is done.
    pub link: String,
}

/// Tells the bureau, and of what is late also the supervisor of the city, unless it is kept from the city.
pub fn remind(
    connection: &mut Connection,
    now: NaiveDateTime,
    today: NaiveDate,
    city: &str,
    due: Due<'_>,
) -> Result<()> {
    let late = due.due_on < today;
    let mut all = vec![(To::Bureau(due.bureau.to_owned()), "bureau")];
    if late && !due.hidden_from.split(' ').any(|code| code == city) {
        all.push((To::Role { bureau: city.to_owned(), role: Role::Supervisor }, "supervisor"));
    }
    let [soon, over] = due.said;
    let (step, message) = if late { ("late", over) } else { ("soon", soon) };
    for (to, whom) in all {
        let alert = Alert {
            key: format!("{} {step} {whom}", due.key),
            to,
            kind: due.kind,
            message: message.clone(),
            link: due.link.clone(),
        };
        raise(connection, now, &alert)?;
    }
    Ok(())
}

/// Something that a bureau has not done by its day.
pub struct Late<'a> {
    /// What it is, for the keys of its alerts: told once under it.
    pub key: String,
    /// The bureau that should have.
    pub bureau: &'a str,
    /// The city that asked for it.
    pub city: &'a str,
    /// The kind of its alerts.
    pub kind: &'static str,
    /// What is said; `bureau` is filled in.
    pub said: Message,
    /// Where it is done.
    pub link: String,
}

/// Tells the chiefs of the bureau and the supervisor of the city, by mail, too.
pub fn tell_late(connection: &mut Connection, now: NaiveDateTime, late: Late<'_>) -> Result<()> {
    for (whom, role) in [(late.bureau, Role::Chief), (late.city, Role::Supervisor)] {
        let alert = Alert {
            key: format!("{} {role}", late.key),
            to: To::Role { bureau: whom.to_owned(), role },
            kind: late.kind,
            message: late.said.clone().with("bureau", late.bureau),
            link: late.link.clone(),
        };
        raise_with(connection, now, &alert, Mail::Digest)?;
    }
    Ok(())
}
