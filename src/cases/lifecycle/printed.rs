//! The lifecycle as Markdown, for `ARCHITECTURE.md`.

use super::{Effect, Next, TABLE};

/// The table as Markdown.
pub fn printed() -> String {
    let mut text = String::from(
        "| state | act | leads to | who | must state | clocks |\n|---|---|---|---|---|---|\n",
    );
    for rule in TABLE {
        let next = match rule.next {
            Next::To(state) => state.name(),
            Next::Stay => "(stays)",
            Next::Back => "(back)",
            Next::Proposal => "(as proposed)",
            Next::Work => "accepted (or partly_concluded)",
            Next::Before => "(as before)",
            Next::Reviewed => "concluded, accepted or final (as decided)",
        };
        let clocks: Vec<String> = rule.effects.iter().map(clock).collect();
        let line = [
            rule.state.name(),
            rule.act.name(),
            next,
            &format!("{:?}", rule.who),
            &rule.states.join(", "),
            &clocks.join(", "),
        ]
        .join(" | ");
        text.push_str(&format!("| {line} |\n"));
    }
    text
}

fn clock(effect: &Effect) -> String {
    match effect {
        Effect::Starts(policy) => format!("starts {policy}"),
        Effect::StartsOnce(policy) => format!("starts {policy} once"),
        Effect::Stops(policy) => format!("stops {policy}"),
        Effect::StopsAll => "stops all at the end".to_owned(),
        Effect::PausesAll => "pauses all".to_owned(),
        Effect::ResumesAll => "resumes all".to_owned(),
        Effect::Replaces(policy) => format!("else {policy} takes their place"),
    }
}
