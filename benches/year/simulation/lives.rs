//! What people do next, and when: drawn from each matter's own chance, so that one seed is one year.

use minsheng::cases::State;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use super::book::{CITY, Matter};

/// The bureaus that matters are given to.
pub const BUREAUS: [&str; 15] = [
    "140802", "140821", "140822", "140823", "140824", "140825", "140826", "140827", "140828",
    "140829", "140830", "140881", "140882", "140871", "140899",
];

/// Something that somebody does to a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Assign(&'static str),
    Accept {
        grievance: bool,
    },
    /// Accepts, and takes it back within ten seconds.
    AcceptAndUndo,
    ProposeDecline,
    Return,
    Transfer(&'static str),
    Inspect,
    Find,
    Measure {
        closure: bool,
    },
    AskTime,
    GiveTime,
    RefuseTime,
    Refer,
    Reply,
    Chase,
    Split(&'static str),
    ProposeConclusion,
    ProposePartial,
    Fulfil,
    Approve,
    SendBack,
    Publish,
    Rehandle,
    Reopen,
    Merge,
    Unmerge,
    AskReview,
    WithdrawReview,
    Draft {
        revoked: bool,
    },
    ApproveDraft,
    SendBackDraft,
    /// A reporter withdraws.
    Withdraw(usize),
    /// A reporter rates the answer.
    Rate {
        report: usize,
        bad: bool,
    },
    /// A reporter wants no more mail than is owed.
    Refuse(usize),
    /// The city decides what comes of a bad rating.
    Explain,
    DecideRehandling,
    DirectToReview,
}

impl Deed {
    /// As figures name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assign(_) => "assign",
            Self::Accept { .. } => "accept",
            Self::AcceptAndUndo => "accept and undo",
            Self::ProposeDecline => "propose to decline",
            Self::Return => "return",
            Self::Transfer(_) => "transfer",
            Self::Inspect => "inspect",
            Self::Find => "find",
            Self::Measure { .. } => "measure",
            Self::AskTime => "ask for time",
            Self::GiveTime => "give time",
            Self::RefuseTime => "refuse time",
            Self::Refer => "refer",
            Self::Reply => "reply",
            Self::Chase => "chase",
            Self::Split(_) => "split",
            Self::ProposeConclusion => "propose to conclude",
            Self::ProposePartial => "propose to conclude in part",
            Self::Fulfil => "fulfil",
            Self::Approve => "approve",
            Self::SendBack => "send back",
            Self::Publish => "publish",
            Self::Rehandle => "rehandle",
            Self::Reopen => "reopen",
            Self::Merge => "merge",
            Self::Unmerge => "unmerge",
            Self::AskReview => "ask for a review",
            Self::WithdrawReview => "withdraw a review",
            Self::Draft { .. } => "draft a decision",
            Self::ApproveDraft => "approve a decision",
            Self::SendBackDraft => "send back a decision",
            Self::Withdraw(_) => "withdraw",
            Self::Rate { .. } => "rate",
            Self::Refuse(_) => "unsubscribe",
            Self::Explain => "explain",
            Self::DecideRehandling => "decide to rehandle",
            Self::DirectToReview => "direct to a review",
        }
    }

    /// Whether other matters are touched, too.
    pub const fn is_wide(self) -> bool {
        matches!(self, Self::Merge | Self::Unmerge | Self::Withdraw(_) | Self::Split(_))
    }

    /// Whether a reporter does it, on any day.
    pub const fn is_outside(self) -> bool {
        matches!(self, Self::Withdraw(_) | Self::Rate { .. } | Self::Refuse(_))
    }

    /// Whether it is done whatever else was done since it was planned.
    pub const fn is_beside(self) -> bool {
        self.is_outside()
            || matches!(self, Self::Explain | Self::DecideRehandling | Self::DirectToReview)
    }

    /// Whether what was planned before is out of date by it.
    pub const fn turns(self) -> bool {
        !self.is_outside() && !matches!(self, Self::Explain)
    }
}

/// So many days: few as a rule, and a share of them late.
fn wait(chance: &mut StdRng, usual: u64, late: f64, most: u64) -> u64 {
    match chance.random_bool(late) {
        true => chance.random_range(usual..=most),
        false => chance.random_range(0..=usual),
    }
}

/// A bureau that has not got it.
fn other(chance: &mut StdRng, bureau: &str) -> &'static str {
    let first = chance.random_range(0..BUREAUS.len());
    let next = (first + 1) % BUREAUS.len();
    if BUREAUS[first] == bureau { BUREAUS[next] } else { BUREAUS[first] }
}

