// Choosing a place on the map of the jurisdiction, and hearing at once whose it is.
//
// Needs Leaflet (window.L). Markup: templates/parts/place_map.hbs.
//   [data-map]            shown when this script runs; attributes:
//     data-geojson        URL of the boundaries; each feature has properties.name
//     data-route-url      GET ?lat=&lon=&address=&county= → {target: {code, name}, reason, alternatives[], outside}
//     data-tiles, data-attribution   a tile URL; without it only the boundaries are drawn
//     data-unsure-code    target code that means "nobody is sure yet"
//     data-text-*         every sentence; %name% and %names% are filled in
//   [data-map-canvas], [data-map-locate], [data-map-clear]   inside it
//   [data-map-route]      the live region, in the same form
//   #lat, #lon            are written; fields named address and county of the form are read
// A click sets the point; with the map in focus arrow keys move a crosshair (with Shift in small steps),
// Enter sets the point, + and - zoom.

const STEP = 32;
const SMALL_STEP = 6;
const SETTLE_MS = 350;
const PIN = '<svg width="30" height="40" viewBox="0 0 30 40" aria-hidden="true"><path d="M15 1C7.3 1 1 7.2 1 14.9 1 25.3 15 39 15 39s14-13.7 14-24.1C29 7.2 22.7 1 15 1z" fill="#a92b17" stroke="#fff" stroke-width="2"/><circle cx="15" cy="15" r="5" fill="#fff"/></svg>';
const CROSS = '<svg width="36" height="36" viewBox="0 0 36 36" aria-hidden="true" fill="none"><path d="M18 1v13m0 8v13M1 18h13m8 0h13" stroke="#fff" stroke-width="5"/><path d="M18 1v13m0 8v13M1 18h13m8 0h13" stroke="#1a1f1c" stroke-width="2.5"/></svg>';

for (const place of document.querySelectorAll("[data-map]")) if (window.L) start(place);

