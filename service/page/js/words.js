// The words of the page, in two languages, from one table.

const KEPT = "zhibiao.language";
let table = { words: {}, rules: {}, notes: {}, problems: {}, examples: [], cues: {} };
let setup = { notes: {}, problems: {} };
let tongue = "zh";

export async function load() {
  const folder = new URL("../", import.meta.url);
  [table, setup] = await Promise.all([json(new URL("strings.json", folder)), json("page/setup.json")]);
  tongue = kept() || (navigator.languages.some((l) => l.toLowerCase().startsWith("zh")) ? "zh" : "en");
}

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function kept() {
  try {
    const found = localStorage.getItem(KEPT);
    return found === "zh" || found === "en" ? found : null;
  } catch {
    return null;
  }
}

export const language = () => tongue;
export const about = () => setup;
export const examples = () => table.examples;
export const cues = (name) => table.cues[name];
export const pick = (pair) => pair[tongue === "zh" ? 0 : 1];

export function speak(chosen) {
  tongue = chosen;
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // A browser without storage forgets the choice.
  }
}

export function t(key, ...values) {
  const pair = table.words[key];
  return pair ? pick(pair).replace(/\{(\d)\}/g, (_, place) => String(values[place])) : key;
}

export function rule(name) {
  return table.rules[name] ? pick(table.rules[name]) : name;
}

// A message of the service in the language of the page, by its template there and here.
function retold(message, there, here) {
  if (!there || !here) return message;
  const at = there.indexOf("{}");
  if (at < 0) return message === there ? here : `${here}（${message}）`;
  const detail = message.slice(at, message.length - (there.length - at - 2));
  return here.replace("{}", () => detail);
}

export function note(given) {
  const here = table.notes[given.code];
  return tongue === "en" ? given.message : retold(given.message, setup.notes[given.code], here);
}

export function problem(code, title, remedy) {
  const here = table.problems[code];
  const there = setup.problems[code];
  if (tongue === "en" || !here || !there) return [title, remedy];
  return [retold(title, there[0], here[0]), remedy === there[1] ? here[1] : remedy];
}

export function dress(root) {
  document.documentElement.lang = tongue === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  const all = (name) => root.querySelectorAll(`[data-${name}]`);
  for (const each of all("t")) each.textContent = t(each.dataset.t);
  for (const each of all("t-placeholder")) each.placeholder = t(each.dataset.tPlaceholder);
  for (const each of all("t-label")) each.setAttribute("aria-label", t(each.dataset.tLabel));
  for (const each of all("tongue")) {
    each.setAttribute("aria-pressed", String(each.dataset.tongue === tongue));
  }
}
