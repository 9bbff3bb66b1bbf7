//! Points on the earth, and the shifted coordinates of Chinese maps.
//!
//! Browsers give WGS 84; Chinese maps give GCJ-02 (Amap, Tencent) or BD-09 (Baidu), which lie up to some
//! hundred metres off and are converted, not trusted.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// In what a coordinate is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Datum {
    /// Browsers, GPS, and CGCS2000 for our purpose.
    #[default]
    #[serde(rename = "wgs84")]
    Wgs84,
    /// Amap, Tencent and other Chinese maps.
    #[serde(rename = "gcj02")]
    Gcj02,
    /// Baidu.
    #[serde(rename = "bd09")]
    Bd09,
}

/// A point in China, WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

/// Why a coordinate is no point in China.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoordinateError {
    /// Not a number.
    #[error("not a number")]
    NotANumber,
    /// Latitude and longitude are exchanged.
    #[error("latitude and longitude are exchanged")]
    Exchanged,
    /// Outside China's bounding rectangle.
    #[error("outside China")]
    OutsideChina,
}

const SOUTH: f64 = 3.4;
const NORTH: f64 = 53.6;
const WEST: f64 = 73.4;
const EAST: f64 = 135.1;

impl Point {
    /// A point in China from degrees in that datum.
    pub fn new(latitude: f64, longitude: f64, datum: Datum) -> Result<Self, CoordinateError> {
        if !latitude.is_finite() || !longitude.is_finite() {
            return Err(CoordinateError::NotANumber);
        }
        if in_china(latitude, longitude) {
            let (latitude, longitude) = to_wgs84(latitude, longitude, datum);
            return Ok(Self { latitude, longitude });
        }
        match in_china(longitude, latitude) {
            true => Err(CoordinateError::Exchanged),
            false => Err(CoordinateError::OutsideChina),
        }
    }

    /// A point in China from the text of a form or query.
    pub fn parse(latitude: &str, longitude: &str, datum: Datum) -> Result<Self, CoordinateError> {
        let degrees = |text: &str| text.trim().parse().map_err(|_| CoordinateError::NotANumber);
        Self::new(degrees(latitude)?, degrees(longitude)?, datum)
    }

    /// Degrees north.
    pub fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub fn longitude(&self) -> f64 {
        self.longitude
    }
}

fn in_china(latitude: f64, longitude: f64) -> bool {
    (SOUTH..=NORTH).contains(&latitude) && (WEST..=EAST).contains(&longitude)
}

fn to_wgs84(latitude: f64, longitude: f64, datum: Datum) -> (f64, f64) {
    match datum {
        Datum::Wgs84 => (latitude, longitude),
        Datum::Gcj02 => gcj02_to_wgs84(latitude, longitude),
        Datum::Bd09 => {
            let (latitude, longitude) = bd09_to_gcj02(latitude, longitude);
            gcj02_to_wgs84(latitude, longitude)
        }
    }
}

fn bd09_to_gcj02(latitude: f64, longitude: f64) -> (f64, f64) {
    const TURN: f64 = PI * 3000.0 / 180.0;
    let (x, y) = (longitude - 0.0065, latitude - 0.006);
    let radius = x.hypot(y) - 0.00002 * (y * TURN).sin();
    let angle = y.atan2(x) - 0.000003 * (x * TURN).cos();
    (radius * angle.sin(), radius * angle.cos())
}

/// The shift has no inverse in closed form; three steps bring it below a centimetre.
fn gcj02_to_wgs84(latitude: f64, longitude: f64) -> (f64, f64) {
    let mut guess = (latitude, longitude);
    for _ in 0..3 {
        let (north, east) = shift(guess.0, guess.1);
        guess = (latitude - north, longitude - east);
    }
    guess
}

/// How far GCJ-02 lies from WGS 84 at a point, in degrees (the published approximation).
fn shift(latitude: f64, longitude: f64) -> (f64, f64) {
    const AXIS: f64 = 6_378_245.0;
    const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let radians = latitude.to_radians();
    let magic = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let north =
        north_offset(x, y) * 180.0 / ((AXIS * (1.0 - ECCENTRICITY)) / (magic * magic.sqrt()) * PI);
    let east = east_offset(x, y) * 180.0 / (AXIS / magic.sqrt() * radians.cos() * PI);
    (north, east)
}

fn wave(at: f64, parts: [(f64, f64); 2]) -> f64 {
    let sum: f64 = parts.iter().map(|(height, length)| height * (at * PI * length).sin()).sum();
    sum * 2.0 / 3.0
}

fn ripple(x: f64) -> f64 {
    wave(x, [(20.0, 6.0), (20.0, 2.0)])
}

fn north_offset(x: f64, y: f64) -> f64 {
    let plane = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    let waves = wave(y, [(20.0, 1.0), (40.0, 1.0 / 3.0)]);
    plane + ripple(x) + waves + wave(y, [(160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0)])
}

fn east_offset(x: f64, y: f64) -> f64 {
    let plane = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    let waves = wave(x, [(20.0, 1.0), (40.0, 1.0 / 3.0)]);
    plane + ripple(x) + waves + wave(x, [(150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0)])
}
