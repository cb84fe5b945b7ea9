"use strict";
// Draws the OpenAPI document. Whatever comes from it or from an answer is set as text, never as HTML.

const byId = (id) => document.getElementById(id);

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function link(address, text) {
  const made = element("a", text);
  made.href = address;
  return made;
}

const REFERENCE = "#/components/schemas/";
const anchor = (name) => `schema-${name}`;

// A schema as a short phrase, with links where it refers to others.
function phrase(schema) {
  if (!schema) return element("span", "any");
  if (schema.$ref) {
    const name = schema.$ref.replace(REFERENCE, "");
    return link(`#${anchor(name)}`, name);
  }
  const choices = schema.anyOf || schema.oneOf;
  if (choices) {
    const parts = choices.flatMap((each, index) => (index ? [" | ", phrase(each)] : [phrase(each)]));
    return element("span", "", ...parts);
  }
  if (schema.type === "array") return element("span", "", "list of ", phrase(schema.items));
  if (schema.enum) return element("code", schema.enum.join(" | "));
  if (schema.const !== undefined) return element("code", String(schema.const));
  return element("span", [schema.type || "any"].flat().join(" | "));
}

function row(...cells) {
  return element("tr", "", ...cells.map((cell) => element("td", "", cell)));
}

function table(rows) {
  return element("table", "", element("tbody", "", ...rows));
}

function drawSchema(name, schema) {
  const details = element("details", "", element("summary", name));
  details.id = anchor(name);
  if (schema.description) details.append(element("p", schema.description));
  const required = new Set(schema.required || []);
  const rows = Object.entries(schema.properties || {}).map(([key, value]) =>
    row(element("code", required.has(key) ? key : `${key}?`), phrase(value), value.description || ""),
  );
  details.append(rows.length ? table(rows) : element("p", "", phrase(schema)));
  return details;
}

function curl(path, body) {
  const quoted = body.replaceAll("'", "'\\''");
  return `curl ${location.origin}${path} -H 'Content-Type: application/json' -d '${quoted}'`;
}

// The form that sends an example, or what became of it, and shows the answer.
function drawTry(path, examples) {
  const body = element("textarea");
  body.rows = 8;
  body.setAttribute("aria-label", `Body for ${path}`);
  const choice = element("select", "", ...Object.keys(examples).map((name) => element("option", name)));
  choice.setAttribute("aria-label", "Example");
  const shown = element("pre");
  shown.setAttribute("aria-live", "polite");
  const key = element("input");
  key.placeholder = "X-Api-Key, where one is needed";
  key.setAttribute("aria-label", "Key");
  const send = element("button", "Send");
  const copy = element("button", "Copy as curl");
  const show = () => (body.value = JSON.stringify(examples[choice.value].value, null, 2));
  choice.addEventListener("change", show);
  copy.addEventListener("click", () => navigator.clipboard.writeText(curl(path, body.value)));
  send.addEventListener("click", async () => {
    const headers = { "Content-Type": "application/json", ...(key.value ? { "X-Api-Key": key.value } : {}) };
    try {
      const answer = await fetch(path, { method: "POST", headers, body: body.value });
      shown.textContent = `${answer.status}\n${pretty(await answer.text())}`;
    } catch {
      shown.textContent = "no answer";
    }
  });
  show();
  return element("div", "", choice, body, send, copy, key, shown);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function drawOperation(path, method, operation) {
  const article = element("article", "", element("h2", `${method.toUpperCase()} ${path}`));
  article.id = `${method}${path}`;
  article.append(element("p", operation.description || operation.summary));
  const parameters = (operation.parameters || []).map((each) =>
    row(element("code", each.name), each.in, phrase(each.schema), each.description || ""),
  );
  if (parameters.length) article.append(element("h3", "Parameters"), table(parameters));
  const content = operation.requestBody ? operation.requestBody.content : {};
  const bodies = Object.entries(content).map(([kind, each]) =>
    row(element("code", kind), phrase(each.schema), (each.schema && each.schema.description) || ""),
  );
  if (bodies.length) article.append(element("h3", "Body"), table(bodies));
  const answers = Object.entries(operation.responses).map(([status, each]) => {
    const kinds = Object.values(each.content || {});
    return row(element("code", status), each.description, kinds.length ? phrase(kinds[0].schema) : "");
  });
  article.append(element("h3", "Answers"), table(answers));
  const examples = content["application/json"] && content["application/json"].examples;
  if (examples) article.append(element("h3", "Try it"), drawTry(path, examples));
  return article;
}

async function draw() {
  const api = await (await fetch("/openapi.json")).json();
  byId("version").textContent = api.info.version;
  byId("about").textContent = api.info.description;
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      byId("contents").append(link(`#${method}${path}`, `${method.toUpperCase()} ${path}`));
      byId("operations").append(drawOperation(path, method, operation));
    }
  }
  for (const [name, schema] of Object.entries(api.components.schemas)) {
    byId("schemas").append(drawSchema(name, schema));
  }
}

// A link to a schema opens it.
addEventListener("hashchange", () => {
  const details = byId(decodeURIComponent(location.hash.slice(1)));
  if (details && details.tagName === "DETAILS") details.open = true;
});

draw();
