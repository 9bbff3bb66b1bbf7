//! The kinds of letters, by the entry of the timeline that each follows from. Pure.

use std::str::FromStr;

use serde::Serialize;
use serde_json::Value;

/// What a letter tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 受理告知 (`T1`).
    Acceptance,
    /// 不予受理告知, always with a reason (`I9`).
    Refusal,
    /// 延期告知 (`T2`).
    Extension,
    /// 阶段性答复 (`C3`).
    Interim,
    /// 答复 or 处理意见.
    Answer,
    /// 复查意见 (`T4`).
    Reexamination,
    /// 复核意见 that sends the matter back (`T4`).
    Review,
    /// 复核意见 that ends it 终结 (`T4`).
    Final,
}

impl Kind {
    /// All, in the order of a matter's life.
    pub const ALL: [Self; 8] = [
        Self::Acceptance,
        Self::Refusal,
        Self::Extension,
        Self::Interim,
        Self::Answer,
        Self::Reexamination,
        Self::Review,
        Self::Final,
    ];

    /// Those of the unit that reviews (`T4`).
    pub const REVIEWS: [Self; 3] = [Self::Reexamination, Self::Review, Self::Final];

    /// As stored, and the end of its message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
            Self::Refusal => "refusal",
            Self::Extension => "extension",
            Self::Interim => "interim",
            Self::Answer => "answer",
            Self::Reexamination => "reexamination",
            Self::Review => "review",
            Self::Final => "final",
        }
    }

    /// The letter that follows from an entry, if any does.
    pub fn of_entry(act: &str, detail: &Value) -> Option<Self> {
        Some(match act {
            "accept" => Self::Acceptance,
            // Behind a matter that was accepted before (I8).
            "join" | "merge" if detail["accepted"] == true => Self::Acceptance,
            "decline" => Self::Refusal,
            "extend" => Self::Extension,
            "conclude_part" => Self::Interim,
            "conclude" => Self::Answer,
            "reexamined" => Self::Reexamination,
            "reviewed" if detail["final"] == true => Self::Final,
            "reviewed" => Self::Review,
            _ => return None,
        })
    }

    /// What a template of this kind must say, by the law or to be of use.
    pub const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Acceptance => &["due"],
            Self::Refusal => &["reason", "text"],
            Self::Extension => &["reason", "due"],
            Self::Interim | Self::Answer => &["text"],
            Self::Reexamination | Self::Review | Self::Final => &["outcome", "text"],
        }
    }

    /// What else it may say. A grievance is no report, and who brought it is called otherwise (`T4`).
    pub const fn optional(self) -> &'static [&'static str] {
        match self {
            Self::Extension => {
                &["days", "person", "matter", "number", "received", "bureau", "today", "link"]
            }
            Self::Answer | Self::Reexamination | Self::Refusal => {
                &["remedy", "person", "matter", "number", "received", "bureau", "today", "link"]
            }
            _ => &["person", "matter", "number", "received", "bureau", "today", "link"],
        }
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(())
    }
}
