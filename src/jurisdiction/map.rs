//! The counties as shapes for a map that the server draws, without JavaScript.

use std::fmt::Write;

use geo::{BoundingRect, Coord, LineString, MultiPolygon, Rect};
use serde::Serialize;
use serde_json::json;

use super::boundary::Boundaries;

/// One county as an SVG path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CountyShape {
    /// GB/T 2260 code.
    pub code: String,
    /// Path data (`d`).
    pub d: String,
    /// Where the label stands.
    pub label_x: f64,
    /// Where the label stands.
    pub label_y: f64,
}

impl Boundaries {
    /// The counties as SVG paths in a drawing of that width; its height is [`Self::svg_height`].
    pub fn svg(&self, width: f64) -> Vec<CountyShape> {
        let Some(drawing) = self.drawing(width) else { return Vec::new() };
        let shape = |area: &super::boundary::Area| {
            let label = Coord { x: area.center.longitude(), y: area.center.latitude() };
            let label = drawing.place(label);
            CountyShape {
                code: area.code.clone(),
                d: drawing.path(&area.polygon),
                label_x: label.x,
                label_y: label.y,
            }
        };
        self.areas.iter().map(shape).collect()
    }

    /// The height of the drawing of that width.
    pub fn svg_height(&self, width: f64) -> f64 {
        self.drawing(width).map_or(0.0, |drawing| drawing.height())
    }

    fn drawing(&self, width: f64) -> Option<Drawing> {
        let all = MultiPolygon(self.areas.iter().flat_map(|a| a.polygon.0.clone()).collect());
        let bounds = all.bounding_rect()?;
        let narrow = bounds.center().y.to_radians().cos();
        Some(Drawing { bounds, narrow, scale: width / (bounds.width() * narrow) })
    }
}

/// An equirectangular projection: degrees to units of the drawing, north up.
struct Drawing {
    bounds: Rect,
    narrow: f64,
    scale: f64,
}

impl Drawing {
    fn height(&self) -> f64 {
        tenth(self.bounds.height() * self.scale)
    }

    fn place(&self, at: Coord) -> Coord {
        let x = (at.x - self.bounds.min().x) * self.narrow * self.scale;
        let y = (self.bounds.max().y - at.y) * self.scale;
        Coord { x: tenth(x), y: tenth(y) }
    }

    fn path(&self, polygon: &MultiPolygon) -> String {
        let mut path = String::new();
        for part in polygon {
            self.ring(part.exterior(), &mut path);
            part.interiors().iter().for_each(|hole| self.ring(hole, &mut path));
        }
        path
    }

    fn ring(&self, ring: &LineString, path: &mut String) {
        let corners = ring.0.len().saturating_sub(1);
        for (at, corner) in ring.0.iter().take(corners).enumerate() {
            let Coord { x, y } = self.place(*corner);
            // Writing to a string cannot fail.
            let _ = write!(path, "{}{x} {y}", if at == 0 { 'M' } else { 'L' });
        }
        path.push('Z');
    }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The counties as GeoJSON for a map in the browser, named by `name`.
pub(super) fn geojson(boundaries: &Boundaries, name: impl Fn(&str) -> String) -> String {
    let feature = |area: &super::boundary::Area| {
        json!({
            "type": "Feature",
            "properties": {
                "code": area.code,
                "name": name(&area.code),
                // Where its name belongs, as drawing programs know it.
                "cp": [area.center.longitude(), area.center.latitude()],
            },
            "geometry": geojson::Geometry::from(&area.polygon),
        })
    };
    let features: Vec<_> = boundaries.areas.iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}
