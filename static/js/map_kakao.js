// Kakao's map. Its marks cannot be reached by the keyboard: the list beside it says the same.
import { note, script } from "./map_parts.js";

export async function open(canvas, { middle, metres, ...told }) {
  await script(told.script);
  const { maps } = window.kakao;
  await new Promise((done) => maps.load(done));
  const at = ([lat, lng]) => new maps.LatLng(lat, lng);
  const map = new maps.Map(canvas, { center: at(middle), level: 6 });
  map.setZoomable(false); // the page scrolls; its buttons zoom
  map.addControl(new maps.ZoomControl(), maps.ControlPosition.RIGHT);
  const [up, across] = [metres / 111_195, metres / (111_195 * Math.cos((middle[0] * Math.PI) / 180))];
  const bounds = new maps.LatLngBounds();
  bounds.extend(at([middle[0] - up, middle[1] - across]));
  bounds.extend(at([middle[0] + up, middle[1] + across]));
  map.setBounds(bounds);
  const popup = new maps.InfoWindow({ removable: true });
  return (spot) => {
    const marker = new maps.Marker({ map, position: at(spot.at), title: spot.title, clickable: true });
    maps.event.addListener(marker, "click", () => {
      popup.setContent(note(spot));
      popup.open(map, marker);
    });
  };
}
