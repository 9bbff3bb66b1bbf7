//! The tracks of matters (`T4`).

use std::str::FromStr;

/// On which track a matter is handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Track {
    /// 举报查处: it ends with the answer of the investigation.
    #[default]
    Violation,
    /// 信访申诉: its answer can be reviewed.
    Grievance,
}

impl Track {
    /// Both, in the order of a form.
    pub const ALL: [Self; 2] = [Self::Violation, Self::Grievance];

    /// As stored, and the end of its message key (`matter-track-grievance`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Grievance => "grievance",
        }
    }
}

impl FromStr for Track {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|track| track.name() == name).ok_or(())
    }
}
