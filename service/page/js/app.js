// The page: a text comes in, is read by the service, and its reading is shown.

import * as ask from "./ask.js";
import { Fault } from "./api.js";
import { el, fill } from "./dom.js";
import { empty, fault, refusal } from "./faults.js";
import { open, refused } from "./files.js";
import { items, settle } from "./kinds.js";
import { read } from "./read.js";
import { curl, save, typed, workbook } from "./take.js";
import { hide, start } from "./tip.js";
import { about, dress, language, load, speak, t } from "./words.js";

const WAIT = 350;
const WAIT_LONGER = 1200;
const SHORT = 4000;
const LIVE = 100000;
const by = (id) => document.getElementById(id);
const state = { file: null, shown: null, running: null, timer: 0 };

function say(text) {
  by("said").textContent = text;
}

function show(...content) {
  hide();
  fill(by("shown"), content);
  by("curl").hidden = true;
  by("take").hidden = !state.shown;
  const book = state.shown && state.shown.workbook && about().workbook;
  by("take").querySelector("[data-take=xlsx]").hidden = !book;
}

function given() {
  if (state.file) return { kind: "file", file: state.file };
  const text = ask.text();
  const kind = settle(ask.kind(), text);
  const name = ask.name();
  if (kind === "cells") return { kind, text, items: items(text) };
  return kind === "cell" ? { kind, text, item: name ? { text, name } : { text } } : { kind, text };
}

async function run() {
  clearTimeout(state.timer);
  if (state.running) state.running.abort();
  const wanted = given();
  ask.tell(wanted.kind);
  if (!wanted.file && !wanted.text.trim()) {
    state.shown = null;
    show(empty());
    return;
  }
  const running = (state.running = new AbortController());
  by("results").setAttribute("aria-busy", "true");
  try {
    const found = await read(wanted, { signal: running.signal, say, readNarrative });
    if (running.signal.aborted) return;
    state.shown = found;
    show(found.content, raw(found));
    say(found.said);
  } catch (error) {
    if (error.name === "AbortError") return;
    state.shown = null;
    failed(error);
  } finally {
    if (state.running === running) by("results").setAttribute("aria-busy", "false");
  }
}

function failed(error, file = state.file) {
  const told = file ? refused(error) : null;
  if (told) show(refusal(t("file_unread_title"), told));
  else if (error instanceof Fault) show(fault(error, run));
  else {
    show(refusal(t("fault_crash_title"), t("fault_crash")));
    throw error;
  }
}

function raw(found) {
  const text = el("pre", { tabindex: "0" });
  const shown = el("details", { class: "raw" }, el("summary", {}, t("json")), text);
  shown.addEventListener("toggle", () => {
    if (shown.open && !text.textContent) text.textContent = found.raw;
  });
  return shown;
}

function soon() {
  state.file = null;
  clearTimeout(state.timer);
  const text = ask.text();
  ask.tell(settle(ask.kind(), text));
  const wait = text.length <= SHORT ? WAIT : WAIT_LONGER;
  if (text.length <= LIVE) state.timer = setTimeout(run, wait);
}

function readNarrative(text) {
  ask.put({ text, kind: "narrative" });
  state.file = null;
  run();
  by("results").focus();
}

async function take(file) {
  try {
    const opened = await open(file);
    state.file = opened.file || null;
    ask.put({ text: opened.text || "", file: opened.file ? file.name : "" });
    run();
  } catch (error) {
    state.file = null;
    state.shown = null;
    failed(error, file);
  }
}

function choose(event) {
  const taken = event.target.closest("[data-take]");
  if (!taken || !state.shown) return;
  const { requests, workbook: book, raw: text } = state.shown;
  if (taken.dataset.take === "curl") curl(by("curl"), requests, say);
  if (taken.dataset.take === "json") save(typed(text), "zhibiao.json");
  if (taken.dataset.take === "xlsx") workbook(by("curl"), book, say);
}

function turn(tongue) {
  speak(tongue);
  dress(document);
  ask.examples((example) => pickExample(example));
  by("docs").href = about().docs ? "docs" : "openapi.json";
  by("version").textContent = t("version", about().version, about().lexicon.slice(0, 12));
  run();
}

function pickExample(example) {
  state.file = null;
  ask.put(example);
  run();
}

async function begin() {
  await load();
  start();
  ask.start({ run, soon, take });
  by("take").addEventListener("click", choose);
  for (const button of document.querySelectorAll("[data-tongue]")) {
    button.addEventListener("click", () => turn(button.dataset.tongue));
  }
  ask.first();
  turn(language());
  by("unloaded").remove();
}

begin();
