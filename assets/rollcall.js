// A roll call: each touch is sent at once. One that cannot leave waits on this device, under the account that made it,
// says so, and leaves once when it can; the list of who else calls the roll is asked for every few seconds. Without
// this script, forms do the work.
{
  const EVERY = 4e3, OF = "preau-pointage-";
  const list = document.getElementById("liste"), status = document.getElementById("envoi");
  // Two may share a telephone: what one touched is never sent as the other's.
  const account = list.dataset.compte, KEY = OF + account;
  let sending = false;

  // A browser may refuse to store: then touches wait in memory.
  let memory = [];
  const waiting = () => {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return memory; }
  };
  const keep = (touches) => {
    memory = touches;
    try { localStorage.setItem(KEY, JSON.stringify(touches)); } catch {}
  };
  const say = (words) => { if (status.textContent !== words) status.textContent = words; };

  // What others have left on this device waits for them.
  const others = () => {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(OF) && key !== KEY);
      return keys.reduce((n, key) => n + JSON.parse(localStorage.getItem(key)).length, 0);
    } catch { return 0; }
  };

  // What the list says is replaced; what has the focus keeps it, what is open stays open.
  const show = (html) => {
    // Who was found and added is on the list now.
    document.querySelectorAll(".found > [data-etat]").forEach((line) => line.remove());
    if (list.dataset.shown === html) return;
    const held = document.activeElement?.closest("#liste li")?.id;
    const button = document.activeElement?.dataset?.vers;
    const open = [...list.querySelectorAll("details[open]")].map((d) => d.querySelector("summary").textContent);
    // Hours that were typed and not noted yet stay typed.
    const typed = [...list.querySelectorAll("input[type=time]")].filter((field) => field.value !== field.defaultValue);
    list.innerHTML = html;
    list.dataset.shown = html;
    for (const d of list.querySelectorAll("details")) {
      if (open.includes(d.querySelector("summary").textContent)) d.open = true;
    }
    for (const field of typed) {
      const now = document.getElementById(field.id);
      if (now) now.value = field.value;
    }
    if (held) {
      const line = document.getElementById(held);
      (line?.querySelector(`[data-vers="${button}"]`) || line?.querySelector("button"))?.focus();
    }
  };

  // A touch shows at once on this screen, before it is saved.
  const mark = (form, wanted) => {
    const line = form.closest("li");
    if (!line) return;
    if (wanted) line.dataset.etat = wanted; else delete line.dataset.etat;
    for (const button of form.querySelectorAll("[data-vers]")) {
      const pressed = button.dataset.vers === wanted;
      button.setAttribute("aria-pressed", pressed);
      button.value = pressed ? "" : button.dataset.vers;
    }
    if (form.elements.de) form.elements.de.value = wanted;
    line.querySelector("[data-note]")?.replaceChildren("En attente d’envoi");
  };

  // Fields of a form, and who sends them: the server takes them from nobody else.
  const fields = (form, button) => {
    const all = new FormData(form, button);
    all.append("compte", account);
    return new URLSearchParams(all).toString();
  };

  const touch = (form, button) => {
    keep([...waiting(), { to: form.getAttribute("action"), body: fields(form, button) }]);
    mark(form, button?.value ?? "");
  };

  const TYPE = { "Content-Type": "application/x-www-form-urlencoded" };

  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let touches = waiting(); touches.length; touches = waiting()) {
        const [{ to, body }] = touches;
        const answer = await fetch(to, {
          method: "POST", body, redirect: "manual", headers: { "HX-Request": "true", ...TYPE },
        });
        if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
          say("Votre session est terminée : reconnectez-vous. Ce qui attend partira ensuite.");
          return;
        }
        if (answer.status >= 500) throw answer.status;
        const html = await answer.text();
        keep(waiting().slice(1));
        const left = waiting().length;
        if (answer.ok || answer.status === 409) {
          if (!left && to === list.dataset.liste.replace(/\/liste$/, "")) show(html);
          say(answer.status === 409
            ? "Quelqu’un d’autre vient de pointer cet enfant. La liste est à jour : vérifiez."
            : `Enregistré à ${new Date().toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" }).replace(":", " h ")}.`);
        } else say("Ce pointage n’a pas été accepté : rechargez la page.");
      }
    } catch {
      const n = waiting().length;
      say(`Pas de réseau : ${n > 1 ? `${n} pointages attendent` : "1 pointage attend"} sur cet appareil. Ils partiront dès que possible.`);
    } finally {
      sending = false;
    }
  };

  // "All here" comes back with the page that can take it back; without network it is a touch for each who is left.
  let calling = false;
  const all = async (form, button) => {
    if (calling) return;
    calling = true;
    await flush();
    try {
      if (waiting().length) throw 0;
      const answer = await fetch(form.action, { method: "POST", body: fields(form, button), headers: TYPE });
      if (answer.status >= 500) throw answer.status;
      location.assign(answer.url);
    } catch {
      for (const line of list.querySelectorAll("li:not([data-etat], [data-signale])")) {
        touch(line.querySelector(".touch"), line.querySelector("[data-vers=here]"));
      }
      flush();
      calling = false;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (button?.name === "tous") {
      event.preventDefault();
      all(form, button);
    } else if (form.matches(".touch")) {
      event.preventDefault();
      touch(form, button);
      flush();
    }
  });

  const poll = async () => {
    await flush();
    // An hour that is being typed is not disturbed: the list waits for the next turn.
    if (waiting().length || document.hidden || document.activeElement?.matches("#liste input")) return;
    try {
      const answer = await fetch(list.dataset.liste, { headers: { "HX-Request": "true" } });
      // A touch made meanwhile is not undone by an older list.
      if (answer.ok && !waiting().length && !sending) show(await answer.text());
    } catch {}
  };
  addEventListener("online", flush);
  setInterval(poll, EVERY);
  const n = others();
  if (n) say(`${n > 1 ? `${n} pointages faits par une autre personne attendent` : "1 pointage fait par une autre personne attend"} sur cet appareil : cela partira quand elle se reconnectera ici.`);
  flush();
}
