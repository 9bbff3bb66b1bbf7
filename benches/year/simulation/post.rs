//! Which mail must arrive, and which did: one per event and person (`I3`, `T1`, `T9`). Nobody tells of a
//! matter twice here: each report that left an address has one of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveDateTime};

use super::book::{Book, Reporter};

/// What a letter to a reporter is about, with the words by which a reader knows it: the first that
/// fits counts. Where the words are the same, so is the line.
const LETTERS: [(Letter, &str, &str); 19] = [
    (Letter::Receipt, "已收到您的举报", "We have your report"),
    (Letter::Rate, "请您评价", "Please rate"),
    (Letter::AskedReexamination, "已收到您的复查申请", "Your request for a re-examination"),
    (Letter::AskedReview, "已收到您的复核申请", "Your request for a second review"),
    (Letter::DecidedReview, "您可以就举报", "You may ask for a review"),
    (Letter::Reexamined, "的复查意见", "The re-examination of"),
    (Letter::Reviewed, "的复核意见", "The second review of"),
    (Letter::DecidedExplanation, "关于您对举报", "About your rating"),
    (Letter::Declined, "不予受理的说明", "Why your report"),
    (Letter::Part, "已阶段性办结", "has been concluded in part"),
    (Letter::Concluded, "已办结", "has been concluded"),
    (Letter::Given, "转", "is now with"),
    (Letter::Accepted, "已受理", "has been accepted"),
    (Letter::Extended, "延长办理期限", "More time for"),
    (Letter::Merged, "已并案办理", "is handled together"),
    (Letter::Unmerged, "恢复单独办理", "by itself again"),
    (Letter::Split, "分成几件办理", "as several matters"),
    (Letter::Again, "重新办理", "is being handled again"),
    (Letter::DecidedRehandling, "退回重办", "is handled again"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Letter {
    Receipt,
    Given,
    Accepted,
    Declined,
    Concluded,
    Part,
    Extended,
    Again,
    Merged,
    Unmerged,
    Split,
    Rate,
    DecidedRehandling,
    DecidedExplanation,
    DecidedReview,
    AskedReexamination,
    AskedReview,
    Reexamined,
    Reviewed,
}

impl Letter {
    /// What is kind to tell, and can be declined; the rest is owed.
    const fn is_courtesy(self) -> bool {
        use Letter::{Given, Merged, Rate, Split, Unmerged};
        matches!(self, Given | Merged | Unmerged | Split | Rate)
    }

    fn of_subject(subject: &str) -> Option<Self> {
        let known = LETTERS.iter().find(|(_, zh, en)| subject.contains(zh) || subject.contains(en));
        known.map(|(letter, ..)| *letter)
    }
}

/// Something that reporters are told of when the jobs run next.
#[derive(Clone, Debug)]
pub struct Event {
    pub matter: usize,
    pub letter: Letter,
    pub at: NaiveDateTime,
    /// One report alone, where it is about a rating.
    pub report: Option<usize>,
    /// The answer that an invitation is about.
    pub answer: Option<NaiveDateTime>,
    /// The law wants it told, also to those who want no other mail.
    pub owed: bool,
    /// Reports that are told otherwise.
    pub except: Vec<usize>,
}

/// A message as the mail server took it.
#[derive(Clone, Debug)]
pub struct Taken {
    pub id: String,
    pub to: String,
    pub subject: String,
}

/// What is wanted and what came, by what it is: `(wanted, came)`.
#[derive(Default)]
pub struct Post {
    pub events: Vec<Event>,
    /// To a reporter.
    letters: HashMap<(usize, Letter), (u32, u32)>,
    /// To staff at once: address and number of the matter.
    urgent: HashMap<(String, String), (u32, u32)>,
    /// To staff once a day: address and how many warnings are in it.
    digests: HashMap<(String, usize), (i64, i64)>,
    /// The warnings of each day (UTC) for each address.
    days: BTreeMap<(NaiveDate, String), usize>,
    /// Letters to addresses that a server refuses.
    pub given_up: u64,
    pub wanted: u64,
    ids: BTreeSet<String>,
    pub came: u64,
    /// A second time, with the same Message-ID.
    pub doubles: u64,
    pub unknown: Vec<String>,
    by_number: HashMap<String, usize>,
}

impl Post {
    pub fn know(&mut self, report: usize, reporter: &Reporter) {
        self.by_number.insert(reporter.number.clone(), report);
    }

    /// A letter must come; one that is not owed only to those who want it.
    pub fn want(&mut self, report: usize, reporter: &Reporter, letter: Letter, owed: bool) {
        if reporter.mail.is_none() || !owed && reporter.refuses {
            return;
        }
        if reporter.gone {
            self.given_up += 1;
            return;
        }
        self.wanted += 1;
        self.letters.entry((report, letter)).or_default().0 += 1;
    }

    pub fn want_urgent(&mut self, to: &str, number: &str) {
        self.wanted += 1;
        self.urgent.entry((to.to_owned(), number.to_owned())).or_default().0 += 1;
    }

    pub fn want_in_digest(&mut self, to: &str, at: NaiveDateTime) {
        *self.days.entry((at.date(), to.to_owned())).or_default() += 1;
    }

    /// A message came.
    pub fn take(&mut self, message: Taken) {
        self.came += 1;
        if !self.ids.insert(message.id.clone()) {
            self.doubles += 1;
            return;
        }
        let number = number_in(&message.subject);
        let mut words = message.subject.split(['（', '(', '）', ')', ' ']);
        let count = words.find_map(|word| word.parse::<usize>().ok());
        let staff = !message.to.starts_with("reporter");
        match (staff, number, count) {
            (true, Some(number), _) => self.urgent.entry((message.to, number)).or_default().1 += 1,
            (true, None, Some(count)) => {
                self.digests.entry((message.to, count)).or_default().1 += 1;
            }
            (false, Some(number), _) => {
                let letter = Letter::of_subject(&message.subject);
                match (self.by_number.get(&number), letter) {
                    (Some(report), Some(letter)) => {
                        self.letters.entry((*report, letter)).or_default().1 += 1;
                    }
                    _ => self.unknown.push(message.subject),
                }
            }
            _ => self.unknown.push(message.subject),
        }
    }

    /// The report of that number.
    pub fn report(&self, number: &str) -> usize {
        self.by_number.get(number).copied().unwrap_or_default()
    }

    /// Closes the books: the digests of all days that are over are counted as wanted.
    pub fn close(&mut self, now: NaiveDateTime) {
        let over = |day: &NaiveDate| *day < now.date();
        for ((_, to), count) in
            std::mem::take(&mut self.days).into_iter().filter(|((day, _), _)| over(day))
        {
            self.wanted += 1;
            self.digests.entry((to, count)).or_default().0 += 1;
        }
    }

    /// Messages that are missing, and those that nobody should have got, each in words.
    pub fn differences(&self, book: &Book) -> Vec<String> {
        let letters = self.letters.iter().filter(|(_, (wanted, came))| wanted != came);
        let mut all: Vec<String> = letters
            .map(|((report, letter), (wanted, came))| {
                let reporter = &book.reports[*report];
                let stories: Vec<_> =
                    reporter.matters.iter().map(|at| book.matters[*at].story.join("; ")).collect();
                format!("{letter:?} of {}: {came} of {wanted} ({stories:?})", reporter.number)
            })
            .collect();
        let urgent = self.urgent.iter().filter(|(_, (wanted, came))| wanted != came);
        all.extend(urgent.map(|(what, (wanted, came))| format!("{what:?}: {came} of {wanted}")));
        let digests = self.digests.iter().filter(|(_, (wanted, came))| wanted != came);
        all.extend(digests.map(|(what, (wanted, came))| format!("{what:?}: {came} of {wanted}")));
        all.extend(self.unknown.iter().map(|subject| format!("nobody knows “{subject}”")));
        all
    }

    /// So many different messages came.
    pub fn distinct(&self) -> usize {
        self.ids.len()
    }
}

/// The number of the matter or report that a subject names.
fn number_in(subject: &str) -> Option<String> {
    let rest = &subject[subject.find("YC-")?..];
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    Some(rest[..end.unwrap_or(rest.len())].to_owned())
}

impl Book {
    /// Notes that reporters are told of it.
    pub fn tell(&mut self, matter: usize, letter: Letter, at: NaiveDateTime) {
        let owed = !letter.is_courtesy();
        let (report, answer, except) = (None, None, Vec::new());
        self.post.events.push(Event { matter, letter, at, report, answer, owed, except });
    }

    /// The jobs run: whoever stands behind a matter by now is told of what happened before.
    pub fn write_letters(&mut self, now: NaiveDateTime) {
        let all = std::mem::take(&mut self.post.events);
        let (come, later): (Vec<Event>, Vec<Event>) = all.into_iter().partition(|it| it.at <= now);
        self.post.events = later;
        for event in come {
            let behind = match event.report {
                Some(report) => BTreeSet::from([report]),
                None => self.behind(event.matter),
            };
            // Who was told that it is accepted, where it went on from, is not told again.
            let known = match event.letter {
                Letter::Accepted => self.told_before(event.matter),
                _ => BTreeSet::new(),
            };
            let matter = &self.matters[event.matter];
            let holds = |at| matter.answer.as_ref().is_some_and(|answer| answer.at == at);
            if event.answer.is_some_and(|at| !holds(at) || !matter.shows_answer()) {
                continue;
            }
            for report in behind {
                let rated = |it: &super::book::Answer| it.rated.contains(&report);
                let invited = event.letter == Letter::Rate;
                if self.reports[report].withdrawn
                    || known.contains(&report)
                    || event.except.contains(&report)
                    || invited && matter.answer.as_ref().is_some_and(rated)
                {
                    continue;
                }
                let owed = event.owed;
                self.post.want(report, &self.reports[report], event.letter, owed);
                use Letter::{Accepted, Declined, Merged};
                if matches!(event.letter, Accepted | Declined | Merged) {
                    let reporter = &mut self.reports[report];
                    reporter.told |= owed || !reporter.refuses;
                }
            }
        }
    }
}
