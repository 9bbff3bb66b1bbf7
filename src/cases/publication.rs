//! Before a text is public: what could point to a person is pointed out to whoever checks it (`S2`).

mod shared;

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

pub use shared::shared;

use crate::i18n::{Language, Messages};

/// A part of a text that may identify somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// `telephone`, `id_number`, `mail`, `name` or `shared`: the end of a message key.
    pub kind: &'static str,
    /// The part itself.
    pub text: String,
}

/// The field in which a page sends back what it pointed out.
pub const SHOWN: &str = "marks_shown";
/// The field in which a page sends back of which text it said that it holds something of the reporter's.
pub const TOLD: &str = "reporter_told";

/// Surnames that begin a name. Rare ones that mostly begin or end other words are left out.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶魏苏吕\
    丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵覃武钱戴严莫孔\
    汤常温康牛樊葛邢安齐庞颜庄聂倪章鲁岳翟殷詹申耿关兰焦俞柳甘祝宁符舒阮柯纪梅童凌毕裴霍涂盛曲冉骆蓝靳\
    柴蒙鲍喻祁蒲滕饶解牟艾尤穆司卓吉缪项芦麦褚娄窦戚岑景费卜卫柏宗瞿桂佟臧闵苟邬卞姬仇栾隋刁荣巫寇桑郎\
    甄丛仲虞敖佘苑欧荆畅廉师屈程高";
/// What stands before a name and says whose it is.
const ROLES: &str = "举报人|投诉人|信访人|反映人|联系人|当事人|姓名|我叫|我是|村民|居民|市民|群众|业主|住户|邻居|户主|\
    员工|职工|工人|司机|店主|老板|负责人|经营者|经理|厂长|站长|矿长|书记|主任|代表|法人|人员";
/// What stands after a surname or a name.
const TITLES: &str = "先生|女士|小姐|大爷|大妈|大娘|大叔|大姐|大哥|阿姨|师傅|老师|老汉|同志|某某";
/// Words that begin like a name and are none.
const WORDS: &str = "高温 高度 高空 高于 高处 高峰 张贴 张口 于当 于次 于现 于上 于下 于今 于昨 于本 于是 于同 于夜 于晚 于早 \
    于近 于前 于每 于年 于两 于三 于一 于二 于事 于法 常年 常见 常常 常驻 常规 安全 安装 安静 安排 安置 安心 严重 严格 严厉 \
    严禁 严肃 白天 白色 白灰 白烟 黄色 黄河 黄土 黄昏 黄烟 金属 金额 金融 石料 石灰 石油 石子 石材 江边 马上 马路 许可 许多 \
    周边 周围 周一 周二 周三 周四 周五 周六 周日 周末 周期 夏季 夏天 夏县 夏夜 申请 申诉 申报 申领 田地 田间 田里 余人 余户 \
    余名 余次 余家 解释 解决 解除 程度 程序 关闭 关停 关于 关系 关门 关注 任务 任何 任意 任职 陈述 何时 何种 何处 曾多 曾经 \
    付款 付出 付费 胡同 杜绝 毕竟 林地 林场 林区 钱款 常务 司法 师生 章程 康复 武装 宁静 纪律 盛行 费用 温度 景区 焦炉 焦炭 \
    焦化 龙门 史上 符合 项目 石化 王村 李村";
/// Characters that are hardly ever the second of a name.
const NOT_SECOND: &str = "的在和与及是称说反表向对将被已从到也就不把给提要所等下认承告之投举于或其该此们区县镇厂户员工公";
/// Characters that follow a short name more often than they end a long one.
const NOT_THIRD: &str = "的在和与及是有为因称说反表向对将被已从来到也就不把给提要多所于等上下同认承告指住处之进投举或其该此\
    你我他她们区县村镇厂户家人员工公自述介回答";
/// What is not named, and goes on after a surname and 某: a place or a thing, and no person.
const NO_PERSON: &str = "企公处村些种时地单路小厂化个次项段镇县乡街店月日年领";

