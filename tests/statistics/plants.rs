//! The figures of one plant (`N1`), as far as the matters behind them may be seen (`R3`, `S1`).

use diesel::prelude::*;
use minsheng::{
    cases::statement::{NewInspection, Statement},
    db::schema::enterprises,
    enterprises::{change::Change, keep},
    reports::NewReport,
};

use super::{
    opening::{behind, links, numbers},
    year_2004::on_page,
};
use crate::{
    on_both,
    support::{
        TestApp,
        acts::{fine, told},
    },
};

const PLANT: &str = "青禾印染厂";

/// A report of a plant of Linyi.
fn about(key: &str, plant: &str) -> NewReport {
    NewReport { plant: plant.to_owned(), ..told("140821", key) }
}

fn inspection(app: &TestApp) -> Statement {
    Statement::Inspect(NewInspection {
        on: app.app.clock.today(),
        officers: vec!["甲".to_owned(), "乙".to_owned()],
        sent: None,
        visited: None,
        findings: "检查".to_owned(),
    })
}

fn merge(app: &TestApp, login: &str, number: &str, into: &str) {
    let (viewer, portal, number) = (app.viewer(login), app.app.clone(), number.to_owned());
    let change = Change::Merge(into.to_owned());
    let merge = move |connection: &mut minsheng::db::Connection| {
        keep::change(connection, &portal, &viewer, &number, None, &change)
    };
    app.app.db.write_now(merge).expect("merged");
}

on_both! {
    /// N1, N2: a plant has the figures of the matters tied to it, also by the names that were merged into
    /// it; each number opens as many.
    async fn a_plant_has_its_own_figures(app: TestApp) {
        let first = app.file(about("first", PLANT)).report.number;
        let second = app.file(about("second", "河西染坊一号院")).report.number;
        let other = app.file(about("other", "远山造纸厂")).report.number;
        app.conclude("140821", &first, "substantiated");
        let (officer, _) = app.bureau("140821");
        for number in [&second, &other] {
            app.act(&officer, number, Statement::Accept);
            app.act(&officer, number, inspection(&app));
            app.act(&officer, number, Statement::Measure(fine(app.app.clock.today())));
        }
        app.count();
        let staff = app.officer("140821");
        let figures = async |number: &str| {
            let page = staff.get(&format!("/statistics?plant={number}")).await;
            assert_eq!(page.status, 200, "{}", page.words());
            let words = page.words();
            let names = ["收到举报", "受理", "办结", "现场检查（次）", "检查企业（家次）", "罚款（件）"];
            names.map(|name| on_page(&words, name))
        };
        assert_eq!(figures("QY-00001").await, ["1", "1", "1", "0", "0", "1"]);
        assert_eq!(figures("QY-00002").await, ["1", "1", "0", "1", "1", "1"]);
        merge(&app, &officer, "QY-00002", "QY-00001");
        assert_eq!(figures("QY-00001").await, ["2", "2", "1", "1", "1", "2"]);
        assert_eq!(figures("QY-00002").await, ["2", "2", "1", "1", "1", "2"], "it is the same now");

        let page = staff.get("/statistics?plant=QY-00001&period=year").await;
        page.shows(PLANT).shows("按期告知率").hides("答复率").hides("满意率");
        let links = links(&page);
        assert!(links.len() >= 8, "{links:?}");
        for (path, many) in &links {
            assert!(path.contains("plant=QY-00001"), "{path}");
            assert_eq!(behind(&staff, path).await, *many, "{path}");
        }
        let opened = staff.get("/statistics/matters?figure=fine&period=year&plant=qy-00001").await;
        assert_eq!(numbers(&opened), [second.as_str(), first.as_str()]);
        opened.shows(PLANT).hides(&other);
        staff.get("/enterprises/QY-00001").await.shows("/statistics?plant&#x3D;QY-00001");
        let last_year = staff.get("/statistics?plant=QY-00001&period=2025").await;
        assert_eq!(on_page(&last_year.words(), "收到举报"), "0");
        app.run_jobs();
    }

    /// R3, S1: whoever may not see a matter or a plant learns nothing of it here; nor does anybody learn
    /// what the few who rated think of a plant.
    async fn a_plant_tells_what_each_may_see(app: TestApp) {
        app.file(about("seen", PLANT));
        let against = NewReport {
            text: "临猗分局的执法人员收了厂里的钱，包庇青禾印染厂排污".to_owned(),
            ..about("against", PLANT)
        };
        let hidden = app.file(against);
        assert!(hidden.case.hidden_from.contains("140821"), "{}", hidden.case.hidden_from);
        app.count();
        let (page, open) = (
            "/statistics?plant=QY-00001",
            "/statistics/matters?figure=received&period=year&plant=QY-00001",
        );
        let (officer, supervisor) = (app.officer("140821"), app.supervisor());
        assert_eq!(on_page(&officer.get(page).await.words(), "收到举报"), "1");
        officer.get(open).await.hides(&hidden.case.number);
        assert_eq!(on_page(&supervisor.get(page).await.words(), "收到举报"), "2");
        supervisor.get(open).await.shows(&hidden.case.number);
        for figure in ["satisfied", "rated", "listed_plants", "in_hand", "junk"] {
            let path = format!("/statistics/matters?figure={figure}&period=year&plant=QY-00001");
            assert_eq!(supervisor.get(&path).await.status, 404, "{figure}");
        }
        for path in [page, open] {
            assert_eq!(app.officer("140828").get(path).await.status, 404, "another bureau: {path}");
            let citizen = app.citizen().get(path).await;
            assert_ne!(citizen.status, 200, "{path}");
            citizen.hides(PLANT).hides(&hidden.case.number);
            assert_ne!(app.province().get(path).await.status, 200, "{path}");
        }
        let unknown = supervisor.get("/statistics?plant=QY-09999").await;
        assert_eq!(unknown.status, 404);
    }

    /// C5: a measure that names none of several plants counts for none of them; a tie that is taken away
    /// takes the figures with it.
    async fn a_measure_counts_for_the_plant_it_names(app: TestApp) {
        let number = app.file(about("two plants", PLANT)).report.number;
        app.file(about("the other", "远山造纸厂"));
        let (officer, _) = app.bureau("140821");
        let staff = app.officer("140821");
        let ties = format!("/enterprises/matters/{number}");
        staff.post(&format!("{ties}/ties"), &[("plant", "QY-00002")]).await;
        app.act(&officer, &number, Statement::Accept);
        app.act(&officer, &number, Statement::Measure(fine(app.app.clock.today())));
        let named = app.query(|connection| {
            let of_number = enterprises::table.filter(enterprises::number.eq("QY-00002"));
            Ok(of_number.select(enterprises::id).first::<i64>(connection)?)
        });
        let mut second = fine(app.app.clock.today());
        second.plant = Some(named);
        app.act(&officer, &number, Statement::Measure(second));
        app.count();
        let fines = async |plant: &str| {
            let page = staff.get(&format!("/statistics?plant={plant}")).await;
            on_page(&page.words(), "罚款（件）")
        };
        assert_eq!((fines("QY-00001").await, fines("QY-00002").await), ("0".to_owned(), "1".to_owned()));
        staff.post(&format!("{ties}/removal"), &[("plant", "QY-00002")]).await;
        assert_eq!(fines("QY-00002").await, "0");
    }
}
