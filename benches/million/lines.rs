//! What is measured, a line each: one person asks again and again, each time about something else.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use minsheng::accounts::Role;

use crate::{
    FIGURES, MOST, Outcome,
    client::{self, Load, Measured, get},
    fill,
    portal::Portal,
};

/// The addresses that a line asks for, by the number of the request.
type Path<'a> = Box<dyn Fn(usize) -> String + 'a>;

/// Measures every line; how many took too long.
pub fn all(portal: &Portal, duration: Duration) -> Outcome<usize> {
    let officer = portal.session(Role::Officer, "140821")?;
    let chief = portal.session(Role::Chief, "140881")?;
    let supervisor = portal.session(Role::Supervisor, fill::CITY)?;
    let clerk = portal.session(Role::Clerk, fill::CITY)?;
    let measure = |head: &str, path: &dyn Fn(usize) -> String| -> Outcome<Measured> {
        let request = |number| get(&path(usize::try_from(number).unwrap_or(0)), head);
        let load = Load {
            address: portal.address,
            connections: 1,
            duration,
            status: 200,
            request: &request,
        };
        Ok(load.run()?)
    };
    let published: Vec<String> = (0..portal.rows)
        .map(|at| fill::matter(fill::mixed(at) % portal.rows, portal.rows, portal.today))
        .filter(|it| it.published.is_some())
        .map(|it| format!("/results/{}", it.number))
        .take(2_000)
        .collect();
    let baseline = measure("", &|at| format!("{}?n={at}", published[at % published.len()]))?;
    print("baseline: a public page, by one key", &baseline, None);
    print("baseline: reckoning alone, no portal", &reckoning(duration), None);
    let mut slow = 0;
    let mut aimed = |most: Duration, name: &str, head: &str, path: Path<'_>| -> Outcome<()> {
        let measured = measure(head, &path)?;
        slow += usize::from(measured.p99 > most);
        print(name, &measured, Some((&baseline, most)));
        Ok(())
    };
    figures(portal, &supervisor, &mut aimed)?;
    let mut line =
        |name: &str, head: &str, path: Path<'_>| -> Outcome<()> { aimed(MOST, name, head, path) };
    let fixed = |path: &'static str| -> Path<'_> { Box::new(move |_| path.to_owned()) };
    line("desk, officer", &officer, fixed("/desk"))?;
    line("desk, supervisor", &supervisor, fixed("/desk"))?;
    line("desk, supervisor, of one bureau", &supervisor, fixed("/desk?bureau=140881"))?;
    line("desk, supervisor, late ones", &supervisor, fixed("/desk?due=late"))?;
    line("desk, chief, concluded", &chief, fixed("/desk?state=concluded"))?;
    line("desk, supervisor, ended", &supervisor, fixed("/desk?state=ended"))?;
    line("desk, supervisor, declined", &supervisor, fixed("/desk?state=declined"))?;
    line(
        "desk, supervisor, deep in the open ones",
        &supervisor,
        fixed("/desk?page=900&after=2026-12-20_500000"),
    )?;
    line(
        "desk, supervisor, deep in the ended ones",
        &supervisor,
        fixed("/desk?state=ended&page=9000&after=2025-03-01T09:00:00.000000_300000"),
    )?;
    for (name, words) in [
        ("frequent", "臭味"),
        ("frequent, longer", "一直有臭味"),
        ("two frequent", "臭味 黄烟"),
        ("frequent, never together", "臭鸡蛋 秸秆"),
        ("seldom", "3号炉"),
        ("Latin", "COD"),
        ("very rare", "𬭚渣"),
        ("unknown", "没有这样的词"),
        ("a plant", "青禾一印染厂"),
        ("one character", "烟"),
    ] {
        let path = move |_| format!("/desk?q={}", encoded(words));
        line(&format!("search, supervisor, {name}"), &supervisor, Box::new(path))?;
        line(&format!("search, officer, {name}"), &officer, Box::new(path))?;
    }
    let frequent = encoded("臭味");
    line(
        "search, supervisor, frequent, of one bureau",
        &supervisor,
        Box::new(|_| format!("/desk?q={frequent}&bureau=140882")),
    )?;
    line(
        "search, supervisor, frequent, declined",
        &supervisor,
        Box::new(|_| format!("/desk?q={frequent}&state=declined")),
    )?;
    line(
        "search, supervisor, frequent, deep",
        &supervisor,
        Box::new(|_| {
            format!("/desk?q={frequent}&page=4000&after=2025-03-01T09:00:00.000000_300000")
        }),
    )?;
    let matter = |at: usize| fill::matter(fill::mixed(at) % portal.rows, portal.rows, portal.today);
    line(
        "search, supervisor, a number",
        &supervisor,
        Box::new(|at| format!("/desk?q={}", matter(at).number)),
    )?;
    let open = opened(portal, &supervisor)?;
    line(
        "page of a matter, with the way on",
        &supervisor,
        Box::new(|at| open[at % open.len()].clone()),
    )?;
    let walking = format!("{}; list=q%3D{frequent}\r\n", supervisor.trim_end());
    line(
        "page of a matter, the way on in a search",
        &walking,
        Box::new(|at| open[at % open.len()].clone()),
    )?;
    line(
        "known, clerk: nearest while typing",
        &clerk,
        Box::new(|at| {
            let it = matter(at);
            let unit = it.plant.map(|at| fill::plant(at).name).unwrap_or_default();
            format!(
                "/hotline/known?county={}&unit={}&text={}",
                it.county,
                encoded(&unit),
                encoded(&it.text)
            )
        }),
    )?;
    line("public results", "", Box::new(|at| format!("/results?n={at}")))?;
    line(
        "public results, of one county",
        "",
        Box::new(|at| format!("/results?county=140821&n={at}")),
    )?;
    line(
        "public results, deep",
        "",
        Box::new(|at| format!("/results?page=4000&after=1740000000000000_300000&n={at}")),
    )?;
    line(
        "public search, frequent",
        "",
        Box::new(|at| format!("/results?q={}&n={at}", encoded("黄烟"))),
    )?;
    line(
        "public search, of one county",
        "",
        Box::new(|at| format!("/results?county=140821&q={}&n={at}", encoded("黑水属实"))),
    )?;
    line(
        "public search, unknown",
        "",
        Box::new(|at| format!("/results?q={}&n={at}", encoded("没有"))),
    )?;
    Ok(slow)
}

