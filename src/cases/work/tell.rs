//! Whom of the staff an act concerns: they are told once, in the portal (`C1`, `R7`, `T2`).

use super::{Change, Work};
use crate::{
    accounts::Role,
    alerts::{self, Alert, To},
    cases::{Act, State},
    db::Connection,
    error::Result,
    message::Message,
};

impl Work<'_> {
    /// Tells those whom the act concerns, by the entry that it left in the timeline.
    pub(super) fn tell(
        &self,
        connection: &mut Connection,
        act: Act,
        change: &Change,
        event: i64,
    ) -> Result<()> {
        let Some(to) = self.concerned(act, change) else { return Ok(()) };
        let alert = Alert {
            key: format!("case {} {act} {event}", self.case.id),
            to,
            kind: "case",
            message: Message::new(format!("alerts-case-{act}")).with("number", &self.case.number),
            link: format!("/cases/{}", self.case.number),
        };
        alerts::raise(connection, self.now, &alert)?;
        Ok(())
    }

    /// Nobody is told of what they did themselves.
    fn concerned(&self, act: Act, change: &Change) -> Option<To> {
        let asked = || change.detail["bureau"].as_str().map(|code| To::Bureau(code.to_owned()));
        let actor = self.by.actor().name;
        match act {
            Act::Refer | Act::Assist | Act::TakeBack => asked(),
            Act::Chase | Act::Rehandle | Act::Reopen | Act::Reply if actor != self.case.bureau => {
                Some(self.those_who_have_it())
            }
            Act::ProposeExtension | Act::ProposePartial => Some(self.head()),
            _ => None,
        }
    }

    /// In the city's own bureau, only those who dispatch.
    fn those_who_have_it(&self) -> To {
        let bureau = self.case.bureau.clone();
        let waits = matches!(self.facts.state, State::Dispatching | State::Returned);
        match waits {
            true => To::Role { bureau, role: Role::Dispatcher },
            false => To::Bureau(bureau),
        }
    }

    fn head(&self) -> To {
        let is_city = self.case.bureau == self.app.jurisdiction.profile().dispatcher;
        let role = if is_city { Role::Supervisor } else { Role::Chief };
        To::Role { bureau: self.case.bureau.clone(), role }
    }
}
