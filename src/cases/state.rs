//! The states of a matter (`I10`, `C1`).

use std::{fmt, str::FromStr};

use serde::Serialize;

/// Where a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待分派: the city dispatcher decides whose it is (`R4`).
    Dispatching,
    /// 待受理: a bureau has it and has not yet said whether it accepts.
    Assigned,
    /// 退回待定: the bureau objects; the city decides (`R6`).
    Returned,
    /// 拟不予受理: a second person looks at the reason (`I9`, `C2`).
    Declining,
    /// 办理中: accepted and investigated.
    Accepted,
    /// 阶段性办结: answered as far as it goes; what was promised is still to be done (`C3`).
    PartlyConcluded,
    /// 待审批: a conclusion is proposed (`C2`).
    Proposed,
    /// 已办结: answered.
    Concluded,
    /// 不予受理: declined with a statutory reason (`I9`).
    Declined,
    /// 已撤回: withdrawn by the reporter.
    Withdrawn,
    /// 已并案: goes on in another, living matter (`I8`).
    Merged,
    /// 复查复核中: the unit one level up looks at the answer to a grievance (`T4`).
    Reviewing,
    /// 已终结: reviewed twice, and not to be reviewed again (`T4`).
    Final,
}

impl State {
    /// All states, in the order of a matter's life.
    pub const ALL: [Self; 13] = [
        Self::Dispatching,
        Self::Assigned,
        Self::Returned,
        Self::Declining,
        Self::Accepted,
        Self::PartlyConcluded,
        Self::Proposed,
        Self::Concluded,
        Self::Declined,
        Self::Withdrawn,
        Self::Merged,
        Self::Reviewing,
        Self::Final,
    ];

    /// As stored, and the end of its message key (`state-accepted`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dispatching => "dispatching",
            Self::Assigned => "assigned",
            Self::Returned => "returned",
            Self::Declining => "declining",
            Self::Accepted => "accepted",
            Self::PartlyConcluded => "partly_concluded",
            Self::Proposed => "proposed",
            Self::Concluded => "concluded",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Merged => "merged",
            Self::Reviewing => "reviewing",
            Self::Final => "final",
        }
    }

    /// As people outside the office know it: what is only proposed inside is not decided.
    pub const fn outside(self) -> Self {
        match self {
            Self::Returned => Self::Dispatching,
            Self::Declining => Self::Assigned,
            Self::Proposed => Self::Accepted,
            known => known,
        }
    }

    /// Whether an answer was given: all of it, or the reasons why there is none.
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::Concluded | Self::Declined | Self::Final)
    }

    /// Whether the matter is over: it has an end and needs no due date.
    pub const fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Concluded | Self::Declined | Self::Withdrawn | Self::Merged | Self::Final
        )
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
