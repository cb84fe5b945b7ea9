// One small sheet that explains what the pointer or the focus is on.

import { el, fill } from "./dom.js";

const sheet = el("div", { id: "tip", class: "tip", role: "tooltip", hidden: true });

export function start() {
  document.body.append(sheet);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  window.addEventListener("scroll", hide, { passive: true });
}

export function hide() {
  sheet.hidden = true;
}

export function explain(element, content) {
  const show = () => {
    fill(sheet, content());
    sheet.hidden = false;
    element.setAttribute("aria-describedby", "tip");
    beside(element.getClientRects()[0] || element.getBoundingClientRect());
  };
  element.addEventListener("mouseenter", show);
  element.addEventListener("focus", show);
  element.addEventListener("mouseleave", hide);
  element.addEventListener("blur", hide);
  return element;
}

function beside(place) {
  const room = document.documentElement.clientWidth;
  const width = Math.min(sheet.offsetWidth, room - 16);
  const left = Math.min(Math.max(8, place.left), room - width - 8);
  const above = place.top - sheet.offsetHeight - 8;
  sheet.style.left = `${left}px`;
  sheet.style.top = `${above > 8 ? above : place.bottom + 8}px`;
}