/// What becomes of work that asks for 10 ms of one processor and nothing else: by how much the machine
/// itself makes it longer now and then.
fn reckoning(duration: Duration) -> Measured {
    const LENGTH: Duration = Duration::from_millis(10);
    const ONE: usize = 1_000;
    let reckon = |times: usize| {
        let began = Instant::now();
        for at in 0..times * ONE {
            black_box(fill::mixed(black_box(at)));
        }
        began.elapsed()
    };
    let one = (0..100).map(|_| reckon(1)).min().unwrap_or(LENGTH).max(Duration::from_nanos(1));
    let times = (LENGTH.as_nanos() / one.as_nanos()).max(1) as usize;
    let ends = Instant::now() + duration;
    let samples = std::iter::from_fn(|| (Instant::now() < ends).then(|| reckon(times)));
    client::measured(samples.collect(), duration)
}

/// A line of the measurement: its aim, its name, the session, the addresses.
type Aimed<'a> = dyn FnMut(Duration, &str, &str, Path<'_>) -> Outcome<()> + 'a;

/// The figures of any period, and the matters behind one; each address is asked once, so that no page
/// comes from the ones that are kept.
fn figures(portal: &Portal, supervisor: &str, line: &mut Aimed<'_>) -> Outcome<()> {
    let today = portal.today;
    let days = move |at: usize| {
        let from = today - chrono::Days::new(200 + (fill::mixed(at) % 800) as u64);
        let until = today - chrono::Days::new((fill::mixed(at + 7) % 200) as u64);
        format!("from={from}&until={until}&n={at}")
    };
    let whole = |period: &'static str| -> Path<'_> {
        Box::new(move |at| format!("/statistics?period={period}&n={at}"))
    };
    line(FIGURES, "figures of this year", "", whole("year"))?;
    line(FIGURES, "figures of all years", "", whole("all"))?;
    line(
        FIGURES,
        "figures of any days",
        "",
        Box::new(move |at| format!("/statistics?{}", days(at))),
    )?;
    line(
        FIGURES,
        "figures of one county and category",
        "",
        Box::new(move |at| format!("/statistics?county=140821&kind=air&{}", days(at))),
    )?;
    line(FIGURES, "figures, supervisor", supervisor, whole("year"))?;
    line(
        FIGURES,
        "figures as a spreadsheet",
        "",
        Box::new(move |at| format!("/statistics.xlsx?{}", days(at))),
    )?;
    line(
        FIGURES,
        "behind a figure, public",
        "",
        Box::new(|at| format!("/statistics/matters?figure=concluded&period=all&n={at}")),
    )?;
    line(
        FIGURES,
        "behind a figure of a county, supervisor",
        supervisor,
        Box::new(|at| format!("/statistics/matters?figure=fine&county=140882&period=all&n={at}")),
    )?;
    Ok(())
}

/// Pages of open matters, from the desk.
fn opened(portal: &Portal, session: &str) -> Outcome<Vec<String>> {
    let answer = client::ask(portal.address, &get("/desk", session))?;
    let page = String::from_utf8_lossy(&answer.body).into_owned();
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.filter(|link| link.starts_with("/cases/") && link.matches('/').count() == 2);
    let links: Vec<String> = links.map(str::to_owned).collect();
    if links.is_empty() { Err("the desk links to no matter".into()) } else { Ok(links) }
}

/// Percent-encoding for an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn print(name: &str, measured: &Measured, baseline: Option<(&Measured, Duration)>) {
    let short = |it: Duration| format!("{:.1} ms", it.as_secs_f64() * 1e3);
    let beside = baseline.map_or_else(String::new, |(it, most)| {
        let slower = measured.median.as_secs_f64() / it.median.as_secs_f64();
        let note = if measured.p99 > most { "  ABOVE THE AIM" } else { "" };
        format!("{slower:.1} times{note}")
    });
    println!(
        "{name:<44} {:>7.0} {:>9} {:>9} {:>9}  {beside}",
        measured.per_second,
        short(measured.median),
        short(measured.p99),
        short(measured.longest)
    );
}
