//! A campaign as its pages show it.

use serde_json::{Value, json};

use crate::{
    app::App,
    campaigns::{
        Campaign,
        campaign::Whole,
        figures::{Count, Register},
        finding::State,
    },
    db::Connection,
    error::Result,
    i18n::Language,
};

/// In whose words.
pub struct Shown<'a> {
    pub app: &'a App,
    pub language: Language,
}

impl Shown<'_> {
    pub fn text(&self, key: &str) -> String {
        self.app.pages.messages.text(self.language, key).into_owned()
    }

    /// What a bureau is called.
    pub fn bureau(&self, code: &str) -> String {
        self.app.jurisdiction.bureau_name(code, self.language.tag()).to_owned()
    }

    /// Lines of a list, under `path`.
    pub fn cards(
        &self,
        connection: &mut Connection,
        campaigns: &[Campaign],
        path: &str,
    ) -> Result<Vec<Value>> {
        let ids: Vec<i64> = campaigns.iter().map(|campaign| campaign.id).collect();
        let sums = Register::sums(connection, &ids, self.app.clock.today())?;
        let card = |campaign: &Campaign| {
            let count = sums.get(&campaign.id).copied().unwrap_or_default();
            json!({
                "href": format!("{path}/{}", campaign.number),
                "number": campaign.number, "name": campaign.name,
                "begins": campaign.begins_on, "ends": campaign.ends_on,
                "state": self.state(campaign), "count": counted(count),
            })
        };
        Ok(campaigns.iter().map(card).collect())
    }

    /// Before it, during it, after its last day, or closed: the end of a message key.
    fn state(&self, campaign: &Campaign) -> &'static str {
        let today = self.app.clock.today();
        match campaign.closed_at {
            Some(_) => "closed",
            None if today < campaign.begins_on => "planned",
            None if today <= campaign.ends_on => "running",
            None => "over",
        }
    }

    /// All that everybody may see of it.
    pub fn whole(&self, whole: &Whole, register: &Register, media: &[(&str, i64)]) -> Value {
        let Whole { campaign, phases, members, problems } = whole;
        let today = self.app.clock.today();
        let now = whole.phase(today).map(|phase| phase.id);
        let phases = phases.iter().map(|phase| {
            json!({
                "name": phase.name, "begins": phase.begins_on, "ends": phase.ends_on,
                "current": now == Some(phase.id), "past": phase.ends_on < today,
            })
        });
        let of_problem = |id| register.problems.get(&id).copied().unwrap_or_default();
        let by_problem = problems.iter().map(
            |problem| json!({ "name": problem.name, "count": counted(of_problem(problem.id)) }),
        );
        let order = self.app.jurisdiction.bureaus().iter().map(|bureau| &bureau.code);
        let by_county = order.filter_map(|code| {
            let count = register.counties.get(code)?;
            let name = self.app.jurisdiction.place(code, self.language.tag());
            Some(json!({ "name": name, "count": counted(*count) }))
        });
        let media = media.iter().filter(|(_, many)| *many > 0);
        let media = media.map(|(medium, many)| {
            json!({ "name": self.text(&format!("campaigns-medium-{medium}")), "many": many })
        });
        json!({
            "number": campaign.number, "name": campaign.name, "aim": campaign.aim,
            "begins": campaign.begins_on, "ends": campaign.ends_on,
            "state": self.state(campaign), "summary": campaign.summary,
            "phases": phases.collect::<Vec<_>>(),
            "members": members.iter().map(|code| self.bureau(code)).collect::<Vec<_>>(),
            "plants": register.plants, "sum": counted(register.sum),
            "problems": by_problem.collect::<Vec<_>>(),
            "counties": by_county.collect::<Vec<_>>(),
            "media": media.collect::<Vec<_>>(),
        })
    }
}

/// A count as templates show it.
pub fn counted(count: Count) -> Value {
    let mut shown = json!({
        "found": count.found(), "late": count.late, "percent": count.percent(),
    });
    for (state, many) in State::ALL.into_iter().zip(count.states) {
        shown[state.name()] = many.into();
    }
    shown
}
