//! The columns of the tables that offices send, by their usual names: one table, in which an office
//! that writes another name adds it (`F1`, `F4`).

use super::words::folded;
use crate::petitions::sheet::Sheet;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Column {
    Serial,
    Number,
    Text,
    County,
    Kinds,
    Address,
    Unit,
    Priority,
    DueOn,
    ReportBack,
    Findings,
    Verdict,
    Handling,
    Accountability,
    Remark,
}

use Column::{
    Accountability, Address, County, DueOn, Findings, Handling, Kinds, Number, Priority, Remark,
    ReportBack, Serial, Text, Unit, Verdict,
};

/// Names of columns, without blanks, brackets and what stands in them.
const NAMES: [(Column, &[&str]); 15] = [
    (Serial, &["序号", "编号序号", "号"]),
    (
        Number,
        &[
            "受理编号",
            "信访编号",
            "举报编号",
            "转办编号",
            "交办编号",
            "信访件编号",
            "案件编号",
            "编号",
        ],
    ),
    (
        Text,
        &[
            "交办问题基本情况",
            "交办问题",
            "问题基本情况",
            "反映问题",
            "反映的问题",
            "举报内容",
            "信访内容",
            "反映问题基本情况",
            "主要内容",
            "问题描述",
            "反映内容",
            "举报问题",
            "基本情况",
        ],
    ),
    (
        County,
        &[
            "行政区域",
            "所属区域",
            "区域",
            "县区",
            "属地",
            "县",
            "所在县",
            "责任单位",
            "承办单位",
            "转办单位",
            "所属县区",
        ],
    ),
    (Kinds, &["污染类型", "污染类别", "问题类型", "问题类别", "举报类型", "类型"]),
    (Address, &["地址", "详细地址", "地点", "问题地点", "被举报单位地址", "污染地址", "具体地址"]),
    (
        Unit,
        &[
            "被举报单位",
            "被反映单位",
            "被举报对象",
            "污染源",
            "企业名称",
            "单位名称",
            "被举报单位名称",
            "被反映对象",
        ],
    ),
    (Priority, &["重点关注", "是否重点", "是否重点关注", "重点件", "是否重点件", "是否为重点"]),
    (
        DueOn,
        &[
            "办结时限",
            "办结期限",
            "办理时限",
            "办理期限",
            "要求办结时间",
            "反馈时限",
            "上报时限",
            "期限",
            "办结日期",
        ],
    ),
    (
        ReportBack,
        &[
            "是否反馈",
            "是否报送",
            "需要报送结果",
            "是否报送结果",
            "是否回复",
            "是否上报",
            "报送结果",
        ],
    ),
    (Findings, &["调查核实情况", "核实情况", "调查情况"]),
    (Verdict, &["是否属实", "属实情况"]),
    (Handling, &["处理和整改情况", "处理整改情况", "整改情况", "处理情况"]),
    (Accountability, &["问责情况", "责任追究情况"]),
    (Remark, &["备注", "说明"]),
];

/// Words that begin a row of sums.
const SUMS: [&str; 5] = ["合计", "总计", "小计", "共计", "累计"];

/// How many rows may stand above the names.
const MOST_TITLES: usize = 15;

/// Where the columns are and where the rows begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The columns that are known, from the left.
    pub columns: Vec<(Column, usize)>,
    /// The first row below the names.
    pub first: usize,
    /// What stands above them.
    pub title: String,
    /// Names that are none of ours, and second ones of one meaning: what stands below them is not read.
    pub lost: Vec<String>,
}

/// The column of that name.
pub fn named(name: &str) -> Option<Column> {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in folded(name).chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' | '、' | '，' => {}
            c if c.is_whitespace() || depth > 0 => {}
            c => plain.push(c),
        }
    }
    let found = NAMES.iter().find(|(_, names)| names.contains(&plain.as_str()));
    found.map(|(column, _)| *column)
}

/// Finds the row that names the columns, or the two of which the lower divides merged cells of the
/// upper.
pub fn header(rows: &[Vec<String>]) -> Option<Header> {
    (0..rows.len().min(MOST_TITLES)).find_map(|at| {
        let (alone, _) = columns(&rows[at], None);
        let below = rows.get(at + 1).filter(|below| is_second(&alone, below));
        let (columns, lost) = columns(&rows[at], below);
        let has = |wanted| columns.iter().any(|(column, _)| *column == wanted);
        (has(Number) && has(Text)).then(|| Header {
            first: at + 1 + usize::from(below.is_some()),
            title: title(&rows[..at]),
            columns,
            lost,
        })
    })
}

