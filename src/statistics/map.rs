//! The counties as a map in five shades, drawn by the server.

use serde::Serialize;

use crate::jurisdiction::Jurisdiction;

/// Width of the drawing in its own units.
const WIDTH: f64 = 620.0;
/// The darkest shade.
const DARKEST: i64 = 5;
/// From this shade on, letters are light.
const DARK: i64 = 4;

/// A county.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Area {
    pub href: String,
    pub name: String,
    pub label: String,
    pub value: i64,
    pub level: i64,
    pub path: String,
    pub x: f64,
    pub y: f64,
    pub dark: bool,
}

/// What a shade means.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Step {
    pub level: i64,
    pub from: i64,
    pub to: i64,
}

/// The map.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Map {
    pub view_box: String,
    pub areas: Vec<Area>,
    pub legend: Vec<Step>,
}

/// Draws the counties shaded by `value`, named in the language of that tag.
pub fn draw(
    jurisdiction: &Jurisdiction,
    language: &str,
    value: impl Fn(&str) -> i64,
    href: impl Fn(&str) -> String,
) -> Map {
    let boundaries = jurisdiction.boundaries();
    let shapes = boundaries.svg(WIDTH);
    let most = shapes.iter().map(|shape| value(&shape.code)).max().unwrap_or(0);
    let areas = shapes.into_iter().map(|shape| {
        let value = value(&shape.code);
        let name = jurisdiction.place(&shape.code, language).to_owned();
        let level = level(value, most);
        Area {
            href: href(&shape.code),
            label: name.split(' ').next().unwrap_or(&name).to_owned(),
            name,
            value,
            level,
            path: shape.d,
            x: shape.label_x,
            y: shape.label_y,
            dark: level >= DARK,
        }
    });
    Map {
        view_box: format!("0 0 {WIDTH} {}", boundaries.svg_height(WIDTH)),
        areas: areas.collect(),
        legend: legend(most),
    }
}

/// The shade of a value: 0 for none, else the fifth of the greatest in which it lies.
fn level(value: i64, most: i64) -> i64 {
    if value <= 0 || most <= 0 { 0 } else { ((value * DARKEST + most - 1) / most).min(DARKEST) }
}

fn legend(most: i64) -> Vec<Step> {
    let step = |shade: i64| Step {
        level: shade,
        from: if shade == 0 { 0 } else { (shade - 1) * most / DARKEST + 1 },
        to: shade * most / DARKEST,
    };
    (0..=DARKEST).map(step).filter(|step| step.from <= step.to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_the_range_its_shade_is_said_to_mean() {
        for most in [0, 1, 2, 3, 4, 5, 7, 10, 99, 1000] {
            let legend = legend(most);
            for value in 0..=most {
                let level = level(value, most);
                let step = legend.iter().find(|step| step.level == level);
                assert!(
                    step.is_some_and(|step| (step.from..=step.to).contains(&value)),
                    "{value} of {most}: {step:?}"
                );
            }
        }
    }
}
