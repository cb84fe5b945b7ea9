// What is shown instead of results: nothing yet, or a failure with what to do about it.

import { Fault, useKey } from "./api.js";
import { el } from "./dom.js";
import { t } from "./words.js";

export function empty() {
  return el("div", { class: "empty" }, el("h2", {}, t("empty_title")), el("p", {}, t("empty_text")));
}

export function fault(error, again) {
  if (!(error instanceof Fault)) throw error;
  const told = error.told();
  const body = [el("h2", {}, told.title), el("p", {}, told.remedy)];
  if (told.detail) body.push(el("p", { class: "hint" }, told.detail));
  if (error.place) body.push(el("p", { class: "hint" }, `${t("place")} `, el("code", {}, error.place)));
  const retry = el("button", { type: "button", class: "main", onclick: again }, t("try_again"));
  const next = error.kind === "key" ? key(again) : retry;
  return el("div", { class: `fault ${error.kind}`, role: "alert" }, body, next);
}

export function refusal(title, text) {
  return el("div", { class: "fault other", role: "alert" }, el("h2", {}, title), el("p", {}, text));
}

function key(again) {
  const input = el("input", { id: "key", type: "password", autocomplete: "off" });
  const use = (event) => {
    event.preventDefault();
    useKey(input.value.trim());
    again();
  };
  const button = el("button", { type: "submit", class: "main" }, t("key_use"));
  return el("form", { class: "key", onsubmit: use }, el("label", { for: "key" }, t("key")), input, button);
}