/// The sheets that name their columns, and what those are called that do not.
pub fn headed(sheets: &[Sheet]) -> (Vec<(&Sheet, Header)>, Vec<String>) {
    let (mut headed, mut others) = (Vec::new(), Vec::new());
    for sheet in sheets {
        match header(&sheet.rows) {
            Some(header) => headed.push((sheet, header)),
            None => others.push(sheet.name.clone()),
        }
    }
    (headed, others)
}

/// Whether a row goes on naming columns: it has a name of one, and no number of a petition.
fn is_second(above: &[(Column, usize)], row: &[String]) -> bool {
    if above.is_empty() {
        return false;
    }
    let number = above.iter().find(|(column, _)| *column == Number);
    let told = number.and_then(|(_, at)| row.get(*at)).map_or("", String::as_str);
    let is_free = told.is_empty() || named(told).is_some();
    let names = row.iter().filter(|cell| named(cell).is_some()).count();
    is_free && names > usize::from(!told.is_empty())
}

/// The columns that a row names, each where it first stands, and the names that are left out; the lower
/// row divides the upper. Merged cells all have one name, which is then none that is left out.
fn columns(row: &[String], below: Option<&Vec<String>>) -> (Vec<(Column, usize)>, Vec<String>) {
    let width = row.len().max(below.map_or(0, Vec::len));
    let mut columns: Vec<(Column, usize)> = Vec::new();
    let mut lost: Vec<String> = Vec::new();
    let mut last = "";
    for at in 0..width {
        let names = [below.and_then(|below| below.get(at)), row.get(at)];
        let mut names = names.into_iter().flatten().map(String::as_str);
        let column = names.clone().find_map(named);
        let name = names.find(|name| !name.is_empty()).unwrap_or_default();
        match column.filter(|it| !columns.iter().any(|(known, _)| known == it)) {
            Some(column) => columns.push((column, at)),
            None if !name.is_empty() && name != last => lost.push(name.to_owned()),
            None => {}
        }
        last = name;
    }
    (columns, lost)
}

fn title(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().filter_map(|row| row.iter().find(|cell| !cell.is_empty()));
    lines.map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Whether a row holds sums.
pub fn is_sum(row: &[String]) -> bool {
    let first = row.iter().find(|cell| !cell.is_empty());
    let plain: String =
        first.map(|cell| cell.chars().filter(|c| !c.is_whitespace()).collect()).unwrap_or_default();
    SUMS.iter().any(|word| plain.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn names_are_known_however_they_are_set() {
        assert_eq!(named("受 理\n编号"), Some(Number));
        assert_eq!(named("行政区域（县、市、区）"), Some(County));
        assert_eq!(named("＊办结时限："), Some(DueOn));
        assert_eq!(named("2018年"), None);
    }

    #[test]
    fn the_header_is_found_below_titles_and_in_two_rows() {
        let one =
            rows(&[&["转办件（第5批）"], &[""], &["序号", "受理编号", "", "交办问题"], &["1"]]);
        let found = header(&one).unwrap();
        assert_eq!(found.columns, [(Serial, 0), (Number, 1), (Text, 3)]);
        assert_eq!((found.first, found.title.as_str()), (3, "转办件（第5批）"));
        let two = rows(&[
            &["受理编号", "办理要求", "办理要求", "反映问题"],
            &["受理编号", "办结时限", "是否反馈", "反映问题"],
            &["X140000201812090003", "2018-12-20", "是", "臭"],
        ]);
        let found = header(&two).unwrap();
        assert_eq!(found.columns, [(Number, 0), (DueOn, 1), (ReportBack, 2), (Text, 3)]);
        assert_eq!(found.first, 2);
        assert_eq!(header(&rows(&[&["a", "b"], &["受理编号", "c"]])), None);
    }

    #[test]
    fn sums_are_told_from_petitions() {
        assert!(is_sum(&["".to_owned(), "合 计".to_owned(), "3".to_owned()]));
        assert!(!is_sum(&["1".to_owned(), "合计".to_owned()]));
    }
}
