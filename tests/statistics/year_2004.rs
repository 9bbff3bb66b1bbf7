//! The figures of a year as the office once told them (the campaign of 2004): entered as inspections,
//! measures, petitions and listings, they come out of the page and of the spreadsheet as they are (`N1`).

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use chrono::Duration;
use minsheng::{
    accounts::{Role, Viewer},
    app::App,
    cases::{
        Case,
        statement::{NewInspection, NewMeasure, Statement},
        work::{self, By},
    },
    db::Connection,
    error::Error,
    reports::file,
    supervisions::{self, Supervision, proposal::Proposal, records::Records, work as listing},
};

use crate::{
    on_both,
    support::{TestApp, acts::told},
};

/// Petitions by channel.
const PETITIONS: [(&str, usize); 4] =
    [("province", 26), ("visit", 10), ("letter", 15), ("telephone", 24)];
/// The same in words.
const NAMED: [(&str, &str); 4] = [("省转办", "26"), ("来访", "10"), ("来信", "15"), ("来电", "24")];
/// Measures by kind.
const MEASURES: [(&str, usize); 6] = [
    ("case_filed", 94),
    ("case_closed", 35),
    ("rectify_by_date", 24),
    ("closure", 68),
    ("suspension", 34),
    ("fine", 57),
];
/// Officers sent out, plants inspected, and how many inspections they are entered as: a sweep is one
/// inspection that says how many went and where. The rest of the 7,200 and the 4,200 are the two officers who
/// verified each listing, and its plants.
const INSPECTIONS: (i32, i32, i32) = (7_200 - 2 * 12, 4_200 - 52, 4);
/// Fines in fen: 1,764,300 yuan.
const FINES: i64 = 176_430_000;
/// Supervised cases, two in each of six counties, with 52 plants.
const COUNTIES: [&str; 6] = ["140821", "140828", "140882", "140881", "140826", "140802"];
const PLANTS: [usize; 12] = [5, 4, 4, 4, 5, 4, 4, 5, 4, 4, 4, 5];

/// What page and spreadsheet must say: the words of the figure, and the number.
const EXPECTED: [(&str, &str); 17] = [
    ("出动执法人员（人次）", "7,200"),
    ("检查企业（家次）", "4,200"),
    ("立案", "94"),
    ("结案", "35"),
    ("限期治理", "24"),
    ("取缔关闭", "68"),
    ("限产停产", "34"),
    ("罚款（件）", "57"),
    ("罚款金额（万元）", "176.43"),
    ("收到举报", "75"),
    ("挂牌督办（件）", "12"),
    ("解除挂牌", "12"),
    ("挂牌涉及企业（家）", "52"),
    ("挂牌督办涉及县（市、区）数", "6"),
    ("移送公安", "0"),
    ("按日计罚（件）", "0"),
    ("在办", "75"),
];

/// People who act, all of them of the city or of the county of that code.
struct Office<'a> {
    app: &'a App,
    officers: Vec<Viewer>,
    supervisor: Viewer,
    second: Viewer,
    visitors: [Viewer; 2],
    head: Viewer,
}

