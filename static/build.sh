#!/bin/sh
# Makes static/css/minsheng.css from static/scss and renews static/vendor.
# Needs node and npm; run it after a change in static/scss. What it makes is committed, so building
# the portal itself needs neither. Everything is fetched into a temporary folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent govuk-frontend@5.14.0 sass@1.108.2 leaflet@1.9.4 lightningcss@1.33.0 \
  echarts@6.1.0 esbuild@0.28.2

mkdir -p "$here/css"
node_modules/.bin/sass --style=compressed --no-source-map --quiet-deps \
  --silence-deprecation=import --silence-deprecation=global-builtin --silence-deprecation=if-function \
  --load-path=node_modules/govuk-frontend/dist \
  "$here/scss/minsheng.scss" >sass.css

# The family is inherited from the root, so that each rule need not say so; then minify.
cat >minify.mjs <<'END'
import { readFileSync, writeFileSync } from "node:fs";
import { transform } from "lightningcss";
const rules = readFileSync("sass.css", "utf8")
  .replace("\uFEFF", "")
  .replaceAll("font-family:inherit;", "")
  .replaceAll(/@media print\{[^{}]*\{font-family:inherit\}\}/g, "");
const controls = "button,input,select,textarea{font-family:inherit}";
const { code } = transform({ filename: "minsheng.css", code: Buffer.from(controls + rules), minify: true,
  targets: { chrome: 100 << 16, safari: 15 << 16, firefox: 100 << 16 } });
writeFileSync(process.argv[2], code);
END
node minify.mjs "$here/css/minsheng.css"

leaflet="$here/vendor/leaflet"
mkdir -p "$leaflet/images"
cp node_modules/leaflet/dist/leaflet.css "$leaflet/"
cp node_modules/leaflet/LICENSE "$leaflet/"
cp node_modules/leaflet/dist/images/*.png "$leaflet/images/"
sed '/sourceMappingURL/d' node_modules/leaflet/dist/leaflet.js >"$leaflet/leaflet.js"

# Of the charts only what figures.js draws.
cat >charts.js <<'END'
import { init, registerMap, use } from "echarts/core";
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
use([AriaComponent, BarChart, LineChart, MapChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);
export { init, registerMap };
END
echarts="$here/vendor/echarts"
mkdir -p "$echarts"
cp node_modules/echarts/LICENSE node_modules/echarts/NOTICE "$echarts/"
node_modules/.bin/esbuild charts.js --bundle --minify --format=esm --legal-comments=none \
  --target=chrome100,safari15,firefox100 --log-level=warning --outfile="$echarts/echarts.js"
ls -l "$here/css/minsheng.css" "$echarts/echarts.js"