/// Patterns by kind. Word borders are those of ASCII: a Chinese character next to a number is one.
/// The longer come first, so that a part of an identity number is no telephone.
static PATTERNS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let patterns = [
        ("id_number", r"(?-u:\b)\d{17}[\dXx](?-u:\b)"),
        ("mail", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"),
        (
            "telephone",
            r"(?-u:\b)(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?-u:\b)|(?-u:\b)0\d{2,3}[- ]?\d{7,8}(?-u:\b)",
        ),
        (
            "name",
            r"(?:举报人|投诉人|信访人|反映人|联系人|姓名)[:：]\s*(\p{Han}{2,4}|\p{Lu}\w+ \p{Lu}\w+)",
        ),
        (
            "name",
            r"(?:举报人|投诉人|信访人|反映人|联系人|姓名|我叫|我是)[为是]?\s*(\p{Lu}\w+ \p{Lu}\w+)",
        ),
    ];
    let compiled = patterns.into_iter();
    compiled.filter_map(|(kind, pattern)| Some((kind, Regex::new(pattern).ok()?))).collect()
});
/// A surname with one or two characters; the last is not the “and” before the next name.
fn name() -> String {
    format!(r"[{SURNAMES}]\p{{Han}}[\p{{Han}}--[和与及]]?")
}
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&name()).ok());
/// Names after a role, one or a few.
static INTRODUCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = name();
    let names = format!("{name}(?:[、和与及]{name}){{0,4}}");
    Regex::new(&format!(r"(?:{ROLES})(?:[:：]|是|为|叫)?\s*({names})")).ok()
});
/// A surname, or a name, before a title.
static TITLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"[{SURNAMES}](?:\p{{Han}}{{0,2}}?(?:{TITLES})|某)")).ok()
});

/// Where a part begins and ends.
type Place = (usize, usize);

