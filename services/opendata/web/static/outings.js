// "Autour de moi": asks the browser where it is, to a hundred metres, and looks there. Without it a place is chosen.
"use strict";

const here = document.getElementById("here");
const said = document.getElementById("here-said");
const unknown = "Votre position n'est pas connue : choisissez un lieu dans la liste.";

if (here && "geolocation" in navigator) {
  here.hidden = false;
  here.addEventListener("click", () => {
    said.textContent = "Recherche de votre position…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const asked = new URLSearchParams(new FormData(here.form));
        asked.delete("place");
        asked.set("near", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
        location.assign(`/outings?${asked}`);
      },
      () => {
        said.textContent = unknown;
      },
      { maximumAge: 300000, timeout: 10000 },
    );
  });
}
