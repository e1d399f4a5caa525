// "Autour de moi", "Depuis ma position": asks the browser where it is, to a hundred metres, and says so instead of what
// is chosen in the form.
"use strict";

const here = document.getElementById("here");
const said = document.getElementById("here-said");
const unknown = "Votre position n'est pas connue : choisissez un lieu ou un arrêt.";

if (here && "geolocation" in navigator) {
  here.hidden = false;
  here.addEventListener("click", () => {
    said.textContent = "Recherche de votre position…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const asked = new URLSearchParams(new FormData(here.form));
        asked.delete(here.dataset.instead);
        asked.set(here.dataset.name, `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
        location.assign(`${here.form.getAttribute("action")}?${asked}`);
      },
      () => {
        said.textContent = unknown;
      },
      { maximumAge: 300000, timeout: 10000 },
    );
  });
}
