// Call every public method of exa-js's Websets client; the arguments are a base URL and the URL of a webhook receiver.
//
// What it does is written to stdout as lines of JSON, as exa_py_calls.py writes them. The package is imported from the
// `node_modules` of the working directory.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(`${process.cwd()}/`);
const { Exa, EventType } = await import(pathToFileURL(resolve("exa-js")));

const [baseUrl, receiver] = process.argv.slice(2);
const DAY = 86_400;
const CSV = "name,url\nAmber,https://amber.example\nBirch,https://birch.example\n";

const { websets } = new Exa("any key", baseUrl);
const replies = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

function report(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function advance(seconds) {
  report({ advance: seconds });
  await replies.next();
}

/** The path of each method; those that all resources inherit only once. */
function findMethods(resource, prefix = "") {
  const own = Object.getPrototypeOf(resource);
  const inherited = prefix ? [] : Object.getOwnPropertyNames(Object.getPrototypeOf(own));
  const names = [...Object.getOwnPropertyNames(own), ...inherited].filter((name) => name !== "constructor");
  const below = Object.entries(resource).filter(([name]) => name !== "client");
  return [
    ...names.map((name) => prefix + name),
    ...below.flatMap(([name, member]) => findMethods(member, `${prefix}${name}.`)),
  ];
}

function bind(path) {
  const names = path.split(".");
  const method = names.pop();
  const resource = names.reduce((one, name) => one[name], websets);
  return (...args) => resource[method](...args);
}

/** The outcome of a call, and an array for a generator. */
async function finish(outcome) {
  if (outcome[Symbol.asyncIterator] === undefined) return outcome;
  const values = [];
  for await (const value of outcome) values.push(value);
  return values;
}

/** Call a method, check that it returned objects of a kind, one or more, and return what it returned. */
async function call(kind, path, ...args) {
  const value = await finish(bind(path)(...args));
  const values = [value.data, value, [value]].find(Array.isArray);
  assert.ok(values.length > 0, `${path}: empty`);
  for (const one of values) assert.equal(one.object, kind, path);
  report({ row: path });
  return value;
}

/** Call a method that the service rejects. */
async function refused(status, path, ...args) {
  await assert.rejects(finish(bind(path)(...args)), { name: "ExaError", statusCode: status });
  report({ row: `${path} ${status}` });
}

/** Call the three methods that list, page by page. */
async function callLists(kind, [list, listAll, getAll], args, options = {}) {
  const first = await call(kind, list, ...args, { ...options, limit: 1 });
  assert.equal(first.data.length, 1);
  if (first.hasMore) {
    const second = await call(kind, list, ...args, { ...options, limit: 1, cursor: first.nextCursor });
    assert.notEqual(second.data[0].id, first.data[0].id);
  }
  const every = await call(kind, listAll, ...args, { ...options, limit: 1 });
  assert.deepEqual(every, await call(kind, getAll, ...args, options));
  return every;
}

function lists(resource) {
  return ["list", "listAll", "getAll"].map((name) => resource + name);
}

async function callPreviews() {
  const search = { query: "Climate tech companies", count: 3, entity: { type: "company" } };
  const plain = await call(undefined, "preview", { search });
  assert.ok(plain.search.criteria.length > 0 && plain.enrichments !== undefined);
  const found = await call(undefined, "preview", { search }, { search: true });
  assert.equal(found.items.length, 3);
}

async function callImports() {
  const params = { title: "Makers", format: "csv", entity: { type: "company" } };
  const made = await call("import", "imports.create", params, CSV);
  await call("import", "imports.create", { ...params, csv: { identifier: 1 } }, Buffer.from(CSV));
  await advance(60);
  const options = { timeout: 5_000, pollInterval: 10, onPoll: () => {} };
  assert.equal((await call("import", "imports.waitUntilCompleted", made.id, options)).status, "completed");
  const other = await call("import", "imports.create", { ...params, size: CSV.length, count: 2 });
  assert.ok(other.uploadUrl);
  await call("import", "imports.get", other.id);
  await call("import", "imports.update", other.id, { title: "Others", metadata: { a: "b" } });
  assert.equal((await callLists("import", lists("imports."), [])).length, 3);
  await call("import", "imports.delete", other.id);
  return made;
}

async function callWebhooks() {
  const url = receiver;
  const other = await call("webhook", "webhooks.create", { url, events: [EventType.webset_idle] });
  await call("webhook", "webhooks.get", other.id);
  await call("webhook", "webhooks.update", other.id, { events: ["webset.created"], metadata: { a: "b" }, url });
  const made = await call("webhook", "webhooks.create", { url, events: Object.values(EventType) });
  assert.equal((await callLists("webhook", lists("webhooks."), [])).length, 2);
  assert.equal((await call("webhook", "webhooks.delete", other.id)).status, "inactive");
  return made;
}

async function callAttempts(webhook) {
  const names = ["listAttempts", "listAllAttempts", "getAllAttempts"].map((name) => `webhooks.${name}`);
  for (const options of [{}, { successful: false }, { eventType: EventType.webset_created, successful: true }]) {
    await callLists("webhook_attempt", names, [webhook.id], options);
  }
}

async function callWebsets(imported) {
  const tea = await call(
    "webset",
    "create",
    {
      search: { query: "Makers of tea", count: 3 },
      enrichments: [{ description: "Where is it?", format: "text" }],
      externalId: "tea",
    },
    { headers: { "x-exa-websets-priority": "high" } },
  );
  const source = { source: "import", id: imported.id };
  const running = await call("webset", "create", {
    title: "People",
    search: {
      query: "Founders of makers of tea",
      count: 2,
      entity: { type: "person" },
      criteria: [{ description: "founded a maker of tea" }],
      exclude: [source],
    },
    import: [source],
    exclude: [{ source: "webset", id: tea.id }],
    enrichments: [{ description: "Email", format: "email" }],
    metadata: { a: "b" },
  });
  const seen = [];
  const onPoll = (status) => {
    seen.push(status);
    void advance(20);
  };
  await call("webset", "waitUntilIdle", tea.id, { timeout: 5_000, pollInterval: 50, onPoll });
  assert.ok(seen.length > 1);
  await call("webset", "waitUntilIdle", tea.id, 5_000);
  await call("webset", "get", tea.id);
  assert.equal((await call("webset", "get", "tea", ["items"])).items.length, 3);
  assert.equal((await callLists("webset", lists(""), [])).length, 2);
  await call("webset", "update", tea.id, { title: "Tea", metadata: { a: "b" } });
  return [tea, running];
}

async function callItems(webset) {
  const items = await callLists("webset_item", lists("items."), [webset.id]);
  const found = await callLists("webset_item", lists("items."), [webset.id], { sourceId: webset.searches[0].id });
  assert.deepEqual(found, items);
  await call("webset_item", "items.get", webset.id, items[0].id);
  await call("webset_item", "items.delete", webset.id, items[0].id);
}

async function callSearches(webset) {
  const params = { query: "Makers of kettles", count: 1, entity: { type: "company" }, behavior: "append" };
  const options = { headers: { "x-exa-websets-priority": "low" } };
  const made = await call("webset_search", "searches.create", webset.id, params, options);
  await call("webset_search", "searches.get", webset.id, made.id);
  assert.equal((await call("webset_search", "searches.cancel", webset.id, made.id)).status, "canceled");
  const scope = [{ source: "webset", id: webset.id, relationship: { definition: "rivals of", limit: 2 } }];
  await call("webset_search", "searches.create", webset.id, { ...params, behavior: "override", scope, recall: true });
}

async function callEnrichments(webset) {
  const kind = "webset_enrichment";
  const made = await call(kind, "enrichments.create", webset.id, { description: "How large?", format: "number" });
  const change = { description: "How many people?", metadata: { a: "b" } };
  await call(kind, "enrichments.update", webset.id, made.id, change);
  await call(kind, "enrichments.cancel", webset.id, made.id);
  await advance(1);
  assert.equal((await call(kind, "enrichments.get", webset.id, made.id)).status, "canceled");
  const options = [{ label: "small" }, { label: "large" }];
  const params = { description: "Which size?", format: "options", options };
  const other = await call(kind, "enrichments.create", webset.id, params);
  await call(kind, "enrichments.delete", webset.id, other.id);
}

async function callMonitors(webset) {
  const body = {
    websetId: webset.id,
    cadence: { cron: "0 9 * * *", timezone: "Europe/London" },
    behavior: { type: "search", config: { count: 1, query: "Makers of cups", behavior: "append" } },
  };
  const made = await call("monitor", "monitors.create", body);
  const other = await call("monitor", "monitors.create", { ...body, metadata: { a: "b" } });
  await call("monitor", "monitors.get", made.id);
  const change = { status: "disabled", metadata: { c: "d" } };
  assert.equal((await call("monitor", "monitors.update", other.id, change)).status, "disabled");
  for (const options of [{}, { websetId: webset.id }]) {
    assert.equal((await callLists("monitor", lists("monitors."), [], options)).length, 2);
  }
  await call("monitor", "monitors.delete", other.id);
  await advance(2 * DAY);
  await call("monitor_run", "monitors.runs.list", made.id);
  const runs = await call("monitor_run", "monitors.runs.list", made.id, { limit: 1 });
  await call("monitor_run", "monitors.runs.get", made.id, runs.data[0].id);
}

async function callEvents() {
  const events = await callLists("event", lists("events."), []);
  await callLists("event", lists("events."), [], { types: [EventType.webset_created, EventType.webset_idle] });
  const kinds = new Map(events.map((event) => [event.type, event.id]));
  assert.ok(kinds.size > 10);
  for (const id of kinds.values()) await call("event", "events.get", id);
}

await callPreviews();
const webhook = await callWebhooks();
const [tea, running] = await callWebsets(await callImports());
await callItems(tea);
await callSearches(tea);
await callEnrichments(tea);
assert.equal((await call("webset", "cancel", tea.id)).status, "idle");
await callMonitors(running);
await callAttempts(webhook);
await call("webset", "delete", tea.id);
await refused(404, "get", tea.id);
await callEvents();
report({ methods: findMethods(websets) });
process.exit();
