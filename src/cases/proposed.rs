//! What one person proposes and another decides (`C2`), and where it leads.

use std::str::FromStr;

use super::State;

/// What a proposal proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// 办结: an answer to all of it (`C4`).
    Conclusion,
    /// 阶段性办结: an answer in part, with promises (`C3`).
    Partial,
    /// 不予受理, with a statutory reason (`I9`).
    Decline,
}

impl Proposed {
    /// All, in the order of the pages.
    pub const ALL: [Self; 3] = [Self::Conclusion, Self::Partial, Self::Decline];

    /// As stored, and in its message keys (`proposal-partial-waiting`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conclusion => "conclusion",
            Self::Partial => "partial",
            Self::Decline => "decline",
        }
    }

    /// Where the matter stands once it is approved.
    pub const fn leads_to(self) -> State {
        match self {
            Self::Conclusion => State::Concluded,
            Self::Partial => State::PartlyConcluded,
            Self::Decline => State::Declined,
        }
    }

    /// The entry of the timeline by which it is approved.
    pub const fn entry(self) -> &'static str {
        match self {
            Self::Conclusion => "conclude",
            Self::Partial => "conclude_part",
            Self::Decline => "decline",
        }
    }
}

impl FromStr for Proposed {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|proposed| proposed.name() == name).ok_or(())
    }
}
