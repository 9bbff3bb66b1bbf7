//! What kind of pollution, and of what industry (`I5`): tables that forms, checks and figures read.

/// A main category with its sub-types; names are message keys (`kind-air`, `kind-air_odour`).
pub struct Category {
    /// Main category.
    pub name: &'static str,
    /// Sub-types, as `{category}_{sub-type}`.
    pub subtypes: &'static [&'static str],
}

/// All categories, in the order of a form.
pub const CATEGORIES: &[Category] = &[
    Category {
        name: "air",
        subtypes: &[
            "air_odour",
            "air_soot",
            "air_waste_gas",
            "air_cooking",
            "air_site_dust",
            "air_vehicle",
            "air_burning",
        ],
    },
    Category {
        name: "water",
        subtypes: &[
            "water_industrial",
            "water_sewage",
            "water_livestock",
            "water_black",
            "water_source",
        ],
    },
    Category {
        name: "noise",
        subtypes: &["noise_construction", "noise_industrial", "noise_social", "noise_traffic"],
    },
    Category {
        name: "waste",
        subtypes: &[
            "waste_household",
            "waste_building",
            "waste_industrial",
            "waste_hazardous",
            "waste_medical",
        ],
    },
    Category { name: "soil", subtypes: &[] },
    Category { name: "radiation", subtypes: &[] },
    Category {
        name: "ecology",
        subtypes: &["ecology_quarry", "ecology_felling", "ecology_reserve"],
    },
    Category {
        name: "project",
        subtypes: &["project_unapproved", "project_unaccepted", "project_three"],
    },
    Category { name: "other", subtypes: &[] },
];

/// Industries; names are message keys (`industry-coking`).
pub const INDUSTRIES: &[&str] = &[
    "coking",
    "magnesium",
    "ore_dressing",
    "paper",
    "dyeing",
    "chemicals",
    "building",
    "catering",
    "livestock",
    "smelting",
    "waste_treatment",
    "other",
];

/// How a report can reach the office (`I1`).
pub const CHANNELS: [&str; 7] =
    ["web", "telephone", "letter", "visit", "province", "department", "api"];

/// Whether a category or sub-type of that name exists.
pub fn is_known(name: &str) -> bool {
    CATEGORIES.iter().any(|category| category.name == name || category.subtypes.contains(&name))
}

/// The known ones of `given`, each once, each sub-type with its category.
pub fn normalized(given: &[&str]) -> Vec<&'static str> {
    let mut chosen = Vec::new();
    for category in CATEGORIES {
        let subtypes = category.subtypes.iter().filter(|name| given.contains(name));
        let subtypes: Vec<_> = subtypes.copied().collect();
        if given.contains(&category.name) || !subtypes.is_empty() {
            chosen.push(category.name);
            chosen.extend(subtypes);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtype_brings_its_category_and_nonsense_is_left_out() {
        assert_eq!(
            normalized(&["water_black", "air", "nonsense"]),
            ["air", "water", "water_black"]
        );
        assert!(is_known("noise_social") && !is_known("noise_none"));
    }
}