/// The parts of `text` to be looked at, in order, each once.
pub fn pointed_out(text: &str) -> Vec<Mark> {
    let mut rest = text.to_owned();
    let mut places: Vec<(Place, &'static str)> = Vec::new();
    let mut take = |rest: &mut String, found: Vec<Place>, kind: &'static str| {
        for (start, end) in found {
            rest.replace_range(start..end, &" ".repeat(end - start));
            places.push(((start, end), kind));
        }
    };
    for (kind, pattern) in PATTERNS.iter() {
        let found = parts(pattern, &rest);
        take(&mut rest, found, kind);
    }
    let finders: [fn(&str) -> Vec<Place>; 2] = [introduced, titled];
    for find in finders {
        let found = find(&rest);
        take(&mut rest, found, "name");
    }
    places.sort_unstable();
    let mut marks: Vec<Mark> = Vec::new();
    for ((start, end), kind) in places {
        let mark = Mark { kind, text: text[start..end].to_owned() };
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

/// Marks as templates take them: the message key of each kind, and the text.
pub fn listed(marks: &[Mark]) -> Vec<Value> {
    let one = |it: &Mark| json!({ "key": format!("mark-{}", it.kind), "text": it.text });
    marks.iter().map(one).collect()
}

/// What is pointed out in `text`, in words after those of `key`; nothing when nothing is.
pub fn said(messages: &Messages, language: Language, key: &str, text: &str) -> Option<String> {
    let marks = pointed_out(text);
    let kind = |mark: &Mark| messages.text(language, &format!("mark-{}", mark.kind)).into_owned();
    let list: Vec<String> =
        marks.iter().map(|mark| format!("{}: {}", kind(mark), mark.text)).collect();
    let told = || format!("{} {}", messages.text(language, key), list.join("; "));
    (!list.is_empty()).then(told)
}

/// What a page that points out the marks of `text` sends back in [`SHOWN`].
pub fn shown(text: &str) -> String {
    let marks = pointed_out(text).into_iter().map(|mark| mark.text);
    marks.collect::<Vec<_>>().join(",")
}

/// Whether everything in `text` that is to be pointed out was `shown` to whoever checked it.
pub fn all_shown(text: &str, shown: &str) -> bool {
    pointed_out(text).iter().all(|mark| shown.split(',').any(|it| it == mark.text))
}

/// What a page that says that `text` holds something of the reporter's sends back in [`TOLD`]: another
/// text, however it is spaced, has another.
pub fn told_of(text: &str) -> String {
    let letters: String = text.split_whitespace().collect();
    blake3::hash(letters.as_bytes()).to_hex()[..20].to_owned()
}

/// What the pattern finds: its group, if it has one.
fn parts(pattern: &Regex, text: &str) -> Vec<Place> {
    let found = pattern.captures_iter(text);
    let found = found.filter_map(|found| found.get(1).or_else(|| found.get(0)));
    found.map(|part| (part.start(), part.end())).collect()
}

/// Names that stand after a role.
fn introduced(text: &str) -> Vec<Place> {
    let (Some(introduced), Some(name)) = (INTRODUCED.as_ref(), NAME.as_ref()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (start, end) in parts(introduced, text) {
        for one in name.find_iter(&text[start..end]) {
            let length = name_in(one.as_str()).map(str::len);
            found.extend(length.map(|length| (start + one.start(), start + one.start() + length)));
        }
    }
    found
}

/// The name in a surname with what follows it: some words begin alike, and what follows a short name
/// is often its verb.
fn name_in(found: &str) -> Option<&str> {
    let mut places = found.char_indices().skip(1);
    let (_, second) = places.next()?;
    if NOT_SECOND.contains(second) || WORDS.split(' ').any(|word| found.starts_with(word)) {
        return None;
    }
    match places.next() {
        Some((at, third)) if NOT_THIRD.contains(third) => Some(&found[..at]),
        _ => Some(found),
    }
}

/// Names that stand before a title, and surnames alone before 某.
fn titled(text: &str) -> Vec<Place> {
    let Some(titled) = TITLED.as_ref() else { return Vec::new() };
    let places = parts(titled, text).into_iter();
    places.filter(|(start, end)| is_person(&text[*start..*end], &text[*end..])).collect()
}

fn is_person(found: &str, after: &str) -> bool {
    let is_word = WORDS.split(' ').any(|word| found.starts_with(word));
    let goes_on = after.chars().next().is_some_and(|next| NO_PERSON.contains(next));
    !(is_word || goes_on && found.ends_with('某'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One that does not compile would point out nothing, and say nothing.
    #[test]
    fn every_pattern_is_looked_for() {
        assert_eq!(PATTERNS.len(), 5);
        assert!([&NAME, &INTRODUCED, &TITLED].iter().all(|pattern| pattern.is_some()));
    }

    #[test]
    fn people_are_pointed_out_and_figures_are_not() {
        let text = "举报人：张三丰，电话13800138000，证号140802199001011234，罚款1764300元，\
                    信箱a.b@example.com，2026年11月23日检查，60万吨焦炉";
        let kinds: Vec<_> =
            pointed_out(text).into_iter().map(|mark| (mark.kind, mark.text)).collect();
        assert_eq!(
            kinds,
            [
                ("name", "张三丰".to_owned()),
                ("telephone", "13800138000".to_owned()),
                ("id_number", "140802199001011234".to_owned()),
                ("mail", "a.b@example.com".to_owned()),
            ]
        );
        assert!(pointed_out("责令停产整治，罚款5000元。").is_empty());
    }

    fn names(text: &str) -> Vec<String> {
        pointed_out(text).into_iter().map(|mark| mark.text).collect()
    }

    #[test]
    fn names_are_found_beside_what_says_whose_they_are() {
        let table: &[(&str, &[&str])] = &[
            ("经村民王建国反映，该厂夜间排污", &["王建国"]),
            ("村民王强反映该厂夜间排污", &["王强"]),
            ("走访居民李秀英、赵明和周大海", &["李秀英", "赵明", "周大海"]),
            ("负责人：孙海波在场", &["孙海波"]),
            ("员工张某某称设备停运，张某在场", &["张某某", "张某"]),
            ("王先生来电，李女士和陈大爷作证", &["王先生", "李女士", "陈大爷"]),
            ("马建军师傅说夜里开炉", &["马建军师傅"]),
            ("我是村民高小红", &["高小红"]),
            ("举报人王明要求答复", &["王明"]),
            ("联系人：欧阳建国", &["欧阳建国"]),
            ("informant: 举报人 Zhang San", &["Zhang San"]),
        ];
        for (text, expected) in table {
            assert_eq!(names(text), *expected, "{text}");
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for text in [
            "村民反映的问题属实",
            "举报人反映的情况已经核实，信访人要求答复",
            "居民张贴告示，员工高温作业，工人安装除尘设备",
            "执法人员于当日到现场检查，责令负责人严格落实",
            "周边居民常年受影响，群众曾多次投诉，员工安全培训",
            "该石料厂位于夏县某村，马路某段扬尘，临猗县某企业停产",
            "经理解释称设备检修，联系人员已更换，企业负责人许可证齐全",
            "金属镁厂、焦化企业、黄河沿岸施工，工人任务重",
            "烘干炉停用，限期安装收集装置",
        ] {
            assert_eq!(names(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_was_shown_is_known_again() {
        let text = "村民王建国反映，电话13800138000";
        let seen = shown(text);
        assert!(all_shown(text, &seen) && all_shown("村民王建国反映", &seen));
        assert!(!all_shown(text, "") && !all_shown("村民李强反映", &seen));
        assert!(all_shown("已责令改正", ""));
    }

    #[test]
    fn what_was_told_of_is_known_again_by_its_words() {
        let told = told_of("王建国所说属实。\r\n已责令改正。");
        assert_eq!(told, told_of(" 王建国 所说属实。\n已责令改正。"));
        assert_ne!(told, told_of("王建国所说属实。"));
    }
}
