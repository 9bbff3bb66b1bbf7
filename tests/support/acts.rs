//! Matters made by hand, for stories about what comes of them.

use chrono::{Days, NaiveDate};
use minsheng::{
    accounts::{Account, Viewer},
    cases::{
        Case, State, access,
        statement::{NewMeasure, NewPromise, Statement},
        work::{self, By},
    },
    error::Error,
    i18n::Language,
    reports::{Identity, NewReport, file::Filed, report::Report},
};

use super::{Client, Page, TestApp};

/// A report of nobody about nothing in particular, for the bureau of that code.
pub fn told(county: &str, submission: &str) -> NewReport {
    NewReport {
        submission: submission.to_owned(),
        channel: "web",
        text: "夜里有刺鼻的气味".to_owned(),
        address: String::new(),
        point: None,
        county: Some(county.to_owned()),
        plant: String::new(),
        kinds: vec!["air"],
        industry: None,
        urgent: false,
        reporter_kind: "anonymous",
        identity: Identity::default(),
        head_count: 1,
        language: Language::Chinese,
        join: None,
    }
}

/// Fills in the form of an act as the page of the matter has it, and sends it.
pub async fn send(who: &Client, number: &str, resource: &str, fields: &[(&str, &str)]) -> Page {
    let page = who.get(&format!("/cases/{number}")).await;
    let action = format!("/cases/{number}/{resource}");
    page.shows(&format!("action=\"{action}\""));
    let version = page.field("version");
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    who.post(&action, &all).await
}

impl TestApp {
    /// The member of staff of that login, whose account stands.
    pub fn viewer(&self, login: &str) -> Viewer {
        let login = login.to_owned();
        self.query(move |connection| {
            let (account, _) = Account::by_login(connection, &login)?.expect("an account");
            Ok(Viewer::of_account(account).expect("a role"))
        })
    }

    /// Files a report and returns it with its matter.
    pub fn file(&self, new: NewReport) -> Filed {
        let app = self.app.clone();
        let file =
            move |connection: &mut _| minsheng::reports::file(connection, &app, None, &new, &[]);
        self.app.db.write_now::<_, Error, _>(file).expect("a report")
    }

    /// The matter of that number.
    pub fn case(&self, number: &str) -> Case {
        let number = number.to_owned();
        self.query(move |connection| Case::by_number(connection, &number))
    }

    /// A report withdrawn by its reporter.
    pub fn withdraw(&self, number: &str) {
        let (app, number) = (self.app.clone(), number.to_owned());
        let withdraw = move |connection: &mut _| {
            let report = Report::by_number(connection, &number)?;
            minsheng::reports::follow::withdraw(connection, &app, &report)
        };
        self.app.db.write_now::<_, Error, _>(withdraw).expect("a withdrawal");
    }

    /// Does what `statement` says to the matter, as the member of staff of that login.
    pub fn act(&self, login: &str, number: &str, statement: Statement) -> State {
        let (app, viewer, number) = (self.app.clone(), self.viewer(login), number.to_owned());
        let act = move |connection: &mut _| {
            let case = access::open(connection, &viewer, &number)?;
            work::act(connection, &app, By::Staff(&viewer), &case, None, &statement)
        };
        let state = self.app.db.write_now::<_, Error, _>(act).expect("an act");
        self.run_jobs();
        state
    }

    /// Two people of the bureau of `county`: the logins of officer and chief.
    pub fn bureau(&self, county: &str) -> (String, String) {
        let _ = (self.officer(county), self.chief(county));
        (format!("officer-{county}"), format!("chief-{county}"))
    }

    /// Accepts, finds, measures and concludes the matter.
    pub fn conclude(&self, county: &str, number: &str, verdict: &str) {
        let (officer, chief) = self.bureau(county);
        if self.case(number).state == "assigned" {
            self.act(&officer, number, Statement::Accept);
        }
        let text = "内部认定：超标两倍".to_owned();
        self.act(&officer, number, Statement::Find { verdict: verdict.to_owned(), text });
        let measure = Statement::Measure(fine(self.app.clock.today()));
        self.act(&officer, number, measure);
        let texts = Statement::ProposeConclusion {
            internal_text: "内部材料".to_owned(),
            public_text: "拟公开：已责令改正".to_owned(),
            answer: "答复本人：谢谢您".to_owned(),
        };
        self.act(&officer, number, texts);
        self.act(&chief, number, Statement::Approve);
    }

    /// Accepts, finds and concludes the matter in part; what is promised is due in twenty days.
    pub fn conclude_in_part(&self, county: &str, number: &str) {
        let (officer, chief) = self.bureau(county);
        self.act(&officer, number, Statement::Accept);
        let text = "烘干炉没有收集装置".to_owned();
        self.act(&officer, number, Statement::Find { verdict: "substantiated".to_owned(), text });
        let due_on = self.app.clock.today() + Days::new(20);
        let texts = Statement::ProposePartial {
            internal_text: "内部材料".to_owned(),
            public_text: "已停用".to_owned(),
            answer: "先停用，再加装".to_owned(),
            promises: vec![NewPromise { text: "加装收集装置".to_owned(), due_on }],
        };
        self.act(&officer, number, texts);
        self.act(&chief, number, Statement::Approve);
    }

    /// Publishes the result of a concluded matter.
    pub fn publish(&self, county: &str, number: &str, text: &str) {
        let (_, chief) = self.bureau(county);
        self.act(&chief, number, Statement::Publish { public_text: text.to_owned() });
    }
}

/// A measure of that kind, without a document, money or a date.
pub fn measure(kind: &str, on: NaiveDate, text: &str) -> NewMeasure {
    NewMeasure {
        kind: kind.to_owned(),
        plant: None,
        document: String::new(),
        amount_fen: None,
        due_on: None,
        taken_on: on,
        text: text.to_owned(),
    }
}

/// A fine of 0.5 万元.
pub fn fine(on: NaiveDate) -> NewMeasure {
    NewMeasure {
        document: "运环罚〔2026〕1号".to_owned(),
        amount_fen: Some(500_000),
        ..measure("fine", on, "罚款明细")
    }
}

/// What a camera writes into a picture.
const CAMERA: &str = "GPS 34.9971 110.9812 HUAWEI-P40";

/// A JPEG with the camera's data in it.
pub fn photo() -> Vec<u8> {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(8, 6);
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).expect("a picture");
    let jpeg = jpeg.into_inner();
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(CAMERA.as_bytes());
    let length = u16::try_from(exif.len() + 2).expect("a short segment").to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}
