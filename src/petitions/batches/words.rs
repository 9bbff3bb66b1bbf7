//! What offices write into cells, read: dates in their forms, yes and no, kinds of pollution, the
//! number of a batch.

use chrono::{Days, NaiveDate};

use crate::reports::category;

/// The day before the first of Excel, counted as Excel does since the March of its first year.
const EXCEL_ORIGIN: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);
/// Serial dates that can be meant: from 1954 to 2118.
const EXCEL: std::ops::RangeInclusive<u64> = 20_000..=80_000;

/// Cells that say yes.
const YES: [&str; 13] =
    ["是", "有", "需", "需要", "要", "重点", "重点关注", "重点件", "y", "yes", "1", "√", "★"];
/// Cells that say no.
const NO: [&str; 11] = ["", "否", "无", "不", "不需", "不需要", "一般", "n", "no", "0", "—"];

/// What cells say of the kind of pollution; the first that is found in a word holds.
const KINDS: [(&str, &str); 36] = [
    ("恶臭", "air_odour"),
    ("异味", "air_odour"),
    ("油烟", "air_cooking"),
    ("扬尘", "air_site_dust"),
    ("粉尘", "air_soot"),
    ("烟尘", "air_soot"),
    ("废气", "air_waste_gas"),
    ("尾气", "air_vehicle"),
    ("焚烧", "air_burning"),
    ("大气", "air"),
    ("空气", "air"),
    ("黑臭水", "water_black"),
    ("饮用水", "water_source"),
    ("水源", "water_source"),
    ("养殖", "water_livestock"),
    ("畜禽", "water_livestock"),
    ("生活污水", "water_sewage"),
    ("污水", "water"),
    ("废水", "water_industrial"),
    ("水", "water"),
    ("施工噪", "noise_construction"),
    ("社会生活噪", "noise_social"),
    ("交通噪", "noise_traffic"),
    ("噪", "noise"),
    ("建筑垃圾", "waste_building"),
    ("生活垃圾", "waste_household"),
    ("危险废物", "waste_hazardous"),
    ("危废", "waste_hazardous"),
    ("医疗废物", "waste_medical"),
    ("固", "waste"),
    ("垃圾", "waste"),
    ("土", "soil"),
    ("辐射", "radiation"),
    ("生态", "ecology"),
    ("建设项目", "project"),
    ("气", "air"),
];
/// A cell that says that none of these is meant.
const OTHER: &str = "其他";

/// Plain letters and digits for those of full width, without the blanks around.
pub fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(plain).collect::<String>().trim().to_owned()
}

/// A date in one of the forms that offices use, or the serial number of a spreadsheet.
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = folded(text);
    // What stands after the day is a time.
    let day = text.split([' ', 'T', '日']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    let all_digits = |part: &&str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    if !parts.iter().all(all_digits) {
        return None;
    }
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [whole] if whole.len() == 8 => NaiveDate::parse_from_str(whole, "%Y%m%d").ok(),
        [serial] => {
            let days = serial.parse().ok().filter(|days| EXCEL.contains(days))?;
            EXCEL_ORIGIN?.checked_add_days(Days::new(days))
        }
        _ => None,
    }
}

/// Yes or no; nothing for what is neither.
pub fn flag(text: &str) -> Option<bool> {
    let text = folded(text).to_lowercase();
    let is = |words: &[&str]| words.contains(&text.as_str());
    if is(&YES) { Some(true) } else { is(&NO).then_some(false) }
}

/// Kinds of pollution, and the words that are none.
pub fn kinds(text: &str) -> (Vec<&'static str>, Vec<String>) {
    let text = folded(text);
    let words = text.split(['、', ',', ';', '/', ' ', '\n', '，', '；', '和', '及']);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for word in words.map(str::trim).filter(|word| !word.is_empty()) {
        let by_name = category::normalized(&[word]);
        match KINDS.iter().find(|(part, _)| word.contains(part)) {
            _ if !by_name.is_empty() => known.extend(by_name),
            Some((_, kind)) => known.push(*kind),
            None if word.starts_with(OTHER) => known.push("other"),
            None => unknown.push(word.to_owned()),
        }
    }
    (category::normalized(&known), unknown)
}

/// The number of a batch as a title names it: 第33批, 第三十三批.
pub fn batch(title: &str) -> Option<String> {
    let title: String = folded(title).chars().filter(|c| !c.is_whitespace()).collect();
    let (_, rest) = title.split_once('第')?;
    let (number, _) = rest.split_once('批')?;
    if (1..=12).contains(&number.len()) && number.bytes().all(|it| it.is_ascii_alphanumeric()) {
        return Some(number.to_owned());
    }
    counted(number).map(|number| number.to_string())
}

/// A number below a thousand in Chinese.
fn counted(text: &str) -> Option<u32> {
    let digit = |c: char| "零一二三四五六七八九".chars().position(|it| it == c);
    let (mut sum, mut last) = (0, None);
    for c in text.chars() {
        match (c, digit(c)) {
            ('〇', _) => last = Some(0),
            (_, Some(value)) => last = Some(u32::try_from(value).ok()?),
            ('十', _) => sum += last.take().unwrap_or(1) * 10,
            ('百', _) => sum += last.take()? * 100,
            _ => return None,
        }
    }
    (!text.is_empty()).then_some(sum + last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        for text in [
            "2018-12-09",
            "2018-12-9",
            "2018/12/9",
            "2018.12.09",
            "2018年12月9日",
            "２０１８年１２月９日",
            " 2018 年 12 月 9 日",
            "2018-12-09 00:00:00",
            "20181209",
            "43443",
        ] {
            let read =
                date(&text.replace(" 年 ", "年").replace(" 月 ", "月").replace("9 日", "9日"));
            assert_eq!(read.map(|it| it.to_string()).as_deref(), Some("2018-12-09"), "{text}");
        }
        for text in ["", "尽快", "2018-13-09", "2018年2月30日", "12-9", "9/12/2018", "1", "2018"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn flags_and_kinds_are_read() {
        assert_eq!(
            [flag("是"), flag("　"), flag("★"), flag("见附件")],
            [Some(true), Some(false), Some(true), None]
        );
        assert_eq!(kinds("大气、土壤，水").0, ["air", "water", "soil"]);
        assert_eq!(kinds("粉尘").0, ["air", "air_soot"]);
        assert_eq!(kinds("其他污染、光").1, ["光"]);
    }

    #[test]
    fn a_title_names_its_batch() {
        let of = |text: &str| batch(text);
        assert_eq!(of("群众信访举报转办（第三十三批）").as_deref(), Some("33"));
        assert_eq!(of("第 ３３ 批").as_deref(), Some("33"));
        assert_eq!(of("第一百零二批").as_deref(), Some("102"));
        assert_eq!(of("第十批").as_deref(), Some("10"));
        assert_eq!(of("边督边改情况一览表"), None);
    }
}
