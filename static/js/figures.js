// Draws charts and the map from the tables of the page: whoever has no script has the tables.
//
// [data-chart]        line or bar; data-table: id of its table, data-columns: the columns drawn (all without it),
//                     data-library: where the charts are, data-label: what it shows
// [data-county-map]   a map of the counties in place of the plain one ([data-county-map-plain]); data-tables: a
//                     selector of the tables by county whose columns can be chosen ([data-county-map-choice], a
//                     select), data-borders: where the borders are; data-library and data-label as above; the
//                     legend of both is [data-county-map-legend]

const COLOURS = ["#0b5d3b", "#c8862b"];
// As of the drawing by the server (scss/_map.scss): none, then five shades.
const SHADES = ["#e9e5d8", "#cfe3d4", "#9cc9ac", "#57a07b", "#1f7650", "#07402a"];
// From this shade on, letters are light.
const DARK = 4;

// What stands first in a cell; of a share its percentage, whose parts may be links.
const written = (cell) => (cell.querySelector(":scope > a") ?? cell).firstChild?.textContent.trim() ?? "";
const number = (cell) => Number.parseFloat(written(cell).replaceAll(",", "")) || 0;
const font = () => ({ fontFamily: getComputedStyle(document.body).fontFamily });
// Text drawn on the canvas: the page allows no style in markup.
const tooltip = { renderMode: "richText" };

function read(host) {
  const table = document.getElementById(host.dataset.table);
  if (!table) return null;
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  const asked = host.dataset.columns?.split(" ").map(Number) ?? heads.map((_, at) => at).slice(1);
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    series: asked.map((at) => ({ name: heads[at], data: rows.map((row) => number(row.cells[at])) })),
  };
}

async function draw(host) {
  const found = read(host);
  if (!found || found.labels.length < 2) return;
  const { init } = await import(host.dataset.library);
  const type = host.dataset.chart;
  host.hidden = false;
  const narrow = host.clientWidth < 600;
  const names = { type: "category", data: found.labels };
  const values = { type: "value", minInterval: 1 };
  // On a phone the counties stand one below the other.
  const lying = type === "bar" && narrow;
  const short = { interval: 0, width: 110, overflow: "truncate" };
  if (type === "bar") names.axisLabel = { ...short, ...(lying ? {} : { rotate: 35 }) };
  if (lying) names.inverse = true;
  const chart = init(host, null, { renderer: "canvas", height: lying ? 80 + found.labels.length * 34 : 320 });
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: host.dataset.label } },
    color: COLOURS,
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0 },
    textStyle: font(),
    tooltip: { ...tooltip, trigger: "axis" },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: found.series.map((one) => ({ ...one, type, barMaxWidth: 18, symbolSize: 6 })),
  });
  addEventListener("resize", () => chart.resize());
}

const countyOf = (address) => new URL(address, location.href).searchParams.get("county");

// The columns of the tables by county, each with what stands in it: of every county by its code.
function columns(tables) {
  return [...tables].map((table) => {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const cells = (at) => [...table.tBodies[0].rows].flatMap((row) => {
      const code = countyOf(row.querySelector("a").href);
      return code ? [[code, row.cells[at]]] : [];
    });
    return {
      title: table.closest("details").querySelector("summary").textContent.trim(),
      columns: heads.map((head, at) => ({ name: head.textContent.trim(), cells: new Map(cells(at + 1)) })),
    };
  });
}

// In which shade a value is drawn: none, or the fifth of the greatest in which it lies.
const shade = (value, most) => (value > 0 ? Math.min(Math.ceil((value * 5) / most), 5) : 0);

// What each shade means: whole numbers from and to, others beyond and up to.
function explained(values, most, unit) {
  const said = (value) => value.toLocaleString(document.documentElement.lang) + unit;
  const fifth = (level) => (level * most) / 5;
  const range = values.every(Number.isInteger)
    ? (level) => [Math.floor(fifth(level - 1)) + 1, Math.floor(fifth(level))]
    : (level) => [fifth(level - 1), fifth(level)];
  const ranges = [1, 2, 3, 4, 5].map((level) => ({ level, from: range(level)[0], to: range(level)[1] }));
  const text = ({ from, to }) => (from === to ? said(to) : `${said(from)} – ${said(to)}`);
  const some = most > 0 ? ranges.filter(({ from, to }) => from <= to) : [];
  return [{ level: 0, text: said(0) }, ...some.map((it) => ({ level: it.level, text: text(it) }))];
}

