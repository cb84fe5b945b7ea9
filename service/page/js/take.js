// What can be taken away: the request as a command, the answer as JSON, the tables as a workbook.

import { download, Fault } from "./api.js";
import { el, fill } from "./dom.js";
import { t } from "./words.js";

const LONGEST = 20000;
const quoted = (text) => `'${text.replace(/'/g, "'\\''")}'`;

// The commands that send the same requests; a long text stands in a file beside its command.
export function commands(requests) {
  return requests.map(({ path, body, file }) => {
    const send = `curl -sS ${quoted(new URL(path, document.baseURI).href)}`;
    if (file) return { command: `${send} -F ${quoted(`file=@"${file.name.replace(/["\\]/g, "\\$&")}"`)}` };
    const json = JSON.stringify(body);
    const name = `${path.split("/").pop()}.json`;
    const long = json.length > LONGEST;
    const data = long ? `@${name}` : quoted(json);
    const command = `${send} -H 'Content-Type: application/json' --data-binary ${data}`;
    return long ? { command, name, json } : { command };
  });
}

export async function curl(holder, requests, say) {
  const made = commands(requests);
  const text = made.map((each) => each.command).join("\n\n");
  const copied = await copy(text);
  const said = copied ? t("copied") : t("copy_by_hand");
  const box = el("textarea", { readonly: true, rows: "4", "aria-label": t("take_curl") });
  box.value = text;
  const links = made.filter((each) => each.json).map(({ json, name }) => [" ", saver(typed(json), name)]);
  const beside = links.length ? el("p", { class: "hint" }, t("curl_beside"), links) : null;
  fill(holder, el("p", { class: "hint" }, said), beside, box);
  holder.hidden = false;
  if (!copied) box.select();
  say(said);
}

export const typed = (json) => new Blob([json], { type: "application/json" });

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text);
  }
}

function byHand(text) {
  const box = el("textarea", { class: "unseen", readonly: true });
  box.value = text;
  const before = document.activeElement;
  document.body.append(box);
  box.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    // The command is shown instead.
  }
  box.remove();
  if (before) before.focus();
  return done;
}

function saver(blob, name) {
  return el("a", { href: URL.createObjectURL(blob), download: name }, name);
}

export function save(blob, name) {
  const link = saver(blob, name);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export async function workbook(holder, request, say) {
  try {
    save(await download(request.path, request), "zhibiao.xlsx");
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const told = error.told();
    const said = t("xlsx_failed", `${told.title} · ${told.remedy}`);
    fill(holder, el("p", { class: "hint" }, said));
    holder.hidden = false;
    say(said);
  }
}