async function start(place) {
  const { L } = window;
  const text = place.dataset;
  const form = place.closest("form");
  const canvas = place.querySelector("[data-map-canvas]");
  const clear = place.querySelector("[data-map-clear]");
  const answer = form.querySelector("[data-map-route]");
  const lat = form.querySelector("#lat");
  const lon = form.querySelector("#lon");
  place.hidden = false;

  const map = L.map(canvas, { keyboard: false, zoomControl: false, scrollWheelZoom: false, attributionControl: Boolean(text.tiles), zoomSnap: 0.25 });
  L.control.zoom({ zoomInTitle: text.textZoomIn, zoomOutTitle: text.textZoomOut }).addTo(map);
  if (text.tiles) L.tileLayer(text.tiles, { attribution: text.attribution, maxZoom: 18 }).addTo(map);
  map.setView([35.1, 111], 8);
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", text.textLabel);

  const pin = L.marker([0, 0], { icon: picture(PIN, [30, 40], [15, 38]), interactive: false, keyboard: false });
  const cross = L.marker(map.getCenter(), { icon: picture(CROSS, [36, 36], [18, 18], "ms-map__cross"), interactive: false, keyboard: false });

  let boundaries;
  try {
    const response = await fetch(text.geojson);
    if (!response.ok) throw new Error(response.status);
    boundaries = L.geoJSON(await response.json(), {
      style: { color: "#2f8a60", weight: 1.5, fillColor: "#dcebe1", fillOpacity: text.tiles ? 0.15 : 0.75 },
      onEachFeature: (feature, layer) => {
        if (feature.properties?.name) layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "ms-map__name", interactive: false });
      },
    }).addTo(map);
  } catch {
    // Without boundaries the map is of no use; the address still is.
    if (!text.tiles) { place.hidden = true; return; }
  }
  const fit = () => {
    map.invalidateSize();
    if (lat.value && lon.value) map.setView([lat.value, lon.value], 10);
    else if (boundaries) map.fitBounds(boundaries.getBounds(), { padding: [6, 6] });
  };
  // A step that is hidden has no size: the map is fitted when it is first seen.
  let seen = false;
  new ResizeObserver(() => {
    if (!canvas.offsetWidth) return;
    if (seen) map.invalidateSize();
    else { seen = true; fit(); }
  }).observe(canvas);

  const set = (point, zoom) => {
    lat.value = point.lat.toFixed(6);
    lon.value = point.lng.toFixed(6);
    pin.setLatLng(point).addTo(map);
    if (zoom) map.setView(point, Math.max(map.getZoom(), zoom));
    clear.hidden = false;
    changed(lat);
    ask();
  };
  if (lat.value && lon.value) { pin.setLatLng([lat.value, lon.value]).addTo(map); clear.hidden = false; }

  map.on("click", (event) => set(event.latlng));
  clear.addEventListener("click", () => {
    lat.value = lon.value = "";
    pin.remove();
    clear.hidden = true;
    say(text.textCleared);
    changed(lat);
    canvas.focus();
    ask();
  });

  canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible")) cross.setLatLng(map.getCenter()).addTo(map); });
  canvas.addEventListener("blur", () => cross.remove());
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? SMALL_STEP : STEP;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (move) {
      cross.addTo(map).setLatLng(map.containerPointToLatLng(map.latLngToContainerPoint(cross.getLatLng()).add(move)));
      map.panInside(cross.getLatLng(), { padding: [STEP, STEP], animate: false });
    } else if (event.key === "Enter") set(cross.getLatLng());
    else if (event.key === "+" || event.key === "=") map.setZoomAround(cross.getLatLng(), map.getZoom() + 1);
    else if (event.key === "-") map.setZoomAround(cross.getLatLng(), map.getZoom() - 1);
    else return;
    event.preventDefault();
  });

  const locate = place.querySelector("[data-map-locate]");
  locate.hidden = !navigator.geolocation;
  locate.addEventListener("click", () => {
    say(text.textLocating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set(L.latLng(coords.latitude, coords.longitude), 12),
      () => say(text.textDenied),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });

  let waiting;
  let running;
  for (const name of ["address", "county"]) {
    form.elements[name]?.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, SETTLE_MS); });
  }

  async function ask() {
    running?.abort();
    const asked = { lat: lat.value, lon: lon.value, address: form.elements.address?.value.trim(), county: form.elements.county?.value };
    const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    if (![...query].length) { answer.hidden = true; return; }
    running = new AbortController();
    try {
      const response = await fetch(`${text.routeUrl}?${query}`, { headers: { accept: "application/json" }, signal: running.signal });
      if (!response.ok) throw new Error(response.status);
      tell(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") say(text.textFailed);
    }
  }

  function tell({ target, reason, alternatives, outside }) {
    const name = target?.name ?? "";
    const unsure = Boolean(text.unsureCode) && target?.code === text.unsureCode;
    const sentence = outside ? (name ? text.textOutside : text.textOutsideUnknown) : unsure ? text.textUnsure : text.textGoes;
    const others = (alternatives ?? []).map((other) => other.name ?? other);
    answer.classList.toggle("is-outside", Boolean(outside));
    answer.classList.toggle("is-unsure", unsure);
    say(sentence.replace("%name%", name), reason, others.length && text.textAlternatives.replace("%names%", others.join(text.textSeparator)));
  }

  function say(first, ...more) {
    const strong = document.createElement("strong");
    strong.textContent = first;
    answer.replaceChildren(strong, ...more.filter(Boolean).map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }));
    answer.hidden = false;
  }

  if (lat.value || form.elements.address?.value || form.elements.county?.value) ask();
  form.addEventListener("minsheng:restored", () => { if (lat.value) set(L.latLng(lat.value, lon.value)); else ask(); });
}

function changed(field) {
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function picture(html, iconSize, iconAnchor, className = "") {
  return window.L.divIcon({ html, iconSize, iconAnchor, className });
}
