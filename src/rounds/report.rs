//! What a round found, in the office's sentences, for the person who closes it to go on from.

use super::{item::Item, lifecycle::State, problem::Problem, round::Round};
use crate::{app::App, i18n::Language, message::Message};

/// The language in which the office writes.
const WRITTEN: Language = Language::Chinese;

/// The closing report.
pub fn drafted(app: &App, round: &Round, items: &[Item], problems: &[Problem]) -> String {
    let say = |message: &Message| app.pages.messages.say(WRITTEN, message);
    let date = |day| app.pages.messages.date(WRITTEN, day);
    let mut bureaus: Vec<&str> = items.iter().map(|item| item.bureau.as_str()).collect();
    bureaus.dedup();
    let count = |state| problems.iter().filter(|problem| problem.is(state)).count();
    let in_order = items.iter().filter(|item| item.in_order == Some(true)).count();
    let intro = Message::new("rounds-report-intro")
        .with("title", &round.title)
        .with("from", date(round.from_on))
        .with("until", date(round.until_on))
        .with("bureaus", bureaus.len())
        .with("items", items.len())
        .with("in_order", in_order)
        .with("problems", problems.len())
        .with("accepted", count(State::Accepted))
        .with("carried", count(State::Carried));
    let line = |code: &&str| {
        let mine = items.iter().filter(|item| item.bureau == **code);
        let theirs = problems.iter().filter(|problem| problem.bureau == **code);
        let accepted = theirs.clone().filter(|problem| problem.is(State::Accepted)).count();
        let message = Message::new("rounds-report-bureau")
            .with("name", app.jurisdiction.place(code, WRITTEN.tag()))
            .with("items", mine.count())
            .with("problems", theirs.count())
            .with("accepted", accepted);
        say(&message)
    };
    let lines: Vec<String> = bureaus.iter().map(line).collect();
    format!("{}\n\n{}", say(&intro), lines.join("\n"))
}
