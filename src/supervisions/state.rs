//! The states of a supervised case (`L3`).

use std::{fmt, str::FromStr};

use serde::Serialize;

/// Where a supervised case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 拟挂牌: waits for a second person (`L2`).
    Proposed,
    /// 未予挂牌: the proposal was refused.
    Refused,
    /// 已挂牌: public, to be resolved.
    Listed,
    /// 申请解除: the county says that every requirement is met.
    Applied,
    /// 核查: officers of the city verify on site.
    Verification,
    /// 解除公示: the lifting notice stands in public.
    Notice,
    /// 已解除: in public history for good (`L6`).
    Lifted,
}

/// The states that an act can simply lead to. [`State::Lifted`] is not among them: only
/// [`super::lifting::ReadyToLift`] leads there (`L4`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Onward {
    /// To [`State::Refused`].
    Refused,
    /// To [`State::Listed`]: listed, or sent back to it.
    Listed,
    /// To [`State::Applied`].
    Applied,
    /// To [`State::Verification`].
    Verification,
    /// To [`State::Notice`].
    Notice,
}

impl From<Onward> for State {
    fn from(onward: Onward) -> Self {
        match onward {
            Onward::Refused => Self::Refused,
            Onward::Listed => Self::Listed,
            Onward::Applied => Self::Applied,
            Onward::Verification => Self::Verification,
            Onward::Notice => Self::Notice,
        }
    }
}

impl State {
    /// All states, in the order of a case's life.
    pub const ALL: [Self; 7] = [
        Self::Proposed,
        Self::Refused,
        Self::Listed,
        Self::Applied,
        Self::Verification,
        Self::Notice,
        Self::Lifted,
    ];

    /// The states of a case that is on the list and not lifted.
    pub const LIVING: [&'static str; 4] = ["listed", "applied", "verification", "notice"];

    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Refused => "refused",
            Self::Listed => "listed",
            Self::Applied => "applied",
            Self::Verification => "verification",
            Self::Notice => "notice",
            Self::Lifted => "lifted",
        }
    }

    /// Whether everybody may see it: from the listing on, for good (`L2`, `L6`).
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Proposed | Self::Refused)
    }

    /// Whether it is on the list and must still be resolved.
    pub const fn is_living(self) -> bool {
        self.is_public() && !matches!(self, Self::Lifted)
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.name() == name).ok_or(())
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_living_are_those_that_queries_look_for() {
        let living = State::ALL.into_iter().filter(|state| state.is_living()).map(State::name);
        assert_eq!(living.collect::<Vec<_>>(), State::LIVING);
    }
}
