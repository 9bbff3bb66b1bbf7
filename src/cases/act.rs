//! What can be done to a matter (`C1`).

use std::{fmt, str::FromStr};

use serde::Serialize;

use crate::timeline::Audience;

/// An act; each is a resource under `/cases/{number}/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 分派: the city gives it to a bureau.
    Assign,
    /// 受理.
    Accept,
    /// 拟不予受理, with a statutory reason (`I9`).
    ProposeDecline,
    /// 退回市局, with reasons (`R6`).
    Return,
    /// 现场检查记录.
    Inspect,
    /// 认定: substantiated, partly, or not.
    Find,
    /// 采取措施 (`C5`).
    Measure,
    /// 商请部门 (`R7`).
    Refer,
    /// The department's reply.
    Reply,
    /// 拟办结: finding, public result and answer (`C4`).
    ProposeConclusion,
    /// 批准: what was proposed becomes so (`C2`).
    Approve,
    /// 退回修改: what was proposed is done again.
    SendBack,
    /// 公开结果 (`S2`).
    Publish,
    /// 撤回 by the reporter.
    Withdraw,
    /// 并案 into another, living matter (`I8`).
    Merge,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 15] = [
        Self::Assign,
        Self::Accept,
        Self::ProposeDecline,
        Self::Return,
        Self::Inspect,
        Self::Find,
        Self::Measure,
        Self::Refer,
        Self::Reply,
        Self::ProposeConclusion,
        Self::Approve,
        Self::SendBack,
        Self::Publish,
        Self::Withdraw,
        Self::Merge,
    ];

    /// In the timeline, and the end of its message keys (`act-accept`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Accept => "accept",
            Self::ProposeDecline => "propose_decline",
            Self::Return => "return",
            Self::Inspect => "inspect",
            Self::Find => "find",
            Self::Measure => "measure",
            Self::Refer => "refer",
            Self::Reply => "reply",
            Self::ProposeConclusion => "propose_conclusion",
            Self::Approve => "approve",
            Self::SendBack => "send_back",
            Self::Publish => "publish",
            Self::Withdraw => "withdraw",
            Self::Merge => "merge",
        }
    }

    /// The resource that the act makes: `POST /cases/{number}/acceptance`.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Assign => "assignment",
            Self::Accept => "acceptance",
            Self::ProposeDecline => "decline",
            Self::Return => "return",
            Self::Inspect => "inspections",
            Self::Find => "findings",
            Self::Measure => "measures",
            Self::Refer => "referrals",
            Self::Reply => "reply",
            Self::ProposeConclusion => "conclusion",
            Self::Approve => "approval",
            Self::SendBack => "correction",
            Self::Publish => "publication",
            Self::Withdraw => "withdrawal",
            Self::Merge => "merger",
        }
    }

    /// The act that makes `resource`.
    pub fn of_resource(resource: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.resource() == resource)
    }
}

impl FromStr for Act {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|act| act.name() == name).ok_or(())
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Act {
    /// Who may read that it was done. What a public entry states is the bare fact; free text stays
    /// in the records of the office (`S1`, `C4`).
    pub const fn audience(self) -> Audience {
        match self {
            Self::Assign
            | Self::Accept
            | Self::Inspect
            | Self::Approve
            | Self::Publish
            | Self::Withdraw
            | Self::Merge => Audience::Public,
            _ => Audience::Staff,
        }
    }
}
