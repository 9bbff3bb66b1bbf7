//! The jurisdiction folder: what it says, and how it is refused.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

use chrono::NaiveDate;
use minsheng::jurisdiction::{
    BureauKind, CoordinateError, Datum, DayOff, Jurisdiction, JurisdictionError, Names, Point,
};
use minsheng::message::Message;

static YUNCHENG: LazyLock<Jurisdiction> =
    LazyLock::new(|| Jurisdiction::embedded("yuncheng").expect("the shipped folder"));

pub fn yuncheng() -> &'static Jurisdiction {
    &YUNCHENG
}

/// A message's key is in both languages, and its texts ask for nothing that it does not give.
pub fn assert_written(file: &str, message: &Message) {
    for language in ["zh-CN", "en"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/locales").join(language);
        let text = fs::read_to_string(path.join(file)).expect("the texts");
        let head = format!("\n{} =", message.key);
        let (_, rest) =
            text.split_once(&head).unwrap_or_else(|| panic!("no {} in {language}", message.key));
        let mut lines = rest.lines();
        let first = lines.next().unwrap_or_default().to_owned();
        let body =
            lines.take_while(|line| line.starts_with(' ')).fold(first, |body, line| body + line);
        for asked in body.split("{ $").skip(1) {
            let name: String =
                asked.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            assert!(
                message.args.contains_key(&name),
                "{} in {language} asks for {name}",
                message.key
            );
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[test]
fn thirteen_counties_and_fifteen_targets() {
    let all = yuncheng();
    assert_eq!(all.counties().len(), 13);
    for county in all.counties() {
        let bureau = all.bureau_for_county(&county.code).expect("a bureau for each");
        assert_eq!(bureau.code, county.code);
        assert_eq!(bureau.parent.as_deref(), Some("140800"));
        assert!(!county.names.en.is_empty());
        assert_eq!(all.code_for(&county.names.zh), Some(county.code.as_str()));
    }
    let targets = [BureauKind::County, BureauKind::Zone, BureauKind::Units];
    assert_eq!(all.bureaus().iter().filter(|b| targets.contains(&b.kind)).count(), 15);
    assert_eq!(all.bureau("140800").and_then(|b| b.parent.as_deref()), Some("140000"));
    assert_eq!(all.bureau("140800-power").map(|b| b.short.as_str()), Some("供电"));
    let linyi = all.bureau("140821").expect("a bureau");
    assert_eq!((linyi.short_in("zh-CN"), linyi.short_in("en")), ("临猗分局", "Linyi Branch"));
    assert!(all.bureau("1").is_none());
    assert_eq!(all.profile().number_prefix, "YC");
}

#[test]
fn names_in_either_language() {
    let names = Names::new("临猗县", "Linyi County");
    for (tag, name) in [
        ("zh-CN", "临猗县"),
        ("zh", "临猗县"),
        ("en", "Linyi County"),
        ("en-GB", "Linyi County"),
        ("fr", "临猗县"),
    ] {
        assert_eq!(names.in_language(tag), name);
    }
}

#[test]
fn the_calendar_knows_three_years() {
    let calendar = yuncheng().calendar();
    for (date, worked) in [
        ("2024-02-04", Some(true)),
        ("2024-02-09", Some(true)),
        ("2024-02-12", Some(false)),
        ("2025-10-11", Some(true)),
        ("2026-01-04", Some(true)),
        ("2026-11-21", Some(false)),
        ("2026-11-23", Some(true)),
        ("2027-01-04", None),
        ("2023-12-29", None),
    ] {
        assert_eq!(calendar.is_working_day(day(date)), worked, "{date}");
    }
    let holiday = calendar.day_off(day("2025-10-06"));
    assert_eq!(holiday, Some(DayOff::Holiday(Names::new("中秋", "Mid-autumn Festival"))));
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2024, 2025, 2026]);
}

#[test]
fn shapes_for_a_map() {
    let shapes = yuncheng().boundaries().svg(800.0);
    let height = yuncheng().boundaries().svg_height(800.0);
    assert_eq!(shapes.len(), 13);
    assert!((300.0..900.0).contains(&height), "{height}");
    for shape in &shapes {
        assert!(shape.d.starts_with('M') && shape.d.ends_with('Z'));
        assert!((0.0..=800.0).contains(&shape.label_x) && (0.0..=height).contains(&shape.label_y));
    }
}

#[test]
fn coordinates_are_parsed_and_refused() {
    for (latitude, longitude, wrong) in [
        ("35.1", "north", CoordinateError::NotANumber),
        ("", "110", CoordinateError::NotANumber),
        ("NaN", "110", CoordinateError::NotANumber),
        ("inf", "110", CoordinateError::NotANumber),
        ("0", "0", CoordinateError::OutsideChina),
        ("51.5", "-0.12", CoordinateError::OutsideChina),
        ("35.68", "139.69", CoordinateError::OutsideChina),
        ("111.0", "35.0", CoordinateError::Exchanged),
    ] {
        assert_eq!(
            Point::parse(latitude, longitude, Datum::Wgs84),
            Err(wrong),
            "{latitude} {longitude}"
        );
    }
    assert!(Point::parse(" 35.03 ", "111.0", Datum::Wgs84).is_ok());
}

#[test]
fn shifted_coordinates_are_converted() {
    // Tian'anmen in the three datums, as public converters give it.
    let wgs = Point::new(39.907_37, 116.391_35, Datum::Wgs84).expect("a point");
    let gcj = Point::new(39.908_77, 116.397_59, Datum::Gcj02).expect("a point");
    let bd = Point::new(39.915_11, 116.403_96, Datum::Bd09).expect("a point");
    for (name, point) in [("gcj", gcj), ("bd", bd)] {
        let (north, east) =
            (point.latitude() - wgs.latitude(), point.longitude() - wgs.longitude());
        assert!(north.abs() < 1e-4 && east.abs() < 1e-4, "{name}: {north} {east}");
    }
}

#[test]
fn loads_quickly() {
    let start = Instant::now();
    let loaded = Jurisdiction::embedded("yuncheng").is_ok();
    println!("loading: {:?}", start.elapsed());
    assert!(loaded && Jurisdiction::embedded("nowhere").is_err());
}

fn shipped() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/jurisdictions/yuncheng")
}

