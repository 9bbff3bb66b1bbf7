//! What makes two names of a plant one name (`I8`). Pure: no database, no clock.

/// How firms end, the longer before what it ends with.
const ENDINGS: [&str; 10] = [
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "集团公司",
    "总公司",
    "公司",
    "集团",
    "工厂",
    "厂",
];
/// What is left of a name that says only what kind of plant it is: it could be any.
const COMMON: [&str; 30] = [
    "印染",
    "化工",
    "造纸",
    "焦化",
    "炼焦",
    "砖",
    "砖瓦",
    "水泥",
    "石灰",
    "石料",
    "石料场",
    "采石场",
    "砂场",
    "沙场",
    "养猪场",
    "养鸡场",
    "养殖场",
    "养殖",
    "饭店",
    "餐馆",
    "烧烤店",
    "工地",
    "搅拌站",
    "选矿",
    "铸造",
    "加工",
    "食品",
    "塑料",
    "洗煤",
    "煤",
];
/// What a name begins with that says there is none.
const NAMELESS: &str = "无名";
/// A shorter rest is no name.
const FEWEST: usize = 2;

/// The part of `name` that tells one plant from another: without the kind of firm, without the
/// names of our own places before it, in plain characters. Nothing when too little is left.
pub fn key(name: &str, places: &[&str]) -> Option<String> {
    let plain: String = name
        .chars()
        .map(plain)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let rest = without_ending(&plain);
    let local = without_places(rest, places);
    // A place alone is no plant.
    if local.is_empty() {
        return None;
    }
    [local, rest].into_iter().find(|it| says_enough(it)).map(str::to_owned)
}

/// Full-width letters, digits and signs as plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn without_ending(name: &str) -> &str {
    fn shorter(rest: &str) -> Option<&str> {
        let mut without = ENDINGS.iter().filter_map(|ending| rest.strip_suffix(ending));
        without.find(|it| it.chars().count() >= FEWEST)
    }
    let mut rest = name;
    while let Some(shorter) = shorter(rest) {
        rest = shorter;
    }
    rest
}

fn without_places<'a>(name: &'a str, places: &[&str]) -> &'a str {
    let mut rest = name;
    let leading = |rest: &'a str| {
        let longest = places.iter().filter(|place| !place.is_empty() && rest.starts_with(*place));
        longest.max_by_key(|place| place.len()).and_then(|place| rest.strip_prefix(*place))
    };
    while let Some(shorter) = leading(rest) {
        rest = shorter;
    }
    rest
}

fn says_enough(name: &str) -> bool {
    name.chars().count() >= FEWEST
        && !COMMON.contains(&name)
        && !name.starts_with(NAMELESS)
        && !name.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: [&str; 6] = ["山西省", "山西", "运城市", "运城", "临猗县", "临猗"];

    #[test]
    fn one_plant_is_one_however_it_is_called() {
        for name in [
            "青禾印染厂",
            "青禾印染有限公司",
            "临猗县青禾印染有限责任公司",
            "山西省运城市临猗县青禾印染厂",
            "（临猗）青禾印染集团有限公司",
            " 青禾 印染　厂 ",
        ] {
            assert_eq!(key(name, &PLACES).as_deref(), Some("青禾印染"), "{name}");
        }
        assert_eq!(key("ＡＢＣ化工（一分厂）", &PLACES), key("abc化工 一分厂", &PLACES));
    }

    #[test]
    fn different_plants_stay_apart() {
        let all =
            ["青禾印染厂", "青禾造纸厂", "ABC化工一分厂", "ABC化工二分厂", "遠山紙廠", "远山纸厂"];
        for (at, one) in all.iter().enumerate() {
            for other in &all[..at] {
                assert_ne!(key(one, &PLACES), key(other, &PLACES), "{one} {other}");
            }
        }
    }

    #[test]
    fn what_could_be_any_plant_is_no_name() {
        for name in [
            "",
            "厂",
            "印染厂",
            "化工公司",
            "化工厂",
            "养猪场",
            "工地",
            "12",
            "无名小作坊",
            "（）",
            "山西省",
        ] {
            let key = key(name, &PLACES);
            assert!(key.is_none(), "{name}: {key:?}");
        }
        // With the place before it, it says which.
        assert_eq!(key("临猗焦化有限公司", &PLACES).as_deref(), Some("临猗焦化"));
    }
}
