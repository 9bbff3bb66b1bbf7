//! Whom of the staff an act concerns: they are told once, in the portal (`C1`, `R7`, `T2`).

use super::{Change, Work};
use crate::{
    accounts::Role,
    alerts::{self, Alert, To},
    cases::{Act, Case, State},
    db::Connection,
    error::Result,
    message::Message,
};

/// The key of the alert that an act leads to.
pub fn key(case: i64, act: &str, event: i64) -> String {
    format!("case {case} {act} {event}")
}

impl Work<'_> {
    /// Tells those whom the act concerns, by the entry that it left in the timeline.
    pub(super) fn tell(
        &self,
        connection: &mut Connection,
        act: Act,
        change: &Change,
        event: i64,
    ) -> Result<()> {
        if matches!(act, Act::Merge | Act::Unmerge) {
            return self.tell_both(connection, act, change, event);
        }
        match self.concerned(act, change) {
            Some(to) => self.alert(connection, self.case, to, act.name(), event),
            None => Ok(()),
        }
    }

    /// The bureaus of both matters, where another merged them or took them apart (`I8`): each by the
    /// number of its own; and those whose answer is waited for in the other matter now (`R7`).
    fn tell_both(
        &self,
        connection: &mut Connection,
        act: Act,
        change: &Change,
        event: i64,
    ) -> Result<()> {
        let Some(other) = change.merged_into.or(self.case.merged_into) else { return Ok(()) };
        let mut other = Case::find(connection, other)?;
        // Taken out of the one that it goes on in, wherever that is.
        while let Some(next) = other.merged_into {
            other = Case::find(connection, next)?;
        }
        let actor = self.by.actor().name;
        let told = [
            (self.case, self.facts.state, format!("{act}_away")),
            (&other, other.state()?, format!("{act}_here")),
        ];
        for (case, state, said) in told.iter().filter(|(case, ..)| case.bureau != actor) {
            self.alert(connection, case, holders(case, *state), said, event)?;
        }
        let (goes_on, before) = match act {
            Act::Merge => (&other, self.case),
            _ => (self.case, &other),
        };
        for asked in &change.asked {
            let message = Message::new("alerts-case-part_moved")
                .with("number", &goes_on.number)
                .with("from", &before.number);
            let alert = Alert {
                key: key(goes_on.id, &format!("part of {asked} moved"), event),
                to: To::Bureau(asked.clone()),
                kind: "case",
                message,
                link: format!("/cases/{}", goes_on.number),
            };
            alerts::raise(connection, self.now, &alert)?;
        }
        Ok(())
    }

    fn alert(
        &self,
        connection: &mut Connection,
        case: &Case,
        to: To,
        said: &str,
        event: i64,
    ) -> Result<()> {
        let alert = Alert {
            key: key(case.id, said, event),
            to,
            kind: "case",
            message: Message::new(format!("alerts-case-{said}")).with("number", &case.number),
            link: format!("/cases/{}", case.number),
        };
        alerts::raise(connection, self.now, &alert).map(drop)
    }

    /// Nobody is told of what they did themselves.
    fn concerned(&self, act: Act, change: &Change) -> Option<To> {
        let asked = || change.detail["bureau"].as_str().map(|code| To::Bureau(code.to_owned()));
        let actor = self.by.actor().name;
        match act {
            Act::Refer | Act::Assist | Act::TakeBack => asked(),
            Act::Chase | Act::Rehandle | Act::Reopen | Act::Reply if actor != self.case.bureau => {
                Some(holders(self.case, self.facts.state))
            }
            Act::ProposeExtension | Act::ProposePartial => Some(self.head()),
            // Whoever proposed or asked hears what became of it (C2).
            Act::SendBack => self.facts.proposal().map(|it| To::Account(it.proposed_by)),
            Act::Extend | Act::RefuseExtension => {
                self.facts.extension().map(|it| To::Account(it.proposed_by))
            }
            _ => None,
        }
    }

    fn head(&self) -> To {
        let is_city = self.case.bureau == self.app.jurisdiction.profile().dispatcher;
        let role = if is_city { Role::Supervisor } else { Role::Chief };
        To::Role { bureau: self.case.bureau.clone(), role }
    }
}

/// Those who have a matter that stands so: in the city's own bureau, only those who dispatch.
fn holders(case: &Case, state: State) -> To {
    let bureau = case.bureau.clone();
    match matches!(state, State::Dispatching | State::Returned) {
        true => To::Role { bureau, role: Role::Dispatcher },
        false => To::Bureau(bureau),
    }
}
