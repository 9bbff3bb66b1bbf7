//! Photographs come with the record of a site inspection and are for those who see what was found
//! (`C1`, `S1`, `S3`, `R3`).

use std::path::Path;

use diesel::prelude::*;
use minsheng::{cases::undo, db::schema::attachments};

use super::{INSPECTION, act, filed};
use crate::{
    cases::report,
    on_both,
    support::{Page, TestApp, acts::photo},
};

/// Addresses of the pictures on a page.
fn photos(page: &Page) -> Vec<String> {
    let sources = page.text.split("src=\"").filter(|rest| rest.starts_with("/pictures/"));
    sources.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Rows of pictures, and files.
fn stock(app: &TestApp) -> (i64, usize) {
    let rows: i64 =
        app.query(|connection| Ok(attachments::table.count().get_result(connection)?));
    (rows, files(&app.app.config.data_dir.join("files")))
}

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).map(|it| it.flatten().collect::<Vec<_>>());
    let entries = entries.unwrap_or_default().into_iter();
    entries.map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

on_both! {
    /// They are shown with the inspection on the page of the matter and in the dossier of its plant:
    /// copies without what the camera wrote, to the bureau and the city; to nobody else, though they
    /// know of the matter, and never in public.
    async fn an_inspection_has_its_photographs(app: TestApp) {
        let matter = filed(&app, report("photographs", Some("140821")));
        let number = matter.case.number.clone();
        let officer = app.officer("临猗县");
        act(&officer, &number, "acceptance", &[]).await;
        let of_matter = format!("/cases/{number}");
        let page = officer.get(&of_matter).await;
        page.shows("现场照片").shows("最多 6 张，每张不超过 10 MB");
        page.shows(&format!("action=\"{of_matter}/inspections\" enctype=\"multipart/form-data\""));
        let sent = [("photos", "东门.jpg", photo()), ("photos", "西门.jpg", photo())];
        let done = officer.upload(&format!("{of_matter}/inspections"), &INSPECTION, &sent).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let page = officer.follow(&done).await;
        page.shows("设施停运").shows("东门.jpg").shows("西门.jpg");
        let shown = photos(&page);
        assert_eq!((shown.len(), stock(&app)), (2, (2, 4)), "a sealed original beside each copy");

        for who in [app.officer("临猗县"), app.dispatcher(), app.supervisor()] {
            assert_eq!(photos(&who.get(&of_matter).await), shown);
            assert_eq!(photos(&who.get("/enterprises/QY-00001").await), shown);
            let copy = who.get(&shown[0]).await;
            assert_eq!((copy.status, copy.header("content-type")), (200, "image/jpeg"));
            copy.hides("Exif").hides("GPS").hides("HUAWEI");
        }

        let request = [("department", "140800-power"), ("request", "请停止供电")];
        act(&officer, &number, "referrals", &request).await;
        let (power, clerk) = (app.department("140800-power"), app.clerk());
        power.get(&of_matter).await.shows("请停止供电").hides("/pictures/").hides("东门");
        clerk.get(&of_matter).await.hides("/pictures/").hides("东门");
        clerk.get("/enterprises/QY-00001").await.hides("/pictures/").hides("东门");
        let others = [app.officer("夏县"), app.administrator(), app.citizen(), power, clerk];
        for (at, other) in others.iter().enumerate() {
            assert_eq!(other.get(&shown[0]).await.status, 404, "{at}");
        }
        assert_eq!(others[0].get(&of_matter).await.status, 404);
        let public = app.citizen();
        public.get(&format!("/track/{}", matter.report.number)).await.hides("/pictures/").hides("东门");
        app.run_jobs();
    }

    /// `R3`: those whom a matter is about see neither it nor its pictures.
    async fn they_are_kept_from_those_whom_they_are_about(app: TestApp) {
        let mut new = report("photographs of a conflict", Some("140821"));
        new.text = "临猗县环保局收受企业好处，给排污厂通风报信。".to_owned();
        new.plant = "临猗县环保局".to_owned();
        let number = filed(&app, new).case.number;
        let (dispatcher, units) = (app.dispatcher(), app.officer("140899"));
        let order = [("bureau", "140899"), ("reason", "市直办理")];
        act(&dispatcher, &number, "assignment", &order).await;
        act(&units, &number, "acceptance", &[]).await;
        let path = format!("/cases/{number}/inspections");
        let done = units.upload(&path, &INSPECTION, &[("photos", "大门.jpg", photo())]).await;
        let shown = photos(&units.follow(&done).await);
        assert_eq!(dispatcher.get(&shown[0]).await.status, 200);
        for reported in [app.officer("临猗县"), app.chief("临猗县")] {
            assert_eq!(reported.get(&shown[0]).await.status, 404);
            assert_eq!(reported.get(&format!("/cases/{number}")).await.status, 404);
        }
        app.run_jobs();
    }

    /// A file that is no picture, and too many of them, are said at the field; what was typed is
    /// there, and nothing is stored. Neither is anything of those who may not record an inspection.
    async fn a_bad_file_keeps_what_was_typed(app: TestApp) {
        let number = filed(&app, report("bad photographs", Some("140821"))).case.number;
        let (officer, path) = (app.officer("临猗县"), format!("/cases/{number}/inspections"));
        let good = [("photos", "好.jpg", photo())];
        let early = officer.upload(&path, &INSPECTION, &good).await;
        assert_eq!(early.status, 409, "not accepted yet");
        early.shows("设施停运");
        act(&officer, &number, "acceptance", &[]).await;

        let wrong = [("photos", "好.jpg", photo()), ("photos", "坏.jpg", b"no picture".to_vec())];
        let many: Vec<_> = (0..7).map(|_| ("photos", "照片.jpg", photo())).collect();
        for (sent, words) in [(&wrong[..], "“坏.jpg”不是能识别的照片"), (&many[..], "最多上传 6 张")] {
            let page = officer.upload(&path, &INSPECTION, sent).await;
            assert_eq!(page.status, 422, "{words}");
            page.shows(words).shows("设施停运").shows("甲、乙").shows("href=\"#inspect-photos\"");
        }
        let mut alone = INSPECTION;
        alone[1] = ("officers", "甲");
        let page = officer.upload(&path, &alone, &good).await;
        assert_eq!(page.status, 422);
        page.shows("至少两名").shows("设施停运");
        assert_eq!(app.officer("夏县").upload(&path, &INSPECTION, &good).await.status, 404);
        assert_eq!(app.supervisor().upload(&path, &INSPECTION, &good).await.status, 403);
        let seen = [INSPECTION.to_vec(), vec![("version", "0")]].concat();
        assert_eq!(officer.upload(&path, &seen, &good).await.status, 409, "changed meanwhile");
        assert_eq!(stock(&app), (0, 0));
        app.run_jobs();
    }

    /// An inspection that is taken back takes its photographs with it; the next one has its own.
    async fn what_is_taken_back_leaves_no_photographs(app: TestApp) {
        let number = filed(&app, report("photographs taken back", Some("140821"))).case.number;
        let (officer, path) = (app.officer("临猗县"), format!("/cases/{number}/inspections"));
        act(&officer, &number, "acceptance", &[]).await;
        let done = officer.upload(&path, &INSPECTION, &[("photos", "先前.jpg", photo())]).await;
        let shown = photos(&officer.follow(&done).await);
        assert_eq!((shown.len(), stock(&app)), (1, (1, 2)));
        let back = officer.post(&format!("/cases/{number}/undo"), &[]).await;
        officer.follow(&back).await.shows("已撤销").hides("/pictures/").hides("先前.jpg");
        assert_eq!(officer.get(&shown[0]).await.status, 404);
        app.run_jobs();
        assert_eq!(stock(&app), (0, 0));

        let done = officer.upload(&path, &INSPECTION, &[("photos", "后来.jpg", photo())]).await;
        let page = officer.follow(&done).await;
        page.shows("后来.jpg").hides("先前.jpg");
        assert_eq!(photos(&page).len(), 1);
        app.app.clock.advance(undo::TIME);
        app.run_jobs();
        assert_eq!(stock(&app), (1, 2), "evidence stays");
    }
}
