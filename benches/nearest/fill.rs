//! So many reports of three years, with their matters, plants and words, invented and the same at
//! every run; written as the portal writes them, many rows a statement.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use diesel::{RunQueryDsl as _, connection::Connection as _, sql_query};
use minsheng::{
    cases::{nearest, plant::name, words},
    db::Connection,
    jurisdiction::Jurisdiction,
    reports::Number,
    search::terms,
};

use super::Outcome;

/// Days over which the reports are spread.
const DAYS: usize = 1_095;
/// Rows of one statement.
const ROWS: usize = 500;
/// The city's own bureau.
pub const CITY: &str = "140800";
/// How many plants there are.
pub const PLANTS: usize = 10_000;

const COUNTIES: [&str; 13] = [
    "140802", "140821", "140822", "140823", "140824", "140825", "140826", "140827", "140828",
    "140829", "140830", "140881", "140882",
];
const FIRST: [&str; 20] = [
    "青禾", "远山", "金梁", "顺达", "绿源", "恒丰", "宏利", "东方", "盛源", "平原", "上河", "长青",
    "华泰", "永兴", "福临", "安泰", "德胜", "瑞丰", "天成", "明珠",
];
const SECOND: [&str; 20] = [
    "一", "二", "东", "西", "南", "北", "新", "老", "大", "小", "高", "前", "后", "上", "下", "中",
    "联", "合", "兴", "旺",
];
const TRADES: [&str; 25] = [
    "印染", "造纸", "焦化", "镁业", "选矿", "水泥", "化工", "涂料", "铸造", "养殖", "食品", "玻璃",
    "陶瓷", "制药", "塑料", "电镀", "皮革", "洗煤", "石料", "木业", "酿造", "橡胶", "电池", "农药",
    "肥料",
];
const WHEN: [&str; 12] = [
    "每天半夜",
    "后半夜",
    "清晨五点",
    "下雨的时候",
    "周末",
    "这半个月来",
    "从上个月起",
    "白天晚上",
    "刮风的时候",
    "连续几天",
    "放假期间",
    "检查一走",
];
const WHAT: [&str; 24] = [
    "往渠里放黑水",
    "烟囱冒黄烟",
    "机器响得睡不着",
    "粉尘落满院子",
    "臭鸡蛋味呛人",
    "偷偷拉走废渣",
    "把废油倒进沟里",
    "泡沫漂满河面",
    "打桩不停",
    "焚烧塑料",
    "运煤车不盖篷布",
    "粪水漫到路上",
    "白色粉末满天飞",
    "酸味刺眼睛",
    "鱼成片死了",
    "井水变了颜色",
    "庄稼叶子枯了",
    "污泥堆在河滩",
    "除尘设备不开",
    "私接暗管",
    "夜里开山放炮",
    "烧秸秆",
    "喇叭放到半夜",
    "锅炉冒黑烟",
];
const THEN: [&str; 16] = [
    "老人孩子都咳嗽",
    "窗户不敢开",
    "反映过没人管",
    "村里人意见很大",
    "就在学校旁边",
    "离水源地不远",
    "请尽快来看看",
    "拍了照片",
    "已经好几年了",
    "邻居都可以作证",
    "厂门口锁着",
    "白天就停",
    "味道很重",
    "地里没法浇水",
    "晒不了衣服",
    "影响上课",
];
const KINDS: [&str; 4] = ["water water_industrial", "air air_odour", "noise", "waste"];

/// A plant of the register.
pub struct Plant {
    pub name: String,
    pub county: &'static str,
    pub point: (f64, f64),
}

/// A matter, as far as questions are made from it.
pub struct Matter {
    pub plant: Option<usize>,
    pub county: &'static str,
    pub text: String,
    pub kinds: &'static str,
    pub point: (f64, f64),
    pub day: NaiveDate,
    pub number: String,
    /// The day it is due.
    pub due_on: NaiveDate,
    /// How and when it ended, if it has.
    pub ended: Option<(&'static str, NaiveDate)>,
    /// Whether it is about the bureau of its county, which does not see it (`R3`).
    pub hidden: bool,
    /// The published text, if there is one.
    pub published: Option<String>,
}

impl Matter {
    /// Who has it.
    pub fn bureau(&self) -> &'static str {
        if self.hidden { CITY } else { self.county }
    }

