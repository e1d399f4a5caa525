// The door of an occurrence: what is pressed counts at once on the page, waits in the browser, and is sent when it can be.
// Without this script each button is a form of its own. All that is said stands in the page.

const root = document.getElementById("door");
const part = (name, within = root) => within.querySelector(`[data-${name}]`);
const rows = [...root.querySelectorAll("[data-registration]")];
const { Queue } = await import(root.dataset.queue);

const camel = (code) => code.replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase());
const say = (name, values = {}) => (root.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key]);
const clock = (at = new Date()) =>
  at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });
const show = (element, text) => {
  if (element.textContent !== text) element.textContent = text; // what is said again is read out again
  element.hidden = !text;
};

// What the server knows. A page that was opened without a network is older than what the last answer said.
const KNOWN = `${root.dataset.key}/known`;
let state = JSON.parse(root.dataset.state);
try {
  const known = JSON.parse(localStorage.getItem(KNOWN));
  if (known?.as_of > state.as_of) state = { ...known, csrf_token: state.csrf_token };
} catch {
  // nothing is kept here
}

// What is known of the doors of other weeks is of no use any more; what they have not sent stays.
const KNOWN_FOR = 14 * 86400 * 1000; // milliseconds
try {
  for (const key of Object.keys(localStorage).filter((one) => /^door\/.*\/known$/.test(one))) {
    if (Date.parse(JSON.parse(localStorage.getItem(key)).as_of) < Date.now() - KNOWN_FOR) localStorage.removeItem(key);
  }
} catch {
  // nothing is kept here
}

const said = new Map(); // what became of who did not just come in, by registration
const drawn = new Map(); // the nonces of our arrivals that can be undone, by registration
let sentAt = null;
let trouble = null;

function take(told) {
  state = { ...state, ...told };
  const { csrf_token: _, results: __, ...known } = state;
  try {
    localStorage.setItem(KNOWN, JSON.stringify(known));
  } catch {
    // nothing is kept here
  }
}

async function ask(acts) {
  const body = acts && new URLSearchParams({ csrf_token: state.csrf_token, acts: JSON.stringify(acts) });
  const how = { redirect: "manual", signal: AbortSignal.timeout(15000), cache: "no-store" };
  return fetch(root.dataset.acts, body ? { ...how, method: "POST", body } : how).catch(() => {
    throw "offline";
  });
}

async function refresh() {
  const answer = await ask();
  if (answer.type === "opaqueredirect") throw "signedOut";
  if (answer.status === 403) throw "refused";
  if (!answer.ok) throw "offline";
  take(await answer.json());
}

async function send(acts) {
  let answer = await ask(acts);
  if (answer.status === 403) {
    await refresh(); // the page is of an earlier login
    answer = await ask(acts);
  }
  if (answer.type === "opaqueredirect") throw "signedOut";
  if (answer.status === 403) throw "refused";
  if (!answer.ok) throw "offline";
  const told = await answer.json();
  take(told);
  for (const result of told.results) hear(acts.find((act) => act.nonce === result.nonce), result);
  sentAt = new Date();
  return new Set(told.results.map((result) => result.nonce));
}

function hear(act, result) {
  if (result.result === "ok") return;
  const first = result.first_scanned_at ? ` ${say("sayFirst", { time: clock(new Date(result.first_scanned_at)) })}` : "";
  const text = (say(`result${camel(result.result)}`) || say("resultInvalid")) + first;
  const row = document.getElementById(`r-${act?.registration_id}`);
  if (row) said.set(row.dataset.registration, text);
  show(part("told"), row ? `${row.dataset.name}: ${text}` : text);
}

// What is known, and what was noted here since.
function now() {
  const at = new Map();
  for (const [id, [came, time, absence]] of Object.entries(state.registrations)) at.set(id, { came, time, absence });
  const all = { at, walked: state.walked_in, bands: state.bands };
  for (const act of queue.acts) {
    const one = at.get(act.registration_id) ?? {};
    const seats = Number(document.getElementById(`r-${act.registration_id}`)?.dataset.seats ?? 1);
    one.waits = true;
    if (act.act === "arrival") Object.assign(one, { came: Math.min(seats, one.came + (act.seats ?? seats)), time: one.time || clock(new Date(act.scanned_at)), absence: "" });
    if (act.act === "undo") Object.assign(one, { came: 0, time: "" });
    if (act.act === "absence") one.absence = act.reason ?? "";
    if (act.act === "walk_in") all.walked = Math.max(0, all.walked + act.persons);
    if (act.act === "bands") all.bands = act.bands;
  }
  return all;
}

function draw() {
  const { at, walked, bands } = now();
  let came = 0;
  let registered = 0;
  for (const row of rows) {
    const seats = Number(row.dataset.seats);
    const one = at.get(row.dataset.registration) ?? { came: 0, time: "", absence: "" };
    came += one.came;
    registered += seats;
    row.classList.toggle("guest--here", one.came > 0);
    part("in", row).hidden = one.came >= seats;
    part("undo", row).hidden = !one.came;
    part("absent", row).hidden = one.came > 0;
    const words = [];
    if (one.came) words.push(say("sayHere", { time: one.time }) + (seats > 1 ? ` (${one.came}/${seats})` : ""));
    else if (one.absence) words.push(`${say("sayAbsent")} ${say(`absence${camel(one.absence)}`)}`);
    if (one.waits) words.push(say("sayPending"));
    if (said.has(row.dataset.registration)) words.push(said.get(row.dataset.registration));
    const told = part("state", row);
    if (told.textContent.trim() !== words.join(" · ")) told.textContent = words.join(" · ");
    const left = part("left", row);
    if (left && left.options.length !== seats - one.came && one.came < seats) {
      left.replaceChildren(...Array.from({ length: seats - one.came }, (_, n) => new Option(seats - one.came - n)));
    }
  }
  const walk = walked ? `, ${say("sayWalked", { n: walked })}` : "";
  show(part("count"), say("sayCount", { came, registered }) + walk);
  part("walked").textContent = walked;
  for (const [band, persons] of Object.entries(bands)) {
    const field = document.getElementById(`b-${band}`);
    if (field && field !== document.activeElement) field.value = persons;
  }
  tell(queue.acts.length);
  show(part("more"), [...at.keys()].every((id) => document.getElementById(`r-${id}`)) ? "" : say("sayNew"));
}

