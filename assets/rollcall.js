// A roll call: each touch is sent at once. One that cannot leave waits on this device, says so, and leaves once
// when it can; the list of who else calls the roll is asked for every few seconds. Without it, forms do the work.
{
  const KEY = "preau-pointage", EVERY = 4e3;
  const list = document.getElementById("liste"), status = document.getElementById("envoi");
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

  // What the list says is replaced; what has the focus keeps it, what is open stays open.
  const show = (html) => {
    if (list.dataset.shown === html) return;
    const held = document.activeElement?.closest("#liste li")?.id;
    const button = document.activeElement?.dataset?.vers;
    const open = [...list.querySelectorAll("details[open]")].map((d) => d.querySelector("summary").textContent);
    list.innerHTML = html;
    list.dataset.shown = html;
    for (const d of list.querySelectorAll("details")) {
      if (open.includes(d.querySelector("summary").textContent)) d.open = true;
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

  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let touches = waiting(); touches.length; touches = waiting()) {
        const [{ to, body }] = touches;
        const answer = await fetch(to, {
          method: "POST", body, redirect: "manual",
          headers: { "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" },
        });
        if (answer.status === 401 || answer.type === "opaqueredirect") {
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

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.touch");
    if (!form) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter)).toString();
    keep([...waiting(), { to: form.getAttribute("action"), body }]);
    mark(form, event.submitter?.value ?? "");
    flush();
  });

  const poll = async () => {
    await flush();
    if (waiting().length || document.hidden) return;
    try {
      const answer = await fetch(list.dataset.liste, { headers: { "HX-Request": "true" } });
      // A touch made meanwhile is not undone by an older list.
      if (answer.ok && !waiting().length && !sending) show(await answer.text());
    } catch {}
  };
  addEventListener("online", flush);
  setInterval(poll, EVERY);
  flush();
}
