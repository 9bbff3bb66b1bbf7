//! In which county a point lies, and how far it is from the next (`R1`).
//!
//! The polygons may be coarse (Yuncheng's are true to about a kilometre), so whoever asks where a point is
//! also learns how near it is to another county and to the outer border. Counties that touch share their
//! vertices: an edge that only one county has is the outer border.

use std::collections::HashMap;

use geo::{BoundingRect, Coord, Intersects, Line, LinesIter, MultiPolygon, Rect};
use geojson::{Feature, FeatureCollection};

use super::coordinates::{Datum, Point};
use super::error::{JurisdictionError, Reason};
use super::folder::Folder;

const FILE: &str = "boundaries.geojson";
const METRES_PER_DEGREE: f64 = 111_320.0;

/// The polygons of all counties.
#[derive(Debug)]
pub struct Boundaries {
    pub(super) areas: Vec<Area>,
    outer: Vec<Line>,
}

/// The polygon of one county.
#[derive(Debug)]
pub(super) struct Area {
    pub code: String,
    pub center: Point,
    pub polygon: MultiPolygon,
    bounds: Rect,
}

/// Where a point lies among the counties.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The county it lies in; none outside.
    pub county: Option<String>,
    /// The other counties and their distance in metres, the nearest first.
    pub others: Vec<(String, f64)>,
    /// Distance in metres to the border of the whole.
    pub outer: f64,
}

impl Located {
    /// Distance in metres to the nearest other county or to the outer border.
    pub fn border(&self) -> f64 {
        self.others.first().map_or(self.outer, |(_, metres)| metres.min(self.outer))
    }

    /// The other counties nearer than that.
    pub fn within(&self, metres: f64) -> impl Iterator<Item = &str> {
        let near = move |other: &&(String, f64)| other.1 < metres;
        self.others.iter().take_while(near).map(|(code, _)| code.as_str())
    }
}

impl Boundaries {
    pub(super) fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        let refuse = |reason: String| JurisdictionError::new(FILE, Reason::Geometry(reason));
        let text = folder.text(FILE)?;
        let features: FeatureCollection =
            text.parse().map_err(|error: geojson::Error| refuse(error.to_string()))?;
        let areas = features.features.iter().map(area).collect::<Result<Vec<_>, _>>();
        let areas = areas.map_err(refuse)?;
        let outer = outer_edges(&areas);
        Ok(Self { areas, outer })
    }

    /// The counties that are drawn.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.areas.iter().map(|area| area.code.as_str())
    }

    /// Where the label of a county stands.
    pub fn center(&self, county: &str) -> Option<Point> {
        self.areas.iter().find(|area| area.code == county).map(|area| area.center)
    }

    /// The county that a point lies in.
    pub fn county_at(&self, point: Point) -> Option<&str> {
        let at = coord(point);
        let holds = |area: &&Area| area.bounds.intersects(&at) && area.polygon.intersects(&at);
        self.areas.iter().find(holds).map(|area| area.code.as_str())
    }

    /// The county that a point lies in, and how near the others and the outer border are.
    pub fn locate(&self, point: Point) -> Located {
        let county = self.county_at(point).map(str::to_owned);
        let plane = Plane::around(point);
        let mut others: Vec<(String, f64)> = self
            .areas
            .iter()
            .filter(|area| Some(&area.code) != county.as_ref())
            .map(|area| (area.code.clone(), plane.nearest(area.polygon.lines_iter())))
            .collect();
        others.sort_by(|a, b| a.1.total_cmp(&b.1));
        Located { county, others, outer: plane.nearest(self.outer.iter().copied()) }
    }
}

fn coord(point: Point) -> Coord {
    Coord { x: point.longitude(), y: point.latitude() }
}

fn area(feature: &Feature) -> Result<Area, String> {
    let text = |key: &str| feature.property(key).and_then(|value| value.as_str());
    let code = text("adcode").ok_or("a county without adcode")?.to_owned();
    let geometry = feature.geometry.as_ref().ok_or_else(|| format!("{code} has no geometry"))?;
    let polygon = polygon(geometry).map_err(|error| format!("{code}: {error}"))?;
    let bounds = polygon.bounding_rect().ok_or_else(|| format!("{code} is empty"))?;
    let middle = feature.property("center").and_then(pair).unwrap_or_else(|| bounds.center());
    let center = Point::new(middle.y, middle.x, Datum::Wgs84)
        .map_err(|error| format!("the center of {code} is {error}"))?;
    Ok(Area { code, center, polygon, bounds })
}

fn polygon(geometry: &geojson::Geometry) -> Result<MultiPolygon, geojson::Error> {
    let shape: geo::Geometry = (&geometry.value).try_into()?;
    Ok(match shape {
        geo::Geometry::Polygon(one) => MultiPolygon(vec![one]),
        geo::Geometry::MultiPolygon(several) => several,
        _ => MultiPolygon(Vec::new()),
    })
}

fn pair(value: &geojson::JsonValue) -> Option<Coord> {
    let list = value.as_array()?;
    Some(Coord { x: list.first()?.as_f64()?, y: list.get(1)?.as_f64()? })
}

/// The edges that only one county has.
fn outer_edges(areas: &[Area]) -> Vec<Line> {
    let key = |line: &Line| {
        let bits = |at: Coord| (at.x.to_bits(), at.y.to_bits());
        let (a, b) = (bits(line.start), bits(line.end));
        if a < b { (a, b) } else { (b, a) }
    };
    let edges = || areas.iter().flat_map(|area| area.polygon.lines_iter());
    let mut seen: HashMap<_, usize> = HashMap::new();
    for line in edges() {
        *seen.entry(key(&line)).or_default() += 1;
    }
    edges().filter(|line| seen.get(&key(line)) == Some(&1)).collect()
}

/// The ground around a point as a plane in metres; true enough over the width of a city.
struct Plane {
    center: Coord,
    east: f64,
}

impl Plane {
    fn around(point: Point) -> Self {
        let east = METRES_PER_DEGREE * point.latitude().to_radians().cos();
        Self { center: coord(point), east }
    }

    fn nearest(&self, lines: impl Iterator<Item = Line>) -> f64 {
        lines.map(|line| self.distance(line)).fold(f64::INFINITY, f64::min)
    }

    /// Metres from the centre to a line.
    fn distance(&self, line: Line) -> f64 {
        let (start, end) = (self.metres(line.start), self.metres(line.end));
        let way = end - start;
        let length = way.x * way.x + way.y * way.y;
        let along = if length > 0.0 { -(start.x * way.x + start.y * way.y) / length } else { 0.0 };
        let foot = start + way * along.clamp(0.0, 1.0);
        foot.x.hypot(foot.y)
    }

    fn metres(&self, at: Coord) -> Coord {
        let away = at - self.center;
        Coord { x: away.x * self.east, y: away.y * METRES_PER_DEGREE }
    }
}
