// The panel that shows the source of a table, and marks in it what was picked.

import { el, fill, scrollInto } from "./dom.js";
import { marked } from "./text.js";
import { t } from "./words.js";

export class Source {
  constructor(rows, { rebuilt = false } = {}) {
    this.rows = rows;
    this.marks = [];
    this.lines = rows.map((row, index) => el("li", { "data-label": row.label }, this.cells(index, [])));
    const named = { lang: "zh-CN", "aria-label": t("source") };
    this.list = el("ol", { class: "lines", tabindex: "0", ...named }, this.lines);
    this.back = el("button", { type: "button", class: "quiet source-back", hidden: true }, t("source_back"));
    this.back.addEventListener("click", () => this.from && this.from.focus());
    this.panel = el(
      "section",
      { class: "source", "aria-label": t("source") },
      el("div", { class: "source-head" }, el("h2", {}, t("source")), this.back),
      el("p", { class: "hint" }, t(rebuilt ? "source_rebuilt" : "source_hint")),
      this.list,
    );
  }

  cells(index, places) {
    return this.rows[index].cells.map((text, cell) => {
      const here = places.filter((place) => place.cell === cell);
      const make = (children) => el("mark", {}, children);
      const spans = here.map(({ start, end }) => ({ start, end, make }));
      return el("span", { class: "cell-text" }, marked(text, spans));
    });
  }

  // Mark these places; the first of them is brought into view. `from` takes the focus back.
  show(places, from) {
    const found = places.filter(Boolean);
    for (const row of this.marks) this.draw(row, [], false);
    this.marks = [...new Set(found.map((place) => place.row))];
    for (const row of this.marks) this.draw(row, found.filter((place) => place.row === row), true);
    this.from = from;
    this.back.hidden = !found.length;
    if (found.length) scrollInto(this.list, this.lines[found[0].row]);
    return found.length ? this.rows[found[0].row].label : "";
  }

  draw(row, places, lit) {
    fill(this.lines[row], this.cells(row, places));
    this.lines[row].classList.toggle("lit", lit);
  }
}
