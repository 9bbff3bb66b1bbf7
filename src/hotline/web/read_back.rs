//! The read-back as its template wants it: what to say, and number and code in groups.

use serde_json::{Value, json};

use crate::{accounts::Staff, hotline::entry::ReadBack, message::Message};

/// The whole page.
pub fn page(staff: &Staff, call: &ReadBack) -> Value {
    let joined = (call.case.number != call.report.number).then_some(&call.case.number);
    let target = staff.full_name(&call.case.bureau);
    let code = call.code.as_ref().map(|code| {
        let spoken = code.spoken();
        spoken.split('-').map(str::to_owned).collect::<Vec<_>>()
    });
    json!({
        "number": call.report.number,
        "number_groups": groups(&call.report.number),
        "code_groups": code,
        "minutes": call.within.num_minutes(),
        "target": target,
        "reason": if joined.is_none() { call.case.reason() } else { None::<Message> },
        "joined": joined,
        "is_accepted": call.case.accepted_on.is_some(),
        "by": call.by,
        "steps": staff.say_all(&call.steps),
        "urgent": call.report.urgent,
        "closed_plant": call.case.closed_plant,
        "channel": call.report.channel,
        "at": call.report.received_at,
        "dated_on": call.dated_on,
        "head_count": call.report.head_count,
    })
}

/// A number in groups that are read aloud in one breath: letters, year, day, place in the day.
fn groups(number: &str) -> Vec<String> {
    let mut groups = Vec::new();
    for part in number.split('-') {
        let symbols: Vec<char> = part.chars().collect();
        let length = if symbols.len() == 8 { 4 } else { symbols.len().max(1) };
        groups.extend(symbols.chunks(length).map(String::from_iter));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_out_in_short_groups() {
        assert_eq!(groups("YC-20261123-00427"), ["YC", "2026", "1123", "00427"]);
        assert_eq!(groups("YC-20261123-123456"), ["YC", "2026", "1123", "123456"]);
    }
}
