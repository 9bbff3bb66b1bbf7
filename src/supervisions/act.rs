//! What can be done to a supervised case (`L2`–`L7`).

use std::fmt;

use serde::Serialize;

use crate::timeline::Audience;

/// An act; each is a resource under `/supervisions/{number}/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 批准挂牌: public from that moment (`L2`).
    List,
    /// 不予挂牌, with reasons.
    Refuse,
    /// 进展报告 by the county (`L7`).
    NoteProgress,
    /// 佐证材料 for one requirement (`L4`).
    GiveEvidence,
    /// 核对佐证材料, piece by piece, by the city (`L4`, `S2`).
    JudgeEvidence,
    /// 整改前后照片.
    GivePictures,
    /// 核对照片: shown in public, or not (`S2`, `S3`).
    CheckPicture,
    /// 申请延期 (`L3`).
    ProposeExtension,
    /// 批准延期 by a second person (`C2`).
    ApproveExtension,
    /// 不同意延期.
    RefuseExtension,
    /// 申请解除 (`L3`).
    ApplyForLifting,
    /// 现场核查 by one officer of the city (`L4`).
    Verify,
    /// 退回整改: back to listed, with what is wanting.
    SendBack,
    /// 同意解除并公示 (`L4`).
    ApproveLifting,
    /// 提出异议 by the public (`L4`).
    Object,
    /// 处理异议: upheld sends back to listed (`L4`).
    DecideObjection,
    /// 解除挂牌 (`L4`).
    Lift,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 17] = [
        Self::List,
        Self::Refuse,
        Self::NoteProgress,
        Self::GiveEvidence,
        Self::JudgeEvidence,
        Self::GivePictures,
        Self::CheckPicture,
        Self::ProposeExtension,
        Self::ApproveExtension,
        Self::RefuseExtension,
        Self::ApplyForLifting,
        Self::Verify,
        Self::SendBack,
        Self::ApproveLifting,
        Self::Object,
        Self::DecideObjection,
        Self::Lift,
    ];

    /// In the timeline, and the end of its message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Refuse => "refuse",
            Self::NoteProgress => "note_progress",
            Self::GiveEvidence => "give_evidence",
            Self::JudgeEvidence => "judge_evidence",
            Self::GivePictures => "give_pictures",
            Self::CheckPicture => "check_picture",
            Self::ProposeExtension => "propose_extension",
            Self::ApproveExtension => "approve_extension",
            Self::RefuseExtension => "refuse_extension",
            Self::ApplyForLifting => "apply",
            Self::Verify => "verify",
            Self::SendBack => "send_back",
            Self::ApproveLifting => "approve_lifting",
            Self::Object => "object",
            Self::DecideObjection => "decide_objection",
            Self::Lift => "lift",
        }
    }

    /// The resource that the act makes: `POST /supervisions/{number}/lifting`.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::List => "listing",
            Self::Refuse => "refusal",
            Self::NoteProgress => "progress",
            Self::GiveEvidence => "evidence",
            Self::JudgeEvidence => "judgements",
            Self::GivePictures => "pictures",
            Self::CheckPicture => "picture-checks",
            Self::ProposeExtension => "extension",
            Self::ApproveExtension => "extension-approval",
            Self::RefuseExtension => "extension-refusal",
            Self::ApplyForLifting => "application",
            Self::Verify => "verifications",
            Self::SendBack => "correction",
            Self::ApproveLifting => "approval",
            Self::Object => "objections",
            Self::DecideObjection => "objection-decision",
            Self::Lift => "lifting",
        }
    }

    /// The act that makes `resource`.
    pub fn of_resource(resource: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.resource() == resource)
    }

    /// Whether it leads off the list: an attempt at it that is refused stays on record (`L4`).
    pub const fn leads_off(self) -> bool {
        matches!(self, Self::ApplyForLifting | Self::ApproveLifting | Self::Lift)
    }

    /// Who may read that it was done. A public entry names the bureau and the bare fact, never a
    /// person; free text stays in the records.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Refuse
            | Self::ProposeExtension
            | Self::RefuseExtension
            | Self::GivePictures
            | Self::CheckPicture => Audience::Staff,
            _ => Audience::Public,
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