impl Office<'_> {
    fn act(&self, it: &mut Connection, by: &Viewer, id: i64, what: Statement) -> Result<(), Error> {
        let case = Case::find(it, id)?;
        work::act(it, self.app, By::Staff(by), &case, None, &what).map(drop)
    }

    /// A matter for each petition, accepted by its county.
    fn petitions(&self, it: &mut Connection) -> Result<Vec<(i64, Viewer)>, Error> {
        let mut matters = Vec::new();
        for (channel, many) in PETITIONS {
            for at in 0..many {
                let county = matters.len() % COUNTIES.len();
                let mut new = told(COUNTIES[county], &format!("{channel} {at}"));
                new.channel = channel;
                let case = file(it, self.app, None, &new, &[])?.case;
                let officer = self.officers[county].clone();
                self.act(it, &officer, case.id, Statement::Accept)?;
                matters.push((case.id, officer));
            }
        }
        Ok(matters)
    }

    fn sweeps(&self, it: &mut Connection, matters: &[(i64, Viewer)]) -> Result<(), Error> {
        let (officers, plants, many) = INSPECTIONS;
        for (case, officer) in matters.iter().take(usize::try_from(many).expect("few")) {
            let inspection = Statement::Inspect(NewInspection {
                on: self.app.clock.today(),
                officers: vec!["甲".to_owned(), "乙".to_owned()],
                sent: Some(officers / many),
                visited: Some(plants / many),
                findings: "集中检查".to_owned(),
            });
            self.act(it, officer, *case, inspection)?;
        }
        Ok(())
    }

    fn measures(&self, it: &mut Connection, matters: &[(i64, Viewer)]) -> Result<(), Error> {
        let kinds = MEASURES.iter().flat_map(|(kind, many)| std::iter::repeat_n(*kind, *many));
        let mut left = FINES;
        let mut fines = 0;
        for (at, kind) in kinds.enumerate() {
            let (case, officer) = &matters[at % matters.len()];
            let amount = (kind == "fine").then(|| {
                fines += 1;
                let fen = if fines == 57 { left } else { 3_000_000 };
                left -= fen;
                fen
            });
            let measure = Statement::Measure(NewMeasure {
                kind: kind.to_owned(),
                plant: None,
                document: String::new(),
                amount_fen: amount,
                due_on: None,
                taken_on: self.app.clock.today(),
                text: "措施".to_owned(),
            });
            self.act(it, officer, *case, measure)?;
        }
        Ok(())
    }

    fn list(&self, it: &mut Connection, at: usize) -> Result<String, Error> {
        let proposal = Proposal {
            submission: format!("listing {at}"),
            title: format!("第{at}件"),
            plants: (0..PLANTS[at]).map(|plant| format!("{at}-{plant}号企业")).collect(),
            bureaus: vec![COUNTIES[at % COUNTIES.len()].to_owned()],
            facts: "事实".to_owned(),
            grounds: vec!["basin".to_owned()],
            requirements: vec!["治理到位".to_owned()],
            due_on: self.app.clock.today() + Duration::days(150),
            responsible: "副县长".to_owned(),
            officer: "督查科".to_owned(),
            responsible_name: None,
            officer_name: None,
            basis: "环境保护法".to_owned(),
            cases: Vec::new(),
            relapse_of: None,
        };
        let number = proposal.store(it, self.app, &self.supervisor)?;
        let due_on = proposal.due_on;
        self.listing(
            it,
            &number,
            &self.second,
            supervisions::statement::Statement::List { due_on },
        )?;
        Ok(number)
    }

    fn listing(
        &self,
        it: &mut Connection,
        number: &str,
        by: &Viewer,
        what: supervisions::statement::Statement,
    ) -> Result<(), Error> {
        let case = Supervision::by_number(it, number)?;
        let by = listing::By::Staff(by);
        listing::act(it, self.app, by, &case, None, &what).map(drop)
    }

    /// From evidence to the notice of its lifting (`L4`).
    fn resolve(&self, it: &mut Connection, at: usize, number: &str) -> Result<(), Error> {
        use supervisions::statement::Statement as S;
        let county = &self.officers[at % COUNTIES.len()];
        let case = Supervision::by_number(it, number)?;
        let requirement = Records::of(it, case.id)?.requirements[0].id;
        let text = || "已完成".to_owned();
        let given = supervisions::statement::Given { text: text(), ..Default::default() };
        self.listing(it, number, county, S::GiveEvidence { requirement, given })?;
        let evidence = Records::of(it, case.id)?.evidence[0].id;
        let judged = S::JudgeEvidence { evidence, accepted: true, note: String::new() };
        self.listing(it, number, &self.visitors[0], judged)?;
        self.listing(it, number, county, S::ApplyForLifting { statement: text() })?;
        for visitor in &self.visitors {
            let visited_on = self.app.clock.today();
            self.listing(it, number, visitor, S::Verify { visited_on, findings: text() })?;
        }
        self.listing(it, number, &self.head, S::ApproveLifting { notice: text() })
    }
}

fn office(app: &TestApp) -> Office<'_> {
    let person = |login: &str, role: Role, bureau: &str| {
        let _ = app.staff(login, role, bureau);
        app.viewer(login)
    };
    Office {
        app: &app.app,
        officers: COUNTIES
            .map(|code| person(&format!("officer-{code}"), Role::Officer, code))
            .into(),
        supervisor: person("supervisor", Role::Supervisor, "140800"),
        second: person("supervisor-2", Role::Supervisor, "140800"),
        visitors: [
            person("visitor-1", Role::Officer, "140800"),
            person("visitor-2", Role::Dispatcher, "140800"),
        ],
        head: person("head", Role::Chief, "140800"),
    }
}

