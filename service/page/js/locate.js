// Where in the rows of the source something stands: {row, cell, start, end} in UTF-16 units.

import { places } from "./text.js";

export class Locator {
  constructor(rows, projects) {
    this.rows = rows;
    this.index = new Map(rows.map((row, index) => [row.number, index]));
    this.projects = projects;
    this.starts = projects.map((project) => this.index.get(project.source.row) ?? 0);
  }

  at(number) {
    return number === null || number === undefined ? undefined : this.index.get(number);
  }

  extent(project) {
    const which = this.projects.indexOf(project);
    const from = this.starts[which] ?? 0;
    const later = this.starts.filter((start) => start > from);
    const shared = later.length ? Math.min(...later) : this.rows.length;
    return [from, Math.max(shared, from + 1)];
  }

  find(words, from, to) {
    if (!words) return null;
    for (let row = from; row < to && row < this.rows.length; row++) {
      const cells = this.rows[row].cells;
      for (let cell = 0; cell < cells.length; cell++) {
        const start = cells[cell].indexOf(words);
        if (start >= 0) return { row, cell, start, end: start + words.length };
      }
    }
    return null;
  }

  project(project) {
    const [from, to] = this.extent(project);
    return this.find(project.name, from, to) || { row: from, cell: null };
  }

  // The part of the row that holds an indicator: a piece of a cell, or the whole row.
  home(indicator) {
    const { row: number, column, start, end } = indicator.source;
    const row = this.at(number);
    if (row === undefined) return null;
    const cells = this.rows[row].cells;
    const text = cells[column];
    if (text === undefined || start === null || !(end > start)) return { row, cell: null };
    const place = places(text);
    const piece = { row, cell: column, start: place(start), end: place(end) };
    return cells.length > 1 || piece.end - piece.start < text.length ? piece : { row, cell: null };
  }

  name(indicator) {
    const home = this.home(indicator);
    if (!home) return null;
    const found = this.find(indicator.raw_name, home.row, home.row + 1);
    return within(found, home) ? found : home;
  }

  // A target's text: inside its piece of the cell, or else in another cell of the row.
  target(indicator, text, period) {
    const home = this.home(indicator);
    if (!home || !text) return home;
    const cells = this.rows[home.row].cells;
    const after = this.nth(indicator, text, period);
    if (home.cell !== null && home.end - home.start > indicator.raw_name.length) {
      const found = nthIn(cells[home.cell], text, home.start, home.end, after);
      if (found >= 0) return { row: home.row, cell: home.cell, start: found, end: found + text.length };
    }
    let left = after;
    const same = cells.map((cell) => cell.trim() === text.trim());
    for (const [cell, equal] of same.entries()) {
      if (equal && left-- === 0) {
        const start = cells[cell].indexOf(text);
        return { row: home.row, cell, start: Math.max(start, 0), end: Math.max(start, 0) + text.length };
      }
    }
    return this.find(text, home.row, home.row + 1) || home;
  }

  // How many targets of the same text stand before the one of this period.
  nth(indicator, text, period) {
    let before = 0;
    for (const each of indicator.targets) {
      if (each.period === period) break;
      if (each.target.text === text) before++;
    }
    return before;
  }

  // A quotation of a finding: its words, as narrowly as they can be placed.
  quote(quote, project) {
    if (!project) return this.find(quote.text, 0, this.rows.length);
    if (quote.part === "narrative") return this.narrative(quote, project);
    const indicator = project.indicators[quote.indicator];
    if (!indicator) return this.find(quote.text, ...this.extent(project)) || this.project(project);
    if (quote.part === "indicator") return this.name(indicator);
    const target = quote.part === "actual" ? indicator.actual : targetOf(indicator, quote.period);
    const whole = this.target(indicator, target ? target.text : quote.text, quote.period);
    return target ? narrowed(whole, target.text, quote) : whole;
  }

  narrative(quote, project) {
    const [from, to] = this.extent(project);
    const whole = this.find(project.narrative, from, to);
    if (whole) return narrowed(whole, project.narrative, quote);
    return this.find(quote.text, from, to) || this.project(project);
  }
}

const targetOf = (indicator, period) => (indicator.targets.find((each) => each.period === period) || {}).target;

function within(found, home) {
  if (!found) return false;
  return home.cell === null || (found.cell === home.cell && found.start >= home.start && found.end <= home.end);
}

function narrowed(whole, text, quote) {
  if (!whole || whole.cell === null || quote.start === null || quote.end === null) return whole;
  if (whole.end - whole.start !== text.length) return whole;
  const place = places(text);
  return { ...whole, start: whole.start + place(quote.start), end: whole.start + place(quote.end) };
}

function nthIn(text, words, from, to, count) {
  let at = from - 1;
  do {
    at = text.indexOf(words, at + 1);
  } while (at >= 0 && count-- > 0);
  return at >= 0 && at + words.length <= to ? at : -1;
}

// The project that a finding speaks of: findings come in the order of the projects.
export function owners(findings, projects) {
  let at = 0;
  return findings.map((finding) => {
    if (finding.project === null) return null;
    for (let index = at; index < projects.length; index++) {
      if (projects[index].name === finding.project && fits(finding, projects[index])) {
        at = index;
        return projects[index];
      }
    }
    return projects.find((project) => project.name === finding.project) || null;
  });
}

function fits(finding, project) {
  return finding.evidence.every((quote) => {
    if (quote.part === "narrative") return (project.narrative || "").includes(quote.text);
    return quote.indicator === null || quote.indicator < project.indicators.length;
  });
}
