// What htmx does not do by itself: tell the server which boxes were changed since its last answer, so
// that it sends only what differs; and say in words that the line is down.
addEventListener("change", (event) => {
  const box = event.target, form = box.form;
  if (form?.id === "grille" && box.type === "checkbox") {
    // A box that is not a day's may change all that is shown: then nothing says what differs.
    const word = box.name + "." + box.value;
    form.d.value = box.name > "A" ? "" : form.d.value + (form.d.value && "_") + word;
  }
}, true);

// Before htmx sends: only what the server reads.
addEventListener("htmx:config:request", (event) => {
  const headers = event.detail.ctx.request.headers;
  delete headers["HX-Current-URL"];
  delete headers["HX-Source"];
  delete headers["HX-Target"];
});

// After the swap, the screen shows what was answered.
addEventListener("htmx:after:swap", () => {
  const { grille, recherche } = document.forms;
  if (grille) grille.d.value = "";
  // A search has an address: one comes back to it, and reloads it.
  if (recherche) {
    const asked = [...new FormData(recherche)].filter(([, value]) => value);
    history.replaceState(null, "", location.pathname + (asked.length ? "?" + new URLSearchParams(asked) : ""));
  }
  document.getElementById("reseau")?.remove();
});

// Leaving by the menu forgets what is not validated: it is asked, not done in silence.
document.addEventListener("click", (event) => {
  const leaves = event.target.closest("header a, header button, footer a");
  if (leaves && document.querySelector("#etat em")
    && !confirm("Vos changements ne sont pas validés\u00a0: en quittant la page, vous les perdez. La quitter quand même\u00a0?")) event.preventDefault();
});

const offline = () => {
  const words = document.getElementById("refus");
  if (!words || document.getElementById("reseau")) return;
  const said = document.createElement("p");
  said.id = "reseau";
  said.textContent = words.dataset.panne ?? "Le réseau ne répond pas\u00a0: le total n’est pas à jour. Vos cases restent cochées\u00a0; vous pouvez continuer.";
  words.append(said);
};
addEventListener("htmx:error", offline);
addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status >= 500) offline();
});
