// The box at the top: what is asked, and as what it is to be read.

import { el, fill } from "./dom.js";
import { examples as given, pick, t } from "./words.js";

const by = (id) => document.getElementById(id);
const MOST_ROWS = 9;

export const text = () => by("text").value;
export const name = () => by("name").value.trim();
export const kind = () => by("ask").elements.kind.value;

export function put({ text: value, name: named = "", file = "" }) {
  by("text").value = value;
  by("name").value = named;
  by("ask").elements.kind.value = "auto";
  by("ask").dataset.file = file;
  grow();
}

export function first() {
  if (!text()) put(given()[0]);
}

// Says what the text is taken for; the indicator's name is asked for a single cell alone.
export function tell(seen) {
  const file = by("ask").dataset.file;
  const kind = text().trim() ? t("seen_as", t(`kind_${seen}`)) : "";
  by("seen-as").textContent = file ? t("opened", file) : kind;
  by("ask").dataset.kind = seen;
  by("name").closest(".beside").hidden = seen !== "cell";
}

function grow() {
  const across = Math.max(10, by("text").clientWidth / 17);
  const lines = text().slice(0, 5000).split("\n").map((line) => Math.ceil((line.length + 1) / across));
  by("text").rows = Math.max(3, Math.min(MOST_ROWS, lines.reduce((sum, count) => sum + count, 0)));
}

export function examples(choose) {
  const made = given().map((example) =>
    el("button", { type: "button", class: "chip", onclick: () => choose(example) }, pick(example.label)),
  );
  fill(document.querySelector(".examples"), made);
}

export function start({ run, soon, take }) {
  const form = by("ask");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  for (const field of [by("text"), by("name")]) {
    field.addEventListener("input", () => {
      form.dataset.file = "";
      grow();
      soon();
    });
  }
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  form.addEventListener("change", (event) => event.target.name === "kind" && run());
  by("choose").addEventListener("click", () => by("file").click());
  by("file").addEventListener("change", () => {
    if (by("file").files[0]) take(by("file").files[0]);
    by("file").value = "";
  });
  drops(form, take);
}

function drops(form, take) {
  let depth = 0;
  const lit = (by_) => {
    depth = Math.max(0, depth + by_);
    form.classList.toggle("over", depth > 0);
  };
  const holds = (event) => [...event.dataTransfer.types].includes("Files");
  form.addEventListener("dragenter", (event) => holds(event) && lit(1));
  form.addEventListener("dragleave", (event) => holds(event) && lit(-1));
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => holds(event) && event.preventDefault());
  }
  form.addEventListener("drop", (event) => {
    lit(-depth);
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
}
