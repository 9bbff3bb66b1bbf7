//! Routing by table (`R1`–`R5`).

use std::time::Instant;

use minsheng::jurisdiction::{Datum, Jurisdiction, Point};
use minsheng::routing::{Decision, Place, RULES, RuleId, decide};
use proptest::prelude::*;

use crate::jurisdiction::yuncheng;

const CITY: Option<&str> = Some("140800");
const ZONE: Option<&str> = Some("140871");

fn point(latitude: f64, longitude: f64) -> Option<Point> {
    Some(Point::new(latitude, longitude, Datum::Wgs84).expect("a point in China"))
}

fn at(address: &str) -> Decision {
    decide(yuncheng(), &Place { address: address.into(), ..Place::default() })
}

fn told(text: &str) -> Decision {
    decide(yuncheng(), &Place { text: text.into(), ..Place::default() })
}

fn told_in(county: &str, text: &str) -> Decision {
    let place = Place { county: Some(county.into()), text: text.into(), ..Place::default() };
    decide(yuncheng(), &place)
}

fn against(unit: &str) -> Decision {
    let place =
        Place { county: Some("140828".into()), reported_unit: unit.into(), ..Place::default() };
    decide(yuncheng(), &place)
}

fn code(decision: &Decision) -> Option<&str> {
    decision.target.code.as_deref()
}

fn others(decision: &Decision) -> Vec<&str> {
    decision.alternatives.iter().filter_map(|target| target.code.as_deref()).collect()
}