/// The first number that follows the words of a figure on the page.
pub fn on_page(words: &str, figure: &str) -> String {
    let mut lines = words.lines().skip_while(|line| !line.contains("汇总与同比"));
    lines.find(|line| *line == figure).unwrap_or_else(|| panic!("{figure} is not on the page"));
    lines.next().unwrap_or_default().to_owned()
}

/// What the summary has for a figure in that column: 2 is this period, 3 the year before.
fn in_sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, figure: &str, column: usize) -> Option<f64> {
    let sheet = book.worksheet_range("汇总").expect("the summary");
    let row = sheet
        .rows()
        .find(|row| row.get(1).is_some_and(|cell| *cell == Data::String(figure.to_owned())))?;
    match row.get(column)? {
        Data::Float(number) => Some(*number),
        other => panic!("{figure}: {other:?}"),
    }
}

on_both! {
    /// N1: exactly these numbers, on the page and in the spreadsheet.
    async fn the_figures_of_2004_come_out_as_they_are(app: TestApp) {
        let office = office(&app);
        let mut connection = app.app.db.target().connect().expect("a connection");
        use diesel::Connection as _;
        let numbers = connection.transaction(|it| {
            let matters = office.petitions(it)?;
            office.sweeps(it, &matters)?;
            office.measures(it, &matters)?;
            let numbers = (0..PLANTS.len()).map(|at| office.list(it, at));
            let numbers = numbers.collect::<Result<Vec<_>, Error>>()?;
            for (at, number) in numbers.iter().enumerate() {
                office.resolve(it, at, number)?;
            }
            Ok::<_, Error>(numbers)
        }).expect("a year");
        app.app.clock.advance(Duration::days(9));
        connection.transaction(|it| {
            let lift = || supervisions::statement::Statement::Lift;
            numbers.iter().try_for_each(|number| office.listing(it, number, &office.head, lift()))
        }).expect("lifted");
        app.run_jobs();
        app.count();
        crate::statistics::assert_kept(&app.app, &mut connection);

        let page = app.citizen().get("/statistics?period=year").await;
        let words = page.words();
        for (figure, number) in EXPECTED {
            assert_eq!(on_page(&words, figure), number, "{figure}");
        }
        for (channel, many) in NAMED {
            let at = words.lines().position(|line| line == channel && !line.is_empty());
            let shown = words.lines().skip(at.expect(channel)).filter(|line| *line == many);
            assert!(shown.count() > 0, "{channel} {many}");
        }
        for (channel, many) in PETITIONS {
            let page = app.citizen().get(&format!("/statistics?period=year&channel={channel}")).await;
            assert_eq!(on_page(&page.words(), "收到举报"), many.to_string(), "{channel}");
        }

        let listed = app.citizen().get("/statistics/matters?figure=listed&period=year").await;
        numbers.iter().for_each(|number| { listed.shows(&format!("/supervisions/{number}")); });

        let ways = crate::statistics::opening::links(&page);
        let (way, many) = ways.iter().find(|(way, _)| way.contains("listed_in")).expect("a way");
        let named = crate::statistics::opening::entries(&app.citizen(), way).await;
        assert_eq!(named, *many as f64, "as many counties are named as are counted");

        let http = reqwest::Client::new();
        let file = http.get(format!("{}/statistics.xlsx?period=year", app.base)).header("accept-language", "zh-CN");
        let bytes = file.send().await.expect("an answer").bytes().await.expect("a spreadsheet");
        let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a spreadsheet");
        for (figure, number) in EXPECTED {
            let number: f64 = number.replace(',', "").parse().expect("a number");
            assert_eq!(in_sheet(&mut book, figure, 2), Some(number), "{figure}");
        }
        for (channel, many) in NAMED {
            let (row, many) = (format!("其中：{channel}"), many.parse::<f64>().expect("a number"));
            assert_eq!(in_sheet(&mut book, &row, 2), Some(many), "{channel}");
            assert_eq!(in_sheet(&mut book, &row, 3), Some(0.0), "{channel} the year before");
        }
        assert_eq!(in_sheet(&mut book, "其中：网络", 2), Some(0.0));
        assert_eq!(in_sheet(&mut book, "挂牌督办涉及县（市、区）数", 3), Some(0.0));
        let counties = book.worksheet_range("分县").expect("by county");
        assert_eq!(counties.height(), 3 + 16 + 1, "heads, bureaus, the sum");
    }
}
