// Draws charts from the tables of the page: whoever has no script has the tables.
//
// [data-chart]    line or bar; data-table: id of its table, data-columns: the columns drawn (all without it),
//                 data-library: where the charts are, data-label: what it shows

const COLOURS = ["#0b5d3b", "#c8862b"];
const number = (cell) => Number((cell.querySelector("a") ?? cell).firstChild?.textContent.replaceAll(",", "") ?? 0);

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
  if (type === "bar") names.axisLabel = { interval: 0, ...(lying ? {} : { rotate: 35 }) };
  if (lying) names.inverse = true;
  const chart = init(host, null, { renderer: "canvas", height: lying ? 80 + found.labels.length * 34 : 320 });
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: host.dataset.label } },
    color: COLOURS,
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0 },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    // Text drawn on the canvas: the page allows no style in markup.
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: found.series.map((one) => ({ ...one, type, barMaxWidth: 18, symbolSize: 6 })),
  });
  addEventListener("resize", () => chart.resize());
}

document.querySelectorAll("[data-chart]").forEach(draw);
