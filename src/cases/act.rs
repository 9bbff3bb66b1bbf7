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
    /// 转办: the city gives it to another bureau; the clocks go on (`R6`).
    Transfer,
    /// 现场检查记录.
    Inspect,
    /// 认定: substantiated, partly, or not.
    Find,
    /// 采取措施 (`C5`).
    Measure,
    /// 商请部门 (`R7`).
    Refer,
    /// 请其他单位协办 (`R7`).
    Assist,
    /// The answer of a department or an assisting bureau to its part.
    Reply,
    /// 收回: a part is no longer asked for (`R7`).
    TakeBack,
    /// 拟阶段性办结: public text, answer and what is promised (`C3`).
    ProposePartial,
    /// 兑现承诺: one promise is kept (`C3`).
    Fulfil,
    /// 拟办结: finding, public result and answer (`C4`).
    ProposeConclusion,
    /// 批准: what was proposed becomes so (`C2`).
    Approve,
    /// 退回修改: what was proposed is done again.
    SendBack,
    /// 申请延期 (`T2`).
    ProposeExtension,
    /// 批准延期: the head of the bureau gives more time, once (`T2`).
    Extend,
    /// 不同意延期.
    RefuseExtension,
    /// 催办.
    Chase,
    /// 公开结果 (`S2`).
    Publish,
    /// 退回重办: city or province have it handled again (`C1`, `F3`).
    Rehandle,
    /// 重新办理: by the bureau itself, the city, or of own motion after a withdrawal.
    Reopen,
    /// 撤回 by the reporter.
    Withdraw,
    /// 并案 into another, living matter (`I8`).
    Merge,
    /// 取消并案: goes on by itself again.
    Unmerge,
    /// 分办: a further matter from the same report.
    Split,
    /// 申请复查: of the answer to a grievance, by its reporter (`T4`).
    AskReexamination,
    /// 申请复核: of the re-examination.
    AskReview,
    /// 撤回复查、复核申请.
    WithdrawReview,
    /// 引导复查: what was taken for a report of a violation is a grievance.
    DirectToReview,
    /// 听证: its days do not count.
    Hear,
    /// 拟复查、复核意见.
    ProposeDecision,
    /// 批准复查、复核意见 (`C2`).
    ApproveDecision,
    /// 退回修改复查、复核意见.
    SendBackDecision,
}

/// How the acts are grouped on the page of a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What is done in the matter itself.
    Do,
    /// What somebody else proposed.
    Decide,
    /// What brings others in.
    PassOn,
    /// What is rare: under a fold.
    More,
}

impl Group {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Decide, Self::Do, Self::PassOn, Self::More];

    /// The end of its message key (`acts-do`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Do => "do",
            Self::Decide => "decide",
            Self::PassOn => "pass_on",
            Self::More => "more",
        }
    }
}

use Audience::{Public, Reporter, Staff};

impl Act {
    /// All acts, in the order in which they are offered.
    pub const ALL: [Self; 36] = [
        Self::Assign,
        Self::Accept,
        Self::ProposeDecline,
        Self::Return,
        Self::Transfer,
        Self::Inspect,
        Self::Find,
        Self::Measure,
        Self::Refer,
        Self::Assist,
        Self::Reply,
        Self::TakeBack,
        Self::ProposePartial,
        Self::Fulfil,
        Self::ProposeConclusion,
        Self::Approve,
        Self::SendBack,
        Self::ProposeExtension,
        Self::Extend,
        Self::RefuseExtension,
        Self::Chase,
        Self::Publish,
        Self::Rehandle,
        Self::Reopen,
        Self::Withdraw,
        Self::Merge,
        Self::Unmerge,
        Self::Split,
        Self::AskReexamination,
        Self::AskReview,
        Self::WithdrawReview,
        Self::DirectToReview,
        Self::Hear,
        Self::ProposeDecision,
        Self::ApproveDecision,
        Self::SendBackDecision,
    ];

