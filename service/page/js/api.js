// Requests to the service, and every failure in one shape that says what to do.

import { problem, t } from "./words.js";

const KEY = "zhibiao.key";
const STATUSES = { 401: "key", 403: "key", 429: "busy", 502: "busy", 503: "busy", 504: "busy" };

export class Fault extends Error {
  constructor(kind, status, document = {}) {
    super(kind);
    this.kind = kind;
    this.status = status;
    this.code = typeof document.code === "string" ? document.code : "";
    this.place = typeof document.place === "string" ? document.place : "";
    this.title = typeof document.title === "string" ? document.title : "";
    this.remedy = typeof document.remedy === "string" ? document.remedy : "";
  }

  told() {
    const [title, remedy] = problem(this.code, this.title, this.remedy);
    const own = this.kind === "other" && title;
    return {
      title: own ? title : t(`fault_${this.kind}_title`),
      remedy: own && remedy ? remedy : t(`fault_${this.kind}`),
      detail: own ? "" : [title, remedy].filter(Boolean).join(" · "),
    };
  }
}

export function useKey(key) {
  try {
    sessionStorage.setItem(KEY, key);
  } catch {
    // A browser without storage asks again.
  }
}

function headers() {
  try {
    const key = sessionStorage.getItem(KEY);
    return key ? { Authorization: `Bearer ${key}` } : {};
  } catch {
    return {};
  }
}

// A whole number too long for this language stays as it was written.
function exactly(_, value, context) {
  const inexact = typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return inexact && context ? { exact: context.source } : value;
}

async function send(address, options) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Fault("network", 0);
  }
  if (answer.ok) return answer;
  let told = {};
  try {
    told = await answer.json();
  } catch {
    // A gateway in between answers in its own way; the status says enough.
  }
  throw new Fault(STATUSES[answer.status] || (answer.status >= 500 ? "crash" : "other"), answer.status, told);
}

async function read(answer) {
  const raw = await answer.text();
  return { raw, data: JSON.parse(raw, exactly) };
}

const JSON_TYPE = { "Content-Type": "application/json" };

export async function post(address, body, signal) {
  const options = { body: JSON.stringify(body), headers: { ...JSON_TYPE, ...headers() }, signal };
  return read(await send(address, options));
}

export async function upload(address, file, fields, signal) {
  const body = formOf(file);
  const query = new URLSearchParams(fields).toString();
  return read(await send(query ? `${address}?${query}` : address, { body, headers: headers(), signal }));
}

function formOf(file) {
  const form = new FormData();
  form.append("file", file, file.name);
  return form;
}

export async function download(address, { body, file }) {
  const json = { body: JSON.stringify(body), headers: { ...JSON_TYPE, ...headers() } };
  const options = file ? { body: formOf(file), headers: headers() } : json;
  return (await send(address, options)).blob();
}