/// What the office does next to a matter, after so many days.
pub fn next(matter: &mut Matter) -> Option<(u64, Deed)> {
    let mut chance = StdRng::seed_from_u64(matter.chance);
    matter.chance = chance.random();
    match matter.state {
        State::Dispatching | State::Returned => dispatching(matter, &mut chance),
        State::Assigned => Some(assigned(matter, &mut chance)),
        State::Declining => Some(match chance.random_bool(0.85) {
            true => (wait(&mut chance, 4, 0.1, 25), Deed::Approve),
            false => (wait(&mut chance, 4, 0.1, 25), Deed::SendBack),
        }),
        State::Accepted | State::PartlyConcluded => Some(in_work(matter, &mut chance)),
        State::Proposed if matter.progress.part_waits => Some((1, Deed::Reply)),
        State::Proposed => Some(match chance.random_bool(0.92) {
            true => (wait(&mut chance, 3, 0.08, 20), Deed::Approve),
            false => (wait(&mut chance, 3, 0.08, 20), Deed::SendBack),
        }),
        State::Concluded => concluded(matter, &mut chance),
        State::Reviewing => Some(reviewing(matter, &mut chance)),
        State::Declined => match chance.random_range(0..100) {
            0..3 => Some((wait(&mut chance, 12, 0.2, 40), Deed::Rehandle)),
            3 => Some((wait(&mut chance, 12, 0.2, 40), Deed::Reopen)),
            _ => None,
        },
        State::Withdrawn => {
            chance.random_bool(0.06).then(|| (wait(&mut chance, 9, 0.3, 30), Deed::Reopen))
        }
        State::Merged => {
            chance.random_bool(0.25).then(|| (wait(&mut chance, 12, 0.3, 40), Deed::Unmerge))
        }
        State::Final => None,
    }
}

fn dispatching(matter: &Matter, chance: &mut StdRng) -> Option<(u64, Deed)> {
    let days = wait(chance, 5, 0.12, 35);
    let to = other(chance, &matter.bureau);
    Some(match chance.random_range(0..100) {
        0..6 if !matter.accepted => (days, Deed::ProposeDecline),
        6..9 if !matter.province => (days, Deed::Merge),
        _ => (days, Deed::Assign(to)),
    })
}

fn assigned(matter: &Matter, chance: &mut StdRng) -> (u64, Deed) {
    let days = if matter.urgent { wait(chance, 0, 0.2, 2) } else { wait(chance, 11, 0.15, 50) };
    let to = other(chance, &matter.bureau);
    let grievance = chance.random_bool(0.06);
    // What was declined by the city itself has no bureau yet.
    if matter.bureau == CITY {
        return (days, Deed::Transfer(to));
    }
    match chance.random_range(0..100) {
        0..8 if !matter.accepted => (days, Deed::ProposeDecline),
        8..13 if matter.returns < 2 => (days.min(2), Deed::Return),
        13..16 if !matter.province => (days, Deed::Merge),
        16..18 => (days, Deed::Transfer(to)),
        18..20 => (days, Deed::AcceptAndUndo),
        20 if !matter.progress.chased => (days, Deed::Chase),
        _ => (days, Deed::Accept { grievance }),
    }
}

fn in_work(matter: &Matter, chance: &mut StdRng) -> (u64, Deed) {
    let done = &matter.progress;
    let days = if matter.urgent { wait(chance, 1, 0.2, 4) } else { wait(chance, 9, 0.14, 70) };
    if done.part_waits {
        return (days, Deed::Reply);
    }
    if done.time_waits.is_some() && matter.to_extend().next().is_some() {
        let refuse = chance.random_bool(0.2);
        return (days.min(6), if refuse { Deed::RefuseTime } else { Deed::GiveTime });
    }
    if done.promise_waits {
        return (days + 10, Deed::Fulfil);
    }
    if !done.inspected && (matter.urgent || chance.random_bool(0.25)) {
        return (days, Deed::Inspect);
    }
    if !done.found {
        return (days, Deed::Find);
    }
    let to = other(chance, &matter.bureau);
    // Whether in time, shows on the day.
    let extendable = matter.can_have_time(matter.assigned);
    let closure = chance.random_bool(0.03);
    match chance.random_range(0..100) {
        0..22 if !done.measured => (days, Deed::Measure { closure }),
        22..28 if !done.asked_time && extendable => (days, Deed::AskTime),
        28..30 if !done.referred => (days, Deed::Refer),
        30..32 => (days, Deed::Transfer(to)),
        32..34 if !done.chased => (days, Deed::Chase),
        34..36 if !done.split && !matter.province => (days, Deed::Split(to)),
        36..38 if matter.state == State::Accepted && !matter.province => (days, Deed::Merge),
        38..46 if !done.partial => (days, Deed::ProposePartial),
        _ => (days, Deed::ProposeConclusion),
    }
}

fn concluded(matter: &Matter, chance: &mut StdRng) -> Option<(u64, Deed)> {
    let reviews = matter.answer.as_ref().map_or(0, |answer| answer.reviews);
    if matter.grievance && reviews < 2 && chance.random_bool(0.5) {
        return Some((chance.random_range(1..=20), Deed::AskReview));
    }
    match chance.random_range(0..100) {
        0..20 if !matter.progress.published => Some((wait(chance, 5, 0.1, 20), Deed::Publish)),
        20 => Some((wait(chance, 12, 0.3, 60), Deed::Rehandle)),
        21 => Some((wait(chance, 12, 0.3, 60), Deed::Reopen)),
        _ => None,
    }
}

fn reviewing(matter: &Matter, chance: &mut StdRng) -> (u64, Deed) {
    let days = wait(chance, 12, 0.25, 55);
    let revoked = chance.random_bool(0.25);
    match chance.random_range(0..100) {
        0..10 if matter.progress.drafted => (days.min(5), Deed::SendBackDraft),
        _ if matter.progress.drafted => (days.min(5), Deed::ApproveDraft),
        10..18 => (days, Deed::WithdrawReview),
        _ => (days, Deed::Draft { revoked }),
    }
}