    /// The table: its name, the resource it makes, and who may read that it was done. What a public
    /// entry states is the bare fact; free text stays in the records of the office (`S1`, `C4`).
    const fn described(self) -> (&'static str, &'static str, Audience) {
        match self {
            Self::Assign => ("assign", "assignment", Public),
            Self::Accept => ("accept", "acceptance", Public),
            Self::ProposeDecline => ("propose_decline", "decline", Staff),
            Self::Return => ("return", "return", Staff),
            Self::Transfer => ("transfer", "transfer", Public),
            Self::Inspect => ("inspect", "inspections", Public),
            Self::Find => ("find", "findings", Staff),
            Self::Measure => ("measure", "measures", Staff),
            Self::Refer => ("refer", "referrals", Staff),
            Self::Assist => ("assist", "assistance", Staff),
            Self::Reply => ("reply", "reply", Staff),
            Self::TakeBack => ("take_back", "taking-back", Staff),
            Self::ProposePartial => ("propose_partial", "partial-conclusion", Staff),
            Self::Fulfil => ("fulfil", "fulfilments", Public),
            Self::ProposeConclusion => ("propose_conclusion", "conclusion", Staff),
            Self::Approve => ("approve", "approval", Public),
            Self::SendBack => ("send_back", "correction", Staff),
            Self::ProposeExtension => ("propose_extension", "extension-request", Staff),
            Self::Extend => ("extend", "extension", Reporter),
            Self::RefuseExtension => ("refuse_extension", "extension-refusal", Staff),
            Self::Chase => ("chase", "chases", Staff),
            Self::Publish => ("publish", "publication", Public),
            Self::Rehandle => ("rehandle", "rehandling", Public),
            Self::Reopen => ("reopen", "reopening", Public),
            Self::Withdraw => ("withdraw", "withdrawal", Public),
            Self::Merge => ("merge", "merger", Public),
            Self::Unmerge => ("unmerge", "separation", Public),
            Self::Split => ("split", "split", Staff),
            Self::AskReexamination => ("ask_reexamination", "reexaminations", Reporter),
            Self::AskReview => ("ask_review", "reviews", Reporter),
            Self::WithdrawReview => ("withdraw_review", "review-withdrawal", Reporter),
            Self::DirectToReview => ("direct_to_review", "review-direction", Staff),
            Self::Hear => ("hear", "hearings", Reporter),
            Self::ProposeDecision => ("propose_decision", "review-draft", Staff),
            Self::ApproveDecision => ("approve_decision", "review-decision", Reporter),
            Self::SendBackDecision => ("send_back_decision", "review-correction", Staff),
        }
    }

    /// In the timeline, and the end of its message keys (`act-accept`).
    pub const fn name(self) -> &'static str {
        self.described().0
    }

    /// The resource that the act makes: `POST /cases/{number}/acceptance`.
    pub const fn resource(self) -> &'static str {
        self.described().1
    }

    /// Who may read that it was done.
    pub const fn audience(self) -> Audience {
        self.described().2
    }

    /// Where the page of a matter offers it.
    pub const fn group(self) -> Group {
        match self {
            Self::Assign
            | Self::Accept
            | Self::ProposeDecline
            | Self::Inspect
            | Self::Find
            | Self::Measure
            | Self::Reply
            | Self::Fulfil
            | Self::ProposeConclusion
            | Self::Publish
            | Self::Rehandle
            | Self::Reopen
            | Self::AskReexamination
            | Self::AskReview
            | Self::Hear
            | Self::ProposeDecision
            | Self::Unmerge => Group::Do,
            Self::Approve
            | Self::SendBack
            | Self::Extend
            | Self::RefuseExtension
            | Self::ApproveDecision
            | Self::SendBackDecision => Group::Decide,
            Self::Return | Self::Transfer | Self::Refer | Self::Assist | Self::Chase => {
                Group::PassOn
            }
            Self::TakeBack
            | Self::ProposePartial
            | Self::ProposeExtension
            | Self::Withdraw
            | Self::Merge
            | Self::WithdrawReview
            | Self::DirectToReview
            | Self::Split => Group::More,
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
