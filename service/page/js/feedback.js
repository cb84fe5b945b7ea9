// A reading marked as wrong, and the right one, sent to whoever keeps the words.

import { Fault, post } from "./api.js";
import { el } from "./dom.js";
import { about, t } from "./words.js";

let gone = false;
let forms = 0;

// A button that opens a small form below itself; nothing where the service takes no corrections.
export function button(reading) {
  if (gone || !about().feedback) return null;
  const open = el("button", { type: "button", class: "wrong", "aria-expanded": "false" }, t("wrong"));
  const holder = el("div", { class: "wrong-holder" }, open);
  open.addEventListener("click", (event) => {
    event.stopPropagation();
    const shown = holder.querySelector("form");
    open.setAttribute("aria-expanded", String(!shown));
    if (shown) shown.remove();
    else holder.append(form(reading, holder, open));
    if (!shown) holder.querySelector("input").focus();
  });
  return holder;
}

function form(reading, holder, open) {
  const id = `wrong-${++forms}`;
  const begun = { value: reading.spelled || "", lang: "zh-CN", "aria-describedby": `${id}-hint` };
  const expected = el("input", { id, type: "text", ...begun });
  const comment = el("input", { id: `${id}-comment`, type: "text" });
  const said = el("p", { class: "wrong-said", role: "alert" });
  const close = () => {
    made.remove();
    open.setAttribute("aria-expanded", "false");
    open.focus();
  };
  const made = el(
    "form",
    { class: "wrong-form", "aria-label": t("wrong_title"), onclick: (event) => event.stopPropagation() },
    el("label", { for: id }, t("wrong_expected")),
    expected,
    el("p", { class: "hint", id: `${id}-hint` }, t("wrong_expected_hint")),
    el("label", { for: `${id}-comment` }, t("wrong_comment")),
    comment,
    el(
      "p",
      { class: "wrong-buttons" },
      el("button", { type: "submit", class: "main" }, t("wrong_send")),
      el("button", { type: "button", class: "quiet", onclick: close }, t("wrong_cancel")),
    ),
    said,
  );
  made.addEventListener("keydown", (event) => event.key === "Escape" && close());
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!expected.value.trim()) {
      said.textContent = t("wrong_needed");
      expected.focus();
      return;
    }
    said.textContent = await send(reading, expected.value.trim(), comment.value.trim(), () => {
      const thanks = { class: "wrong-thanks", role: "status", tabindex: "-1" };
      holder.replaceChildren(el("p", thanks, t("wrong_thanks")));
      holder.firstChild.focus();
    });
  });
  return made;
}

async function send(reading, expected, comment, thank) {
  const body = { text: reading.text, expected };
  if (reading.name) body.name = reading.name;
  if (comment) body.comment = comment;
  if (!JSON.stringify(reading.given).includes('{"exact":')) body.given = reading.given;
  try {
    await post("v1/feedback", body);
    thank();
    return "";
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    gone = gone || error.status === 404;
    const told = error.told();
    return gone ? t("wrong_gone") : `${told.title} · ${told.remedy}`;
  }
}