function shaded(column, counties) {
  const cells = counties.flatMap(({ code }) => column.cells.get(code) ?? []);
  const unit = cells.some((cell) => written(cell).endsWith("%")) ? "%" : "";
  const values = cells.map(number);
  const most = unit ? 100 : Math.max(...values, 0);
  const data = counties.map(({ code }) => {
    const cell = column.cells.get(code);
    const level = cell ? shade(number(cell), most) : 0;
    const label = { color: level < DARK ? "#0b0c0c" : "#fff" };
    const itemStyle = { areaColor: SHADES[level] };
    return { name: code, text: cell ? written(cell) : "", label, itemStyle, emphasis: { label, itemStyle } };
  });
  return { data, legend: explained(values, most, unit) };
}

// How much narrower a degree of longitude is than one of latitude in the middle of the shapes.
function narrowness(shapes) {
  const latitudes = shapes.features.flatMap(({ geometry }) => geometry.coordinates.flat(Infinity).filter((_, at) => at % 2));
  const middle = (Math.min(...latitudes) + Math.max(...latitudes)) / 2;
  return Math.cos((middle * Math.PI) / 180);
}

async function drawMap(host) {
  const groups = columns(document.querySelectorAll(host.dataset.tables));
  const choice = document.querySelector("[data-county-map-choice]");
  const plain = document.querySelector("[data-county-map-plain]");
  const box = plain.querySelector("svg").viewBox.baseVal;
  const [{ init, registerMap }, answer] = await Promise.all([import(host.dataset.library), fetch(host.dataset.borders)]);
  if (!answer.ok) return;
  const borders = await answer.json();
  const counties = borders.features.map(({ properties }) => properties);
  const names = new Map(counties.map(({ code, name }) => [code, name]));
  const links = new Map([...plain.querySelectorAll("a")].map(({ href: { baseVal } }) => [countyOf(baseVal), baseVal]));
  const short = (code) => (names.get(code) ?? "").split(" ")[0];
  const aspectScale = narrowness(borders);
  registerMap("counties", borders);

  const all = groups.flatMap((group) => group.columns);
  groups.forEach((group) => {
    const options = document.createElement("optgroup");
    options.label = group.title;
    options.append(...group.columns.map((column) => new Option(column.name, all.indexOf(column))));
    choice.append(options);
  });
  choice.closest("[hidden]").hidden = host.hidden = false;
  plain.hidden = true;

  const legend = document.querySelector("[data-county-map-legend]");
  const item = legend.querySelector("li");
  const explain = ({ level, text }) => {
    const one = item.cloneNode(true);
    one.querySelector("rect").setAttribute("class", `ms-area ms-area--${level}`);
    one.lastChild.textContent = text;
    return one;
  };
  const height = () => (host.clientWidth * box.height) / box.width;
  const chart = init(host, null, { renderer: "canvas", height: height() });
  const show = () => {
    const column = all[choice.value];
    const { data, legend: levels } = shaded(column, counties);
    legend.replaceChildren(...levels.map(explain));
    const sentence = ({ name, data: one }) => `${names.get(name)}\n${column.name} ${one?.text || "–"}`;
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description: `${host.dataset.label}: ${column.name}` } },
      textStyle: font(),
      tooltip: { ...tooltip, trigger: "item", formatter: sentence },
      series: [{
        type: "map",
        map: "counties",
        nameProperty: "code",
        aspectScale,
        left: 2, right: 2, top: 2, bottom: 2,
        selectedMode: false,
        itemStyle: { borderColor: "#fff", borderWidth: 1.5 },
        label: { show: true, fontSize: host.clientWidth < 500 ? 10 : 13, formatter: ({ name, data: one }) => `${short(name)}\n${one?.text || "–"}` },
        emphasis: { itemStyle: { borderColor: "#0b0c0c", borderWidth: 3 } },
        data,
      }],
    });
  };
  choice.addEventListener("change", show);
  chart.on("click", ({ name }) => {
    if (links.has(name)) location.assign(links.get(name));
  });
  addEventListener("resize", () => { chart.resize({ height: height() }); show(); });
  show();
}

document.querySelectorAll("[data-chart]").forEach(draw);
document.querySelectorAll("[data-county-map]").forEach(drawMap);