/// The whole table is checked before it fails, so that one run shows every wrong row.
fn check(rows: &[(&str, Option<&str>)], decide: impl Fn(&str) -> Decision) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(given, wanted)| {
            let decision = decide(given);
            let line =
                || format!("{given}: {:?} by {}, not {wanted:?}", code(&decision), decision.rule);
            (code(&decision) != *wanted).then(line)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_township_by_name() {
    let townships = yuncheng().townships();
    assert_eq!(townships.len(), 161);
    let mut wrong = Vec::new();
    for township in townships {
        let zone = township.name == "运城经济技术开发区";
        let wanted = if zone { "140871" } else { &township.county };
        let prefixes = ["", "运城市", "山西省运城市"];
        for address in prefixes.map(|prefix| format!("{prefix}{}", township.name)) {
            let decision = at(&address);
            if code(&decision) != Some(wanted) || !decision.certain {
                wrong.push(format!("{address}: {:?} by {}", code(&decision), decision.rule));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_township_without_its_ending() {
    let mut wrong = Vec::new();
    for township in yuncheng().townships() {
        let short = ["街道", "镇", "乡"].iter().find_map(|end| township.name.strip_suffix(end));
        let Some(short) = short else { continue };
        let county = yuncheng().county(&township.county).expect("its county");
        for address in
            [short.to_owned(), format!("运城市{short}"), format!("{}{short}", county.names.zh)]
        {
            let decision = at(&address);
            if code(&decision) != Some(&township.county) {
                wrong.push(format!("{address}: {:?} by {}", code(&decision), decision.rule));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn spoken_forms() {
    let table = [
        ("解州", Some("140802")),
        ("解州镇西街", Some("140802")),
        ("猗氏", Some("140821")),
        ("猗氏镇南关村", Some("140821")),
        ("临猗县城", Some("140821")),
        ("芮城县城西边的化工厂", Some("140830")),
        ("新绛", Some("140825")),
        ("新绛县城西关", Some("140825")),
        ("绛县横水", Some("140826")),
        ("闻喜东镇", Some("140823")),
        ("东镇镇", Some("140823")),
        ("风陵渡", Some("140830")),
        ("风陵渡大桥旁边", Some("140830")),
        ("风陵渡开发区", Some("140830")),
        ("安邑", Some("140802")),
        ("禹都", Some("140802")),
        ("蒲州", Some("140881")),
        ("盐湖", Some("140802")),
        ("盐池北岸", Some("140802")),
        ("关帝庙后面", Some("140802")),
        ("鹳雀楼", Some("140881")),
        ("普救寺", Some("140881")),
        ("永乐宫", Some("140830")),
        ("后土祠", Some("140822")),
        ("Linyi County, east of the station", Some("140821")),
        ("解州镇涑水河边", Some("140802")),
        ("涑水河", CITY),
        ("汾河", CITY),
        ("黄河边", CITY),
        ("中条山", CITY),
        ("运城市", CITY),
        ("太阳能路灯厂", CITY),
        ("新开张的饭店", CITY),
    ];
    check(&table, at);
}

#[test]
fn a_river_names_its_counties() {
    let decision = at("涑水河");
    assert_eq!(decision.rule, RuleId::AddressSeveral);
    assert!(!decision.certain);
    assert_eq!(others(&decision), ["140826", "140823", "140828", "140802", "140821", "140881"]);
    let place =
        Place { address: "涑水河边".into(), county: Some("140821".into()), ..Place::default() };
    let decision = decide(yuncheng(), &place);
    assert_eq!((code(&decision), decision.rule), (Some("140821"), RuleId::Chosen));
}

#[test]
fn streets_named_after_other_places() {
    let table = [
        ("运城市盐湖区河东东街18号", Some("140802")),
        ("盐湖区太原路", Some("140802")),
        ("运城市太原路", CITY),
        ("太原路12号", CITY),
        ("临汾巷", CITY),
        ("北京东路", CITY),
        ("盐湖区临汾饭店", Some("140802")),
        ("西安面馆隔壁", CITY),
        ("河南村口", CITY),
        ("永济市西安街三门峡烩面", Some("140881")),
        ("盐湖区闻喜煮饼店", Some("140802")),
        ("运城市闻喜路", CITY),
        ("稷山县太阳乡", Some("140824")),
        ("临猗县北张村", Some("140821")),
        ("万荣县高村", Some("140822")),
        ("河津市经济技术开发区", Some("140882")),
        ("平陆县三门镇", Some("140829")),
    ];
    check(&table, at);
    assert!(table.iter().all(|(address, _)| !at(address).outside));
}

#[test]
fn the_development_zone() {
    let table = [
        ("运城开发区", ZONE),
        ("运城经济开发区", ZONE),
        ("运城市经济技术开发区禹都东街", ZONE),
        ("运城经开区", ZONE),
        ("经开区", ZONE),
        ("开发区工业园", ZONE),
        ("我住在开发区", ZONE),
        ("盐湖区开发区", ZONE),
        ("运城市盐湖区运城开发区", ZONE),
        ("山西绛县经济开发区", Some("140826")),
        ("绛县开发区", Some("140826")),
        ("稷山经济技术开发区", Some("140824")),
        ("盐湖高新技术产业开发区", Some("140802")),
        ("空港新区", CITY),
        ("郑州经开区", None),
        ("市直单位", Some("140899")),
    ];
    check(&table, at);
    assert_eq!(at("运城开发区").rule, RuleId::Zone);
    assert!(!at("盐湖区开发区").certain);
    assert_eq!(others(&at("盐湖区开发区")), ["140802"]);
}

#[test]
fn addresses_that_contradict_themselves() {
    for (address, named) in [
        ("临猗县解州镇", vec!["140821", "140802"]),
        ("临猗县与万荣县交界处", vec!["140821", "140822"]),
        ("河津市和陕西韩城交界", vec![]),
    ] {
        let decision = at(address);
        if named.is_empty() {
            assert_eq!(code(&decision), Some("140882"), "{address}");
            continue;
        }
        assert_eq!((code(&decision), others(&decision)), (CITY, named), "{address}");
        assert!(!decision.certain);
    }
    let decision = at("陕西韩城和河津市交界");
    assert_eq!((code(&decision), others(&decision)), (CITY, vec!["140882"]));
    assert!(decision.alternatives.iter().any(|target| target.names.zh.contains("韩城")));
}

#[test]
fn outside_by_name() {
    for (address, authority) in [
        ("三门峡市湖滨区", "三门峡市生态环境局"),
        ("三门峡", "三门峡市生态环境局"),
        ("河南省三门峡市灵宝市", "三门峡市生态环境局"),
        ("陕西韩城", "韩城市生态环境局"),
        ("陕西省韩城市龙门镇", "韩城市生态环境局"),
        ("陕西渭南潼关县", "渭南市生态环境局"),
        ("临汾", "临汾市生态环境局"),
        ("山西省临汾市侯马", "临汾市生态环境局"),
        ("临汾市襄汾县古城镇", "临汾市生态环境局"),
        ("山西太原小店区", "太原市生态环境局"),
        ("北京市东城区", "北京市生态环境局"),
        ("北京朝阳区", "北京市生态环境局"),
        ("西安市阎良区", "西安市生态环境局"),
        ("陕西榆林", "陕西省生态环境厅"),
        ("河南", "河南省生态环境厅"),
        ("Beijing", "北京市生态环境局"),
    ] {
        let decision = at(address);
        assert!(decision.outside, "{address}: {:?} by {}", code(&decision), decision.rule);
        assert_eq!(code(&decision), None, "{address}");
        assert_eq!(decision.rule, RuleId::OutsideAddress, "{address}");
        assert_eq!(decision.target.names.zh, authority, "{address}");
    }
}

#[test]
fn outside_by_point() {
    for (latitude, longitude) in [(34.77, 111.20), (35.476, 110.44), (36.09, 111.52), (39.9, 116.4)]
    {
        let decision =
            decide(yuncheng(), &Place { point: point(latitude, longitude), ..Place::default() });
        assert!(decision.outside && code(&decision).is_none());
        assert_eq!(decision.rule, RuleId::OutsidePoint);
    }
    let place = Place {
        point: point(34.77, 111.20),
        address: "河南省三门峡市湖滨区".into(),
        ..Place::default()
    };
    assert_eq!(decide(yuncheng(), &place).target.names.zh, "三门峡市生态环境局");
}

#[test]
fn every_county_by_its_centre() {
    for county in yuncheng().counties() {
        let place = Place { point: Some(county.center), ..Place::default() };
        let decision = decide(yuncheng(), &place);
        assert_eq!(code(&decision), Some(county.code.as_str()));
        assert_eq!((decision.rule, decision.border), (RuleId::Boundary, false));
        assert!(decision.certain && decision.alternatives.is_empty());
    }
}

/// A point some metres north of the nearest place on the line between two counties.
fn near_border() -> (Point, String, String) {
    let (west, east) = (110.61437, 110.99514);
    for step in 0..1000 {
        let longitude = west + (east - west) * f64::from(step) / 1000.0;
        let here = point(35.12, longitude).expect("a point");
        let located = yuncheng().boundaries().locate(here);
        let first = located.within(1000.0).next().map(str::to_owned);
        if let (Some(county), Some(other)) = (located.county.clone(), first) {
            return (here, county, other);
        }
    }
    panic!("no border between the two");
}

#[test]
fn a_border_names_both() {
    let (here, county, other) = near_border();
    let place = Place { point: Some(here), ..Place::default() };
    let decision = decide(yuncheng(), &place);
    assert_eq!(code(&decision), Some(county.as_str()));
    assert!(decision.border && !decision.certain);
    assert!(others(&decision).contains(&other.as_str()));
    assert_eq!(decision.reason.key, "routing-boundary-border");
    let address = yuncheng().county(&other).expect("it").names.zh.clone();
    let decision = decide(yuncheng(), &Place { address, ..place });
    assert_eq!((code(&decision), decision.border), (Some(county.as_str()), true));
}

#[test]
fn the_outer_border_names_the_neighbour() {
    let place = Place { point: point(34.61, 110.32), ..Place::default() };
    let decision = decide(yuncheng(), &place);
    assert_eq!((code(&decision), decision.border), (Some("140830"), true));
    assert!(decision.alternatives.iter().any(|target| target.names.zh == "渭南市生态环境局"));
}

#[test]
fn a_point_and_an_address_that_disagree() {
    let center = yuncheng().county("140821").expect("it").center;
    for (address, wanted) in [
        ("永济市蒲州镇", vec!["140821", "140881"]),
        ("解州", vec!["140821", "140802"]),
        ("运城开发区", vec!["140821", "140871"]),
    ] {
        let place = Place { point: Some(center), address: address.into(), ..Place::default() };
        let decision = decide(yuncheng(), &place);
        assert_eq!((code(&decision), decision.rule), (CITY, RuleId::Disagreement), "{address}");
        assert_eq!(others(&decision), wanted, "{address}");
        assert!(!decision.certain);
    }
    let place = Place { point: Some(center), address: "陕西韩城".into(), ..Place::default() };
    let decision = decide(yuncheng(), &place);
    assert_eq!((code(&decision), decision.alternatives.len()), (CITY, 2));
    for address in ["临猗县北景乡", "涑水河", "张村", "东街18号", "太原路"] {
        let place = Place { point: Some(center), address: address.into(), ..Place::default() };
        let decision = decide(yuncheng(), &place);
        assert_eq!(
            (code(&decision), decision.rule),
            (Some("140821"), RuleId::Boundary),
            "{address}"
        );
    }
    let place = Place {
        point: yuncheng().county("140802").map(|county| county.center),
        address: "运城开发区".into(),
        ..Place::default()
    };
    assert_eq!(code(&decide(yuncheng(), &place)), ZONE);
    let place =
        Place { point: point(39.9, 116.4), address: "临猗县".into(), ..Place::default() };
    let decision = decide(yuncheng(), &place);
    assert_eq!((code(&decision), decision.outside), (CITY, false));
}

#[test]
fn chosen_by_hand() {
    for wanted in ["140802", "140882", "140871", "140899"] {
        let place = Place { county: Some(wanted.into()), ..Place::default() };
        let decision = decide(yuncheng(), &place);
        assert_eq!((code(&decision), decision.rule), (Some(wanted), RuleId::Chosen));
    }
    for nonsense in ["", "999999", "140800-police", "140000"] {
        let place = Place { county: Some(nonsense.into()), ..Place::default() };
        assert_eq!(decide(yuncheng(), &place).rule, RuleId::Dispatcher);
    }
    let place =
        Place { county: Some("140822".into()), address: "张村".into(), ..Place::default() };
    assert_eq!(code(&decide(yuncheng(), &place)), Some("140822"));
    let place =
        Place { county: Some("140822".into()), address: "解州镇".into(), ..Place::default() };
    let decision = decide(yuncheng(), &place);
    assert_eq!((code(&decision), decision.certain), (Some("140802"), false));
    assert_eq!(others(&decision), ["140822"]);
}

#[test]
fn nothing_given() {
    let decision = decide(yuncheng(), &Place::default());
    assert_eq!((code(&decision), decision.rule), (CITY, RuleId::Dispatcher));
    assert!(!decision.certain && !decision.outside);
    assert_eq!(at("   ").rule, RuleId::Dispatcher);
}

#[test]
fn the_text_speaks_only_when_nothing_else_does() {
    let table = [
        ("临猗县一家印染厂把废水排进下水道", Some("140821")),
        ("解州有个造纸厂夜里冒黑烟", Some("140802")),
        ("三路里那边采石场扬尘很大", Some("140802")),
        ("运城开发区有家厂味道很大", ZONE),
        ("涑水河的水又黑又臭", CITY),
        ("从三门峡拉来的垃圾倒在平陆县", Some("140829")),
        ("三门峡市有一家化工厂冒黄烟", None),
        ("陕西来的车把废料倒在风陵渡镇", Some("140830")),
        ("西安市永乐镇有一家化工厂", None),
        ("我家楼下新开张的烧烤店油烟大，白天太阳一晒更难闻", CITY),
        ("清河里的鱼都死了", CITY),
        ("有一辆河南牌照的车在倒垃圾", CITY),
        ("门口卖北京烤鸭的油烟很大", CITY),
    ];
    check(&table, told);
    let place = Place { address: "某处".into(), text: "临猗县".into(), ..Place::default() };
    assert_eq!(code(&decide(yuncheng(), &place)), CITY);
}

#[test]
fn conflict_by_the_reported_unit() {
    for (unit, target, hidden) in [
        ("夏县环保局", "140800", vec!["140828"]),
        ("夏县人民政府", "140800", vec!["140828"]),
        ("夏县县政府", "140800", vec!["140828"]),
        ("县环保局", "140800", vec!["140828"]),
        ("环保局执法人员", "140800", vec!["140828"]),
        ("临猗分局", "140800", vec!["140821"]),
        ("运城市生态环境局临猗分局", "140800", vec!["140821"]),
        ("永济市委", "140800", vec!["140881"]),
        ("运城市生态环境局", "140000", vec!["140800"]),
        ("市环保局", "140000", vec!["140800"]),
        ("运城市政府", "140000", vec!["140800"]),
        ("运城开发区管委会", "140800", vec!["140871"]),
        ("夏县土政策", "140800", vec!["140828"]),
    ] {
        let decision = against(unit);
        assert_eq!((code(&decision), decision.rule), (Some(target), RuleId::Conflict), "{unit}");
        assert_eq!(decision.hidden_from, hidden, "{unit}");
    }
    for unit in [
        "夏县某造纸厂",
        "环保局对面的烧烤店",
        "夏县政府招待所",
        "公安局盐湖分局",
        "解州镇政府",
        "三门峡市环保局",
        "陕西省生态环境厅",
        "市政工程公司",
        "某村委会",
        "环保设备公司",
    ] {
        let decision = against(unit);
        assert_eq!(decision.rule, RuleId::Chosen, "{unit}: {:?}", decision.hidden_from);
        assert!(decision.hidden_from.is_empty());
    }
}

#[test]
fn conflict_by_the_text() {
    for (text, target, hidden) in [
        ("夏县环保局包庇造纸厂", "140800", vec!["140828"]),
        ("夏县环保局执法人员收受企业贿赂", "140800", vec!["140828"]),
        ("县环保局不作为，我们举报了三年", "140800", vec!["140828"]),
        ("每次检查前县环保局都给厂里通风报信", "140800", vec!["140828"]),
        ("夏县政府充当企业的保护伞", "140800", vec!["140828"]),
        ("环保局接到举报不作为", "140800", vec!["140828"]),
        ("我多次向夏县环保局反映，他们不作为", "140800", vec!["140828"]),
        ("我向县环保局举报了多次，一直不作为", "140800", vec!["140828"]),
        ("我要举报夏县环保局局长", "140800", vec!["140828"]),
        ("控告县政府违规审批", "140800", vec!["140828"]),
        ("厂长勾结县环保局", "140800", vec!["140828"]),
        ("包庇企业的正是夏县环保局", "140800", vec!["140828"]),
        ("临猗县生态环境局乱收费", "140800", vec!["140821"]),
        ("县里出台土政策，不让环保部门进厂检查", "140800", vec!["140828"]),
        ("市环保局收受好处", "140000", vec!["140800"]),
        ("运城市生态环境局夏县分局违规审批，批了没有环评的厂", "140800", vec!["140828"]),
        ("当地政府包庇这家焦化厂", "140800", vec!["140828"]),
    ] {
        let decision = told_in("140828", text);
        assert_eq!((code(&decision), decision.rule), (Some(target), RuleId::Conflict), "{text}");
        assert_eq!(decision.hidden_from, hidden, "{text}");
    }
}

#[test]
fn a_mere_mention_is_no_conflict() {
    for text in [
        "已向环保局举报",
        "已向夏县环保局举报过，还在冒烟",
        "已经投诉环保局了",
        "请县环保局来查一下",
        "希望县政府严肃处理",
        "环保局来人看过，说会整改",
        "向县环保局举报村长包庇造纸厂",
        "请夏县环保局查处包庇企业的村干部",
        "夏县环保局查处过这家厂，又死灰复燃",
        "县环保局没有包庇谁，是厂里自己偷排",
        "环保局对面的烧烤店油烟大，老板收了钱也不改",
        "夏县政府旁边的工地夜里施工",
        "感谢县环保局，但是村委会不作为",
        "已向环保局反映，这个厂不管白天黑夜都冒烟",
        "三门峡市环保局不作为",
        "镇政府不作为",
        "村委会包庇养猪场",
        "公安局不作为",
    ] {
        let decision = told_in("140828", text);
        assert_eq!((code(&decision), decision.rule), (Some("140828"), RuleId::Chosen), "{text}");
        assert!(decision.hidden_from.is_empty(), "{text}");
    }
}

#[test]
fn a_conflict_in_a_county_level_city_hides_from_both() {
    let decision = told_in("140881", "市环保局包庇企业");
    assert_eq!(code(&decision), Some("140000"));
    assert_eq!(decision.hidden_from, ["140800", "140881"]);
    let decision = told_in("140881", "永济市环保局包庇企业");
    assert_eq!(code(&decision), CITY);
    assert_eq!(decision.hidden_from, ["140881"]);
}

#[test]
fn a_conflict_whose_place_is_unknown_still_goes_up() {
    let decision = told("环保局不作为，工厂天天冒烟");
    assert_eq!((code(&decision), decision.rule), (CITY, RuleId::Conflict));
    assert_eq!(decision.reason.key, "routing-conflict");
}

#[test]
fn the_table_names_each_rule_once() {
    let names: std::collections::HashSet<String> =
        RULES.iter().map(|rule| rule.id.to_string()).collect();
    assert_eq!(names.len(), RULES.len());
    assert!(names.contains("address_township"));
    assert!(RULES.iter().all(|rule| !rule.doc.is_empty()));
}

#[test]
fn reasons_are_written_in_both_languages() {
    let (here, ..) = near_border();
    let center = yuncheng().county("140821").map(|county| county.center);
    let places = [
        Place::default(),
        Place { point: Some(here), ..Place::default() },
        Place { point: center, ..Place::default() },
        Place { point: center, address: "永济市".into(), ..Place::default() },
        Place { point: point(39.9, 116.4), ..Place::default() },
        Place { point: point(39.9, 116.4), address: "临猗县".into(), ..Place::default() },
        Place { point: point(39.9, 116.4), address: "北京".into(), ..Place::default() },
        Place { point: point(34.605, 110.32), ..Place::default() },
        Place { point: point(34.61, 110.32), ..Place::default() },
        Place { county: Some("140821".into()), ..Place::default() },
        Place { county: Some("140821".into()), address: "北京".into(), ..Place::default() },
        Place { reported_unit: "夏县环保局".into(), ..Place::default() },
        Place { reported_unit: "环保局".into(), ..Place::default() },
    ];
    let addresses = ["临猗县", "解州", "鹳雀楼", "涑水河", "运城开发区", "北京"];
    let texts = ["临猗县的厂", "涑水河", "三门峡市的厂"];
    let reasons = places.iter().map(|place| decide(yuncheng(), place).reason);
    let reasons = reasons.chain(addresses.iter().map(|address| at(address).reason));
    for reason in reasons.chain(texts.iter().map(|text| told(text).reason)) {
        crate::jurisdiction::assert_written("routing.ftl", &reason);
    }
}

#[test]
fn deciding_is_quick() {
    let place = Place {
        point: yuncheng().county("140821").map(|county| county.center),
        address: "运城市临猗县猗氏镇南关村涑水河边印染厂".into(),
        text: "印染厂的处理设施一直停着，废水直接排进下水道和涑水河，已向环保局举报。".into(),
        ..Place::default()
    };
    let start = Instant::now();
    for _ in 0..100 {
        assert_eq!(code(&decide(yuncheng(), &place)), Some("140821"));
    }
    println!("decide: {:?} each", start.elapsed() / 100);
}

proptest! {
    #[test]
    fn any_point_has_an_owner_or_is_outside(latitude in 34.4..36.0_f64, longitude in 110.0..112.3_f64) {
        let place = Place { point: point(latitude, longitude), ..Place::default() };
        let decision = decide(yuncheng(), &place);
        prop_assert_eq!(decision.outside, code(&decision).is_none());
        let inside = yuncheng().boundaries().county_at(place.point.expect("it"));
        prop_assert_eq!(code(&decision), inside);
        prop_assert_eq!(decision.border, yuncheng().boundaries().locate(place.point.expect("it")).border() < 1500.0);
    }

    #[test]
    fn any_words_are_decided(address in "\\PC{0,60}", text in "[运城市夏县环保局解州路包庇向举报，。开发区北京]{0,40}", unit in "\\PC{0,20}") {
        let jurisdiction: &Jurisdiction = yuncheng();
        let decision = decide(jurisdiction, &Place { address, text, reported_unit: unit, ..Place::default() });
        prop_assert!(decision.outside != code(&decision).is_some());
        let own = decision.target.code.iter().any(|code| decision.hidden_from.contains(code));
        prop_assert!(!own, "never to those reported");
    }
}