    /// What its timeline says that figures count: act, day, detail.
    fn entries(&self) -> Vec<(&'static str, NaiveDate, String)> {
        let bureau = self.bureau();
        let matter = |state: &str, to: &str| {
            format!(
                r#"{{"bureau":"{bureau}","state":"{state}","verdict":"partly","clocks":{{"acceptance":"{}","conclusion":"{}"}},"to":{{"bureau":"{bureau}","state":"{to}"}}}}"#,
                self.day + Days::new(15),
                self.day + Days::new(45),
            )
        };
        let of = |state: &str, to: &str| format!(r#"{{"matter":{}}}"#, matter(state, to));
        let received = format!(r#"{{"channel":"web","bureau":"{bureau}"}}"#);
        let mut all =
            vec![("receive", self.day, received), ("accept", self.day, of("assigned", "accepted"))];
        let Some((state, on)) = self.ended else { return all };
        let is = matter("accepted", "accepted");
        if state == "concluded" {
            let inspected = format!(r#"{{"officers":2,"plants":[],"visited":1,"matter":{is}}}"#);
            let fined =
                format!(r#"{{"kind":"fine","amount_fen":500000,"plants":[],"matter":{is}}}"#);
            all.push(("inspect", on, inspected));
            all.push(("measure", on, fined));
        }
        let act = match state {
            "declined" => "decline",
            "withdrawn" => "withdraw",
            _ => "conclude",
        };
        all.push((act, on, of("proposed", state)));
        all
    }
}

/// A number that looks random and is not.
pub fn mixed(seed: usize) -> usize {
    let mut x = seed as u64 ^ 0x9e37_79b9_7f4a_7c15;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) as usize
}

pub fn plant(at: usize) -> Plant {
    let seed = mixed(at);
    let (first, second) = (FIRST[at % 20], SECOND[at / 20 % 20]);
    let name = format!("{first}{second}{}厂", TRADES[at / 400 % 25]);
    let point =
        (34.7 + (seed % 10_000) as f64 / 1e4, 110.4 + (seed / 10_000 % 15_000) as f64 / 1e4);
    Plant { name, county: COUNTIES[seed / 7 % 13], point }
}

pub fn matter(at: usize, all: usize, today: NaiveDate) -> Matter {
    let seed = mixed(at + 1_000_000_007);
    let ago = DAYS - 1 - at * DAYS / all;
    let of = |place: usize| mixed(seed + place);
    let plant_at = (!seed.is_multiple_of(5)).then(|| of(1) % PLANTS);
    let own = plant(of(2) % PLANTS);
    let Plant { county, point, .. } = plant_at.map_or(own, plant);
    let aside = |place| (of(place) % 600) as f64 / 1e5 - 0.003;
    let text = format!(
        "{}{}，{}，{}{}{}",
        WHEN[of(3) % 12],
        WHAT[of(4) % 24],
        WHAT[of(5) % 24],
        THEN[of(6) % 16],
        if of(11) % 5 == 0 { "，一直有臭味" } else { "" },
        seldom(of(12)),
    );
    let day = today.checked_sub_days(Days::new(ago as u64)).unwrap_or(today);
    let after = |days: usize| day.checked_add_days(Days::new(days as u64)).unwrap_or(day);
    let is_open = if ago < 60 { of(10) % 10 < 4 } else { of(10) % 1000 < 8 };
    let state = match of(13) % 100 {
        0..3 => "declined",
        3..5 => "withdrawn",
        _ => "concluded",
    };
    let ended = (!is_open).then(|| (state, after(of(14) % 50).min(today)));
    let published = ended.filter(|(state, _)| *state == "concluded" && of(15) % 3 == 0);
    Matter {
        plant: plant_at,
        county,
        kinds: KINDS[of(7) % 4],
        point: (point.0 + aside(8), point.1 + aside(9)),
        number: number(at, day),
        due_on: if is_open {
            today + Days::new((of(16) % 60) as u64) - Days::new(8)
        } else {
            after(60)
        },
        ended,
        hidden: of(17) % 500 == 0,
        published: published.map(|_| format!("经查，{}属实，已责令改正。", WHAT[of(4) % 24])),
        text,
        day,
    }
}

/// What few matters say.
fn seldom(seed: usize) -> &'static str {
    match seed % 20_000 {
        0 => "，堆着𬭚渣",
        1..60 => "，3号炉冒烟",
        60..260 => "，听说COD超标",
        _ => "",
    }
}

/// A number of that day, with its check digit.
fn number(at: usize, day: NaiveDate) -> String {
    let body = format!("YC-{}-{:06}", day.format("%Y%m%d"), at % 1_000_000);
    let all = (0..10).map(|check| format!("{body}{check}"));
    all.into_iter().find(|number| Number::parse(number).is_ok()).unwrap_or(body)
}

/// A statement under way.
struct Rows {
    head: &'static str,
    sql: String,
    count: usize,
}

impl Rows {
    fn of(head: &'static str) -> Self {
        Self { head, sql: String::new(), count: 0 }
    }

    fn add(&mut self, row: &str) -> Outcome<()> {
        let lead = if self.count == 0 { self.head } else { "," };
        write!(self.sql, "{lead} ({row})")?;
        self.count += 1;
        Ok(())
    }

    fn send(&mut self, connection: &mut Connection) -> Outcome<()> {
        if self.count > 0 {
            sql_query(std::mem::take(&mut self.sql)).execute(connection)?;
            self.count = 0;
        }
        Ok(())
    }
}

/// Fills an empty portal with `all` reports told up to `today`.
pub fn fill(connection: &mut Connection, all: usize, today: NaiveDate) -> Outcome<()> {
    plants(connection, today)?;
    const PART: usize = 50_000;
    for from in (0..all).step_by(PART) {
        connection.transaction(|connection| -> Outcome<()> {
            matters(connection, from..all.min(from + PART), all, today)
        })?;
        println!("  {} of {all}", all.min(from + PART));
    }
    // PostgreSQL does this by itself after a while; SQLite, like the portal's, never.
    if let Connection::Postgres(_) = connection {
        sql_query("ANALYZE").execute(connection)?;
    }
    Ok(())
}

fn plants(connection: &mut Connection, today: NaiveDate) -> Outcome<()> {
    let mut rows = Rows::of(
        "INSERT INTO enterprises (id, number, name, county, address, state, root, first_seen, \
         last_seen) VALUES",
    );
    let mut names =
        Rows::of("INSERT INTO enterprise_aliases (enterprise_id, county, name_key, name) VALUES");
    let mut known = std::collections::HashSet::new();
    for at in 0..PLANTS {
        let (id, Plant { name, county, .. }) = (at + 1, plant(at));
        let row = format!(
            "{id}, 'QY-{id}', '{name}', '{county}', '', 'operating', {id}, '{today}', '{today}'"
        );
        rows.add(&row)?;
        if let Some(key) = name::key(&name, &[]).filter(|key| known.insert((county, key.clone()))) {
            names.add(&format!("{id}, '{county}', '{key}', '{name}'"))?;
        }
        if id % ROWS == 0 {
            rows.send(connection)?;
            names.send(connection)?;
        }
    }
    rows.send(connection)?;
    names.send(connection)
}

fn matters(
    connection: &mut Connection,
    range: std::ops::Range<usize>,
    all: usize,
    today: NaiveDate,
) -> Outcome<()> {
    let mut cases = Rows::of(
        "INSERT INTO cases (id, number, state, bureau, county, channel, plant, place, summary, \
         kinds, urgent, rule, reason, alternatives, opened_at, day, due_on, ended_at, ended_on, \
         lat, lon, cell, hidden_from, public_text, published_at) VALUES",
    );
    let mut reports = Rows::of(
        "INSERT INTO reports (id, number, submission, code_hash, code_read_out, channel, text, \
         address, lat, lon, county, plant, kinds, urgent, reporter_kind, language, received_at, \
         day) VALUES",
    );
    let mut behind = Rows::of("INSERT INTO case_reports (case_id, report_id, opened) VALUES");
    let mut ties = Rows::of("INSERT INTO case_enterprises (case_id, enterprise_id, at) VALUES");
    let is_sqlite = matches!(connection, Connection::Sqlite(_));
    let jurisdiction = Jurisdiction::embedded("yuncheng")?;
    let mut cut = Rows::of("INSERT INTO search_cases (rowid, terms) VALUES");
    let mut shown = Rows::of("INSERT INTO search_results (rowid, terms) VALUES");
    // Each entry begins a chain of its own that nobody verifies here.
    let mut told = Rows::of(
        "INSERT INTO events (subject, subject_id, position, act, at, actor, audience, detail, \
         previous, seal) VALUES",
    );
    for at in range {
        let (id, it) = (at + 1, matter(at, all, today));
        let name = it.plant.map(|plant| self::plant(plant).name).unwrap_or_default();
        let Matter { county, text, kinds, point: (lat, lon), day, number, due_on, .. } = &it;
        let bureau = it.bureau();
        let at_nine = it.ended.and_then(|(_, on)| on.and_hms_opt(9, 0, (id % 60) as u32));
        let (state, ended) = match it.ended.zip(at_nine) {
            None => ("accepted", "NULL, NULL".to_owned()),
            Some(((state, on), at)) => (state, format!("'{at}', '{on}'")),
        };
        let public = match it.published.as_ref().zip(at_nine) {
            None => "NULL, NULL".to_owned(),
            Some((text, at)) => format!("'{text}', '{at}'"),
        };
        let hidden = if it.hidden { county } else { "" };
        let cell = nearest::cell(*lat, *lon);
        cases.add(&format!(
            "{id}, '{number}', '{state}', '{bureau}', '{county}', 'web', '{name}', '', '{text}', \
             '{kinds}', FALSE, 'point', '{{}}', '[]', '{day} 08:00:00', '{day}', '{due_on}', {ended}, \
             {lat}, {lon}, {cell}, '{hidden}', {public}"
        ))?;
        reports.add(&format!(
            "{id}, '{number}', 's{id}', '', FALSE, 'web', '{text}', '', {lat}, {lon}, '{county}', \
             '{name}', '{kinds}', FALSE, 'anonymous', 'zh-CN', '{day} 08:00:00', '{day}'"
        ))?;
        let row = words::row(id as i64, at_nine);
        let mut marks = vec![words::of_bureau(bureau)];
        marks.push(at_nine.map_or_else(|| words::of_county(county), |_| words::of_state(state)));
        let vector = |marks: &[String], text: &str| {
            let terms: Vec<String> = terms::indexed(text).chain(marks.iter().cloned()).collect();
            match is_sqlite {
                true => format!("'{}'", terms.join(" ")),
                false => {
                    let placed = terms.iter().enumerate();
                    let placed = placed.map(|(at, term)| format!("''{term}'':{}", at + 1));
                    format!("CAST('{}' AS TSVECTOR)", placed.collect::<Vec<_>>().join(" "))
                }
            }
        };
        let named =
            jurisdiction.county(county).map(|it| format!("{}\n{}", it.names.zh, it.names.en));
        let (named, shown_text) =
            (named.unwrap_or_default(), it.published.as_deref().unwrap_or(""));
        let words = format!("{name}\n\n\n{text}\n{named}\n{shown_text}");
        cut.add(&format!("{row}, {}", vector(&marks, &words)))?;
        if let Some(text) = &it.published {
            let under = words::shown_under(Some(bureau).filter(|_| !it.hidden));
            shown.add(&format!("{row}, {}", vector(&[under], text)))?;
        }
        for (position, (act, on, detail)) in (1..).zip(it.entries()) {
            told.add(&format!(
                "'case', {id}, {position}, '{act}', '{on} 01:00:00', 'bench', 'staff', '{detail}', \
                 '', ''"
            ))?;
        }
        behind.add(&format!("{id}, {id}, TRUE"))?;
        if let Some(plant) = it.plant {
            ties.add(&format!("{id}, {}, '{day} 08:00:00'", plant + 1))?;
        }
        if id % ROWS == 0 {
            // Those that point to others after them.
            for rows in [&mut cases, &mut reports, &mut behind, &mut ties, &mut cut, &mut shown] {
                rows.send(connection)?;
            }
            told.send(connection)?;
        }
    }
    for rows in [&mut cases, &mut reports, &mut behind, &mut ties, &mut cut, &mut shown] {
        rows.send(connection)?;
    }
    told.send(connection)
}
