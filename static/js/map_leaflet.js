// Leaflet with pictures from a tile server. Without the pictures the marks are still there.
import { note, script } from "./map_parts.js";

function stylesheet(href) {
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href, onload: done, onerror: failed });
    document.head.append(link);
  });
}

export async function open(canvas, { middle, metres, tiles, attribution, style, failed, say, zoomIn, zoomOut, ...told }) {
  await Promise.all([stylesheet(style), script(told.script)]);
  const { L } = window;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still };
  const map = L.map(canvas, { zoomControl: false, scrollWheelZoom: false, ...motion });
  L.control.zoom({ position: "bottomleft", zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  map.fitBounds(L.latLng(middle).toBounds(2 * metres));
  L.circle(middle, { radius: metres, className: "map__circle", interactive: false }).addTo(map);
  map.attributionControl.setPrefix(false);
  const credit = document.createElement("a");
  Object.assign(credit, { href: "https://www.openstreetmap.org/copyright", rel: "noopener", textContent: attribution });
  L.tileLayer(tiles, { maxZoom: 19, attribution: credit.outerHTML }).once("tileerror", () => say(failed)).addTo(map);
  const icon = L.divIcon({ className: "map__mark", iconSize: [28, 28], iconAnchor: [14, 26], popupAnchor: [0, -22] });
  return (spot) => L.marker(spot.at, { icon, title: spot.title }).bindPopup(note(spot)).addTo(map);
}
