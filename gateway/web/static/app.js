// What the pages gain from a script; each of them works without.

// A form marked data-once is sent once, even by an impatient double click.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelector("button")?.setAttribute("aria-disabled", "true");
  });
}

// Coming back to a page with the browser's arrow, its forms can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("button")?.removeAttribute("aria-disabled");
  }
});

// A password can be looked at while it is typed; it is hidden again before it is sent.
for (const button of document.querySelectorAll(".reveal")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
}

// Who is signed out leaves no door behind that opens without a network. What it has not sent yet stays.
const forget = async () => {
  if (!("caches" in self)) return;
  for (const name of await caches.keys()) if (name.startsWith("door:")) await caches.delete(name);
};
const leaving = document.querySelector('form[action="/sessions/end"]');
if (!leaving) forget().catch(() => undefined);
leaving?.addEventListener("submit", (event) => {
  event.preventDefault();
  forget().catch(() => undefined).then(() => leaving.submit());
});