/// A copy of the shipped folder with one file changed, as it is refused.
fn refused(file: &str, change: impl Fn(String) -> String) -> JurisdictionError {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(shipped()).expect("the shipped folder") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("a copy");
    }
    let text = fs::read_to_string(copy.path().join(file)).expect("the file");
    fs::write(copy.path().join(file), change(text)).expect("written");
    Jurisdiction::load(copy.path()).expect_err("refused")
}

#[test]
fn a_folder_on_disk_is_read_like_the_shipped_one() {
    let loaded = Jurisdiction::load(&shipped()).expect("the folder");
    assert_eq!(loaded.townships().len(), yuncheng().townships().len());
    let missing = Jurisdiction::load(Path::new("no/such/folder")).expect_err("refused");
    assert_eq!(missing.to_string(), "jurisdiction.toml: the file is missing");
}

#[test]
fn a_wrong_folder_is_refused_with_line_and_reason() {
    for (file, old, new, wanted) in [
        ("gazetteer.csv", "解州,old_name,140802", "解州,old_name,999999", "999999"),
        ("gazetteer.csv", "解州,old_name", "解州,planet", "planet"),
        ("bureaus.csv", "140821,140800,", "140821,77,", "77"),
        ("counties.csv", "140882,", "140883,", "140883"),
        ("townships.csv", "140802,盐湖区,140802001", "1,盐湖区,140802001", "1"),
        ("neighbours.csv", ",140829;140830", ",140831", "140831"),
        ("calendar.csv", "2024-02-10", "2024-02-30", "line 4:"),
        ("calendar.csv", "2024-02-11", "2024-02-10", "twice"),
        ("deadlines.toml", "limit = 15", "limit = 0", "limit of nothing"),
        ("deadlines.toml", "unit = \"working\"", "unit = \"moons\"", "moons"),
        ("deadlines.toml", "valid_to = 2022-04-30", "valid_to = 2022-05-30", "overlaps"),
        ("words.toml", "reach = 18", "reach = \"far\"", "line"),
    ] {
        let error = refused(file, |text| text.replacen(old, new, 1));
        let said = error.to_string();
        assert!(said.starts_with(file) && said.contains(wanted), "{file}: {said}");
    }
    let said = refused("gazetteer.csv", |text| {
        text.replacen("解州,old_name,140802", "解州,old_name,9", 1)
    });
    assert_eq!(said.line, Some(22));
    let said = refused("boundaries.geojson", |_| "{}".into()).to_string();
    assert!(said.contains("not a map of counties"), "{said}");
}