function tell(waiting) {
  const sending = part("sending");
  const count = waiting === 1 ? say("sayOne") : say("sayMany", { n: waiting });
  sending.toggleAttribute("data-waiting", waiting > 0);
  const done = sentAt ? say("saySentAt", { time: clock(sentAt) }) : say("saySent");
  show(sending, waiting ? count + (trouble === "offline" ? `. ${say("sayOffline")}` : "") : done);
  const alarm = part("trouble");
  const text = trouble === "signedOut" ? say("saySignedOut") : trouble === "refused" ? say("sayRefused") : queue.isKept ? "" : say("sayUnkept");
  if (alarm.dataset.said === text) return;
  alarm.dataset.said = text;
  show(alarm, "");
  if (trouble === "signedOut") {
    const link = Object.assign(document.createElement("a"), { href: root.dataset.signIn, textContent: text });
    alarm.append(link);
    alarm.hidden = false;
  } else show(alarm, text);
}

const queue = new Queue(root.dataset.key, send, (met) => {
  trouble = met && (["signedOut", "refused"].includes(met) ? met : "offline");
  draw();
});

// Where the page is not of https a browser draws no UUID by itself.
const nonce = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function note(act) {
  const whole = { ...act, nonce: nonce(), scanned_at: new Date().toISOString() };
  if (act.registration_id) said.delete(act.registration_id);
  if (act.act === "arrival") drawn.set(act.registration_id, [...(drawn.get(act.registration_id) ?? []), whole.nonce]);
  if (act.act === "undo") whole.undoes = drawn.get(act.registration_id)?.pop() ?? null;
  show(part("told"), "");
  queue.add(whole, (other) => act.act === "bands" && other.act === "bands");
}

// The forms of the page, as what they ask for.
root.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const row = form.closest("[data-registration]");
  const act = { act: form.dataset.act };
  if (row) act.registration_id = row.dataset.registration;
  if (data.has("seats")) act.seats = Number(data.get("seats"));
  if (data.has("force")) act.force = true;
  if (data.has("reason")) act.reason = data.get("reason") || null;
  if (data.has("persons")) act.persons = Number(data.get("persons"));
  if (act.act === "bands") act.bands = count();
  note(act);
  if (row && event.submitter?.offsetParent === null) row.focus({ preventScroll: true }); // the button has gone
});
for (const row of rows) row.tabIndex = -1;

const fields = [...root.querySelectorAll("[data-act='bands'] input[type='number']")];
const count = () => Object.fromEntries(fields.map((field) => [field.name, Math.min(9999, Math.max(0, Math.floor(Number(field.value)) || 0))]));
for (const button of root.querySelectorAll("[data-step]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.of);
    field.value = Math.max(0, Number(field.value) + Number(button.dataset.step));
    note({ act: "bands", bands: count() });
  });
}

// Who is looked for, without accents and capitals.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
part("search-field").hidden = false;
document.getElementById("search").addEventListener("input", (event) => {
  const wanted = plain(event.target.value.trim());
  for (const row of rows) row.hidden = !plain(row.dataset.search).includes(wanted);
  part("nobody").hidden = rows.some((row) => !row.hidden);
});

// What a QR code holds: the address of an arrival, or the id itself.
function scan(code) {
  const id = /\/registrations\/([^/?#]+)/.exec(code)?.[1] ?? code.trim();
  if (!/^[\w.~-]{8,36}$/.test(id)) return show(part("told"), say("sayUnreadable"));
  const row = document.getElementById(`r-${id}`);
  for (const other of rows) other.classList.toggle("guest--found", other === row);
  row?.scrollIntoView({ block: "center" });
  note({ act: "arrival", registration_id: id });
  if (row && !said.has(id)) show(part("told"), `${row.dataset.name}: ${part("state", row).textContent}`);
}
part("code").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("code");
  if (field.value) scan(field.value);
  field.value = "";
});

const camera = await import(root.dataset.camera);
if (await camera.canRead().catch(() => false)) {
  const button = part("look");
  let end = null;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (end) end = void end();
    else end = await camera.look(part("video"), scan).catch(() => null);
    button.setAttribute("aria-pressed", String(Boolean(end)));
  });
}

draw();
queue.flush();
setInterval(() => document.hidden || queue.acts.length || refresh().then(draw, () => undefined), 20000);

// The page itself opens without a network from now on.
if ("serviceWorker" in navigator) {
  const made = [...document.querySelectorAll("link[href], script[src], use[href]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  const paths = [...made, root.dataset.queue, root.dataset.camera].map((path) => path.split("#")[0]).filter((path) => path.startsWith("/static/"));
  navigator.serviceWorker
    .register(root.dataset.worker, { scope: location.pathname })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active.postMessage({ keep: [...new Set([location.pathname, ...paths])] }))
    .catch(() => undefined);
}
